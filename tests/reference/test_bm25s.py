"""Sparse retrieval against bm25s."""

import bm25s
import pytest
import torch

from notes.retrieval.sparse import bm25
from notes.retrieval.vocabulary import vocabulary, word_counts

DOCUMENTS = (
    "the cat sat on the mat",
    "a dog sat on the cat and the cat sat still",
    "green ideas sleep furiously",
    "the ideas of a cat",
)
QUESTIONS = ("cat", "cat ideas", "the dog sleep")


@pytest.mark.parametrize(("k1", "b"), [(1.2, 0.75), (2.0, 0.0), (0.5, 1.0)])
def test_bm25_is_k1_plus_one_times_theirs(k1: float, b: float) -> None:
    """They follow Lucene, which drops the constant factor of the published formula: no ranking changes."""
    columns = vocabulary([*DOCUMENTS, *QUESTIONS])
    ours = bm25(word_counts(QUESTIONS, columns).double(), word_counts(DOCUMENTS, columns).double(), k1, b)
    engine = bm25s.BM25(method="lucene", k1=k1, b=b, dtype="float64")
    engine.index([document.split() for document in DOCUMENTS], show_progress=False)
    theirs = torch.stack([torch.from_numpy(engine.get_scores(question.split())) for question in QUESTIONS])
    torch.testing.assert_close(ours, (k1 + 1) * theirs.double(), rtol=1e-6, atol=1e-6)
    assert bool((ours > 0).any(1).all())

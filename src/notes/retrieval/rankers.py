r"""Six rankers on one task: vectors, with hard negatives, two in a second stage, word by word, as weighted words."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype
from notes.retrieval.comparison import dense_retriever
from notes.retrieval.cross_encoder import CrossEncoder, reranked, trained_cross_encoder
from notes.retrieval.dense import DualEncoder, trained_dual_encoder
from notes.retrieval.knowledge import passage, question
from notes.retrieval.late_interaction import WordVectors, trained_word_vectors
from notes.retrieval.learned_sparse import Expansion, trained_expansion
from notes.retrieval.mining import hard_negatives
from notes.retrieval.sparse import bm25
from notes.retrieval.task import Task, asked
from notes.retrieval.vocabulary import word_numbers

FIRST = 8


class Models(NamedTuple):
    """What was trained on all wordings of the facts that training may ask for.

    Attributes:
        dense: two encoders, with the passages of the batch as negatives.
        mined: the same with the best wrong passage of BM25 as well.
        cross: a cross-encoder, on the first passages of BM25.
        late: vectors of words, for late interaction.
        sparse: weights of words.
    """

    dense: DualEncoder
    mined: DualEncoder
    cross: CrossEncoder
    late: WordVectors
    sparse: Expansion


@jaxtyped(typechecker=beartype)
def trained_models(task: Task, generator: torch.Generator, size: int = 64) -> Models:
    """All models, trained on the same questions and passages.

    Args:
        task: the collection.
        generator: source of weights and batches.
        size: length of the vectors of a text; those of words are half as long.

    Returns:
        The trained models.
    """
    known, columns = asked(task, task.trained, range(4)), len(task.columns)
    words, passages = asked_words(task, task.trained, range(4)), passage_words(task)
    wrong = hard_negatives(bm25(known.counts, task.passages), known.relevant, FIRST - 1)
    candidates = torch.cat([known.relevant[:, None], wrong], 1)
    encoders, texts = DualEncoder(columns, size, generator), (known.counts, task.passages, known.relevant)
    return Models(
        dense_retriever(task, generator, size),
        trained_dual_encoder(encoders, *texts, generator, hard=wrong[:, :1]),
        trained_cross_encoder(CrossEncoder(columns, size // 2, generator), words, passages[candidates], generator),
        trained_word_vectors(WordVectors(columns, size // 2, generator), words, passages, known.relevant, generator),
        trained_expansion(Expansion(columns), words, passages, known.relevant, generator),
    )


@jaxtyped(typechecker=beartype)
def found_first(
    models: Models, task: Task, facts: Sequence[int], wordings: Iterable[int]
) -> dict[str, Int64[Tensor, "questions"]]:
    """The passage that each ranker puts first, for questions about some facts in some wordings.

    Args:
        models: what was trained.
        task: the collection.
        facts: numbers of the facts to ask for.
        wordings: numbers of the wordings.

    Returns:
        Numbers of passages for each ranker; a second stage ranks the first eight of BM25.
    """
    wordings = list(wordings)
    counts, words = asked(task, facts, wordings).counts, asked_words(task, facts, wordings)
    passages = passage_words(task)
    with torch.no_grad():
        dense, mined = (one.questions(counts) @ one.passages(task.passages).mT for one in (models.dense, models.mined))
        first = bm25(counts, task.passages).argsort(dim=1, descending=True, stable=True)[:, :FIRST]
        again = dense.take_along_dim(first, 1).argmax(1, keepdim=True)
        return {
            "DPR": dense.argmax(1),
            "DPR mined": mined.argmax(1),
            "BM25 then DPR": first.take_along_dim(again, 1)[:, 0],
            "BM25 then cross-encoder": reranked(models.cross, words, passages, first)[:, 0],
            "late interaction": models.late.scores(words, passages).argmax(1),
            "learned sparse": (models.sparse(words) @ models.sparse(passages).mT).argmax(1),
        }


@jaxtyped(typechecker=beartype)
def asked_words(task: Task, facts: Sequence[int], wordings: Iterable[int]) -> Int64[Tensor, "questions length"]:
    """The questions of `asked`, as numbers of words in their order.

    Args:
        task: the collection.
        facts: numbers of the facts to ask for.
        wordings: numbers of the wordings.

    Returns:
        One row for each fact and wording, -1 behind the end.
    """
    wordings = list(wordings)
    texts = [question(task.facts[fact], wording) for fact in facts for wording in wordings]
    return word_numbers(texts, task.columns, device=task.passages.device)


@jaxtyped(typechecker=beartype)
def passage_words(task: Task) -> Int64[Tensor, "passages length"]:
    """The passages of a task, as numbers of words in their order.

    Args:
        task: the collection.

    Returns:
        One row for each passage, -1 behind the end.
    """
    return word_numbers([passage(fact) for fact in task.facts], task.columns, device=task.passages.device)

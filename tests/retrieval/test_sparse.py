"""TF-IDF against scikit-learn, BM25 against hand values and a plain loop."""

import math

import pytest
import torch
from sklearn.feature_extraction.text import TfidfTransformer

from notes.retrieval.proofs import sparse as proved
from notes.retrieval.sparse import bm25, document_frequencies, robertson_idf, saturation, tf_idf

F64 = torch.float64


def counts(generator: torch.Generator) -> torch.Tensor:
    drawn = torch.randint(4, (9, 6), generator=generator).to(F64)
    return drawn + (drawn.sum(1, keepdim=True) == 0)


def test_document_frequencies_count_documents_and_not_words():
    assert document_frequencies(torch.tensor([[5.0, 0.0, 1.0], [1.0, 0.0, 0.0]])).tolist() == [2, 0, 1]


def test_tf_idf_is_that_of_scikit_learn(generator: torch.Generator):
    documents, queries = counts(generator), counts(generator)[:3]
    reference = TfidfTransformer().fit(documents.numpy())
    for texts in (documents, queries):
        expected = torch.tensor(reference.transform(texts.numpy()).toarray(), dtype=F64)
        torch.testing.assert_close(tf_idf(texts, documents), expected)


def test_tf_idf_of_an_empty_text_is_zero():
    assert tf_idf(torch.zeros(1, 2), torch.ones(3, 2)).tolist() == [[0.0, 0.0]]


def test_bm25_is_a_sum_over_words_and_documents(generator: torch.Generator):
    documents, queries = counts(generator), counts(generator)[:3]
    mean = documents.sum() / len(documents)
    for k1, b in ((1.2, 0.75), (0.5, 0.0), (2.0, 1.0)):
        found = bm25(queries, documents, k1, b)
        for i in range(len(queries)):
            for j in range(len(documents)):
                score = 0.0
                for w in range(6):
                    n, t = int((documents[:, w] > 0).sum()), documents[j, w].item()
                    length = documents[j].sum().item() / mean.item()
                    idf = math.log(1 + (9 - n + 0.5) / (n + 0.5))
                    score += queries[i, w].item() * idf * t * (k1 + 1) / (t + k1 * (1 - b + b * length))
                assert found[i, j].item() == pytest.approx(score)


def test_bm25_by_hand():
    documents = torch.tensor([[1.0, 1.0, 0.0], [2.0, 0.0, 1.0], [0.0, 0.0, 4.0]])
    first = math.log(1 + 1.5 / 2.5) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 3))
    assert bm25(torch.tensor([[1.0, 0.0, 0.0]]), documents)[0, 0].item() == pytest.approx(first)


def test_robertson_idf_falls_with_the_number_of_documents_and_stays_positive():
    documents = torch.tensor([[1.0, 1.0, 1.0, 0.0], [1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]])
    weights = robertson_idf(documents)
    assert (weights.diff() > 0).all()
    assert (weights > 0).all()


def test_saturation_has_the_proved_slope_and_curvature():
    steps = proved.saturation_in_frequency().steps
    names = {proved.k1: 1.2, proved.share: 1.2 * (0.25 + 0.75 * 1.5)}
    frequency = torch.tensor([0.5, 1.0, 7.0], dtype=F64, requires_grad=True)
    weight = saturation(frequency, torch.full((3,), 1.5, dtype=F64))
    (slope,) = torch.autograd.grad(weight.sum(), frequency, create_graph=True)
    (curvature,) = torch.autograd.grad(slope.sum(), frequency)
    for found, step, sign in ((slope, steps[0], 1), (curvature, steps[1], -1)):
        expression = step.links[0].right
        for place, value in zip(frequency.tolist(), found.tolist(), strict=True):
            assert sign * float(expression.subs({**names, proved.xi: place})) == pytest.approx(value)


def test_saturation_of_a_repeated_text_is_the_same_for_full_normalisation():
    frequency, length = torch.tensor([1.0, 2.0]), torch.tensor([0.5, 1.5])
    torch.testing.assert_close(saturation(3 * frequency, 3 * length, b=1.0), saturation(frequency, length, b=1.0))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((torch.tensor([-1.0]), torch.ones(1)), "`frequency` must be not negative, got -1.0"),
        ((torch.ones(1), torch.zeros(1)), "`relative_length` must be positive, got 0.0"),
        ((torch.ones(1), torch.ones(1), 0.0), "`k1` must be positive, got 0.0"),
        ((torch.ones(1), torch.ones(1), 1.0, 1.5), "`b` must be a number from 0 to 1, got 1.5"),
        ((torch.tensor([math.nan]), torch.ones(1)), "`frequency` must be finite, got nan"),
    ],
)
def test_saturation_refuses_what_is_outside_its_domain(arguments: tuple, message: str):
    with pytest.raises(ValueError, match=message):
        saturation(*arguments)


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="`documents` must be counts, not negative, got"):
        bm25(torch.ones(1, 2), torch.tensor([[1.0, -1.0]]))
    with pytest.raises(ValueError, match="`texts` must be counts, not negative, got"):
        tf_idf(torch.tensor([[-1.0]]), torch.ones(1, 1))

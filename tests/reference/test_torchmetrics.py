"""Measures of quality against torchmetrics."""

import pytest
import torch
from torch import Tensor
from torchmetrics import functional as metrics
from torchmetrics import retrieval

from notes.convolution.shapes import intersection_over_union
from notes.introduction.squared_error import mean_squared_error
from notes.losses.calibration import expected_calibration_error, reliability_diagram
from notes.losses.information import kl_divergence
from notes.retrieval.ranking import mean_reciprocal_rank, ranks, recall_at
from notes.self_supervision.mining import squared_distances
from notes.self_supervision.recommendation import hit_rate, ndcg
from notes.transformers.masked_language import masked_cross_entropy
from notes.transformers.neighbours import cosines

QUESTIONS, PASSAGES = 12, 9


@pytest.fixture
def scores(normal) -> Tensor:
    return normal(QUESTIONS, PASSAGES)


@pytest.fixture
def relevant(generator: torch.Generator) -> Tensor:
    return torch.randint(PASSAGES, (QUESTIONS,), generator=generator)


def mean_over_questions(metric: retrieval.base.RetrievalMetric, scores: Tensor, relevant: Tensor) -> float:
    """Their metric, which is told of every pair of question and passage.

    It takes what has no positive score for not found, and the notes take any score: exponentials rank alike.
    """
    wanted = torch.nn.functional.one_hot(relevant, PASSAGES)
    questions = torch.arange(QUESTIONS).repeat_interleave(PASSAGES)
    return metric(scores.exp().flatten(), wanted.flatten(), indexes=questions).item()


@pytest.mark.parametrize("bins", [5, 10, 15])
def test_expected_calibration_error(bins: int, generator: torch.Generator) -> None:
    confidences = torch.rand(500, generator=generator, dtype=torch.float64)
    labels = torch.randint(2, (500,), generator=generator)
    theirs = metrics.classification.binary_calibration_error(confidences, labels, n_bins=bins, norm="l1")
    ours = expected_calibration_error(reliability_diagram(confidences, labels.bool(), bins))
    torch.testing.assert_close(ours, theirs.double(), rtol=0, atol=1e-6)  # theirs in single precision


@pytest.mark.parametrize("k", [1, 3, 9])
def test_recall_and_hit_rate(k: int, scores: Tensor, relevant: Tensor) -> None:
    places = ranks(scores, relevant)
    expected = mean_over_questions(retrieval.RetrievalRecall(top_k=k), scores, relevant)
    assert recall_at(places, k).item() == pytest.approx(expected, abs=1e-6)
    expected = mean_over_questions(retrieval.RetrievalHitRate(top_k=k), scores, relevant)
    assert hit_rate(places, k) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("k", [1, 3, 9])
def test_ndcg(k: int, scores: Tensor, relevant: Tensor) -> None:
    expected = mean_over_questions(retrieval.RetrievalNormalizedDCG(top_k=k), scores, relevant)
    assert ndcg(ranks(scores, relevant), k) == pytest.approx(expected, abs=1e-6)


def test_mean_reciprocal_rank(scores: Tensor, relevant: Tensor) -> None:
    expected = mean_over_questions(retrieval.RetrievalMRR(), scores, relevant)
    assert mean_reciprocal_rank(ranks(scores, relevant)).item() == pytest.approx(expected, abs=1e-6)


def test_intersection_over_union(generator: torch.Generator) -> None:
    predicted, true = torch.randint(4, (2, 30, 30), generator=generator)
    theirs = metrics.jaccard_index(predicted, true, task="multiclass", num_classes=4, average="none")
    torch.testing.assert_close(intersection_over_union(predicted, true, 4), theirs)


def test_mean_squared_error(agree, normal) -> None:
    agree(mean_squared_error, metrics.mean_squared_error, *normal(2, 30))


def test_kl_divergence(agree, normal) -> None:
    agree(
        lambda p, q: kl_divergence(p.softmax(1), q.softmax(1)),
        lambda p, q: metrics.kl_divergence(p.softmax(1), q.softmax(1), reduction="none"),
        *normal(2, 6, 5),
    )


def test_squared_distances(agree, normal) -> None:
    agree(
        lambda x: squared_distances(x)[:4, 4:],
        lambda x: metrics.pairwise_euclidean_distance(x[:4], x[4:]).square(),
        normal(8, 4),
    )


def test_cosines(agree, normal) -> None:
    agree(cosines, metrics.pairwise_cosine_similarity, normal(6, 4), normal(5, 4))


def test_masked_cross_entropy_is_the_logarithm_of_their_perplexity(agree, normal, generator: torch.Generator) -> None:
    targets = torch.randint(7, (3, 5), generator=generator)
    selected = torch.rand(3, 5, generator=generator) < 0.5
    agree(
        lambda logits: masked_cross_entropy(logits, targets, selected),
        lambda logits: metrics.text.perplexity(logits, targets.where(selected, -100), ignore_index=-100).log(),
        normal(3, 5, 7),
    )

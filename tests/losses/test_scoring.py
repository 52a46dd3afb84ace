"""Scores against scikit-learn and by hand, and which of them are proper."""

import math

import pytest
import torch
from sklearn.metrics import brier_score_loss, log_loss

from notes.losses.categorical import softmax
from notes.losses.information import cross_entropy, entropy, kl_divergence
from notes.losses.scoring import brier_score, expected_score, linear_score, logarithmic_score

F64 = torch.float64
SCORES = (logarithmic_score, brier_score, linear_score)


@pytest.fixture
def reports(generator: torch.Generator) -> torch.Tensor:
    return softmax(torch.randn(8, 3, generator=generator, dtype=F64))


def test_logarithmic_and_brier_score_are_those_of_scikit_learn(reports: torch.Tensor):
    labels = torch.tensor([0, 1, 2, 0, 1, 2, 2, 0])
    assert logarithmic_score(reports, labels).mean().item() == pytest.approx(log_loss(labels, reports))
    binary = torch.stack([1 - reports[:, 0], reports[:, 0]], dim=-1)
    rain = (labels == 0).long()
    found = brier_score(binary, rain).mean().item()
    assert found == pytest.approx(2 * brier_score_loss(rain, binary[:, 1]))


def test_brier_score_is_the_squared_distance_from_the_one_hot_target(reports: torch.Tensor):
    for k in range(3):
        labels = torch.full((8,), k)
        torch.testing.assert_close(
            brier_score(reports, labels), (reports - torch.eye(3, dtype=F64)[k]).square().sum(-1)
        )
        torch.testing.assert_close(linear_score(reports, labels), 1 - reports[:, k])


def test_expected_scores_exceed_those_of_the_belief_by_divergence_and_squared_distance(reports: torch.Tensor):
    p, q = reports[:4], reports[4:]
    torch.testing.assert_close(expected_score(logarithmic_score, p, q), cross_entropy(p, q))
    torch.testing.assert_close(expected_score(logarithmic_score, p, p), entropy(p))
    excess = expected_score(brier_score, p, q) - expected_score(brier_score, p, p)
    torch.testing.assert_close(excess, (p - q).square().sum(-1))
    excess = expected_score(logarithmic_score, p, q) - expected_score(logarithmic_score, p, p)
    torch.testing.assert_close(excess, kl_divergence(p, q))


@pytest.mark.parametrize(("score", "best"), [(logarithmic_score, 0.7), (brier_score, 0.7), (linear_score, 1.0)])
def test_the_report_that_a_forecaster_gains_most_by(score, best: float):
    chances = torch.linspace(0, 1, 101, dtype=F64)
    belief = torch.tensor([0.7, 0.3], dtype=F64).expand(101, 2)
    expected = expected_score(score, belief, torch.stack([chances, 1 - chances], dim=-1))
    assert chances[expected.argmin()].item() == pytest.approx(best)


def test_scores_of_what_was_held_impossible_or_certain():
    certain = torch.tensor([1.0, 0.0])
    assert [score(certain, torch.tensor(0)).item() for score in SCORES] == [0.0, 0.0, 0.0]
    assert [score(certain, torch.tensor(1)).item() for score in SCORES] == [math.inf, 2.0, 1.0]
    assert expected_score(logarithmic_score, certain, certain).item() == 0.0
    assert expected_score(logarithmic_score, torch.tensor([0.5, 0.5]), certain).item() == math.inf


@pytest.mark.parametrize("score", SCORES)
def test_scores_refuse_what_is_no_report_and_classes_that_are_not_there(score):
    with pytest.raises(ValueError, match=r"^`probabilities` must be non-negative and sum to one, got"):
        score(torch.tensor([0.5, 0.6]), torch.tensor(0))
    for bad in (-1, 2):
        with pytest.raises(ValueError, match=f"^`targets` must be a class from 0 to 1, got {bad}$"):
            score(torch.tensor([0.5, 0.5]), torch.tensor(bad))


@pytest.mark.parametrize("name", ["p", "q"])
def test_expected_score_refuses_what_is_no_distribution(name: str):
    given = {"p": torch.tensor([0.5, 0.5]), "q": torch.tensor([0.5, 0.5])} | {name: torch.tensor([0.5, 0.25])}
    with pytest.raises(ValueError, match=f"^`{name}` must be non-negative and sum to one, got"):
        expected_score(brier_score, **given)

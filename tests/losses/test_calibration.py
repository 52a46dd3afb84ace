"""Reliability diagrams against scikit-learn, and coverage against SciPy."""

import math

import numpy as np
import pytest
import torch
from jaxtyping import TypeCheckError
from scipy import stats
from sklearn.calibration import calibration_curve

from notes.losses.calibration import (
    band_coverage,
    expected_calibration_error,
    gaussian_coverage,
    reliability_diagram,
)


def predictions(examples: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Confidences, and whether they came true, with exactly the probability that they claim."""
    confidences = torch.rand(examples, generator=generator, dtype=torch.float64)
    return confidences, torch.rand(examples, generator=generator, dtype=torch.float64) < confidences


@pytest.mark.parametrize("bins", [1, 5, 10])
def test_reliability_diagram_is_the_calibration_curve_of_scikit_learn(bins: int, generator: torch.Generator):
    confidences, correct = predictions(300, generator)
    diagram = reliability_diagram(confidences, correct, bins)
    accuracy, confidence = calibration_curve(correct.numpy(), confidences.numpy(), n_bins=bins)
    np.testing.assert_allclose(diagram.accuracy, accuracy)
    np.testing.assert_allclose(diagram.confidence, confidence)


def test_reliability_diagram_counts_every_prediction_once():
    edges = torch.tensor([0.0, 0.25, 0.5, 0.75, 1.0])
    diagram = reliability_diagram(edges, torch.ones(5, dtype=torch.bool), bins=4)
    assert diagram.counts.tolist() == [2, 1, 1, 1]


def test_reliability_diagram_has_no_accuracy_where_nothing_was_predicted():
    diagram = reliability_diagram(torch.tensor([0.9]), torch.tensor([True]), bins=2)
    assert diagram.counts.tolist() == [0, 1]
    assert diagram.accuracy.isnan().tolist() == [True, False]


def test_expected_calibration_error_by_hand():
    confidences = torch.tensor([0.6, 0.6, 0.9, 0.9], dtype=torch.float64)
    diagram = reliability_diagram(confidences, torch.tensor([True, False, True, True]), bins=10)
    assert expected_calibration_error(diagram).item() == pytest.approx(0.5 * 0.1 + 0.5 * 0.1)


def test_expected_calibration_error_is_small_for_honest_predictions(generator: torch.Generator):
    confidences, correct = predictions(20_000, generator)
    honest = expected_calibration_error(reliability_diagram(confidences, correct))
    boastful = expected_calibration_error(reliability_diagram(confidences.sqrt(), correct))
    assert honest < 0.02
    assert boastful > 0.1


def test_expected_calibration_error_refuses_an_empty_diagram():
    empty = reliability_diagram(torch.zeros(0), torch.zeros(0, dtype=torch.bool))
    with pytest.raises(ValueError, match=r"^`diagram` must hold at least one prediction"):
        expected_calibration_error(empty)


@pytest.mark.parametrize("bad", [-0.5, 1.5, math.nan])
def test_reliability_diagram_refuses_what_is_no_probability(bad: float):
    with pytest.raises(ValueError, match=f"^`confidences` must be between 0 and 1, got {bad}$"):
        reliability_diagram(torch.tensor([bad]), torch.tensor([True]))


def test_reliability_diagram_refuses_no_bins():
    with pytest.raises(ValueError, match=r"^`bins` must be positive, got 0$"):
        reliability_diagram(torch.tensor([0.5]), torch.tensor([True]), bins=0)


def test_reliability_diagram_refuses_probabilities_of_all_classes():
    with pytest.raises(TypeCheckError, match=r"(?s)'confidences'.*Actual value: f32\[4,3\]"):
        reliability_diagram(torch.full((4, 3), 1 / 3), torch.ones(4, dtype=torch.bool))


def test_band_coverage_counts_targets_in_the_band():
    mean, deviation = torch.tensor([0.0, 0.0, 10.0, 10.0]), torch.tensor([1.0, 1.0, 2.0, 2.0])
    targets = torch.tensor([2.0, 2.1, 6.5, 14.5])
    assert band_coverage(mean, deviation, targets).item() == 0.5
    assert band_coverage(mean, deviation, targets, width=3.0).item() == 1.0
    assert band_coverage(mean, deviation, targets, width=1.0).item() == 0.0


@pytest.mark.parametrize("width", [0.5, 1.0, 2.0, 3.0])
def test_gaussian_coverage_is_that_of_scipy(width: float):
    assert gaussian_coverage(width) == pytest.approx(stats.norm.cdf(width) - stats.norm.cdf(-width))


def test_band_coverage_of_gaussian_targets_is_gaussian_coverage(generator: torch.Generator):
    targets = torch.randn(50_000, generator=generator)
    coverage = band_coverage(torch.zeros(50_000), torch.ones(50_000), targets)
    assert coverage.item() == pytest.approx(gaussian_coverage(2.0), abs=0.005)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan])
def test_coverage_refuses_widths_and_deviations_that_are_not_positive(bad: float):
    one = torch.ones(1)
    with pytest.raises(ValueError, match=f"^`standard_deviation` must be positive, got {bad}$"):
        band_coverage(one, torch.tensor([bad]), one)
    with pytest.raises(ValueError, match=f"^`width` must be positive, got {bad}$"):
        band_coverage(one, one, one, width=bad)
    with pytest.raises(ValueError, match=f"^`width` must be positive, got {bad}$"):
        gaussian_coverage(bad)


def test_band_coverage_refuses_nan_targets():
    with pytest.raises(ValueError, match=r"^`targets` must be finite, got nan$"):
        band_coverage(torch.ones(1), torch.ones(1), torch.tensor([math.nan]))

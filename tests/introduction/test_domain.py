"""What the functions of the chapter refuse, and the last thing that they take."""

import math
from functools import partial

import pytest
import torch

from notes.introduction.divisions import divisions, logistic_fits, naive_fits
from notes.introduction.gaussian_classifier import GaussianClassifier, shared_covariance_gaussians
from notes.introduction.gradient_descent import descent_path
from notes.introduction.line import least_squares_fit, normal_equations_fit
from notes.introduction.logistic_regression import logistic_descent, logistic_gradient, logistic_loss
from notes.introduction.scaling import standardised, whitened
from notes.introduction.separability import separability, widest_hyperplane

MODEL = shared_covariance_gaussians(torch.tensor([[0.0], [2.0], [5.0], [9.0]]), torch.tensor([0, 0, 1, 1]))


@pytest.mark.parametrize("scale", [standardised, whitened])
def test_scaling_names_the_features_that_are_none(scale):
    with pytest.raises(ValueError, match=r"^`features` must hold at least one entry, got shape \(0, 2\)$"):
        scale(torch.zeros(0, 2))
    assert scale(torch.tensor([[1.0], [3.0]])).abs().flatten().tolist() == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize("far", [1e20, -1e30])
def test_posterior_refuses_what_no_density_reaches(far: float):
    with pytest.raises(ValueError, match=r"^`features` must be within the range of the log densities, got \["):
        MODEL.posterior(torch.tensor([[0.0], [far]]))
    assert MODEL.posterior(torch.tensor([[far / 1e15]])).sum().item() == pytest.approx(1.0)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_posterior_refuses_features_that_are_not_finite(bad: float):
    with pytest.raises(ValueError, match=f"^`features` must be finite, got {bad}$"):
        MODEL.posterior(torch.tensor([[0.0], [bad]]))


def test_posterior_takes_what_only_one_class_reaches():
    narrow_and_wide = GaussianClassifier(
        priors=torch.tensor([0.5, 0.5]), means=torch.zeros(2, 1), covariances=torch.tensor([[[1e-30]], [[1e30]]])
    )
    assert narrow_and_wide.posterior(torch.tensor([[1e10]])).tolist() == [[0.0, 1.0]]


@pytest.mark.parametrize("scale", [standardised, whitened])
def test_scaling_needs_ranges_whose_squares_can_be_summed(scale):
    for far in (2.0**-62, 1.2e19):  # the squares are 2⁻¹²⁴ and 1.4e38, and 3.4e38 is the largest number
        assert scale(torch.tensor([[0.0], [far]])).abs().flatten().tolist() == pytest.approx([1.0, 1.0])
    with pytest.raises(ValueError, match=r"^`features` must be different in every column, got 0\.0$"):
        scale(torch.tensor([[0.0], [2.0**-63]]))
    with pytest.raises(ValueError, match=r"^`features` must be near enough for finite squares, got 0\.0$"):
        scale(torch.tensor([[0.0], [1.4e19]]))


def test_whitened_refuses_a_column_that_is_a_sum_of_others_whatever_rounding_makes_of_it():
    for seed in range(40):
        columns = torch.randn(20, 3, generator=torch.Generator().manual_seed(seed)).double()
        with pytest.raises(ValueError, match=r"^`features` must be of a correlation matrix with eigenvalues above"):
            whitened(torch.cat([columns, columns.sum(1, keepdim=True)], dim=1))


def test_line_fits_take_two_distinct_inputs_on_either_side_of_zero():
    for fit in (normal_equations_fit, least_squares_fit):
        assert fit(torch.tensor([-1.0, 1.0]), torch.tensor([0.0, 2.0])).tolist() == pytest.approx([1.0, 1.0])


def test_line_fits_need_inputs_whose_squares_can_be_summed():
    for far in (2.0**-62, 1.2e19):
        slope = normal_equations_fit(torch.tensor([0.0, far]), torch.tensor([0.0, 2.0]))[1].item()
        assert slope == pytest.approx(2 / far)
    for fit in (normal_equations_fit, least_squares_fit):
        with pytest.raises(ValueError, match=r"^`inputs` must be far enough apart for a square above zero, got "):
            fit(torch.tensor([0.0, 2.0**-63]), torch.tensor([0.0, 2.0]))
        with pytest.raises(ValueError, match=r"^`inputs` must be near enough for finite squares, got 1\.4"):
            fit(torch.tensor([0.0, 1.4e19]), torch.tensor([0.0, 2.0]))


def test_descent_path_refuses_that_a_single_parameter_overflows():
    def gradient(point: torch.Tensor) -> torch.Tensor:
        return point * torch.tensor([1e30, 0.0])

    assert descent_path(gradient, torch.ones(2), 1e8, steps=1)[-1].tolist() == pytest.approx([-1e38, 1.0])
    with pytest.raises(ValueError, match=r"^`learning_rate` must be small enough for .*, got 100000000\.0$"):
        descent_path(gradient, torch.ones(2), 1e8, steps=2)


@pytest.mark.parametrize("function", [logistic_loss, logistic_gradient])
def test_logistic_regression_refuses_logits_that_overflow(function):
    weights, target = torch.tensor([0.0, 2.0]), torch.tensor([1.0])
    assert function(weights, torch.tensor([[1e38]]), target).abs().sum() == 0
    with pytest.raises(ValueError, match=r"^`features` must be small enough for finite logits, got "):
        function(weights, torch.tensor([[3e38]]), target)


def test_logistic_descent_refuses_half_precision():
    with pytest.raises(ValueError, match=r"^`features` must be of single or double precision, got torch\.float16$"):
        logistic_descent(torch.tensor([[1.0], [2.0]]).half(), torch.tensor([1.0, 0.0]), 1)


@pytest.mark.parametrize("separation", [separability, widest_hyperplane])
def test_separation_refuses_features_that_are_not_finite(separation):
    with pytest.raises(ValueError, match=r"^`features` must be finite, got nan$"):
        separation(torch.tensor([[0.0], [math.nan]]), torch.tensor([0, 1]))


def test_divisions_refuse_a_label_that_is_neither_class():
    generator = torch.Generator().manual_seed(0)
    with pytest.raises(ValueError, match=r"^`labels` must be 0 or 1, got 2$"):
        divisions(torch.tensor([0, 0, 0, 0, 1, 2]), 4, 1, generator)
    assert divisions(torch.tensor([0, 0, 0, 0, 1, 1]), 4, 1, generator).shape == (1, 6)


@pytest.mark.parametrize("labels", [[0, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1]])
def test_divisions_refuse_a_class_of_one_sample(labels: list[int]):
    with pytest.raises(ValueError, match=r"^`size` must be from 4 to 5, with two samples of each class, got 4$"):
        divisions(torch.tensor(labels), 4, 1, torch.Generator().manual_seed(0))


@pytest.mark.parametrize("fit", [naive_fits, partial(logistic_fits, steps=1)])
def test_fits_of_divisions_refuse_one_without_both_classes(fit):
    features, labels = torch.arange(6.0).unsqueeze(1), torch.tensor([0, 0, 0, 1, 1, 1])
    assert fit(features, labels, torch.tensor([[0, 1, 3, 4]])).isfinite().all()
    for one_class in ([0, 1, 2], [3, 4, 5]):
        with pytest.raises(ValueError, match=r"^`labels` must be of both classes in every division, got \["):
            fit(features, labels, torch.tensor([one_class]))

"""The least-squares line against NumPy and scikit-learn, its derivatives against autograd."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression

from notes.introduction.gradient_descent import descent_path
from notes.introduction.line import (
    design_matrix,
    least_squares_fit,
    line,
    line_gradient,
    line_hessian,
    normal_equations_fit,
)
from notes.introduction.squared_error import sum_of_squared_errors


@pytest.fixture(scope="module")
def diabetes() -> tuple[torch.Tensor, torch.Tensor]:
    features, targets = load_diabetes(return_X_y=True, scaled=False)
    return torch.tensor(features[:, 2]) - 25, torch.tensor(targets)


def loss(parameters: torch.Tensor, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return sum_of_squared_errors(line(parameters, inputs), targets)


def test_line_by_hand():
    assert line(torch.tensor([1.0, -2.0]), torch.tensor([0.0, 0.5, 3.0])).tolist() == [1.0, 0.0, -5.0]


def test_design_matrix_gives_the_line(diabetes):
    parameters = torch.tensor([3.0, -0.5], dtype=torch.float64)
    torch.testing.assert_close(design_matrix(diabetes[0]) @ parameters, line(parameters, diabetes[0]))


@pytest.mark.parametrize("parameters", [[0.0, 0.0], [150.0, -3.0], [1e3, 1e2]])
def test_line_gradient_matches_autograd(diabetes, parameters):
    point = torch.tensor(parameters, dtype=torch.float64, requires_grad=True)
    (reference,) = torch.autograd.grad(loss(point, *diabetes), point)
    torch.testing.assert_close(line_gradient(point.detach(), *diabetes), reference)


def test_line_hessian_matches_autograd(diabetes):
    reference = torch.autograd.functional.hessian(lambda point: loss(point, *diabetes), torch.zeros(2).double())
    torch.testing.assert_close(line_hessian(diabetes[0]), reference)


def test_line_hessian_is_positive_semidefinite_and_singular_for_equal_inputs():
    eigenvalues = torch.linalg.eigvalsh(line_hessian(torch.full((5,), 3.0, dtype=torch.float64)))
    assert eigenvalues[0].item() == pytest.approx(0, abs=1e-12)
    assert eigenvalues[1].item() == pytest.approx(2 * 5 * (1 + 9))


@pytest.mark.parametrize("fit", [normal_equations_fit, least_squares_fit])
def test_fits_match_numpy_and_scikit_learn(diabetes, fit):
    inputs, targets = (values.numpy() for values in diabetes)
    ours = fit(*diabetes).tolist()
    assert ours == pytest.approx(np.polyfit(inputs, targets, 1)[::-1], rel=1e-10)
    reference = LinearRegression().fit(inputs[:, None], targets)
    assert ours == pytest.approx([reference.intercept_, reference.coef_[0]], rel=1e-10)


def test_three_ways_give_one_line(diabetes):
    smoothness = torch.linalg.eigvalsh(line_hessian(diabetes[0]))[-1].item()
    start = torch.zeros(2, dtype=torch.float64)
    descended = descent_path(lambda point: line_gradient(point, *diabetes), start, 1 / smoothness, 600)[-1]
    torch.testing.assert_close(descended, normal_equations_fit(*diabetes), rtol=1e-9, atol=0)
    torch.testing.assert_close(descended, least_squares_fit(*diabetes), rtol=1e-9, atol=0)


@pytest.mark.parametrize("fit", [normal_equations_fit, least_squares_fit])
def test_fits_make_the_gradient_vanish(diabetes, fit):
    assert line_gradient(fit(*diabetes), *diabetes).abs().max() < 1e-7  # beside sums of squares of order 1e7


def test_normal_equations_fit_keeps_its_digits_far_from_zero():
    inputs = torch.arange(10, dtype=torch.float64) + 1e8
    fit = normal_equations_fit(inputs, 3 * (inputs - 1e8) + 1)
    assert fit[1].item() == pytest.approx(3, rel=1e-12)


@pytest.mark.parametrize("fit", [normal_equations_fit, least_squares_fit])
def test_fits_refuse_equal_inputs(fit):
    with pytest.raises(ValueError, match=r"`inputs` must hold at least two distinct values, got \[2.0\]"):
        fit(torch.full((3,), 2.0), torch.tensor([1.0, 2.0, 3.0]))


@pytest.mark.parametrize("fit", [normal_equations_fit, least_squares_fit])
def test_fits_refuse_nan(fit):
    with pytest.raises(ValueError, match="`targets` must be finite, got nan"):
        fit(torch.tensor([1.0, 2.0]), torch.tensor([1.0, float("nan")]))

"""Least squares with several features against scikit-learn."""

import math

import pytest
import torch
from sklearn.linear_model import LinearRegression

from notes.data import diabetes
from notes.introduction.line import normal_equations_fit
from notes.introduction.linear_regression import normal_equations_weights
from notes.introduction.logistic_regression import with_ones


def test_normal_equations_weights_match_scikit_learn():
    patients = diabetes()
    features, targets = patients.inputs.double(), patients.targets.double()
    reference = LinearRegression().fit(features, targets)
    weights = normal_equations_weights(features, targets)
    assert weights[0].item() == pytest.approx(reference.intercept_, rel=1e-7)
    torch.testing.assert_close(weights[1:], torch.tensor(reference.coef_), rtol=1e-6, atol=1e-9)


def test_normal_equations_weights_of_one_feature_are_the_line():
    inputs, targets = torch.tensor([0.0, 1.0, 2.0]), torch.tensor([1.0, 3.0, 2.0])
    torch.testing.assert_close(
        normal_equations_weights(inputs.unsqueeze(1), targets), normal_equations_fit(inputs, targets)
    )


def test_residuals_are_normal_to_the_columns():
    features = torch.rand(30, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    targets = features.prod(dim=1)
    rows, weights = with_ones(features), normal_equations_weights(features, targets)
    assert (rows.T @ (rows @ weights - targets)).abs().max() < 1e-12


def test_gradients_are_those_of_the_formula():
    features = torch.rand(6, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    targets = torch.arange(6, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda t: normal_equations_weights(features, t), targets)


def test_dependent_columns_are_refused():
    told = "^`features` must be of linearly independent columns, with one of ones, got "
    for features in (torch.ones(4, 1), torch.tensor([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]), torch.eye(2)):
        with pytest.raises(ValueError, match=told):
            normal_equations_weights(features, torch.zeros(len(features)))
    assert normal_equations_weights(torch.eye(3)[:, :2], torch.zeros(3)).tolist() == [0.0, 0.0, 0.0]


def test_columns_are_dependent_below_the_rounding_of_the_largest_eigenvalue():
    places, targets = torch.arange(64).double(), torch.zeros(64).double()
    waves = torch.stack([torch.cos(torch.pi * (places + 0.5) * j / 64) for j in range(1, 20)], dim=1)
    eps = torch.finfo(torch.float64).eps  # eigenvalues 64, of the ones, and 32; 20 columns: the bound is 1280 eps
    for smallest, good in ((960, False), (1600, True)):
        features = torch.cat([waves[:, :-1], waves[:, -1:] * (smallest * eps / 32) ** 0.5], dim=1)
        if good:
            assert normal_equations_weights(features, targets).tolist() == [0.0] * 20
            continue
        with pytest.raises(ValueError, match=r"^`features` must be of linearly independent columns"):
            normal_equations_weights(features, targets)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_numbers_that_are_not_finite_are_refused(bad: float):
    good = torch.tensor([[0.0], [1.0]])
    with pytest.raises(ValueError, match=f"^`features` must be finite, got {bad}$"):
        normal_equations_weights(torch.tensor([[0.0], [bad]]), torch.zeros(2))
    with pytest.raises(ValueError, match=f"^`targets` must be finite, got {bad}$"):
        normal_equations_weights(good, torch.tensor([0.0, bad]))


def test_empty_half_and_huge_samples_are_refused():
    with pytest.raises(ValueError, match=r"^`features` must hold at least one entry, got shape \(0, 1\)$"):
        normal_equations_weights(torch.zeros(0, 1), torch.zeros(0))
    with pytest.raises(ValueError, match=r"^`features` must be of single or double precision, got torch.float16$"):
        normal_equations_weights(torch.zeros(2, 1).half(), torch.zeros(2).half())
    with pytest.raises(ValueError, match=r"^`features` must be small enough for a finite sum of squares, got inf$"):
        normal_equations_weights(torch.tensor([[0.0], [1e20]]), torch.zeros(2))

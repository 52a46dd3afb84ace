"""Ridge against scikit-learn, autograd, and its filter form."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge

from notes.generalization.penalties import l2_penalty, regularized_loss
from notes.generalization.regression import minimum_norm_weights
from notes.generalization.ridge import ridge_filter, ridge_weights


@pytest.mark.parametrize("strength", [1e-3, 0.1, 10.0])
def test_ridge_weights_equal_scikit_learn(strength: float):
    x, y = load_diabetes(return_X_y=True)
    ours = ridge_weights(torch.from_numpy(x), torch.from_numpy(y), strength)
    np.testing.assert_allclose(ours.numpy(), Ridge(alpha=strength, fit_intercept=False).fit(x, y).coef_, rtol=1e-7)


def test_ridge_weights_of_centred_data_equal_scikit_learn_with_a_free_intercept():
    x, y = load_diabetes(return_X_y=True)
    ours = ridge_weights(torch.from_numpy(x - x.mean(0)), torch.from_numpy(y - y.mean()), 0.5)
    np.testing.assert_allclose(ours.numpy(), Ridge(alpha=0.5).fit(x, y).coef_, rtol=1e-7)


def test_ridge_weights_make_the_gradient_vanish(generator: torch.Generator):
    features = torch.rand(6, 9, generator=generator, dtype=torch.float64)
    targets = torch.rand(6, generator=generator, dtype=torch.float64)
    weights = ridge_weights(features, targets, 0.3).requires_grad_()
    loss = regularized_loss((targets - features @ weights).square(), l2_penalty(weights), 0.3)
    assert torch.autograd.grad(loss, weights)[0].abs().max() < 1e-12


def test_ridge_weights_of_several_outputs_are_those_of_each(generator: torch.Generator):
    features = torch.rand(6, 4, generator=generator, dtype=torch.float64)
    targets = torch.rand(6, 3, generator=generator, dtype=torch.float64)
    together = ridge_weights(features, targets, 0.3)
    for column in range(3):
        torch.testing.assert_close(together[:, column], ridge_weights(features, targets[:, column], 0.3))


def test_ridge_weights_have_the_right_gradient(generator: torch.Generator):
    features = torch.rand(4, 6, generator=generator, dtype=torch.float64, requires_grad=True)
    targets = torch.rand(4, generator=generator, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda x, y: ridge_weights(x, y, 0.3), (features, targets))


def test_ridge_weights_tend_to_the_minimum_norm_fit(generator: torch.Generator):
    features = torch.rand(4, 9, generator=generator, dtype=torch.float64)
    targets = torch.rand(4, generator=generator, dtype=torch.float64)
    limit = minimum_norm_weights(features, targets.unsqueeze(1)).squeeze(1)
    torch.testing.assert_close(ridge_weights(features, targets, 1e-9), limit, rtol=1e-5, atol=1e-6)


def test_ridge_filter_takes_least_squares_to_ridge(generator: torch.Generator):
    features = torch.rand(12, 4, generator=generator, dtype=torch.float64)
    targets = torch.rand(12, generator=generator, dtype=torch.float64)
    eigenvalues, directions = torch.linalg.eigh(features.T @ features)
    least_squares = torch.linalg.lstsq(features, targets.unsqueeze(1)).solution.squeeze(1)
    filtered = directions @ (ridge_filter(eigenvalues, 0.3) * (directions.T @ least_squares))
    torch.testing.assert_close(filtered, ridge_weights(features, targets, 0.3))


def test_ridge_weights_refuse_what_has_no_meaning():
    with pytest.raises(ValueError, match=r"`strength` must be positive, got 0\.0"):
        ridge_weights(torch.ones(2, 1), torch.ones(2), 0.0)
    with pytest.raises(ValueError, match="`features` must be finite, got nan"):
        ridge_weights(torch.full((2, 1), float("nan")), torch.ones(2), 1.0)


def test_ridge_filter_refuses_what_has_no_meaning():
    with pytest.raises(ValueError, match=r"`eigenvalues` must be positive, got 0\.0"):
        ridge_filter(torch.tensor([1.0, 0.0]), 1.0)
    with pytest.raises(ValueError, match=r"`strength` must not be negative, got -1\.0"):
        ridge_filter(torch.ones(1), -1.0)

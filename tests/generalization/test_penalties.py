"""Penalties and their sum with a loss against NumPy, autograd and scikit-learn's lasso."""

import numpy as np
import pytest
import torch
from scipy.optimize import minimize_scalar
from sklearn.linear_model import Lasso

from notes.generalization.penalties import l1_penalty, l2_penalty, regularized_loss, soft_threshold

WEIGHTS = torch.tensor([[1.5, -2.0], [0.0, 0.25]], dtype=torch.float64)


def test_l2_penalty_is_the_squared_norm_and_its_gradient_twice_the_weights():
    weights = WEIGHTS.clone().requires_grad_()
    penalty = l2_penalty(weights)
    (slope,) = torch.autograd.grad(penalty, weights)
    assert penalty.item() == pytest.approx(np.linalg.norm(WEIGHTS.numpy()) ** 2)
    torch.testing.assert_close(slope, 2 * WEIGHTS)


def test_l1_penalty_is_the_absolute_sum_and_its_gradient_the_sign():
    weights = WEIGHTS.clone().requires_grad_()
    penalty = l1_penalty(weights)
    (slope,) = torch.autograd.grad(penalty, weights)
    assert penalty.item() == pytest.approx(np.abs(WEIGHTS.numpy()).sum())
    torch.testing.assert_close(slope, WEIGHTS.sign())


def test_regularized_loss_adds_the_weighted_penalty_in_value_and_gradient():
    weights = WEIGHTS.clone().requires_grad_()
    loss = regularized_loss(weights.flatten().exp(), l2_penalty(weights), 0.3)
    (slope,) = torch.autograd.grad(loss, weights)
    values = WEIGHTS.numpy()
    assert loss.item() == pytest.approx(np.exp(values).sum() + 0.3 * (values**2).sum())
    np.testing.assert_allclose(slope.numpy(), np.exp(values) + 0.6 * values)


def test_regularized_loss_refuses_a_negative_strength():
    with pytest.raises(ValueError, match=r"`strength` must not be negative, got -1\.0"):
        regularized_loss(torch.ones(2), torch.tensor(1.0), -1.0)


@pytest.mark.parametrize("value", [-2.0, -0.3, 0.0, 0.6, 1.7])
def test_soft_threshold_minimises_a_quadratic_with_an_l1_penalty(value: float):
    found = minimize_scalar(lambda phi: (phi - value) ** 2 / 2 + 0.5 * abs(phi), bounds=(-3, 3), method="bounded")
    assert soft_threshold(torch.tensor(value), 0.5).item() == pytest.approx(found.x, abs=1e-4)


def test_soft_threshold_is_the_lasso_of_orthonormal_features(generator: torch.Generator):
    features = torch.linalg.qr(torch.rand(20, 5, generator=generator, dtype=torch.float64))[0]
    targets = torch.rand(20, generator=generator, dtype=torch.float64)
    lasso = Lasso(alpha=0.2 / 20, fit_intercept=False, tol=1e-12).fit(features.numpy(), targets.numpy())
    np.testing.assert_allclose(soft_threshold(features.T @ targets, 0.2).numpy(), lasso.coef_, atol=1e-8)


def test_soft_threshold_passes_gradients_of_survivors_only():
    values = torch.tensor([-2.0, 0.3, 1.5], dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(soft_threshold(values, 0.5).sum(), values)
    assert slope.tolist() == [1.0, 0.0, 1.0]


def test_soft_threshold_refuses_a_negative_threshold():
    with pytest.raises(ValueError, match=r"`threshold` must not be negative, got -0\.5"):
        soft_threshold(torch.ones(1), -0.5)

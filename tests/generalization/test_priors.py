"""Log priors against SciPy and torch, and the map objective against ridge and the lasso."""

import numpy as np
import pytest
import torch
from scipy import stats

from notes.generalization.penalties import l1_penalty, l2_penalty
from notes.generalization.priors import gaussian_log_prior, laplace_log_prior, map_objective
from notes.generalization.ridge import ridge_weights

WEIGHTS = torch.tensor([1.5, -2.0, 0.25], dtype=torch.float64)


def test_gaussian_log_prior_matches_scipy_and_torch_in_value_and_gradient():
    weights = WEIGHTS.clone().requires_grad_()
    ours = gaussian_log_prior(weights, 0.7)
    reference = torch.distributions.Normal(0.0, 0.7).log_prob(weights).sum()
    assert ours.item() == pytest.approx(stats.norm.logpdf(WEIGHTS.numpy(), scale=0.7).sum())
    torch.testing.assert_close(torch.autograd.grad(ours, weights), torch.autograd.grad(reference, weights))


def test_laplace_log_prior_matches_scipy_and_torch_in_value_and_gradient():
    weights = WEIGHTS.clone().requires_grad_()
    ours = laplace_log_prior(weights, 0.7)
    reference = torch.distributions.Laplace(0.0, 0.7).log_prob(weights).sum()
    assert ours.item() == pytest.approx(stats.laplace.logpdf(WEIGHTS.numpy(), scale=0.7).sum())
    torch.testing.assert_close(torch.autograd.grad(ours, weights), torch.autograd.grad(reference, weights))


@pytest.mark.parametrize("scale", [0.0, -1.0])
def test_log_priors_refuse_a_width_that_is_not_positive(scale: float):
    with pytest.raises(ValueError, match=f"`deviation` must be positive, got {scale}"):
        gaussian_log_prior(WEIGHTS, scale)
    with pytest.raises(ValueError, match=f"`scale` must be positive, got {scale}"):
        laplace_log_prior(WEIGHTS, scale)


def test_map_objective_differs_from_the_penalised_loss_by_a_constant():
    def differences(weights: torch.Tensor) -> list[float]:
        nll = weights.exp().sum()
        gaussian = map_objective(nll, gaussian_log_prior(weights, 0.7)) - (nll + l2_penalty(weights) / (2 * 0.7**2))
        laplace = map_objective(nll, laplace_log_prior(weights, 0.7)) - (nll + l1_penalty(weights) / 0.7)
        return [gaussian.item(), laplace.item()]

    np.testing.assert_allclose(differences(WEIGHTS), differences(3 * WEIGHTS - 1))


def test_map_objective_of_gaussian_noise_is_stationary_at_ridge_with_the_ratio_of_variances(generator: torch.Generator):
    features = torch.rand(12, 3, generator=generator, dtype=torch.float64)
    targets = torch.rand(12, generator=generator, dtype=torch.float64)
    noise, deviation = 0.4, 1.3
    weights = ridge_weights(features, targets, noise**2 / deviation**2).requires_grad_()
    nll = -torch.distributions.Normal(features @ weights, noise).log_prob(targets).sum()
    (slope,) = torch.autograd.grad(map_objective(nll, gaussian_log_prior(weights, deviation)), weights)
    assert slope.abs().max() < 1e-12

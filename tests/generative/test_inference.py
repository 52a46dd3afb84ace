"""Divergences and bounds against torch.distributions and the conjugate pair."""

import math

import pytest
import torch
from torch.distributions import Normal, kl_divergence

from notes.generative.inference import gaussian_divergence, gaussian_log_density, importance_weighted_bound
from notes.generative.vae import (
    VAE,
    evidence_bound,
    importance_weighted_log_evidence,
    log_evidence_by_grid,
    log_weights,
    trained_vae,
)

F64 = torch.float64
MEAN, LOG_VARIANCE = torch.linspace(-2, 2, 5, dtype=F64), torch.linspace(-1, 3, 5, dtype=F64)


def test_gaussian_divergence_agrees_with_torch_in_values_and_gradients():
    mean, log_variance = MEAN.clone().requires_grad_(), LOG_VARIANCE.clone().requires_grad_()
    other, spread = MEAN.flip(0) / 3, LOG_VARIANCE / 2
    ours = gaussian_divergence(mean, log_variance, other, spread)
    oracle = kl_divergence(Normal(mean, (log_variance / 2).exp()), Normal(other, (spread / 2).exp()))
    torch.testing.assert_close(ours, oracle)
    for found, wanted in zip(
        torch.autograd.grad(ours.sum(), (mean, log_variance)),
        torch.autograd.grad(oracle.sum(), (mean, log_variance)),
        strict=True,
    ):
        torch.testing.assert_close(found, wanted)


def test_gaussian_log_density_agrees_with_torch():
    ours = gaussian_log_density(MEAN.flip(0), MEAN, LOG_VARIANCE)
    torch.testing.assert_close(ours, Normal(MEAN, (LOG_VARIANCE / 2).exp()).log_prob(MEAN.flip(0)))


def test_importance_weighted_bound_is_exact_for_the_posterior_of_the_conjugate_pair():
    v, x = torch.tensor(0.5, dtype=F64), torch.tensor(0.8, dtype=F64)
    z = torch.linspace(-2, 2, 6, dtype=F64)
    zero, one = torch.zeros(6, dtype=F64), torch.ones(6, dtype=F64)
    joint = gaussian_log_density(z, zero, zero) + gaussian_log_density(x * one, z, v.log() * one)
    posterior = gaussian_log_density(z, x / (1 + v) * one, (v / (1 + v)).log() * one)
    evidence = Normal(0.0, (1 + v).sqrt()).log_prob(x)
    torch.testing.assert_close(importance_weighted_bound(joint - posterior), evidence)
    torch.testing.assert_close(joint - posterior, evidence * one)


def test_importance_weighted_bound_refuses_nan():
    with pytest.raises(ValueError, match="`log_weights` must be a number, got nan"):
        importance_weighted_bound(torch.tensor([0.0, float("nan")]))


def test_evidence_bound_averages_to_the_mean_log_weight():
    generator = torch.Generator().manual_seed(0)
    model, inputs = VAE(3, 1, generator).double(), torch.rand(2, 3, generator=generator, dtype=F64)
    shares = (torch.arange(2000, dtype=F64) + 0.5) / 2000
    noise = torch.special.ndtri(shares)[:, None, None].expand(2000, 2, 1)
    bounds = torch.stack([evidence_bound(model, inputs, draw) for draw in noise[::10]]).mean(0)
    torch.testing.assert_close(bounds, log_weights(model, inputs, noise[::10]).mean(0), atol=2e-2, rtol=0)


def test_importance_weighted_log_evidence_agrees_with_quadrature():
    generator = torch.Generator().manual_seed(1)
    model, inputs = VAE(3, 1, generator).double(), torch.rand(2, 3, generator=generator, dtype=F64)
    z = torch.linspace(-8, 8, 4001, dtype=F64)
    zero = torch.zeros_like(z)
    joint = torch.stack([model.log_likelihood(x, z[:, None]) for x in inputs], -1)
    joint = joint + gaussian_log_density(z, zero, zero)[:, None]
    evidence = torch.logsumexp(joint, 0) + torch.log(z[1] - z[0])
    shares = (torch.arange(4000, dtype=F64) + 0.5) / 4000
    noise = torch.special.ndtri(shares)[:, None, None].expand(4000, 2, 1)
    found = importance_weighted_log_evidence(model, inputs, noise)
    torch.testing.assert_close(found, evidence, atol=5e-2, rtol=0)


def test_log_evidence_by_grid_is_the_limit_of_many_draws():
    generator = torch.Generator().manual_seed(1)
    model, inputs = VAE(3, 2, generator).double(), torch.rand(2, 3, generator=generator, dtype=F64)
    draws = torch.randn(4000, 2, 2, generator=generator, dtype=F64)
    found = log_evidence_by_grid(model, inputs)
    torch.testing.assert_close(importance_weighted_log_evidence(model, inputs, draws), found, atol=5e-2, rtol=0)
    with pytest.raises(ValueError, match=r"`model` must have 2 latent coordinates, got 1"):
        log_evidence_by_grid(VAE(3, 1, generator), torch.zeros(2, 3))
    with pytest.raises(ValueError, match=r"`step` must be positive, got 0"):
        log_evidence_by_grid(model, inputs, 0.0)


def test_trained_vae_raises_its_bound():
    generator = torch.Generator().manual_seed(2)
    inputs = torch.rand(64, 4, generator=generator)
    noise = torch.zeros(64, 1)
    before, after = (trained_vae(inputs, 1, torch.Generator().manual_seed(3), steps=n) for n in (1, 60))
    assert evidence_bound(after, inputs, noise).mean() > evidence_bound(before, inputs, noise).mean() + 1


@pytest.fixture
def pair() -> tuple[VAE, torch.Tensor, torch.Tensor]:
    """A model of two latents whose posterior is no standard normal, two inputs, and noise of three draws."""
    generator = torch.Generator().manual_seed(4)
    model = VAE(3, 2, generator, hidden=5).double()
    torch.nn.init.normal_(model.encoder[-1].bias, generator=generator)
    random = {"generator": generator, "dtype": F64}
    return model, torch.rand(2, 3, **random), torch.randn(3, 2, 2, **random)


def test_bounds_of_two_latents_are_those_of_torch_distributions(pair):
    model, inputs, noise = pair
    mean, log_variance = model.posterior(inputs)
    posterior, prior = Normal(mean, (log_variance / 2).exp()), Normal(torch.zeros(2, dtype=F64), 1.0)
    latents = mean + posterior.scale * noise
    fit = Normal(model.decoder(latents), math.exp(-1.5)).log_prob(inputs).sum(-1)
    weights = fit + prior.log_prob(latents).sum(-1) - posterior.log_prob(latents).sum(-1)
    torch.testing.assert_close(log_weights(model, inputs, noise), weights)
    torch.testing.assert_close(
        importance_weighted_log_evidence(model, inputs, noise), weights.logsumexp(0) - math.log(3)
    )
    divergence = kl_divergence(posterior, prior).sum(-1)
    for draw, likelihood in zip(noise, fit, strict=True):
        torch.testing.assert_close(evidence_bound(model, inputs, draw), likelihood - divergence)


def test_log_evidence_by_grid_of_a_decoder_that_ignores_its_latents_is_that_of_one_gaussian(pair):
    model, inputs, _ = pair
    torch.nn.init.zeros_(model.decoder[-1].weight)
    expected = Normal(model.decoder[-1].bias, math.exp(-1.5)).log_prob(inputs).sum(-1)
    torch.testing.assert_close(log_evidence_by_grid(model, inputs), expected, atol=1e-5, rtol=0)
    coarse = log_evidence_by_grid(model, inputs, 0.5, 4.0)
    torch.testing.assert_close(coarse, expected, atol=1e-3, rtol=0)


def test_trained_vae_takes_a_step_of_its_rate():
    inputs = torch.rand(5, 3, generator=torch.Generator().manual_seed(0))
    before = VAE(3, 2, torch.Generator().manual_seed(1))
    after = trained_vae(inputs, 2, torch.Generator().manual_seed(1), steps=1)
    torch.testing.assert_close((after.decoder[-1].bias - before.decoder[-1].bias).abs(), torch.full((3,), 0.003))


@pytest.mark.parametrize(("step", "last"), [(0.5, 1.0), (0.36, 1.16), (0.4, 1.0)])
def test_the_grid_ends_at_the_tick_nearest_to_its_reach(pair, step: float, last: float):
    model, inputs, _ = pair
    torch.nn.init.zeros_(model.decoder[-1].weight)
    fit = Normal(model.decoder[-1].bias, math.exp(-1.5)).log_prob(inputs).sum(-1)
    ticks = torch.linspace(-1, last, round((last + 1) / step) + 1, dtype=F64)
    mass = (Normal(torch.zeros((), dtype=F64), 1.0).log_prob(ticks).exp() * step).sum()
    torch.testing.assert_close(log_evidence_by_grid(model, inputs, step, 1.0), fit + 2 * mass.log())

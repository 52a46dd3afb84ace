"""What ties the displayed equations of chapter 9 that no proof establishes to the code that implements them."""

import math

import torch

from notes.generative.reparameterization import pathwise_gradients, score_function_gradients
from notes.generative.transport import earth_movers_distance, kantorovich_potential, optimal_transport
from notes.ledger import check

DEFINITIONS = {
    "eq:gan-value": "notes.generative.game.value",
    "eq:transport": "notes.generative.transport.optimal_transport",
    "eq:wgan-critic": "notes.generative.training.critic_gain",
    "eq:gradient-penalty": "notes.generative.training.gradient_penalty",
    "eq:importance-weighted": "notes.generative.inference.importance_weighted_bound",
    "eq:flow-density": "notes.generative.flows.flow_log_density",
    "eq:diffusion-loss": "notes.generative.diffusion.diffusion_loss",
    "eq:flow-matching": "notes.generative.flow_matching.flow_matching_loss",
    "eq:spectral-norm": "notes.generative.critics.spectral_norm",
    "eq:frechet-in-space": "notes.generative.judging.frechet_distance",
}


@check("eq:kantorovich-rubinstein")
def linear_programme_and_dual_agree() -> None:
    """On random heaps the least cost, the largest gain and the cumulative sums are one number."""
    generator = torch.Generator().manual_seed(0)
    places = torch.arange(6, dtype=torch.float64)
    distances = (places[:, None] - places).abs()
    for _ in range(5):
        p, q = (part / part.sum() for part in torch.rand(2, 6, generator=generator, dtype=torch.float64))
        found = earth_movers_distance(p, q).item()
        assert abs(optimal_transport(p, q, distances).cost - found) < 1e-8
        assert abs(kantorovich_potential(p, q, distances).gain - found) < 1e-8


@check("eq:two-gradients")
def estimators_have_one_mean() -> None:
    """On evenly spaced quantiles both estimators average to the slope of the mean of a square, and of a sine."""
    shares = (torch.arange(200_000, dtype=torch.float64) + 0.5) / 200_000
    noise, generator = torch.special.ndtri(shares), torch.Generator().manual_seed(0)
    for _ in range(3):
        mean, deviation = (torch.rand(2, generator=generator) + 0.2).tolist()
        slopes = {torch.square: 2 * mean, torch.sin: math.cos(mean) * math.exp(-(deviation**2) / 2)}
        for estimator in (pathwise_gradients, score_function_gradients):
            for function, slope in slopes.items():
                assert abs(estimator(function, mean, deviation, noise).mean().item() - slope) < 1e-3

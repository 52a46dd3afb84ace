"""What ties the displayed equations of chapter 3 that no proof establishes to the code that implements them."""

import math

import torch
from scipy.integrate import quad
from torch.distributions import Normal

from notes.ledger import check
from notes.losses.gaussian import gaussian_nll

DEFINITIONS = {
    "eq:argmin": "notes.losses.training.minimiser",
    "eq:empirical-risk": "notes.losses.training.empirical_risk",
    "eq:likelihood": "notes.losses.likelihood.likelihood",
    "eq:predictive-distribution": "notes.losses.inference.predictive_distribution",
    "eq:mode": "notes.losses.inference.mode",
    "eq:recipe": "notes.losses.recipe.Recipe",
    "eq:bernoulli-mass": "notes.losses.bernoulli.bernoulli_mass",
    "eq:softmax": "notes.losses.categorical.softmax",
    "eq:temperature": "notes.losses.categorical.softmax",
    "eq:entropy": "notes.losses.information.entropy",
    "eq:cross-entropy": "notes.losses.information.cross_entropy",
    "eq:kl-divergence": "notes.losses.information.kl_divergence",
    "eq:weighted-loss": "notes.losses.gaussian.beta_nll",
    "eq:label-smoothing": "notes.losses.label_smoothing.smoothed_targets",
    "eq:expected-score": "notes.losses.scoring.expected_score",
    "eq:proper": "notes.losses.scoring.expected_score",
    "eq:focal-loss": "notes.losses.focal.focal_loss",
    "eq:huber": "notes.losses.robust.huber_loss",
    "eq:mixture-nll": "notes.losses.mixture.mixture_nll",
    "eq:conformal-rank": "notes.losses.conformal.conformal_quantile",
}


@check("eq:gaussian-density")
def gaussian_density_is_implemented() -> None:
    """The Gaussian density integrates to one, and its negative logarithm is the implemented loss."""

    def density(y: float, mu: float = 0.3, variance: float = 0.49) -> float:
        return math.exp(-((y - mu) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)

    assert abs(quad(density, -math.inf, math.inf)[0] - 1) < 1e-8
    targets = torch.linspace(-2, 2, 9, dtype=torch.float64)
    means, variance = torch.full_like(targets, 0.3), torch.tensor(0.49, dtype=torch.float64)
    by_formula = torch.tensor([-math.log(density(y)) for y in targets.tolist()], dtype=torch.float64)
    torch.testing.assert_close(gaussian_nll(means, variance, targets), by_formula)
    torch.testing.assert_close(-Normal(means, variance.sqrt()).log_prob(targets), by_formula)

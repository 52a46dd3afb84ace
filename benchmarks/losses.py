"""Losses, distributions and embeddings next to `torch.nn.functional` and `torch.distributions`."""

from functools import partial

import torch
from torch import distributions
from torch.nn import functional

from benchmarks.pair import Pair, bits, name, normal, pair
from notes.introduction.binary_cross_entropy import binary_cross_entropy
from notes.introduction.squared_error import mean_squared_error
from notes.losses.bernoulli import bernoulli_nll
from notes.losses.categorical import categorical_nll, log_softmax, softmax
from notes.losses.circular import von_mises_nll
from notes.losses.counts import poisson_nll
from notes.losses.gaussian import gaussian_nll, heteroscedastic_nll
from notes.losses.information import entropy, kl_divergence
from notes.losses.robust import laplace_nll
from notes.self_supervision.contrastive import triplet_loss
from notes.self_supervision.mining import squared_distances

NUMBERS, ROWS = (60, 1_000_000), (6, 100_000)


def losses() -> list[Pair]:
    """All pairs of this module."""
    return [*of_outcomes(), *of_numbers(), *of_rows(), *of_embeddings()]


def of_outcomes() -> list[Pair]:
    """Losses of outcomes that are 0 or 1."""
    return [
        pair(
            bernoulli_nll,
            "binary_cross_entropy_with_logits",
            partial(functional.binary_cross_entropy_with_logits, reduction="none"),
            lambda n: (normal(n), bits(n)),
            NUMBERS,
        ),
        pair(
            binary_cross_entropy,
            "binary_cross_entropy",
            partial(functional.binary_cross_entropy, reduction="none"),
            lambda n: (normal(n).sigmoid(), bits(n)),
            NUMBERS,
        ),
    ]


def of_numbers() -> list[Pair]:
    """Losses of other numbers."""
    gaussian = partial(functional.gaussian_nll_loss, full=True, reduction="none")
    return [
        pair(mean_squared_error, "mse_loss", functional.mse_loss, lambda n: (normal(n), bits(n)), NUMBERS),
        pair(
            gaussian_nll,
            "gaussian_nll_loss",
            lambda m, v, y: gaussian(m, y, v.expand_as(m)),
            lambda n: (normal(n), torch.tensor(2.0), bits(n)),
            NUMBERS,
        ),
        pair(
            heteroscedastic_nll,
            "gaussian_nll_loss",
            lambda m, s, y: gaussian(m, y, s.exp()),
            lambda n: (normal(n), normal(n), bits(n)),
            NUMBERS,
            2,
        ),
        pair(
            laplace_nll,
            "distributions.Laplace",
            lambda m, b, y: -distributions.Laplace(m, b).log_prob(y),
            lambda n: (normal(n), torch.tensor(2.0), bits(n)),
            NUMBERS,
        ),
        pair(
            poisson_nll,
            "distributions.Poisson",
            lambda f, y: -distributions.Poisson(f.exp()).log_prob(y),
            lambda n: (normal(n), bits(n)),
            NUMBERS,
        ),
        pair(
            von_mises_nll,
            "distributions.VonMises",
            lambda m, k, y: -distributions.VonMises(m, k).log_prob(y),
            lambda n: (normal(n), normal(n).exp(), bits(n)),
            NUMBERS,
            2,
        ),
    ]


def of_rows() -> list[Pair]:
    """Functions of distributions over ten classes."""
    return [
        pair(log_softmax, "log_softmax", partial(functional.log_softmax, dim=1), lambda n: [normal(n, 10)], ROWS),
        pair(softmax, "softmax", partial(functional.softmax, dim=1), lambda n: [normal(n, 10)], ROWS),
        pair(
            categorical_nll,
            "cross_entropy",
            partial(functional.cross_entropy, reduction="none"),
            lambda n: (normal(n, 10), normal(n, 10, seed=1).argmax(1)),
            ROWS,
        ),
        pair(
            entropy,
            "special.entr",
            lambda p: torch.special.entr(p).sum(1),
            lambda n: [normal(n, 10).softmax(1)],
            ROWS,
        ),
        pair(
            kl_divergence,
            "kl_div",
            lambda p, q: functional.kl_div(q.log(), p, reduction="none").sum(1),
            lambda n: (normal(n, 10).softmax(1), normal(n, 10, seed=1).softmax(1)),
            ROWS,
            2,
        ),
    ]


def of_embeddings() -> list[Pair]:
    """Functions of embeddings."""
    distance = partial(
        functional.triplet_margin_with_distance_loss,
        distance_function=lambda one, other: (one - other).square().sum(1),
        reduction="none",
    )
    return [
        Pair(
            name(triplet_loss),
            "triplet_margin_with_distance_loss",
            partial(triplet_loss, margin=1.0),
            distance,
            lambda n: [normal(n, 10, seed=seed) for seed in range(3)],
            ROWS,
            3,
        ),
        pair(
            squared_distances,
            "cdist",
            lambda x: torch.cdist(x, x).square(),
            lambda n: [normal(n, 32)],
            (8, 1000),
        ),
    ]

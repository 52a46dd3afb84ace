"""The minimum-norm fit, effective ranks and excess error against independent references."""

import math

import pytest
import torch

from notes.generalization.benign_overfitting import (
    effective_ranks,
    excess_error,
    interpolating_weights,
    spiked_variances,
)
from notes.generalization.regression import minimum_norm_weights
from notes.generalization.ridge import ridge_weights


def test_interpolating_weights_are_those_of_the_pseudo_inverse(generator: torch.Generator):
    features = torch.randn(4, 9, generator=generator, dtype=torch.float64, requires_grad=True)
    targets = torch.randn(4, generator=generator, dtype=torch.float64, requires_grad=True)
    weights = interpolating_weights(features, targets)
    torch.testing.assert_close(weights, minimum_norm_weights(features, targets.unsqueeze(1)).squeeze(1))
    assert torch.autograd.gradcheck(interpolating_weights, (features, targets))


def test_small_directions_whose_gram_matrix_is_the_identity_are_ridge_regression(generator: torch.Generator):
    large = torch.randn(6, 3, generator=generator, dtype=torch.float64)
    targets = torch.randn(6, generator=generator, dtype=torch.float64)
    small = torch.linalg.qr(torch.randn(20, 6, generator=generator, dtype=torch.float64))[0].T * 2.5**0.5
    together = interpolating_weights(torch.cat([large, small], 1), targets)
    torch.testing.assert_close(together[:3], ridge_weights(large, targets, 2.5))


def test_interpolating_weights_refuse_samples_that_are_not_independent():
    with pytest.raises(ValueError, match=r"^`features`"):
        interpolating_weights(torch.ones(2, 3), torch.ones(2))
    assert interpolating_weights(torch.eye(2), torch.ones(2)).tolist() == [1.0, 1.0]


def test_spiked_variances_are_ones_and_shares_of_the_total():
    assert spiked_variances(2, 4, 2.0).tolist() == [1.0, 1.0, 0.5, 0.5, 0.5, 0.5]
    assert spiked_variances(0, 1, 2.0).tolist() == [2.0]
    with pytest.raises(ValueError, match=r"^`large` must be at least 0, got -1$"):
        spiked_variances(-1, 1, 1.0)
    with pytest.raises(ValueError, match=r"^`small` must be at least 1, got 0$"):
        spiked_variances(0, 0, 1.0)
    for bad in (0.0, math.nan):
        with pytest.raises(ValueError, match=f"^`total` must be positive, got {bad}$"):
            spiked_variances(0, 1, bad)


def test_effective_ranks_of_equal_variances_are_their_number():
    assert effective_ranks(spiked_variances(3, 8, 0.5), 3) == (8.0, 8.0)
    first, second = effective_ranks(torch.tensor([5.0, 4.0, 2.0]).double(), 1)
    assert (first, second) == pytest.approx((6 / 4, 36 / 20))


def test_effective_ranks_of_halving_variances_stay_small():
    halves = 0.5 ** torch.arange(40, dtype=torch.float64)
    for large in (0, 5, 20):
        assert effective_ranks(halves, large) == pytest.approx((2.0, 3.0), rel=1e-4)


def test_effective_ranks_refuse_what_has_no_meaning():
    variances = torch.tensor([2.0, 1.0])
    with pytest.raises(ValueError, match=r"^`large` must leave one of 2 directions, got 2$"):
        effective_ranks(variances, 2)
    assert effective_ranks(variances, 1) == (1.0, 1.0)
    with pytest.raises(ValueError, match=r"^`large` must be at least 0, got -1$"):
        effective_ranks(variances, -1)
    with pytest.raises(ValueError, match=r"^`variances` must be positive"):
        effective_ranks(torch.tensor([1.0, 0.0]), 0)
    with pytest.raises(ValueError, match=r"^`variances` must be finite, got inf$"):
        effective_ranks(torch.tensor([math.inf, 1.0]), 0)
    with pytest.raises(ValueError, match=r"^`variances` must be in falling order"):
        effective_ranks(torch.tensor([1.0, 2.0]), 0)


def test_excess_error_is_the_mean_over_new_samples(generator: torch.Generator):
    weights, truth, variances = torch.rand(3, 4, generator=generator, dtype=torch.float64)
    inputs = variances.sqrt() * torch.randn(200_000, 4, generator=generator, dtype=torch.float64)
    sampled = (inputs @ (weights - truth)).square().mean().item()
    assert excess_error(weights, truth, variances).item() == pytest.approx(sampled, rel=0.02)
    assert excess_error(truth, truth, variances).item() == 0
    with pytest.raises(ValueError, match=r"^`variances` must be positive"):
        excess_error(weights, truth, torch.zeros(4).double())
    for name, arguments in (
        ("weights", (weights * math.nan, truth, variances)),
        ("truth", (weights, truth * math.inf, variances)),
        ("variances", (weights, truth, variances * math.inf)),
    ):
        with pytest.raises(ValueError, match=f"^`{name}` must be finite, got (nan|inf)$"):
            excess_error(*arguments)

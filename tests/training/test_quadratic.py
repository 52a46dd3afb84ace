"""Momentum on a parabola against the eigenvalues of its step, and the cloud of noisy descent against its recursion."""

import math

import numpy as np
import pytest
import torch

from notes.training.descent import optimizer_path
from notes.training.momentum import Momentum
from notes.training.quadratic import best_momentum, momentum_factor, resting_variance
from notes.training.schedules import constant_rate


@pytest.mark.parametrize("decay", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("step", [0.0, 0.002, 0.1, 1.0, 2.5, 3.7, 4.0])
def test_momentum_factor_is_the_spectral_radius_of_its_step(decay, step):
    a = step * (1 - decay)
    matrix = np.array([[1 + decay - a, -decay], [1.0, 0.0]])
    assert momentum_factor(step / 3, decay, 3.0) == pytest.approx(np.abs(np.linalg.eigvals(matrix)).max(), abs=1e-7)


@pytest.mark.parametrize("decay", [0.0, 0.5, 0.9])
def test_momentum_is_stable_up_to_its_bound_and_not_beyond(decay):
    bound = 2 * (1 + decay) / (1 - decay) / 4.0
    assert momentum_factor(0.99 * bound, decay, 4.0) < 1
    assert momentum_factor(1.01 * bound, decay, 4.0) > 1
    for share, shrinks in ((0.98, True), (1.02, False)):
        path = optimizer_path(
            Momentum(decay), lambda phi: 4 * phi, torch.ones(1).double(), constant_rate(share * bound, 600)
        )
        assert (path[-1].abs().item() < 1) is shrinks


@pytest.mark.parametrize(("flattest", "steepest"), [(1.0, 25.0), (0.1, 40.0), (2.0, 2.0)])
def test_best_momentum_is_as_fast_in_both_directions_and_nothing_near_is_faster(flattest, steepest):
    rate, decay = best_momentum(flattest, steepest)
    root = (math.sqrt(steepest) - math.sqrt(flattest)) / (math.sqrt(steepest) + math.sqrt(flattest))

    def slower(rate, decay):
        return max(momentum_factor(rate, decay, curvature) for curvature in (flattest, steepest))

    assert slower(rate, decay) == pytest.approx(root, abs=1e-6)
    near = [(rate * a, decay + b) for a in (0.9, 0.99, 1.01, 1.1) for b in (-0.02, -0.001, 0, 0.001, 0.02)]
    assert all(slower(*one) >= root - 1e-6 for one in near if one[1] >= 0)


def test_resting_variance_is_where_the_variance_stays():
    value = resting_variance(0.3, 2.0, 5.0)
    assert (1 - 0.3 * 2.0) ** 2 * value + 0.3**2 * 5.0 == pytest.approx(value)
    noise = torch.Generator().manual_seed(0)
    start = torch.zeros(20_000, 1, dtype=torch.float64)
    point = start
    for _ in range(60):
        point = point - 0.3 * (2.0 * point + 5.0**0.5 * torch.randn(start.shape, generator=noise, dtype=torch.float64))
    assert point.var().item() == pytest.approx(value, rel=0.05)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: momentum_factor(-0.1, 0.5, 1.0), "`rate` must not be negative"),
        (lambda: momentum_factor(0.1, 1.0, 1.0), r"`decay` must lie in \[0, 1\), got 1.0"),
        (lambda: momentum_factor(0.1, float("nan"), 1.0), r"`decay` must lie in \[0, 1\), got nan"),
        (lambda: momentum_factor(0.1, 0.5, 0.0), "`curvature` must be positive"),
        (lambda: best_momentum(0.0, 1.0), "`flattest` must be positive"),
        (lambda: best_momentum(2.0, 1.9), "`steepest` must be at least `flattest`, 2.0, got 1.9"),
        (lambda: resting_variance(0.0, 1.0, 1.0), "`rate` must be positive"),
        (lambda: resting_variance(1.0, 2.0, 1.0), "`rate` must be below 2 / curvature, 1.0, got 1.0"),
        (lambda: resting_variance(0.1, 2.0, -1.0), "`noise` must not be negative"),
    ],
)
def test_the_parabola_refuses_what_is_out_of_range(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_parabola_takes_the_last_good_values():
    assert momentum_factor(0.0, 0.0, 1.0) == 1
    assert best_momentum(2.0, 2.0) == pytest.approx((0.5, 0))
    assert resting_variance(0.5, 1.0, 0.0) == 0

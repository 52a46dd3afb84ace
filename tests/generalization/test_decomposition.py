"""The decomposition: exact on small arrays, unbiased, and adding up within the Monte-Carlo error shown."""

import numpy as np
import pytest
import torch

from notes.generalization.decomposition import error_decomposition, hinge_fits, variance_of_average
from notes.generalization.regression import noisy_targets, true_mean

POINTS = torch.linspace(0, 1, 101, dtype=torch.float64)


def decomposition(hidden: int, seed: int, noise: float = 0.3):
    generator = torch.Generator().manual_seed(seed)
    fits = hinge_fits(POINTS, hidden, 15, noise, generator)
    return error_decomposition(fits, noisy_targets(POINTS.expand_as(fits), noise, generator), true_mean(POINTS), noise)


def test_error_decomposition_matches_numpy(generator: torch.Generator):
    fits, targets = torch.rand(2, 6, 4, generator=generator, dtype=torch.float64)
    mean = torch.rand(4, generator=generator, dtype=torch.float64)
    parts = error_decomposition(fits, targets, mean, 0.5)
    f, y, mu = fits.numpy(), targets.numpy(), mean.numpy()
    spread = f.var(axis=0, ddof=1)
    assert parts.loss == pytest.approx(((f - y) ** 2).mean())
    assert parts.variance == pytest.approx(spread.mean())
    assert parts.squared_bias == pytest.approx(((f.mean(0) - mu) ** 2 - spread / 6).mean())
    assert parts.noise == 0.25
    leftover = ((f - y) ** 2 - (f - mu) ** 2).mean(1)
    assert parts.standard_error == pytest.approx(leftover.std(ddof=1) / np.sqrt(6))


def test_error_decomposition_of_noiseless_targets_adds_up_exactly(generator: torch.Generator):
    fits = torch.rand(5, 7, generator=generator, dtype=torch.float64)
    mean = torch.rand(7, generator=generator, dtype=torch.float64)
    parts = error_decomposition(fits, mean.expand(5, 7), mean, 0.0)
    assert parts.gap == pytest.approx(0, abs=1e-15)
    assert parts.standard_error == pytest.approx(0, abs=1e-15)


def test_error_decomposition_is_unbiased():
    generator = torch.Generator().manual_seed(0)
    mean = torch.zeros(1, dtype=torch.float64)
    draws = 2 + 3 * torch.randn(4000, 3, 1, generator=generator, dtype=torch.float64)
    parts = [error_decomposition(fits, fits, mean, 0.0) for fits in draws]
    assert np.mean([part.variance for part in parts]) == pytest.approx(9, rel=0.05)
    assert np.mean([part.squared_bias for part in parts]) == pytest.approx(4, rel=0.1)


@pytest.mark.parametrize("hidden", [1, 4, 10])
def test_error_decomposition_adds_up_within_four_standard_errors(hidden: int):
    parts = [decomposition(hidden, seed) for seed in range(3)]
    assert all(abs(part.gap) < 4 * part.standard_error for part in parts)
    assert all(part.standard_error < 0.002 for part in parts)


def test_error_decomposition_refuses_one_training_set():
    with pytest.raises(ValueError, match="`predictions` must hold at least two training sets, got 1"):
        error_decomposition(torch.zeros(1, 2), torch.zeros(1, 2), torch.zeros(2), 0.1)


def test_error_decomposition_refuses_negative_noise():
    with pytest.raises(ValueError, match=r"`noise` must not be negative, got -0\.1"):
        error_decomposition(torch.zeros(2, 2), torch.zeros(2, 2), torch.zeros(2), -0.1)


def test_hinge_fits_are_least_squares_fits_of_numpy():
    fits = hinge_fits(POINTS, 3, 15, 0.0, torch.Generator().manual_seed(2), sets=2)
    x = (
        np.arange(15) + torch.rand(2, 15, generator=torch.Generator().manual_seed(2), dtype=torch.float64).numpy()
    ) / 15

    def features(x: np.ndarray) -> np.ndarray:
        return np.stack([np.ones_like(x), x, np.maximum(x - 1 / 3, 0), np.maximum(x - 2 / 3, 0)], axis=-1)

    for row, inputs in zip(fits.numpy(), x, strict=True):
        weights = np.linalg.lstsq(features(inputs), np.sin(2 * np.pi * inputs), rcond=None)[0]
        np.testing.assert_allclose(row, features(POINTS.numpy()) @ weights, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("correlation", "members"), [(0.0, 1), (0.3, 4), (1.0, 3), (-0.5, 3)])
def test_variance_of_average_is_that_of_all_variances_and_covariances(correlation: float, members: int):
    covariances = 2.5 * (correlation * np.ones((members, members)) + (1 - correlation) * np.eye(members))
    shares = np.full(members, 1 / members)
    assert variance_of_average(2.5, correlation, members) == pytest.approx(shares @ covariances @ shares, abs=1e-15)


def test_variance_of_average_is_what_averages_of_fits_have():
    fits = hinge_fits(POINTS, 4, 15, 0.3, torch.Generator().manual_seed(1), sets=4000)
    means = fits.reshape(-1, 4, 101).mean(1)
    told = variance_of_average(fits.var(0).mean().item(), 0.0, 4)
    assert means.var(0).mean().item() == pytest.approx(told, rel=0.1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-0.1, 0.0, 2), "`variance` must"),
        ((1.0, 0.0, 0), "`members` must"),
        ((1.0, 1.001, 2), r"`correlation` must be in \[-1, 1\], got 1.001"),
        ((1.0, -0.34, 4), r"`correlation` must be in \[-0.333, 1\], got -0.34"),
        ((1.0, float("nan"), 4), "`correlation` must"),
    ],
)
def test_variance_of_average_refuses(arguments: tuple[float, float, int], message: str):
    with pytest.raises(ValueError, match=message):
        variance_of_average(*arguments)

"""The running example against NumPy, and the minimum-norm fit against its defining properties."""

import math

import numpy as np
import pytest
import torch
from jaxtyping import TypeCheckError

from notes.generalization.regression import (
    hinge_features,
    minimum_norm_weights,
    noisy_targets,
    stratified_inputs,
    true_mean,
)


def test_true_mean_is_one_period_of_a_sine():
    x = torch.linspace(0, 1, 9, dtype=torch.float64)
    np.testing.assert_allclose(true_mean(x).numpy(), np.sin(2 * np.pi * x.numpy()), atol=1e-15)


def test_true_mean_has_the_derivative_of_a_sine():
    x = torch.linspace(0, 1, 9, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(true_mean(x).sum(), x)
    torch.testing.assert_close(slope, 2 * math.pi * torch.cos(2 * math.pi * x.detach()))


def test_noisy_targets_have_the_stated_mean_and_deviation(generator: torch.Generator):
    x = torch.full((40_000,), 0.25, dtype=torch.float64)
    targets = noisy_targets(x, 0.3, generator)
    assert targets.mean().item() == pytest.approx(1.0, abs=5 * 0.3 / 200)
    assert targets.std().item() == pytest.approx(0.3, rel=0.02)


def test_noisy_targets_without_noise_are_the_mean(generator: torch.Generator):
    x = torch.linspace(0, 1, 7)
    assert torch.equal(noisy_targets(x, 0.0, generator), true_mean(x))


def test_noisy_targets_refuse_negative_noise(generator: torch.Generator):
    with pytest.raises(ValueError, match=r"`noise` must not be negative, got -1\.0"):
        noisy_targets(torch.zeros(2), -1.0, generator)


def test_stratified_inputs_put_one_point_in_each_cell(generator: torch.Generator):
    inputs = stratified_inputs(50, 8, generator)
    assert torch.equal((8 * inputs).floor(), torch.arange(8, dtype=torch.float64).expand(50, 8))


def test_stratified_inputs_are_uniform_within_a_cell(generator: torch.Generator):
    offsets = (4 * stratified_inputs(20_000, 4, generator)) % 1
    quantiles = torch.linspace(0.1, 0.9, 9, dtype=torch.float64)
    torch.testing.assert_close(offsets.flatten().quantile(quantiles), quantiles, atol=0.01, rtol=0)


@pytest.mark.parametrize("arguments", [(0, 3), (3, 0)])
def test_stratified_inputs_refuse_empty_sets(arguments: tuple[int, int], generator: torch.Generator):
    with pytest.raises(ValueError, match="must be positive, got 0"):
        stratified_inputs(*arguments, generator)


def test_hinge_features_follow_their_formula():
    x = np.linspace(0, 1, 11)
    expected = np.stack([np.ones_like(x), *(np.maximum(x - k / 4, 0) for k in range(4))], axis=-1)
    np.testing.assert_allclose(hinge_features(torch.from_numpy(x), 4).numpy(), expected)


def test_hinge_features_refuse_no_units():
    with pytest.raises(ValueError, match="`hidden` must be positive, got 0"):
        hinge_features(torch.zeros(2), 0)


@pytest.mark.parametrize("features", [3, 9, 20])
def test_minimum_norm_weights_equal_numpy(features: int, generator: torch.Generator):
    rows = torch.rand(9, features, generator=generator, dtype=torch.float64)
    targets = torch.rand(9, 2, generator=generator, dtype=torch.float64)
    expected = np.linalg.lstsq(rows.numpy(), targets.numpy(), rcond=None)[0]
    np.testing.assert_allclose(minimum_norm_weights(rows, targets).numpy(), expected, rtol=1e-7, atol=1e-9)


def test_minimum_norm_weights_have_the_implicit_gradient(generator: torch.Generator):
    rows = torch.rand(4, 7, generator=generator, dtype=torch.float64, requires_grad=True)
    targets = torch.rand(4, 1, generator=generator, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(minimum_norm_weights, (rows, targets))


def test_minimum_norm_weights_interpolate_with_more_features_than_samples(generator: torch.Generator):
    rows = torch.rand(5, 12, generator=generator, dtype=torch.float64)
    targets = torch.rand(5, 1, generator=generator, dtype=torch.float64)
    weights = minimum_norm_weights(rows, targets)
    torch.testing.assert_close(rows @ weights, targets)
    null = torch.linalg.svd(rows)[2][5:]
    assert (null @ weights).abs().max() < 1e-12


def test_minimum_norm_weights_refuse_nan():
    with pytest.raises(ValueError, match="`targets` must be finite, got nan"):
        minimum_norm_weights(torch.ones(2, 1), torch.tensor([[1.0], [math.nan]]))


def test_minimum_norm_weights_refuse_another_number_of_targets():
    with pytest.raises(TypeCheckError):
        minimum_norm_weights(torch.ones(2, 1), torch.ones(3, 1))

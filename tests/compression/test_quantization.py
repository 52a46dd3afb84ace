"""Grids and codes against PyTorch's own quantisation, per tensor and per channel, in values and gradients."""

import pytest
import torch

from notes.compression.quantization import (
    Grid,
    affine_grid,
    codes,
    decoded,
    integer_products,
    rounded,
    symmetric_grid,
)
from notes.compression.stacked import random_networks
from notes.compression.straight_through import quantised_networks, straight_through


@pytest.mark.parametrize("bits", range(1, 9))
@pytest.mark.parametrize("make", [affine_grid, symmetric_grid])
def test_rounded_is_fake_quantisation_of_pytorch(make, bits: int, generator: torch.Generator):
    if make is symmetric_grid and bits == 1:
        return
    values = torch.randn(200, generator=generator) + 0.3
    grid = make(values, bits)
    library = torch.fake_quantize_per_tensor_affine(values, grid.scale, grid.zero_point, grid.lowest, grid.highest)
    torch.testing.assert_close(rounded(values, grid), library)


def test_rounded_per_channel_is_fake_quantisation_of_pytorch(generator: torch.Generator):
    values = torch.randn(6, 30, generator=generator) * torch.arange(1.0, 7)[:, None]
    grid = affine_grid(values, 5, per_channel=True)
    library = torch.fake_quantize_per_channel_affine(
        values, grid.scale.flatten(), grid.zero_point.flatten(), 0, grid.lowest, grid.highest
    )
    torch.testing.assert_close(rounded(values, grid), library)


def test_affine_grid_is_the_one_of_pytorchs_observer(generator: torch.Generator):
    values = torch.randn(100, generator=generator)
    low, high = values.min().item(), values.max().item()
    grid = affine_grid(values, 8)
    assert grid.scale.item() == pytest.approx((high - low) / 255, rel=1e-5)
    assert codes(torch.tensor([low, high, 0.0]), grid).tolist() == [0, 255, grid.zero_point.item()]


@pytest.mark.parametrize("values", [[1.0, 3.0], [-4.0, -2.0], [0.0, 0.0]])
def test_affine_grid_holds_zero_exactly(values: list[float]):
    grid = affine_grid(torch.tensor(values), 4)
    assert rounded(torch.zeros(1), grid).item() == 0.0
    assert 0 <= grid.zero_point.item() <= 15


def test_symmetric_grid_treats_signs_alike(generator: torch.Generator):
    values = torch.randn(100, generator=generator)
    grid = symmetric_grid(values, 4)
    assert torch.equal(rounded(-values, grid), -rounded(values, grid))
    assert codes(values, grid).abs().max() == 7


@pytest.mark.parametrize("largest", [3.0, -3.0])
def test_symmetric_grid_reaches_the_largest_value_of_either_sign(largest: float):
    assert symmetric_grid(torch.tensor([largest, 1.0, -1.0]), 3).scale.item() == pytest.approx(1.0)


def test_rounded_is_never_off_by_more_than_half_a_step(generator: torch.Generator):
    values = torch.randn(1000, generator=generator)
    grid = symmetric_grid(values, 3)
    assert (rounded(values, grid) - values).abs().max() <= grid.scale / 2 * 1.0001


def test_decoded_codes_are_their_own_codes():
    grid = Grid(torch.tensor(0.25), torch.tensor(3, dtype=torch.int32), 0, 15)
    every = torch.arange(16, dtype=torch.int32)
    assert torch.equal(codes(decoded(every, grid), grid), every)


def test_integer_products_are_products_of_decoded_values(generator: torch.Generator):
    w, x = torch.randn(4, 20, generator=generator), torch.randn(20, generator=generator) + 1
    w_grid, x_grid = affine_grid(w, 8), affine_grid(x, 6)
    found = integer_products(codes(w, w_grid), w_grid, codes(x, x_grid), x_grid)
    torch.testing.assert_close(found, rounded(w, w_grid) @ rounded(x, x_grid), atol=1e-4, rtol=1e-4)


def test_straight_through_has_values_and_gradients_of_pytorch(generator: torch.Generator):
    values = (3 * torch.randn(200, generator=generator)).requires_grad_()
    grid, weights = Grid(torch.tensor(0.4), torch.tensor(2, dtype=torch.int32), -4, 7), torch.arange(200.0)
    ours = straight_through(values, grid)
    library = torch.fake_quantize_per_tensor_affine(values, grid.scale, grid.zero_point, -4, 7)
    torch.testing.assert_close(ours, library)
    (found,) = torch.autograd.grad((weights * ours).sum(), values)
    (expected,) = torch.autograd.grad((weights * library).sum(), values)
    torch.testing.assert_close(found, expected)
    assert (found == 0).sum() > 5


def test_quantised_networks_round_every_network_by_itself(generator: torch.Generator):
    networks = random_networks((5, 4, 3), 2, generator)
    for per_channel in (True, False):
        together = quantised_networks(networks, 3, per_channel=per_channel)
        for weight, found in zip(networks.weights, together.weights, strict=True):
            for one, alone in zip(weight, found, strict=True):
                torch.testing.assert_close(alone, rounded(one, symmetric_grid(one, 3, per_channel=per_channel)))


@pytest.mark.parametrize(("make", "bits", "least"), [(affine_grid, 0, 1), (affine_grid, 9, 1), (symmetric_grid, 1, 2)])
def test_grids_refuse_bits_out_of_range(make, bits: int, least: int):
    with pytest.raises(ValueError, match=f"^`bits` must be from {least} to 8, got {bits}$"):
        make(torch.ones(2), bits)


@pytest.mark.parametrize("make", [affine_grid, symmetric_grid])
def test_grids_refuse_infinity(make):
    with pytest.raises(ValueError, match=r"^`values` must be finite, got inf$"):
        make(torch.tensor([1.0, float("inf")]), 4)

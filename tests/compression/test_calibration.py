"""Where a grid ends: against quantiles by NumPy and every factor tried, and what networks make of rounded inputs."""

import numpy as np
import pytest
import torch

from notes.compression.calibration import (
    FACTORS,
    layer_inputs,
    least_error_grid,
    percentile_grid,
    rounded_logits,
)
from notes.compression.quantization import affine_grid, rounded
from notes.compression.stacked import logits, random_networks

F64 = torch.float64


def test_percentile_grid_spans_the_middle_share(generator: torch.Generator):
    values = torch.randn(1001, generator=generator, dtype=F64)
    grid = percentile_grid(values, 4, 0.9)
    low, high = np.quantile(values.numpy(), [0.05, 0.95])
    assert grid.scale.item() == pytest.approx((high - low) / 15)
    assert grid.zero_point.item() == round(-low / grid.scale.item())


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_percentile_grid_takes_none_and_all(share: float, generator: torch.Generator):
    values = torch.randn(101, generator=generator, dtype=F64)
    middle = values if share else values.median().expand(1)
    torch.testing.assert_close(percentile_grid(values, 8, share).scale, affine_grid(middle, 8).scale)


def test_least_error_grid_is_the_best_of_all_factors(generator: torch.Generator):
    values = torch.randn(500, generator=generator, dtype=F64)
    values[0] = 8.0

    def error(factor: float) -> float:
        return (rounded(values, affine_grid(factor * values, 3)) - values).square().sum().item()

    found = least_error_grid(values, 3)
    assert (rounded(values, found) - values).square().sum().item() == pytest.approx(min(map(error, FACTORS)))
    assert found.scale < affine_grid(values, 3).scale
    assert len(FACTORS) == 20
    assert (FACTORS[0], FACTORS[-1]) == (1.0, 0.05)


def test_layer_inputs_make_the_logits(generator: torch.Generator):
    networks, x = random_networks((5, 4, 3), 2, generator), torch.randn(6, 5, generator=generator)
    given = layer_inputs(networks, x)
    assert torch.equal(given[0], x.expand(2, 6, 5))
    assert (given[1] >= 0).all()
    torch.testing.assert_close(given[-1] @ networks.weights[-1].mT + networks.biases[-1][:, None], logits(networks, x))


def test_rounded_logits_come_from_rounded_inputs(generator: torch.Generator):
    networks, x = random_networks((5, 4, 3), 2, generator), torch.randn(6, 5, generator=generator)
    grids = [affine_grid(values, 3) for values in layer_inputs(networks, x)]
    hidden = (rounded(x, grids[0]).expand(2, 6, 5) @ networks.weights[0].mT + networks.biases[0][:, None]).relu()
    expected = rounded(hidden, grids[1]) @ networks.weights[1].mT + networks.biases[1][:, None]
    torch.testing.assert_close(rounded_logits(networks, grids, x), expected)


def test_rounded_logits_with_eight_bits_are_near_the_logits(generator: torch.Generator):
    networks, x = random_networks((5, 4, 3), 2, generator), torch.randn(6, 5, generator=generator)
    grids = [affine_grid(values, 8) for values in layer_inputs(networks, x)]
    torch.testing.assert_close(rounded_logits(networks, grids, x), logits(networks, x), atol=0.1, rtol=0)


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_percentile_grid_refuses_a_share_out_of_range(share: float):
    with pytest.raises(ValueError, match=f"^`share` must be from 0 to 1, got {share}$"):
        percentile_grid(torch.ones(3), 4, share)


def test_rounded_logits_refuse_a_grid_too_few():
    networks = random_networks((5, 4, 3), 1, torch.Generator().manual_seed(0))
    with pytest.raises(ValueError, match=r"^`grids` must hold 2 values, got 1$"):
        rounded_logits(networks, [affine_grid(torch.ones(3), 4)], torch.ones(2, 5))


def test_inputs_of_another_width_are_refused():
    networks = random_networks((5, 4, 3), 1, torch.Generator().manual_seed(0))
    grids = [affine_grid(torch.ones(3), 4)] * 2
    for call in (lambda x: layer_inputs(networks, x), lambda x: rounded_logits(networks, grids, x)):
        with pytest.raises(ValueError, match=r"^`inputs` must be of shape \(2, 5\), got \(2, 4\)$"):
            call(torch.ones(2, 4))
        with pytest.raises(ValueError, match=r"^`inputs` must be finite, got inf$"):
            call(torch.full((2, 5), torch.inf))

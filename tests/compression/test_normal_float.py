"""NF4 against its published values, against SciPy's quantiles and against the nearest level by hand."""

import pytest
import torch
from scipy.stats import norm
from torch import nn

from notes.compression.normal_float import normal_float, normal_levels, quantised_adapter

PUBLISHED = [
    -1.0,
    -0.6961928009986877,
    -0.5250730514526367,
    -0.39491748809814453,
    -0.28444138169288635,
    -0.18477343022823334,
    -0.09105003625154495,
    0.0,
    0.07958029955625534,
    0.16093020141124725,
    0.24611230194568634,
    0.33791524171829224,
    0.44070982933044434,
    0.5626170039176941,
    0.7229568362236023,
    1.0,
]  # appendix E of the paper


def test_normal_levels_are_those_of_the_paper():
    assert normal_levels().tolist() == pytest.approx(PUBLISHED, abs=1e-6)


def test_normal_levels_are_quantiles_of_even_shares():
    shares = norm.cdf(normal_levels().numpy() * norm.ppf(1 - (1 / 32 + 1 / 30) / 2))
    assert torch.tensor(shares[7:]).diff().tolist() == pytest.approx([(0.9677083333 - 0.5) / 8] * 8)
    assert torch.tensor(shares[:8]).diff().tolist() == pytest.approx([(0.9677083333 - 0.5) / 7] * 7)


def test_normal_float_takes_the_nearest_level_of_each_block(generator: torch.Generator):
    weights = torch.randn(4, 8, generator=generator, dtype=torch.float64)
    found = normal_float(weights, block=16)
    for block, now in zip(weights.flatten().split(16), found.flatten().split(16), strict=True):
        values = [block.abs().max().item() * level for level in normal_levels().tolist()]
        expected = [min(values, key=lambda value: abs(value - one)) for one in block.tolist()]
        assert now.tolist() == pytest.approx(expected)


def test_normal_float_leaves_what_it_has_written(generator: torch.Generator):
    written = normal_float(torch.randn(8, 64, generator=generator))
    torch.testing.assert_close(normal_float(written), written)


def test_normal_float_leaves_zeros():
    assert normal_float(torch.zeros(2, 32)).tolist() == torch.zeros(2, 32).tolist()


def test_normal_float_of_normal_weights_errs_less_than_even_steps(generator: torch.Generator):
    weights = torch.randn(64, 64, generator=generator)
    blocks = weights.view(-1, 64)
    step = blocks.abs().amax(1, keepdim=True) / 7
    even = ((blocks / step).round() * step).view_as(weights)
    assert (normal_float(weights) - weights).square().mean() < (even - weights).square().mean()


def test_quantised_adapter_starts_at_the_quantised_map_and_trains_the_adapter_alone(generator: torch.Generator):
    linear = nn.Linear(16, 8)
    found = quantised_adapter(linear, 2, generator, alpha=2.0)
    x = torch.randn(5, 16, generator=generator)
    torch.testing.assert_close(found(x), x @ normal_float(linear.weight.detach()).T + linear.bias)
    found(x).square().sum().backward()
    assert {name for name, one in found.named_parameters() if one.grad is not None} == {"down", "up"}
    assert found.scale == 1.0
    assert linear.weight.requires_grad


def test_normal_float_refuses_a_block_that_does_not_divide():
    with pytest.raises(ValueError, match=r"^`block` must be a divisor of 6, got 4$"):
        normal_float(torch.ones(2, 3), block=4)


def test_normal_float_refuses_an_empty_block_and_infinity():
    with pytest.raises(ValueError, match=r"^`block` must be at least 1, got 0$"):
        normal_float(torch.ones(2, 3), block=0)
    with pytest.raises(ValueError, match=r"^`weights` must be finite, got inf$"):
        normal_float(torch.full((2, 2), torch.inf), block=2)

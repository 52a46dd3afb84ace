"""Scaling before rounding: what it leaves as it is, and what it makes smaller."""

import pytest
import torch

from notes.compression.activation_aware import EXPONENTS, activation_aware, scaled_rounding
from notes.compression.quantization import rounded, symmetric_grid

F64 = torch.float64


def test_scaled_rounding_is_rounding_on_scaled_inputs(generator: torch.Generator):
    weights, inputs = (torch.randn(*shape, generator=generator, dtype=F64) for shape in ((3, 5), (7, 5)))
    scales = torch.rand(5, generator=generator, dtype=F64) + 0.5
    grid = symmetric_grid(weights * scales, 4, per_channel=True)
    expected = (inputs / scales) @ rounded(weights * scales, grid).T
    torch.testing.assert_close(inputs @ scaled_rounding(weights, scales, 4).T, expected)


def test_scaled_rounding_with_equal_scales_is_plain(generator: torch.Generator):
    weights = torch.randn(3, 5, generator=generator, dtype=F64)
    plain = rounded(weights, symmetric_grid(weights, 3, per_channel=True))
    torch.testing.assert_close(scaled_rounding(weights, torch.full((5,), 4.0, dtype=F64), 3), plain)


def test_activation_aware_is_the_best_of_its_exponents(generator: torch.Generator):
    weights, inputs = (torch.randn(*shape, generator=generator, dtype=F64) for shape in ((6, 16), (50, 16)))
    inputs[:, 3] *= 30
    sizes = inputs.abs().mean(0)

    def error(found: torch.Tensor) -> float:
        return (inputs @ (found - weights).T).square().sum().item()

    errors = [error(scaled_rounding(weights, sizes**exponent, 3)) for exponent in EXPONENTS]
    assert error(activation_aware(weights, inputs, 3)) == pytest.approx(min(errors))
    assert min(errors) < 0.5 * errors[0]


def test_activation_aware_takes_an_input_that_is_always_zero(generator: torch.Generator):
    weights, inputs = (torch.randn(*shape, generator=generator, dtype=F64) for shape in ((2, 4), (9, 4)))
    inputs[:, 1] = 0
    sizes = inputs.abs().mean(0)
    sizes[1] = 1
    tried = [scaled_rounding(weights, sizes**exponent, 4) for exponent in EXPONENTS]
    best = min(tried, key=lambda found: (inputs @ (found - weights).T).square().sum().item())
    assert torch.equal(activation_aware(weights, inputs, 4), best)


def test_exponents_go_from_plain_rounding_to_the_full_size():
    assert EXPONENTS == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def test_scaled_rounding_refuses_a_scale_of_zero():
    with pytest.raises(ValueError, match=r"^`scales` must be positive, got 0.0$"):
        scaled_rounding(torch.ones(1, 2), torch.tensor([1.0, 0.0]), 4)


@pytest.mark.parametrize("bits", [1, 9])
def test_both_refuse_bits_out_of_range(bits: int):
    for call in (
        lambda: scaled_rounding(torch.ones(1, 2), torch.ones(2), bits),
        lambda: activation_aware(torch.ones(1, 2), torch.ones(3, 2), bits),
    ):
        with pytest.raises(ValueError, match=f"^`bits` must be from 2 to 8, got {bits}$"):
            call()


def test_activation_aware_refuses_no_inputs():
    with pytest.raises(ValueError, match=r"^`inputs` must"):
        activation_aware(torch.ones(1, 2), torch.ones(0, 2), 4)

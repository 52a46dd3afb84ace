import pytest
import torch

from notes.convolution.circular import circular_convolution
from notes.convolution.spectral import (
    cost_crossover,
    fft_multiplications,
    spatial_convolution,
    spatial_multiplications,
    spectral_convolution,
    spectral_multiplications,
)


@pytest.mark.parametrize("route", [spatial_convolution, spectral_convolution])
@pytest.mark.parametrize("n", [1, 2, 5, 16])
def test_routes_equal_the_sum_in_values_and_gradients(generator, route, n):
    x, w = (torch.rand(n, generator=generator, dtype=torch.float64).requires_grad_() for _ in range(2))
    torch.testing.assert_close(route(x, w), circular_convolution(x, w))
    assert torch.autograd.gradcheck(route, (x, w))


def test_spectral_convolution_equals_torch_fft(generator):
    x, w = (torch.rand(9, generator=generator, dtype=torch.float64) for _ in range(2))
    torch.testing.assert_close(spectral_convolution(x, w), torch.fft.ifft(torch.fft.fft(x) * torch.fft.fft(w)).real)


def recursive_fft(x):
    """A radix-2 transform that counts its multiplications: the definition, split by even and odd."""
    if len(x) == 1:
        return x, 0
    (even, first), (odd, second) = recursive_fft(x[::2]), recursive_fft(x[1::2])
    half = len(x) // 2
    turned = odd * torch.polar(torch.ones(half), -torch.pi * torch.arange(half) / half).to(x)
    return torch.cat([even + turned, even - turned]), first + second + half


@pytest.mark.parametrize("n", [1, 2, 8, 64])
def test_fft_multiplications_are_those_of_a_transform_that_counts(n):
    x = torch.linspace(0, 1, n).to(torch.complex128)
    transform, multiplications = recursive_fft(x)
    torch.testing.assert_close(transform, torch.fft.fft(x), atol=1e-5, rtol=1e-5)
    assert fft_multiplications(n) == multiplications


def test_multiplications_by_hand():
    assert spatial_multiplications(8, 8) == 64
    assert spectral_multiplications(8) == 4 * (3 * 12 + 8)


def test_cost_crossover_is_the_first_size_at_which_the_spectral_route_is_cheaper():
    crossover = cost_crossover()
    assert crossover == 64
    assert spatial_multiplications(64, 64) > spectral_multiplications(64)
    assert spatial_multiplications(32, 32) <= spectral_multiplications(32)


def test_costs_refuse_what_they_cannot_count():
    with pytest.raises(ValueError, match=r"^`size` must be a power of two, got 12$"):
        fft_multiplications(12)
    with pytest.raises(ValueError, match=r"^`kernel` must be between 1 and the size of the signal, 8, got 9$"):
        spatial_multiplications(8, 9)
    with pytest.raises(ValueError, match=r"^`kernel_share` must be above 0 and at most 1, got 0.0$"):
        cost_crossover(0.0)

import numpy as np
import pytest
import scipy.linalg
import torch

from notes.convolution.circular import circular_convolution, embedded, linear_convolution


def signals(generator, *lengths):
    return [torch.rand(n, generator=generator, dtype=torch.float64).requires_grad_() for n in lengths]


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_circular_convolution_equals_scipy(generator, n):
    x, w = signals(generator, n, n)
    expected = scipy.linalg.circulant(w.detach()) @ x.detach().numpy()
    np.testing.assert_allclose(circular_convolution(x, w).detach(), expected, rtol=1e-12)


def test_circular_convolution_gradients(generator):
    assert torch.autograd.gradcheck(circular_convolution, signals(generator, 5, 5))


def test_circular_convolution_commutes(generator):
    x, w = signals(generator, 6, 6)
    torch.testing.assert_close(circular_convolution(x, w), circular_convolution(w, x))


def test_circular_convolution_of_shifted_signals_is_shifted(generator):
    x, w = signals(generator, 7, 7)
    torch.testing.assert_close(circular_convolution(x.roll(3), w), circular_convolution(x, w).roll(3))


def test_circular_convolution_with_the_second_unit_vector_shifts_right():
    shift = torch.tensor([0.0, 1.0, 0.0, 0.0])
    assert circular_convolution(torch.tensor([1.0, 2.0, 3.0, 4.0]), shift).tolist() == [4.0, 1.0, 2.0, 3.0]


def test_circular_convolution_refuses_nothing_and_nan():
    with pytest.raises(ValueError, match=r"^`x` must have at least one entry, got none$"):
        circular_convolution(torch.zeros(0), torch.zeros(0))
    with pytest.raises(ValueError, match=r"^`w` must be finite, got nan$"):
        circular_convolution(torch.zeros(2), torch.tensor([0.0, torch.nan]))


@pytest.mark.parametrize(("n", "m"), [(1, 1), (5, 3), (3, 5)])
def test_linear_convolution_equals_numpy(generator, n, m):
    x, w = signals(generator, n, m)
    expected = np.convolve(x.detach(), w.detach())
    np.testing.assert_allclose(linear_convolution(x, w).detach(), expected, rtol=1e-12)
    assert torch.autograd.gradcheck(linear_convolution, (x, w))


def test_linear_convolution_refuses_an_empty_signal():
    with pytest.raises(ValueError, match=r"^`x` and `w` must not be empty, got lengths 0 and 2$"):
        linear_convolution(torch.zeros(0), torch.zeros(2))


def test_embedded_puts_zeros_behind():
    assert embedded(torch.tensor([1.0, 2.0]), 4).tolist() == [1.0, 2.0, 0.0, 0.0]
    with pytest.raises(ValueError, match=r"^`length` must be at least that of the kernel, 2, got 1$"):
        embedded(torch.ones(2), 1)

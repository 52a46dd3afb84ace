import numpy as np
import pytest
import scipy.linalg
import torch

from notes.convolution.circulant import (
    circulant_eigenvalues,
    circulant_matrix,
    fourier_basis,
    is_circulant,
    shift_matrix,
)
from notes.convolution.circular import circular_convolution

SIZES = [1, 2, 3, 4, 7, 8]


@pytest.fixture(params=SIZES)
def w(request, generator):
    return torch.rand(request.param, generator=generator, dtype=torch.float64)


def test_circulant_matrix_equals_scipy(w):
    np.testing.assert_array_equal(circulant_matrix(w), scipy.linalg.circulant(w))


def test_circulant_matrix_convolves_in_values_and_gradients(w):
    x = torch.linspace(-1, 1, len(w), dtype=torch.float64)
    first, second = w.clone().requires_grad_(), w.clone().requires_grad_()
    by_matrix, by_index = circulant_matrix(first) @ x, circular_convolution(x, second)
    torch.testing.assert_close(by_matrix, by_index)
    weights = torch.arange(1.0, len(w) + 1, dtype=torch.float64)
    (weights @ by_matrix).backward()
    (weights @ by_index).backward()
    torch.testing.assert_close(first.grad, second.grad)


def test_circulant_matrix_is_a_polynomial_in_the_shift(w):
    shift = shift_matrix(len(w))
    powers = [torch.linalg.matrix_power(shift, k) for k in range(len(w))]
    torch.testing.assert_close(circulant_matrix(w), sum(c * p for c, p in zip(w, powers, strict=True)))


def test_shift_matrix_moves_entries_on():
    assert (shift_matrix(4) @ torch.tensor([1.0, 2.0, 3.0, 4.0]).double()).tolist() == [4.0, 1.0, 2.0, 3.0]
    with pytest.raises(ValueError, match=r"^`size` must be at least 1, got 0$"):
        shift_matrix(0)


def test_commuting_with_the_shift_is_being_circulant(w):
    shift, matrix = shift_matrix(len(w)), circulant_matrix(w)
    assert is_circulant(matrix)
    assert torch.equal(shift @ matrix, matrix @ shift)
    if len(w) > 1:
        matrix[0, 1] += 1
        assert not is_circulant(matrix)
        assert not torch.equal(shift @ matrix, matrix @ shift)


def test_averaging_over_conjugates_with_the_shift_makes_any_matrix_circulant(generator):
    matrix, shift = torch.rand(5, 5, generator=generator, dtype=torch.float64), shift_matrix(5)
    powers = [torch.linalg.matrix_power(shift, k) for k in range(5)]
    mean = sum(p @ matrix @ p.T for p in powers) / 5
    torch.testing.assert_close(shift @ mean, mean @ shift)
    torch.testing.assert_close(mean, circulant_matrix(mean[:, 0]))


def test_fourier_basis_is_unitary_and_diagonalises(w):
    basis = fourier_basis(len(w))
    torch.testing.assert_close(basis.mH @ basis, torch.eye(len(w)).to(basis))
    diagonal = basis.mH @ circulant_matrix(w).to(basis) @ basis
    torch.testing.assert_close(diagonal, torch.diag(circulant_eigenvalues(w)))
    with pytest.raises(ValueError, match=r"^`size` must be at least 1, got 0$"):
        fourier_basis(0)


def test_circulant_eigenvalues_equal_the_unnormalised_fft(w):
    torch.testing.assert_close(circulant_eigenvalues(w), torch.fft.fft(w))
    spectrum = np.linalg.eigvals(circulant_matrix(w).numpy())
    np.testing.assert_allclose(np.sort_complex(spectrum.round(9)), np.sort_complex(torch.fft.fft(w).numpy().round(9)))


def test_circulant_eigenvalues_have_the_gradients_of_the_fft(generator):
    w = torch.rand(6, generator=generator, dtype=torch.float64)
    gradients = []
    for transform in (circulant_eigenvalues, torch.fft.fft):
        leaf = w.clone().requires_grad_()
        transform(leaf).abs().square()[1].backward()
        gradients.append(leaf.grad)
    torch.testing.assert_close(*gradients)


def test_circulant_eigenvalues_keep_the_precision():
    assert circulant_eigenvalues(torch.ones(3)).dtype == torch.complex64

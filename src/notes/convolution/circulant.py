"""Circulant matrices: circular convolution as a linear map, and the basis in which all of them are diagonal."""

import math

import torch
from jaxtyping import Complex, Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_decomposable, require_finite, require_some


@jaxtyped(typechecker=beartype)
def circulant_matrix(w: Float[Tensor, "n"]) -> Float[Tensor, "n n"]:
    r"""The matrix of circular convolution with a kernel, whose first column is the kernel.

    $$C(w)_{ik} = w_{(i-k) \bmod n}$$

    Args:
        w: the kernel.

    Returns:
        The matrix; each column is the one before it, moved down by one.

    Raises:
        ValueError: if `w` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.convolution.circulant import circulant_matrix

        print(circulant_matrix(torch.tensor([1.0, 2.0, 0.0])).tolist())
        #> [[1.0, 0.0, 2.0], [2.0, 1.0, 0.0], [0.0, 2.0, 1.0]]
        ```

    Reference: P. J. Davis, Circulant Matrices, 1979.
    """
    require_finite(w=w)
    i = torch.arange(len(w), device=w.device)
    return w[(i[:, None] - i) % len(w)]


@jaxtyped(typechecker=beartype)
def shift_matrix(size: int) -> Float[Tensor, "n n"]:
    r"""The matrix that moves every entry one place on, and the last to the front: $\Pi = C(0, 1, 0, \dots, 0)$.

    Args:
        size: $n$, at least 1; for 1 it is the identity.

    Returns:
        The matrix, in 64-bit floating point.

    Raises:
        ValueError: if `size` is not positive.
    """
    if size < 1:
        raise ValueError(f"`size` must be at least 1, got {size}")
    return torch.eye(size, dtype=torch.float64).roll(1, dims=0)


@jaxtyped(typechecker=beartype)
def is_circulant(matrix: Float[Tensor, "n n"]) -> bool:
    r"""Whether a matrix is circulant: constant along its diagonals, which wrap around.

    $$C_{ik} = C_{(i+1) \bmod n,\, (k+1) \bmod n}$$

    Args:
        matrix: any square matrix; entries are compared exactly.

    Returns:
        The verdict.
    """
    return torch.equal(matrix, matrix.roll((1, 1), dims=(0, 1)))


@jaxtyped(typechecker=beartype)
def fourier_basis(size: int, *, device: torch.device | None = None) -> Complex[Tensor, "n n"]:
    r"""The common eigenvectors of all circulant matrices, as columns: sampled waves, orthonormal.

    $$F_{kj} = \frac{1}{\sqrt n} \, e^{2\pi\mathrm{i}\, jk/n}$$

    Args:
        size: $n$, at least 1.
        device: where the numbers are to live, by default where PyTorch puts new ones.

    Returns:
        The matrix, whose inverse is its conjugate transpose.

    Raises:
        ValueError: if `size` is not positive.
    """
    if size < 1:
        raise ValueError(f"`size` must be at least 1, got {size}")
    k = torch.arange(size, device=device)
    angles = 2 * math.pi * (k[:, None] * k % size).double() / size
    return torch.polar(torch.full_like(angles, size**-0.5), angles)


@jaxtyped(typechecker=beartype)
def circulant_eigenvalues(w: Float[Tensor, "n"]) -> Complex[Tensor, "n"]:
    r"""Eigenvalues of $C(w)$ in the order of `fourier_basis`: the discrete Fourier transform of $w$, not normalised.

    $$\lambda_j = \sum_{k=0}^{n-1} w_k \, e^{-2\pi\mathrm{i}\, jk/n}$$

    Args:
        w: the kernel.

    Returns:
        One eigenvalue per wave.

    Raises:
        ValueError: if `w` is empty, NaN, infinite or of half precision.

    Example:
        ```python
        import torch
        from notes.convolution.circulant import circulant_eigenvalues

        print(circulant_eigenvalues(torch.tensor([1.0, 2.0, 3.0, 4.0])).real.tolist())
        #> [10.0, -2.0, -2.0, -2.0]
        ```
    """
    require_some(w=w)
    require_decomposable(w=w)
    basis = fourier_basis(len(w), device=w.device).conj() * math.sqrt(len(w))
    return (w.to(basis) @ basis).to(w.dtype.to_complex())

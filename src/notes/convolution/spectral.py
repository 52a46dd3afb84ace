"""The convolution theorem: the same convolution by a matrix and by three Fourier transforms, and what each costs."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.convolution.circulant import circulant_matrix
from notes.domain import beartype, require_decomposable, require_finite, require_some


@jaxtyped(typechecker=beartype)
def spatial_convolution(x: Float[Tensor, "n"], w: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    """Circular convolution in the spatial domain: the circulant matrix of the kernel times the signal.

    Args:
        x: the signal.
        w: the kernel.

    Returns:
        A signal of the same length.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(x=x, w=w)
    return circulant_matrix(w) @ x


@jaxtyped(typechecker=beartype)
def spectral_convolution(x: Float[Tensor, "n"], w: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    r"""Circular convolution in the spectral domain: transform both, multiply entry by entry, transform back.

    $$x * w = \mathcal F^{-1}\big( \mathcal F x \odot \mathcal F w \big)$$

    Args:
        x: the signal.
        w: the kernel.

    Returns:
        A signal of the same length.

    Raises:
        ValueError: if `x` is empty, or an argument is NaN, infinite or of half precision.

    Example:
        ```python
        import torch
        from notes.convolution.spectral import spatial_convolution, spectral_convolution

        x, w = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.5, 0.5, 0.0])
        print(spatial_convolution(x, w).tolist(), [round(y, 4) for y in spectral_convolution(x, w).tolist()])
        #> [2.0, 1.5, 2.5] [2.0, 1.5, 2.5]
        ```

    Reference: J. W. Cooley and J. W. Tukey, An Algorithm for the Machine Calculation of Complex Fourier Series, 1965.
    """
    require_some(x=x)
    require_decomposable(x=x, w=w)
    return torch.fft.irfft(torch.fft.rfft(x) * torch.fft.rfft(w), n=len(x))


@jaxtyped(typechecker=beartype)
def fft_multiplications(size: int) -> int:
    r"""Complex multiplications of the radix-2 fast Fourier transform: $\tfrac n2 \log_2 n$.

    Args:
        size: $n$, a power of two.

    Returns:
        The number of multiplications by a root of unity, the trivial ones included.

    Raises:
        ValueError: if `size` is not a power of two.
    """
    if size < 1 or size & (size - 1):
        raise ValueError(f"`size` must be a power of two, got {size}")
    return size // 2 * int(math.log2(size))


@jaxtyped(typechecker=beartype)
def spatial_multiplications(size: int, kernel: int) -> int:
    """Real multiplications of a convolution in the spatial domain: one per output and entry of the kernel.

    Args:
        size: length of the signal.
        kernel: number of entries of the kernel that are not known to be zero.

    Returns:
        Their product.

    Raises:
        ValueError: if `kernel` is not between 1 and `size`.
    """
    if not 1 <= kernel <= size:
        raise ValueError(f"`kernel` must be between 1 and the size of the signal, {size}, got {kernel}")
    return size * kernel


@jaxtyped(typechecker=beartype)
def spectral_multiplications(size: int) -> int:
    """Real multiplications of a convolution in the spectral domain: three transforms and a product.

    Args:
        size: length of the signal, a power of two.

    Returns:
        Four real multiplications for each complex one.

    Raises:
        ValueError: if `size` is not a power of two.

    Example:
        ```python
        from notes.convolution.spectral import spatial_multiplications, spectral_multiplications

        print(spatial_multiplications(1024, 1024), spatial_multiplications(1024, 3), spectral_multiplications(1024))
        #> 1048576 3072 65536
        ```
    """
    return 4 * (3 * fft_multiplications(size) + size)


@jaxtyped(typechecker=beartype)
def cost_crossover(kernel_share: float = 1.0) -> int:
    """The smallest power of two from which on the spectral route needs fewer multiplications than the spatial one.

    Args:
        kernel_share: length of the kernel relative to that of the signal, above 0 and at most 1.

    Returns:
        The length of the signal.

    Raises:
        ValueError: if `kernel_share` is out of range.
    """
    if not 0 < kernel_share <= 1:
        raise ValueError(f"`kernel_share` must be above 0 and at most 1, got {kernel_share}")
    size = 1
    while spatial_multiplications(size, max(1, round(kernel_share * size))) <= spectral_multiplications(size):
        size *= 2
    return size

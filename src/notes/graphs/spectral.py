r"""Filters on a graph: through the eigenvectors of its Laplacian, and by Chebyshev polynomials without them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_finite,
    require_shape,
    require_some,
)


class Spectrum(NamedTuple):
    r"""Eigenvalues and eigenvectors of a Laplacian: the frequencies of a graph and its waves.

    Attributes:
        frequencies: $\lambda_0 \le \lambda_1 \le \dots$
        waves: orthonormal columns of $U$, in the same order.
    """

    frequencies: Float[Tensor, "nodes"]
    waves: Float[Tensor, "nodes nodes"]


@jaxtyped(typechecker=beartype)
def spectrum(laplacian: Float[Tensor, "nodes nodes"]) -> Spectrum:
    r"""The decomposition $L = U \Lambda U^\top$.

    Args:
        laplacian: a symmetric matrix.

    Returns:
        Frequencies and waves.

    Raises:
        ValueError: if an argument is of half precision, NaN or infinite.
    """
    require_decomposable(laplacian=laplacian)
    return Spectrum(*torch.linalg.eigh(laplacian))


@jaxtyped(typechecker=beartype)
def fourier_transform(spectrum: Spectrum, signal: Float[Tensor, "nodes"]) -> Float[Tensor, "nodes"]:
    r"""How much of each wave is in a signal: $\hat x = U^\top x$.

    Args:
        spectrum: of the graph.
        signal: one value per node.

    Returns:
        One coefficient per wave.

    Raises:
        ValueError: if `signal` is empty, or `signal` is NaN or infinite, or there is not one value a node.
    """
    require_shape(spectrum.frequencies.shape, signal=signal)
    require_some(signal=signal)
    require_finite(signal=signal)
    return spectrum.waves.T @ signal


@jaxtyped(typechecker=beartype)
def spectral_filter(
    spectrum: Spectrum, signal: Float[Tensor, "nodes"], response: Callable[[Tensor], Tensor]
) -> Float[Tensor, "nodes"]:
    r"""A signal with every wave scaled by the response at its frequency: $U \, g(\Lambda) \, U^\top x$.

    Args:
        spectrum: of the graph.
        signal: one value per node.
        response: $g$, applied to all frequencies at once.

    Returns:
        The filtered signal.

    Raises:
        ValueError: if `signal` is empty, or `signal` is NaN or infinite, or there is not one value a node.

    Example:
        ```python
        import torch
        from notes.graphs.graph import adjacency
        from notes.graphs.laplacian import laplacian
        from notes.graphs.spectral import spectral_filter, spectrum

        pair = spectrum(laplacian(adjacency([(0, 1)], 2)))
        low_pass = spectral_filter(pair, torch.tensor([1.0, 3.0]), lambda frequency: (frequency < 1).float())
        print([round(x, 4) for x in low_pass.tolist()])
        #> [2.0, 2.0]
        ```

    Reference: J. Bruna, W. Zaremba, A. Szlam and Y. LeCun, Spectral Networks and Locally Connected Networks on Graphs,
        2014.
    """
    require_shape(spectrum.frequencies.shape, signal=signal)
    require_some(signal=signal)
    require_finite(signal=signal)
    return spectrum.waves @ (response(spectrum.frequencies) * fourier_transform(spectrum, signal))


@jaxtyped(typechecker=beartype)
def scaled_laplacian(laplacian: Float[Tensor, "nodes nodes"], largest: float) -> Float[Tensor, "nodes nodes"]:
    r"""The Laplacian with its eigenvalues moved to between $-1$ and $1$: $2 L / \lambda_{\max} - I$.

    Args:
        laplacian: $L$.
        largest: $\lambda_{\max}$, or a bound on it; positive.

    Returns:
        $\tilde L$, on whose eigenvalues Chebyshev polynomials stay between $-1$ and $1$.

    Raises:
        ValueError: if `largest` is not positive, or `laplacian` is NaN or infinite.
    """
    require_finite(laplacian=laplacian)
    if not largest > 0:
        raise ValueError(f"`largest` must be positive, got {largest}")
    return 2 * laplacian / largest - torch.eye(len(laplacian), device=laplacian.device).to(laplacian)


@jaxtyped(typechecker=beartype)
def chebyshev_filter(
    scaled: Float[Tensor, "nodes nodes"], signal: Float[Tensor, "nodes"], coefficients: Sequence[float]
) -> Float[Tensor, "nodes"]:
    r"""A polynomial filter by recursion; the matrix, dense or sparse, is only ever multiplied with a signal.

    $$\sum_{k=0}^{K} \theta_k T_k(\tilde L) x, \qquad T_{k+1}(\tilde L) x = 2 \tilde L \, T_k(\tilde L) x -
    T_{k-1}(\tilde L) x$$

    Args:
        scaled: $\tilde L$, nodes by nodes.
        signal: $x$, one value per node.
        coefficients: $\theta_0, \dots, \theta_K$; at least one.

    Returns:
        The filtered signal.

    Raises:
        ValueError: if there is no coefficient or no node, or an argument or the filter is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.graphs.spectral import chebyshev_filter

        half = torch.tensor([[0.5]])
        print(chebyshev_filter(half, torch.ones(1), [0.0, 0.0, 1.0]).tolist())  # T_2(x) = 2 x^2 - 1
        #> [-0.5]
        ```

    Reference: M. Defferrard, X. Bresson and P. Vandergheynst, Convolutional Neural Networks on Graphs with Fast
        Localized Spectral Filtering, 2016, equation 5.
    """
    require_some(signal=signal)
    require_finite(signal=signal, coefficients=coefficients)
    if not coefficients:
        raise ValueError("`coefficients` must hold at least one number, got none")
    before, term = signal, scaled @ signal
    filtered = coefficients[0] * before
    for coefficient in coefficients[1:]:
        filtered = filtered + coefficient * term
        before, term = term, 2 * (scaled @ term) - before
    require(filtered.isfinite(), "scaled", "of entries for which the filter is finite", filtered)
    return filtered


@jaxtyped(typechecker=beartype)
def chebyshev_multiplications(nodes: int, edges: int, order: int) -> int:
    r"""Multiplications of a Chebyshev filter on a sparse graph: $K$ products with $2 |E| + N$ stored entries, and sums.

    Args:
        nodes: $N$.
        edges: $|E|$.
        order: $K$.

    Returns:
        $K (2 |E| + N)$ for the products with the matrix, and $(K + 1) N$ for the coefficients.
    """
    return order * (2 * edges + nodes) + (order + 1) * nodes

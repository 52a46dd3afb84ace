"""Circular convolution of finite signals, and how zeros turn it into the ordinary one."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor
from torch.nn.functional import pad

from notes.domain import beartype, require_finite


@jaxtyped(typechecker=beartype)
def circular_convolution(x: Float[Tensor, "n"], w: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    r"""Convolution of two signals of one length whose indices wrap around, index by index.

    $$y_i = \sum_{k=0}^{n-1} w_{(i-k) \bmod n} \, x_k$$

    Args:
        x: the signal.
        w: the kernel, as long as the signal; see `embedded` for a shorter one.

    Returns:
        A signal of the same length.

    Raises:
        ValueError: if the signals are empty, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.convolution.circular import circular_convolution

        x, shift = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([0.0, 1.0, 0.0, 0.0])
        print(circular_convolution(x, shift).tolist())
        #> [4.0, 1.0, 2.0, 3.0]
        ```

    Reference: A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 1989.
    """
    if not len(x):
        raise ValueError("`x` must have at least one entry, got none")
    require_finite(x=x, w=w)
    k = torch.arange(len(x), device=x.device)
    return torch.stack([torch.dot(w[(i - k) % len(x)], x) for i in range(len(x))])


@jaxtyped(typechecker=beartype)
def embedded(kernel: Float[Tensor, "size"], length: int) -> Float[Tensor, "n"]:
    """A kernel with zeros after it, so that it is as long as a signal.

    Args:
        kernel: its entries.
        length: length of the signal, at least that of the kernel.

    Returns:
        The kernel followed by zeros.

    Raises:
        ValueError: if the kernel is longer than `length`, or `kernel` is NaN or infinite.
    """
    require_finite(kernel=kernel)
    if len(kernel) > length:
        raise ValueError(f"`length` must be at least that of the kernel, {len(kernel)}, got {length}")
    return pad(kernel, (0, length - len(kernel)))


@jaxtyped(typechecker=beartype)
def linear_convolution(x: Float[Tensor, "n"], w: Float[Tensor, "m"]) -> Float[Tensor, "total"]:
    r"""Convolution of signals that are zero beyond their ends, by a circular one with room enough for both.

    $$y_i = \sum_{k} w_{i-k} \, x_k, \qquad 0 \le i \le n + m - 2$$

    Args:
        x: the signal.
        w: the kernel.

    Returns:
        All $n + m - 1$ entries that may differ from zero.

    Raises:
        ValueError: if a signal is empty, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.convolution.circular import linear_convolution

        print(linear_convolution(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1.0, -1.0])).tolist())
        #> [1.0, 1.0, 1.0, -3.0]
        ```
    """
    require_finite(x=x, w=w)
    if not len(x) or not len(w):
        raise ValueError(f"`x` and `w` must not be empty, got lengths {len(x)} and {len(w)}")
    total = len(x) + len(w) - 1
    return circular_convolution(embedded(x, total), embedded(w, total))

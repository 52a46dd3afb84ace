"""What happens at the border: padding in its kinds, and how many places a window finds."""

from typing import Literal

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_not_negative, require_sizes, require_some

PaddingMode = Literal["zeros", "reflect", "circular"]


@jaxtyped(typechecker=beartype)
def output_size(size: int, kernel: int, *, padding: int = 0, stride: int = 1, dilation: int = 1) -> int:
    r"""Number of places of a window on a padded axis.

    $$W_{\text{out}} = \left\lfloor \frac{W + 2P - d(F - 1) - 1}{S} \right\rfloor + 1$$

    Args:
        size: $W$, entries on the axis.
        kernel: $F$, entries of the kernel; at least 1.
        padding: $P$, entries added at either end; not negative.
        stride: $S$, step from place to place; at least 1.
        dilation: $d$, distance between neighbouring entries of the kernel; at least 1.

    Returns:
        The size of the output.

    Raises:
        ValueError: if an argument is out of range, or the window does not fit even once.

    Example:
        ```python
        from notes.convolution.padding import output_size

        print(output_size(32, 3, padding=1), output_size(32, 3, padding=1, stride=2), output_size(32, 3, dilation=4))
        #> 32 16 24
        ```

    Reference: V. Dumoulin and F. Visin, A Guide to Convolution Arithmetic for Deep Learning, 2016.
    """
    require_sizes(kernel=kernel, stride=stride, dilation=dilation)
    require_not_negative(padding=padding)
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError(f"`size` must hold the window, which is {-room} too long, got {size}")
    return room // stride + 1


@jaxtyped(typechecker=beartype)
def window_indices(size: int, kernel: int, *, stride: int = 1, dilation: int = 1) -> Int64[Tensor, "places kernel"]:
    """Which entries of an axis the window covers at each of its places.

    Args:
        size: entries on the axis, padding included.
        kernel: entries of the kernel.
        stride: step from place to place.
        dilation: distance between neighbouring entries of the kernel.

    Returns:
        One row of indices per place.
    """
    places = output_size(size, kernel, stride=stride, dilation=dilation)
    return stride * torch.arange(places)[:, None] + dilation * torch.arange(kernel)


@jaxtyped(typechecker=beartype)
def same_padding(kernel: int, *, dilation: int = 1) -> tuple[int, int]:
    """Padding before and after an axis that keeps its size at stride one; with an odd total, one more goes after.

    Args:
        kernel: entries of the kernel.
        dilation: distance between neighbouring entries of the kernel.

    Returns:
        The two amounts, together $d(F - 1)$. No padding at all is called valid.

    Raises:
        ValueError: if an argument is below 1.
    """
    require_sizes(kernel=kernel, dilation=dilation)
    total = dilation * (kernel - 1)
    return total // 2, total - total // 2


@jaxtyped(typechecker=beartype)
def full_padding(kernel: int, *, dilation: int = 1) -> tuple[int, int]:
    """Padding before and after an axis with which every overlap of kernel and signal counts, however small.

    Args:
        kernel: entries of the kernel.
        dilation: distance between neighbouring entries of the kernel.

    Returns:
        The two amounts, $d(F - 1)$ each; the output is longer than the input by as much.

    Raises:
        ValueError: if an argument is below 1.
    """
    require_sizes(kernel=kernel, dilation=dilation)
    return (dilation * (kernel - 1),) * 2


@jaxtyped(typechecker=beartype)
def padded(
    x: Float[Tensor, "*shape"], amounts: tuple[int, int], mode: PaddingMode = "zeros", *, axis: int = -1
) -> Float[Tensor, "*other_shape"]:
    """A tensor with entries added before and after one of its axes.

    Args:
        x: the tensor.
        amounts: numbers of entries before and after; not negative.
        mode: what to add: zeros, the entries mirrored about the first and last, or those from the other end.
        axis: which axis.

    Returns:
        The longer tensor.

    Raises:
        ValueError: if `x` is empty, or an amount is negative, or larger than mirroring or wrapping once can serve, or
            `x` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.convolution.padding import padded

        x = torch.tensor([1.0, 2.0, 3.0])
        print(padded(x, (2, 1)).tolist(), padded(x, (2, 1), "reflect").tolist(), padded(x, (2, 1), "circular").tolist())
        #> [0.0, 0.0, 1.0, 2.0, 3.0, 0.0] [3.0, 2.0, 1.0, 2.0, 3.0, 2.0] [2.0, 3.0, 1.0, 2.0, 3.0, 1.0]
        ```
    """
    require_finite(x=x)
    require_some(x=x)
    size = x.shape[axis]
    most = {"zeros": max(amounts), "reflect": size - 1, "circular": size}[mode]
    if min(amounts) < 0 or max(amounts) > most:
        raise ValueError(f"`amounts` must be between 0 and {most} for {mode}, got {amounts}")
    place = torch.arange(-amounts[0], size + amounts[1], device=x.device)
    if mode == "reflect":
        place = (size - 1) - ((size - 1) - place.abs()).abs()
    inside = (place >= 0) & (place < size)
    chosen = x.movedim(axis, -1)[..., place % size]
    return (chosen if mode != "zeros" else chosen.where(inside, 0.0)).movedim(-1, axis)

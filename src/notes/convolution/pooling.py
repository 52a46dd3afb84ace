"""Pooling: the largest or the mean of every window, channel by channel, with nothing to learn."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes


@jaxtyped(typechecker=beartype)
def windows(
    x: Float[Tensor, "*channels height width"], size: int, stride: int
) -> Float[Tensor, "*channels rows columns size size"]:
    """The square windows of an image, side by side.

    Args:
        x: the image, or several.
        size: pixels along each side of a window.
        stride: step from window to window.

    Returns:
        A window per place; what is left over at the lower and right edge is in none.

    Raises:
        ValueError: if `size` or `stride` is below 1, or a window does not fit, or `x` is NaN or infinite.
    """
    require_finite(x=x)
    require_sizes(size=size, stride=stride)
    if size > min(x.shape[-2:]):
        raise ValueError(f"`size` must be at most {min(x.shape[-2:])}, got {size}")
    return x.unfold(-2, size, stride).unfold(-2, size, stride)


@jaxtyped(typechecker=beartype)
def max_pooling(
    x: Float[Tensor, "*channels height width"], size: int, stride: int
) -> Float[Tensor, "*channels rows columns"]:
    r"""The largest entry of every window.

    $$y_{m,n} = \max_{0 \le k, l < F} x_{Sm + k,\, Sn + l}$$

    Args:
        x: the image, or several.
        size: $F$, pixels along each side of a window.
        stride: $S$, step from window to window.

    Returns:
        A number per window.

    Raises:
        ValueError: if `size` or `stride` is below 1, or a window does not fit, or `x` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.convolution.pooling import max_pooling, mean_pooling

        image = torch.tensor([[1.0, 2.0, 0.0, 0.0], [3.0, 6.0, 4.0, 0.0]])
        print(max_pooling(image, 2, 2).tolist(), mean_pooling(image, 2, 2).tolist())
        #> [[6.0, 4.0]] [[3.0, 1.0]]
        ```
    """
    return windows(x, size, stride).amax((-2, -1))


@jaxtyped(typechecker=beartype)
def mean_pooling(
    x: Float[Tensor, "*channels height width"], size: int, stride: int
) -> Float[Tensor, "*channels rows columns"]:
    r"""The mean of every window: a convolution with equal weights, whose sum is one.

    $$y_{m,n} = \frac{1}{F^2} \sum_{0 \le k, l < F} x_{Sm + k,\, Sn + l}$$

    Args:
        x: the image, or several.
        size: $F$, pixels along each side of a window.
        stride: $S$, step from window to window.

    Returns:
        A number per window.

    Raises:
        ValueError: if `size` or `stride` is below 1, or a window does not fit, or `x` is NaN or infinite.
    """
    return windows(x, size, stride).mean((-2, -1))

"""Convolutions on the plane and on the quarter turns: the group C4 with translations."""

import torch
from beartype import beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor
from torch.nn.functional import conv2d


@jaxtyped(typechecker=beartype)
def lifting_convolution(x: Float[Tensor, "b i h h"], w: Float[Tensor, "o i k k"]) -> Float[Tensor, "b o 4 m m"]:
    r"""The correlation of images with a filter in its four quarter turns.

    $$y(r, u) = \sum_v w(r^{-1} (v - u)) \, x(v)$$

    Args:
        x: square images.
        w: the filters.

    Returns:
        One map per quarter turn of each filter, without padding.
    """
    return torch.stack([conv2d(x, torch.rot90(w, r, (2, 3))) for r in range(4)], dim=2)


@jaxtyped(typechecker=beartype)
def group_convolution(x: Float[Tensor, "b i 4 h h"], w: Float[Tensor, "o i 4 k k"]) -> Float[Tensor, "b o 4 m m"]:
    r"""The correlation on the group: each turn of a filter turns its planes and moves them on.

    $$y(r, u) = \sum_{s, v} w(r^{-1} s, r^{-1} (v - u)) \, x(s, v)$$

    Args:
        x: maps on the group, as `lifting_convolution` returns them.
        w: the filters on the group.

    Returns:
        Maps on the group, without padding.
    """
    turned = [torch.rot90(w, r, (3, 4)).roll(r, dims=2).flatten(1, 2) for r in range(4)]
    return torch.stack([conv2d(x.flatten(1, 2), filters) for filters in turned], dim=2)

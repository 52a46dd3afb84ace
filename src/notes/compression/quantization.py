"""Uniform quantisation: a scale and a zero point turn numbers into codes of a few bits, and back.

A grid has one scale for the whole tensor, or one for each channel, with its shape so that it stretches over the tensor.
"""

from typing import NamedTuple

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_some


class Grid(NamedTuple):
    r"""The values that codes stand for, $s (\xi - Z)$.

    Attributes:
        scale: the distance $s$ of neighbouring values, one for all or one for each channel.
        zero_point: the code $Z$ that stands for zero, of the same shape, in int32.
        lowest: the smallest code.
        highest: the largest code.
    """

    scale: Tensor
    zero_point: Tensor
    lowest: int
    highest: int


@jaxtyped(typechecker=beartype)
def affine_grid(values: Float[Tensor, "*shape"], bits: int, *, per_channel: bool = False) -> Grid:
    r"""The grid that spans the range of the values, zero included.

    $$s = \frac{\beta - \alpha}{2^b - 1}, \qquad Z = \operatorname{round}\left( -\frac{\alpha}{s} \right)$$

    Args:
        values: what is to be quantised, with $\alpha \le 0 \le \beta$ its least and largest entry, or zero.
        bits: number of bits, $b$, from 1 to 8.
        per_channel: one scale for each entry of the first dimension, not one for all.

    Returns:
        The grid, with codes from 0 to $2^b - 1$. Where all values are zero the scale is one.

    Raises:
        ValueError: if `bits` is out of range, there is no value, or one is not finite.

    Example:
        ```python
        import torch
        from notes.compression.quantization import affine_grid

        grid = affine_grid(torch.tensor([-1.0, 0.0, 6.5]), bits=4)
        print(f"{grid.scale.item():.2f} {grid.zero_point.item()}")
        #> 0.50 2
        ```

    Reference: B. Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
    Inference, 2018.
    """
    _require_bits(bits, 1)
    require_some(values=values)
    require_finite(values=values)
    low, high = _extreme(values, "amin", per_channel).clamp(max=0), _extreme(values, "amax", per_channel).clamp(min=0)
    scale = _positive((high - low) / (2**bits - 1))
    return Grid(scale, (-low / scale).round().int(), 0, 2**bits - 1)


@jaxtyped(typechecker=beartype)
def symmetric_grid(values: Float[Tensor, "*shape"], bits: int, *, per_channel: bool = False) -> Grid:
    r"""The grid with zero in its middle.

    $$s = \frac{\max_i |x_i|}{2^{b-1} - 1}, \qquad Z = 0$$

    Args:
        values: what is to be quantised.
        bits: number of bits, $b$, from 2 to 8; one code is left unused.
        per_channel: one scale for each entry of the first dimension, not one for all.

    Returns:
        The grid, with codes from $-(2^{b-1} - 1)$ to $2^{b-1} - 1$. Where all values are zero the scale is one.

    Raises:
        ValueError: if `bits` is out of range, there is no value, or one is not finite.
    """
    _require_bits(bits, 2)
    require_some(values=values)
    require_finite(values=values)
    highest = 2 ** (bits - 1) - 1
    scale = _positive(_extreme(values.abs(), "amax", per_channel) / highest)
    return Grid(scale, torch.zeros_like(scale, dtype=torch.int32), -highest, highest)


@jaxtyped(typechecker=beartype)
def codes(values: Float[Tensor, "*shape"], grid: Grid) -> Int[Tensor, "*shape"]:
    r"""The codes of the nearest values of a grid.

    $$\xi = \min(\max(\operatorname{round}(x / s) + Z, \xi_{\min}), \xi_{\max})$$

    Args:
        values: what is to be quantised.
        grid: the grid.

    Returns:
        One code per value, in int32. Values beyond the ends of the grid get the code of the end: that is what a grid
        narrower than the data asks for.

    Raises:
        ValueError: if a value is NaN.
    """
    require(~values.isnan(), "values", "numbers", values)
    return ((values / grid.scale).round() + grid.zero_point).clamp(grid.lowest, grid.highest).int()


@jaxtyped(typechecker=beartype)
def decoded(quantised: Int[Tensor, "*shape"], grid: Grid) -> Float[Tensor, "*shape"]:
    r"""The values that codes stand for.

    $$\hat x = s (\xi - Z)$$

    Args:
        quantised: the codes.
        grid: the grid.

    Returns:
        One value per code.
    """
    return grid.scale * (quantised - grid.zero_point)


@jaxtyped(typechecker=beartype)
def rounded(values: Float[Tensor, "*shape"], grid: Grid) -> Float[Tensor, "*shape"]:
    """Values replaced by the nearest ones of a grid.

    Args:
        values: any values.
        grid: the grid.

    Returns:
        The decoded codes.
    """
    return decoded(codes(values, grid), grid)


@jaxtyped(typechecker=beartype)
def integer_products(
    weights: Int[Tensor, "outputs inputs"], weight_grid: Grid, inputs: Int[Tensor, "inputs"], input_grid: Grid
) -> Float[Tensor, "outputs"]:
    r"""A matrix times a vector in whole numbers, with a single product of scales at the end.

    $$\hat y_i = s_w s_x \Big( \sum_j q^w_{ij} q^x_j - z_x \sum_j q^w_{ij} - z_w \sum_j q^x_j + n z_w z_x \Big)$$

    Args:
        weights: codes of the matrix.
        weight_grid: its grid, one scale for all.
        inputs: codes of the vector.
        input_grid: its grid.

    Returns:
        The product of the decoded matrix and the decoded vector.
    """
    w, x = weights.long(), inputs.long()
    z_w, z_x = weight_grid.zero_point.long(), input_grid.zero_point.long()
    whole = w @ x - z_x * w.sum(1) - z_w * x.sum() + x.numel() * z_w * z_x
    return weight_grid.scale * input_grid.scale * whole


def _extreme(values: Tensor, reduction: str, per_channel: bool) -> Tensor:
    """Least or largest entry, of all or of each channel, with dimensions kept where it has to stretch."""
    if not per_channel:
        return getattr(values, reduction)()
    return getattr(values, reduction)(tuple(range(1, values.ndim)), keepdim=True)


def _positive(scale: Tensor) -> Tensor:
    return scale.where(scale > 0, 1.0)


def _require_bits(bits: int, least: int) -> None:
    if not least <= bits <= 8:
        raise ValueError(f"`bits` must be from {least} to 8, got {bits}")

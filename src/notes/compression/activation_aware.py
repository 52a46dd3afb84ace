"""Activation-aware rounding: weights that meet large inputs are scaled up before they are rounded, and down after."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.compression.quantization import rounded, symmetric_grid
from notes.domain import beartype, require_finite, require_positive, require_some, require_squares

EXPONENTS = tuple(step / 10 for step in range(11))


@jaxtyped(typechecker=beartype)
def scaled_rounding(
    weights: Float[Tensor, "outputs inputs"], scales: Float[Tensor, "inputs"], bits: int
) -> Float[Tensor, "outputs inputs"]:
    r"""Weights rounded after each input's column was multiplied by a scale, and divided by it again.

    $$\hat w_{ij} = \operatorname{round}_i(\gamma_j w_{ij}) / \gamma_j$$

    Args:
        weights: of one linear map.
        scales: $\gamma_j$, one for each input, positive.
        bits: number of bits, from 2 to 8; each output has a symmetric grid of its own.

    Returns:
        The weights, off the grid by the factors $1 / \gamma_j$, which the map before can take over.

    Raises:
        ValueError: if a scale is not positive, `bits` is out of range, there is no weight, or one is not finite.

    Reference: J. Lin et al., AWQ: Activation-aware Weight Quantization for LLM Compression and Acceleration, 2024,
    equation 2.
    """
    require_positive(scales=scales)
    require_some(weights=weights)
    require_finite(weights=weights)
    scaled = weights * scales
    return rounded(scaled, symmetric_grid(scaled, bits, per_channel=True)) / scales


@jaxtyped(typechecker=beartype)
def activation_aware(
    weights: Float[Tensor, "outputs inputs"], inputs: Float[Tensor, "examples inputs"], bits: int
) -> Float[Tensor, "outputs inputs"]:
    r"""Weights rounded with scales that follow the size of the inputs, by the exponent that changes the outputs least.

    $$\gamma_j = \Big( \frac1n \sum_t |x_{tj}| \Big)^a$$

    Args:
        weights: of one linear map.
        inputs: what it was given, one example in each row; an input that is always zero has the scale one.
        bits: number of bits, from 2 to 8.

    Returns:
        The weights; exponent zero, plain rounding, is among those that are tried.

    Raises:
        ValueError: if `bits` is out of range, or `inputs` or `weights` are none or have no finite sum of squares.

    Reference: J. Lin et al., AWQ: Activation-aware Weight Quantization for LLM Compression and Acceleration, 2024,
    equation 4.
    """
    require_some(inputs=inputs, weights=weights)
    require_squares(inputs=inputs, weights=weights)
    sizes = inputs.abs().mean(0)
    sizes = sizes.where(sizes > 0, 1.0)
    tried = [scaled_rounding(weights, sizes**exponent, bits) for exponent in EXPONENTS]
    errors = [((weights - one) @ inputs.T).square().sum() for one in tried]
    return tried[int(torch.stack(errors).argmin())]

"""Calibration: where the grid of activations ends, chosen from what a network computed on a few examples."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.compression.quantization import Grid, affine_grid, rounded
from notes.compression.stacked import Networks
from notes.domain import (
    beartype,
    require_decomposable,
    require_finite,
    require_length,
    require_shape,
    require_share,
    require_some,
)

FACTORS = tuple(step / 20 for step in range(20, 0, -1))


@jaxtyped(typechecker=beartype)
def percentile_grid(values: Float[Tensor, "*shape"], bits: int, share: float) -> Grid:
    r"""The affine grid that spans the middle share of the values.

    Args:
        values: what was seen in calibration.
        bits: number of bits, from 1 to 8.
        share: which part of the values is to lie within, from 0 to 1; equal parts are left out above and below.

    Returns:
        The grid; with share one it is `affine_grid`.

    Raises:
        ValueError: if `share` or `bits` is out of range, there is no value, or one is not finite or of half precision.

    Example:
        ```python
        import torch
        from notes.compression.calibration import percentile_grid

        values = torch.cat([torch.linspace(0, 1, 99), torch.tensor([50.0])])
        print(f"{percentile_grid(values, 8, 0.97).scale.item():.4f}")
        #> 0.0039
        ```
    """
    require_share(share=share)
    require_some(values=values)
    require_decomposable(values=values)
    ends = torch.tensor([(1 - share) / 2, (1 + share) / 2], device=values.device).to(values)
    low, high = values.flatten().quantile(ends)
    return affine_grid(values.clamp(low, high), bits)


@jaxtyped(typechecker=beartype)
def least_error_grid(values: Float[Tensor, "*shape"], bits: int) -> Grid:
    r"""Of the affine grids of a shrunken range, the one with the least squared error of rounding and clipping.

    $$\operatorname*{arg\,min}_{a} \sum_i \big( x_i - \hat x_i \big)^2, \qquad
    \text{range } [a \alpha, a \beta], \quad a \in \{ \tfrac1{20}, \dots, 1 \}$$

    Args:
        values: what was seen in calibration.
        bits: number of bits, from 1 to 8.

    Returns:
        The grid.

    Raises:
        ValueError: if `bits` is out of range, there is no value, or one is not finite.
    """
    grids = [affine_grid(factor * values, bits) for factor in FACTORS]
    errors = [(rounded(values, grid) - values).square().sum() for grid in grids]
    return grids[int(torch.stack(errors).argmin())]


@jaxtyped(typechecker=beartype)
def layer_inputs(networks: Networks, inputs: Float[Tensor, "examples features"]) -> list[Tensor]:
    """What each layer of the networks is given.

    Args:
        networks: the networks.
        inputs: one row per example, the same for all networks.

    Returns:
        For each layer, one row per network and example; the first are the inputs themselves.

    Raises:
        ValueError: if `inputs` are not finite, or not as wide as the networks.
    """
    require_shape((len(inputs), networks.weights[0].shape[-1]), inputs=inputs)
    require_finite(inputs=inputs)
    given = [inputs.expand(len(networks.biases[0]), *inputs.shape)]
    for weight, bias in zip(networks.weights[:-1], networks.biases[:-1], strict=True):
        given.append((given[-1] @ weight.mT + bias[:, None]).relu())
    return given


@jaxtyped(typechecker=beartype)
def rounded_logits(
    networks: Networks, grids: list[Grid], inputs: Float[Tensor, "examples features"]
) -> Float[Tensor, "networks examples classes"]:
    """Outputs of networks in which each layer's inputs are rounded to a grid of its own.

    Args:
        networks: the networks.
        grids: one grid for each layer, from calibration.
        inputs: one row per example.

    Returns:
        Logits, one row per network and example.

    Raises:
        ValueError: if there is not one grid for each layer, or `inputs` are not finite or not as wide as the networks.
    """
    require_length(len(networks.weights), grids=grids)
    require_shape((len(inputs), networks.weights[0].shape[-1]), inputs=inputs)
    require_finite(inputs=inputs)
    scores = inputs.expand(len(networks.biases[0]), *inputs.shape)
    for layer, (weight, bias) in enumerate(zip(*networks, strict=True)):
        hidden = scores.relu() if layer else scores
        scores = rounded(hidden, grids[layer]) @ weight.mT + bias[:, None]
    return scores

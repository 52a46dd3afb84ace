"""The straight-through estimator: rounding forward, the identity backward, for training with quantised weights."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.compression.quantization import Grid, rounded, symmetric_grid
from notes.compression.stacked import Networks
from notes.domain import beartype


@jaxtyped(typechecker=beartype)
def straight_through(values: Float[Tensor, "*shape"], grid: Grid) -> Float[Tensor, "*shape"]:
    r"""Values rounded to a grid, with the gradient of the identity inside it and of a constant beyond.

    $$\frac{\partial \hat x}{\partial x} := \mathbb{1}[\xi_{\min} \le \operatorname{round}(x / s) + Z \le \xi_{\max}]$$

    Args:
        values: any values.
        grid: the grid, taken as constant.

    Returns:
        The rounded values.

    Example:
        ```python
        import torch
        from notes.compression.quantization import Grid
        from notes.compression.straight_through import straight_through

        grid = Grid(torch.tensor(0.5), torch.tensor(0, dtype=torch.int32), -1, 1)
        values = torch.tensor([0.2, 0.3, 9.0], requires_grad=True)
        straight_through(values, grid).sum().backward()
        print(values.grad.tolist())
        #> [1.0, 1.0, 0.0]
        ```

    Reference: Y. Bengio, N. Leonard and A. Courville, Estimating or Propagating Gradients Through Stochastic Neurons
    for Conditional Computation, 2013.
    """
    nearest = (values.detach() / grid.scale).round() + grid.zero_point
    inside = (nearest >= grid.lowest) & (nearest <= grid.highest)
    passed = torch.where(inside, values, values.detach())
    return passed + (rounded(values.detach(), grid) - values.detach())


def quantised_networks(networks: Networks, bits: int, *, per_channel: bool = True) -> Networks:
    """Networks whose weights are rounded to symmetric grids, each layer of each network to its own.

    Seen from the forward pass these are the weights; backward, they let the gradient through. Biases stay in float32.

    Args:
        networks: the networks.
        bits: number of bits, from 2 to 8.
        per_channel: one scale for each unit, not one for each layer.

    Returns:
        The networks with rounded weights.

    Raises:
        ValueError: if `bits` is out of range.
    """
    return Networks(tuple(_rounded_layer(weight, bits, per_channel) for weight in networks.weights), networks.biases)


def _rounded_layer(weight: Tensor, bits: int, per_channel: bool) -> Tensor:
    """The matrices of one layer, every row a channel of a grid if wished, or every network."""
    rows = weight.flatten(0, 1) if per_channel else weight.flatten(1)
    return straight_through(rows, symmetric_grid(rows.detach(), bits, per_channel=True)).view_as(weight)

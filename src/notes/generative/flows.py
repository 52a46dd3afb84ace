r"""Normalising flows: invertible layers whose densities follow from a change of variable."""

import math
from typing import cast

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_finite, require_shape, require_sizes
from notes.generative.players import network


class AffineCoupling(nn.Module):
    r"""A layer that keeps one half of the coordinates and moves the other half along a line.

    $$(x_a, x_b) \mapsto \big(x_b \, e^{\kappa(x_a)} + \tau(x_a), \; x_a\big)$$

    What was moved comes first, so that the next layer keeps it and moves the rest.

    Args:
        coordinates: number of coordinates, even.
        generator: source of randomness for the weights.
        width: number of units in each hidden layer of the network that gives $\kappa$ and $\tau$.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, coordinates: int, generator: torch.Generator, width: int = 64) -> None:
        require_sizes(2, coordinates=coordinates)
        require(coordinates % 2 == 0, "coordinates", "even", coordinates)
        super().__init__()
        self.network = network(coordinates // 2, coordinates, generator, width)
        nn.init.zeros_(cast(nn.Linear, self.network[-1]).weight)  # the identity to begin with, but for the order

    def line(self, kept: Tensor) -> tuple[Tensor, Tensor]:
        r"""Logarithm of the slope, kept between -2 and 2 by a hyperbolic tangent, and shift of each line."""
        log_slope, shift = self.network(kept).chunk(2, dim=-1)
        return 2 * torch.tanh(log_slope / 2), shift

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The image of each point, and the logarithm of the determinant there."""
        kept, moved = x.chunk(2, dim=-1)
        log_slope, shift = self.line(kept)
        return torch.cat([moved * log_slope.exp() + shift, kept], dim=-1), log_slope.sum(-1)

    def inverse(self, y: Tensor) -> Tensor:
        """The point that a layer sends to each given one."""
        moved, kept = y.chunk(2, dim=-1)
        log_slope, shift = self.line(kept)
        return torch.cat([kept, (moved - shift) * (-log_slope).exp()], dim=-1)


class Flow(nn.Module):
    """Coupling layers one after the other, from data to standard Gaussian noise.

    Args:
        coordinates: number of coordinates, even.
        layers: number of layers.
        generator: source of randomness for the weights.
        width: number of units in each hidden layer of each coupling.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, coordinates: int, layers: int, generator: torch.Generator, width: int = 64) -> None:
        require_sizes(layers=layers)
        super().__init__()
        self.layers = nn.ModuleList(AffineCoupling(coordinates, generator, width) for _ in range(layers))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The noise of each point, and the logarithm of the determinant of the whole way."""
        total = torch.zeros_like(x[..., 0])
        for layer in self.layers:
            x, log_determinant = layer(x)
            total = total + log_determinant
        return x, total

    def inverse(self, z: Tensor) -> Tensor:
        """The point that becomes each given noise."""
        for layer in reversed(self.layers):
            z = layer.inverse(z)  # type: ignore[operator]
        return z


@jaxtyped(typechecker=beartype)
def flow_log_density(flow: Flow, points: Float[Tensor, "points coordinates"]) -> Float[Tensor, " points"]:
    r"""Log density of a flow at given points, by the change of variable.

    $$\log p(x) = \log \mathcal{N}(z; 0, I) + \log \lvert \det J(x) \rvert, \qquad z = T(x)$$

    Args:
        flow: the invertible map $T$ from data to noise.
        points: where the density is wanted, one point per row.

    Returns:
        Log densities in nats.

    Raises:
        ValueError: if `points` is NaN or infinite, or has other coordinates than the flow.

    Example:
        ```python
        import torch
        from notes.generative.flows import Flow, flow_log_density

        flow = Flow(2, 4, torch.Generator().manual_seed(0))
        print(tuple(flow_log_density(flow, torch.zeros(3, 2)).shape))
        #> (3,)
        ```

    Reference: L. Dinh, J. Sohl-Dickstein and S. Bengio, Density Estimation Using Real NVP, 2017, equations 2 to 8.
    """
    require_finite(points=points)
    require_shape((len(points), 2 * flow.layers[0].network[0].in_features), points=points)  # type: ignore[index, union-attr]
    noise, log_determinant = flow(points)
    log_noise = -(noise.square() + math.log(2 * math.pi)).sum(-1) / 2
    return log_noise + log_determinant

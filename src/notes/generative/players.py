"""The networks of both sides of the game: a plain one, and pairs of generator and critic side by side."""

from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_sizes

NOISE = 4


@jaxtyped(typechecker=beartype)
def network(inputs: int, outputs: int, generator: torch.Generator, width: int = 64) -> nn.Sequential:
    """Network with two hidden ReLU layers, its weights drawn from the given generator.

    Args:
        inputs: number of inputs.
        outputs: number of outputs.
        generator: source of randomness.
        width: number of units in each hidden layer.

    Returns:
        The network.

    Raises:
        ValueError: if `inputs`, `outputs` or `width` is below 1.

    Example:
        ```python
        import torch
        from notes.generative.players import network

        print(tuple(network(4, 2, torch.Generator().manual_seed(0))(torch.zeros(5, 4)).shape))
        #> (5, 2)
        ```
    """
    require_sizes(inputs=inputs, outputs=outputs, width=width)
    first, second, last = nn.Linear(inputs, width), nn.Linear(width, width), nn.Linear(width, outputs)
    for layer in (first, second, last):
        nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu", generator=generator)
        nn.init.zeros_(layer.bias)
    return nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), last)


class Dense(nn.Module):
    r"""An affine layer of several networks side by side, each with weights and inputs of its own.

    $$f_s[x] = \beta_s + \Omega_s x$$

    Weights are drawn uniformly with He's variance, biases are zero, as in `network`.

    Args:
        members: number of networks.
        inputs: number of inputs of each.
        outputs: number of outputs of each.
        generator: source of the weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, members: int, inputs: int, outputs: int, generator: torch.Generator):
        require_sizes(inputs=inputs)
        require_sizes(0, members=members, outputs=outputs)
        super().__init__()
        uniform = 2 * torch.rand(members, inputs, outputs, generator=generator) - 1
        self.weight = nn.Parameter(uniform * (6 / inputs) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(members, 1, outputs))

    def forward(self, x: Float[Tensor, "members count inputs"]) -> Float[Tensor, "members count outputs"]:
        """Outputs of each network on its own inputs."""
        return torch.baddbmm(self.bias, x, self.weight)


class Players(NamedTuple):
    """Generators and their opponents, side by side.

    Args:
        generator: from noise of four coordinates to points of the plane.
        critic: from points of the plane to a number.
    """

    generator: nn.Module
    critic: nn.Module


@jaxtyped(typechecker=beartype)
def players(members: int, generator: torch.Generator, width: int = 64) -> Players:
    """Pairs of a generator and a critic for points of the plane, side by side and untrained.

    Args:
        members: number of pairs.
        generator: source of randomness.
        width: number of units in each hidden layer.

    Returns:
        The generators and the critics.

    Raises:
        ValueError: if `width` is below 1 or `members` is negative.

    Example:
        ```python
        import torch
        from notes.generative.players import players

        print(tuple(players(3, torch.Generator().manual_seed(0)).critic(torch.zeros(3, 5, 2)).shape))
        #> (3, 5, 1)
        ```
    """

    require_sizes(width=width)
    require_sizes(0, members=members)

    def networks(inputs: int, outputs: int) -> nn.Sequential:
        first, second, last = (
            Dense(members, *shape, generator) for shape in ((inputs, width), (width, width), (width, outputs))
        )
        return nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), last)

    return Players(networks(NOISE, 2), networks(2, 1))

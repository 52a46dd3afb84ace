"""The networks of both sides of the game: a plain one, and a generator with its critic."""

from typing import NamedTuple

import torch
from jaxtyping import jaxtyped
from torch import nn

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


class Players(NamedTuple):
    """A generator and its opponent.

    Args:
        generator: from noise of four coordinates to points of the plane.
        critic: from points of the plane to a number.
    """

    generator: nn.Module
    critic: nn.Module


@jaxtyped(typechecker=beartype)
def players(generator: torch.Generator, width: int = 64) -> Players:
    """A generator and a critic for points of the plane, untrained.

    Args:
        generator: source of randomness for the weights.
        width: number of units in each hidden layer.

    Returns:
        Both networks.

    Raises:
        ValueError: if `width` is below 1.

    Example:
        ```python
        import torch
        from notes.generative.players import players

        print(tuple(players(torch.Generator().manual_seed(0)).critic(torch.zeros(5, 2)).shape))
        #> (5, 1)
        ```
    """
    return Players(network(NOISE, 2, generator, width), network(2, 1, generator, width))

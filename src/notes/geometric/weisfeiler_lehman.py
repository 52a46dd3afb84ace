"""The Weisfeiler-Lehman test: colours of nodes refined by the colours of their neighbours."""

import torch
from beartype import beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import require


@jaxtyped(typechecker=beartype)
def stable_colours(adjacency: Float[Tensor, "n n"]) -> list[int]:
    """The colours of nodes once refinement no longer splits any class.

    To compare two graphs, refine their disjoint union: they may be isomorphic only if both halves hold
    the same multiset of colours.

    Args:
        adjacency: a matrix of zeros and ones.

    Returns:
        One colour per node.

    Raises:
        ValueError: if an entry is neither 0 nor 1.
    """
    require((adjacency == 0) | (adjacency == 1), "adjacency", "0 or 1", adjacency)
    neighbours = [row.nonzero().flatten().tolist() for row in adjacency]
    colours = [0] * len(neighbours)
    while True:
        signatures = [(colours[i], tuple(sorted(colours[j] for j in near))) for i, near in enumerate(neighbours)]
        names = {signature: k for k, signature in enumerate(sorted(set(signatures)))}
        if len(names) == len(set(colours)):
            return colours
        colours = [names[signature] for signature in signatures]


@jaxtyped(typechecker=beartype)
def weisfeiler_lehman_separates(first: Float[Tensor, "n n"], second: Float[Tensor, "m m"]) -> bool:
    """Whether colour refinement tells two graphs apart.

    Args:
        first: the adjacency matrix of a graph.
        second: that of another.

    Returns:
        True if they are surely not isomorphic; False leaves it open.
    """
    colours = stable_colours(torch.block_diag(first, second))
    return sorted(colours[: len(first)]) != sorted(colours[len(first) :])

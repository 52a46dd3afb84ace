r"""Positional encodings: features that tell a node's place in the graph, where messages alone cannot."""

from typing import NamedTuple

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_decomposable, require_finite, require_sizes
from notes.graphs.graph import adjacency as adjacency_of
from notes.graphs.graph import require_adjacency, require_neighbours
from notes.graphs.laplacian import normalised_laplacian
from notes.graphs.spectral import spectrum


@jaxtyped(typechecker=beartype)
def return_probabilities(adjacency: Float[Tensor, "nodes nodes"], steps: int) -> Float[Tensor, "nodes steps"]:
    r"""Probabilities that a random walk is back at its node: $\big( (A D^{-1})^k \big)_{nn}$ for $k = 1, \dots$

    Args:
        adjacency: the graph, in which every node has a neighbour.
        steps: the longest walk.

    Returns:
        One row per node, one column per length.

    Raises:
        ValueError: if `adjacency` is that of no graph, a node has no neighbour, or `steps` is below 1.

    Example:
        ```python
        from notes.graphs.graph import adjacency
        from notes.graphs.positional_encoding import return_probabilities

        print(return_probabilities(adjacency([(0, 1), (1, 2), (0, 2)], 3), 3)[0].tolist())
        #> [0.0, 0.5, 0.25]
        ```

    Reference: V. P. Dwivedi et al., Graph Neural Networks with Learnable Structural and Positional Representations,
        2022.
    """
    require_adjacency(adjacency)
    require_neighbours(adjacency)
    require_sizes(steps=steps)
    step = adjacency / adjacency.sum(0)
    found = [step]
    while len(found) < steps:
        found.append(found[-1] @ step)
    return torch.stack([walk.diagonal() for walk in found], dim=1)


@jaxtyped(typechecker=beartype)
def laplacian_encoding(adjacency: Float[Tensor, "nodes nodes"], count: int) -> Float[Tensor, "nodes count"]:
    r"""Entries of the slowest waves of the normalised Laplacian at each node, the first wave left out.

    Args:
        adjacency: the graph, in which every node has a neighbour.
        count: number of waves.

    Returns:
        One row per node. Signs are those that the solver gives; where a frequency repeats, so are the waves.

    Raises:
        ValueError: if `adjacency` is that of no graph, a node has no neighbour, or there are not as many other waves.

    Reference: V. P. Dwivedi et al., Benchmarking Graph Neural Networks, 2023.
    """
    require_decomposable(adjacency=adjacency)
    require_sizes(count=count)
    if count >= len(adjacency):
        raise ValueError(f"`count` must be below {len(adjacency)}, got {count}")
    return spectrum(normalised_laplacian(adjacency)).waves[:, 1 : count + 1]


@jaxtyped(typechecker=beartype)
def random_signs(encoding: Float[Tensor, "graphs nodes count"], generator: torch.Generator) -> Tensor:
    """Encodings with the sign of each wave drawn anew, so that no network can come to rely on it.

    Args:
        encoding: waves of many graphs.
        generator: source of the signs.

    Returns:
        The encodings, each wave times one or minus one.

    Raises:
        ValueError: if `encoding` is NaN or infinite.
    """
    require_finite(encoding=encoding)
    signs = torch.randint(2, (len(encoding), 1, encoding.shape[2]), generator=generator, device=generator.device)
    return encoding * (2 * signs - 1)


@jaxtyped(typechecker=beartype)
def skip_link_graph(nodes: int, skip: int) -> Float[Tensor, "nodes nodes"]:
    """A ring with links to the next node, and to the one that is some places on: every node has four neighbours.

    Args:
        nodes: number of nodes.
        skip: places to the second link, at least 2 and less than half of the nodes.

    Returns:
        The adjacency matrix.

    Raises:
        ValueError: if `skip` does not give each node four neighbours.

    Reference: R. L. Murphy et al., Relational Pooling for Graph Representations, 2019, section 4.2.
    """
    if not 2 <= skip < nodes / 2:
        raise ValueError(f"`skip` must be at least 2 and less than half of {nodes} nodes, got {skip}")
    return adjacency_of([(n, (n + far) % nodes) for far in (1, skip) for n in range(nodes)], nodes)


class SkipLinks(NamedTuple):
    """Regular graphs of sixteen nodes of four kinds, their nodes in a random order.

    Attributes:
        adjacencies: one graph after the other.
        kinds: the kind of each.
    """

    adjacencies: Float[Tensor, "graphs 16 16"]
    kinds: Int64[Tensor, "graphs"]


@jaxtyped(typechecker=beartype)
def skip_link_graphs(each: int, generator: torch.Generator) -> SkipLinks:
    """Graphs whose second link skips 2, 3, 4 or 6 places: no two kinds are the same graph.

    Args:
        each: number of graphs of each kind.
        generator: source of the orders.

    Returns:
        The graphs and their kinds.

    Raises:
        ValueError: if `each` is below 1.
    """
    require_sizes(each=each)
    kinds = torch.arange(4).repeat_interleave(each)
    graphs = []
    for skip in torch.tensor([2, 3, 4, 6])[kinds].tolist():
        order = torch.randperm(16, generator=generator)
        graphs.append(skip_link_graph(16, skip)[order][:, order])
    return SkipLinks(torch.stack(graphs), kinds)


def _constant(adjacency: Tensor) -> Tensor:
    return torch.ones_like(adjacency[:, :1])


def _walks(adjacency: Tensor) -> Tensor:
    return return_probabilities(adjacency, 8)


def _waves(adjacency: Tensor) -> Tensor:
    return laplacian_encoding(adjacency, 8) * len(adjacency) ** 0.5


PLACES = {"constant": _constant, "walks": _walks, "waves": _waves}
"""What a node is told of its place, by name: nothing, eight returns, eight waves with entries of about one."""

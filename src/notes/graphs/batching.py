r"""Batches: several graphs as one, sampled neighbourhoods, and a graph in parts."""

from collections.abc import Sequence

import networkx as nx
import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_finite,
    require_length,
    require_no_gradient,
    require_real,
    require_shape,
    require_some,
    require_widths,
)
from notes.graphs.graph import distances, require_adjacency


def _require_graphs(features: Sequence[Tensor], adjacencies: Sequence[Tensor]) -> None:
    """Refuse lists that are no graphs, as types look at some of their entries only."""
    require_widths(features=[len(features)])
    require_length(len(features), adjacencies=adjacencies)
    require_real(features=features, adjacencies=adjacencies)
    for one, links in zip(features, adjacencies, strict=True):
        require_shape((len(features[0]), one.shape[1]), features=one)
        require_shape((one.shape[1],) * 2, adjacencies=links)


@jaxtyped(typechecker=beartype)
def as_one_graph(
    features: Sequence[Float[Tensor, "features _"]], adjacencies: Sequence[Float[Tensor, "_ _"]]
) -> tuple[Float[Tensor, "features all"], Float[Tensor, "all all"]]:
    r"""Several graphs as one that has no edges between them: $[X_1, X_2, \dots]$ and $\operatorname{diag}(A_1, \dots)$.

    Args:
        features: node features of every graph.
        adjacencies: their adjacency matrices.

    Returns:
        Features side by side, and the block-diagonal adjacency matrix.

    Raises:
        ValueError: if an argument is NaN or infinite, or there is no graph, or shapes do not fit.

    Example:
        ```python
        import torch
        from notes.graphs.batching import as_one_graph
        from notes.graphs.graph import adjacency

        pair, single = adjacency([(0, 1)], 2), adjacency([], 1)
        X, A = as_one_graph([torch.zeros(3, 2), torch.zeros(3, 1)], [pair, single])
        print(tuple(X.shape), A.tolist())
        #> (3, 3) [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
        ```
    """
    _require_graphs(features, adjacencies)
    require_finite(features=features, adjacencies=adjacencies)
    return torch.cat(list(features), dim=1), torch.block_diag(*adjacencies)


@jaxtyped(typechecker=beartype)
def graph_means(
    hidden: Float[Tensor, "features all"], graphs: Int64[Tensor, "all"]
) -> Float[Tensor, "features graphs"]:
    """The mean column of each of several graphs that pass through the layers as one.

    Args:
        hidden: one column per node of all graphs.
        graphs: the number of the graph that a node is of; each number from zero on has a node.

    Returns:
        One column per graph.

    Raises:
        ValueError: if `hidden` is NaN or infinite, there is no node, or a number has none.

    Example:
        ```python
        import torch
        from notes.graphs.batching import graph_means

        print(graph_means(torch.tensor([[1.0, 3.0, 5.0]]), torch.tensor([0, 0, 1])).tolist())
        #> [[2.0, 5.0]]
        ```
    """
    require_some(hidden=hidden)
    require_finite(hidden=hidden)
    require(graphs >= 0, "graphs", "numbers from zero on", graphs)
    sizes = torch.bincount(graphs)
    require(sizes > 0, "graphs", "of at least one node for each number", sizes)
    sums = hidden.new_zeros(len(hidden), len(sizes)).index_add(1, graphs, hidden)
    return sums / sizes


@jaxtyped(typechecker=beartype)
def sampled_adjacency(
    adjacency: Float[Tensor, "nodes nodes"], size: int, generator: torch.Generator
) -> Float[Tensor, "nodes nodes"]:
    r"""The graph with at most `size` neighbours kept for every node, and their weights raised to make up for the rest.

    Of the $d$ neighbours of a node $s = \min(d, \text{size})$ are drawn without replacement; each gets the weight
    $d / s$, so that the mean over many draws of $H S$ is $H A$.

    Args:
        adjacency: the graph $A$.
        size: number of neighbours to keep, at least 1.
        generator: source of the choice.

    Returns:
        $S$; its columns belong to the nodes that gather, and it is not symmetric.

    Raises:
        ValueError: if `size` is not positive.

    Reference: W. L. Hamilton, R. Ying and J. Leskovec, Inductive Representation Learning on Large Graphs, 2017.
    """
    require_adjacency(adjacency)
    if size < 1:
        raise ValueError(f"`size` must be at least 1, got {size}")
    sampled = torch.zeros_like(adjacency)
    for n in range(len(adjacency)):
        neighbours = adjacency[:, n].nonzero()[:, 0]
        kept = neighbours[torch.randperm(len(neighbours), generator=generator, device=generator.device)[:size]]
        sampled[kept, n] = adjacency[kept, n] * len(neighbours) / max(len(kept), 1)
    return sampled


@jaxtyped(typechecker=beartype)
def receptive_field(
    adjacency: Float[Tensor, "nodes nodes"], nodes: Sequence[int], layers: int
) -> Bool[Tensor, "nodes"]:
    """Nodes that some given nodes depend on after a number of layers: all within as many hops.

    Args:
        adjacency: the graph.
        nodes: where the outputs are wanted.
        layers: number of graph convolutions.

    Returns:
        True for every node whose features enter.
    """
    return (distances(adjacency)[:, list(nodes)] <= layers).any(dim=1)


@jaxtyped(typechecker=beartype)
def two_parts(adjacency: Float[Tensor, "nodes nodes"], seed: int) -> Int64[Tensor, "nodes"]:
    """The nodes in two halves with few edges between them, by the heuristic of Kernighan and Lin.

    Args:
        adjacency: the graph.
        seed: of the random first division.

    Returns:
        Zero or one for every node.

    Raises:
        ValueError: if `adjacency` is NaN or infinite, or `adjacency` asks for a gradient, or is of half precision.

    Reference: B. W. Kernighan and S. Lin, An Efficient Heuristic Procedure for Partitioning Graphs, 1970; by NetworkX.
    """
    require_no_gradient(adjacency=adjacency)
    require_decomposable(adjacency=adjacency)
    graph = nx.from_numpy_array(adjacency.numpy())
    first, _ = nx.community.kernighan_lin_bisection(graph, seed=seed)
    return torch.tensor([int(n not in first) for n in range(len(adjacency))], device=adjacency.device)


@jaxtyped(typechecker=beartype)
def within_parts(
    adjacency: Float[Tensor, "nodes nodes"], parts: Int64[Tensor, "nodes"]
) -> Float[Tensor, "nodes nodes"]:
    """The graph without the edges between different parts.

    Args:
        adjacency: the graph.
        parts: number of the part of every node.

    Returns:
        The adjacency matrix of what is left.

    Raises:
        ValueError: if `adjacency` is NaN or infinite.
    """
    require_finite(adjacency=adjacency)
    return adjacency * (parts[:, None] == parts)

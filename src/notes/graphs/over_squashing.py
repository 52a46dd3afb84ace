r"""Over-squashing: what many far nodes have to say, through a few edges and into one column.

A bound on how much a node can notice of another, a curvature that marks the narrow edges, and a task that needs both
ends of a tree.
"""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_not_negative, require_sizes
from notes.graphs.graph import adjacency as adjacency_of
from notes.graphs.graph import require_adjacency


@jaxtyped(typechecker=beartype)
def sensitivity_bound(gather: Float[Tensor, "nodes nodes"], rounds: int, gain: float) -> Float[Tensor, "nodes nodes"]:
    r"""How much one feature of a node can change with that of another: $c^r (\hat A^r)_{mn}$ at most.

    Args:
        gather: $\hat A$, the matrix of the aggregation, without negative entries.
        rounds: $r$, the number of layers.
        gain: $c$, of a layer: the size of its weight times the largest slope of its activation.

    Returns:
        The bounds; entry (m, n) is that on the derivative of the column of n by the features of m.

    Raises:
        ValueError: if `gather` is not finite or has a negative entry, `gain` or `rounds` is negative, or a bound
            is infinite.

    Reference: J. Topping et al., Understanding Over-Squashing and Bottlenecks on Graphs via Curvature, 2022, lemma 1.
    """
    require_not_negative(gather=gather, gain=gain)
    require_finite(gather=gather, gain=gain)
    require_sizes(0, rounds=rounds)
    bound = gain**rounds * torch.linalg.matrix_power(gather, rounds)
    require(bound.isfinite(), "gain", "small enough for bounds that are finite", bound)
    return bound


def _corners(linked: Bool[Tensor, "nodes nodes"], near: int, far: int) -> Int64[Tensor, "corners"]:
    """For each neighbour of `near` alone, the number of neighbours of `far` alone that it is linked to."""
    own, other = linked[near] & ~linked[far], linked[far] & ~linked[near]
    own[far] = other[near] = False
    return linked[own][:, other].sum(1)


@jaxtyped(typechecker=beartype)
def balanced_forman_curvature(adjacency: Float[Tensor, "nodes nodes"], edge: tuple[int, int]) -> float:
    r"""Curvature of an edge: high in triangles and squares, negative where the edge is the only way across.

    $$\frac{2}{d_m} + \frac{2}{d_n} - 2 + \frac{2 T}{\max(d_m, d_n)} + \frac{T}{\min(d_m, d_n)}
    + \frac{Q_m + Q_n}{\gamma \max(d_m, d_n)}$$

    Args:
        adjacency: the graph; weights do not count.
        edge: its ends $m$ and $n$.

    Returns:
        The curvature; zero where an end has no other neighbour.

    Raises:
        ValueError: if `adjacency` is that of no graph, or `edge` is no edge of it.

    Example:
        ```python
        from notes.graphs.graph import adjacency
        from notes.graphs.over_squashing import balanced_forman_curvature

        triangle = adjacency([(0, 1), (1, 2), (0, 2)], 3)
        print(balanced_forman_curvature(triangle, (0, 1)))
        #> 1.5
        ```

    Reference: J. Topping et al., Understanding Over-Squashing and Bottlenecks on Graphs via Curvature, 2022,
        definition 1.
    """
    require_adjacency(adjacency)
    linked, (m, n) = adjacency > 0, edge
    if not (min(edge) >= 0 and max(edge) < len(adjacency) and linked[m, n]):
        raise ValueError(f"`edge` must be an edge of the graph, got {edge}")
    least, most = sorted(linked[[m, n]].sum(1).tolist())
    if least == 1:
        return 0.0
    triangles = (linked[m] & linked[n]).sum().item()
    corners = torch.cat([_corners(linked, m, n), _corners(linked, n, m)])
    squares = (corners > 0).sum().item()
    crowding = max([1, *corners.tolist()])
    straight = 2 / least + 2 / most - 2
    return straight + 2 * triangles / most + triangles / least + squares / (crowding * most)


@jaxtyped(typechecker=beartype)
def binary_tree(depth: int) -> Float[Tensor, "nodes nodes"]:
    r"""The tree of $2^{r + 1} - 1$ nodes in which every node but the leaves has two children; node 0 is the root.

    Args:
        depth: $r$, the number of edges from the root to each leaf; the leaves are the last nodes.

    Returns:
        Its adjacency matrix.

    Raises:
        ValueError: if `depth` is below 1.
    """
    require_sizes(depth=depth)
    nodes = 2 ** (depth + 1) - 1
    return adjacency_of([((child - 1) // 2, child) for child in range(1, nodes)], nodes)


class Matching(NamedTuple):
    """Trees whose leaves hold a bit each, and whose root asks for that of one of them.

    Attributes:
        features: for each tree and node the sign of the bit of a leaf, then the name of the leaf; of the root, the
            name it asks for.
        bits: the bit of the leaf that is asked for.
    """

    features: Float[Tensor, "trees nodes features"]
    bits: Int64[Tensor, "trees"]


@jaxtyped(typechecker=beartype)
def leaf_matching(depth: int, trees: int, generator: torch.Generator) -> Matching:
    """Draw bits and questions for as many trees: a small form of the task of Alon and Yahav.

    Args:
        depth: number of edges from the root to each leaf.
        trees: how many to draw.
        generator: source of the bits and of the questions.

    Returns:
        Features and what is asked for.

    Raises:
        ValueError: if `depth` or `trees` is below 1.

    Reference: U. Alon and E. Yahav, On the Bottleneck of Graph Neural Networks and Its Practical Implications, 2021.
    """
    require_sizes(depth=depth, trees=trees)
    leaves = 2**depth
    bits = torch.randint(2, (trees, leaves), generator=generator)
    asked = torch.randint(leaves, (trees,), generator=generator)
    features = torch.zeros(trees, 2 * leaves - 1, leaves + 1)
    features[:, -leaves:, 0] = 2.0 * bits - 1
    features[:, -leaves:, 1:] = torch.eye(leaves)
    features[torch.arange(trees), 0, 1 + asked] = 1
    return Matching(features, bits[torch.arange(trees), asked])

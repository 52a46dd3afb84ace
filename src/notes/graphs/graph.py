r"""Graphs as matrices: who is linked to whom, what a renumbering of the nodes changes, and graphs to try things on.

A graph is its adjacency matrix $A$, symmetric, with zeros on the diagonal. Node features are the columns of a matrix
$X$ of $D$ rows, as in the source.
"""

from collections.abc import Sequence

import networkx as nx
import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_sizes, require_widths

SOURCE_EDGES = ((0, 1), (0, 2), (0, 3), (1, 2), (2, 3))
"""The source's graph of four nodes and five edges, its nodes counted from zero."""

TAILED_TRIANGLE = ((0, 1), (0, 2), (1, 2), (0, 3))
"""The graph on which the source explains the Laplacian: a triangle A, B, C, and D linked to A."""


@jaxtyped(typechecker=beartype)
def adjacency(edges: Sequence[tuple[int, int]], nodes: int) -> Float[Tensor, "nodes nodes"]:
    r"""Adjacency matrix of an undirected graph: $A_{mn} = 1$ if there is an edge between $m$ and $n$.

    Args:
        edges: pairs of nodes, counted from zero; an edge stands once, in either order.
        nodes: number of nodes.

    Returns:
        A symmetric matrix of zeros and ones, zero on the diagonal.

    Raises:
        ValueError: if an edge joins a node to itself or to one that does not exist, or `nodes` is negative.

    Example:
        ```python
        from notes.graphs.graph import adjacency

        print(adjacency([(0, 1), (1, 2)], 3).tolist())
        #> [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
        ```
    """
    require_sizes(0, nodes=nodes)
    matrix = torch.zeros(nodes, nodes)
    for one, other in edges:
        if one == other or not (0 <= one < nodes and 0 <= other < nodes):
            rule = f"join two of {nodes} nodes, counted from zero"
            raise ValueError(f"`edges` must {rule}, got {(one, other)}")
        matrix[one, other] = matrix[other, one] = 1
    return matrix


@jaxtyped(typechecker=beartype)
def require_adjacency(adjacency: Float[Tensor, "nodes nodes"]) -> None:
    """Refuse what is no adjacency matrix of an undirected graph without loops.

    Args:
        adjacency: weights of the edges; zero where there is none.

    Raises:
        ValueError: if the matrix is not symmetric or not finite, has a negative entry, or one on its diagonal.
    """
    require_finite(adjacency=adjacency)
    require(adjacency == adjacency.T, "adjacency", "symmetric", adjacency)
    require(adjacency >= 0, "adjacency", "without negative weights", adjacency)
    require(adjacency.diagonal() == 0, "adjacency", "zero on the diagonal", adjacency.diagonal())


@jaxtyped(typechecker=beartype)
def require_neighbours(adjacency: Float[Tensor, "nodes nodes"]) -> None:
    """Refuse a graph in which some node has no neighbour: over nobody there is no mean and no maximum.

    Args:
        adjacency: the graph.

    Raises:
        ValueError: if a degree is not positive.
    """
    degrees = adjacency.sum(0)
    require(degrees > 0, "adjacency", "a graph in which every node has a neighbour", degrees)


@jaxtyped(typechecker=beartype)
def permutation_matrix(order: Int64[Tensor, "nodes"]) -> Float[Tensor, "nodes nodes"]:
    r"""The matrix $P$ with which $XP$ has the columns of $X$ in a new order.

    Args:
        order: which old node stands at each new place.

    Returns:
        A matrix with a single one in each row and column, $P_{mn} = 1$ if the old node $m$ stands at the place $n$.

    Raises:
        ValueError: if `order` does not name every node once.

    Example:
        ```python
        import torch
        from notes.graphs.graph import permutation_matrix

        X = torch.tensor([[1.0, 2.0, 3.0]])
        print((X @ permutation_matrix(torch.tensor([2, 0, 1]))).tolist())
        #> [[3.0, 1.0, 2.0]]
        ```
    """
    if order.sort().values.tolist() != list(range(len(order))):
        rule = f"name each of {len(order)} nodes once"
        raise ValueError(f"`order` must {rule}, got {order.tolist()}")
    return torch.eye(len(order), device=order.device)[:, order]


@jaxtyped(typechecker=beartype)
def distances(adjacency: Float[Tensor, "nodes nodes"]) -> Float[Tensor, "nodes nodes"]:
    """Number of edges on the shortest path between every two nodes, from the powers of the adjacency matrix.

    Args:
        adjacency: the graph.

    Returns:
        Distances; infinite between nodes that no path joins.

    Example:
        ```python
        from notes.graphs.graph import adjacency, distances

        print(distances(adjacency([(0, 1), (1, 2)], 4))[0].tolist())
        #> [0.0, 1.0, 2.0, inf]
        ```
    """
    require_adjacency(adjacency)
    nodes = len(adjacency)
    found = torch.full_like(adjacency, torch.inf)
    reached = torch.eye(nodes, device=adjacency.device).to(adjacency)
    for steps in range(nodes):
        found[(reached > 0) & found.isinf()] = steps
        reached = ((reached + reached @ adjacency) > 0).to(adjacency)
    return found


@jaxtyped(typechecker=beartype)
def karate_club() -> tuple[Float[Tensor, "34 34"], Int64[Tensor, "34"]]:
    """Who met whom outside of a karate club of 34 members, and whom they followed when it split.

    Returns:
        The adjacency matrix, and 0 for those who followed the instructor to a new club, 1 for those who stayed with the
        officers.

    Reference: W. W. Zachary, An Information Flow Model for Conflict and Fission in Small Groups, 1977; from NetworkX.
    """
    club = nx.karate_club_graph()
    matrix = torch.from_numpy(nx.to_numpy_array(club, weight=None)).float()
    return matrix, torch.tensor([int(side == "Officer") for _, side in club.nodes(data="club")])


@jaxtyped(typechecker=beartype)
def block_model(
    sizes: Sequence[int], within: float, between: float, generator: torch.Generator
) -> tuple[Float[Tensor, "nodes nodes"], Int64[Tensor, "nodes"]]:
    """A random graph in which nodes of one block are linked more often than nodes of different blocks.

    Args:
        sizes: number of nodes of each block.
        within: probability of an edge between two nodes of one block.
        between: probability of an edge between two nodes of different blocks.
        generator: source of the edges.

    Returns:
        The adjacency matrix, and the block of every node.

    Raises:
        ValueError: if a probability is not between 0 and 1, or there is no size or one is below 1.

    Example:
        ```python
        import torch
        from notes.graphs.graph import block_model

        matrix, blocks = block_model([2, 3], 1.0, 0.0, torch.Generator().manual_seed(0))
        print(matrix.sum(0).tolist(), blocks.tolist())
        #> [1.0, 1.0, 2.0, 2.0, 2.0] [0, 0, 1, 1, 1]
        ```

    Reference: P. W. Holland, K. B. Laskey and S. Leinhardt, Stochastic Blockmodels: First Steps, 1983.
    """
    require_widths(sizes=sizes)
    for name, value in {"within": within, "between": between}.items():
        if not 0 <= value <= 1:
            raise ValueError(f"`{name}` must be between 0 and 1, got {value}")
    blocks = torch.arange(len(sizes)).repeat_interleave(torch.tensor(sizes))
    chances = torch.where(blocks[:, None] == blocks, within, between)
    upper = (torch.rand(chances.shape, generator=generator) < chances).float().triu(1)
    return upper + upper.T, blocks

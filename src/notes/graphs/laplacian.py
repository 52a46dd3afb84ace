r"""Calculus on graphs: incidence matrix, gradient, divergence and Laplacian."""

from collections.abc import Sequence

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_sizes, require_squares
from notes.graphs.graph import require_adjacency, require_neighbours


@jaxtyped(typechecker=beartype)
def incidence_matrix(edges: Sequence[tuple[int, int]], nodes: int) -> Float[Tensor, "edges nodes"]:
    r"""The matrix $K$ of differences: one row per edge, $+1$ at the node of the smaller number, $-1$ at the other.

    Args:
        edges: pairs of nodes, counted from zero, in either order.
        nodes: number of nodes.

    Returns:
        $K$, with which $K f$ are the differences $f(v_i) - f(v_j)$, $i < j$, of a function along the edges.

    Raises:
        ValueError: if an edge joins a node to itself or to one that does not exist, or `nodes` is negative.

    Example:
        ```python
        from notes.graphs.laplacian import incidence_matrix

        print(incidence_matrix([(0, 1), (2, 1)], 3).tolist())
        #> [[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]]
        ```
    """
    require_sizes(0, nodes=nodes)
    matrix = torch.zeros(len(edges), nodes)
    for row, pair in enumerate(edges):
        first, second = sorted(pair)
        if first == second or not 0 <= first < second < nodes:
            rule = f"join two of {nodes} nodes, counted from zero"
            raise ValueError(f"`edges` must {rule}, got {pair}")
        matrix[row, first], matrix[row, second] = 1, -1
    return matrix


@jaxtyped(typechecker=beartype)
def gradient(incidence: Float[Tensor, "edges nodes"], function: Float[Tensor, "nodes"]) -> Float[Tensor, "edges"]:
    """Differences of a function along the edges: $g = K f$.

    Args:
        incidence: $K$.
        function: one value per node.

    Returns:
        One value per edge.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(incidence=incidence, function=function)
    return incidence @ function


@jaxtyped(typechecker=beartype)
def divergence(incidence: Float[Tensor, "edges nodes"], flow: Float[Tensor, "edges"]) -> Float[Tensor, "nodes"]:
    r"""What flows out of every node along the edges, minus what flows in: $d = K^\top g$.

    Args:
        incidence: $K$.
        flow: one value per edge, positive if it runs from the node of the smaller number to the other.

    Returns:
        One value per node; they sum to zero.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(incidence=incidence, flow=flow)
    return incidence.T @ flow


@jaxtyped(typechecker=beartype)
def laplacian(adjacency: Float[Tensor, "nodes nodes"]) -> Float[Tensor, "nodes nodes"]:
    r"""Degrees minus adjacency: $L = D - A = K^\top K$.

    Args:
        adjacency: the graph, possibly with weights.

    Returns:
        A symmetric positive semidefinite matrix whose rows sum to zero.

    Example:
        ```python
        from notes.graphs.graph import adjacency
        from notes.graphs.laplacian import laplacian

        print(laplacian(adjacency([(0, 1), (1, 2)], 3)).tolist())
        #> [[1.0, -1.0, 0.0], [-1.0, 2.0, -1.0], [0.0, -1.0, 1.0]]
        ```

    Reference: F. R. K. Chung, Spectral Graph Theory, 1997.
    """
    require_adjacency(adjacency)
    return adjacency.sum(0).diag() - adjacency


@jaxtyped(typechecker=beartype)
def normalised_laplacian(adjacency: Float[Tensor, "nodes nodes"]) -> Float[Tensor, "nodes nodes"]:
    r"""The Laplacian on one scale for all degrees: $I - D^{-1/2} A D^{-1/2}$, with eigenvalues from 0 to 2.

    Args:
        adjacency: the graph, in which every node has a neighbour.

    Returns:
        A symmetric positive semidefinite matrix.

    Raises:
        ValueError: if a node has no neighbour or `adjacency` has no finite sum of squares.
    """
    require_squares(adjacency=adjacency)
    require_adjacency(adjacency)
    require_neighbours(adjacency)
    degrees = adjacency.sum(0)
    require(degrees.square() > 0, "adjacency", "large enough for products of degrees", degrees)
    identity = adjacency.new_ones(len(adjacency)).diag()
    return identity - adjacency / (degrees[:, None] * degrees).sqrt()


@jaxtyped(typechecker=beartype)
def dirichlet_energy(
    hidden: Float[Tensor, "features nodes"], laplacian: Float[Tensor, "nodes nodes"]
) -> Float[Tensor, ""]:
    r"""How much the columns differ along the edges: the trace of $H L H^\top$.

    $$\sum_{d} \sum_{(m, n) \in E} (h_{dm} - h_{dn})^2 \quad \text{for } L = D - A$$

    Args:
        hidden: $H$, one column per node.
        laplacian: $L$.

    Returns:
        The energy; zero if the columns are equal within every component.

    Raises:
        ValueError: if `laplacian` is NaN or infinite or `hidden` has no finite sum of squares.
    """
    require_squares(hidden=hidden)
    require_finite(laplacian=laplacian)
    return (hidden @ laplacian * hidden).sum()

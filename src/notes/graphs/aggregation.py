r"""Eight ways to gather what the neighbours say, each as a matrix product and neighbour by neighbour.

The functions named `..._matrix` return the matrix $M$ of a linear aggregation, so that a layer computes
$\Omega H M$. The dictionary `BY_NEIGHBOURS` holds what the same aggregation says for one node, given its own column,
the columns of its neighbours, its degree and theirs.
"""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_squares
from notes.graphs.graph import require_adjacency, require_neighbours


@jaxtyped(typechecker=beartype)
def sum_matrix(adjacency: Float[Tensor, "nodes nodes"]) -> Float[Tensor, "nodes nodes"]:
    r"""Node and neighbours added up: $A + I$.

    Args:
        adjacency: the graph $A$.

    Returns:
        The matrix to multiply $H$ with from the right.

    Raises:
        ValueError: if `adjacency` is that of no graph.
    """
    require_adjacency(adjacency)
    return adjacency + torch.eye(len(adjacency), device=adjacency.device).to(adjacency)


@jaxtyped(typechecker=beartype)
def enhanced_matrix(adjacency: Float[Tensor, "nodes nodes"], epsilon: float) -> Float[Tensor, "nodes nodes"]:
    r"""The node itself weighs more: $A + (1 + \epsilon) I$.

    Args:
        adjacency: the graph $A$.
        epsilon: additional weight of the node's own column; in a network it is learnt.

    Returns:
        The matrix to multiply $H$ with from the right.

    Raises:
        ValueError: if `adjacency` is that of no graph.
    """
    require_adjacency(adjacency)
    require_finite(epsilon=epsilon)
    return adjacency + (1 + epsilon) * torch.eye(len(adjacency), device=adjacency.device).to(adjacency)


@jaxtyped(typechecker=beartype)
def mean_matrix(adjacency: Float[Tensor, "nodes nodes"]) -> Float[Tensor, "nodes nodes"]:
    r"""The node, and the mean of its neighbours: $A D^{-1} + I$.

    Args:
        adjacency: the graph $A$, in which every node has a neighbour.

    Returns:
        The matrix to multiply $H$ with from the right.

    Raises:
        ValueError: if `adjacency` is that of no graph, or a node has no neighbour: the mean of nothing does not exist.
    """
    require_adjacency(adjacency)
    require_neighbours(adjacency)
    degrees = adjacency.sum(0)
    return adjacency / degrees + adjacency.new_ones(len(adjacency)).diag()


@jaxtyped(typechecker=beartype)
def kipf_matrix(adjacency: Float[Tensor, "nodes nodes"]) -> Float[Tensor, "nodes nodes"]:
    r"""The node, and its neighbours with less weight the more neighbours either has: $D^{-1/2} A D^{-1/2} + I$.

    Args:
        adjacency: the graph $A$, in which every node has a neighbour.

    Returns:
        The matrix to multiply $H$ with from the right.

    Raises:
        ValueError: if `adjacency` is that of no graph, or a node has no neighbour, or `adjacency` has no finite sum of
            squares.
    """
    require_squares(adjacency=adjacency)
    require_adjacency(adjacency)
    require_neighbours(adjacency)
    degrees = adjacency.sum(0)
    require(degrees.square() > 0, "adjacency", "large enough for products of degrees", degrees)
    normalised = adjacency / (degrees[:, None] * degrees).sqrt()
    return normalised + adjacency.new_ones(len(adjacency)).diag()


@jaxtyped(typechecker=beartype)
def renormalised_matrix(adjacency: Float[Tensor, "nodes nodes"]) -> Float[Tensor, "nodes nodes"]:
    r"""Kipf and Welling's matrix: the node is one of its own neighbours, $\tilde D^{-1/2} (A + I) \tilde D^{-1/2}$.

    Args:
        adjacency: the graph $A$; nodes without neighbours are allowed, since each is its own.

    Returns:
        The matrix to multiply $H$ with from the right; its eigenvalues lie in $(-1, 1]$.

    Raises:
        ValueError: if `adjacency` is that of no graph or `adjacency` has no finite sum of squares.

    Example:
        ```python
        from notes.graphs.aggregation import renormalised_matrix
        from notes.graphs.graph import adjacency

        print(renormalised_matrix(adjacency([(0, 1)], 2)).tolist())
        #> [[0.5, 0.5], [0.5, 0.5]]
        ```

    Reference: T. N. Kipf and M. Welling, Semi-Supervised Classification with Graph Convolutional Networks, 2017.
    """
    require_squares(adjacency=adjacency)
    require_adjacency(adjacency)
    looped = sum_matrix(adjacency)
    degrees = looped.sum(0)
    return looped / (degrees[:, None] * degrees).sqrt()


@jaxtyped(typechecker=beartype)
def generalised_enhancement(
    hidden: Float[Tensor, "inputs nodes"],
    adjacency: Float[Tensor, "nodes nodes"],
    neighbour_weights: Float[Tensor, "outputs inputs"],
    own_weights: Float[Tensor, "outputs inputs"],
) -> Float[Tensor, "outputs nodes"]:
    r"""Weights of their own for the node and for its neighbours.

    $$\Omega H A + \Psi H = \begin{bmatrix} \Omega & \Psi \end{bmatrix} \begin{bmatrix} H A \\ H \end{bmatrix}$$

    Args:
        hidden: $H$, one column per node.
        adjacency: the graph $A$.
        neighbour_weights: $\Omega$.
        own_weights: $\Psi$.

    Returns:
        One column per node, before bias and activation.

    Raises:
        ValueError: if `adjacency` is that of no graph, or an argument is NaN or infinite.
    """
    require_finite(hidden=hidden, neighbour_weights=neighbour_weights, own_weights=own_weights)
    require_adjacency(adjacency)
    weights = torch.cat([neighbour_weights, own_weights], dim=1)
    return weights @ torch.cat([hidden @ adjacency, hidden])


@jaxtyped(typechecker=beartype)
def residual_layer(
    hidden: Float[Tensor, "inputs nodes"],
    adjacency: Float[Tensor, "nodes nodes"],
    bias: Float[Tensor, "outputs"],
    weights: Float[Tensor, "outputs inputs"],
) -> Float[Tensor, "rows nodes"]:
    r"""Gather from the neighbours, transform and rectify; then put the node's own column below.

    $$H' = \begin{bmatrix} a(\beta \mathbf{1}^\top + \Omega H A) \\ H \end{bmatrix}$$

    Args:
        hidden: $H$, one column per node.
        adjacency: the graph $A$.
        bias: $\beta$.
        weights: $\Omega$.

    Returns:
        One column per node, with as many rows as outputs and inputs together.

    Raises:
        ValueError: if `adjacency` is that of no graph, or an argument is NaN or infinite.
    """
    require_finite(hidden=hidden, bias=bias, weights=weights)
    require_adjacency(adjacency)
    heard = (bias[:, None] + weights @ hidden @ adjacency).relu()
    return torch.cat([heard, hidden])


@jaxtyped(typechecker=beartype)
def max_aggregation(
    hidden: Float[Tensor, "features nodes"], adjacency: Float[Tensor, "nodes nodes"]
) -> Float[Tensor, "features nodes"]:
    r"""The largest value among the neighbours, row by row: $\max_{m \in \mathcal{N}(n)} h_{dm}$.

    Args:
        hidden: $H$, one column per node.
        adjacency: the graph, in which every node has a neighbour.

    Returns:
        One column per node.

    Raises:
        ValueError: if `adjacency` is that of no graph, or a node has no neighbour, or `hidden` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.graphs.aggregation import max_aggregation
        from notes.graphs.graph import adjacency

        print(max_aggregation(torch.tensor([[1.0, 5.0, 3.0]]), adjacency([(0, 1), (1, 2)], 3)).tolist())
        #> [[5.0, 3.0, 5.0]]
        ```
    """
    require_finite(hidden=hidden)
    require_adjacency(adjacency)
    require_neighbours(adjacency)
    return hidden[:, :, None].where(adjacency > 0, -torch.inf).amax(dim=1)


def _sum(own: Tensor, others: Tensor, _: Tensor) -> Tensor:
    return own + others.sum(1)


def _mean(own: Tensor, others: Tensor, _: Tensor) -> Tensor:
    return own + others.mean(1)


def _kipf(own: Tensor, others: Tensor, degrees: Tensor) -> Tensor:
    return own + (others / (others.shape[1] * degrees).sqrt()).sum(1)


def _max(_: Tensor, others: Tensor, __: Tensor) -> Tensor:
    return others.amax(1)


BY_NEIGHBOURS = {"sum": _sum, "mean": _mean, "Kipf": _kipf, "max": _max}
"""For one node: its column, the columns of its neighbours and their degrees, to what the node hears."""


@jaxtyped(typechecker=beartype)
def heard(
    name: str, hidden: Float[Tensor, "features nodes"], adjacency: Float[Tensor, "nodes nodes"]
) -> Float[Tensor, "features nodes"]:
    """An aggregation neighbour by neighbour, with a loop over the nodes.

    Args:
        name: one of `BY_NEIGHBOURS`.
        hidden: one column per node.
        adjacency: the graph, in which every node has a neighbour.

    Returns:
        One column per node.

    Raises:
        ValueError: if there is no aggregation of that name, `adjacency` is that of no graph, or a node has no
            neighbour, or `hidden` is NaN or infinite.
    """
    require_finite(hidden=hidden)
    if name not in BY_NEIGHBOURS:
        raise ValueError(f"`name` must be one of {', '.join(BY_NEIGHBOURS)}, got {name!r}")
    require_adjacency(adjacency)
    require_neighbours(adjacency)
    columns, degrees = [], adjacency.sum(0)
    for n in range(len(adjacency)):
        linked = adjacency[:, n] > 0
        columns.append(BY_NEIGHBOURS[name](hidden[:, n], hidden[:, linked], degrees[linked]))
    return torch.stack(columns, dim=1)

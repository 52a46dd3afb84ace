r"""The graph convolution: one layer node by node and as a matrix product, a network of layers, and three heads."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_finite, require_sizes, require_squares, require_widths
from notes.graphs.aggregation import sum_matrix


@jaxtyped(typechecker=beartype)
def layer_by_nodes(
    hidden: Float[Tensor, "inputs nodes"],
    adjacency: Float[Tensor, "nodes nodes"],
    bias: Float[Tensor, "outputs"],
    weights: Float[Tensor, "outputs inputs"],
) -> Float[Tensor, "outputs nodes"]:
    r"""One graph convolution, node by node and neighbour by neighbour.

    $$h'_n = a\Big( \beta + \Omega \, h_n + \Omega \sum_{m \in \mathcal{N}(n)} h_m \Big)$$

    Args:
        hidden: one column per node.
        adjacency: the graph.
        bias: $\beta$.
        weights: $\Omega$, the same for every node.

    Returns:
        One column per node, after rectification.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, section 13.4.
    """
    require_finite(hidden=hidden, bias=bias, weights=weights)
    columns = []
    for n in range(hidden.shape[1]):
        neighbours = hidden[:, adjacency[:, n] != 0]
        gathered = neighbours.sum(1)
        columns.append(bias + weights @ hidden[:, n] + weights @ gathered)
    return torch.stack(columns, dim=1).relu()


@jaxtyped(typechecker=beartype)
def graph_convolution(
    hidden: Float[Tensor, "inputs nodes"],
    adjacency: Float[Tensor, "nodes nodes"],
    bias: Float[Tensor, "outputs"],
    weights: Float[Tensor, "outputs inputs"],
) -> Float[Tensor, "outputs nodes"]:
    r"""One graph convolution as a matrix product.

    $$H' = a\big( \beta \mathbf{1}^\top + \Omega \, H (A + I) \big)$$

    Args:
        hidden: $H$, one column per node.
        adjacency: $A$.
        bias: $\beta$.
        weights: $\Omega$.

    Returns:
        $H'$, one column per node, after rectification.

    Raises:
        ValueError: if an argument is NaN or infinite, or `adjacency` is that of no graph.

    Example:
        ```python
        import torch
        from notes.graphs.convolution import graph_convolution
        from notes.graphs.graph import adjacency

        path = adjacency([(0, 1), (1, 2)], 3)
        H = torch.tensor([[1.0, 10.0, 100.0]])
        print(graph_convolution(H, path, torch.zeros(1), torch.ones(1, 1)).tolist())
        #> [[11.0, 111.0, 110.0]]
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, equation 13.9.
    """
    require_finite(hidden=hidden, bias=bias, weights=weights)
    gathered = hidden @ sum_matrix(adjacency)
    return (bias[:, None] + weights @ gathered).relu()


class GraphConvolution(nn.Module):
    """A graph convolution with its own weights; the matrix that gathers is given with every call.

    Args:
        inputs: rows of the incoming features.
        outputs: rows of the outgoing ones.
        generator: source of the first weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, outputs: int, generator: torch.Generator) -> None:
        require_sizes(0, inputs=inputs, outputs=outputs)
        super().__init__()
        self.weights = nn.Parameter(torch.empty(outputs, inputs))
        self.bias = nn.Parameter(torch.zeros(outputs))
        nn.init.xavier_uniform_(self.weights, generator=generator)

    @jaxtyped(typechecker=beartype)
    def forward(
        self, hidden: Float[Tensor, "inputs nodes"], gather: Float[Tensor, "nodes nodes"]
    ) -> Float[Tensor, "outputs nodes"]:
        """The layer before its activation: bias plus weights times the gathered columns."""
        return self.bias[:, None] + self.weights @ hidden @ gather


class GraphNetwork(nn.Module):
    """Graph convolutions with rectifications between them.

    Args:
        widths: rows of the features, from the input to the output.
        generator: source of the first weights.

    Example:
        ```python
        import torch
        from notes.graphs.convolution import GraphNetwork

        network = GraphNetwork([3, 8, 2], torch.Generator().manual_seed(0))
        print(tuple(network(torch.ones(3, 5), torch.eye(5)).shape))
        #> (2, 5)
        ```
    """

    def __init__(self, widths: Sequence[int], generator: torch.Generator) -> None:
        require_widths(2, widths=widths)
        super().__init__()
        self.layers = nn.ModuleList(GraphConvolution(*pair, generator) for pair in pairwise(widths))

    def forward(self, features: Tensor, gather: Tensor) -> Tensor:
        """One column of outputs per node."""
        hidden = self.layers[0](features, gather)
        for layer in self.layers[1:]:
            hidden = layer(hidden.relu(), gather)
        return hidden


class InitialResidualNetwork(GraphNetwork):
    """The same layers, with the first layer's columns added again before every later hidden layer.

    Args:
        widths: rows of the features; all hidden layers have the same.
        generator: source of the first weights.

    Reference: M. Chen et al., Simple and Deep Graph Convolutional Networks, 2020.
    """

    def forward(self, features: Tensor, gather: Tensor) -> Tensor:
        """One column of outputs per node."""
        first = hidden = self.layers[0](features, gather)
        for layer in self.layers[1:-1]:
            hidden = layer(hidden.relu(), gather) + first
        return self.layers[-1](hidden.relu(), gather)


@jaxtyped(typechecker=beartype)
def graph_probability(
    hidden: Float[Tensor, "features nodes"], bias: Float[Tensor, ""], weights: Float[Tensor, "features"]
) -> Float[Tensor, ""]:
    r"""Probability that the graph as a whole is of class one, from the mean over its nodes.

    $$\operatorname{sig}\big( \beta + \omega^\top H \mathbf{1} / N \big)$$

    Args:
        hidden: $H$, the last layer.
        bias: $\beta$.
        weights: $\omega$.

    Returns:
        A probability.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(hidden=hidden, bias=bias, weights=weights)
    return torch.sigmoid(bias + weights @ hidden.mean(dim=1))


@jaxtyped(typechecker=beartype)
def node_probabilities(
    hidden: Float[Tensor, "features nodes"], bias: Float[Tensor, ""], weights: Float[Tensor, "features"]
) -> Float[Tensor, "nodes"]:
    r"""Probability of class one for every node: $\operatorname{sig}(\beta + \omega^\top h_n)$.

    Args:
        hidden: $H$, the last layer.
        bias: $\beta$.
        weights: $\omega$.

    Returns:
        One probability per node.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(hidden=hidden, bias=bias, weights=weights)
    return torch.sigmoid(bias + weights @ hidden)


@jaxtyped(typechecker=beartype)
def edge_probabilities(hidden: Float[Tensor, "features nodes"]) -> Float[Tensor, "nodes nodes"]:
    r"""Probability of an edge between every two nodes: $\operatorname{sig}(h_m^\top h_n)$.

    Args:
        hidden: $H$, the last layer.

    Returns:
        A symmetric matrix of probabilities; the diagonal has no meaning.

    Raises:
        ValueError: if `hidden` has no finite sum of squares.
    """
    require_squares(hidden=hidden)
    return torch.sigmoid(hidden.T @ hidden)

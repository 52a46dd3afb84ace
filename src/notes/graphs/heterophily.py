r"""Heterophily: graphs in which who is linked is often unlike, measures of it, and layers that bear it."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_positive, require_share, require_sizes, require_squares
from notes.graphs.classification import Communities
from notes.graphs.convolution import GraphConvolution, GraphNetwork
from notes.graphs.graph import block_model, require_adjacency


def _same_class(adjacency: Tensor, classes: Tensor) -> Tensor:
    """The edges between nodes of one class, and a refusal of graphs without edges."""
    require_squares(adjacency=adjacency)
    require_adjacency(adjacency)
    require(adjacency.sum() > 0, "adjacency", "a graph with an edge", adjacency.sum())
    return adjacency * (classes[:, None] == classes)


@jaxtyped(typechecker=beartype)
def edge_homophily(adjacency: Float[Tensor, "nodes nodes"], classes: Int64[Tensor, "nodes"]) -> float:
    """Share of the edges whose ends are of one class.

    Args:
        adjacency: the graph, possibly with weights.
        classes: the class of every node.

    Returns:
        The share, between 0 and 1.

    Raises:
        ValueError: if `adjacency` is that of no graph or has no finite sum of squares, or there is no edge.
    """
    return (_same_class(adjacency, classes).sum() / adjacency.sum()).item()


@jaxtyped(typechecker=beartype)
def adjusted_homophily(adjacency: Float[Tensor, "nodes nodes"], classes: Int64[Tensor, "nodes"]) -> float:
    r"""Edge homophily less what chance gives, on a scale that ends at one.

    $$\frac{\eta - \sum_k p_k^2}{1 - \sum_k p_k^2}, \qquad p_k \text{: share of class } k \text{ in the degrees}$$

    Args:
        adjacency: the graph, possibly with weights.
        classes: the class of every node; two at least have edges.

    Returns:
        One if all edges stay within a class, zero as by chance, negative below.

    Raises:
        ValueError: if `adjacency` is that of no graph or has no finite sum of squares, there is no edge, or all edges
            are within one class alone.

    Reference: M. E. J. Newman, Mixing Patterns in Networks, 2003, equation 2: the assortativity coefficient.
    """
    found, degrees = edge_homophily(adjacency, classes), adjacency.sum(0)
    members = (classes == classes.unique()[:, None]).to(adjacency)
    chance = (members @ degrees / degrees.sum()).square().sum().item()
    require(chance < 1, "classes", "of two kinds at least that have edges", chance)
    return (found - chance) / (1 - chance)


@jaxtyped(typechecker=beartype)
def neighbours_signal(homophily: float, degree: int, noise: float) -> float:
    r"""What the mean over neighbours tells of a class, beside what the own feature tells: a ratio of signals to noise.

    For features $\pm \delta$ plus noise of deviation $\tau \delta$, the squared difference of means over the variance,
    $d (2 \eta - 1)^2 / (\tau^2 + 4 \eta (1 - \eta))$, over the same of one's own feature, $1 / \tau^2$.

    Args:
        homophily: $\eta$, the probability that a neighbour is of one's class.
        degree: $d$, the number of neighbours.
        noise: $\tau$, the deviation of the noise as a multiple of $\delta$.

    Returns:
        Above one, the neighbours tell more than the own feature.

    Raises:
        ValueError: if `homophily` is no probability, `degree` is below 1, or `noise` is not positive.
    """
    require_share(homophily=homophily)
    require_sizes(degree=degree)
    require_positive(noise=noise)
    variance = noise**2 + 4 * homophily * (1 - homophily)
    return degree * (2 * homophily - 1) ** 2 * noise**2 / variance


class SeparatedConvolution(GraphConvolution):
    r"""A graph convolution with a matrix for the node itself, beside that for what it gathers: $\Omega H M + \Psi H$.

    Args:
        inputs: rows of the incoming features.
        outputs: rows of the outgoing ones.
        generator: source of the first weights.

    Reference: J. Zhu et al., Beyond Homophily in Graph Neural Networks, 2020, design D1.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, outputs: int, generator: torch.Generator) -> None:
        super().__init__(inputs, outputs, generator)
        self.own = nn.Parameter(torch.empty(outputs, inputs))
        nn.init.xavier_uniform_(self.own, generator=generator)

    @jaxtyped(typechecker=beartype)
    def forward(
        self, hidden: Float[Tensor, "inputs nodes"], gather: Float[Tensor, "nodes nodes"]
    ) -> Float[Tensor, "outputs nodes"]:
        """The layer before its activation: bias, plus weights times what is gathered, plus weights times the node."""
        return super().forward(hidden, gather) + self.own @ hidden


class SeparatedNetwork(GraphNetwork):
    """The network of the chapter, with layers that keep the node apart from its neighbours.

    Args:
        widths: rows of the features, from the input to the output.
        generator: source of the first weights.
    """

    def __init__(self, widths: Sequence[int], generator: torch.Generator) -> None:
        super().__init__(widths, generator)
        self.layers = nn.ModuleList(SeparatedConvolution(*pair, generator) for pair in pairwise(widths))


@jaxtyped(typechecker=beartype)
def two_blocks(homophily: float, generator: torch.Generator) -> Communities:
    """Two blocks of 100 nodes with about ten neighbours each, of which a given share is of one's own block.

    The features are standard Gaussian noise, plus one in the first row for block 1, minus one for block 0.

    Args:
        homophily: probability that a neighbour is of one's own block.
        generator: source of the graph, the features and the choice of labels.

    Returns:
        The task, with twenty known nodes in each block.

    Raises:
        ValueError: if `homophily` is no probability.
    """
    require_share(homophily=homophily)
    adjacency, blocks = block_model([100, 100], 0.1 * homophily, 0.1 * (1 - homophily), generator)
    features = torch.randn(8, 200, generator=generator)
    features[0] += 2 * blocks - 1
    known = torch.zeros(200, dtype=torch.bool)
    for block in range(2):
        known[100 * block + torch.randperm(100, generator=generator)[:20]] = True
    return Communities(adjacency, features, blocks, known)

r"""Which graphs can be told apart: colour refinement, and the graph isomorphism network."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_length, require_real, require_shape, require_sizes


def _require_simple(**graphs: Tensor) -> None:
    """Refuse what is no adjacency matrix of a graph without weights, directions and loops."""
    for name, graph in graphs.items():
        require((graph == 0) | (graph == 1), name, "of zeros and ones", graph)
        require(graph == graph.T, name, "symmetric", graph)
        require(graph.diagonal() == 0, name, "zero on the diagonal", graph.diagonal())


def _require_graphs(graphs: Sequence[Tensor]) -> None:
    """Refuse what is no such matrix in a list, as types look at some of the list only."""
    require_real(graphs=graphs)
    for graph in graphs:
        require_shape((len(graph), len(graph)), graphs=graph)
        _require_simple(graphs=graph)


@jaxtyped(typechecker=beartype)
def refined_colours(graphs: Sequence[Float[Tensor, "_ _"]], colours: Sequence[Sequence[int]]) -> list[list[int]]:
    r"""One round of refinement: a new colour for an old one together with the multiset of the neighbours' colours.

    Args:
        graphs: adjacency matrices.
        colours: of every graph, the colour of each node.

    Returns:
        New colours, from one palette for all graphs.

    Raises:
        ValueError: if a matrix is not that of a graph without weights, directions and loops, in real numbers, or a node
            has no colour or several.
    """
    _require_graphs(graphs)
    require_length(len(graphs), colours=colours)
    signatures: list[list[tuple[int, tuple[int, ...]]]] = []
    for graph, own in zip(graphs, colours, strict=True):
        require_length(len(graph), colours=own)
        neighbours = [row.nonzero()[:, 0].tolist() for row in graph]
        heard = [tuple(sorted(own[m] for m in near)) for near in neighbours]
        signatures.append(list(zip(own, heard, strict=True)))
    palette = sorted({signature for one in signatures for signature in one})
    number = {signature: place for place, signature in enumerate(palette)}
    return [[number[signature] for signature in one] for one in signatures]


@jaxtyped(typechecker=beartype)
def colour_histograms(graphs: Sequence[Float[Tensor, "_ _"]], rounds: int) -> list[Counter[int]]:
    r"""Colours of the nodes of several graphs after some rounds of refinement, counted, with one palette for all.

    At first all nodes are alike. In each round the new colour of a node stands for its old one together with those of
    its neighbours, of which only the numbers count.

    $$c'_n = \operatorname{hash}\big( c_n, \{\!\{ c_m : m \in \mathcal{N}(n) \}\!\} \big)$$

    Args:
        graphs: adjacency matrices.
        rounds: number of rounds; after as many as there are nodes nothing changes any more.

    Returns:
        How many nodes of each graph have each colour.

    Raises:
        ValueError: if a matrix is not that of a graph without weights, directions and loops, in real numbers.

    Example:
        ```python
        import torch
        from notes.geometric.isomorphism import colour_histograms

        path = torch.tensor([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
        print(sorted(colour_histograms([path], 1)[0].values()))
        #> [1, 2]
        ```

    Reference: B. Weisfeiler and A. Leman, The Reduction of a Graph to Canonical Form, 1968.
    """
    _require_graphs(graphs)
    colours = [[0] * len(graph) for graph in graphs]
    for _ in range(rounds):
        colours = refined_colours(graphs, colours)
    return [Counter(one) for one in colours]


@jaxtyped(typechecker=beartype)
def told_apart(one: Float[Tensor, "n n"], other: Float[Tensor, "m m"]) -> bool:
    """Whether colour refinement tells two graphs apart; if so they are not isomorphic, if not they may still not be.

    Args:
        one: adjacency matrix.
        other: another.

    Returns:
        The verdict.

    Raises:
        ValueError: if an argument is not the matrix of a graph without weights, directions and loops.
    """
    _require_simple(one=one, other=other)
    first, second = colour_histograms([one, other], max(len(one), len(other)))
    return first != second


class GraphIsomorphismLayer(nn.Module):
    r"""A layer as strong as colour refinement: $\operatorname{MLP}\big( (1 + \epsilon) h_n + \sum_j h_j \big)$.

    Args:
        inputs: features of a node.
        outputs: features of it afterwards.
        generator: source of the first weights.

    Reference: K. Xu, W. Hu, J. Leskovec and S. Jegelka, How Powerful Are Graph Neural Networks?, 2019, equation 4.1.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, outputs: int, generator: torch.Generator) -> None:
        require_sizes(inputs=inputs, outputs=outputs)
        super().__init__()
        self.epsilon = nn.Parameter(torch.tensor(0.0))
        layers = [nn.Linear(inputs, outputs), nn.Linear(outputs, outputs)]
        for layer in layers:
            nn.init.xavier_uniform_(layer.weight, generator=generator)
            nn.init.zeros_(layer.bias)
        self.mlp = nn.Sequential(layers[0], nn.ReLU(), layers[1], nn.ReLU())

    def forward(self, hidden: Tensor, adjacency: Tensor) -> Tensor:
        """One row per node."""
        return self.mlp((1 + self.epsilon) * hidden + adjacency @ hidden)


class GraphIsomorphismNetwork(nn.Module):
    """Layers one after the other, and the sum over the nodes.

    Args:
        inputs: features of a node.
        hidden: features of it in every layer.
        depth: number of layers.
        generator: source of the first weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, hidden: int, depth: int, generator: torch.Generator) -> None:
        require_sizes(inputs=inputs, hidden=hidden)
        super().__init__()
        widths = [inputs, *[hidden] * depth]
        self.layers = nn.ModuleList(GraphIsomorphismLayer(a, b, generator) for a, b in pairwise(widths))

    def forward(self, features: Tensor, adjacency: Tensor) -> Tensor:
        """One vector per graph."""
        for layer in self.layers:
            features = layer(features, adjacency)
        return features.sum(0)


def hard_pairs() -> dict[str, tuple[Tensor, Tensor]]:
    """Pairs of graphs of one size that are not isomorphic, from easy to impossible.

    Returns:
        By name, the adjacency matrices of both.
    """

    def cycles(*lengths: int) -> Tensor:
        turns = [torch.eye(length).roll(1, 0) for length in lengths]
        return torch.block_diag(*[turn + turn.T for turn in turns])

    path, star = torch.diag(torch.ones(3), 1), torch.zeros(4, 4)
    star[0, 1:] = 1
    return {
        "path, star": (path + path.T, star + star.T),
        "complete, cycle": (torch.ones(4, 4) - torch.eye(4), cycles(4)),
        "cycle, two triangles": (cycles(6), cycles(3, 3)),
    }


@jaxtyped(typechecker=beartype)
def separation(
    network: GraphIsomorphismNetwork,
    pair: tuple[Float[Tensor, "n n"], Float[Tensor, "n n"]],
    gather: Callable[[Tensor], Tensor],
) -> float:
    """How far apart a network puts two graphs whose nodes all have the feature one.

    Args:
        network: with one input feature.
        pair: two adjacency matrices.
        gather: what becomes of an adjacency matrix before the network sees it; the identity gives sums over neighbours.

    Returns:
        The distance of the two representations over the norm of the first.
    """
    with torch.no_grad():
        one, other = (network(torch.ones(len(graph), 1), gather(graph)) for graph in pair)
    return ((one - other).norm() / one.norm()).item()

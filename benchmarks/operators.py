"""Operators of graphs next to sparse tensors and scattering, and rules of descent next to `torch.optim`."""

from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor

from benchmarks.pair import Pair, name, normal, pair
from notes.graphs.aggregation import max_aggregation
from notes.graphs.convolution import graph_convolution
from notes.training.adam import Adam
from notes.training.descent import GradientDescent, gradient_of, optimizer_path, torch_path
from notes.training.momentum import Momentum, NesterovMomentum

Optimizer = Callable[[list[Tensor]], torch.optim.Optimizer]

FEATURES, NEIGHBOURS = 16, (1, 2, 3)
DECAY, RATE, STEPS = 0.9, 0.01, 20


def operators() -> list[Pair]:
    """All pairs of this module."""
    return [*of_graphs(), *optimisers()]


def ring(nodes: int) -> Tensor:
    """The adjacency matrix of a ring, in which each node knows three on either side."""
    turns = [torch.eye(nodes).roll(step, 0) for step in NEIGHBOURS]
    return sum((turn + turn.T for turn in turns), torch.zeros(nodes, nodes)).clamp(max=1)


def edges_of_ring(nodes: int) -> Tensor:
    """The same as pairs of sender and receiver."""
    steps = torch.tensor([*NEIGHBOURS, *(-step for step in NEIGHBOURS)])
    receiver = torch.arange(nodes).repeat_interleave(len(steps))
    return torch.stack([(receiver + steps.repeat(nodes)) % nodes, receiver])


def of_graphs() -> list[Pair]:
    """Operators that the notes write with dense matrices."""

    def convolved(hidden: Tensor, bias: Tensor, weights: Tensor, adjacency: Tensor) -> Tensor:
        edges = edges_of_ring(len(adjacency))
        with torch.sparse.check_sparse_tensor_invariants(False):
            graph = torch.sparse_coo_tensor(edges, torch.ones(edges.shape[1]), adjacency.shape)
        projected = (weights @ hidden).T
        return (bias[:, None] + (graph @ projected + projected).T).relu()

    def largest(hidden: Tensor, adjacency: Tensor) -> Tensor:
        sender, receiver = edges_of_ring(len(adjacency))
        start = torch.full_like(hidden, -torch.inf)
        return start.scatter_reduce(1, receiver.expand(len(hidden), -1), hidden[:, sender], "amax")

    return [
        Pair(
            name(graph_convolution),
            "sparse_coo_tensor",
            lambda hidden, bias, weights, adjacency: graph_convolution(hidden, adjacency, bias, weights),
            convolved,
            lambda n: (normal(FEATURES, n), normal(FEATURES), normal(FEATURES, FEATURES), ring(n)),
            (8, 1000),
            learns=3,
        ),
        pair(max_aggregation, "scatter_reduce", largest, lambda n: (normal(FEATURES, n), ring(n)), (8, 1000)),
    ]


def _bowl(point: Tensor) -> Tensor:
    return point.square().sum() / 2


def optimisers() -> list[Pair]:
    """Twenty steps of each rule down a bowl."""
    sgd = torch.optim.SGD
    slower = RATE * (1 - DECAY)  # PyTorch's momentum is a sum, that of the notes a mean
    return [
        _descent(GradientDescent(), "optim.SGD", partial(sgd, lr=RATE)),
        _descent(Momentum(DECAY), "optim.SGD, momentum", partial(sgd, momentum=DECAY), slower),
        _descent(NesterovMomentum(DECAY), "optim.SGD, nesterov", partial(sgd, momentum=DECAY, nesterov=True), slower),
        _descent(Adam(), "optim.Adam", partial(torch.optim.Adam, foreach=False)),
    ]


def _descent(rule: object, reference: str, theirs: Optimizer, rate: float = RATE) -> Pair:
    def inputs(n: int) -> Sequence[Tensor]:
        return [normal(n)]

    return Pair(
        name(type(rule)),
        reference,
        lambda start: optimizer_path(rule, gradient_of(_bowl), start, torch.full((STEPS,), RATE)),
        lambda start: torch_path(theirs, _bowl, start, torch.full((STEPS,), rate)),
        inputs,
        (6, 100_000),
        learns=0,
    )

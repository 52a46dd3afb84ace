r"""Blindness: for each of the eight aggregations two neighbourhoods that it takes for one another."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from notes.domain import require_finite, require_sizes
from notes.graphs.aggregation import (
    enhanced_matrix,
    generalised_enhancement,
    kipf_matrix,
    max_aggregation,
    mean_matrix,
    residual_layer,
    sum_matrix,
)
from notes.graphs.attention import attention_weights
from notes.graphs.graph import adjacency as adjacency_of


class Star(NamedTuple):
    """A node with neighbours that have no other one.

    Attributes:
        own: the feature of the node.
        leaves: those of its neighbours.
    """

    own: float
    leaves: Sequence[float]


def _generalised(hidden: Tensor, graph: Tensor) -> Tensor:
    return generalised_enhancement(hidden, graph, hidden.new_tensor([[1], [0]]), hidden.new_tensor([[0], [1]]))


AGGREGATIONS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "sum": lambda hidden, graph: hidden @ sum_matrix(graph),
    "diagonal": lambda hidden, graph: hidden @ enhanced_matrix(graph, 0.5),
    "generalised": _generalised,
    "residual": lambda hidden, graph: residual_layer(hidden, graph, hidden.new_zeros(1), hidden.new_ones(1, 1)),
    "mean": lambda hidden, graph: hidden @ mean_matrix(graph),
    "Kipf": lambda hidden, graph: hidden @ kipf_matrix(graph),
    "max": max_aggregation,
    "attention": lambda hidden, graph: hidden @ attention_weights(hidden, graph, *hidden.new_ones(2, 1)),
}
"""All eight, of one feature: with weights of one where a layer has weights, and of one and zero where it has two."""


CONFUSED: dict[str, tuple[Star, Star]] = {
    "sum": (Star(1, (2, 2)), Star(2, (1, 2))),
    "diagonal": (Star(0, (1, 3)), Star(0, (2, 2))),
    "generalised": (Star(0, (1, 3)), Star(0, (2, 2))),
    "residual": (Star(0, (1, 3)), Star(0, (2, 2))),
    "mean": (Star(0, (1, 3)), Star(0, (1, 3, 1, 3))),
    "Kipf": (Star(0, (2,)), Star(0, (1, 1, 1, 1))),
    "max": (Star(0, (1, 3)), Star(5, (3,))),
    "attention": (Star(1, (1,)), Star(1, (1, 1))),
}
"""For each aggregation two stars whose centres hear the same."""


def centre_hears(name: str, star: Star) -> list[float]:
    """What the middle of a star hears, by one of the eight aggregations.

    Args:
        name: one of `AGGREGATIONS`.
        star: the features of the middle and of its neighbours, of which there is one at least.

    Returns:
        The rows of its column.

    Raises:
        ValueError: if there is no aggregation of that name, no neighbour, or a feature is NaN or infinite.

    Example:
        ```python
        from notes.graphs.blindness import Star, centre_hears

        print(centre_hears("mean", Star(0, (1, 3))), centre_hears("max", Star(0, (1, 3))))
        #> [2.0] [3.0]
        ```
    """
    if name not in AGGREGATIONS:
        raise ValueError(f"`name` must be one of {', '.join(AGGREGATIONS)}, got {name!r}")
    require_sizes(star=len(star.leaves))
    hidden = torch.tensor([[star.own, *star.leaves]], dtype=torch.float64)
    require_finite(star=hidden)
    graph = adjacency_of([(0, leaf) for leaf in range(1, hidden.shape[1])], hidden.shape[1]).double()
    return AGGREGATIONS[name](hidden, graph)[:, 0].tolist()

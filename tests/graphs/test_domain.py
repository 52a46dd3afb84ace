"""What the functions of the chapter refuse, and the last thing that they take."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from notes.graphs import aggregation
from notes.graphs.batching import sampled_adjacency
from notes.graphs.graph import adjacency, distances

EDGE = adjacency([(0, 1)], 2)
NO_GRAPHS = {
    "symmetric": torch.tensor([[0.0, 1.0], [0.0, 0.0]]),
    "without negative weights": -EDGE,
    "zero on the diagonal": torch.ones(2, 2),
    "finite": torch.tensor([[0.0, float("nan")], [float("nan"), 0.0]]),
}
BY_GRAPH: dict[str, Callable[[Tensor], Tensor]] = {
    "sum": aggregation.sum_matrix,
    "enhanced": lambda graph: aggregation.enhanced_matrix(graph, 0.5),
    "mean": aggregation.mean_matrix,
    "Kipf": aggregation.kipf_matrix,
    "renormalised": aggregation.renormalised_matrix,
    "max": lambda graph: aggregation.max_aggregation(torch.ones(1, 2), graph),
    "generalised": lambda graph: aggregation.generalised_enhancement(torch.ones(1, 2), graph, *torch.ones(2, 1, 1)),
    "residual": lambda graph: aggregation.residual_layer(torch.ones(1, 2), graph, torch.ones(1), torch.ones(1, 1)),
    "heard": lambda graph: aggregation.heard("sum", torch.ones(1, 2), graph),
}


@pytest.mark.parametrize("rule", NO_GRAPHS)
@pytest.mark.parametrize("name", BY_GRAPH)
def test_every_aggregation_refuses_what_is_no_graph(name: str, rule: str):
    with pytest.raises(ValueError, match=f"^`adjacency` must be {rule}, got "):
        BY_GRAPH[name](NO_GRAPHS[rule])


@pytest.mark.parametrize("name", BY_GRAPH)
def test_every_aggregation_takes_the_smallest_weights(name: str):
    assert BY_GRAPH[name](1e-6 * EDGE).isfinite().all()


@pytest.mark.parametrize("name", ["mean", "Kipf", "max", "heard"])
def test_aggregations_over_neighbours_refuse_a_node_without_any(name: str):
    with pytest.raises(
        ValueError, match=r"^`adjacency` must be a graph in which every node has a neighbour, got 0\.0$"
    ):
        BY_GRAPH[name](torch.zeros(2, 2))


@pytest.mark.parametrize("name", ["sum", "enhanced", "renormalised"])
def test_aggregations_over_the_node_itself_take_a_node_without_neighbours(name: str):
    assert BY_GRAPH[name](torch.zeros(2, 2)).diagonal().min() > 0


def test_distances_refuse_what_is_no_graph():
    assert distances(EDGE).tolist() == [[0.0, 1.0], [1.0, 0.0]]
    for table in NO_GRAPHS.values():
        with pytest.raises(ValueError, match=r"^`adjacency` must"):
            distances(table)


def test_a_sample_of_one_neighbour_is_kept_with_the_weight_of_all():
    kept = sampled_adjacency(adjacency([(0, 1), (1, 2), (0, 2)], 3), 1, torch.Generator().manual_seed(0))
    assert (kept > 0).sum(0).tolist() == [1, 1, 1]
    assert kept.sum(0).tolist() == [2.0, 2.0, 2.0]

"""The aggregation against a loop, and against means and maxima on stars."""

import networkx as nx
import torch

from notes.geometric.isomorphism_network import isomorphism_aggregate


def test_isomorphism_aggregate_equals_a_loop_over_neighbours():
    graph = nx.karate_club_graph()
    adjacency = torch.tensor(nx.to_numpy_array(graph, weight=None))
    x = torch.randn(34, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    looped = torch.stack([1.5 * x[i] + sum(x[j] for j in graph[i]) for i in graph])
    assert torch.allclose(isomorphism_aggregate(x, adjacency, 0.5), looped)


def test_isomorphism_aggregate_separates_stars_that_mean_and_maximum_do_not():
    centres = []
    for leaves in (2, 3):
        adjacency = torch.tensor(nx.to_numpy_array(nx.star_graph(leaves)))
        x = torch.ones(leaves + 1, 1, dtype=torch.float64)
        near = x[adjacency[0] > 0]
        assert near.mean() == near.max() == 1
        centres.append(isomorphism_aggregate(x, adjacency, 0.0)[0].item())
    assert centres == [3.0, 4.0]

"""Colour refinement against NetworkX."""

import networkx as nx
import pytest
import torch

from notes.geometric.weisfeiler_lehman import stable_colours, weisfeiler_lehman_separates


def matrix(graph):
    return torch.tensor(nx.to_numpy_array(graph), dtype=torch.float64)


def test_weisfeiler_lehman_does_not_separate_six_cycle_and_two_triangles():
    triangles = nx.disjoint_union(nx.cycle_graph(3), nx.cycle_graph(3))
    assert not nx.is_isomorphic(nx.cycle_graph(6), triangles)
    assert not weisfeiler_lehman_separates(matrix(nx.cycle_graph(6)), matrix(triangles))


@pytest.mark.filterwarnings("ignore:The hashes produced")
@pytest.mark.parametrize("seed", range(8))
def test_weisfeiler_lehman_separates_agrees_with_networkx(seed):
    first, second = nx.gnm_random_graph(6, 6, seed=seed), nx.gnm_random_graph(6, 6, seed=seed + 100)
    hashes = [nx.weisfeiler_lehman_graph_hash(graph, iterations=6) for graph in (first, second)]
    assert weisfeiler_lehman_separates(matrix(first), matrix(second)) == (hashes[0] != hashes[1])


def test_stable_colours_of_a_path():
    colours = stable_colours(matrix(nx.path_graph(4)))
    assert colours[0] == colours[3] != colours[1] == colours[2]


def test_stable_colours_refuses_weights():
    with pytest.raises(ValueError, match=r"`adjacency` must be 0 or 1, got 2\.0"):
        stable_colours(torch.tensor([[0.0, 2.0], [2.0, 0.0]]))

import networkx as nx
import pytest
import torch

from notes.graphs.graph import adjacency, karate_club
from notes.graphs.laplacian import normalised_laplacian
from notes.graphs.message_passing import GraphTransformer
from notes.graphs.positional_encoding import (
    PLACES,
    laplacian_encoding,
    random_signs,
    return_probabilities,
    skip_link_graph,
    skip_link_graphs,
)

TRIANGLE = adjacency([(0, 1), (1, 2), (0, 2)], 3)


def test_returns_are_those_of_walks_that_are_counted():
    club = karate_club()[0].double()
    found = return_probabilities(club, 4)
    step = club / club.sum(0)
    for k in range(1, 5):
        torch.testing.assert_close(found[:, k - 1], torch.linalg.matrix_power(step, k).diagonal())
    assert found.shape == (34, 4)
    assert return_probabilities(TRIANGLE, 1).tolist() == [[0.0], [0.0], [0.0]]


def test_returns_follow_a_renumbering_and_waves_need_not():
    club, order = karate_club()[0], torch.randperm(34, generator=torch.Generator().manual_seed(0))
    moved = club[order][:, order]
    torch.testing.assert_close(return_probabilities(moved, 6), return_probabilities(club, 6)[order])
    waves, others = laplacian_encoding(moved, 3).abs(), laplacian_encoding(club, 3)[order].abs()
    torch.testing.assert_close(waves, others, atol=1e-4, rtol=0)


def test_waves_are_eigenvectors_without_the_first():
    club = karate_club()[0].double()
    waves, laplacian = laplacian_encoding(club, 5), normalised_laplacian(club)
    values = torch.linalg.eigvalsh(laplacian)[1:6]
    torch.testing.assert_close(laplacian @ waves, waves * values)
    torch.testing.assert_close(waves.T @ waves, torch.eye(5, dtype=torch.float64))
    assert laplacian_encoding(TRIANGLE, 2).shape == (3, 2)


@pytest.mark.parametrize(("count", "rule"), [(3, "below 3"), (0, "at least 1")])
def test_waves_refuse_more_than_there_are(count, rule):
    with pytest.raises(ValueError, match=f"^`count` must be {rule}, got {count}$"):
        laplacian_encoding(TRIANGLE, count)


def test_returns_refuse_a_node_without_neighbours_and_no_step():
    with pytest.raises(ValueError, match=r"^`adjacency` must be a graph in which every node has a neighbour"):
        return_probabilities(torch.zeros(2, 2), 1)
    with pytest.raises(ValueError, match=r"^`steps` must be at least 1, got 0$"):
        return_probabilities(TRIANGLE, 0)


def test_signs_are_drawn_for_each_wave_of_each_graph(generator):
    waves = torch.rand(40, 5, 3, generator=generator) + 0.5
    found = random_signs(waves, generator)
    signs = (found / waves).round()
    assert signs.unique().tolist() == [-1.0, 1.0]
    assert (signs == signs[:, :1]).all()
    assert not (signs == signs[:, :, :1]).all()
    assert not (signs == signs[:1]).all()


@pytest.mark.parametrize("skip", [2, 3, 7])
def test_skip_links_are_the_circulant_graph(skip):
    wanted = nx.to_numpy_array(nx.circulant_graph(16, [1, skip]))
    assert torch.equal(skip_link_graph(16, skip), torch.from_numpy(wanted).float())
    assert (skip_link_graph(5, 2).sum(0) == 4).all()


@pytest.mark.parametrize("skip", [1, 8])
def test_skip_links_refuse_what_gives_fewer_neighbours(skip):
    with pytest.raises(ValueError, match=rf"^`skip` must be at least 2 and less than half of 16 nodes, got {skip}$"):
        skip_link_graph(16, skip)


def test_kinds_of_graphs_are_no_two_the_same(generator):
    graphs, kinds = skip_link_graphs(2, generator)
    assert kinds.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert (graphs.sum(1) == 4).all()
    drawn = [nx.from_numpy_array(graph.numpy()) for graph in graphs]
    for one, kind in zip(drawn, kinds, strict=True):
        for other, its in zip(drawn, kinds, strict=True):
            assert nx.is_isomorphic(one, other) == bool(kind == its)
    assert not torch.equal(graphs[0], graphs[1])
    with pytest.raises(ValueError, match=r"^`each` must be at least 1, got 0$"):
        skip_link_graphs(0, generator)


def test_places_are_what_their_names_say():
    graph = skip_link_graph(16, 3)
    assert torch.equal(PLACES["constant"](graph), torch.ones(16, 1))
    assert torch.equal(PLACES["walks"](graph), return_probabilities(graph, 8))
    assert PLACES["waves"](graph).square().mean() == pytest.approx(1, abs=1e-4)


def test_transformer_follows_every_order_of_the_nodes():
    torch.manual_seed(0)
    network, x = GraphTransformer(3, 8, 2), torch.rand(2, 5, 3)
    order = torch.tensor([3, 0, 4, 1, 2])
    torch.testing.assert_close(network(x[:, order]), network(x)[:, order])
    wanted = network.head(network.layer(network.embedding(x)))
    assert torch.equal(network(x), wanted)

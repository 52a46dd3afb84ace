import networkx as nx
import pytest
import torch

from notes.graphs.convolution import GraphConvolution
from notes.graphs.graph import adjacency, block_model, karate_club
from notes.graphs.heterophily import (
    SeparatedConvolution,
    SeparatedNetwork,
    adjusted_homophily,
    edge_homophily,
    neighbours_signal,
    two_blocks,
)

PATH = adjacency([(0, 1), (1, 2), (2, 3)], 4)


def test_homophily_is_the_share_and_the_assortativity_of_networkx(generator):
    graphs = [karate_club(), block_model([8, 12, 5], 0.5, 0.2, generator)]
    for matrix, classes in graphs:
        graph = nx.from_numpy_array(matrix.numpy())
        nx.set_node_attributes(graph, dict(enumerate(classes.tolist())), "class")
        alike = [classes[m] == classes[n] for m, n in graph.edges]
        assert edge_homophily(matrix, classes) == pytest.approx(sum(alike).item() / len(alike))
        wanted = nx.attribute_assortativity_coefficient(graph, "class")
        assert adjusted_homophily(matrix, classes) == pytest.approx(wanted, abs=1e-6)


def test_homophily_at_its_ends():
    assert edge_homophily(PATH, torch.tensor([0, 1, 0, 1])) == 0
    assert adjusted_homophily(PATH, torch.tensor([0, 1, 0, 1])) == pytest.approx(-1)
    pairs = adjacency([(0, 1), (2, 3)], 4)
    assert adjusted_homophily(pairs, torch.tensor([0, 0, 1, 1])) == pytest.approx(1)


def test_homophily_refuses_a_graph_without_edges_and_classes_of_one_kind():
    with pytest.raises(ValueError, match=r"^`adjacency` must be a graph with an edge, got 0\.0$"):
        edge_homophily(torch.zeros(2, 2), torch.tensor([0, 1]))
    with pytest.raises(ValueError, match=r"^`classes` must be of two kinds at least that have edges, got 1\.0$"):
        adjusted_homophily(PATH, torch.tensor([2, 2, 2, 2]))
    with pytest.raises(ValueError, match=r"^`adjacency` must be symmetric"):
        edge_homophily(PATH.triu(), torch.tensor([0, 1, 0, 1]))


@pytest.mark.parametrize(("share", "degree", "noise"), [(0.1, 4, 1.0), (0.7, 9, 0.5), (1.0, 2, 3.0)])
def test_neighbours_tell_what_drawn_ones_tell(share, degree, noise, generator):
    alike = torch.rand(200_000, degree, generator=generator) < share
    features = torch.where(alike, 1.0, -1.0) + noise * torch.randn(alike.shape, generator=generator)
    means = features.mean(1)
    found = (means.mean() ** 2 / means.var()) / (1 / noise**2)
    assert neighbours_signal(share, degree, noise) == pytest.approx(found.item(), rel=0.05)


def test_neighbours_tell_nothing_at_one_half_and_refuse_what_is_no_share():
    assert neighbours_signal(0.5, 10, 1.0) == 0
    assert neighbours_signal(0.0, 1, 1.0) == neighbours_signal(1.0, 1, 1.0) == 1
    for bad in ({"homophily": 1.1}, {"degree": 0}, {"noise": 0.0}):
        with pytest.raises(ValueError, match=f"^`{next(iter(bad))}` must"):
            neighbours_signal(**{"homophily": 0.5, "degree": 1, "noise": 1.0} | bad)


def test_separated_layer_has_a_matrix_for_the_node(source, hidden, generator):
    layer = SeparatedConvolution(3, 2, generator).double()
    wanted = layer.bias[:, None] + layer.weights @ hidden @ source + layer.own @ hidden
    torch.testing.assert_close(layer(hidden, source), wanted)
    with torch.no_grad():
        layer.own.copy_(layer.weights)
    plain = GraphConvolution.forward(layer, hidden, source + torch.eye(4))
    torch.testing.assert_close(layer(hidden, source), plain)


def test_separated_network_is_its_layers(source, generator):
    network = SeparatedNetwork([3, 5, 2], generator).double()
    x = torch.rand(3, 4, generator=generator, dtype=torch.float64)
    first, second = network.layers
    assert isinstance(first, SeparatedConvolution)
    torch.testing.assert_close(network(x, source), second(first(x, source).relu(), source))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.9, 1.0])
def test_blocks_are_as_alike_as_they_are_asked_to_be(share, generator):
    task = two_blocks(share, generator)
    assert edge_homophily(task.adjacency, task.blocks) == pytest.approx(share, abs=0.06)
    assert task.adjacency.sum(0).mean() == pytest.approx(10, abs=1)
    assert task.known.reshape(2, 100).sum(1).tolist() == [20, 20]
    assert task.features[0, 100:].mean() - task.features[0, :100].mean() == pytest.approx(2, abs=0.6)
    assert task.features[1:].mean().abs() < 0.1


def test_blocks_refuse_what_is_no_share(generator):
    with pytest.raises(ValueError, match=r"^`homophily` must"):
        two_blocks(1.01, generator)

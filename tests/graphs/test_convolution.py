import pytest
import torch
from torch.autograd import gradcheck

from notes.graphs.convolution import (
    GraphNetwork,
    InitialResidualNetwork,
    edge_probabilities,
    graph_convolution,
    graph_probability,
    layer_by_nodes,
    node_probabilities,
)
from notes.graphs.graph import permutation_matrix

F64 = torch.float64


@pytest.fixture
def layer(generator):
    return [torch.rand(*shape, generator=generator, dtype=F64).requires_grad_() for shape in ((2,), (2, 3))]


def test_both_forms_agree_in_values_and_gradients(hidden, source, layer):
    ours, by_nodes = (form(hidden, source, *layer) for form in (graph_convolution, layer_by_nodes))
    torch.testing.assert_close(ours, by_nodes)
    inputs = (hidden, *layer)
    found, wanted = (torch.autograd.grad(out.pow(2).sum(), inputs) for out in (ours, by_nodes))
    for one, other in zip(found, wanted, strict=True):
        torch.testing.assert_close(one, other)
    assert gradcheck(lambda *arguments: graph_convolution(arguments[0], source, *arguments[1:]), inputs)


@pytest.mark.parametrize("kind", [GraphNetwork, InitialResidualNetwork])
def test_networks_follow_every_renumbering(kind, source, generator):
    network = kind([3, 5, 5, 2], generator).double()
    X = torch.rand(3, 4, generator=generator, dtype=F64)
    for order in ([1, 0, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1]):
        P = permutation_matrix(torch.tensor(order)).double()
        gather = source + torch.eye(4)
        torch.testing.assert_close(network(X @ P, P.T @ gather @ P), network(X, gather) @ P)


def test_network_is_its_layers_written_out(source, generator):
    network = GraphNetwork([3, 5, 2], generator).double()
    X, gather = torch.rand(3, 4, generator=generator, dtype=F64), source + torch.eye(4)
    first, second = network.layers
    wanted = graph_convolution(X, source, first.bias, first.weights)
    torch.testing.assert_close(network(X, gather), second.bias[:, None] + second.weights @ wanted @ gather)


def test_initial_residual_network_adds_the_first_layer(source, generator):
    network = InitialResidualNetwork([3, 5, 5, 2], generator).double()
    X, gather = torch.rand(3, 4, generator=generator, dtype=F64), source + torch.eye(4)
    first, second, last = network.layers
    start = first(X, gather)
    torch.testing.assert_close(network(X, gather), last((second(start.relu(), gather) + start).relu(), gather))


def test_heads_are_what_they_say(hidden, generator):
    bias, weights = torch.tensor(0.3, dtype=F64), torch.rand(3, generator=generator, dtype=F64)
    nodes = node_probabilities(hidden, bias, weights)
    torch.testing.assert_close(nodes[2], 1 / (1 + torch.exp(-bias - weights.dot(hidden[:, 2]))))
    graph = graph_probability(hidden, bias, weights)
    torch.testing.assert_close(graph.logit(), nodes.logit().mean())
    edges = edge_probabilities(hidden)
    torch.testing.assert_close(edges[1, 3], torch.sigmoid(hidden[:, 1].dot(hidden[:, 3])))
    assert torch.equal(edges, edges.T)


def test_graph_head_does_not_notice_a_renumbering(hidden, generator):
    bias, weights = torch.tensor(0.3, dtype=F64), torch.rand(3, generator=generator, dtype=F64)
    moved = graph_probability(hidden[:, [2, 0, 3, 1]], bias, weights)
    torch.testing.assert_close(moved, graph_probability(hidden, bias, weights))

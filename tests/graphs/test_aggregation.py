import pytest
import torch

from notes.graphs.aggregation import (
    enhanced_matrix,
    generalised_enhancement,
    heard,
    kipf_matrix,
    max_aggregation,
    mean_matrix,
    renormalised_matrix,
    residual_layer,
    sum_matrix,
)
from notes.graphs.attention import GraphAttention, Head, attend, attention_weights
from notes.graphs.graph import adjacency, karate_club

F64 = torch.float64


@pytest.mark.parametrize(("name", "matrix"), [("sum", sum_matrix), ("mean", mean_matrix), ("Kipf", kipf_matrix)])
def test_matrix_is_what_the_neighbours_say_in_values_and_gradients(name, matrix, hidden, source):
    ours, by_nodes = hidden @ matrix(source), heard(name, hidden, source)
    torch.testing.assert_close(ours, by_nodes)
    for one, other in zip(*(torch.autograd.grad(x.pow(2).sum(), hidden) for x in (ours, by_nodes)), strict=True):
        torch.testing.assert_close(one, other)


def test_max_aggregation_is_what_the_neighbours_say_in_values_and_gradients(hidden, source):
    ours, by_nodes = max_aggregation(hidden, source), heard("max", hidden, source)
    assert torch.equal(ours, by_nodes)
    for one, other in zip(*(torch.autograd.grad(x.pow(2).sum(), hidden) for x in (ours, by_nodes)), strict=True):
        torch.testing.assert_close(one, other)


def test_enhanced_matrix_weighs_the_node_itself(hidden, source):
    by_nodes = heard("sum", hidden, source) + 0.3 * hidden
    torch.testing.assert_close(hidden @ enhanced_matrix(source, 0.3), by_nodes)


def test_generalised_enhancement_has_two_weights(hidden, source, generator):
    ours, theirs = (torch.rand(2, 3, generator=generator, dtype=F64) for _ in range(2))
    wanted = torch.stack(
        [
            theirs @ sum(hidden[:, m] for m in range(4) if source[m, n]) + ours @ hidden[:, n]  # type: ignore[operator]
            for n in range(4)
        ],
        dim=1,
    )
    torch.testing.assert_close(generalised_enhancement(hidden, source, theirs, ours), wanted)


def test_residual_layer_keeps_the_node_below(hidden, source, generator):
    bias, weights = (torch.rand(*shape, generator=generator, dtype=F64) for shape in ((2,), (2, 3)))
    out = residual_layer(hidden, source, bias, weights)
    assert torch.equal(out[2:], hidden)
    gathered = heard("sum", hidden, source) - hidden
    torch.testing.assert_close(out[:2], (bias[:, None] + weights @ gathered).relu())


def test_eigenvalues_of_the_gathering_matrices():
    club = karate_club()[0].double()
    kipf, renormalised = (torch.linalg.eigvalsh(matrix(club)) for matrix in (kipf_matrix, renormalised_matrix))
    assert kipf.min() >= -1e-12
    assert kipf.max().item() == pytest.approx(2)
    assert renormalised.min() > -1
    assert renormalised.max().item() == pytest.approx(1)


@pytest.mark.parametrize("matrix", [mean_matrix, kipf_matrix, lambda A: max_aggregation(torch.zeros(1, 3), A)])
def test_a_node_without_neighbours_is_refused(matrix):
    with pytest.raises(ValueError, match=r"`adjacency` must be a graph in which every node has a neighbour, got 0.0"):
        matrix(adjacency([(0, 1)], 3))


def test_heard_names_what_there_is():
    with pytest.raises(ValueError, match=r"`name` must be one of sum, mean, Kipf, max, got 'median'"):
        heard("median", torch.zeros(1, 2), torch.zeros(2, 2))


def test_attend_is_the_mean_with_computed_weights_node_by_node(hidden, source, generator):
    bias, weights = (torch.rand(*shape, generator=generator, dtype=F64) for shape in ((2,), (2, 3)))
    listener, speaker = (torch.rand(2, generator=generator, dtype=F64) - 0.5 for _ in range(2))
    projected = bias[:, None] + weights @ hidden
    columns = []
    for n in range(4):
        near = [m for m in range(4) if source[m, n] or m == n]
        scores = [listener.dot(projected[:, n]) + speaker.dot(projected[:, m]) for m in near]
        raised = torch.stack([torch.exp(s if s > 0 else 0.2 * s) for s in scores])
        columns.append((projected[:, near] * raised / raised.sum()).sum(1))
    ours, wanted = attend(hidden, source, Head(bias, weights, listener, speaker)), torch.stack(columns, dim=1)
    torch.testing.assert_close(ours, wanted)
    found, other = (torch.autograd.grad(x.pow(2).sum(), hidden)[0] for x in (ours, wanted))
    torch.testing.assert_close(found, other)


def test_attention_is_static(source, generator):
    projected = torch.rand(2, 4, generator=generator, dtype=F64)
    shares = attention_weights(projected, source, torch.ones(2, dtype=F64), torch.tensor([2.0, -5.0], dtype=F64))
    louder = (shares[0] > shares[2])[[0, 1, 2, 3]]  # nodes 0 and 2 are heard by all four
    assert louder.all() or not louder.any()


def test_graph_attention_stacks_its_heads(hidden, source, generator):
    layer = GraphAttention(3, 2, 3, generator).double()
    second = Head(layer.bias[1], layer.weights[1], *layer.scores[1])
    torch.testing.assert_close(layer(hidden, source)[2:4], attend(hidden, source, second))

import pytest
import torch
from torch.autograd import gradcheck

from notes.graphs.aggregation import renormalised_matrix
from notes.graphs.batching import graph_means
from notes.graphs.blindness import AGGREGATIONS, CONFUSED, Star, centre_hears
from notes.graphs.convolution import graph_probability, layer_by_nodes
from notes.graphs.graph import SOURCE_EDGES
from notes.graphs.message_passing import MessageNetwork, graph_logits, message_passing

ONCE = torch.tensor(SOURCE_EDGES).T
EDGES = torch.cat([ONCE, ONCE.flip(0)], dim=1)


def test_messages_are_those_of_a_loop_in_values_and_gradients(generator):
    hidden = torch.rand(4, 3, generator=generator, dtype=torch.float64, requires_grad=True)
    lengths = torch.rand(10, 2, generator=generator, dtype=torch.float64, requires_grad=True)

    def message(own, other, edge):
        return (own * other).sum(1, keepdim=True) * edge

    def passed(hidden, lengths):
        return message_passing(hidden, EDGES, lengths, message, lambda own, sums: torch.cat([own, sums], dim=1))

    wanted = torch.zeros(4, 2, dtype=torch.float64)
    for (m, n), edge in zip(EDGES.T.tolist(), lengths, strict=True):
        wanted[n] += (hidden[n] @ hidden[m]) * edge
    found = passed(hidden, lengths)
    torch.testing.assert_close(found, torch.cat([hidden, wanted], dim=1))
    assert gradcheck(passed, (hidden, lengths))


def test_messages_without_features_of_edges_are_the_layer_of_the_chapter(source, hidden, generator):
    weights, bias = (torch.rand(*shape, generator=generator, dtype=torch.float64) for shape in ((2, 3), (2,)))
    found = message_passing(
        hidden.T,
        EDGES,
        torch.ones(10, 1, dtype=torch.float64),
        lambda own, other, edge: other @ weights.T,  # noqa: ARG005
        lambda own, sums: (bias + own @ weights.T + sums).relu(),
    )
    torch.testing.assert_close(found.T, layer_by_nodes(hidden, source, bias, weights))


@pytest.mark.parametrize("edge", [[0, 4], [-1, 0]])
def test_messages_refuse_an_edge_that_names_no_node(edge):
    with pytest.raises(ValueError, match=r"^`edges` must"):
        message_passing(
            torch.ones(4, 1), torch.tensor([edge]).T, torch.ones(1, 1), lambda *all_of: all_of[1], torch.add
        )


def test_network_on_many_graphs_is_its_layers_on_each(source):
    torch.manual_seed(0)
    network, x = MessageNetwork([3, 5, 4, 2]).double(), torch.rand(6, 4, 3, dtype=torch.float64)
    gather = renormalised_matrix(source)
    first, second, head = network.layers
    for one, found in zip(x, network(x, gather), strict=True):
        torch.testing.assert_close(found, head((gather @ second((gather @ first(one)).relu())).relu()))
    torch.testing.assert_close(network(x, gather.expand(6, 4, 4)), network(x, gather))


def test_score_of_a_graph_is_the_head_of_its_mean_column(hidden):
    head = torch.nn.Linear(3, 1).double()
    found = graph_logits(head(hidden.T)[None])[0, 0].sigmoid()
    torch.testing.assert_close(found, graph_probability(hidden, head.bias[0], head.weight[0]))
    with pytest.raises(ValueError, match=r"^`answers` must be at least 1, got 0$"):
        graph_logits(torch.zeros(1, 0, 2))


def test_means_are_those_of_each_graph(hidden):
    found = graph_means(hidden, torch.tensor([1, 0, 1, 1]))
    torch.testing.assert_close(found, torch.stack([hidden[:, 1], hidden[:, [0, 2, 3]].mean(1)], dim=1))
    with pytest.raises(ValueError, match=r"^`graphs` must be of at least one node for each number, got 0"):
        graph_means(hidden, torch.tensor([0, 0, 2, 2]))
    with pytest.raises(ValueError, match=r"^`graphs` must be numbers from zero on, got -1"):
        graph_means(hidden, torch.tensor([0, -1, 0, 0]))


@pytest.mark.parametrize("name", CONFUSED)
def test_every_aggregation_takes_two_stars_for_one_another(name):
    one, other = CONFUSED[name]
    assert (one.own, sorted(one.leaves)) != (other.own, sorted(other.leaves))
    assert centre_hears(name, one) == pytest.approx(centre_hears(name, other))
    assert list(CONFUSED) == list(AGGREGATIONS)
    assert len(CONFUSED) == 8


def test_stars_are_heard_as_by_hand():
    star = Star(1, (2, 6))
    heard = {name: centre_hears(name, star) for name in AGGREGATIONS}
    scores = torch.tensor([2.0, 3.0, 7.0], dtype=torch.float64).softmax(0)
    assert heard["sum"] == [9]
    assert heard["diagonal"] == [9.5]
    assert heard["generalised"] == heard["residual"] == [8, 1]
    assert heard["mean"] == [5]
    assert heard["Kipf"] == pytest.approx([1 + 8 / 2**0.5])
    assert heard["max"] == [6]
    assert heard["attention"] == pytest.approx([(scores @ torch.tensor([1.0, 2.0, 6.0]).double()).item()])


def test_stars_refuse_an_unknown_name_and_nobody_around():
    with pytest.raises(ValueError, match=r"^`name` must be one of sum, diagonal, .*, got 'median'$"):
        centre_hears("median", Star(0, (1,)))
    with pytest.raises(ValueError, match=r"^`star` must be at least 1, got 0$"):
        centre_hears("sum", Star(0, ()))
    with pytest.raises(ValueError, match=r"^`star` must be finite"):
        centre_hears("sum", Star(0, (float("nan"),)))


def counted(name: str, own: int, kinds: tuple[int, int, int]) -> tuple[float, ...]:
    """What a node hears of three kinds of nodes, each with a row of its own."""
    leaves = [kind for kind, number in enumerate(kinds) for _ in range(number)]
    rows = []
    for row in range(3):
        star = Star(float(own == row), [float(leaf == row) for leaf in leaves])
        rows += centre_hears(name, star)
    return tuple(round(value, 9) for value in rows)


def neighbourhoods(most: int = 4) -> list[tuple[int, tuple[int, int, int]]]:
    numbers = [(a, b, c) for a in range(most) for b in range(most) for c in range(most) if a + b + c]
    return [(own, kinds) for own in range(3) for kinds in numbers]


@pytest.mark.parametrize("name", ["diagonal", "generalised", "residual"])
def test_with_a_row_for_each_kind_some_tell_the_node_and_all_numbers(name):
    heard = [counted(name, *one) for one in neighbourhoods()]
    assert len(set(heard)) == len(heard)


def test_with_a_row_for_each_kind_the_sum_tells_all_numbers_with_the_node_among_them():
    for own, kinds in neighbourhoods():
        wanted = tuple(float(number + (own == row)) for row, number in enumerate(kinds))
        assert counted("sum", own, kinds) == wanted


def test_with_a_row_for_each_kind_the_mean_tells_shares_and_the_node_but_for_pairs():
    told = {}
    for own, kinds in neighbourhoods():
        shares = tuple(number / sum(kinds) for number in kinds)
        told.setdefault(counted("mean", own, kinds), set()).add((own, shares))
    for meant in told.values():
        assert len(meant) == 1 or all(max(shares) == 1 and shares[own] == 0 for own, shares in meant)
    assert any(len(meant) == 2 for meant in told.values())


def test_with_a_row_for_each_kind_the_maximum_tells_which_there_are():
    for own, kinds in neighbourhoods():
        assert counted("max", own, kinds) == tuple(float(number > 0) for number in kinds)

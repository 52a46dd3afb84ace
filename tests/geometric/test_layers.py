import networkx as nx
import pytest
import torch

from notes.geometric import figures
from notes.geometric.group import dihedral, symmetric
from notes.geometric.group_convolution import (
    TURNS,
    TURNS_AND_REFLECTIONS,
    GroupNetwork,
    PlainNetwork,
    group_convolution,
    lifting_convolution,
    moved,
)
from notes.geometric.isomorphism import (
    GraphIsomorphismLayer,
    GraphIsomorphismNetwork,
    colour_histograms,
    hard_pairs,
    refined_colours,
    separation,
    told_apart,
)
from notes.geometric.representation import permutation_matrices, turned
from notes.geometric.sets import DeepSet, EquivariantLayer, equivariant_map, symmetrised
from notes.geometric.symmetry import by_matrices, equivariance, invariance
from notes.graphs.aggregation import renormalised_matrix
from notes.plotting import require_labels

F64 = torch.float64


@pytest.fixture
def generator():
    return torch.Generator().manual_seed(0)


@pytest.mark.parametrize("group", [TURNS, TURNS_AND_REFLECTIONS])
def test_convolutions_follow_every_element(group, generator):
    images = torch.rand(2, 2, 7, 7, generator=generator, dtype=F64)
    lift = torch.rand(3, 2, 3, 3, generator=generator, dtype=F64)
    kernel = torch.rand(2, 3, len(group), 3, 3, generator=generator, dtype=F64)
    lifted = lifting_convolution(images, lift, group)
    for u in range(len(group)):
        again = lifting_convolution(turned(images, u), lift, group)
        torch.testing.assert_close(again, moved(lifted, group, u))
        torch.testing.assert_close(
            group_convolution(again, kernel, group), moved(group_convolution(lifted, kernel, group), group, u)
        )


def test_moved_is_an_action(generator):
    f = torch.rand(1, 1, 8, 3, 3, generator=generator)
    group = TURNS_AND_REFLECTIONS
    for g in range(8):
        for h in range(8):
            twice = moved(moved(f, group, h), group, g)
            assert torch.equal(twice, moved(f, group, int(group.table[g, h])))


def test_group_convolution_is_its_sum(generator):
    """At one place of the inside, term by term, with the inverse of every element looked up in the table."""
    group, f = TURNS_AND_REFLECTIONS, torch.rand(1, 1, 8, 3, 3, generator=generator, dtype=F64).requires_grad_()
    psi = torch.rand(1, 1, 8, 3, 3, generator=generator, dtype=F64).requires_grad_()
    ours = group_convolution(f, psi, group)[0, 0, :, 1, 1]
    wanted = []
    for g in range(8):
        back, total = group.inverse(g), torch.tensor(0.0, dtype=F64)
        for h in range(8):
            part = psi[0, 0, int(group.table[back, h])]
            total = total + (f[0, 0, h] * turned(part, g)).sum()
        wanted.append(total)
    torch.testing.assert_close(ours, torch.stack(wanted))
    for one, other in zip(
        torch.autograd.grad(ours.pow(2).sum(), (f, psi)),
        torch.autograd.grad(torch.stack(wanted).pow(2).sum(), (f, psi)),
        strict=True,
    ):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("size", [1, 3, 5])
def test_convolutions_on_a_group_keep_the_side_of_the_images(size: int, generator):
    lift = torch.rand(3, 2, size, size, generator=generator)
    kernel = torch.rand(4, 3, 4, size, size, generator=generator)
    lifted = lifting_convolution(torch.rand(1, 2, 9, 9, generator=generator), lift, TURNS)
    assert lifted.shape == (1, 3, 4, 9, 9)
    assert group_convolution(lifted, kernel, TURNS).shape == (1, 4, 4, 9, 9)


NETWORKS = {"group": lambda *given, **sizes: GroupNetwork(TURNS, *given, **sizes), "plain": PlainNetwork}


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_start_uniform_with_a_variance_of_two_over_the_inputs_of_a_unit(name: str, generator):
    network = NETWORKS[name]((20, 30), generator, size=5, classes=7)
    for weights in (one for one in network.parameters() if one.dim() > 1):
        scaled = weights.detach() / (6 / weights[0].numel()) ** 0.5
        assert scaled.min() < -0.9
        assert scaled.max() > 0.9
        assert scaled.abs().max() <= 1 + 1e-6
        assert scaled.square().mean().item() == pytest.approx(1 / 3, rel=0.25)


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_have_the_channels_kernels_and_classes_that_are_asked_for(name: str, generator):
    network = NETWORKS[name]((4, 6), generator, size=5, classes=7)
    order = len(TURNS) if name == "group" else 1
    kernels = [one for one in network.parameters() if one.dim() > 3]
    assert [one.numel() for one in kernels] == [4 * 25, 6 * 4 * order * 25]
    assert network(torch.rand(2, 1, 8, 8, generator=generator)).shape == (2, 7)


def test_group_network_reads_out_the_largest_feature_over_places_and_elements(generator):
    network = GroupNetwork(TURNS, (3, 4), generator).eval()
    images = torch.rand(2, 1, 8, 8, generator=generator)
    largest = network.features(images).flatten(2).max(-1).values
    assert (largest > 0).any()
    torch.testing.assert_close(network(images), network.readout(largest))


def test_deep_set_has_four_layers_of_its_own(generator):
    inputs, hidden = 3, 8
    count = sum(one.numel() for one in DeepSet(inputs, hidden, generator).parameters())
    assert count == (inputs + 1) * hidden + 2 * (hidden + 1) * hidden + hidden + 1


def test_group_network_is_invariant_and_the_plain_one_is_not(generator):
    actions = {name: lambda f, g=g: turned(f, g) for g, name in enumerate(dihedral(4).names)}
    x = torch.rand(2, 1, 8, 8, generator=generator)
    network = GroupNetwork(TURNS_AND_REFLECTIONS, (3, 4), generator).eval()
    assert invariance(network, x, actions).holds
    assert not invariance(PlainNetwork((3, 4), generator).eval(), x, actions).holds
    turns_only = GroupNetwork(TURNS, (3, 4), generator).eval()
    turns = {name: actions[name] for name in TURNS.names}
    assert invariance(turns_only, x, turns).holds
    assert not invariance(turns_only, x, actions).holds


@pytest.mark.parametrize("size", [2, 3, 4])
def test_symmetrised_is_the_mean_over_all_orders(size, generator):
    L = torch.rand(size, size, generator=generator)
    mean = torch.stack([P.T @ L @ P for P in permutation_matrices(size)]).mean(0)
    torch.testing.assert_close(symmetrised(L), mean)
    torch.testing.assert_close(symmetrised(equivariant_map(size, 2.0, -1.0)), equivariant_map(size, 2.0, -1.0))


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_maps_that_commute_with_all_orders_have_two_dimensions(size):
    eye = torch.eye(size, dtype=F64)
    conditions = [
        torch.kron(P.double(), eye) - torch.kron(eye, P.double().T.contiguous()) for P in permutation_matrices(size)
    ]
    rank = torch.linalg.matrix_rank(torch.cat(conditions))
    assert size**2 - rank == 2


def test_symmetrised_refuses_one_element():
    with pytest.raises(ValueError, match="`matrix` must have at least two rows, got 1"):
        symmetrised(torch.ones(1, 1))


def test_symmetrised_refuses_what_has_no_finite_sum_of_squares():
    assert symmetrised(torch.full((2, 2), 1e18)).isfinite().all()
    with pytest.raises(ValueError, match=r"^`matrix` must "):
        symmetrised(torch.full((2, 2), 1e20))


def test_layers_of_sets_follow_every_order(generator):
    orders = by_matrices(symmetric(4).names, permutation_matrices(4))
    x = torch.rand(4, 3, generator=generator)
    assert equivariance(EquivariantLayer(3, 2, generator), x, orders, orders).holds
    assert invariance(DeepSet(3, 8, generator), x, orders).holds
    assert not equivariance(lambda v: v.cumsum(0), x, orders, orders).holds


def test_deep_set_is_a_network_of_a_sum_of_networks(generator):
    model, x = DeepSet(3, 8, generator), torch.rand(4, 3, generator=generator)
    torch.testing.assert_close(model(x), model.head(sum(model.each(one) for one in x)).squeeze())


def test_equivariant_layer_is_its_formula(generator):
    layer, x = EquivariantLayer(3, 2, generator), torch.rand(4, 3, generator=generator)
    wanted = torch.stack([v @ layer.own + x.mean(0) @ layer.shared + layer.bias for v in x])
    torch.testing.assert_close(layer(x), wanted)


def graphs(generator, count):
    for _ in range(count):
        upper = (torch.rand(6, 6, generator=generator) < 0.4).float().triu(1)
        yield upper + upper.T


def uncoloured(matrix):
    """The graph for NetworkX, with one colour for all nodes."""
    graph = nx.from_numpy_array(matrix.numpy())
    nx.set_node_attributes(graph, "grey", "colour")
    return graph


def test_told_apart_agrees_with_networkx(generator):
    """Random pairs, among them some that are one graph renumbered; and the pair that the test cannot tell apart."""
    verdicts = []
    matrices = list(graphs(generator, 12))
    matrices += [
        matrix[order][:, order] for matrix in matrices[:4] for order in [torch.randperm(6, generator=generator)]
    ]
    for one in matrices:
        for other in matrices:
            theirs = [
                nx.weisfeiler_lehman_graph_hash(uncoloured(m), iterations=6, node_attr="colour") for m in (one, other)
            ]
            verdicts.append(told_apart(one, other))
            assert verdicts[-1] == (theirs[0] != theirs[1])
    assert 16 < verdicts.count(False) < 200
    cycle = torch.from_numpy(nx.to_numpy_array(nx.cycle_graph(6))).float()
    triangles = torch.block_diag(*[torch.ones(3, 3) - torch.eye(3)] * 2)
    assert not told_apart(cycle, triangles)
    assert not nx.is_isomorphic(nx.cycle_graph(6), nx.from_numpy_array(triangles.numpy()))


def test_colour_histograms_after_one_round_are_degrees(generator):
    (matrix,) = graphs(generator, 1)
    (counts,) = colour_histograms([matrix], 1)
    assert sorted(counts.values()) == sorted(matrix.sum(0).unique(return_counts=True)[1].tolist())
    assert colour_histograms([matrix], 0) == [{0: 6}]


def test_refined_colours_are_equal_where_old_colours_and_those_of_the_neighbours_are(generator):
    matrices = list(graphs(generator, 3))
    old = [torch.randint(3, (6,), generator=generator).tolist() for _ in matrices]
    new = refined_colours(matrices, old)
    told = [
        (colours[n], sorted(colours[m] for m in range(6) if matrix[n, m]))
        for matrix, colours in zip(matrices, old, strict=True)
        for n in range(6)
    ]
    flat = [colour for colours in new for colour in colours]
    for i in range(18):
        for j in range(18):
            assert (flat[i] == flat[j]) == (told[i] == told[j])
    assert set(flat) == set(range(len(set(flat))))


def test_refined_colours_need_one_for_each_node_of_each_graph():
    edge = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
    assert refined_colours([edge], [[0, 0]]) == [[0, 0]]
    with pytest.raises(ValueError, match=r"^`colours` must hold 2 values, got 1$"):
        refined_colours([edge], [[0]])
    with pytest.raises(ValueError, match=r"^`colours` must hold 1 values, got 2$"):
        refined_colours([edge], [[0, 0], [0, 0]])


def test_pairs_of_the_exercise_are_told_apart_as_its_answer_says():
    def linked(nodes, edges):
        matrix = torch.zeros(nodes, nodes)
        for m, n in edges:
            matrix[m, n] = matrix[n, m] = 1
        return matrix

    ring = lambda *nodes: list(zip(nodes, (*nodes[1:], nodes[0]), strict=True))  # noqa: E731
    cycle, path = linked(6, ring(*range(6))), linked(6, ring(*range(6))[:-1])
    eight, fours = linked(8, ring(*range(8))), linked(8, ring(0, 1, 2, 3) + ring(4, 5, 6, 7))
    squares, triangles = linked(6, [*ring(*range(6)), (0, 3)]), linked(6, [*ring(0, 1, 2), *ring(3, 4, 5), (0, 3)])
    pairs = ((cycle, path), (eight, fours), (squares, triangles), hard_pairs()["complete, cycle"])
    assert [told_apart(*pair) for pair in pairs] == [True, False, False, True]
    assert squares.sum() == triangles.sum() == 14


def test_gin_follows_a_renumbering_and_is_its_formula(generator):
    (A,) = graphs(generator, 1)
    A, H = A.double(), torch.rand(6, 3, generator=generator, dtype=F64)
    layer = GraphIsomorphismLayer(3, 4, generator).double()
    layer.epsilon.data.fill_(0.3)
    for n in range(6):
        heard = 1.3 * H[n] + sum((H[m] for m in range(6) if A[n, m]), torch.zeros(3, dtype=F64))
        torch.testing.assert_close(layer(H, A)[n], layer.mlp(heard))
    order = torch.randperm(6, generator=generator)
    network = GraphIsomorphismNetwork(3, 8, 3, generator).double()
    torch.testing.assert_close(network(H[order], A[order][:, order]), network(H, A))


def test_separation_of_hard_pairs_is_that_of_counts_whatever_the_weights():
    """All nodes have multiples of one vector, so what counts is how often a node is heard: 1ᵀ (I + G)³ 1."""
    ways = {"sum": lambda A: A, "mean": lambda A: A / A.sum(1, keepdim=True), "GCN": renormalised_matrix}
    for seed in range(3):
        network = GraphIsomorphismNetwork(1, 32, 3, torch.Generator().manual_seed(seed))
        for pair in hard_pairs().values():
            for gather in ways.values():
                one, other = (torch.linalg.matrix_power(torch.eye(len(A)) + gather(A), 3).sum() for A in pair)
                expected = ((one - other).abs() / one).item()
                assert separation(network, pair, gather) == pytest.approx(expected, rel=1e-4, abs=1e-5)


def test_hard_pairs_are_told_apart_by_sums_alone_as_by_the_test():
    ways = {"sum": lambda A: A, "mean": lambda A: A / A.sum(1, keepdim=True), "GCN": renormalised_matrix}
    network = GraphIsomorphismNetwork(1, 32, 3, torch.Generator().manual_seed(0))
    apart = {
        name: [separation(network, pair, gather) > 1e-3 for gather in ways.values()]
        for name, pair in hard_pairs().items()
    }
    assert apart == {
        "path, star": [True, False, True],
        "complete, cycle": [True, False, False],
        "cycle, two triangles": [False, False, False],
    }
    for one, other in hard_pairs().values():
        assert not nx.is_isomorphic(*(nx.from_numpy_array(matrix.numpy()) for matrix in (one, other)))


def test_gin_separates_what_a_mean_does_not(generator):
    path, star = nx.path_graph(4), nx.star_graph(3)
    A, B = (torch.from_numpy(nx.to_numpy_array(graph)).float() for graph in (path, star))
    network, ones = GraphIsomorphismNetwork(1, 8, 3, generator), torch.ones(4, 1)
    assert (network(ones, A) - network(ones, B)).abs().max() > 1e-2
    torch.testing.assert_close(network(ones, A / A.sum(1, keepdim=True)), network(ones, B / B.sum(1, keepdim=True)))


@pytest.mark.parametrize(
    "figure",
    [
        lambda: figures.group_table(dihedral(3)),
        lambda: figures.pictures({"one": torch.rand(2, 3, 3), "two": torch.rand(4, 3, 3)}),
        lambda: figures.changes_by_strength([0.0, 1.0], {"pixels": torch.rand(2)}),
        lambda: figures.predictions({"sum": (torch.rand(3), torch.rand(3)), "maximum": (torch.rand(3), torch.rand(3))}),
        lambda: figures.separations({"a pair": {"sum": 0.5, "mean": 0.0}}),
        lambda: figures.hexagon_and_triangles({"cycle": [0] * 6, "triangles": [1] * 6}),
    ],
)
def test_figures_say_what_they_measure(figure):
    require_labels(figure())

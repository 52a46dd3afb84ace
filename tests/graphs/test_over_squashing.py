import networkx as nx
import pytest
import torch

from notes.graphs.aggregation import renormalised_matrix
from notes.graphs.graph import adjacency, block_model
from notes.graphs.over_squashing import balanced_forman_curvature, binary_tree, leaf_matching, sensitivity_bound


def ring(nodes: int) -> torch.Tensor:
    return adjacency([(n, (n + 1) % nodes) for n in range(nodes)], nodes)


def by_definition(graph: nx.Graph, i: int, j: int) -> float:
    """The curvature with sets, as Topping et al. define it."""
    here, there = set(graph[i]), set(graph[j])
    if min(len(here), len(there)) == 1:
        return 0.0

    def square(one: int, other: int) -> dict[int, int]:
        mine, theirs = set(graph[one]), set(graph[other])
        met = {k: len((set(graph[k]) & theirs) - mine - {one}) for k in mine - theirs - {other}}
        return {k: number for k, number in met.items() if number}

    corners = [*square(i, j).values(), *square(j, i).values()]
    large, small, triangles = max(len(here), len(there)), min(len(here), len(there)), len(here & there)
    squares = len(corners) / (max(corners) * large) if corners else 0
    return 2 / len(here) + 2 / len(there) - 2 + 2 * triangles / large + triangles / small + squares


@pytest.mark.parametrize(("nodes", "wanted"), [(3, 1.5), (4, 1.0), (5, 0.0), (9, 0.0)])
def test_curvature_of_rings_is_that_of_the_literature(nodes, wanted):
    assert balanced_forman_curvature(ring(nodes), (0, 1)) == pytest.approx(wanted)


@pytest.mark.parametrize("nodes", [3, 4, 7])
def test_curvature_of_complete_graphs_is_that_of_the_literature(nodes):
    graph = torch.ones(nodes, nodes).fill_diagonal_(0)
    assert balanced_forman_curvature(graph, (1, 0)) == pytest.approx(nodes / (nodes - 1))


def test_curvature_of_random_graphs_is_its_definition(generator):
    for density in (0.15, 0.3, 0.6):
        matrix, _ = block_model([12], density, 0.0, generator)
        graph = nx.from_numpy_array(matrix.numpy())
        for i, j in graph.edges:
            found = balanced_forman_curvature(3 * matrix, (i, j))
            assert found == pytest.approx(by_definition(graph, i, j))
            assert found == pytest.approx(balanced_forman_curvature(matrix, (j, i)))


def test_curvature_of_a_tree_is_negative_inside_and_zero_at_its_leaves():
    tree = binary_tree(3)
    assert balanced_forman_curvature(tree, (1, 3)) == pytest.approx(4 / 3 - 2)
    assert balanced_forman_curvature(tree, (3, 7)) == 0


@pytest.mark.parametrize("edge", [(-1, 0), (0, 4), (0, 2), (1, 1)])
def test_curvature_refuses_what_is_no_edge(edge):
    assert balanced_forman_curvature(ring(4), (3, 0)) == 1.0
    with pytest.raises(ValueError, match=r"^`edge` must be an edge of the graph, got \("):
        balanced_forman_curvature(ring(4), edge)


def test_binary_tree_is_that_of_networkx():
    wanted = nx.to_numpy_array(nx.balanced_tree(2, 3))
    assert torch.equal(binary_tree(3), torch.from_numpy(wanted).float())
    assert len(binary_tree(1)) == 3
    with pytest.raises(ValueError, match=r"^`depth` must be at least 1, got 0$"):
        binary_tree(0)


def test_bound_counts_walks_by_their_weights(source):
    gather = renormalised_matrix(source)
    torch.testing.assert_close(sensitivity_bound(gather, 3, 2.0), 8 * gather @ gather @ gather)
    assert torch.equal(sensitivity_bound(gather, 0, 2.0), torch.eye(4, dtype=torch.float64))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"rounds": -1}, "`rounds` must be at least 0"),
        ({"gain": -0.1}, "`gain` must"),
        ({"gain": torch.inf}, "`gain` must"),
        ({"rounds": 2, "gain": 1e30}, "`gain` must be small enough for bounds that are finite, got inf"),
    ],
)
def test_bound_refuses_what_is_no_round_and_no_gain(change, rule):
    arguments = {"gather": torch.eye(2), "rounds": 0, "gain": 0.0}
    assert sensitivity_bound(**arguments).tolist() == [[1.0, 0.0], [0.0, 1.0]]
    with pytest.raises(ValueError, match=rule):
        sensitivity_bound(**arguments | change)
    with pytest.raises(ValueError, match="`gather` must"):
        sensitivity_bound(-torch.eye(2), 0, 0.0)


def test_leaves_hold_what_the_root_asks_for(generator):
    features, bits = leaf_matching(2, 50, generator)
    assert features.shape == (50, 7, 5)
    assert not features[:, 1:3].any()
    for tree, bit in zip(features, bits, strict=True):
        asked = tree[0, 1:].argmax()
        assert tree[0].sum() == 1
        assert tree[0, 0] == 0
        assert torch.equal(tree[3:, 1:], torch.eye(4))
        assert tree[3 + asked, 0] == 2 * bit - 1
        assert set(tree[3:, 0].tolist()) <= {-1.0, 1.0}
    assert bits.unique().tolist() == [0, 1]
    assert features[:, 0, 1:].any(0).all()
    with pytest.raises(ValueError, match=r"^`trees` must be at least 1, got 0$"):
        leaf_matching(1, 0, generator)

import networkx as nx
import pytest
import torch

from notes.graphs.graph import adjacency, block_model, distances, karate_club, permutation_matrix, require_adjacency


def test_adjacency_is_that_of_networkx(source):
    graph = nx.Graph([(0, 1), (0, 2), (0, 3), (1, 2), (2, 3)])
    assert torch.equal(source, torch.from_numpy(nx.to_numpy_array(graph)))


def test_powers_count_walks(source):
    walks = torch.zeros(4, 4, dtype=torch.float64)
    for m in range(4):
        for k in range(4):
            for j in range(4):
                for n in range(4):
                    walks[m, n] += source[m, k] * source[k, j] * source[j, n]
    assert torch.equal(torch.linalg.matrix_power(source, 3), walks)


@pytest.mark.parametrize("edge", [(0, 0), (0, 3), (-1, 1)])
def test_adjacency_refuses_an_edge_to_nowhere(edge):
    with pytest.raises(ValueError, match=r"`edges` must join two of 3 nodes, counted from zero, got \("):
        adjacency([edge], 3)


@pytest.mark.parametrize(
    ("matrix", "rule"),
    [
        ([[0.0, 1.0], [0.0, 0.0]], "symmetric"),
        ([[0.0, -1.0], [-1.0, 0.0]], "without negative weights"),
        ([[1.0, 0.0], [0.0, 0.0]], "zero on the diagonal"),
    ],
)
def test_require_adjacency_names_the_rule(matrix, rule):
    with pytest.raises(ValueError, match=f"`adjacency` must be {rule}"):
        require_adjacency(torch.tensor(matrix))


def test_permutation_matrix_orders_columns(generator):
    order = torch.randperm(6, generator=generator)
    X = torch.rand(2, 6, generator=generator)
    assert torch.equal(X @ permutation_matrix(order), X[:, order])
    with pytest.raises(ValueError, match=r"`order` must name each of 2 nodes once, got \[0, 0\]"):
        permutation_matrix(torch.tensor([0, 0]))


def test_distances_are_those_of_networkx(generator):
    matrix, _ = block_model([8, 8], 0.3, 0.02, generator)
    lengths = dict(nx.all_pairs_shortest_path_length(nx.from_numpy_array(matrix.numpy())))
    wanted = [[lengths[m].get(n, torch.inf) for n in range(16)] for m in range(16)]
    assert distances(matrix).tolist() == wanted


def test_karate_club_has_78_friendships_and_two_sides():
    matrix, sides = karate_club()
    assert matrix.sum().item() == 2 * 78
    assert sides[[0, 33]].tolist() == [0, 1]
    assert sides.bincount().tolist() == [17, 17]


def test_block_model_links_blocks_at_their_rates(generator):
    matrix, blocks = block_model([200, 200], 0.3, 0.05, generator)
    require_adjacency(matrix)
    same = blocks[:, None] == blocks
    assert matrix[same].mean().item() == pytest.approx(0.3, abs=0.01)
    assert matrix[~same].mean().item() == pytest.approx(0.05, abs=0.01)
    with pytest.raises(ValueError, match=r"`within` must be between 0 and 1, got 1.5"):
        block_model([2], 1.5, 0.0, generator)

from itertools import combinations

import pytest
import torch

from notes.graphs.batching import as_one_graph, receptive_field, sampled_adjacency, two_parts, within_parts
from notes.graphs.convolution import GraphNetwork
from notes.graphs.graph import adjacency, karate_club


def test_a_batch_of_graphs_is_each_graph(source, generator):
    pair = adjacency([(0, 1)], 2).double()
    X = [torch.rand(3, n, generator=generator, dtype=torch.float64) for n in (4, 2)]
    network = GraphNetwork([3, 5, 2], generator).double()
    features, whole = as_one_graph(X, [source, pair])
    apart = torch.cat([network(x, A + torch.eye(len(A))) for x, A in zip(X, (source, pair), strict=True)], dim=1)
    torch.testing.assert_close(network(features, whole + torch.eye(6)), apart)


def test_sampled_adjacency_is_unbiased_over_all_samples(source):
    """Node 0 has three neighbours; the mean over the three samples of two of them is exact."""
    neighbours = [1, 2, 3]
    mean = (
        sum(
            (torch.eye(4, dtype=torch.float64)[list(kept)].sum(0) * 3 / 2 for kept in combinations(neighbours, 2)),
            torch.zeros(4, dtype=torch.float64),
        )
        / 3
    )
    torch.testing.assert_close(mean, source[0])
    draws = [sampled_adjacency(source, 2, torch.Generator().manual_seed(seed))[:, 0] for seed in range(40)]
    kinds = {tuple(draw.tolist()) for draw in draws}
    assert kinds == {(0.0, 1.5, 1.5, 0.0), (0.0, 1.5, 0.0, 1.5), (0.0, 0.0, 1.5, 1.5)}


def test_sampled_adjacency_of_many_is_all(source, generator):
    assert torch.equal(sampled_adjacency(source, 9, generator), source)
    with pytest.raises(ValueError, match=r"`size` must be at least 1, got 0"):
        sampled_adjacency(source, 0, generator)


def test_receptive_field_is_what_gradients_reach(generator):
    path = adjacency([(n, n + 1) for n in range(7)], 8).double()
    network = GraphNetwork([1, 4, 4, 1], generator).double()
    X = torch.rand(1, 8, generator=generator, dtype=torch.float64).requires_grad_()
    (slope,) = torch.autograd.grad(network(X, path + torch.eye(8))[0, 3], X)
    for layers, reached in ((3, slope[0] != 0), (0, torch.arange(8) == 3)):
        assert not (reached & ~receptive_field(path, [3], layers)).any()
    assert receptive_field(path, [3], 3).tolist() == [True] * 7 + [False]


def test_two_parts_cut_few_edges():
    matrix, _ = karate_club()
    parts = two_parts(matrix, seed=0)
    assert parts.sum().item() == 17
    kept = within_parts(matrix, parts)
    assert kept.sum() > 0.8 * matrix.sum()
    assert not kept[parts == 0][:, parts == 1].any()

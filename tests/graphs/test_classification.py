import pytest
import torch

from notes.graphs import figures
from notes.graphs.aggregation import renormalised_matrix
from notes.graphs.classification import accuracy, communities, node_classifier, smoothed
from notes.graphs.convolution import GraphNetwork
from notes.graphs.graph import adjacency, karate_club
from notes.plotting import require_labels


def test_node_classifier_looks_at_known_classes_only():
    matrix, sides = karate_club()
    known = torch.zeros(34, dtype=torch.bool).index_fill(0, torch.tensor([0, 33]), True)
    gather, network = renormalised_matrix(matrix), GraphNetwork([34, 4, 2], torch.Generator().manual_seed(0))
    other = torch.where(known, sides, 1 - sides)
    one, two = (node_classifier(network, torch.eye(34), gather, c, known) for c in (sides, other))
    assert torch.equal(one(torch.eye(34), gather), two(torch.eye(34), gather))
    with pytest.raises(ValueError, match="`known` must be true for at least one node, got none"):
        node_classifier(network, torch.eye(34), gather, sides, torch.zeros(34, dtype=torch.bool))


def test_smoothed_is_a_power_of_the_matrix(generator):
    gather = renormalised_matrix(karate_club()[0]).double()
    X = torch.rand(2, 34, generator=generator, dtype=torch.float64)
    torch.testing.assert_close(smoothed(X, gather, 5), X @ torch.linalg.matrix_power(gather, 5))


def test_communities_has_eight_labels_a_block():
    task = communities(torch.Generator().manual_seed(0))
    assert task.blocks[task.known].bincount().tolist() == [8, 8, 8]
    hinted = task.features[task.blocks, torch.arange(180)].mean()
    assert hinted.item() == pytest.approx(0.6, abs=0.25)


@pytest.mark.parametrize(
    "figure",
    [
        lambda: figures.graph_and_matrix(adjacency([(0, 1)], 2)),
        lambda: figures.classes_on_graph(
            adjacency([(0, 1)], 2), {"one": torch.tensor([0, 1]), "two": torch.tensor([1, 0])}, [0]
        ),
        lambda: figures.reach_by_layers({"path": torch.tensor([0.1, 0.3])}),
        figures.confused_neighbourhoods,
        lambda: figures.waves_on_graph(adjacency([(0, 1)], 2), torch.eye(2), torch.eye(2), torch.tensor([0.0, 2.0])),
        lambda: figures.by_depth([1, 2], {"plain": torch.tensor([[0.5, 0.6]])}, "accuracy"),
    ],
)
def test_figures_say_what_they_measure(figure):
    require_labels(figure())


def test_communities_are_dense_within_and_sparse_between_and_labels_lie_in_their_blocks():
    draws = [communities(torch.Generator().manual_seed(seed)) for seed in range(20)]
    same = draws[0].blocks[:, None] == draws[0].blocks
    links = torch.stack([task.adjacency for task in draws]).mean(0)
    assert links[same].mean().item() == pytest.approx(0.12 * 59 / 60, rel=0.05)
    assert links[~same].mean().item() == pytest.approx(0.01, rel=0.1)
    for task in draws:
        assert [int(task.known[task.blocks == block].sum()) for block in range(3)] == [8, 8, 8]


def test_accuracy_is_the_share_of_those_asked_about():
    logits = torch.tensor([[2.0, 0.0, 3.0, 0.0], [1.0, 1.0, 0.0, 5.0]])  # of classes 0, 1, 0, 1
    classes, asked = torch.tensor([0, 1, 1, 0]), torch.tensor([True, True, True, False])
    assert accuracy(logits, classes, asked) == pytest.approx(2 / 3)

import pytest
import torch

from notes.self_supervision.metric_training import (
    hard_triplet_loss,
    metric_encoder,
    pair_loss,
    random_triplet_loss,
    semi_hard_triplet_loss,
    unsquared_hard_triplet_loss,
)

HARDEST = (hard_triplet_loss, unsquared_hard_triplet_loss)


def test_losses_of_perfect_heaps_are_zero() -> None:
    labels = torch.arange(12) % 3
    heaps = torch.eye(3)[labels]
    for loss in (pair_loss, random_triplet_loss, semi_hard_triplet_loss, *HARDEST):
        assert loss(heaps, labels, torch.Generator().manual_seed(0)).item() == pytest.approx(0.0, abs=1e-10)


def test_losses_of_one_heap_cost_the_margin() -> None:
    labels = torch.arange(12) % 3
    point = torch.ones(12, 2)
    for loss in (random_triplet_loss, *HARDEST):
        assert loss(point, labels, torch.Generator().manual_seed(0)).item() == pytest.approx(0.2, abs=1e-5)
    assert semi_hard_triplet_loss(point, labels, torch.Generator()).item() == 0.0


def test_hardest_triplets_of_hand_values_with_and_without_the_square() -> None:
    line, labels = torch.tensor([[0.0], [2.0], [3.0], [7.0]]), torch.tensor([0, 0, 1, 1])
    squared = [4 - 9 + 0.2, 4 - 1 + 0.2, 16 - 1 + 0.2, 16 - 25 + 0.2]
    plain = [2 - 3 + 0.2, 2 - 1 + 0.2, 4 - 1 + 0.2, 4 - 5 + 0.2]
    for loss, expected in zip(HARDEST, (squared, plain), strict=True):
        found = loss(line, labels, torch.Generator()).item()
        assert found == pytest.approx(sum(max(0.0, value) for value in expected) / 4, abs=1e-5)


def test_metric_encoder_gives_vectors_of_length_one() -> None:
    images, labels = torch.rand(40, 1, 14, 14, generator=torch.Generator().manual_seed(0)), torch.arange(40) % 4
    encoder = metric_encoder(images, labels, pair_loss, torch.Generator().manual_seed(0), steps=2)
    torch.testing.assert_close(encoder(images).norm(dim=1), torch.ones(40))

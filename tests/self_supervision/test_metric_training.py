import pytest
import torch

from notes.self_supervision.collapse import relative_spread
from notes.self_supervision.linear_evaluation import frozen_features
from notes.self_supervision.metric import overlap, recall_at_k
from notes.self_supervision.metric_training import (
    hard_triplet_loss,
    metric_encoder,
    pair_loss,
    random_triplet_loss,
    semi_hard_triplet_loss,
)
from notes.self_supervision.study import small_digits


def test_losses_of_perfect_heaps_are_zero() -> None:
    labels = torch.arange(12) % 3
    heaps = torch.eye(3)[labels]
    for loss in (pair_loss, random_triplet_loss, semi_hard_triplet_loss, hard_triplet_loss):
        assert loss(heaps, labels, torch.Generator().manual_seed(0)).item() == pytest.approx(0.0, abs=1e-10)


def test_losses_of_one_heap_cost_the_margin() -> None:
    labels = torch.arange(12) % 3
    point = torch.ones(12, 2)
    for loss in (random_triplet_loss, hard_triplet_loss):
        assert loss(point, labels, torch.Generator().manual_seed(0)).item() == pytest.approx(0.2)
    assert semi_hard_triplet_loss(point, labels, torch.Generator()).item() == 0.0


@pytest.mark.parametrize("seed", range(3))
def test_semi_hard_triplets_beat_random_ones_and_the_hardest_collapse(seed: int) -> None:
    digits = small_digits(torch.Generator().manual_seed(seed))
    recall, together = {}, {}
    for loss in (random_triplet_loss, semi_hard_triplet_loss, hard_triplet_loss):
        encoder = metric_encoder(digits.images, digits.labels, loss, torch.Generator().manual_seed(seed))
        embeddings = frozen_features(encoder, digits.test_images)
        recall[loss] = recall_at_k(embeddings, digits.test_labels, 1)
        together[loss] = overlap(embeddings, digits.test_labels)
    assert recall[semi_hard_triplet_loss] > recall[random_triplet_loss] + 0.02
    assert together[semi_hard_triplet_loss] < together[random_triplet_loss] - 0.1
    assert recall[hard_triplet_loss] < recall[random_triplet_loss] - 0.1
    assert relative_spread(embeddings) < 0.1

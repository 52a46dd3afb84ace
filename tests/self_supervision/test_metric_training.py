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
from notes.self_supervision.siamese import digit_encoder

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


def test_semi_hard_triplet_loss_of_hand_values() -> None:
    """The first is 0.1 nearer to its like than to the third, the second 0.3 than to the fourth, which is too much."""
    line = torch.tensor([[0.0], [1.0], [-(1.1**0.5)], [1 + 1.3**0.5]])
    loss = semi_hard_triplet_loss(line, torch.tensor([0, 0, 1, 1]), torch.Generator())
    assert loss.item() == pytest.approx(0.1, abs=1e-5)


def test_random_triplet_loss_averages_over_all_triplets() -> None:
    line, labels = torch.tensor([[0.0], [2.0], [0.5], [2.5]]), torch.tensor([0, 0, 1, 1])
    generator = torch.Generator().manual_seed(0)
    found = torch.stack([random_triplet_loss(line, labels, generator) for _ in range(300)]).mean()
    far = torch.tensor([[0.25, 6.25], [2.25, 0.25], [0.25, 2.25], [6.25, 0.25]])
    assert found.item() == pytest.approx((4 - far + 0.2).clamp(min=0).mean().item(), abs=0.2)


@pytest.mark.parametrize("seed", range(3))
def test_pair_loss_pairs_each_with_another_of_a_permutation(seed: int) -> None:
    line, labels = torch.tensor([0.0, 2.0, 0.5, 2.5]), torch.tensor([0, 0, 1, 1])
    other = torch.randperm(4, generator=torch.Generator().manual_seed(seed))
    apart = (line - line[other]).abs()
    expected = torch.where(labels == labels[other], apart.square(), (1 - apart).clamp(min=0).square()).mean()
    torch.testing.assert_close(pair_loss(line[:, None], labels, torch.Generator().manual_seed(seed)), expected)


@pytest.mark.parametrize("labels", [[0, 0, 0], [0, 0, 1]])
def test_random_triplets_need_two_classes_with_two_examples_each(labels: list[int]) -> None:
    with pytest.raises(ValueError, match=r"^`labels` must hold two classes at least, and each of them twice, got"):
        random_triplet_loss(torch.ones(3, 1), torch.tensor(labels), torch.Generator())


def test_metric_encoder_learns_from_four_of_the_first_300_of_each_class() -> None:
    seen = []

    def loss(embeddings: torch.Tensor, labels: torch.Tensor, _: torch.Generator) -> torch.Tensor:
        seen.append(labels)
        return embeddings.sum()

    labels = torch.tensor([3] * 301 + [5] * 300)
    images = torch.rand(601, 1, 14, 14, generator=torch.Generator().manual_seed(0))
    start = digit_encoder(torch.Generator().manual_seed(1), 2).state_dict()["7.bias"]
    encoder = metric_encoder(images, labels, loss, torch.Generator().manual_seed(1), steps=1, width=2)
    assert [batch.tolist() for batch in seen] == [[3, 3, 3, 3, 5, 5, 5, 5]]
    torch.testing.assert_close((encoder.state_dict()["0.7.bias"] - start).abs(), torch.full((2,), 0.01))

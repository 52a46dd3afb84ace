import pytest
import torch
from sklearn.neighbors import NearestNeighbors

from notes.self_supervision.metric import active_share, overlap, recall_at_k


def heaps(apart: float) -> tuple[torch.Tensor, torch.Tensor]:
    labels = torch.arange(60) % 3
    points = torch.randn(60, 2, generator=torch.Generator().manual_seed(0))
    return points + apart * torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])[labels], labels


@pytest.mark.parametrize("k", [1, 3])
def test_recall_at_k_equals_scikit_learn(k: int) -> None:
    points, labels = heaps(1.5)
    found = NearestNeighbors(n_neighbors=k).fit(points.numpy()).kneighbors(return_distance=False)
    expected = (labels[torch.from_numpy(found)] == labels[:, None]).any(1).float().mean().item()
    assert recall_at_k(points, labels, k) == pytest.approx(expected)
    assert expected < 1


def test_recall_at_k_refuses_more_neighbours_than_there_are() -> None:
    with pytest.raises(ValueError, match="`k` must be from 1 to 59, got 60"):
        recall_at_k(*heaps(1.0), 60)


def test_overlap_falls_to_zero_as_classes_part() -> None:
    shares = [overlap(*heaps(apart)) for apart in (0.0, 3.0, 100.0)]
    assert shares[0] > 0.9 > shares[1] > shares[2] == 0


def test_active_share_equals_all_triplets() -> None:
    points, labels = heaps(2.0)
    table = torch.cdist(points, points).square()
    valid = (labels[:, None] == labels) & ~torch.eye(60, dtype=torch.bool)
    losses = table[:, :, None] - table[:, None, :] + 0.5
    triplets = valid[:, :, None] & (labels[:, None, None] != labels[None, None, :])
    share = (losses > 0)[triplets].float().mean().item()
    drawn = active_share(points, labels, torch.Generator().manual_seed(0), margin=0.5, draws=40_000)
    assert drawn == pytest.approx(share, abs=4 * (share * (1 - share) / 8000) ** 0.5)


def test_active_share_refuses() -> None:
    points, labels = heaps(1.0)
    with pytest.raises(ValueError, match="`margin` must be positive, got 0"):
        active_share(points, labels, torch.Generator(), margin=0.0)
    with pytest.raises(ValueError, match="`labels` must allow triplets, got none in the draws"):
        active_share(points, torch.arange(60), torch.Generator(), margin=0.1)


def test_measures_of_a_line_where_distances_tie() -> None:
    line, labels = torch.tensor([[0.0], [1.0], [2.0], [3.0]]), torch.tensor([0, 0, 1, 1])
    assert overlap(line, labels) == 0.0  # the second is as far from its like as from the third
    assert overlap(line, torch.tensor([0, 1, 0, 1])) == 1.0
    assert recall_at_k(line, torch.tensor([0, 1, 1, 0]), 3) == 1.0
    with pytest.raises(ValueError, match=r"^`k` must be from 1 to 3, got 0$"):
        recall_at_k(line, labels, 0)


def test_active_share_of_triplets_that_just_keep_the_margin_is_zero() -> None:
    line, labels = torch.tensor([[-1.0], [-1.0], [1.0], [1.0]]), torch.tensor([0, 0, 1, 1])
    shares = [active_share(line, labels, torch.Generator().manual_seed(0), margin=margin) for margin in (4.0, 4.01)]
    assert shares == [0.0, 1.0]
    with pytest.raises(ValueError, match=r"^`draws` must be at least 1, got 0$"):
        active_share(line, labels, torch.Generator(), margin=1.0, draws=0)

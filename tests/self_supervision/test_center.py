import pytest
import torch
from torch.nn.functional import mse_loss

from notes.self_supervision.center import center_loss, moved_centers


def example() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    features = torch.randn(10, 3, generator=generator, dtype=torch.float64, requires_grad=True)
    return features, torch.randn(4, 3, generator=generator, dtype=torch.float64), torch.arange(10) % 3


def test_center_loss_equals_torch_and_its_gradient_is_the_offset() -> None:
    features, centers, labels = example()
    ours = center_loss(features, centers, labels)
    torch.testing.assert_close(ours, mse_loss(features, centers[labels], reduction="none").sum(1) / 2)
    (gradient,) = torch.autograd.grad(ours.sum(), features)
    torch.testing.assert_close(gradient, features.detach() - centers[labels])


def test_moved_centers_follow_the_published_update() -> None:
    features, centers, labels = example()
    moved = moved_centers(centers, features, labels, rate=0.3)
    for label in range(4):
        members = features.detach()[labels == label]
        step = sum((centers[label] - member for member in members), torch.zeros(3)) / (1 + len(members))
        torch.testing.assert_close(moved[label], centers[label] - 0.3 * step)
    torch.testing.assert_close(moved[3], centers[3])


def test_moved_centers_settle_at_the_means() -> None:
    features, centers, labels = example()
    for _ in range(200):
        centers = moved_centers(centers, features, labels)
    means = torch.stack([features.detach()[labels == label].mean(0) for label in range(3)])
    torch.testing.assert_close(centers[:3], means)


def test_center_loss_and_moved_centers_refuse() -> None:
    features, centers, labels = example()
    with pytest.raises(ValueError, match="`labels` must be from 0 to 1, got 2"):
        center_loss(features, centers[:2], labels)
    with pytest.raises(ValueError, match="`rate` must be above 0 and at most 1, got 2"):
        moved_centers(centers, features, labels, rate=2.0)
    with pytest.raises(ValueError, match="`features` must be finite, got nan"):
        moved_centers(centers, features * float("nan"), labels)


def test_centers_have_no_gradient_and_give_none() -> None:
    features, centers, labels = example()
    loss = center_loss(features, centers.requires_grad_(), labels)
    assert torch.autograd.grad(loss.sum(), centers, allow_unused=True) == (None,)
    assert not moved_centers(centers, features, labels).requires_grad


def test_moved_centers_at_full_rate_and_at_the_edges_of_what_they_take() -> None:
    features, centers, labels = torch.ones(1, 2), torch.zeros(2, 2), torch.tensor([1])
    assert moved_centers(centers, features, labels, rate=1.0).tolist() == [[0.0, 0.0], [0.5, 0.5]]
    assert center_loss(features, centers, labels).tolist() == [1.0]
    with pytest.raises(ValueError, match=r"^`rate` must be above 0 and at most 1, got 0\.0$"):
        moved_centers(centers, features, labels, rate=0.0)
    for bad in (-1, 2):
        for call in (
            lambda bad=bad: center_loss(features, centers, labels * bad),
            lambda bad=bad: moved_centers(centers, features, labels * bad),
        ):
            with pytest.raises(ValueError, match=f"^`labels` must be from 0 to 1, got {bad}$"):
                call()

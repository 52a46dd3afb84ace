import pytest
import torch
from torch.nn.functional import cross_entropy, normalize, triplet_margin_with_distance_loss

from notes.self_supervision.contrastive import contrastive_loss, nt_xent, triplet_loss


def embeddings(count: int) -> list[torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(6, 4, generator=generator, dtype=torch.float64, requires_grad=True) for _ in range(count)]


def test_contrastive_loss_gradient_on_both_branches() -> None:
    left, right = embeddings(2)
    same = torch.tensor([True, False] * 3)
    (gradient,) = torch.autograd.grad(contrastive_loss(left, right, same, margin=9.0).sum(), left)
    difference = left - right
    distance = difference.norm(dim=1, keepdim=True)
    expected = torch.where(same[:, None], 2 * difference, -2 * (9.0 - distance) * difference / distance)
    torch.testing.assert_close(gradient, expected)


def test_contrastive_loss_hand_values() -> None:
    left, right = torch.zeros(3, 2), torch.tensor([[3.0, 4.0], [3.0, 4.0], [0.6, 0.8]])
    losses = contrastive_loss(left, right, torch.tensor([True, False, False]), margin=3.0)
    torch.testing.assert_close(losses, torch.tensor([25.0, 0.0, 4.0]))


def test_triplet_loss_equals_torch_on_squared_distances() -> None:
    triplets = embeddings(3)
    ours = triplet_loss(*triplets, margin=1.0).sum()
    theirs = triplet_margin_with_distance_loss(
        *triplets, distance_function=lambda a, b: (a - b).square().sum(-1), margin=1.0, reduction="sum"
    )
    torch.testing.assert_close(ours, theirs)
    torch.testing.assert_close(torch.autograd.grad(ours, triplets), torch.autograd.grad(theirs, triplets))


def test_nt_xent_is_a_cross_entropy_over_the_other_views() -> None:
    first, second = embeddings(2)
    views = normalize(torch.cat([first, second]), dim=1)
    others = [[k for k in range(12) if k != i] for i in range(12)]
    logits = torch.stack([views[i] @ views[others[i]].T / 0.5 for i in range(12)])
    partners = torch.tensor([others[i].index((i + 6) % 12) for i in range(12)])
    ours, theirs = nt_xent(first, second, temperature=0.5), cross_entropy(logits, partners, reduction="none")
    torch.testing.assert_close(ours, theirs)
    pair = (first, second)
    torch.testing.assert_close(torch.autograd.grad(ours.sum(), pair), torch.autograd.grad(theirs.sum(), pair))


def test_losses_refuse_a_margin_or_temperature_that_is_not_positive() -> None:
    a = torch.zeros(2, 2)
    with pytest.raises(ValueError, match=r"`margin` must be positive, got 0.0"):
        contrastive_loss(a, a, torch.tensor([True, False]), margin=0.0)
    with pytest.raises(ValueError, match=r"`margin` must be positive, got -1.0"):
        triplet_loss(a, a, a, margin=-1.0)
    with pytest.raises(ValueError, match=r"`temperature` must be positive, got 0.0"):
        nt_xent(a, a, temperature=0.0)

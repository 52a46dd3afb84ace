import pytest
import torch
from torch.nn.functional import cosine_embedding_loss

from notes.self_supervision.collapse import agreement_loss, effective_rank


def test_agreement_loss_is_twice_torch_cosine_loss_with_the_target_held() -> None:
    generator = torch.Generator().manual_seed(0)
    prediction, target = torch.randn(2, 6, 4, generator=generator, dtype=torch.float64).requires_grad_().unbind()
    ours = agreement_loss(prediction, target)
    theirs = 2 * cosine_embedding_loss(prediction, target, torch.ones(6), reduction="none")
    torch.testing.assert_close(ours, theirs)
    gradients = [torch.autograd.grad(loss.sum(), prediction)[0] for loss in (ours, theirs)]
    torch.testing.assert_close(*gradients)
    again = agreement_loss(prediction, target).sum()
    assert torch.autograd.grad(again, target, allow_unused=True) == (None,)


def test_agreement_loss_of_a_constant_network_is_zero() -> None:
    constant = torch.ones(5, 3)
    torch.testing.assert_close(agreement_loss(constant, 2 * constant), torch.zeros(5))


def test_effective_rank_counts_equal_directions() -> None:
    axes = torch.eye(4, dtype=torch.float64)[:, :3]
    cloud = torch.cat([axes[:3], -axes[:3]])
    torch.testing.assert_close(effective_rank(cloud).item(), 3.0)
    line = torch.arange(6.0)[:, None] * torch.tensor([[1.0, 2.0]])
    torch.testing.assert_close(effective_rank(line).item(), 1.0, atol=1e-3, rtol=0.0)


def test_effective_rank_refuses_one_point() -> None:
    with pytest.raises(ValueError, match="`embeddings` must differ, got one point"):
        effective_rank(torch.ones(4, 2))

import pytest
import torch
from torch.nn.functional import cosine_embedding_loss

from notes.self_supervision.collapse import agreement_loss, effective_rank, relative_spread


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


def test_effective_rank_of_equal_vectors_is_one() -> None:
    torch.testing.assert_close(effective_rank(torch.ones(5, 3, dtype=torch.float64)).item(), 1.0)


def test_effective_rank_refuses_zeros() -> None:
    with pytest.raises(ValueError, match=r"`embeddings` must be other than zero somewhere, got 0\.0"):
        effective_rank(torch.zeros(4, 2))


def test_relative_spread_of_one_direction_is_zero_and_of_opposite_ones_is_one() -> None:
    line = torch.tensor([[1.0, 2.0], [2.0, 4.0]], dtype=torch.float64)
    torch.testing.assert_close(relative_spread(line).item(), 0.0, atol=1e-12, rtol=0.0)
    torch.testing.assert_close(relative_spread(torch.cat([line, -line])).item(), 1.0)


def test_relative_spread_is_the_deviation_of_the_entries_times_the_root_of_their_number() -> None:
    cloud = torch.randn(50, 8, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    deviations = torch.nn.functional.normalize(cloud, dim=1).var(0, correction=0)
    torch.testing.assert_close(relative_spread(cloud), (8 * deviations.mean()).sqrt())


def test_relative_spread_refuses_a_zero_vector() -> None:
    with pytest.raises(ValueError, match="`embeddings` must be other than zero"):
        relative_spread(torch.eye(3)[:2].repeat(2, 1) * torch.tensor([[1.0], [1.0], [0.0], [1.0]]))

import numpy as np
import pytest
import torch

from notes.self_supervision.redundancy import barlow_twins_loss, cross_correlation


def test_cross_correlation_equals_numpy() -> None:
    first, second = torch.randn(2, 20, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    expected = np.corrcoef(first.numpy().T, second.numpy().T)[:3, 3:]
    torch.testing.assert_close(cross_correlation(first, second), torch.from_numpy(expected))


def test_cross_correlation_refuses_a_constant_unit() -> None:
    with pytest.raises(ValueError, match=r"`second` must vary over the batch"):
        cross_correlation(torch.eye(3), torch.ones(3, 3))


def test_barlow_twins_loss_hand_values_and_gradient() -> None:
    correlation = torch.tensor([[0.5, 0.2], [-0.1, 1.0]], dtype=torch.float64, requires_grad=True)
    loss = barlow_twins_loss(correlation, redundancy=0.1)
    (gradient,) = torch.autograd.grad(loss, correlation)
    torch.testing.assert_close(loss.item(), 0.255)
    torch.testing.assert_close(gradient, torch.tensor([[-1.0, 0.04], [-0.02, 0.0]], dtype=torch.float64))
    assert barlow_twins_loss(torch.eye(4), redundancy=0.1).item() == 0.0


def test_barlow_twins_loss_refuses_a_weight_that_is_not_positive() -> None:
    with pytest.raises(ValueError, match=r"`redundancy` must be positive, got 0.0"):
        barlow_twins_loss(torch.eye(2), redundancy=0.0)

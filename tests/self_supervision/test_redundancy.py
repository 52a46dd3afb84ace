import numpy as np
import pytest
import torch

from notes.self_supervision.redundancy import barlow_twins_loss, cross_correlation, vicreg_terms


def test_cross_correlation_equals_numpy() -> None:
    first, second = torch.randn(2, 20, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    expected = np.corrcoef(first.numpy().T, second.numpy().T)[:3, 3:]
    torch.testing.assert_close(cross_correlation(first, second), torch.from_numpy(expected))


def test_cross_correlation_refuses_a_constant_unit() -> None:
    with pytest.raises(ValueError, match=r"`second` must be different over the batch"):
        cross_correlation(torch.eye(3), torch.ones(3, 3))


def test_barlow_twins_loss_hand_values_and_gradient() -> None:
    correlation = torch.tensor([[0.5, 0.2], [-0.1, 1.0]], dtype=torch.float64, requires_grad=True)
    loss = barlow_twins_loss(correlation, redundancy=0.1)
    (gradient,) = torch.autograd.grad(loss, correlation)
    torch.testing.assert_close(loss.item(), 0.255)
    torch.testing.assert_close(gradient, torch.tensor([[-1.0, 0.04], [-0.02, 0.0]], dtype=torch.float64))
    assert barlow_twins_loss(torch.eye(4), redundancy=0.1).item() == 0.0


def test_barlow_twins_loss_refuses_a_negative_weight_and_takes_zero() -> None:
    with pytest.raises(ValueError, match=r"`redundancy` must not be negative, got -0.1"):
        barlow_twins_loss(torch.eye(2), redundancy=-0.1)
    assert barlow_twins_loss(torch.ones(2, 2), redundancy=0.0) == 0


def test_vicreg_terms_equal_their_definitions() -> None:
    first, second = torch.randn(2, 30, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    first, second = first * torch.tensor([1.0, 1.0, 3.0, 1.0]), second / 4  # the third unit is beyond the target
    invariance, variance, covariance = vicreg_terms(first, second, target=1.2)
    torch.testing.assert_close(invariance, torch.nn.functional.mse_loss(first, second) * 4)
    deviations = [(view.var(0) + 1e-4).sqrt() for view in (first, second)]
    torch.testing.assert_close(variance, sum((1.2 - d).clamp(min=0).mean() for d in deviations))
    off = [torch.tensor(np.cov(view.numpy().T)).fill_diagonal_(0).square().sum() / 4 for view in (first, second)]
    torch.testing.assert_close(covariance, off[0] + off[1])


def test_vicreg_terms_of_a_collapsed_batch_ask_for_variance_alone() -> None:
    point = torch.ones(5, 3, dtype=torch.float64)
    terms = [round(term.item(), 6) for term in vicreg_terms(point, point)]
    assert terms == [0.0, 2 * (1 - 0.01), 0.0]


def test_vicreg_terms_refuse() -> None:
    with pytest.raises(ValueError, match="`target` must be positive, got 0"):
        vicreg_terms(torch.ones(3, 2), torch.ones(3, 2), target=0.0)
    with pytest.raises(ValueError, match="`first` must hold at least two embeddings, got 1"):
        vicreg_terms(torch.ones(1, 2), torch.ones(1, 2))

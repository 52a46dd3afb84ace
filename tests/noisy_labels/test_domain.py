"""What the functions of the chapter refuse, the last thing that they take, and their limits."""

import math

import pytest
import torch
from scipy.stats import beta, kstest

from notes.noisy_labels.correction import backward_loss
from notes.noisy_labels.mixing import mixing_weights
from notes.noisy_labels.transition import symmetric_noise


@pytest.mark.parametrize("alpha", [0.001, 0.01, 0.02, 0.3, 1, 5.0, 100.0])
def test_mixing_weights_follow_the_beta_distribution_down_to_its_limit(alpha: float):
    weights = mixing_weights(20_000, alpha, torch.Generator().manual_seed(0)).double()
    assert weights.var().item() == pytest.approx(1 / (4 * (2 * alpha + 1)), rel=0.03)
    for edge in (1e-6, 0.01, 0.4, 0.5, 0.6, 0.99):
        assert (weights < edge).double().mean().item() == pytest.approx(beta(alpha, alpha).cdf(edge), abs=0.02)


def test_mixing_weights_pass_a_test_of_their_distribution():
    weights = mixing_weights(5_000, 0.4, torch.Generator().manual_seed(1)).double()
    assert kstest(weights.numpy(), beta(0.4, 0.4).cdf).pvalue > 0.001


@pytest.mark.parametrize("bad", [0, -1.0, math.nan])
def test_mixing_weights_refuse_an_alpha_that_is_not_positive(bad: float):
    with pytest.raises(ValueError, match=f"^`alpha` must be positive, got {bad}$"):
        mixing_weights(3, bad, torch.Generator())


def test_backward_loss_takes_many_classes_whose_determinant_vanishes():
    transition = symmetric_noise(100, 0.5)
    assert torch.linalg.det(transition) < 1e-12
    loss = backward_loss(torch.zeros(1, 100), torch.tensor([0]), transition)
    torch.testing.assert_close(loss, torch.tensor([math.log(100.0)]), rtol=1e-4, atol=0)


def test_backward_loss_refuses_what_rounding_can_make_singular():
    logits, labels = torch.tensor([[1.0, 0.0]]), torch.tensor([0])
    near = torch.tensor([[0.5000001, 0.4999999], [0.5, 0.5]])
    with pytest.raises(ValueError, match=r"^`transition` must be invertible, but its smallest singular value, got"):
        backward_loss(logits, labels, near)
    assert backward_loss(logits.double(), labels, near.double()).isfinite().all()


def test_an_int_is_a_rate():
    assert torch.equal(symmetric_noise(3, 0), torch.eye(3))

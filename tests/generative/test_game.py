"""The game on samples and on densities."""

import math

import pytest
import torch
from scipy.spatial.distance import jensenshannon
from torch.nn.functional import binary_cross_entropy_with_logits

from notes.generative.game import (
    jensen_shannon_divergence,
    non_saturating_loss,
    optimal_discriminator,
    saturating_loss,
    value,
)

F64 = torch.float64
LOGITS = torch.linspace(-6, 6, 9, dtype=F64)


def test_value_is_minus_twice_the_binary_cross_entropy():
    labels = torch.cat([torch.ones(9, dtype=F64), torch.zeros(9, dtype=F64)])
    loss = binary_cross_entropy_with_logits(torch.cat([LOGITS, LOGITS / 2]), labels)
    torch.testing.assert_close(value(LOGITS, LOGITS / 2), -2 * loss)


def test_value_does_not_overflow():
    assert value(torch.tensor([-1000.0]), torch.tensor([0.0])).item() == pytest.approx(-1000 - math.log(2))


def test_generator_losses_have_the_proved_gradients():
    logits = LOGITS.clone().requires_grad_()
    belief = LOGITS.sigmoid()
    (saturating,) = torch.autograd.grad(9 * saturating_loss(logits), logits)
    (other,) = torch.autograd.grad(9 * non_saturating_loss(logits), logits)
    torch.testing.assert_close(saturating, -belief)
    torch.testing.assert_close(other, -(1 - belief))


def test_optimal_discriminator_is_beaten_by_no_other_answer():
    a, b = torch.tensor([0.2, 1.0, 3.0], dtype=F64), torch.tensor([0.7, 1.0, 0.1], dtype=F64)
    best = optimal_discriminator(a, b)
    answers = torch.linspace(0.001, 0.999, 999, dtype=F64)[:, None]
    gains = a * answers.log() + b * (1 - answers).log()
    assert bool((gains <= a * best.log() + b * (1 - best).log()).all())


def test_optimal_discriminator_refuses_points_without_density():
    with pytest.raises(ValueError, match=r"`data_density` must be positive where `generated_density` is zero, got 0.0"):
        optimal_discriminator(torch.tensor([0.0]), torch.tensor([0.0]))


def test_jensen_shannon_divergence_is_the_square_of_scipys_distance():
    p, q = torch.tensor([0.5, 0.3, 0.2], dtype=F64), torch.tensor([0.1, 0.0, 0.9], dtype=F64)
    assert jensen_shannon_divergence(p, q).item() == pytest.approx(jensenshannon(p, q) ** 2)


def test_jensen_shannon_divergence_of_disjoint_distributions_is_log_two():
    p = torch.tensor([1.0, 0.0], dtype=F64)
    assert jensen_shannon_divergence(p, p.flip(0)).item() == pytest.approx(math.log(2))

"""Both ways of shrinking weights against torch.optim, and where they part."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from notes.generalization.weight_decay import WeightDecay, penalized_gradient
from notes.training.adam import Adam
from notes.training.descent import GradientDescent, gradient_of, optimizer_path
from notes.training.schedules import constant_rate

SCALES = torch.tensor([100.0, 1.0, 0.01], dtype=torch.float64)
START = torch.tensor([3.0, -2.0, 0.5], dtype=torch.float64)


def loss(phi: torch.Tensor) -> torch.Tensor:
    return (SCALES * (phi - 1).square()).sum(-1) / 2 + phi.cos().sum(-1)


def ours(rule: Any, gradient: Callable[[torch.Tensor], torch.Tensor], rate: float) -> torch.Tensor:
    return optimizer_path(rule, gradient, START, constant_rate(rate, steps=100))[1:]


def reference(make: Callable[[list[torch.Tensor]], torch.optim.Optimizer]) -> torch.Tensor:
    phi = START.clone().requires_grad_()
    optimizer, path = make([phi]), []
    for _ in range(100):
        optimizer.zero_grad()
        loss(phi).backward()
        optimizer.step()
        path.append(phi.detach().clone())
    return torch.stack(path)


def test_penalized_gradient_is_that_of_the_penalised_loss():
    penalised = gradient_of(lambda phi: loss(phi) + 0.3 * phi.square().sum(-1))
    torch.testing.assert_close(penalized_gradient(gradient_of(loss), 0.3)(START), penalised(START))


def test_penalized_gradient_descent_equals_torch_sgd_with_its_weight_decay():
    path = ours(GradientDescent(), penalized_gradient(gradient_of(loss), 0.05), 0.005)
    torch.testing.assert_close(path, reference(lambda p: torch.optim.SGD(p, lr=0.005, weight_decay=0.1)))


def test_weight_decay_of_gradient_descent_equals_l2_of_half_the_strength():
    decayed = ours(WeightDecay(GradientDescent(), 0.1), gradient_of(loss), 0.005)
    penalised = ours(GradientDescent(), penalized_gradient(gradient_of(loss), 0.05), 0.005)
    torch.testing.assert_close(decayed, penalised, rtol=1e-12, atol=1e-14)


def test_penalized_adam_equals_torch_adam_step_for_step():
    path = ours(Adam(), penalized_gradient(gradient_of(loss), 0.05), 0.05)
    torch.testing.assert_close(path, reference(lambda p: torch.optim.Adam(p, lr=0.05, weight_decay=0.1)))


def test_weight_decay_of_adam_equals_torch_adamw_step_for_step():
    path = ours(WeightDecay(Adam(), 0.1), gradient_of(loss), 0.05)
    torch.testing.assert_close(path, reference(lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1)))


@pytest.mark.parametrize("strength", [0.01, 0.1, 1.0])
def test_penalized_adam_without_a_loss_forgets_its_strength(strength: float):
    moved = ours(Adam(), penalized_gradient(torch.zeros_like, strength), 0.05)[0]
    torch.testing.assert_close(moved, START - 0.05 * START.sign(), atol=1e-6, rtol=0)


def test_weight_decay_of_adam_without_a_loss_shrinks_in_proportion():
    moved = ours(WeightDecay(Adam(), 0.2), torch.zeros_like, 0.05)
    torch.testing.assert_close(moved[-1], 0.99**100 * START)


def test_negative_strengths_are_refused():
    with pytest.raises(ValueError, match=r"`strength` must not be negative, got -0\.1"):
        penalized_gradient(torch.zeros_like, -0.1)
    with pytest.raises(ValueError, match=r"`decay` must not be negative, got -0\.1"):
        WeightDecay(Adam(), -0.1)

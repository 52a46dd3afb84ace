"""The four steps against torch.optim, and where L2 and weight decay part."""

from collections.abc import Callable

import pytest
import torch

from notes.generalization.weight_decay import (
    AdamMoments,
    adam_decay_step,
    adam_direction,
    adam_l2_step,
    decay_step,
    l2_step,
    zero_moments,
)

SCALES = torch.tensor([100.0, 1.0, 0.01], dtype=torch.float64)


def loss(phi: torch.Tensor) -> torch.Tensor:
    return (SCALES * (phi - 1).square()).sum() / 2 + phi.cos().sum()


def gradient(phi: torch.Tensor) -> torch.Tensor:
    phi = phi.detach().requires_grad_()
    return torch.autograd.grad(loss(phi), phi)[0]


def reference(make: Callable[[list[torch.Tensor]], torch.optim.Optimizer], steps: int) -> torch.Tensor:
    phi = torch.tensor([3.0, -2.0, 0.5], dtype=torch.float64, requires_grad=True)
    optimizer = make([phi])
    for _ in range(steps):
        optimizer.zero_grad()
        loss(phi).backward()
        optimizer.step()
    return phi.detach()


def start() -> torch.Tensor:
    return torch.tensor([3.0, -2.0, 0.5], dtype=torch.float64)


def test_l2_step_equals_torch_sgd_with_its_weight_decay():
    phi = start()
    for _ in range(100):
        phi = l2_step(phi, gradient(phi), 0.005, 0.05)
    torch.testing.assert_close(phi, reference(lambda p: torch.optim.SGD(p, lr=0.005, weight_decay=0.1), 100))


def test_decay_step_equals_l2_step_with_half_the_strength():
    left = right = start()
    for _ in range(100):
        left, right = l2_step(left, gradient(left), 0.005, 0.05), decay_step(right, gradient(right), 0.005, 0.1)
    torch.testing.assert_close(left, right, rtol=1e-14, atol=1e-14)


def test_adam_l2_step_equals_torch_adam_over_a_hundred_steps():
    phi, moments = start(), zero_moments(start())
    for _ in range(100):
        phi, moments = adam_l2_step(phi, gradient(phi), moments, 0.05, 0.05)
    torch.testing.assert_close(phi, reference(lambda p: torch.optim.Adam(p, lr=0.05, weight_decay=0.1), 100))


def test_adam_decay_step_equals_torch_adamw_over_a_hundred_steps():
    phi, moments = start(), zero_moments(start())
    for _ in range(100):
        phi, moments = adam_decay_step(phi, gradient(phi), moments, 0.05, 0.1)
    torch.testing.assert_close(phi, reference(lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1), 100))


def test_adam_without_either_is_plain_adam():
    phi, moments = start(), zero_moments(start())
    for _ in range(20):
        phi, moments = adam_l2_step(phi, gradient(phi), moments, 0.05, 0.0)
    torch.testing.assert_close(phi, reference(lambda p: torch.optim.Adam(p, lr=0.05), 20))


def test_adam_direction_of_the_first_gradient_is_its_sign():
    direction, moments = adam_direction(zero_moments(start()), torch.tensor([5.0, -1e-3, 0.2], dtype=torch.float64))
    torch.testing.assert_close(direction, torch.tensor([1.0, -1.0, 1.0], dtype=torch.float64), atol=1e-4, rtol=0)
    assert moments.step == 1


@pytest.mark.parametrize("strength", [0.01, 0.1, 1.0])
def test_adam_l2_step_without_a_gradient_forgets_its_strength(strength: float):
    phi = start()
    moved, _ = adam_l2_step(phi, torch.zeros_like(phi), zero_moments(phi), 0.05, strength)
    torch.testing.assert_close(moved, phi - 0.05 * phi.sign(), atol=1e-6, rtol=0)


def test_adam_decay_step_without_a_gradient_shrinks_in_proportion():
    phi = start()
    moved, _ = adam_decay_step(phi, torch.zeros_like(phi), zero_moments(phi), 0.05, 0.2)
    torch.testing.assert_close(moved, 0.99 * phi)


def test_zero_moments_are_zero_and_shaped_like_the_parameters():
    moments = zero_moments(start())
    assert isinstance(moments, AdamMoments)
    assert moments.step == 0
    assert torch.equal(moments.first, torch.zeros(3, dtype=torch.float64))
    assert torch.equal(moments.second, moments.first)

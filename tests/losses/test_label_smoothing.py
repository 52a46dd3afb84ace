"""Smoothed targets against PyTorch, and where the loss with them is least."""

import math

import pytest
import torch

from notes.losses.categorical import categorical_nll, soft_target_nll, softmax
from notes.losses.label_smoothing import smoothed_margin, smoothed_targets
from notes.losses.training import minimiser

F64 = torch.float64


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.4, 1.0])
def test_smoothed_cross_entropy_is_that_of_pytorch(smoothing: float, generator: torch.Generator):
    logits = torch.randn(6, 4, generator=generator).requires_grad_()
    targets = torch.tensor([0, 3, 2, 1, 1, 0])
    ours = soft_target_nll(logits, smoothed_targets(targets, 4, smoothing)).sum()
    reference = torch.nn.functional.cross_entropy(logits, targets, label_smoothing=smoothing, reduction="sum")
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(torch.autograd.grad(ours, logits), torch.autograd.grad(reference, logits))


def test_soft_target_nll_is_that_of_pytorch_with_probabilities(generator: torch.Generator):
    logits = torch.randn(5, 3, generator=generator, dtype=F64).requires_grad_()
    targets = torch.rand(5, 3, generator=generator, dtype=F64)
    targets = targets / targets.sum(-1, keepdim=True)
    ours = soft_target_nll(logits, targets)
    reference = torch.nn.functional.cross_entropy(logits, targets, reduction="none")
    torch.testing.assert_close(ours, reference)
    (slope,) = torch.autograd.grad(ours.sum(), logits)
    torch.testing.assert_close(slope, softmax(logits) - targets)


def test_soft_target_nll_of_a_one_hot_target_is_the_multiclass_loss_at_any_size():
    logits = torch.tensor([1e4, 0.0, -1e4])
    for k in range(3):
        torch.testing.assert_close(soft_target_nll(logits, torch.eye(3)[k]), categorical_nll(logits, torch.tensor(k)))


@pytest.mark.parametrize("bad", [[0.5, 0.25], [1.5, -0.5], [math.nan, 1.0]])
def test_soft_target_nll_refuses_what_is_no_distribution(bad: list[float]):
    with pytest.raises(ValueError, match=r"^`targets` must be non-negative and sum to one, got"):
        soft_target_nll(torch.zeros(2), torch.tensor(bad))


@pytest.mark.parametrize(("classes", "smoothing"), [(2, 0.3), (4, 0.1), (10, 0.02)])
def test_smoothed_margin_is_where_the_loss_is_least(classes: int, smoothing: float):
    target = smoothed_targets(torch.tensor(1), classes, smoothing).to(F64)
    target = target / target.sum()
    found = minimiser(lambda f: soft_target_nll(f, target), torch.zeros(classes, dtype=F64))
    torch.testing.assert_close(softmax(found), target, rtol=1e-5, atol=1e-6)
    assert (found[1] - found[0]).item() == pytest.approx(smoothed_margin(classes, smoothing), rel=1e-4)


def test_smoothed_margin_is_zero_where_nothing_is_left_of_the_label():
    assert smoothed_margin(7, 1.0) == 0.0
    assert smoothed_margin(1, 0.5) == pytest.approx(math.log(2))


@pytest.mark.parametrize("bad", [-0.001, 1.001, math.nan])
def test_smoothing_is_a_share(bad: float):
    with pytest.raises(ValueError, match=r"^`smoothing` must be from 0 to 1, got"):
        smoothed_targets(torch.tensor([0]), 2, bad)


@pytest.mark.parametrize("bad", [0.0, 1.001, math.nan])
def test_smoothed_margin_refuses_no_smoothing(bad: float):
    with pytest.raises(ValueError, match=r"^`smoothing` must be above 0 and at most 1, got"):
        smoothed_margin(2, bad)


def test_smoothing_refuses_no_class_and_classes_that_are_not_there():
    assert smoothed_targets(torch.tensor([0, 0]), 1).tolist() == [[1.0], [1.0]]
    for refused in (lambda: smoothed_targets(torch.tensor([0]), 0), lambda: smoothed_margin(0, 0.1)):
        with pytest.raises(ValueError, match=r"^`classes` must be at least 1, got 0$"):
            refused()
    for bad in (-1, 2):
        with pytest.raises(ValueError, match=f"^`targets` must be a class from 0 to 1, got {bad}$"):
            smoothed_targets(torch.tensor([0, bad]), 2)

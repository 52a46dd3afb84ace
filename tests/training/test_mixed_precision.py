"""Gradients in half precision against those in double, and what a scale saves from underflow."""

import pytest
import torch

from notes.training.backpropagation import Layer, backward_pass, forward_pass, random_layers
from notes.training.mixed_precision import LossScale, half_precision_gradients

GENERATOR = torch.Generator().manual_seed(1)
LAYERS = random_layers([6, 8, 3], [0.3, 0.3], GENERATOR)
INPUTS = torch.randn(5, 6, generator=GENERATOR, dtype=torch.float64)
BACK = torch.randn(5, 3, generator=GENERATOR, dtype=torch.float64)


def test_half_precision_gradients_are_those_in_double_to_three_digits():
    exact = backward_pass(LAYERS, forward_pass(LAYERS, INPUTS), BACK)
    for ours, theirs in zip(half_precision_gradients(LAYERS, INPUTS, BACK), exact, strict=True):
        assert ours.weights.dtype == torch.float32
        torch.testing.assert_close(ours.weights.double(), theirs.weights, rtol=2e-2, atol=2e-2)


def test_half_precision_gradients_equal_autograd_in_half():
    half = [Layer(*(part.half().requires_grad_() for part in layer)) for layer in LAYERS]
    forward_pass(half, INPUTS.half()).output.backward(BACK.half())
    for ours, theirs in zip(half_precision_gradients(LAYERS, INPUTS, BACK), half, strict=True):
        torch.testing.assert_close(ours.weights, theirs.weights.grad.float(), rtol=2e-3, atol=2e-3)


def test_a_scale_saves_what_underflows():
    small = 1e-9 * BACK
    lost, kept = (half_precision_gradients(LAYERS, INPUTS, small, scale)[0].weights for scale in (1.0, 2.0**24))
    exact = backward_pass(LAYERS, forward_pass(LAYERS, INPUTS), small)[0].weights
    assert lost.count_nonzero() == 0
    assert (kept != 0).equal(exact != 0)
    torch.testing.assert_close(kept.double(), exact, rtol=2e-2, atol=2e-11)


def test_a_scale_that_is_a_power_of_two_changes_no_digit_of_what_is_normal():
    one, other = (half_precision_gradients(LAYERS, INPUTS, BACK, scale) for scale in (1.0, 16.0))
    for first, second in zip(one, other, strict=True):
        large = first.weights.abs() > 1e-3
        torch.testing.assert_close(first.weights[large], second.weights[large], rtol=0, atol=0)


def test_a_scale_too_large_overflows():
    assert not half_precision_gradients(LAYERS, INPUTS, BACK, 30000.0)[0].weights.isfinite().all()


def test_half_precision_loses_an_update_below_two_to_the_minus_twelve_of_a_weight():
    weights = torch.arange(1024, 2049).half()
    lost = [(weights.double() * (1 - share * 2**-12)).half().equal(weights) for share in (0.999, -0.999, 1.001)]
    assert lost == [True, True, False]


def test_half_precision_gradients_refuse_a_scale_that_is_not_positive():
    with pytest.raises(ValueError, match="`scale` must be positive, got 0"):
        half_precision_gradients(LAYERS, INPUTS, BACK, 0.0)


def test_loss_scale_follows_the_scaler_of_torch():
    ours, history = LossScale(1024.0, patience=3), [True, True, True, False, True, True, False, True, True, True, True]
    theirs = torch.amp.GradScaler("cpu", init_scale=1024.0, growth_interval=3)
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=1.0)
    theirs.scale(torch.zeros(1))
    for finite in history:
        parameter.grad = torch.tensor([1.0 if finite else torch.inf])
        theirs.step(optimizer)
        theirs.update()
        ours = ours.after(finite)
        assert ours.scale == theirs.get_scale()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scale": 0.0}, "`scale` must be positive"),
        ({"patience": 0}, "`patience` must be at least 1"),
        ({"finite_steps": -1}, "`finite_steps` must be at least 0"),
    ],
)
def test_loss_scale_refuses_what_is_out_of_range(arguments, message):
    with pytest.raises(ValueError, match=message):
        LossScale(**arguments)

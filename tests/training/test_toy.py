import math

import pytest
import torch

from notes.training.toy import toy_forward, toy_gradients, toy_losses

PARAMETERS = torch.tensor([0.4, -0.7, 0.2, 0.9, -0.3, 0.8, 1.1, -1.4], dtype=torch.float64)
INPUTS = torch.linspace(-2, 2, 7, dtype=torch.float64)
TARGETS = INPUTS.square()


def test_toy_forward_equals_the_nested_formula():
    b0, w0, b1, w1, b2, w2, b3, w3 = PARAMETERS.tolist()
    expected = [b3 + w3 * math.cos(b2 + w2 * math.exp(b1 + w1 * math.sin(b0 + w0 * x))) for x in INPUTS.tolist()]
    assert toy_forward(PARAMETERS, INPUTS).f3.tolist() == pytest.approx(expected, rel=1e-14)


def test_toy_gradients_equal_autograd():
    expected = torch.func.jacrev(toy_losses)(PARAMETERS, INPUTS, TARGETS)
    torch.testing.assert_close(toy_gradients(PARAMETERS, INPUTS, TARGETS), expected, atol=1e-13, rtol=1e-12)


def test_toy_gradient_of_the_first_weight_equals_the_formula_of_the_source():
    b0, w0, b1, w1, b2, w2, b3, w3 = PARAMETERS
    f0 = b0 + w0 * INPUTS
    f1 = b1 + w1 * f0.sin()
    f2 = b2 + w2 * f1.exp()
    expected = -2 * (b3 + w3 * f2.cos() - TARGETS) * w1 * w2 * w3 * INPUTS * f0.cos() * f1.exp() * f2.sin()
    torch.testing.assert_close(toy_gradients(PARAMETERS, INPUTS, TARGETS)[:, 1], expected)

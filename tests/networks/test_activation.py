import math

import pytest
import torch
from torch.nn import functional

from notes.networks.activation import (
    ACTIVATIONS,
    SELU_ALPHA,
    SELU_SCALE,
    elu,
    gelu,
    leaky_relu,
    relu,
    selu,
    selu_constants,
    sigmoid,
    silu,
    softplus,
    tanh,
)

REFERENCES = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "ReLU": torch.relu,
    "leaky ReLU": functional.leaky_relu,
    "ELU": functional.elu,
    "SELU": functional.selu,
    "GELU": functional.gelu,
    "SiLU": functional.silu,
    "softplus": lambda x: functional.softplus(x, threshold=1e9),
}
POINTS = torch.cat([torch.linspace(-30, 30, 121), torch.tensor([-1e-9, 1e-9])]).double()


def test_activations_are_all_compared():
    assert REFERENCES.keys() == ACTIVATIONS.keys()


@pytest.mark.parametrize("name", REFERENCES)
def test_activation_equals_torch_in_value_and_gradient(name):
    ours, theirs = POINTS.clone().requires_grad_(), POINTS.clone().requires_grad_()
    mine, reference = ACTIVATIONS[name](ours), REFERENCES[name](theirs)
    torch.testing.assert_close(mine, reference, rtol=1e-10, atol=1e-14)
    mine.sum().backward()
    reference.sum().backward()
    torch.testing.assert_close(ours.grad, theirs.grad, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", REFERENCES)
def test_activation_and_gradient_are_finite_far_out(name):
    x = torch.tensor([-1e4, 1e4], requires_grad=True)
    y = ACTIVATIONS[name](x)
    y.sum().backward()
    assert y.isfinite().all()
    assert x.grad.isfinite().all()


@pytest.mark.parametrize("name", REFERENCES)
def test_activation_passes_nan_on(name):
    assert ACTIVATIONS[name](torch.tensor([math.nan])).isnan().all()


@pytest.mark.parametrize("activation", [sigmoid, tanh, softplus, silu, gelu])
def test_smooth_activation_passes_gradcheck(activation):
    x = torch.tensor([-3.0, -0.5, 0.0, 0.7, 4.0], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(activation, x)
    assert torch.autograd.gradgradcheck(activation, x)


def test_relu_has_gradient_zero_at_the_corner_and_keeps_infinity_apart():
    x = torch.tensor([0.0, -math.inf], requires_grad=True)
    y = relu(x)
    y.sum().backward()
    assert y.tolist() == [0.0, 0.0]
    assert x.grad.tolist() == [0.0, 0.0]


def test_leaky_relu_slope():
    assert leaky_relu(torch.tensor([-2.0, 2.0]), slope=0.5).tolist() == [-1.0, 2.0]


def test_sigmoid_keeps_the_digits_of_its_tail():
    x = torch.tensor([-50.0], dtype=torch.float64)
    torch.testing.assert_close(sigmoid(x), torch.exp(x), rtol=1e-14, atol=0)


def test_tanh_equals_quotient_of_exponentials():
    x = torch.linspace(-3, 3, 13, dtype=torch.float64)
    torch.testing.assert_close(tanh(x), (x.exp() - (-x).exp()) / (x.exp() + (-x).exp()))


def test_tanh_keeps_its_digits_near_zero_in_single_precision():
    x = torch.tensor([1e-8, -1e-6, 1e-3, -0.02, 0.5]).requires_grad_()
    torch.testing.assert_close(tanh(x), torch.tanh(x), rtol=3e-7, atol=0)
    (slope,) = torch.autograd.grad(tanh(x).sum(), x)
    torch.testing.assert_close(slope, 1 - torch.tanh(x.detach()) ** 2, rtol=3e-7, atol=0)


def test_softplus_minus_its_mirror_is_the_identity():
    torch.testing.assert_close(softplus(POINTS) - softplus(-POINTS), POINTS)


def test_gelu_and_silu_are_the_input_times_a_distribution_function():
    torch.testing.assert_close(silu(POINTS), POINTS * torch.sigmoid(POINTS))
    torch.testing.assert_close(
        gelu(POINTS), POINTS * torch.distributions.Normal(0.0, 1.0).cdf(POINTS), atol=1e-12, rtol=0
    )


def test_elu_refuses_a_depth_that_is_not_positive():
    with pytest.raises(ValueError, match=r"`alpha` must be positive, got 0.0"):
        elu(torch.zeros(1), alpha=0.0)
    with pytest.raises(ValueError, match="`alpha` must be positive, got nan"):
        elu(torch.zeros(1), alpha=math.nan)


def test_selu_constants_equal_the_published_ones():
    scale, alpha = selu_constants()
    assert scale == SELU_SCALE == pytest.approx(1.0507009873554804934193349852946, rel=1e-14)
    assert alpha == SELU_ALPHA == pytest.approx(1.6732632423543772848170429916717, rel=1e-14)


def test_selu_left_tail_is_minus_scale_times_alpha():
    assert selu(torch.tensor([-1e4]).double()).item() == pytest.approx(-SELU_SCALE * SELU_ALPHA)

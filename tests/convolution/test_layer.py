from itertools import product

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from notes.convolution.layer import conv1d, conv2d, conv_parameter_count, dense_parameter_count

SETTINGS = list(product([1, 2, 3], [0, 1, 2], [1, 2], [1, 2, 4]))


def leaves(generator, *shapes):
    return [(torch.rand(*shape, generator=generator, dtype=torch.float64) - 0.5).requires_grad_() for shape in shapes]


def assert_same_values_and_gradients(ours, theirs, arguments, generator):
    first, second = ours(*arguments), theirs(*arguments)
    torch.testing.assert_close(first, second)
    weights = torch.rand(first.shape, generator=generator, dtype=torch.float64)
    gradients = [torch.autograd.grad((weights * out).sum(), arguments) for out in (first, second)]
    for one, other in zip(*gradients, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize(("stride", "padding", "dilation", "groups"), SETTINGS)
def test_conv1d_equals_pytorch_in_values_and_gradients(generator, stride, padding, dilation, groups):
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    arguments = leaves(generator, (2, 4, 9), (8, 4 // groups, 3), (8,))
    assert_same_values_and_gradients(
        lambda *a: conv1d(*a, **options), lambda *a: functional.conv1d(*a, **options), arguments, generator
    )


@pytest.mark.parametrize(("stride", "padding", "dilation", "groups"), SETTINGS)
def test_conv2d_equals_pytorch_in_values_and_gradients(generator, stride, padding, dilation, groups):
    options = {"stride": (stride, 1), "padding": padding, "dilation": (1, dilation), "groups": groups}
    arguments = leaves(generator, (2, 4, 6, 7), (4, 4 // groups, 3, 2), (4,))
    assert_same_values_and_gradients(
        lambda *a: conv2d(*a, **options), lambda *a: functional.conv2d(*a, **options), arguments, generator
    )


@pytest.mark.parametrize("mode", ["zeros", "reflect", "circular"])
def test_conv2d_pads_as_pytorch_modules_do(generator, mode):
    arguments = leaves(generator, (1, 2, 5, 6), (3, 2, 3, 3), (3,))
    module = nn.Conv2d(2, 3, 3, padding=(2, 1), padding_mode=mode, dtype=torch.float64)
    assert_same_values_and_gradients(
        lambda *a: conv2d(*a, padding=(2, 1), mode=mode),
        lambda x, w, b: torch.func.functional_call(module, {"weight": w, "bias": b}, (x,)),
        arguments,
        generator,
    )


def test_conv1d_by_hand_is_the_formula_of_the_source():
    x, w, beta = torch.tensor([[[1.0, 2.0, 4.0, 8.0]]]), torch.tensor([[[1.0, 10.0, 100.0]]]), torch.tensor([0.5])
    expected = [0.5 + x[0, 0, i - 1] + 10 * x[0, 0, i] + 100 * x[0, 0, i + 1] for i in (1, 2)]
    assert conv1d(x, w, beta)[0, 0].tolist() == [value.item() for value in expected]


def test_conv1d_commutes_with_shifts_on_a_circle(generator):
    x, w, b = leaves(generator, (1, 2, 8), (3, 2, 3), (3,))
    ours = conv1d(x.roll(3, -1), w, b, padding=1, mode="circular")
    torch.testing.assert_close(ours, conv1d(x, w, b, padding=1, mode="circular").roll(3, -1))


def test_layers_refuse_groups_that_do_not_divide():
    message = r"^`groups` must divide 3 output channels and leave 2 of 4 input channels, got 2$"
    with pytest.raises(ValueError, match=message):
        conv1d(torch.ones(1, 4, 5), torch.ones(3, 2, 1), torch.ones(3), groups=2)
    with pytest.raises(ValueError, match=r"^`groups` must divide .* got 0$"):
        conv1d(torch.ones(1, 4, 5), torch.ones(3, 2, 1), torch.ones(3), groups=0)


def test_layers_refuse_a_window_that_does_not_fit():
    with pytest.raises(ValueError, match=r"^`weight` must span at most \(2, 9\) places, got \(3, 3\)$"):
        conv2d(torch.ones(1, 1, 2, 9), torch.ones(1, 1, 3, 3), torch.ones(1))


@pytest.mark.parametrize(("inputs", "outputs"), [(6, 6), (3, 16)])
def test_parameter_counts_equal_those_of_modules(inputs, outputs):
    def count(module):
        return sum(np.prod(p.shape) for p in module.parameters())

    assert dense_parameter_count(inputs, outputs) == count(nn.Linear(inputs, outputs))
    assert conv_parameter_count(5, inputs, outputs) == count(nn.Conv2d(inputs, outputs, 5))
    assert conv_parameter_count(5, inputs, outputs, dimensions=1) == count(nn.Conv1d(inputs, outputs, 5))


def test_parameter_counts_of_the_source():
    assert dense_parameter_count(6, 6) == 42
    assert conv_parameter_count(3, 1, 1, dimensions=1) == 4

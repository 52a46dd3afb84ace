import pytest
import torch
from sympy import lambdify
from torch.nn import functional

from notes.networks.activation import gelu, relu, sigmoid, silu
from notes.networks.experiments import RIVALS, TASKS, WIDTHS
from notes.networks.gated import gated_units, gated_width
from notes.networks.mlp import parameter_count
from notes.networks.proofs.gated import gate, gated_derivatives, value


def inputs_and_weights():
    generator = torch.Generator().manual_seed(0)
    shapes = [(6, 3), (5, 3), (5, 3)]
    return [torch.randn(shape, generator=generator, dtype=torch.float64, requires_grad=True) for shape in shapes]


@pytest.mark.parametrize(
    ("activation", "reference"),
    [(silu, functional.silu), (gelu, functional.gelu), (relu, torch.relu), (sigmoid, torch.sigmoid)],
)
def test_gated_units_equal_torch_in_value_and_gradient(activation, reference):
    tensors = inputs_and_weights()
    x, gates, values = tensors
    ours = gated_units(x, gates, values, activation)
    theirs = reference(functional.linear(x, gates)) * functional.linear(x, values)
    torch.testing.assert_close(ours, theirs)
    mine, reference_gradients = (torch.autograd.grad(one.square().sum(), tensors) for one in (ours, theirs))
    for one, other in zip(mine, reference_gradients, strict=True):
        torch.testing.assert_close(one, other)


def test_gated_units_with_a_sigmoid_are_the_gated_linear_units_of_torch():
    x, gates, values = inputs_and_weights()
    together = functional.linear(x, torch.cat([values, gates]))
    torch.testing.assert_close(gated_units(x, gates, values, sigmoid), functional.glu(together))


def test_gated_units_pass_gradcheck_and_open_with_silu():
    tensors = inputs_and_weights()
    assert torch.autograd.gradcheck(gated_units, tensors)
    torch.testing.assert_close(gated_units(*tensors), gated_units(*tensors, silu))


@pytest.mark.parametrize("name", ["x", "gates", "values"])
def test_gated_units_refuse_what_is_not_finite(name):
    arguments = {"x": torch.ones(1, 2), "gates": torch.ones(1, 2), "values": torch.ones(1, 2)}
    arguments[name][0, 1] = torch.inf
    with pytest.raises(ValueError, match=f"`{name}` must be finite, got inf"):
        gated_units(**arguments)


def test_gated_units_have_the_derivatives_that_are_proved():
    numbers = torch.tensor([[-2.0, 1.5], [0.3, -0.7], [4.0, 2.0]], dtype=torch.float64, requires_grad=True)
    gates, values = torch.eye(2, dtype=torch.float64).split(1)
    (slopes,) = torch.autograd.grad(gated_units(numbers, gates, values).sum(), numbers)
    by_value, by_gate = (lambdify((gate, value), claim.last, "math") for claim in gated_derivatives().claim)
    for (gamma, omega), (slope_of_gate, slope_of_value) in zip(numbers.tolist(), slopes.tolist(), strict=True):
        assert by_gate(gamma, omega) == pytest.approx(slope_of_gate, rel=1e-12)
        assert by_value(gamma, omega) == pytest.approx(slope_of_value, rel=1e-12)


def test_two_gated_units_multiply():
    x, gates, values = inputs_and_weights()
    both = gated_units(x, gates, values) + gated_units(x, -gates, -values)
    torch.testing.assert_close(both, (x @ gates.T) * (x @ values.T))


@pytest.mark.parametrize("units", [2, 3, 48, 100, 3072])
def test_gated_width_is_the_largest_that_needs_no_more_weights(units):
    gated, inputs = gated_width(units), 7
    plain_weights = 2 * inputs * units
    assert 3 * inputs * gated <= plain_weights < 3 * inputs * (gated + 1)


def test_gated_width_refuses_fewer_than_two_units():
    assert gated_width(2) == 1
    with pytest.raises(ValueError, match="`units` must be at least 2, got 1"):
        gated_width(1)


@pytest.mark.parametrize("task", TASKS)
def test_rivals_of_the_experiment_have_equally_many_weights(task):
    make, _, outputs, _, _ = TASKS[task]
    inputs = make(torch.Generator().manual_seed(0))[0].shape[1]
    weights = {
        inputs * WIDTHS[task][matrices - 1] * matrices + WIDTHS[task][matrices - 1] * outputs
        for _, matrices in RIVALS.values()
    }
    plain = WIDTHS[task][0]
    assert weights == {parameter_count([inputs, plain, outputs]) - plain - outputs}

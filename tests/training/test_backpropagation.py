import pytest
import torch

from notes.training.backpropagation import Layer, backward_pass, forward_pass, preactivation_gradients, random_layers

WIDTHS = (3, 7, 5, 6, 2)


def network():
    generator = torch.Generator().manual_seed(0)
    layers = random_layers(WIDTHS, [0.5] * 4, generator)
    biases = [torch.randn(layer.biases.shape, generator=generator, dtype=torch.float64) for layer in layers]
    inputs = torch.randn(11, 3, generator=generator, dtype=torch.float64)
    targets = torch.randn(11, 2, generator=generator, dtype=torch.float64)
    return [Layer(layer.weights, bias) for layer, bias in zip(layers, biases, strict=True)], inputs, targets


def test_forward_pass_equals_torch_sequential():
    layers, inputs, _ = network()
    modules = []
    for weights, biases in layers:
        linear = torch.nn.Linear(*reversed(weights.shape), dtype=torch.float64)
        linear.weight.data, linear.bias.data = weights, biases
        modules += [linear, torch.nn.ReLU()]
    expected = torch.nn.Sequential(*modules[:-1])(inputs)
    torch.testing.assert_close(forward_pass(layers, inputs).output, expected.detach())


def test_backward_pass_equals_autograd():
    layers, inputs, targets = network()
    tracked = [Layer(weights.clone().requires_grad_(), biases.clone().requires_grad_()) for weights, biases in layers]
    (forward_pass(tracked, inputs).output - targets).square().sum().backward()
    forward = forward_pass(layers, inputs)
    for ours, theirs in zip(backward_pass(layers, forward, 2 * (forward.output - targets)), tracked, strict=True):
        torch.testing.assert_close(ours.weights, theirs.weights.grad, atol=1e-12, rtol=1e-12)
        torch.testing.assert_close(ours.biases, theirs.biases.grad, atol=1e-12, rtol=1e-12)


def test_preactivation_gradients_equal_autograd():
    layers, inputs, targets = network()
    tracked = [Layer(weights.clone().requires_grad_(), biases) for weights, biases in layers]
    forward = forward_pass(tracked, inputs)
    loss = (forward.output - targets).square().sum()
    expected = torch.autograd.grad(loss, forward.preactivations)
    plain = forward_pass(layers, inputs)
    gradients = preactivation_gradients(layers, plain, 2 * (plain.output - targets))
    for ours, theirs in zip(gradients, expected, strict=True):
        torch.testing.assert_close(ours, theirs)


def test_backward_pass_stops_at_silent_units():
    """A hidden unit that is off for every sample passes nothing back to its weights."""
    layers = [Layer(torch.tensor([[1.0], [-1.0]]), torch.zeros(2)), Layer(torch.ones(1, 2), torch.zeros(1))]
    forward = forward_pass(layers, torch.tensor([[1.0], [2.0]]))
    first, _ = backward_pass(layers, forward, torch.ones(2, 1))
    assert first.weights.tolist() == [[3.0], [0.0]]


def test_random_layers_have_the_variance_asked_for():
    (layer,) = random_layers([300, 400], [0.04], torch.Generator().manual_seed(2))
    assert layer.weights.var().item() == pytest.approx(0.04, rel=0.02)
    assert layer.weights.mean().item() == pytest.approx(0, abs=0.002)
    assert layer.biases.abs().max() == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: forward_pass([], torch.zeros(1, 1)), "`layers` must hold at least one layer"),
        (
            lambda: forward_pass([Layer(torch.zeros(2, 3), torch.zeros(2))], torch.zeros(1, 4)),
            "layer 0 takes 3 inputs, got 4",
        ),
        (
            lambda: forward_pass([Layer(torch.zeros(2, 1), torch.zeros(2))], torch.tensor([[torch.nan]])),
            "`inputs` must be finite",
        ),
        (lambda: random_layers([3], [], torch.Generator()), "`widths` must be at least two positive numbers"),
        (lambda: random_layers([3, 2], [1.0, 1.0], torch.Generator()), "`variances` must be 1 from 0 up"),
        (lambda: random_layers([3, 2], [-1.0], torch.Generator()), "`variances` must be 1 from 0 up"),
    ],
)
def test_backpropagation_refuses_what_does_not_fit(call, message):
    with pytest.raises(ValueError, match=message):
        call()

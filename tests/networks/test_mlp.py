from itertools import pairwise

import pytest
import torch

from notes.networks.activation import tanh
from notes.networks.mlp import MultilayerPerceptron, layer_shapes, parameter_count, random_mlp


def random_network(widths, seed=0):
    return random_mlp(widths, torch.Generator().manual_seed(seed))


def as_torch(network):
    modules = []
    for weight, bias in network.layers:
        linear = torch.nn.Linear(weight.shape[1], weight.shape[0]).double()
        with torch.no_grad():
            linear.weight.copy_(weight)
            linear.bias.copy_(bias)
        modules += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def test_layer_shapes_of_the_worked_example():
    assert layer_shapes([3, 4, 2, 3, 2]) == [((4, 3), 4), ((2, 4), 2), ((3, 2), 3), ((2, 3), 2)]


@pytest.mark.parametrize("widths", [[1, 1], [3, 4, 2, 3, 2], [1920 * 1080 * 3, 512, 1024, 512, 1]])
def test_parameter_count_equals_torch_on_the_meta_device(widths):
    layers = [torch.nn.Linear(before, after, device="meta") for before, after in pairwise(widths)]
    assert parameter_count(widths) == sum(p.numel() for layer in layers for p in layer.parameters())


def test_parameter_count_of_the_exercise_term_by_term():
    terms = (512 + 512 * 6_220_800) + (1024 + 1024 * 512) + (512 + 512 * 1024) + (1 + 512)
    assert parameter_count([6_220_800, 512, 1024, 512, 1]) == terms == 3_186_100_737


def test_parameter_count_equals_shallow_formula():
    for inputs, units, outputs in [(1, 3, 1), (2, 5, 4), (7, 11, 3)]:
        assert parameter_count([inputs, units, outputs]) == units * (inputs + 1) + outputs * (units + 1)


def test_layer_shapes_refuses_too_few_and_empty_layers():
    with pytest.raises(ValueError, match=r"`widths` must hold at least 2 sizes, each at least 1, got \[3\]"):
        layer_shapes([3])
    with pytest.raises(ValueError, match=r"`widths` must hold .*, each at least 1, got \[3, 0, 1\]"):
        parameter_count([3, 0, 1])


@pytest.mark.parametrize("widths", [[2, 3], [1, 3, 3, 1], [3, 4, 2, 3, 2]])
def test_mlp_equals_torch_in_value_and_gradient(widths):
    network = random_network(widths)
    reference = as_torch(network)
    x = torch.rand(9, widths[0], generator=torch.Generator().manual_seed(1), dtype=torch.float64) - 0.5
    torch.testing.assert_close(network(x), reference(x))
    network(x).square().sum().backward()
    reference(x).square().sum().backward()
    theirs = [p.grad for p in reference.parameters()]
    ours = [p.grad for layer in network.layers for p in layer]
    for mine, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine, other)


def test_mlp_passes_gradcheck_in_its_input():
    network = random_network([2, 3, 3, 2])
    network.activation = tanh
    x = torch.rand(4, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64).requires_grad_()
    assert torch.autograd.gradcheck(network, x)


def test_mlp_refuses_layers_that_do_not_fit():
    with pytest.raises(ValueError, match="`weights` and `biases` must be as many, got 1 and 0"):
        MultilayerPerceptron([torch.ones(1, 1)], [])
    with pytest.raises(ValueError, match="must fit together as"):
        MultilayerPerceptron([torch.ones(3, 2), torch.ones(1, 4)], [torch.ones(3), torch.ones(1)])
    with pytest.raises(ValueError, match="must fit together as"):
        MultilayerPerceptron([torch.ones(3, 2)], [torch.ones(4)])


def test_random_mlp_is_reproducible_with_the_variance_it_promises():
    first, second = random_network([100, 200, 1], seed=4), random_network([100, 200, 1], seed=4)
    assert torch.equal(first.weights[0], second.weights[0])
    assert first.weights[0].var().item() == pytest.approx(2 / 100, rel=0.05)
    assert first.weights[0].abs().max() <= (6 / 100) ** 0.5


def test_networks_refuse_weights_that_are_whole_numbers_in_any_layer():
    ones, whole = torch.ones(1, 1), torch.ones(1, 1, dtype=torch.int64)
    for _ in range(20):  # the checker of the types looks at one of the layers, by chance
        with pytest.raises((ValueError, TypeError), match=r"must hold real numbers|Type-check error"):
            MultilayerPerceptron([ones, whole], [ones[0], ones[0]])

import pytest
import torch

from notes.networks.activation import tanh
from notes.networks.composition import composition, narrow_network
from notes.networks.mlp import random_mlp
from notes.networks.shallow import random_shallow_network


def shallow(inputs, units, outputs, seed):
    return random_shallow_network(inputs, units, outputs, torch.Generator().manual_seed(seed))


def points(inputs):
    return 2 * torch.rand(200, inputs, generator=torch.Generator().manual_seed(9), dtype=torch.float64) - 1


@pytest.mark.parametrize("between", [1, 2, 5])
def test_composition_feeds_one_network_into_the_other(between):
    inner, outer = shallow(2, 4, between, 0), shallow(between, 6, 3, 1)
    composed = composition(outer, inner)
    torch.testing.assert_close(composed(points(2)), outer(inner(points(2))))
    assert torch.linalg.matrix_rank(composed.weights[1]) == min(between, 4)


def test_composition_of_deep_networks_keeps_every_hidden_layer():
    inner = random_mlp([2, 3, 3, 1], torch.Generator().manual_seed(0))
    outer = random_mlp([1, 4, 4, 2], torch.Generator().manual_seed(1))
    composed = composition(outer, inner)
    torch.testing.assert_close(composed(points(2)), outer(inner(points(2))))
    assert [len(bias) for bias in composed.biases] == [3, 3, 4, 4, 2]


def test_composition_leaves_its_parts_alone():
    inner, outer = shallow(1, 3, 1, 0), shallow(1, 3, 1, 1)
    composed = composition(outer, inner)
    with torch.no_grad():
        composed.weights[0].zero_()
    assert inner.theta.abs().min() > 0


def test_composition_refuses_networks_that_do_not_fit():
    with pytest.raises(ValueError, match="`inner` must have 1 outputs, got 2"):
        composition(shallow(1, 3, 1, 0), shallow(1, 3, 2, 1))
    other = shallow(1, 3, 1, 0)
    other.activation = tanh
    with pytest.raises(ValueError, match="`inner` must share `outer`'s activation, got "):
        composition(other, shallow(1, 3, 1, 0))


@pytest.mark.parametrize(("inputs", "units"), [(1, 1), (1, 12), (2, 5), (4, 9)])
def test_narrow_network_equals_the_wide_one_on_the_box(inputs, units):
    wide = shallow(inputs, units, 1, seed=units)
    narrow = narrow_network(wide, bound=1.0)
    torch.testing.assert_close(narrow(points(inputs)), wide(points(inputs)))
    assert [len(bias) for bias in narrow.biases] == [inputs + 2] * units + [1]


def test_narrow_network_may_differ_outside_the_box():
    wide = shallow(1, 5, 1, seed=5)
    far = torch.tensor([[-50.0]], dtype=torch.float64)
    assert not torch.allclose(narrow_network(wide, bound=1.0)(far), wide(far))


def test_narrow_network_refuses_bad_arguments():
    network = shallow(1, 3, 1, 0)
    with pytest.raises(ValueError, match=r"`bound` must be positive, got 0.0"):
        narrow_network(network, bound=0.0)
    with pytest.raises(ValueError, match="`network` must have one output, got 2"):
        narrow_network(shallow(1, 3, 2, 0), bound=1.0)
    network.activation = tanh
    with pytest.raises(ValueError, match="`network` must have the activation relu"):
        narrow_network(network, bound=1.0)

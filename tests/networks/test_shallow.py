import pytest
import torch
from jaxtyping import TypeCheckError

from notes.networks.activation import tanh
from notes.networks.shallow import (
    ShallowNetwork,
    joints,
    random_shallow_network,
    region_slopes,
    ten_parameter_network,
)


def random_network(inputs=1, units=3, outputs=1, seed=0):
    return random_shallow_network(inputs, units, outputs, torch.Generator().manual_seed(seed))


def as_torch(network):
    inner = torch.nn.Linear(*reversed(network.theta.shape)).double()
    outer = torch.nn.Linear(*reversed(network.phi.shape)).double()
    with torch.no_grad():
        for layer, (weight, bias) in zip([inner, outer], network.layers, strict=True):
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)
    return torch.nn.Sequential(inner, torch.nn.ReLU(), outer)


def test_ten_parameter_network_equals_general_network():
    network = random_network()
    x = torch.linspace(-3, 3, 41, dtype=torch.float64)
    phi = torch.cat([network.phi0, network.phi[0]])
    theta = torch.stack([network.theta0, network.theta[:, 0]], dim=1)
    assert phi.numel() + theta.numel() == 10
    torch.testing.assert_close(ten_parameter_network(x, phi, theta), network(x[:, None])[:, 0])


def test_ten_parameter_network_hand_value():
    phi = torch.tensor([1.0, 2.0, 3.0, 4.0])
    theta = torch.tensor([[1.0, -1.0], [0.0, 1.0], [-5.0, 1.0]])
    assert ten_parameter_network(torch.tensor([0.5, 6.0]), phi, theta).tolist() == [3.5, 23.0]


@pytest.mark.parametrize("sizes", [(1, 3, 1), (1, 4, 2), (2, 3, 1), (5, 7, 3)])
def test_shallow_network_equals_torch_in_value_and_gradient(sizes):
    network = random_network(*sizes)
    reference = as_torch(network)
    x = torch.rand(11, sizes[0], generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    torch.testing.assert_close(network(x), reference(x))
    network(x).square().sum().backward()
    reference(x).square().sum().backward()
    for ours, theirs in [(network.theta, reference[0].weight), (network.theta0, reference[0].bias)]:
        torch.testing.assert_close(ours.grad, theirs.grad)
    for ours, theirs in [(network.phi, reference[2].weight), (network.phi0, reference[2].bias)]:
        torch.testing.assert_close(ours.grad, theirs.grad)


def test_shallow_network_takes_another_activation():
    network = ShallowNetwork(torch.zeros(1), torch.ones(1, 1), torch.zeros(1), torch.ones(1, 1), tanh)
    torch.testing.assert_close(network(torch.tensor([[0.3]])), torch.tensor([[0.3]]).tanh())


def test_shallow_network_refuses_shapes_that_do_not_fit():
    with pytest.raises(TypeCheckError, match="phi"):
        ShallowNetwork(torch.zeros(3), torch.zeros(3, 1), torch.zeros(1), torch.zeros(1, 4))


def test_several_outputs_share_their_joints():
    network = random_network(units=4, outputs=2, seed=3)
    x = torch.linspace(-5, 5, 2001, dtype=torch.float64)
    slopes = network(x[:, None]).detach().diff(dim=0) / x.diff()[:, None]
    for place in joints(network).tolist():
        left, right = torch.searchsorted(x, place - 0.02), torch.searchsorted(x, place + 0.02)
        assert (slopes[right] - slopes[left - 1]).abs().min() > 1e-4


def test_random_shallow_network_is_reproducible_and_refuses_size_zero():
    assert torch.equal(random_network(2, 5, 3).phi, random_network(2, 5, 3).phi)
    with pytest.raises(ValueError, match="`units` must be at least 1, got 0"):
        random_network(units=0)


def test_joints_are_zeros_of_the_pre_activations():
    network = random_network(units=6, seed=2)
    torch.testing.assert_close(
        network.theta0 + network.theta[:, 0] * joints(network), torch.zeros(6, dtype=torch.float64), atol=1e-14, rtol=0
    )


def test_joints_refuses_two_inputs_and_slope_zero():
    with pytest.raises(ValueError, match="`network` must have one input, got 2"):
        joints(random_network(inputs=2))
    flat = ShallowNetwork(torch.zeros(1), torch.zeros(1, 1), torch.zeros(1), torch.ones(1, 1))
    with pytest.raises(ValueError, match=r"no unit of slope 0, got \[0.0\]"):
        joints(flat)


@pytest.mark.parametrize("seed", range(5))
def test_region_slopes_equal_autograd_in_every_region(seed):
    network = random_network(units=5, outputs=2, seed=seed)
    ends = joints(network).detach().sort().values
    inside = torch.cat([ends[:1] - 1, (ends[1:] + ends[:-1]) / 2, ends[-1:] + 1]).requires_grad_()
    outputs = network(inside[:, None])
    for j, slopes in enumerate(region_slopes(network)):
        (gradient,) = torch.autograd.grad(outputs[:, j].sum(), inside, retain_graph=True)
        torch.testing.assert_close(gradient, slopes)


def test_region_slopes_can_be_differentiated():
    network = random_network(units=4, seed=7)

    def slopes(theta, phi):
        return region_slopes(ShallowNetworkView(network.theta0, theta, network.phi0, phi))

    class ShallowNetworkView(ShallowNetwork):
        def __init__(self, theta0, theta, phi0, phi):
            torch.nn.Module.__init__(self)
            self.__dict__.update(theta0=theta0, theta=theta, phi0=phi0, phi=phi)

    parameters = tuple(p.detach().clone().requires_grad_() for p in (network.theta, network.phi))
    assert torch.autograd.gradcheck(slopes, parameters)

"""The equations of chapter 2 that no proof establishes, each tied to its implementation."""

import torch

from notes.ledger import check
from notes.networks.activation import ACTIVATIONS, SELU_ALPHA, SELU_SCALE
from notes.networks.approximation import maximal_error, relu_interpolant
from notes.networks.composition import narrow_network
from notes.networks.mlp import layer_shapes, random_mlp
from notes.networks.pieces import linear_pieces
from notes.networks.polygons import activation_polygons
from notes.networks.region_bounds import deep_region_bound, line_arrangement_regions
from notes.networks.shallow import ShallowNetwork, random_shallow_network

DEFINITIONS = {
    "eq:ten-parameter-network": "notes.networks.shallow.ten_parameter_network",
    "eq:relu": "notes.networks.activation.relu",
    "eq:general-shallow-network": "notes.networks.shallow.ShallowNetwork",
    "eq:relu-interpolant": "notes.networks.approximation.relu_interpolant",
    "eq:zigzag": "notes.networks.sawtooth.zigzag",
    "eq:mlp": "notes.networks.mlp.MultilayerPerceptron",
    "eq:gated-units": "notes.networks.gated.gated_units",
    "eq:lookup": "notes.networks.lookup.looked_up",
    "eq:mlp-parameter-count": "notes.networks.mlp.parameter_count",
}

X = torch.linspace(-3, 3, 121, dtype=torch.float64)


def _generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@check("eq:arrangement")
def regions_of_lines() -> None:
    """The number of regions counted by points of intersection is the number of polygons cut out."""
    for seed in range(3):
        network = random_shallow_network(2, 5, 1, _generator(seed))
        counted = line_arrangement_regions(network.theta, network.theta0)
        assert counted == len(activation_polygons(network, -1000.0, 1000.0))
    through_one_point = ShallowNetwork(
        torch.zeros(4), torch.tensor([[1.0, 0], [0, 1], [1, 1], [1, -1]]), torch.zeros(1), torch.ones(1, 4)
    )
    assert line_arrangement_regions(through_one_point.theta, through_one_point.theta0) == 8
    assert len(activation_polygons(through_one_point, -1.0, 1.0)) == 8


@check("eq:shared-units")
def outputs_share_hidden_units() -> None:
    """Two outputs are two networks of one output with the same hidden units."""
    network = random_shallow_network(1, 3, 2, _generator(0))
    outputs = network(X[:, None])
    for j in range(2):
        single = ShallowNetwork(network.theta0, network.theta, network.phi0[[j]], network.phi[[j]])
        assert torch.allclose(outputs[:, j], single(X[:, None])[:, 0])


@check("eq:two-inputs")
def network_of_two_inputs() -> None:
    """The network of two inputs and three units, written out, is the general one."""
    network = random_shallow_network(2, 3, 1, _generator(1))
    x1, x2 = torch.cartesian_prod(X[::10], X[::10]).T
    written_out = network.phi0[0]
    for d in range(3):
        line = network.theta0[d] + network.theta[d, 0] * x1 + network.theta[d, 1] * x2
        written_out = written_out + network.phi[0, d] * torch.relu(line)
    assert torch.allclose(network(torch.stack([x1, x2], dim=1))[:, 0], written_out)


@check("eq:universal-approximation")
def interpolants_meet_tolerances() -> None:
    """On an interval, interpolants of growing width come as near to three functions as one asks."""
    for function in (torch.cos, torch.exp, lambda x: x.abs().sqrt()):
        for tolerance in (0.1, 0.01):
            widths = (2**k for k in range(16))
            errors = (maximal_error(relu_interpolant(function, -3.0, 3.0, width), function, X) for width in widths)
            assert any(error < tolerance for error in errors)


@check("eq:saturating")
def saturating_activations() -> None:
    """Sigmoid and tanh are their formulas."""
    assert torch.allclose(ACTIVATIONS["sigmoid"](X), 1 / (1 + torch.exp(-X)))
    assert torch.allclose(ACTIVATIONS["tanh"](X), (X.exp() - (-X).exp()) / (X.exp() + (-X).exp()))
    assert torch.allclose(ACTIVATIONS["tanh"](X), 2 * ACTIVATIONS["sigmoid"](2 * X) - 1)


@check("eq:rectifiers")
def rectifying_activations() -> None:
    """ReLU, leaky ReLU, ELU and SELU are the positive part plus their left branch."""
    left = {"ReLU": 0 * X, "leaky ReLU": 0.01 * X, "ELU": X.exp() - 1, "SELU": SELU_SCALE * SELU_ALPHA * (X.exp() - 1)}
    right = {"SELU": SELU_SCALE * X}
    for name, branch in left.items():
        assert torch.allclose(ACTIVATIONS[name](X), torch.where(X > 0, right.get(name, X), branch))


@check("eq:smooth-rectifiers")
def smooth_activations() -> None:
    """Softplus, SiLU and GELU are their formulas."""
    assert torch.allclose(ACTIVATIONS["softplus"](X), torch.log(1 + X.exp()))
    assert torch.allclose(ACTIVATIONS["SiLU"](X), X / (1 + (-X).exp()))
    assert torch.allclose(ACTIVATIONS["GELU"](X), X * (1 + torch.erf(X / 2**0.5)) / 2)


@check("eq:layer-shapes")
def shapes_of_the_example() -> None:
    """The shapes written out for input 3, hidden 4-2-3, output 2 are those of the network."""
    network = random_mlp([3, 4, 2, 3, 2], _generator(0))
    assert layer_shapes([3, 4, 2, 3, 2]) == [((4, 3), 4), ((2, 4), 2), ((3, 2), 3), ((2, 3), 2)]
    assert [(tuple(weight.shape), len(bias)) for weight, bias in network.layers] == layer_shapes([3, 4, 2, 3, 2])
    assert network(torch.zeros(5, 3, dtype=torch.float64)).shape == (5, 2)


@check("eq:deep-region-bound")
def deep_networks_keep_the_bound() -> None:
    """Random deep networks have no more pieces than the bound allows."""
    for seed, widths in enumerate([[3], [4, 4], [3, 3, 3], [8, 8]]):
        pieces = linear_pieces(random_mlp([1, *widths, 1], _generator(seed)))
        assert len(pieces) <= deep_region_bound(widths)


@check("eq:depth-universal-approximation")
def narrow_networks_meet_tolerances() -> None:
    """On an interval width three comes as near to a function as a wide network does."""
    wide = relu_interpolant(torch.cos, -3.0, 3.0, units=40)
    narrow = narrow_network(wide, bound=3.0)
    assert max(len(bias) for bias in narrow.biases) == 3
    assert maximal_error(narrow, torch.cos, X) < 0.01

"""Where the proofs of chapter 2 end is what the code computes, and so are the derivatives."""

import math
from functools import partial
from itertools import pairwise

import pytest
import torch
from sympy import Function, Indexed, Max, Rational, Symbol, lambdify

from notes.chapters import CHAPTERS
from notes.ledger import proof_functions
from notes.networks.activation import SELU_ALPHA, SELU_SCALE, elu, gelu, relu, sigmoid, silu, softplus, tanh
from notes.networks.approximation import interpolation_error_bound
from notes.networks.composition import composition
from notes.networks.lookup import looked_up
from notes.networks.mlp import MultilayerPerceptron, parameter_count
from notes.networks.pieces import linear_pieces
from notes.networks.proofs import activation, approximation, depth, folding, lookup, regions, scaling
from notes.networks.region_bounds import shallow_region_bound
from notes.networks.sawtooth import folded_zigzag, sawtooth, zigzag
from notes.networks.self_normalization import selu_moments
from notes.networks.shallow import joints, random_shallow_network, region_slopes

PROOFS = dict(proof_functions(CHAPTERS[1]))
X = torch.linspace(-3, 3, 25, dtype=torch.float64)


def number(expression, **values):
    return float(
        expression.subs({s: values[str(s)] for s in expression.free_symbols if str(s) in values}).doit().evalf()
    )


def _is_entry(expression):
    return isinstance(expression, Indexed)


def _entry(bases, unit, indexed):
    return bases[str(indexed.base)][unit]


def torch_function(expression, name="z"):
    """A SymPy expression of one symbol as a torch function."""
    (symbol,) = (s for s in expression.free_symbols if str(s) == name)
    modules = [{"exp": torch.exp, "log": torch.log, "erf": torch.erf}, "math"]
    return lambdify(symbol, expression.doit(), modules)


def test_proofs_are_general():
    assert {name for name in PROOFS if PROOFS[name]().kind != "proved"} == set()


SMOOTH = [
    (sigmoid, activation.saturating_derivatives, 0),
    (tanh, activation.saturating_derivatives, 2),
    (softplus, activation.smooth_derivatives, 0),
    (silu, activation.smooth_derivatives, 1),
    (gelu, activation.smooth_derivatives, 2),
]


@pytest.mark.parametrize(("function", "proof", "step"), SMOOTH, ids=lambda value: getattr(value, "__name__", None))
def test_derivative_of_the_proof_equals_autograd(function, proof, step):
    derivation = proof().steps[step]
    x = X.clone().requires_grad_()
    value = function(x)
    (slope,) = torch.autograd.grad(value.sum(), x)
    torch.testing.assert_close(value.detach(), torch_function(derivation.first.expr)(X))
    torch.testing.assert_close(slope, torch_function(derivation.last)(X))


def test_tanh_is_the_sigmoid_of_the_proof():
    link = activation.saturating_derivatives().steps[1].links[0]
    torch.testing.assert_close(torch_function(link.right)(X), tanh(X))


def test_rectifier_derivatives_equal_autograd():
    steps = activation.rectifier_derivatives().steps
    x = torch.tensor([-1.3, -0.2, 0.7], dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(elu(x, alpha=1.5).sum(), x)
    left = steps[3].links[0].right
    for place in (-1.3, -0.2):
        expected = number(left, **{r"\chi": -place, r"\alpha": 1.5})
        assert slope[x.tolist().index(place)].item() == pytest.approx(expected)
    assert slope[2].item() == float(steps[0].links[0].right)
    (flat,) = torch.autograd.grad(relu(x).sum(), x)
    assert flat.tolist() == [0.0, 0.0, 1.0]


def test_selu_fixed_point_has_the_constants_of_the_code():
    alpha, scale = activation.CONSTANTS.values()
    assert number(alpha) == pytest.approx(SELU_ALPHA, rel=1e-14)
    assert number(scale) == pytest.approx(SELU_SCALE, rel=1e-14)


def test_half_gaussian_moments_make_the_closed_form_of_the_code():
    moment = activation.half_gaussian().steps[0].links[0].right
    once, twice = number(moment, **{r"\chi": 1}), number(moment, **{r"\chi": 2})
    second = SELU_SCALE**2 * (0.5 + SELU_ALPHA**2 * (twice - 2 * once + 0.5))
    mean = SELU_SCALE * (1 / math.sqrt(2 * math.pi) + SELU_ALPHA * (once - 0.5))
    first, variance = selu_moments(torch.tensor(0.0).double(), torch.tensor(1.0).double())
    assert mean == pytest.approx(first.item(), abs=1e-12)
    assert second == pytest.approx(variance.item() + first.item() ** 2)


def test_selu_contraction_equals_autograd():
    slope = activation.selu_contraction().steps[3].links[0].right
    variance = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    _, image = selu_moments(torch.zeros_like(variance), variance)
    (gradient,) = torch.autograd.grad(image, variance)
    assert number(slope) == pytest.approx(gradient.item())


def test_interpolation_error_equals_the_bound_of_the_code():
    bound = approximation.interpolation_error().steps[1].last
    assert number(bound, M=3.0, u=0.2, v=0.3) == pytest.approx(interpolation_error_bound(3.0, 1.0, 2.5, units=3))


def test_polynomial_activation_is_about_the_sums_of_units():
    difference, _, missed = approximation.polynomial_activation().claims
    for degree in range(1, 7):
        values = [
            sum((j + 1) * (Rational(1, 3) - Rational(2, 5) * k) ** j for j in range(degree + 1)) for k in range(20)
        ]
        table = [values]
        while len(table) <= degree:
            table.append([later - one for one, later in pairwise(table[-1])])
        shares = [row[0] for row in table]
        for k, value in enumerate(values):
            assert sum(share * math.comb(k, j) for j, share in enumerate(shares)) == value
        of_network = {r"\ell": degree, "Q": shares[::-1], "y": values}
        assert number(_with(difference.left, of_network)) == 0
        assert number(_with(missed.right, of_network)) == 2 ** (degree + 1) <= number(_with(missed.left, of_network))


def _with(expression, values):
    """An expression at a size, written out, with lists in the place of its sequences."""
    sized = expression.subs({s: values[s.name] for s in expression.free_symbols if s.name == r"\ell"}).doit()
    return sized.subs({entry: values[str(entry.base)][int(entry.indices[0])] for entry in sized.atoms(Indexed)})


def test_joint_position_is_where_the_code_puts_it():
    network = random_shallow_network(1, 4, 1, torch.Generator().manual_seed(0))
    rising = regions.joint_position().steps[0].links[0].right
    for offset, slope, place in zip(
        network.theta0.tolist(), network.theta[:, 0].tolist(), joints(network).tolist(), strict=True
    ):
        values = {r"\theta_{d0}": offset, r"\theta_{d1}": slope, "x": place}
        assert number(rising, **values) == pytest.approx(0, abs=1e-12)


def test_region_slope_adds_up_the_active_units():
    network = random_shallow_network(1, 4, 1, torch.Generator().manual_seed(3))
    total = regions.region_slope().steps[0].last
    order = joints(network).detach().sort().values
    inside = [order[0] - 1, *((order[1:] + order[:-1]) / 2), order[-1] + 1]
    for place, slope in zip(inside, region_slopes(network)[0].tolist(), strict=True):
        active = (network.theta0 + network.theta[:, 0] * place > 0).nonzero().flatten().tolist()
        bases = {r"\phi": network.phi[0].tolist(), r"\theta": network.theta[:, 0].tolist()}
        terms = [total.function.replace(_is_entry, partial(_entry, bases, d)) for d in active]
        assert sum(map(float, terms)) == pytest.approx(slope)


def test_zaslavsky_value_equals_the_code():
    value = regions.zaslavsky_recursion().steps[-1].last
    assert int(value) == shallow_region_bound(50, 10)


def test_parameter_counts_equal_the_code():
    count = regions.shallow_parameter_count().steps[0].last
    assert number(count, D=7, D_i=3, D_o=2) == parameter_count([3, 7, 2])
    total = depth.exercise_parameter_count().steps[-1].last
    assert int(total) == parameter_count([1920 * 1080 * 3, 512, 1024, 512, 1])


def test_zigzag_on_a_piece_is_the_network():
    (step,) = folding.zigzag_on_a_piece().steps
    for pieces, piece, share in ((1, 0, 0.3), (5, 2, 0.7), (4, 3, 1.0)):
        value = zigzag(pieces)(torch.tensor([[(piece + share) / pieces]], dtype=torch.float64)).item()
        for side in (step.first, step.last):
            assert number(side, j=piece, r=pieces - piece - 1, u=share, v=1 - share) == pytest.approx(value)


def test_zigzag_fold_gives_the_values_of_the_network():
    _, even, _, _, odd, _ = folding.zigzag_fold().steps
    network = folded_zigzag(3, 2)
    for piece, step in ((0, even), (1, odd), (2, even)):
        for inner, share in ((0, 0.2), (1, 0.0), (2, 0.6)):
            value = network(torch.tensor([[(piece + (inner + share) / 3) / 3]], dtype=torch.float64)).item()
            place = {"k": piece // 2, "r": 2 - piece, "i": inner, "l": 2 - inner, "u": share, "v": 1 - share}
            assert number(step.first, **place) == pytest.approx(value)
            assert number(step.last, **place) == pytest.approx(value)


def test_sawtooth_pieces_are_those_of_the_network():
    *halves, counted = folding.sawtooth_pieces().claims
    assert number(counted.right, K=4) == len(linear_pieces(sawtooth(4), 0.0, 1.0))
    for half, piece, one in zip((0, 0, 1, 1), (2, 1, 2, 1), halves, strict=True):
        value = sawtooth(3)(torch.tensor([[(piece + (half + 0.3) / 2) / 4]], dtype=torch.float64)).item()
        for side in (one.left, one.right):
            assert number(side, k=piece // 2, r=3 - piece, u=0.3, v=0.7) == pytest.approx(value)


def test_two_layer_expansion_equals_the_network():
    expansion = depth.two_layer_expansion().steps[0].last
    generator = torch.Generator().manual_seed(1)
    inner = random_shallow_network(1, 3, 3, generator)
    outer = random_shallow_network(3, 3, 1, generator)
    network = composition(outer, inner)
    (theta, theta0), (psi, psi0), (phi, phi0) = network.layers
    assert isinstance(network, MultilayerPerceptron)
    arrays = {r"\theta": torch.cat([theta0[:, None], theta], 1), r"\psi": torch.cat([psi0[:, None], psi], 1)}

    def entry(indexed):
        if str(indexed.base) == r"\phi'":
            return torch.cat([phi0, phi[0]])[int(indexed.indices[0])].item()
        i, j = map(int, indexed.indices)
        return arrays[str(indexed.base)][i - 1, j].item()

    concrete = expansion.replace(_is_entry, entry)
    concrete = concrete.replace(Function("a", real=True), lambda value: Max(0, value))
    value = concrete.subs(Symbol("x", real=True), 0.37)
    assert network(torch.tensor([[0.37]]).double()).item() == pytest.approx(float(value))


@pytest.mark.parametrize(("layers", "width"), [(1, 1), (1, 6), (4, 3), (7, 5)])
def test_parameters_by_width_are_counted_by_the_code(layers, width):
    (claim,) = scaling.parameters_by_width().claims
    counted = parameter_count([3, *[width] * layers, 2])
    for side in (claim.left, claim.right):
        assert number(side, K=layers, D=width, D_i=3, D_o=2) == counted


def test_pieces_per_weight_are_most_for_two_units_of_whole_numbers():
    gain = scaling.pieces_per_weight().claims[0]
    by_units = {units: number(gain.right, m=units) for units in range(1, 9)}
    assert max(by_units, key=by_units.get) == 2
    assert by_units[3] == pytest.approx(math.log(len(linear_pieces(folded_zigzag(3, 4), 0.0, 1.0))) / (4 * 3**2))


def test_exact_lookup_is_what_the_memory_answers():
    claim, threshold = lookup.exact_lookup().claims[0], 0.6
    keys = torch.tensor([[1.0, 0.0], [0.6, 0.8], [-0.8, 0.6]], dtype=torch.float64)
    values = torch.tensor([[2.0], [-3.0], [5.0]], dtype=torch.float64)
    answer = looked_up(keys[:1], keys, torch.full((3,), -threshold, dtype=torch.float64), values).item()
    gaps = [None, None, *(threshold - keys[1:] @ keys[0]).tolist()]
    of_memory = {r"\zeta": threshold, "D": 3, r"\phi": [None, *values[:, 0].tolist()], "L": gaps}
    for side in (claim.left, claim.right):
        written = side.subs({s: of_memory[s.name] for s in side.free_symbols if s.name in ("D", r"\zeta")}).doit()
        bases = {entry: of_memory[str(entry.base)][int(entry.indices[0])] for entry in written.atoms(Indexed)}
        assert float(written.subs(bases).doit()) == pytest.approx(answer)

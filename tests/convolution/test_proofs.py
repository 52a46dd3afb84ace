"""Where the proofs of chapter 6 end is what the code computes, and so are the derivatives."""

import cmath

import pytest
import torch
from sympy import Derivative
from sympy.core.function import AppliedUndef

from notes.chapters import CHAPTERS
from notes.convolution.circulant import circulant_eigenvalues
from notes.convolution.highway import highway
from notes.convolution.layer import conv_parameter_count, dense_parameter_count
from notes.convolution.padding import output_size
from notes.convolution.proofs import circulant, depth, layers
from notes.convolution.receptive_field import Window, receptive_field
from notes.convolution.spectral import spectral_multiplications
from notes.ledger import proof_functions

PROOFS = dict(proof_functions(CHAPTERS[5]))


def number(expression, **values):
    return expression.subs({s: values[str(s)] for s in expression.free_symbols if str(s) in values}).doit().evalf()


@pytest.mark.parametrize("name", PROOFS)
def test_proof_is_general(name):
    assert PROOFS[name]().kind == "proved"


def test_circulant_eigenvalues_equal_the_code():
    total = circulant.circulant_eigenvalues().steps[-1].last
    w = [1.0, 3.0, -2.0, 0.5, 4.0]
    spectrum = circulant_eigenvalues(torch.tensor(w, dtype=torch.float64))
    for j in (1, 2, 3):
        entries = {circulant.w[m]: w[m] for m in range(5)}
        value = complex(number(total, n=5, k=1, j=j).subs(entries).evalf())
        assert cmath.isclose(value, complex(spectrum[j]) * cmath.exp(2j * cmath.pi * j / 5), abs_tol=1e-9)


def test_parameter_counts_equal_the_code():
    any_dense, dense, plane, _, kernel = layers.parameter_counts().steps
    assert int(number(any_dense.last, n=5, m=3)) == dense_parameter_count(5, 3)
    assert int(dense.last) == dense_parameter_count(6, 6)
    assert int(kernel.last) == conv_parameter_count(3, 1, 1, dimensions=1)
    assert int(number(plane.last, **{"F": 5, r"C_{\text{in}}": 3, r"C_{\text{out}}": 7})) == conv_parameter_count(
        5, 3, 7
    )


def test_output_positions_equal_the_code():
    quotient = layers.output_positions().steps[0].first
    value = number(quotient, W=30, P=2, d=2, F=4, r=1, s=0)
    assert int(value // 1) + 1 == output_size(30, 4, padding=2, dilation=2, stride=2)


def test_receptive_fields_equal_the_code():
    *_, plain, doubled = layers.receptive_field_of_equal_layers().steps
    assert int(plain.last) == receptive_field([Window(3)] * 8).size
    assert int(doubled.last) == receptive_field([Window(3, dilation=2**k) for k in range(8)]).size


def test_costs_equal_the_code():
    total = layers.crossover().steps[0].last
    assert int(number(total, n=256, p=8)) == spectral_multiplications(256)


def test_highway_slope_equals_autograd():
    link = depth.highway_limits().steps[-1].links[0]
    assert isinstance(link.left, Derivative)
    x = torch.tensor([[0.3]], dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(highway(x, x.sin(), torch.sigmoid(x)), x)
    x = x.detach()
    point = x.item()
    gate = 1 / (1 + 2.718281828459045**-point)
    functions = {"f": x.sin().item(), "T": gate}
    derivatives = {"f": x.cos().item(), "T": gate * (1 - gate)}
    right = link.right.xreplace({d: derivatives[d.expr.func.__name__] for d in link.right.atoms(Derivative)})
    right = right.xreplace({f: functions[f.func.__name__] for f in right.atoms(AppliedUndef)})
    assert number(right, x=point) == pytest.approx(slope.item())

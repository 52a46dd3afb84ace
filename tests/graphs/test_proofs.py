"""What was proved is what is computed."""

import pytest
import torch
from sympy import Matrix

from notes.graphs.aggregation import kipf_matrix, mean_matrix, sum_matrix
from notes.graphs.graph import SOURCE_EDGES, TAILED_TRIANGLE, adjacency
from notes.graphs.laplacian import dirichlet_energy, laplacian
from notes.graphs.proofs import laplacians, layers, neighbourhoods
from notes.graphs.spectral import spectrum

VALUES = [0.3, -1.2, 2.0, 0.7]


def at(expression, base, values):
    """The expression with numbers for the entries of an indexed symbol."""
    return expression.doit().subs({base[n]: value for n, value in enumerate(values)})


@pytest.mark.parametrize(("step", "matrix"), [(0, sum_matrix), (2, mean_matrix), (3, kipf_matrix)])
def test_aggregations_are_the_proved_ones(step, matrix):
    proved = at(neighbourhoods.forms_agree().steps[step].last, neighbourhoods.h, VALUES)
    gathered = torch.tensor([VALUES], dtype=torch.float64) @ matrix(adjacency(SOURCE_EDGES, 4).double())
    marks = [next(s for s in proved.free_symbols if str(s) == f"t[{n}]") for n in range(4)]
    assert [float(proved.coeff(mark)) for mark in marks] == pytest.approx(gathered[0].tolist())


def test_energy_is_the_proved_form_in_value_and_gradient():
    proved = laplacians.source_laplacian().steps[1].last
    f = torch.tensor([VALUES], dtype=torch.float64).requires_grad_()
    energy = dirichlet_energy(f, laplacian(adjacency(TAILED_TRIANGLE, 4).double()))
    assert float(at(proved, laplacians.f, VALUES)) == pytest.approx(energy.item())
    (slope,) = torch.autograd.grad(energy, f)
    wanted = [float(at(proved.diff(laplacians.f[n]), laplacians.f, VALUES)) for n in range(4)]
    assert slope[0].tolist() == pytest.approx(wanted)


def test_weighted_laplacian_with_ones_for_edges_is_that_of_the_code():
    weights = {laplacians.w[i, j]: int((i, j) in SOURCE_EDGES) for i in range(4) for j in range(i + 1, 4)}
    proved = Matrix(laplacians.weighted_laplacian(4)).subs(weights)
    assert laplacian(adjacency(SOURCE_EDGES, 4)).int().tolist() == proved.tolist()


def test_cycle_frequencies_are_the_proved_ones():
    factor = laplacians.cycle_frequencies().steps[0].last.args[0]
    cycle = adjacency([(n, (n + 1) % 9) for n in range(9)], 9).double()
    (theta,) = factor.free_symbols
    wanted = sorted(float(factor.subs(theta, 2 * torch.pi * k / 9)) for k in range(9))
    assert spectrum(laplacian(cycle)).frequencies.tolist() == pytest.approx(wanted, abs=1e-9)


def test_sampled_sum_has_the_proved_share():
    share = layers.sampled_sum().steps[0].last
    names = {str(symbol): symbol for symbol in share.free_symbols}
    assert share.subs({names["s"]: 2, names["r"]: 3}) == Matrix([2])[0] / 5

"""What was proved is what is computed."""

import pytest
import torch
from sympy import Indexed, Matrix

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
    A = adjacency(SOURCE_EDGES, 4)
    proved = neighbourhoods.forms_agree().steps[step].last
    sizes = {symbol.name: symbol for symbol in proved.free_symbols}
    gathered = torch.tensor([VALUES], dtype=torch.float64) @ matrix(A.double())
    for node in range(1, 5):
        column = proved.subs({sizes["r"]: 4 - node, sizes["n"]: node}).doit()
        numbers = {
            "h": lambda m: VALUES[m - 1],
            "a": lambda m, n: int(A[m - 1, n - 1]),
            "d": lambda m: int(A[m - 1].sum()),
        }
        entries = {one: numbers[one.base.label.name](*map(int, one.indices)) for one in column.atoms(Indexed)}
        assert float(column.subs(entries)) == pytest.approx(gathered[0, node - 1].item())


def test_energy_is_the_proved_form_in_value_and_gradient():
    proved = laplacians.source_laplacian().steps[0].last
    f = torch.tensor([VALUES], dtype=torch.float64).requires_grad_()
    energy = dirichlet_energy(f, laplacian(adjacency(TAILED_TRIANGLE, 4).double()))
    assert float(at(proved, laplacians.f, VALUES)) == pytest.approx(energy.item())
    (slope,) = torch.autograd.grad(energy, f)
    wanted = [float(at(proved.diff(laplacians.f[n]), laplacians.f, VALUES)) for n in range(4)]
    assert slope[0].tolist() == pytest.approx(wanted)


def test_energy_of_any_edges_is_the_proved_sum():
    proved = laplacians.laplacian_from_incidence().steps[2].last.subs(laplacians.m, len(SOURCE_EDGES)).doit()
    ends = {"a": 0, "b": 1}
    names = {one: SOURCE_EDGES[int(one.indices[0]) - 1] for one in proved.atoms(Indexed) if one.base.label.name in ends}
    placed = proved.subs({one: edge[ends[one.base.label.name]] for one, edge in names.items()})
    values = {one: 1 if one.base.label.name == "w" else VALUES[int(one.indices[0])] for one in placed.atoms(Indexed)}
    f = torch.tensor([VALUES], dtype=torch.float64)
    wanted = dirichlet_energy(f, laplacian(adjacency(SOURCE_EDGES, 4).double())).item()
    assert float(placed.subs(values)) == pytest.approx(wanted)


def test_cycle_frequencies_are_the_proved_ones():
    factor = laplacians.cycle_frequencies().steps[0].last.args[0]
    cycle = adjacency([(n, (n + 1) % 9) for n in range(9)], 9).double()
    (theta,) = factor.free_symbols
    wanted = sorted(float(factor.subs(theta, 2 * torch.pi * k / 9)) for k in range(9))
    assert spectrum(laplacian(cycle)).frequencies.tolist() == pytest.approx(wanted, abs=1e-9)


def test_sampled_sum_has_the_proved_share():
    share = layers.sampled_sum().steps[0].last
    names = {str(symbol): symbol for symbol in share.free_symbols}
    assert share.subs({names["b"]: 2, names["r"]: 3}) == Matrix([2])[0] / 5

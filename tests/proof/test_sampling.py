"""Random worlds respect assumptions and hypotheses, and are strict about what has no value."""

import pytest
from sympy import Abs, Derivative, Eq, Integral, Max, Piecewise, Product, Sum, besseli, exp, log, oo, pi, sqrt, zoo

from notes.proof import (
    Expectation,
    bounded,
    complex_matrix,
    count,
    density,
    function,
    index,
    indexed,
    matrix,
    natural,
    nonnegative,
    ones,
    orthogonal,
    permutation,
    positive,
    real,
    symmetric,
    unit,
    whole_line,
)
from notes.proof.adoption import UnsampledError
from notes.proof.digits import UndefinedError, mp
from notes.proof.sampling import World

x, y, a = real("x"), real("y"), positive("a")
n, i = natural("n"), index("i")
p, q, f = density("p"), density("q"), function("f")
SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
def test_values_satisfy_assumptions(seed):
    world = World(seed)
    assert world.number(positive("a")) > 0
    assert world.number(nonnegative("b")) >= 0
    assert 2 < world.number(bounded("c", 2, 3)) < 3
    assert world.number(natural("n")) in range(1, 10)
    assert world.number(count("m")) in range(10)
    assert world.entry(indexed("w", positive=True), (2,)) > 0


def test_one_name_has_one_value_in_a_world_and_another_in_the_next():
    assert World(1).value(x - x + 2 * y) == World(1).value(2 * y)
    assert World(1).value(x) != World(2).value(x)


@pytest.mark.parametrize("seed", SEEDS)
def test_normalised_densities_integrate_to_one(seed):
    world = World(seed, (Eq(Integral(p(x), x), 1), Eq(Integral(q(x, y), x), 1)))
    (total,) = world.value(Integral(p(x), x))
    (conditional,) = world.value(Integral(q(x, a), x))
    assert abs(total - 1) < 1e-40
    assert abs(conditional - 1) < 1e-40
    (mean,) = world.value(Expectation(x, x, p(x)))
    (again,) = world.value(Integral(x * p(x), x))
    assert mean == pytest.approx(float(again))


def test_normalised_sequences_sum_to_their_target():
    shares = indexed("p", positive=True)
    (total,) = World(3, (Eq(Sum(shares[i], (i, 1, n)), a),)).value(Sum(shares[i], (i, 1, n)) - a)
    assert abs(total) < 1e-40


def test_a_symbol_may_stand_for_an_expectation():
    mean = real(r"\mu")
    world = World(5, (Eq(Integral(p(x), x), 1), Eq(Expectation(f(x), x, p(x)), mean)))
    (gap,) = world.value(Expectation(f(x) - mean, x, p(x)))
    assert abs(gap) < 1e-40


@pytest.mark.parametrize("seed", SEEDS)
def test_an_entry_at_a_place_with_a_name_is_what_a_hypothesis_says(seed):
    around = indexed("f")
    (gap,) = World(seed, (Eq(around[n], around[0]),)).value(around[n] - around[0])
    assert abs(gap) < 1e-40


def test_a_hypothesis_that_cannot_be_made_true_is_an_error():
    with pytest.raises(UnsampledError, match="could not be made true"):
        World(0, (Eq(x + 1, x + 2, evaluate=False),))


@pytest.mark.parametrize("expression", [log(x), sqrt(x), log(-a), (-a) ** a, zoo * a])
def test_what_is_not_real_is_refused(expression):
    with pytest.raises(UndefinedError, match="no finite real value"):
        [World(seed).value(expression) for seed in SEEDS]


def test_a_complex_step_is_refused_even_where_the_result_is_real():
    with pytest.raises(UndefinedError):
        World(0).value(log(-a) - log(-2 * a))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Sum(i, (i, 1, 4)), 10),
        (Product(i, (i, 1, 4)), 24),
        (Sum(2**i / i, (i, 1, 3)), mp.mpf(20) / 3),
        (Integral(exp(-(x**2) / 2) / sqrt(2 * pi), whole_line(x)), 1),
        (Integral(x**2, (x, 0, 3)), 9),
        (Max(2, 3) + Abs(-4), 7),
        (besseli(0, 1), mp.besseli(0, 1)),
        (Sum(1 / (i * (i + 1)), (i, 1, oo)), 1),
    ],
)
def test_known_values(expression, expected):
    (found,) = World(0).value(expression)
    assert abs(found - expected) < 1e-25


def test_derivatives_of_unnamed_functions_are_taken_numerically():
    world = World(2)
    (slope,) = world.value(Derivative(f(x), x))
    function_, here = world.function(f, 1), mp.mpf(world.number(x).p) / world.number(x).q
    step = mp.mpf(10) ** -6
    assert abs(slope - (function_(here + step) - function_(here - step)) / (2 * step)) < 1e-5


def test_piecewise_takes_the_branch_that_applies():
    for seed in SEEDS:
        world = World(seed)
        (found,) = world.value(Piecewise((x, x > 0), (0, True)))
        (number,) = world.value(x)
        assert found == max(number, 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_special_matrices_are_what_they_are_called(seed):
    size = natural("n")
    for special in (orthogonal("Q", size), permutation("P", size)):
        identity = World(seed).value(special.T * special)
        n_ = round(len(identity) ** 0.5)
        assert all(abs(entry - (k % (n_ + 1) == 0)) < 1e-40 for k, entry in enumerate(identity))
    assert all(entry == 0 for entry in World(seed).value(symmetric("H", size) - symmetric("H", size).T))
    assert all(entry == 1 for entry in World(seed).value(permutation("P", size) * ones(size)))
    assert sorted(World(seed).value(unit("e", size)))[-1] == sum(World(seed).value(unit("e", size))) == 1
    assert any(entry.imag != 0 for entry in World(seed).value(complex_matrix("Z", size, 1)))
    assert len(World(seed).value(matrix("X", size, 2))) % 2 == 0

"""What the exact means establish, and what they rightly leave alone."""

import pytest
from sympy import Derivative, Eq, Identity, Integral, Product, Subs, Sum, cos, exp, log, pi, sin, sqrt, tanh

from notes.proof import (
    density,
    index,
    indexed,
    matrix,
    natural,
    ones,
    orthogonal,
    permutation,
    positive,
    probability,
    real,
    symmetric,
    unit,
    whole_line,
)
from notes.proof.exact import released, zero
from notes.proof.linearity import linear
from notes.proof.signs import nonnegative
from notes.proof.signs import positive as exactly_positive

x, y, a, b = real("x"), real("y"), positive("a"), positive("b")
n, m, i, k = natural("n"), natural("m"), index("i"), index("k")
entries, weights, table = indexed("y"), indexed("w", positive=True), indexed("A")
p, q = density("p"), density("q")


@pytest.mark.parametrize(
    ("expression", "means"),
    [
        ((x + 1) ** 2 - (x**2 + 2 * x + 1), "expansion"),
        ((x**2 - 1) / (x - 1) - (x + 1), "cancellation"),
        (log(a * b**2) - log(a) - 2 * log(b), "expansion"),
        (log(1 / (1 + exp(-x))) - x + log(1 + exp(x)), "logarithms of factors"),
        (sin(x) ** 2 + cos(x) ** 2 - 1, "trigonometry"),
        (Derivative(tanh(x), x) - (1 - tanh(x) ** 2), "evaluation"),
        (Subs(x**2, x, y) - y**2, "evaluation"),
        (Sum(2 * entries[i], (i, 1, n)) - 2 * Sum(entries[k], (k, 1, n)), "linearity"),
        (Sum(a, (i, 1, n)) - n * a, "linearity"),
        (Sum(Sum(table[i, k], (i, 1, n)), (k, 1, m)) - Sum(Sum(table[i, k], (k, 1, m)), (i, 1, n)), "linearity"),
        (Integral(exp(-((x - y) ** 2) / (2 * a)) / sqrt(2 * pi * a), whole_line(x)) - 1, "closed form"),
    ],
)
def test_zero_names_its_means(expression, means):
    assert zero(expression) == means


@pytest.mark.parametrize(
    "expression",
    [
        log(x**2) - 2 * log(x),
        sqrt(x**2) - x,
        (x + y) ** 2 - x**2 - y**2,
        Sum(entries[i] ** 2, (i, 1, n)) - Sum(entries[i], (i, 1, n)) ** 2,
        Integral(p(x) * q(x), x) - Integral(p(x), x) * Integral(q(x), x),
        Derivative(x**3, x) - 3 * x,
    ],
)
def test_zero_establishes_nothing_false(expression):
    assert zero(expression) is None


def test_hypotheses_are_used_and_needed():
    given = (Eq(Integral(p(x), x), 1), Eq(Integral(q(x), x), 1))
    gap = Integral(q(x) - p(x), x)
    assert zero(gap, given) is not None
    assert zero(gap) is None
    assert zero(Integral(q(x) - 2 * p(x), x), given) is None


def test_bounded_symbols_know_both_bounds():
    rate = probability(r"\lambda")
    assert exactly_positive(1 - rate)
    assert exactly_positive(rate * (1 - rate))
    assert exactly_positive(rate - 1) is None


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        (x**2 - 2 * x * y + y**2, True),
        (x**2 + x + 1, False),
        (a + b, True),
        (a - b, False),
        (Sum(weights[i] * entries[i] ** 2, (i, 1, n)), True),
        (Sum(entries[i], (i, 1, n)), False),
        (Product(weights[i], (i, 1, n)), True),
        (Integral(p(x) * x**2, x), True),
    ],
)
def test_nonnegative_is_decided_by_signs(expression, holds):
    assert (nonnegative(expression) is not None) is holds


def test_matrix_identities_hold_at_symbolic_sizes():
    design, rotation, shuffle = matrix("X", n, m), orthogonal("Q", n), permutation("P", n)
    hessian = symmetric("H", n)
    assert zero((rotation * design).T * (rotation * design) - design.T * design) == "matrix algebra"
    assert zero(shuffle.T * shuffle * design - design) == "matrix algebra"
    assert zero(hessian.T - hessian) == "matrix algebra"
    assert zero(shuffle.T * hessian * shuffle * ones(n) - shuffle.T * hessian * ones(n)) == "matrix algebra"
    assert zero(ones(n).T * shuffle * design - ones(n).T * design) == "matrix algebra"
    assert zero(rotation * ones(n) - ones(n)) is None
    column = unit("e", n)
    assert zero(column * column.T * (design - column * column.T * design)) == "matrix algebra"
    assert zero(column * column.T - Identity(n)) is None
    assert zero(hessian.I * rotation * hessian - rotation) is None
    assert zero((hessian + Identity(n)) * hessian.I * hessian - hessian - Identity(n)) == "matrix algebra"
    assert zero(shuffle * design * ones(m) - design * ones(m)) is None
    assert zero(rotation * hessian - hessian * rotation) is None
    assert zero(2 * design.T * design - design.T * design) is None


def test_linear_draws_out_constants_and_renames_bound_variables():
    total = linear(Sum(a * entries[i] + b, (i, 1, n)))
    assert total == linear(a * Sum(entries[k], (k, 1, n)) + n * b)


def test_bound_variables_are_not_captured():
    j = index("j")
    phases = Sum(exp(pi * i * j) * exp(pi * i * k), (i, 0, n - 1))
    transformed = Sum(weights[k] * Sum(entries[j] * phases, (j, 0, n - 1)), (k, 0, n - 1))
    once = linear(transformed)
    assert linear(once) == once
    exchanged = Sum(
        exp(pi * i * j) * entries[j] * exp(pi * i * k) * weights[k], (k, 0, n - 1), (j, 0, n - 1), (i, 0, n - 1)
    )
    assert once == linear(exchanged)
    diagonal = Sum(weights[k] * entries[k] * Sum(exp(2 * pi * i * k), (i, 0, n - 1)), (k, 0, n - 1))
    assert once != linear(diagonal)


def test_a_product_of_sums_is_not_the_sum_of_the_products():
    differences = Sum(entries[i] - weights[i], (i, 1, n))
    crossed = linear(Sum((entries[k] - differences / n) ** 2, (k, 1, n)))
    total, weight = Sum(entries[i], (i, 1, n)), Sum(weights[i], (i, 1, n))
    squares = Sum(entries[i] ** 2, (i, 1, n))
    assert zero(crossed - squares + 2 * total * (total - weight) / n - (total - weight) ** 2 / n)
    normalised = Sum(table[i, k] / Sum(table[i, m], (m, 1, n)), (k, 1, n))
    assert linear(Sum(weights[i] * normalised, (i, 1, n))) == linear(weight)


def test_released_parametrises_free_bounded_symbols_only():
    rate = probability("r")
    assert not released(rate + x).has(rate)
    assert released(Derivative(x**2, x)) == 2 * x

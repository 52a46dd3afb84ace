"""What the second witness confirms, and what it must not: false relations, and what need not be defined."""

from dataclasses import replace

import pytest
from sympy import (
    Abs,
    Derivative,
    Eq,
    I,
    Integral,
    KroneckerDelta,
    Max,
    Piecewise,
    Product,
    Rational,
    Sum,
    Symbol,
    cos,
    erf,
    exp,
    log,
    pi,
    sin,
    sqrt,
    tanh,
)

from notes.losses.proofs.information import gibbs_inequality, log_bound
from notes.proof import (
    Expectation,
    Proof,
    above,
    at_least,
    at_most,
    chain,
    density,
    equal,
    function,
    index,
    indexed,
    lemma,
    matrix,
    natural,
    nonnegative,
    ones,
    orthogonal,
    permutation,
    positive,
    probability,
    real,
    symmetric,
    unit,
)
from notes.proof.relations import Chain
from notes.witness.verdicts import Verdict, verdict

x, y = real("x"), real("y")
a, b = positive("a"), positive("b")
p = probability("p")
n, i, k = natural("n"), index("i"), index("k")
u, v = indexed("u"), indexed("v")
f, q = function("f"), density("q")


def says(step: Chain, *given: Eq) -> Verdict:
    return verdict(step.links[-1], given)


A, B, P, S = matrix("A", n, n), matrix("B", n, n), orthogonal("P", n), symmetric("S", n)
C = unit("C", n)

TRUE = {
    "rational": ("FLINT", equal(x / a + 1, (x + a) / a)),
    "exponentials": ("FLINT", equal(1 / (1 + exp(-x)), exp(x) / (1 + exp(x)))),
    "logarithms": ("FLINT", equal(log(1 + exp(-x)), log(1 + exp(x)) - x)),
    "a logarithm of a product": ("FLINT", equal(log(Product(q(u[i]), (i, 1, n))), Sum(log(q(u[i])), (i, 1, n)))),
    "roots": ("FLINT", equal(sqrt(a) * sqrt(a * b), a * sqrt(b))),
    "fractions of exponents": ("FLINT", equal(a ** Rational(1, 3) * a ** Rational(1, 2), a ** Rational(5, 6))),
    "symbolic powers": ("FLINT", equal(p ** (n + 1) - p**n, p**n * (p - 1))),
    "angles": ("FLINT", equal(cos(x - y), cos(x) * cos(y) + sin(x) * sin(y))),
    "whole turns": ("FLINT", equal(cos(x + 2 * pi * n), cos(x))),
    "complex turns": ("FLINT", equal(exp(2 * pi * I * (n + k) / n), exp(2 * pi * I * k / n))),
    "hyperbolic": ("FLINT", equal(1 - tanh(x) ** 2, 4 / (exp(x) + exp(-x)) ** 2)),
    "derivatives": ("FLINT", equal(Derivative(log(1 + exp(x)), x), 1 / (1 + exp(-x)))),
    "linearity": ("FLINT", equal(Sum(a * u[i] + v[i], (i, 1, n)), Sum(v[k], (k, 1, n)) + a * Sum(u[k], (k, 1, n)))),
    "counting": ("FLINT", equal(Sum(x, (i, 1, n)), n * x)),
    "a last term": ("FLINT", equal(Sum(u[i], (i, 1, n + 1)), Sum(u[i], (i, 1, n)) + u[n + 1])),
    "expectations": ("FLINT", equal(Expectation(2 * x, x, q(x)), 2 * Integral(x * q(x), x))),
    "integrals of powers": ("FLINT", equal(Integral((x + 1) ** 2, (x, 0, a)), ((a + 1) ** 3 - 1) / 3)),
    "unnamed functions": ("FLINT", equal(f(x * (x + 1)) - f(x**2 + x), 0 * x)),
    "squares": ("z3", at_least(x**2 + y**2, 2 * x * y)),
    "means": ("z3", at_least((a + b) / 2, sqrt(a * b))),
    "bounds": ("z3", at_most(p * (1 - p), Rational(1, 4))),
    "positive sums": ("z3", above(Sum(exp(u[i]), (i, 1, n)), x - x)),
    "sums of squares": ("z3", at_least(Sum((u[i] - x) ** 2, (i, 1, n)), x - x)),
    "cases": ("z3", at_least(Max(x, y) + Max(-x, -y), Abs(x - y) - 1)),
    "branches": ("z3", at_least(Piecewise((x, x > 0), (-x, True)), x)),
    "numbers": ("Arb", above(log(3), 1)),
    "matrices": ("words", equal((A * P).T * (A * P), P.T * A.T * A * P)),
    "orthogonal matrices": ("words", equal(P * P.T * A, A)),
    "symmetric matrices": ("words", equal((S * A).T, A.T * S)),
    "columns of the identity": ("words", equal(C * C.T * (A - C * C.T * A), 0 * A)),
    "permuted ones": (
        "words",
        equal(permutation("R", n).T * A * permutation("R", n) * ones(n), permutation("R", n).T * A * ones(n)),
    ),
}

HYPOTHESES = {
    "a sum that is one": (equal(Sum(a * u[i], (i, 1, n)), a), Eq(Sum(u[i], (i, 1, n)), 1)),
    "a defined symbol": (equal(exp(x), exp(y) ** 2), Eq(x, 2 * y)),
    "a normalised density": (equal(Expectation(f(y), x, q(x)), f(y)), Eq(Integral(q(x), x), 1)),
}

FALSE = {
    "turned ones": equal(P * ones(n), ones(n)),
    "a sign": equal(x / a + 1, (x - a) / a),
    "a factor": equal(log(1 + exp(-x)), log(1 + exp(x)) - 2 * x),
    "an exponent": equal(p ** (n + 1) - p**n, p ** (n + 1) * (p - 1)),
    "an angle": equal(cos(x - y), cos(x) * cos(y) - sin(x) * sin(y)),
    "half a turn": equal(cos(x + pi * n), cos(x)),
    "a part of a turn": equal(exp(pi * I * (n + k) / n), exp(pi * I * k / n)),
    "a square of what is not real": equal(exp(2 * pi * I * k / n) ** 2, exp(2 * pi * I * k / n)),
    "the product of sums": equal(Sum(u[i] * v[i], (i, 1, n)), Sum(u[i], (i, 1, n)) * Sum(v[i], (i, 1, n))),
    "a range": equal(Sum(u[i], (i, 1, n + 1)), Sum(u[i], (i, 1, n))),
    "two ranges": equal(Sum(u[i], (i, 1, n)), Sum(u[i], (i, 2, n))),
    "a count": equal(Sum(x, (i, 0, n)), n * x),
    "a bound variable": equal(Sum(x * u[i], (i, 1, n)), Sum(i * u[i], (i, 1, n))),
    "two sums in one": equal(Sum(u[i, k], (i, 1, n), (k, 1, n)), Sum(u[i, i], (i, 1, n)) * n),
    "two unnamed functions": equal(f(x), f(y)),
    "the other way round": at_most(x**2 + y**2, 2 * x * y),
    "a bound too low": at_most(p * (1 - p), Rational(1, 5)),
    "strict, yet equal at a point": above(x**2, 0 * x),
    "strict, yet equal at an edge": above(Sum(u[i] ** 2, (i, 1, n)), 0 * x),
    "a sum that may be negative": at_least(Sum(u[i], (i, 1, n)), 0 * x),
    "a sum that may be empty": above(Sum(exp(u[i]), (i, 2, n)), 0 * x),
    "the smaller for the larger": equal(Max(x, y), (x + y) / 2),
    "numbers": above(1, log(3)),
    "matrices that do not commute": equal(A * B, B * A),
    "a transpose forgotten": equal((A * B).T, A.T * B.T),
    "an orthogonal matrix twice": equal(P * P * A, A),
    "a symmetry that is not there": equal(A.T * S, A * S),
}

UNDEFINED = {
    "a quotient": equal((x**2 + x) / x, x + 1),
    "a logarithm": equal(log(x**2), 2 * log(Abs(x))),
    "a root": equal(sqrt(x) * y + y, y * (sqrt(x) + 1)),
    "a symbol that need not be real": at_least(Symbol("z") ** 2, 0),
}


@pytest.mark.parametrize(("kind", "step"), TRUE.values(), ids=TRUE)
def test_true_relations_are_confirmed(kind: str, step: Chain):
    assert says(step).kind == kind


@pytest.mark.parametrize(("step", "given"), HYPOTHESES.values(), ids=HYPOTHESES)
def test_hypotheses_are_used_and_needed(step: Chain, given: Eq):
    assert says(step, given).confirmed
    assert not says(step).confirmed


def test_hypotheses_that_contradict_each_other_confirm_nothing():
    found = says(equal(x, y), Eq(f(x), 1), Eq(f(x), 2))
    assert (found.kind, found.reason) == ("contradicted", "the hypotheses contradict each other")


@pytest.mark.parametrize("step", FALSE.values(), ids=FALSE)
def test_false_relations_are_not(step: Chain):
    assert not says(step).confirmed


@pytest.mark.parametrize("step", UNDEFINED.values(), ids=UNDEFINED)
def test_what_need_not_be_defined_is_not_confirmed(step: Chain):
    found = says(step)
    assert not found.confirmed
    assert "not known" in found.reason


def test_a_lemma_is_used_where_its_assumptions_hold():
    link, given = gibbs_inequality().links[0], gibbs_inequality().given
    assert verdict(link, given).confirmed
    assert not verdict(replace(link, by=lemma(log_bound, {positive("x"): real("y")})), given).confirmed


def weighted_mean() -> Proof:
    step = equal(Sum(a * u[i], (i, 1, n)), a, "the weights sum to one")
    return Proof("weighted", claim=step, steps=[step], given=(Eq(Sum(u[i], (i, 1, n)), 1),))


def test_a_lemma_is_not_used_without_its_hypotheses():
    (link,) = equal(Sum(b * u[i], (i, 1, n)), b, by=lemma(weighted_mean, {a: b})).links
    assert verdict(link, weighted_mean().given).confirmed
    assert not verdict(link).confirmed


def test_points_contradict_what_is_false_and_confirm_nothing():
    assert says(equal(sin(x) ** 2, sin(x) ** 2 + exp(-9 * x**2))).kind == "contradicted"
    assert says(chain(erf(a)).below(1)).kind == "points"


def test_points_keep_to_what_is_assumed_of_a_symbol_that_a_hypothesis_gives():
    rest = nonnegative("r")
    inside, never = equal(Abs(erf(1 - x)), erf(1 - x)), Eq(a, -b)
    assert says(inside).kind == "contradicted"
    assert says(inside, Eq(rest, 1 - x)).kind == "points"
    assert says(equal(erf(a), erf(b)), never).kind != "points"


def test_a_sum_that_sympy_never_ends_to_write_out_is_not_translated():
    t, i = indexed("t"), index("i")
    circle = Sum((1 - KroneckerDelta(1, i)) * KroneckerDelta(1, i) * t[i], (i, 1, 4))
    with pytest.raises(RecursionError):
        circle.doit()
    assert says(equal(circle, t[1], "which is false")).kind == "none"

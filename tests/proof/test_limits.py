"""Exact limits: what is found, and what is left open because a parameter decides."""

import pytest
from sympy import Abs, E, Limit, Rational, S, Symbol, cos, exp, floor, log, oo, sin, sqrt

from notes.proof import natural, nonnegative, positive, probability, real
from notes.proof.limits import limit_of

x, y, a, b, r, q, n = (
    real("x"),
    real("y"),
    positive("a"),
    positive("b"),
    nonnegative("r"),
    probability("q"),
    natural("n"),
)
negative = Symbol("c", negative=True)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (S.One, 1),
        ((1 + 1 / n) ** n, E),
        (1 / (n + x**2), 0),
        ((a + n * x) / (a * n + x), x / a),
        (x * n / (n + 1) - y, x - y),
        (exp(-a * n), 0),
        (n**3 * exp(-(n**2) / a + n * x), 0),
        (log(1 + exp(-a * n)), 0),
        (q**n, 0),
        ((1 - q) ** n, 0),
        (1 - Rational(1, 2) ** n, 1),
        (a ** (1 / n), 1),
        (cos(x + 1 / n), cos(x)),
        ((2 + 1 / n) ** x, 2**x),
        ((x + 1 / n) ** 3, x**3),
        ((negative + 1 / n) ** -1, 1 / negative),
        (exp(n) ** -1 * x, 0),
    ],
)
def test_limits_at_infinity(body, expected):
    found = limit_of(Limit(body, n, oo))
    assert found is not None
    released = expected.subs(q, q.parametrized()) if hasattr(expected, "subs") else expected
    assert (found - released).simplify() == 0


@pytest.mark.parametrize(("body", "expected"), [(a**b, 1), (sin(b) / b, 1), (x + b * y, x), (exp(-a / b), 0)])
def test_limits_at_zero(body, expected):
    assert limit_of(Limit(body, b, 0)) == expected


@pytest.mark.parametrize(
    "body",
    [
        n * x,
        n,
        r**n,
        a**n,
        exp(x * n),
        exp(-r * n),
        n**x,
        n**x / (n**2 + n**x),
        exp(a * n) / (exp(a * n) + exp(b * n)),
        n * x**2 / (1 + n * x**2),
        n**2 * exp(-(x**2) * n),
        x ** (1 / n),
        Abs(x) ** (1 / n),
        log(1 / n + r),
        1 / (x + 1 / n),
        sqrt(x + 1 / n),
        (r + 1 / n) ** -1,
        floor(x + 1 / n),
        sin(n * x),
        (1 + x / n) ** n,
    ],
)
def test_what_a_parameter_decides_or_no_rule_gives_is_left_open(body):
    assert limit_of(Limit(body, n, oo)) is None

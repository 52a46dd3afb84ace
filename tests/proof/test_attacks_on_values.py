"""Attacks with what has no value somewhere, and with what no world can evaluate: each is refused for its reason."""

from collections.abc import Callable

import pytest
from sympy import (
    Abs,
    Derivative,
    Determinant,
    Eq,
    Expr,
    Identity,
    Integral,
    Inverse,
    KroneckerDelta,
    Limit,
    MatMul,
    MatPow,
    Max,
    Ne,
    Piecewise,
    Product,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    Trace,
    UnevaluatedExpr,
    asin,
    atan,
    ceiling,
    exp,
    floor,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
    tan,
)

from notes.proof import (
    Expectation,
    Proof,
    at_most,
    bounded,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    lemma,
    matrix,
    natural,
    nonnegative,
    positive,
    probability,
    real,
    squeeze,
)
from notes.proof.notation import latex

x, y, z = real("x"), real("y"), real("z")
a, b, r, share = positive("a"), positive("b"), nonnegative("r"), probability("q")
w = Symbol("w", complex=True)
n, m, t = natural("n"), natural("m"), count("t")
i, j, k = index("i"), index("j"), index("k")
p, f, g = density("p"), function("f"), function("g")
u = indexed("u")
A, B, C = matrix("A", n, n), matrix("B", n, n), matrix("C", m, n)
ROOTS = 1 + exp(2 * S.ImaginaryUnit * pi / 3) + exp(-2 * S.ImaginaryUnit * pi / 3)
"""The sum of the third roots of one, which is zero."""
HIDDEN = Sum(j - k + 1, (k, 1000, 1002))
"""Zero for j = 1000, and positive if j were a number from k on."""
HEAVY = p(b) * a ** (-4 * b * (1 - b))
"""Not integrable over a where b is a half, and it is where b is zero or one."""
FIRST = Limit(Sum(2 / n**2, (k, 1, n)), n, oo)
SECOND = Limit(2 * Sum(1 / n**2, (i, 1, n)), n, oo)
FEW = Limit(Sum(1 / n, (k, 1, 3)), n, oo)


def proof(*steps: object, given: tuple[object, ...] = ()) -> Proof:
    """A proof of its last step."""
    return Proof("an attack", claim=steps[-1], steps=steps, given=given)


def says(left: Expr, right: Expr, *given: object) -> Callable[[], Proof]:
    """A proof that two expressions are equal."""
    return lambda: proof(equal(left, right, "it is so"), given=given)


NO_VALUE: dict[str, tuple[str, Callable[[], Proof]]] = {
    "two names put in for each other": (
        "must be not zero",
        says(Subs(2 / (x - y + 1), (x, y), (y, x)), 2 * Subs(1 / (x - y + 1), (x, y), (y, x))),
    ),
    "a place that would be bound": (
        "is bound",
        says(Sum(2 * x / HIDDEN, (j, k, n + k)), 2 * x * Sum(1 / HIDDEN, (j, k, n + k))),
    ),
    "an integral that diverges within another one": (
        "must be finite",
        says(Integral(x * HEAVY, (a, 0, 1), (b, 0, 1)), x * Integral(HEAVY, (a, 0, 1), (b, 0, 1))),
    ),
    "a negative power of a matrix": (
        "Determinant(A) must be not zero",
        lambda: proof(equal(MatMul(MatPow(A, -2), MatPow(A, 2)), Identity(n), "cancel")),
    ),
    "a power of a matrix that is its inverse": (
        "Determinant(A) must be not zero",
        lambda: proof(equal(MatMul(MatPow(A, -1), A, B), B, "cancel")),
    ),
    "the determinant of an inverse": (
        "Determinant(A) must be not zero",
        says(Determinant(A) * Determinant(Inverse(A)), S.One),
    ),
    "pieces with a gap": (
        "must be complete",
        says(Piecewise((x * (x + 1), u[1] < 1000)), Piecewise((x**2 + x, u[1] < 1000))),
    ),
    "a derivative by a complex number": (
        "must be smooth",
        says(Derivative(2 * Abs(w), w), 2 * Derivative(Abs(w), w), Ne(w, 0)),
    ),
    "an average by what may be negative": (
        "must be non-negative",
        says(Expectation(2 * x, x, f(x)), 2 * Expectation(x, x, f(x))),
    ),
    "an average by what is negative": (
        "must be non-negative",
        lambda: proof(at_most(Expectation(x**2, x, -p(x)), 0, "a square")),
    ),
    "an average with heavy tails": ("must be finite", says(Expectation(x, x, 1 / (pi * (1 + x**2))), S.Zero)),
    "a division by a sum of roots of one": ("must be not zero", says((x + 1) ** 2 / ROOTS, (x**2 + 2 * x + 1) / ROOTS)),
    "a logarithm of a sum of roots of one": (
        "must be not zero",
        says(log(ROOTS) * (x + 1), log(ROOTS) * x + log(ROOTS)),
    ),
    "a logarithm of a complex exponential": ("must be positive", says(log(exp(w)), w)),
    "a root of a complex square": ("must be non-negative", says((w**2) ** Rational(1, 2), w)),
    "a power of a complex exponential": (
        "must be positive",
        says(exp(2 * pi * S.ImaginaryUnit * x) ** y, exp(2 * pi * S.ImaginaryUnit * x * y)),
    ),
    "a conditionally convergent integral": ("must be finite", says(Integral(y * sin(a) / a, (a, 0, oo)), y * pi / 2)),
    "an odd integral over the line": ("must be finite", says(Integral(y * x, (x, -oo, oo)), S.Zero)),
    "a conditionally convergent series": ("must be finite", says(Sum((-1) ** k / k, (k, 1, oo)), -log(2))),
    "a series of two divergent ones": (
        "must be finite",
        says(Sum(1 / k - 1 / (k + 1), (k, 1, oo)), Sum(1 / k, (k, 1, oo)) - Sum(1 / (k + 1), (k, 1, oo))),
    ),
    "a product without end": ("must be finite", says(2 * Product(1 - 1 / (k + 1) ** 2, (k, 1, oo)), S.One)),
    "a product backwards": ("must be non-negative", says(y * Product(x, (k, 3, 1)), y / x)),
    "an arc tangent of a tangent": ("must be not zero", says(atan(tan(share)), share)),
    "a quotient of what are equal": ("must be not zero", says(x / y, z, Eq(x, y * z))),
    "a power of what may be negative": ("must be positive", says((x * y) ** r, x**r * y**r)),
    "a derivative by a value": ("must be smooth", says(Derivative(f(x) ** 2, f(x)), 2 * f(x))),
}


@pytest.mark.parametrize(("words", "attack"), NO_VALUE.values(), ids=NO_VALUE)
def test_what_may_have_no_value_is_refused(words, attack):
    found = attack().check(seconds=2)
    assert found.status in ("malformed", "undecided")
    assert words in found.message, found.message


FALSE: dict[str, Callable[[], Proof]] = {
    "an arc sine of a sine": says(asin(sin(x)), x),
    "a square of a sign": says(sign(x) ** 2, S.One),
    "a ceiling and a floor": says(ceiling(n / 2) + floor(n / 2), n + 1),
    "an absolute value of a sum": says(Abs(x + y), Abs(x) + Abs(y)),
    "orthogonal waves of one frequency": says(Integral(sin(n * x) * sin(m * x), (x, 0, pi)), S.Zero),
    "a wave that stands still for one whole number": says(
        y * Integral(exp(2 * S.ImaginaryUnit * pi * (t - 7) * x), (x, 0, 1)), S.Zero
    ),
    "an indicator whose index is out of range": says(Sum(KroneckerDelta(k, m) * x, (k, 1, n)), x),
    "an integral of a kink that may lie outside": says(Integral(Max(x, y), (x, 0, 1)), Rational(1, 2) + y**2 / 2),
    "a product that is empty": says(Product(x, (k, 3, 2)), S.Zero),
    "a trace of factors in another order": says(Trace(A * B * A.T), Trace(A * A.T * B)),
    "a determinant of a multiple": says(Determinant(2 * A), 2 * Determinant(A)),
    "two products of different size": says(C.T * C, C * C.T),
    "a condition in the other order": says(p(x, y), p(y, x)),
    "independence by notation": says(p(x, y), p(x) * p(y)),
    "a limit of a step from below": says(Limit(x + floor(1 - 1 / n), n, oo), x + 1),
    "a limit of a sign": says(Limit(x * sign(1 / n), n, oo), S.Zero),
}


@pytest.mark.parametrize("attack", FALSE.values(), ids=FALSE)
def test_what_is_false_somewhere_is_refuted(attack):
    found = attack().check(seconds=2)
    assert found.status == "refuted", found.message


def limit_of_few() -> Proof:
    """The limit of a sum of three terms, by its bounds."""
    return proof(squeeze(FEW, 0, lower=equal(Sum(1 / n, (k, 1, 3)), 3 / n, "three terms"), reason="small"))


BESIDE: dict[str, tuple[str, Callable[[], Proof]]] = {
    "written in two ways": ("is false", says(FIRST + x, SECOND + sqrt(x**2))),
    "on one side": ("on both sides or known", says(FEW + x * (x + 1), x**2 + x)),
    "that a lemma knows": (
        "is false",
        lambda: proof(equal(FEW + x, sqrt(x**2), "small", by=lemma(limit_of_few))),
    ),
}


@pytest.mark.parametrize(("words", "attack"), BESIDE.values(), ids=BESIDE)
def test_beside_a_limit_of_a_sum_nothing_escapes_evaluation(words, attack):
    found = attack().check(seconds=2)
    assert words in found.message, found.message


def test_beside_a_limit_of_a_sum_what_is_true_is_proved():
    assert says(FIRST + x * (x + 1), SECOND + x**2 + x)().check(seconds=2).ok
    assert proof(equal(FEW + x * (x + 1), x**2 + x, "small", by=lemma(limit_of_few))).check(seconds=2).ok


def test_a_bounded_number_has_finite_bounds():
    with pytest.raises(ValueError, match="both finite"):
        bounded("q", 0, oo)


def test_what_would_read_otherwise_is_printed_apart():
    assert latex(Subs(x, x, y) ** 2) == r"\left(\left. x \right|_{x = y}\right)^{2}"
    assert latex(KroneckerDelta(k, 2)) == r"\delta_{2,k}"


def test_pieces_for_all_numbers_are_complete():
    parts = Piecewise((x, x >= 0), (-x, x < 0))
    assert says(2 * parts + UnevaluatedExpr(y), 2 * parts + y * (y + 1) - y**2)().check(seconds=2).ok

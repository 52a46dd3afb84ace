"""What the pages write is read as what it means, with the symbols of the proof; what is not understood is refused."""

import pytest
from sympy import (
    Abs,
    Derivative,
    Eq,
    Function,
    ImmutableMatrix,
    IndexedBase,
    Integral,
    KroneckerDelta,
    Limit,
    Max,
    Piecewise,
    Product,
    Rational,
    Subs,
    Sum,
    atan,
    binomial,
    cos,
    exp,
    factorial,
    floor,
    log,
    oo,
    pi,
    sin,
    sqrt,
    tanh,
)

from notes.proof import Expectation, count, density, index, matrix, natural, positive, real
from notes.reading.expressions import Reader
from notes.reading.names import names
from notes.reading.tokens import ReadingError, tree

n, i, j, k, t = natural("n"), index("i"), index("j"), index("k"), count("t")
x, y, a, z = real("x"), real("y"), real(r"\alpha"), real(r"z_0")
variance, mean = positive(r"\sigma^2"), real(r"\hat\mu")
s, p = IndexedBase("s", real=True), IndexedBase("T", real=True)
f, q = Function("f", real=True), density("q")
X, Y = matrix("X", n, n), matrix("Y", n, n)
ALL = [
    *(Sum(s[i] * p[i, j], (i, 1, n), (j, 1, n)), Sum(s[k], (k, 1, n)), f(x), q(y, x), a, z, variance, mean, t),
    *(Expectation(y, y, q(y)), X * Y),
]


def read(latex: str):
    return Reader(tree(latex), names(ALL)).whole()


@pytest.mark.parametrize(
    ("latex", "meant"),
    [
        ("-x + 2 y", 2 * y - x),
        ("x - y - 1", x - y - 1),
        (r"\tfrac12 x^2", x**2 / 2),
        (r"\frac{x}{2 y}", x / (2 * y)),
        (r"x / 2 + 0.06\, y", x / 2 + Rational(3, 50) * y),
        (r"6{,}220{,}800", 6220800),
        (r"\sqrt{2\pi\sigma^2}", sqrt(2 * pi * variance)),
        (r"(\sigma^2)^3", variance**3),
        (r"z_0^2", z**2),
        (r"\hat\mu", mean),
        (r"\lvert x - y \rvert", Abs(x - y)),
        (r"|x| + |y|", Abs(x) + Abs(y)),
        (r"\lfloor x / 2 \rfloor", floor(x / 2)),
        (r"\max(0, x)", Max(0, x)),
        (r"\binom{n}{2}", binomial(n, 2)),
        (r"t!", factorial(t)),
        (r"e^{-x}", exp(-x)),
        (r"\exp\!\left( -\frac{x}{2} \right)", exp(-x / 2)),
        (r"\log 2 x - y", log(2 * x) - y),
        (r"x \log (1 - y) y", x * log(1 - y) * y),
        (r"\log_2 x", log(x) / log(2)),
        (r"\cos x \sin y", cos(x) * sin(y)),
        (r"\tanh^2 x", tanh(x) ** 2),
        (r"\sum_{i=1}^{n} s_i^2 - x", Sum(s[i] ** 2, (i, 1, n)) - x),
        (r"\frac1n \sum_i s_i", Sum(s[i], (i, 1, n)) / n),
        (r"\sum_{ij} T_{ij}", Sum(p[i, j], (j, 1, n), (i, 1, n))),
        (r"\prod_{k=1}^{n} (1 + s_k)", Product(1 + s[k], (k, 1, n))),
        (r"s_{k+1} T_{k+1,k}", s[k + 1] * p[k + 1, k]),
        (r"f(x^2)^2", f(x**2) ** 2),
        (r"q(y \mid x)", q(y, x)),
        (r"f'(x)", Derivative(f(x), x)),
        (r"\frac{\partial}{\partial x} x^2 y", Derivative(x**2 * y, x)),
        (r"\frac{\partial x^2}{\partial x}", Derivative(x**2, x)),
        (r"\frac{d^2}{dx^2} f(x)", Derivative(f(x), x, 2)),
        (r"\left. x^2 \right|_{x = 1}", Subs(x**2, x, 1)),
        (r"\lim_{x \to \infty} x^2 + 1", Limit(x**2, x, oo) + 1),
        (r"x \odot y", x * y),
        (r"\lVert X \rVert^2", X.T * X),
        (r"\int_0^1 x^2 \, dx + 1", Integral(x**2, (x, 0, 1)) + 1),
        (r"\int_0^1 \int_0^2 x y \, dy \, dx", Integral(Integral(x * y, (y, 0, 2)), (x, 0, 1))),
        (r"\int_0^\infty e^{-x} \, dx", Integral(exp(-x), (x, 0, oo))),
        (r"\mathbb{E}_{y \sim q}[y^2]", Expectation(y**2, y, q(y))),
        (r"\mathbb{E}_y\big[y^2\big]", Expectation(y**2, y, q(y))),
        (r"x \mathbb{1}[k = 1]^2", x * KroneckerDelta(k, 1) ** 2),
        (r"\sin(2 \arctan x)", sin(2 * atan(x))),
        (r"\underbrace{x}_{\text{a name}}", x),
        (r"\begin{cases} x & x > 0, \\ 0 & \text{otherwise} \end{cases}", Piecewise((x, x > 0), (0, True))),
        (r"X Y^\top", X * Y.T),
        (r"\begin{pmatrix} x & 1 \\ 0 & y \end{pmatrix}^\top", ImmutableMatrix([[x, 0], [1, y]])),
        (r"\mathbf{X}^{-1}", X.I),
    ],
)
def test_expressions_of_the_pages_are_read(latex, meant):
    assert read(latex) == meant


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        ("x w", "`w` is not a name of the proof"),
        ("x_i", "`x_{i}` is not a name of the proof"),
        (r"s_{ij}", "`s` has 1 indices, not `ij`"),
        (r"T_i", "`T` has 2 indices, not `i`"),
        (r"\sum_{m} m", "the limits of m are not said"),
        (r"\nabla x", "is not a name of the proof"),
        (r"\lVert x \rVert^2", "of norms only the square of that of a column is read"),
        (r"\lVert X \rVert", "of norms only the square of that of a column is read"),
        (r"\lim_x x", "a limit must say of what and where"),
        (r"X \odot Y", "entrywise products of matrices are not read"),
        (r"x = y", "is not read"),
        (r"x +", "is not read"),
        (r"\max_x x", "no such optimum is established"),
        (r"\frac{\partial x}{\partial (x + y)}", "is not a variable"),
        (r"\mathbb{E}_x[x]", "the law of a mean over x is not said"),
        (r"\int x", "an integral must say over what"),
        (r"\mathbb{1}[x > y]", "an indicator must say which two numbers are the same"),
    ],
)
def test_what_is_not_understood_is_refused(latex, reason):
    with pytest.raises(ReadingError, match=reason.replace("{", r"\{").replace("}", r"\}").replace("\\lV", "")):
        read(latex)


def test_a_running_index_that_the_proof_lacks_is_read_by_where_it_starts():
    assert read(r"\sum_{m=1}^{n} m") == Sum(index("m"), (index("m"), 1, n))
    assert read(r"\sum_{m=0}^{n} m") == Sum(count("m"), (count("m"), 0, n))


def test_names_know_limits_only_where_they_are_always_the_same():
    two = names([Sum(s[i], (i, 1, n)), Sum(s[i], (i, 1, 2))])
    assert "i" not in two.limits
    assert names([Eq(Sum(s[i], (i, 1, n)), 1)]).limits["i"] == (1, n)

r"""What shallow networks can approximate, and what they cannot."""

from sympy import Derivative, Expr, Max, Subs, Sum, UnevaluatedExpr, binomial, cos, pi

from notes.proof import (
    Proof,
    at_least,
    at_most,
    chain,
    count,
    equal,
    function,
    index,
    indexed,
    natural,
    nonnegative,
    positive,
    ratio,
    real,
    trusted,
)

x = real("x")


def interpolation_error() -> Proof:
    """The error of linear interpolation at distances u and v from the nodes, from Taylor's theorem in between.

    The second derivatives at the points of the remainders are rM and sM, none being larger than M in size: as r and s
    run from -1 to 1, a and b run over all numbers.
    """
    u, v, curvature, a, b = positive("u"), positive("v"), nonnegative("M"), real("a"), real("b")
    f, left, right = function("f"), real(r"\xi"), real(r"\eta")
    first, second = (2 * one / (1 + one**2) for one in (a, b))

    def bend(place: Expr) -> Expr:
        return Subs(Derivative(f(x), (x, 2)), x, place)

    def remainder(before: Expr, after: Expr) -> Expr:
        return ratio(before * u + after * v, u + v) * u * v / 2

    error = ratio(v * f(x - u) + u * f(x + v), u + v) - f(x)
    shares = remainder(first * curvature, second * curvature)
    exact = equal(error, remainder(bend(left), bend(right)), "the slope at x cancels")

    def missing(side: int) -> Expr:
        squares = u * (1 - side * a) ** 2 / (1 + a**2) + v * (1 - side * b) ** 2 / (1 + b**2)
        return curvature * u * v / (2 * (u + v)) * squares

    above = (
        chain(shares)
        .equals(curvature * u * v / 2 - missing(1), "what r and s lack to one is a square each over a positive number")
        .at_most(curvature * u * v / 2, "so it is not negative")
        .at_most(curvature * (u + v) ** 2 / 8, "a product is largest when its factors are equal")
    )
    below = (
        chain(shares)
        .equals(missing(-1) - curvature * u * v / 2, "so is what they exceed minus one by")
        .at_least(-curvature * u * v / 2, "which is not negative either")
        .at_least(-curvature * (u + v) ** 2 / 8, "likewise")
    )
    taylor = "Taylor with remainder"
    return Proof(
        "With h = u + v and curvature below M, interpolation errs by at most h² M / 8",
        claim=[exact, at_most(shares, above.last), at_least(shares, below.last)],
        steps=[exact, above, below],
        given=(trusted(taylor, f(x), -u, 2, left), trusted(taylor, f(x), v, 2, right)),
        equation="eq:interpolation-error",
    )


def polynomial_activation() -> Proof:
    """Polynomial networks of any width have vanishing differences; those of the cosine are as large as can be.

    Every polynomial of degree m is a sum of multiples of the binomial coefficients of x over j, for j from 0 to m.
    """
    k, j, others, order = count("k"), count("j"), count("r"), natural("m") + 1
    above_degree = j + others + 1
    of_basis = Sum((-1) ** k * binomial(above_degree, k) * binomial(k, j), (k, j, above_degree))
    alternating = Sum((-1) ** k * binomial(order, k) * cos(pi * UnevaluatedExpr(k)), (k, 0, order))
    flat = equal(
        of_basis,
        0,
        "k over j is zero before k = j; with m = j + r this is its difference of order m + 1. So those of a polynomial "
        "of degree m vanish, hence those of a unit and of any sum of units",
    )
    target = (
        chain(alternating)
        .equals(Sum(binomial(order, k), (k, 0, order)), "every term of the cosine's difference is positive")
        .equals(2**order, "all subsets of the points")
    )
    return Proof(
        "No network with a polynomial activation follows a cosine, however wide it is",
        claim=[flat, equal(alternating, 2**order)],
        steps=[flat, target],
        equation="eq:polynomial-counterexample",
    )


def unbounded_domain() -> Proof:
    """Beyond its last joint a ReLU network is a line, whose second differences vanish; those of the cosine do not.

    The joints lie before the even number 2n: by r for the units that rise to the right, by q for those that fall.
    """
    n, units, others, d = natural("n"), natural("D"), natural("D'"), index("d")
    offset, weight, weight_of_other = indexed(r"\phi")[0], indexed(r"\phi"), indexed(r"\phi'")
    rise, fall = indexed(r"\theta", positive=True), indexed(r"\theta'", positive=True)
    before, earlier = indexed("r", positive=True), indexed("q", positive=True)
    network = (
        offset
        + Sum(weight[d] * Max(0, rise[d] * (x - 2 * n + before[d])), (d, 1, units))
        + Sum(weight_of_other[d] * Max(0, -fall[d] * (x - 2 * n + earlier[d])), (d, 1, others))
    )

    def difference(value: Expr) -> Expr:
        return Subs(value, x, 2 * n) - 2 * Subs(value, x, 2 * n + 1) + Subs(value, x, 2 * n + 2)

    flat = equal(difference(network), 0, "beyond all joints a unit is a line or nothing")
    bent = equal(difference(cos(pi * x)), 4, "the cosine at an even number and the next two: 1, -1 and 1")
    return Proof(
        "No ReLU network follows a cosine on the whole line",
        [flat, bent],
        [flat, bent],
        equation="eq:line-counterexample",
    )

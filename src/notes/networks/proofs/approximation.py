r"""What shallow networks can approximate, and what they cannot."""

from sympy import Abs, Derivative, Expr, Max, Subs, Sum, UnevaluatedExpr, binomial, cos, pi

from notes.networks.proofs.depth import absolute_value_is_not_below
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
    lemma,
    natural,
    nonnegative,
    positive,
    ratio,
    real,
    trusted,
)
from notes.proof.relations import Chain

x = real("x")


def interpolation_error() -> Proof:
    """The error of linear interpolation at distances u and v from the nodes, from Taylor's theorem in between.

    The second derivatives at the points of the remainders are shares of M from -1 to 1: as χ runs over all
    numbers, 2χ/(1 + χ²) runs over all such shares.
    """
    u, v, curvature, a, b = positive("u"), positive("v"), nonnegative("M"), real(r"\chi_1"), real(r"\chi_2")
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
        .equals(curvature * u * v / 2 - missing(1), "what each share lacks to one is a square over a positive number")
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
        "With δ = u + v and curvature up to M in size, interpolation errs by at most δ² M / 8",
        claim=[exact, at_most(shares, above.last), at_least(shares, below.last)],
        steps=[exact, above, below],
        given=(trusted(taylor, f(x), -u, 2, left), trusted(taylor, f(x), v, 2, right)),
        equation="eq:interpolation-error",
    )


def polynomial_activation() -> Proof:
    """Polynomial networks of any width have vanishing differences; those of the cosine are as large as can be.

    Every polynomial of degree ℓ is a sum of multiples Q of the binomial coefficients of x over j = ℓ - i, for i from 0
    to ℓ; a unit is one, and so is any sum of units. The values of such a sum at the points k are called y.
    """
    k, i, degree = count("k"), count("i"), count(r"\ell")
    order, share, value = degree + 1, indexed("Q"), indexed("y")

    def over_points(term: Expr) -> Expr:
        return Sum(binomial(order, k) * term, (k, 0, order))

    of_basis = Sum((-1) ** k * binomial(order, k) * binomial(k, degree - i), (k, degree - i, order))
    flat = equal(
        Sum(share[i] * of_basis, (i, 0, degree)),
        0,
        "the difference of order ℓ + 1 of y, its two sums exchanged; k over ℓ - i is zero before k = ℓ - i",
    )
    wave, difference = cos(pi * UnevaluatedExpr(k)), over_points((-1) ** k * value[k])
    miss = (-1) ** k * (wave - value[k])
    larger = lemma(absolute_value_is_not_below, {real(r"\Upsilon"): miss}, through=over_points)
    missed = (
        chain(over_points(Abs(value[k] - wave)))
        .at_least(over_points(miss), "a size is not below the number with either sign", larger)
        .equals(over_points((-1) ** k * wave) - difference, "two sums")
        .equals(over_points(1) - difference, "every term of the cosine's difference is positive")
        .equals(2**order - difference, "all subsets of the points; and the difference of y is zero")
    )
    target = equal(over_points((-1) ** k * wave), 2**order, "the cosine's difference alone")
    return Proof(
        "The differences of order ℓ + 1 of a polynomial of degree ℓ vanish, those of a cosine do not, and the weighed "
        "misses of any values are at least the gap between the two",
        claim=[flat, target, at_least(missed.first, missed.last)],
        steps=[flat, target, missed],
        equation="eq:polynomial-counterexample",
    )


def _line_misses() -> Chain:
    """What three points of a line, Y, Y + S and Y + 2S, miss 1, -1 and 1 by: four together, the middle one twice."""
    start, slope = real("Y"), real("S")
    gaps = 1 - start, start + slope + 1, 1 - start - 2 * slope
    first, third = (lemma(absolute_value_is_not_below, {real(r"\Upsilon"): gap}) for gap in (gaps[0], gaps[2]))
    second = lemma(absolute_value_is_not_below, {real(r"\Upsilon"): gaps[1]}, through=lambda gap: 2 * gap)
    return (
        chain(Abs(gaps[0]) + 2 * Abs(gaps[1]) + Abs(gaps[2]))
        .at_least(gaps[0] + 2 * Abs(gaps[1]) + Abs(gaps[2]), "a size is not below the number", first)
        .at_least(gaps[0] + 2 * gaps[1] + Abs(gaps[2]), "likewise", second)
        .at_least(4, "likewise, and the line cancels: one of the three is missed by one at least", third)
    )


def unbounded_domain() -> Proof:
    """Beyond its last joint a ReLU network is a line, whose second differences vanish; those of the cosine do not.

    The joints lie before the even number 2k: by J for the units that rise to the right, by J' for those that fall.
    """
    k, units, others, d = natural("k"), count("D"), count("D'"), index("d")
    offset, weight, weight_of_other = indexed(r"\phi")[0], indexed(r"\phi"), indexed(r"\phi'")
    rise, fall = indexed(r"\theta", positive=True), indexed(r"\theta'", positive=True)
    before, earlier = indexed("J", positive=True), indexed("J'", positive=True)
    network = (
        offset
        + Sum(weight[d] * Max(0, rise[d] * (x - 2 * k + before[d])), (d, 1, units))
        + Sum(weight_of_other[d] * Max(0, -fall[d] * (x - 2 * k + earlier[d])), (d, 1, others))
    )

    def difference(value: Expr) -> Expr:
        return Subs(value, x, 2 * k) - 2 * Subs(value, x, 2 * k + 1) + Subs(value, x, 2 * k + 2)

    flat = equal(
        difference(network),
        0,
        "beyond all joints a unit is a line or nothing; one without slope is a number everywhere, a part of phi",
    )
    bent = equal(difference(cos(pi * x)), 4, "the cosine at an even number and the next two: 1, -1 and 1")
    missed = _line_misses()
    return Proof(
        "No shallow ReLU network follows a cosine on the whole line",
        claim=[flat, bent, at_least(missed.first, 4)],
        steps=[flat, bent, missed],
        equation="eq:line-counterexample",
    )

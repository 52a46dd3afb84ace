r"""What shallow networks can approximate, and what they cannot."""

from sympy import (
    Eq,
    Expr,
    Subs,
    Sum,
    binomial,
    cos,
    pi,
)

from notes.proof import (
    Proof,
    bounded,
    chain,
    equal,
    index,
    instances,
    natural,
    positive,
    ratio,
    real,
)
from notes.proof.relations import Chain

x = real("x")


def interpolation_error() -> Proof:
    """The error of linear interpolation at distances u and v from the nodes, from Taylor's theorem in between."""
    u, v, curvature = positive("u"), positive("v"), positive("M")
    value, slope, before, after = real("f(x)"), real("f'(x)"), real("f(x-u)"), real("f(x+v)")
    first, second = bounded("r", -1, 1), bounded("s", -1, 1)
    taylor = (
        Eq(before, value - u * slope + first * curvature * u**2 / 2),
        Eq(after, value + v * slope + second * curvature * v**2 / 2),
    )
    error = ratio(v * before + u * after, u + v) - value
    step = (
        chain(error)
        .equals(ratio(first * u + second * v, u + v) * curvature * u * v / 2, "the slope at x cancels")
        .at_most(curvature * u * v / 2, "the remainders are at most as large as the curvature allows")
        .at_most(curvature * (u + v) ** 2 / 8, "a product is largest when its factors are equal")
    )
    return Proof(
        "With h = u + v and curvature below M, interpolation errs by at most h² M / 8",
        step,
        [step],
        taylor,
        "eq:interpolation-error",
    )


def polynomial_activation() -> Proof:
    """Polynomial networks of any width have vanishing differences; those of the cosine are as large as can be."""
    k = index("k")

    def difference(degree: int, value: Expr) -> Expr:
        return Sum((-1) ** k * binomial(degree + 1, k) * value, (k, 0, degree + 1))

    def unit(degree: int) -> Chain:
        offset, slope = real(r"\theta_{d0}"), real(r"\theta_{d1}")
        return equal(
            difference(degree, (offset + slope * k) ** degree), 0, "so for each unit, hence for any sum of units"
        )

    def target(degree: int) -> Chain:
        return equal(
            difference(degree, cos(pi * k)), 2 ** (degree + 1), "every term of the cosine's difference is positive"
        )

    units, targets = instances(unit, range(1, 7)), instances(target, range(1, 7))
    return Proof(
        "No polynomial network follows a cosine, however wide it is",
        claim=[units, targets],
        steps=[units, targets],
        equation="eq:polynomial-counterexample",
    )


def unbounded_domain() -> Proof:
    """Beyond its last joint a ReLU network is a line, whose second differences vanish; those of the cosine do not."""
    slope, intercept, n = real("m"), real("c"), natural("n")

    def difference(value: Expr) -> Expr:
        return Subs(value, x, 2 * n) - 2 * Subs(value, x, 2 * n + 1) + Subs(value, x, 2 * n + 2)

    flat = equal(difference(slope * x + intercept), 0, "a line, however far out")
    bent = equal(difference(cos(pi * x)), 4, "the cosine at an even number and the next two: 1, -1 and 1")
    return Proof(
        "No ReLU network follows a cosine on the whole line",
        [flat, bent],
        [flat, bent],
        equation="eq:line-counterexample",
    )

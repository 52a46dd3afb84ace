r"""Empty bins, the outer shell, and distances that look alike."""

from sympy import Eq, Expr, Integral, Rational, Subs, Sum, sqrt

from notes.proof import (
    Expectation,
    Proof,
    chain,
    density,
    equal,
    index,
    natural,
    positive,
    probability,
    ratio,
    real,
)

dimensions = natural("d")
bins, samples = positive("G"), positive("n")


def one_sample_in_many_bins() -> Proof:
    """Ten bins on each of forty axes, and a hundred thousand samples: one sample for ten to the 35 bins."""
    ratio_of_counts = bins**dimensions / samples
    at_forty = Subs(ratio_of_counts, (bins, dimensions, samples), (10, 40, 10**5))
    return Proof(
        "A hundred thousand samples in forty dimensions: one for ten to the 35 bins",
        claim=equal(at_forty, 10**35),
        steps=[equal(at_forty, 10**35, "ten bins on each of forty axes make ten to the 40 bins")],
        equation="eq:bins-per-sample",
    )


def shell_volume() -> Proof:
    """The share of a ball's volume near its surface."""
    radius, area, distance, thickness = (
        positive("T"),
        positive(r"\Sigma_d"),
        positive(r"\tau"),
        probability(r"\epsilon"),
    )

    def volume(inner: Expr, outer: Expr) -> Expr:
        return Integral(area * distance ** (dimensions - 1), (distance, inner, outer))

    shell, ball = volume((1 - thickness) * radius, radius), volume(0, radius)
    return Proof(
        "The share of a ball's volume in its outer shell",
        claim=equal(shell / ball, 1 - (1 - thickness) ** dimensions),
        steps=[
            equal(
                ball, area * radius**dimensions / dimensions, "spheres of all radii, Σ being the area of the unit one"
            ),
            equal(
                shell,
                area * (radius**dimensions - ((1 - thickness) * radius) ** dimensions) / dimensions,
                "spheres from the inner to the outer radius of the shell",
            ),
            chain(shell / ball)
            .equals(
                ratio(radius**dimensions - (1 - thickness) ** dimensions * radius**dimensions, radius**dimensions),
                "area and dimension cancel",
            )
            .equals(1 - (1 - thickness) ** dimensions, "and so does the radius"),
        ],
        equation="eq:shell-volume",
    )


def independent_variances_add() -> Proof:
    """The variance of a sum of two independent numbers is the sum of their variances."""
    one, other, mean, other_mean = real("Y_1"), real("Y_2"), real(r"\bar Y_1"), real(r"\bar Y_2")
    law, other_law = density("p_1")(one), density("p_2")(other)

    def over_one(value: Expr) -> Expr:
        return Expectation(value, one, law)

    def over_other(value: Expr) -> Expr:
        return Expectation(value, other, other_law)

    variance = over_one(over_other((one + other - (mean + other_mean)) ** 2))
    cross = 2 * over_one(one - mean) * over_other(other - other_mean)
    total = over_one((one - mean) ** 2) + over_other((other - other_mean) ** 2)
    return Proof(
        "The variances of two independent numbers add up",
        claim=equal(variance, total),
        steps=[
            chain(variance)
            .equals(total + cross, "multiply out; the numbers are independent")
            .equals(total, "a number less its mean has mean zero")
        ],
        given=(
            Eq(Integral(law, one), 1),
            Eq(Integral(other_law, other), 1),
            Eq(over_one(one), mean, evaluate=False),
            Eq(over_other(other), other_mean, evaluate=False),
        ),
    )


def distances_concentrate() -> Proof:
    """Mean and variance of the squared distance of two uniform points of the cube, and their ratio."""
    place, other, axis = real("x"), real("x'"), index("j")
    mean_square, variance = Rational(1, 6), Rational(7, 180)
    square = (place - other) ** 2

    def over_both(value: Expr) -> Expr:
        return Integral(Integral(value, (place, 0, 1)), (other, 0, 1))

    def over_axes(term: Expr) -> Expr:
        return Sum(term, (axis, 1, dimensions))

    spread = sqrt(over_axes(over_both((square - mean_square) ** 2))) / over_axes(over_both(square))
    steps = [
        equal(over_both(square), mean_square, "along one axis, the mean of the squared distance over both points"),
        equal(over_both((square - mean_square) ** 2), variance, "and its variance"),
        chain(spread)
        .equals(
            sqrt(dimensions * variance) / (dimensions * mean_square),
            "the axes are independent and alike: means and variances add over them",
        )
        .equals(sqrt(ratio(7, 5 * dimensions)), "collect the dimension under the root"),
    ]
    return Proof(
        "Relative to its mean, the squared distance of two uniform points of a cube spreads ever less as dimensions "
        "are added",
        claim=[equal(spread, sqrt(ratio(7, 5 * dimensions))), *steps[:-1]],
        steps=steps,
        equation="eq:distance-spread",
    )

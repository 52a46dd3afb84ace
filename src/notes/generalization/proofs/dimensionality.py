r"""Empty bins, the outer shell, and distances that look alike."""

from sympy import Expr, Integral, Rational, Subs, sqrt

from notes.proof import (
    Proof,
    chain,
    equal,
    natural,
    nonnegative,
    positive,
    probability,
    ratio,
    real,
)

dimensions = natural("d")
bins, samples, axes = positive("b"), positive("n"), real("D")


def one_sample_in_many_bins() -> Proof:
    """Ten bins on each of forty axes, and a hundred thousand samples: one sample for ten to the 35 bins."""
    ratio_of_counts = bins**axes / samples
    at_forty = Subs(ratio_of_counts, (bins, axes, samples), (10, 40, 10**5))
    return Proof(
        "A hundred thousand samples in forty dimensions: one for ten to the 35 bins",
        claim=equal(at_forty, 10**35),
        steps=[equal(at_forty, 10**35, "ten bins on each of forty axes make ten to the 40 bins")],
        equation="eq:bins-per-sample",
    )


def shell_volume() -> Proof:
    """The share of a ball's volume near its surface."""
    radius, area, distance, thickness = positive("r"), positive("S_d"), positive(r"\rho"), probability(r"\epsilon")

    def volume(inner: Expr, outer: Expr) -> Expr:
        return Integral(area * distance ** (dimensions - 1), (distance, inner, outer))

    shell, ball = volume((1 - thickness) * radius, radius), volume(0, radius)
    return Proof(
        "The share of a ball's volume in its outer shell",
        claim=equal(shell / ball, 1 - (1 - thickness) ** dimensions),
        steps=[
            equal(
                ball, area * radius**dimensions / dimensions, "spheres of all radii, S being the area of the unit one"
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


def distances_concentrate() -> Proof:
    """Mean and variance of the squared distance of two uniform points of the cube, and their ratio."""
    distance = nonnegative(r"t")

    def average(value: Expr) -> Expr:
        return Integral(2 * (1 - distance) * value, (distance, 0, 1))

    mean_square, variance = Rational(1, 6), Rational(7, 180)
    spread = sqrt(dimensions * average((distance**2 - mean_square) ** 2)) / (dimensions * average(distance**2))
    return Proof(
        "Relative to their mean, squared distances spread ever less",
        claim=equal(spread, sqrt(ratio(7, 5 * dimensions))),
        steps=[
            equal(
                average(distance**2),
                mean_square,
                "along one axis the density of the distance falls linearly, from two at zero to zero at one",
            ),
            equal(average((distance**2 - mean_square) ** 2), variance, "the variance of its square"),
            chain(spread)
            .equals(
                sqrt(dimensions * variance) / (dimensions * mean_square),
                "the axes are independent and alike: means and variances add over them",
            )
            .equals(sqrt(ratio(7, 5 * dimensions)), "collect the dimension under the root"),
        ],
        equation="eq:distance-spread",
    )

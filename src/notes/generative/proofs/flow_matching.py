r"""Flow matching: the best velocity is a conditional mean, and it carries the densities of the path."""

from sympy import Derivative, Eq, Expr, Integral, exp, pi, sqrt

from notes.proof import Expectation, Proof, at_least, chain, density, equal, probability, real, trusted

x, t, end = real("x"), probability("t"), real("x_1")
velocity, speed = real("v"), real("u")


def velocity_is_a_conditional_mean() -> Proof:
    """At every point, the squared error over all lines through it is least at their mean velocity."""
    law, mean = density("p"), real(r"\bar u")

    def over_lines(value: Expr) -> Expr:
        return Expectation(value, speed, law(speed))

    apart = equal(
        over_lines((velocity - speed) ** 2),
        (velocity - mean) ** 2 + over_lines((speed - mean) ** 2),
        "multiply out around the mean; the middle term has mean zero",
    )
    least = at_least(apart.last, over_lines((speed - mean) ** 2), "a square; it vanishes only for the mean")
    return Proof(
        "At a point, in each coordinate, no velocity has a smaller mean squared error than the mean of the lines",
        claim=[apart, least],
        steps=[apart, least],
        given=(Eq(Integral(law(speed), speed), 1), Eq(over_lines(speed), mean)),
        equation="eq:marginal-velocity",
    )


def velocity_carries_the_density() -> Proof:
    """On a line the density of the points between changes as that of particles which move with the mean velocity.

    The noise is standard Gaussian, the data have any density, and the time is after the start and before the end.
    """
    data = density("p")(end)
    bell = exp(-((x - t * end) ** 2) / (2 * (1 - t) ** 2)) / sqrt(2 * pi * (1 - t) ** 2)
    along = (end - x) / (1 - t)
    reached, flux = Integral(data * bell, end), Integral(along * data * bell, end)
    rule = "derivative under an integral"
    each = equal(Derivative(bell, t), -Derivative(along * bell, x), "for one data point, whose line has this velocity")
    step = (
        chain(Derivative(reached, t))
        .equals(Integral(data * Derivative(bell, t), end), "over all data points", by=trusted(rule, reached, t))
        .equals(-Integral(data * Derivative(along * bell, x), end), "for each data point")
        .equals(
            -Derivative(flux, x),
            "what flows through a place: the mean velocity times the density",
            by=trusted(rule, flux, x),
        )
    )
    return Proof(
        "On a line the density between noise and data changes by what flows in and out with the mean velocity",
        claim=[each, equal(step.first, step.last)],
        steps=[each, step],
        equation="eq:continuity",
    )

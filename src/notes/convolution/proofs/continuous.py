r"""Convolution of functions on the line."""

from itertools import pairwise

from sympy import And, Expr, Integer, Integral, Le, Piecewise, exp, pi, sqrt

from notes.proof import Proof, bounded, chain, equal, function, lemma, nonnegative, positive, real, trusted, whole_line

x, t, a = real("x"), real("t"), real("a")


def convolution_commutes() -> Proof:
    """A convolution over the part of the line from a to a + s is the other order over the part that x less it is."""
    length, f, g = nonnegative("s"), function("f"), function("g")
    one = Integral(f(t) * g(x - t), (t, a, a + length))
    other = Integral(g(t) * f(x - t), (t, x - a - length, x - a))
    step = equal(one, other, "put x - t for t, which turns the line around", trusted("substitution", one, x - t, t))
    return Proof(
        "A convolution over any part of the line is that in the other order over the part turned around",
        claim=step,
        steps=[step],
        equation="eq:convolution-commutes",
    )


alpha, slope = positive(r"\alpha"), real(r"\kappa")
mu, nu, first, second = real(r"\mu"), real(r"\nu"), positive(r"\sigma^2"), positive(r"\tau^2")
curvature, tilt = 1 / (2 * first) + 1 / (2 * second), mu / first + (x - nu) / second
exponent_left = tilt**2 / (4 * curvature) - mu**2 / (2 * first) - (x - nu) ** 2 / (2 * second)


def gaussian_integral() -> Proof:
    """The integral of the exponential of a parabola that opens downwards."""
    closed = sqrt(pi / alpha) * exp(slope**2 / (4 * alpha))
    step = equal(Integral(exp(slope * t - alpha * t**2), whole_line(t)), closed, "a Gaussian integral")
    return Proof("The integral of the exponential of a parabola", step, [step])


def completed_square() -> Proof:
    """What is left of the exponents of two Gaussians when the part with t has been integrated away."""
    step = equal(exponent_left, -((x - mu - nu) ** 2) / (2 * (first + second)), "over a common denominator")
    return Proof("What is left of two exponents when the square is completed", step, [step])


def normal_density(value: Expr, mean: Expr, variance: Expr) -> Expr:
    """The Gaussian density."""
    return exp(-((value - mean) ** 2) / (2 * variance)) / sqrt(2 * pi * variance)


def gaussians_convolve_to_a_gaussian() -> Proof:
    """The product of two Gaussian densities is the exponential of a parabola in t, whose integral is known."""
    convolved = Integral(normal_density(t, mu, first) * normal_density(x - t, nu, second), whole_line(t))
    without_t = exp(-(mu**2) / (2 * first) - (x - nu) ** 2 / (2 * second)) / (2 * pi * sqrt(first * second))
    factor = sqrt(pi / curvature) / (2 * pi * sqrt(first * second))
    final = -((x - mu - nu) ** 2) / (2 * (first + second))
    return Proof(
        "Two Gaussians convolve to a Gaussian: means add, and variances add",
        claim=equal(convolved, normal_density(x, mu + nu, first + second)),
        steps=[
            chain(convolved)
            .equals(
                without_t * Integral(exp(tilt * t - curvature * t**2), whole_line(t)),
                "sort the exponent by powers of t, and draw out what has none",
            )
            .equals(
                factor * exp(exponent_left),
                "the integral of the exponential of a parabola",
                lemma(gaussian_integral, {alpha: curvature, slope: tilt}),
            )
            .equals(factor * exp(final), "the exponents", lemma(completed_square))
            .equals(normal_density(x, mu + nu, first + second), "and the factors in front")
        ],
        equation="eq:gaussians-convolve",
    )


def boxes_convolve_to_a_triangle() -> Proof:
    """The integral over the first box of the second one, turned around and moved to x, in each of the five cases."""
    share, beyond = bounded("s", 0, 1), nonnegative("u")

    def overlap(place: Expr, *ends: Expr) -> Expr:
        moved = Piecewise((1, And(Le(0, place - t), Le(place - t, 1))), (0, True))
        return sum(Integral(moved, (t, *pair)) for pair in pairwise(ends))

    steps = [
        equal(overlap(share, 0, share, 1), share, "at s the second box has entered that far"),
        equal(overlap(2 - share, 0, 1 - share, 1), share, "at two minus s only that much of it is left"),
        equal(overlap(-beyond, 0, 1), 0, "up to zero they do not meet"),
        equal(overlap(2 + beyond, 0, 1), 0, "nor from two on"),
        equal(overlap(Integer(1), 0, 1), 1, "at one they cover each other"),
    ]
    return Proof("Two boxes convolve to a triangle", steps, steps, equation="eq:boxes-convolve")

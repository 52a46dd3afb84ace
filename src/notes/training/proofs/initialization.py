r"""What rectified units do to the power of a signal, and the weight variances that make up for it."""

from sympy import Eq, Expr, Integral, Max, Piecewise, Rational, Subs, Sum, Symbol, UnevaluatedExpr, exp, oo, pi, sqrt

from notes.proof import (
    Expectation,
    Proof,
    chain,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    induction,
    lemma,
    natural,
    positive,
    real,
)
from notes.proof.relations import Chain

sigma = positive(r"\sigma_f")


width, next_width = natural("D_h"), natural("D_{h'}")
weight_variance = positive(r"\sigma_\Omega^2")
f = real("f")


def half_line_means(value: Expr) -> tuple[Expr, Expr]:
    """What the two halves of the line add to the mean over a pre-activation from a centred Gaussian."""
    density = exp(-(f**2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi))
    return Integral(value * density, (f, -oo, 0)), Integral(value * density, (f, 0, oo))


def relu_halves_the_power() -> Proof:
    """The mean square of a rectified Gaussian, of which the positive half is left, is half its variance."""
    power = sum(half_line_means(Max(f, 0) ** 2))
    _, right_half = half_line_means(f**2)
    return Proof(
        "A rectified linear unit, silent on the negative half, halves the mean square of a centred Gaussian",
        claim=equal(power, sigma**2 / 2),
        steps=[
            chain(power)
            .equals(right_half, "the unit is zero on the negative half and the identity on the positive one")
            .equals(sigma**2 / 2, "which holds half of the variance"),
        ],
        equation="eq:relu-power",
    )


def half_of_the_units_are_active() -> Proof:
    """A centred Gaussian pre-activation is positive with probability one half."""
    active = sum(half_line_means(Piecewise((1, f > 0), (0, True))))
    step = equal(active, Rational(1, 2), "the density is symmetric")
    return Proof("A unit with a centred Gaussian pre-activation is active half of the time", step, [step])


def power_of_one_more_product() -> Proof:
    """A product of a signal and an independent weight, less its mean, adds its own power to any sum of the others.

    The signal h and the sum z of the other products may depend on each other: both are functions of all else, Θ.
    """
    weight, centre, all_else = real(r"\Omega"), real(r"\mu_\Omega"), real(r"\Theta")
    law, everything = density("p")(weight), density(r"p_\Theta")(all_else)
    total, signal = function("z")(all_else), function("h")(all_else)

    def over_weights(value: Expr) -> Expr:
        return Expectation(value, weight, law)

    def over_all_else(value: Expr) -> Expr:
        return Expectation(value, all_else, everything)

    power = over_weights(over_all_else((total + (weight - centre) * signal) ** 2))
    outcome = over_all_else(total**2) + weight_variance * over_all_else(signal**2)
    return Proof(
        "One more product with an independent centred weight adds the weight's variance times the signal's mean square",
        claim=equal(power, outcome),
        steps=[
            chain(power)
            .equals(
                over_all_else(total**2)
                + 2 * over_weights(weight - centre) * over_all_else(total * signal)
                + over_weights((weight - centre) ** 2) * over_all_else(signal**2),
                "multiply out; the weight knows neither the signal h nor the sum z of the other products",
            )
            .equals(outcome, "less its mean, the weight has mean zero")
        ],
        given=(
            Eq(Integral(law, weight), 1),
            Eq(over_weights(weight), centre, evaluate=False),
            Eq(weight_variance, over_weights((weight - centre) ** 2), evaluate=False),
        ),
    )


d, j = index("d"), index("j")


def he_forward() -> Proof:
    """Variance 2 / D_h keeps the variance of the pre-activations from layer to layer."""
    rectified = sum(half_line_means(Max(f, 0) ** 2))
    summed = Sum(weight_variance * rectified, (j, 1, width))
    grown = chain(summed).equals(
        Sum(weight_variance * sigma**2 / 2, (j, 1, width)),
        "D_h products in turn, each with the weight's variance times the mean square of a rectified unit",
        lemma(relu_halves_the_power),
    )
    grown = grown.equals(width * weight_variance * sigma**2 / 2, "all alike")
    return _kept(width, grown, sigma**2, "forward", "eq:he-forward")


def he_backward() -> Proof:
    """Variance 2 / D_h' keeps the variance of the gradients from layer to layer."""
    power = positive(r"\sigma_{G'}^2")
    active = sum(half_line_means(Piecewise((1, f > 0), (0, True))))
    passed = Sum(weight_variance * power, (d, 1, next_width)) * active
    shrunk = chain(passed).equals(
        Sum(weight_variance * power, (d, 1, next_width)) / 2,
        "D_h' products, each with the weight's variance times the mean square of a gradient; the sum is passed on by "
        "active units, supposed independent of it",
        lemma(half_of_the_units_are_active),
    )
    shrunk = shrunk.equals(next_width * weight_variance * power / 2, "all alike")
    return _kept(next_width, shrunk, power, "backward through units independent of it", "eq:he-backward")


def _kept(fan: Symbol, grown: Chain, power: Expr, way: str, equation: str) -> Proof:
    """The power after a layer, and the weight variance at which it is what it was before."""
    kept = equal(Subs(grown.last, weight_variance, 2 / fan), power, "at this variance nothing grows or shrinks")
    return Proof(
        f"The weight variance that preserves the mean square of the signal going {way}, for centred Gaussian "
        "pre-activations",
        claim=[equal(grown.first, grown.last), kept],
        steps=[grown, kept],
        equation=equation,
    )


def initialization_compromise() -> Proof:
    """At 4 / (D_h + D_h') the forward and the backward factor average to one; it is the harmonic mean of the two."""
    forward, backward = width * weight_variance / 2, next_width * weight_variance / 2
    compromise = 4 / (width + next_width)
    harmonic = 2 / (1 / (2 / width) + 1 / (2 / next_width))
    return Proof(
        "The compromise between the forward and the backward variance",
        claim=[
            equal(Subs((forward + backward) / 2, weight_variance, compromise), 1),
            equal(UnevaluatedExpr(harmonic) * 1, compromise),
        ],
        steps=[
            equal(Subs((forward + backward) / 2, weight_variance, compromise), 1, "the two factors average to one"),
            equal(UnevaluatedExpr(harmonic) * 1, compromise, "it is the harmonic mean of the two variances"),
        ],
        equation="eq:compromise",
    )


def power_after_layers() -> Proof:
    """The expected power after k layers is the k-th power of the factor of one: by induction."""
    k, power = count("k"), indexed("P", positive=True)
    factor = width * weight_variance / 2
    one_more = Sum(weight_variance * power[k] / 2, (j, 1, width))
    statement = equal(power[k], factor**k * power[0])
    step = induction(
        statement,
        over=k,
        step=chain(power[k + 1])
        .equals(one_more, "one layer more")
        .equals(factor * power[k], "all alike")
        .equals(factor ** (k + 1) * power[0], "the statement for the layers before"),
    )
    return Proof(
        "After k layers the expected power has been multiplied by the k-th power of one layer's factor",
        claim=statement,
        steps=[step],
        given=(Eq(power[k + 1], one_more, evaluate=False),),
        equation="eq:depth-power",
    )


def tanh_loses_a_little() -> Proof:
    """The mean of f^2 - 2 f^4 / 3, which the square of tanh exceeds, under a centred Gaussian."""
    lower = f**2 - 2 * f**4 / 3
    power = sum(half_line_means(lower))
    return Proof(
        "The mean of f^2 - 2 f^4 / 3 for a centred Gaussian f",
        claim=equal(power, sigma**2 - 2 * sigma**4),
        steps=[equal(power, sigma**2 - 2 * sigma**4, "the second and the fourth moment of a Gaussian")],
        equation="eq:tanh-power",
    )

r"""What rectified units do to the power of a signal, and the weight variances that make up for it."""

from sympy import Eq, Integral, Subs, Sum, Symbol, UnevaluatedExpr, exp, oo, pi, sqrt

from notes.proof import Proof, chain, equal, index, natural, positive, real, whole_line

sigma = positive(r"\sigma")


width, next_width = natural("D_h"), natural("D_{h'}")
weight_variance = positive(r"\sigma_\Omega^2")


def relu_halves_the_power() -> Proof:
    """The mean square of a rectified Gaussian, an integral over the positive half only, is half its variance."""
    z = real("z")
    power = z**2 * exp(-(z**2) / 2) / sqrt(2 * pi)
    return Proof(
        "A rectified linear unit, silent on the negative half, halves the mean square of a centred Gaussian",
        claim=[
            equal(sigma**2 * Integral(power, whole_line(z)), sigma**2),
            equal(sigma**2 * Integral(power, (z, 0, oo)), sigma**2 / 2),
        ],
        steps=[
            equal(sigma**2 * Integral(power, whole_line(z)), sigma**2, "a standard Gaussian has variance one"),
            equal(sigma**2 * Integral(power, (z, 0, oo)), sigma**2 / 2, "each half of the line holds one half"),
        ],
        equation="eq:relu-power",
    )


def he_forward() -> Proof:
    """Variance 2 / D_h keeps the variance of the pre-activations from layer to layer."""
    reason = "each unit sums D_h products of a weight and an activation"
    return _preserved_power(width, "forward", reason, "eq:he-forward")


def he_backward() -> Proof:
    """Variance 2 / D_h' keeps the variance of the gradients from layer to layer."""
    reason = "each gradient sums D_h' products of a weight and a gradient, and half the units pass it on"
    return _preserved_power(next_width, "backward", reason, "eq:he-backward")


def _preserved_power(fan: Symbol, way: str, reason: str, equation: str) -> Proof:
    j = index("j")
    power = Sum(weight_variance * sigma**2 / 2, (j, 1, fan))
    return Proof(
        f"The weight variance that preserves the signal going {way}",
        claim=[
            equal(power, fan * weight_variance / 2 * sigma**2),
            equal(Subs(fan * weight_variance / 2 * sigma**2, weight_variance, 2 / fan), sigma**2),
        ],
        steps=[
            equal(power, fan * weight_variance / 2 * sigma**2, reason),
            equal(
                Subs(fan * weight_variance / 2 * sigma**2, weight_variance, 2 / fan),
                sigma**2,
                "at this variance nothing grows or shrinks; the factor is linear, so at no other",
            ),
        ],
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
    """The variance after k layers is the k-th power of the factor of one: by induction."""
    k, start, reached = natural("k"), positive("P_0"), real("P_k")
    factor = width * weight_variance / 2
    return Proof(
        "After k layers the signal has been multiplied by the k-th power of one layer's factor",
        claim=equal(factor * reached, factor ** (k + 1) * start),
        steps=[
            chain(factor * reached)
            .equals(factor * (factor**k * start), "one layer more; put in the assumption, which is plain at k = 0")
            .equals(factor ** (k + 1) * start, "the statement for the next layer"),
        ],
        given=(Eq(reached, factor**k * start),),
        equation="eq:depth-power",
    )

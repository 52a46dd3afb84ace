r"""The derivatives of the activation functions, and SELU's fixed point."""

from collections.abc import Callable

from sympy import (
    Derivative,
    Expr,
    Integral,
    Piecewise,
    Rational,
    Subs,
    UnevaluatedExpr,
    erf,
    erfc,
    exp,
    log,
    oo,
    pi,
    sqrt,
)

from notes.proof import (
    Proof,
    chain,
    equal,
    lemma,
    positive,
    ratio,
    real,
)
from notes.proof.relations import Chain

z, number = real("z"), positive(r"\chi")


def _sigmoid(value: Expr) -> Expr:
    """The logistic function as it is usually written."""
    return 1 / (1 + exp(-value))


def _normal(value: Expr) -> Expr:
    """The standard Gaussian density."""
    return exp(-(value**2) / 2) / sqrt(2 * pi)


def saturating_derivatives() -> Proof:
    """The derivatives of the sigmoid and of the hyperbolic tangent, and how the two are one function."""
    grown, shrunk = exp(z), exp(-z)
    tangent = ratio(grown - shrunk, grown + shrunk)
    squared = UnevaluatedExpr(tangent) ** 2
    steps = [
        chain(Derivative(_sigmoid(z), z))
        .equals(ratio(exp(-z), (1 + exp(-z)) ** 2), "the quotient rule")
        .equals(_sigmoid(z) * UnevaluatedExpr(1 - _sigmoid(z)), "sorted into two factors"),
        equal(tangent, 2 * _sigmoid(2 * z) - 1, "both parts of the fraction divided by the growing exponential"),
        chain(Derivative(tangent, z))
        .equals(ratio((grown + shrunk) ** 2 - (grown - shrunk) ** 2, (grown + shrunk) ** 2), "the quotient rule again")
        .equals(1 - squared, "divided out"),
    ]
    return Proof("The derivatives of sigmoid and tanh", steps, steps, equation="eq:saturating-derivatives")


def _hinge(value: Expr, below: Expr) -> Expr:
    """A function that is the identity above zero."""
    return Piecewise((value, value > 0), (below, True))


def rectifier_derivatives() -> Proof:
    """The derivatives of the rectifiers on either side of the corner, at which they have none."""
    place, slope, alpha = number, real("s"), positive(r"\alpha")
    leaky, elu = _hinge(z, slope * z), _hinge(z, alpha * (exp(z) - 1))

    def slope_at(function: Expr, where: Expr) -> Expr:
        return Subs(Derivative(function, z), z, where)

    steps = [
        equal(slope_at(leaky, place), 1, "leaky ReLU to the right of 0; ReLU is the case s = 0"),
        equal(slope_at(leaky, -place), slope, "and to the left, at -χ"),
        equal(slope_at(elu, place), 1, "ELU to the right"),
        equal(slope_at(elu, -place), alpha * exp(-place), "and to the left, at -χ"),
        equal(slope_at(elu, -place), Subs(elu + alpha, z, -place), "the same, from the value already computed"),
        equal(Subs(Derivative(alpha * (exp(z) - 1), z), z, 0), alpha, "so the slopes meet at 0 only for α = 1"),
    ]
    return Proof(
        "The derivatives of ReLU, leaky ReLU and ELU on either side of the corner",
        steps,
        steps,
        equation="eq:rectifier-derivatives",
    )


def smooth_derivatives() -> Proof:
    """The derivatives of the smooth rectifiers: softplus, SiLU and GELU."""
    below, gate = (1 + erf(z / sqrt(2))) / 2, UnevaluatedExpr(1 - _sigmoid(z))
    steps = [
        chain(Derivative(log(1 + exp(z)), z))
        .equals(ratio(exp(z), 1 + exp(z)), "softplus: the chain rule")
        .equals(_sigmoid(z), "divided by the exponential: softplus is the integral of the sigmoid"),
        chain(Derivative(z * _sigmoid(z), z))
        .equals(_sigmoid(z) + z * Derivative(_sigmoid(z), z), "SiLU: the product rule")
        .equals(_sigmoid(z) * (1 + z * gate), "with the derivative of the sigmoid"),
        chain(Derivative(z * below, z))
        .equals(below + z * Derivative(below, z), "GELU: the product rule, with Φ written by the error function")
        .equals(below + z * _normal(z), "the density is the slope of Φ"),
    ]
    return Proof("The derivatives of softplus, SiLU and GELU", steps, steps, equation="eq:smooth-derivatives")


ALPHA, SCALE, VARIANCE = positive(r"\alpha"), positive(r"\lambda"), positive(r"\nu")
ONCE, TWICE = exp(Rational(1, 2)) * erfc(1 / sqrt(2)), exp(2) * erfc(sqrt(2))
SELU_DEPTH = sqrt(2 / pi) / (1 - ONCE)
SQUARED_SCALE = 2 / (1 + SELU_DEPTH**2 * (1 - 2 * ONCE + TWICE))
CONSTANTS = {ALPHA: SELU_DEPTH, SCALE: sqrt(SQUARED_SCALE)}


def half_gaussian() -> Proof:
    r"""The moments of half a Gaussian: $e^{\chi z}$ over its left half, $z$ and $z^2$ over its right one."""
    steps = [
        equal(
            Integral(exp(number * z) * _normal(z), (z, -oo, 0)),
            exp(number**2 / 2) * erfc(number / sqrt(2)) / 2,
            "the mean of the exponential of χz",
        ),
        equal(Integral(z * _normal(z), (z, 0, oo)), 1 / sqrt(2 * pi), "the mean"),
        equal(Integral(z**2 * _normal(z), (z, 0, oo)), Rational(1, 2), "the mean square"),
    ]
    return Proof("Exponential and power moments of half a Gaussian", steps, steps)


def _tail(n: int) -> Expr:
    """The mean of the exponential of n z over the left half of a Gaussian of variance nu."""
    return exp(Rational(n**2, 2) * VARIANCE) * erfc(n * sqrt(VARIANCE / 2)) / 2


def _tail_integral(n: int) -> Expr:
    """The same as an integral over a standard Gaussian."""
    return Integral(exp(n * sqrt(VARIANCE) * z) * _normal(z), (z, -oo, 0))


SELU = SCALE * _hinge(z, ALPHA * (exp(z) - 1))
MEAN = SCALE * (sqrt(VARIANCE / (2 * pi)) + ALPHA * (_tail(1) - Rational(1, 2)))
POWER = SCALE**2 * (VARIANCE / 2 + ALPHA**2 * (_tail(2) - 2 * _tail(1) + Rational(1, 2)))


def centred_mean(power: int, spread: Expr) -> Expr:
    """The mean of SELU to a power over a centred Gaussian, a standard one times `spread`, branch by branch."""
    above, below = _branches(power, spread)
    return Integral(below * _normal(z), (z, -oo, 0)) + Integral(above * _normal(z), (z, 0, oo))


def _branches(power: int, spread: Expr) -> tuple[Expr, Expr]:
    """SELU's value at `spread` times z to a power, for z above zero and below it."""
    return (SCALE * spread * z) ** power, (SCALE * ALPHA * (exp(spread * z) - 1)) ** power


def _selu_moment(power: int, in_tails: Callable[[Expr, Expr], Expr]) -> tuple[Chain, Chain, Chain]:
    """The two branches of SELU, and the mean of its power, which is a function of two tails."""
    above, below = _branches(power, sqrt(VARIANCE))
    moment = chain(centred_mean(power, sqrt(VARIANCE)))
    moment = moment.equals(in_tails(_tail_integral(1), _tail_integral(2)), "moments of half a Gaussian")
    for n, tails in ((2, (_tail_integral(1), _tail(2))), (1, (_tail(1), _tail(2)))):
        if in_tails(*tails) != moment.last:
            reason = f"the mean of the exponential of {n} z" if n > 1 else "the mean of the exponential"
            moment = moment.equals(in_tails(*tails), reason, lemma(half_gaussian, {number: n * sqrt(VARIANCE)}))
    return (
        moment,
        equal(Subs(SELU**power, z, sqrt(VARIANCE) * number), above.subs(z, number), "SELU above zero"),
        equal(Subs(SELU**power, z, -sqrt(VARIANCE) * number), below.subs(z, -number), "and below"),
    )


def selu_mean() -> Proof:
    """The mean of SELU under a centred Gaussian of variance nu, by its two branches."""
    root = sqrt(VARIANCE / (2 * pi))
    steps = _selu_moment(1, lambda once, _: SCALE * (root + ALPHA * (once - Rational(1, 2))))
    return Proof("The mean of SELU under a centred Gaussian", [equal(s.first, s.last) for s in steps], steps)


def selu_power() -> Proof:
    """The mean square of SELU under a centred Gaussian of variance nu, by its two branches."""
    half = Rational(1, 2)
    steps = _selu_moment(2, lambda once, twice: SCALE**2 * (VARIANCE / 2 + ALPHA**2 * (twice - 2 * once + half)))
    return Proof("The mean square of SELU under a centred Gaussian", [equal(s.first, s.last) for s in steps], steps)


def selu_fixed_point() -> Proof:
    """SELU maps a standard Gaussian to mean 0 and mean square 1, at the constants that are chosen for it."""
    places = {**CONSTANTS, VARIANCE: 1}

    def at_the_constants(value: Expr) -> Expr:
        return Subs(value, tuple(CONSTANTS), tuple(CONSTANTS.values()))

    mean = chain(at_the_constants(centred_mean(1, 1)))
    mean = mean.equals(at_the_constants(MEAN.subs(VARIANCE, 1)), "its mean", lemma(selu_mean, places))
    mean = mean.equals(0, "which is how α was chosen")
    second = chain(at_the_constants(centred_mean(2, 1)))
    second = second.equals(at_the_constants(POWER.subs(VARIANCE, 1)), "its mean square", lemma(selu_power, places))
    second = second.equals(1, "which is how λ was chosen")
    return Proof(
        "SELU keeps the mean and the variance of a standard Gaussian",
        claim=[equal(mean.first, 0), equal(second.first, 1)],
        steps=[mean, second],
        equation=("eq:selu-fixed-point", "eq:selu-constants"),
    )


def selu_contraction() -> Proof:
    """At the fixed point the variance after SELU changes by less than the variance before it."""
    moments = [centred_mean(power, sqrt(VARIANCE)) for power in (1, 2)]
    spread = (
        chain(moments[1] - moments[0] ** 2)
        .equals(POWER - moments[0] ** 2, "the mean square under a Gaussian of variance ν", lemma(selu_power))
        .equals(POWER - MEAN**2, "less the squared mean: this is V(ν)", lemma(selu_mean))
    )
    after = (POWER - MEAN**2).subs(CONSTANTS)
    fixed = equal(Subs(after, VARIANCE, 1), 1, "the constants keep the variance 1")
    slope = chain(Subs(Derivative(after, VARIANCE), VARIANCE, 1)).equals(
        SQUARED_SCALE * (1 + SELU_DEPTH**2 * (2 * TWICE - ONCE)) / 2,
        "the mean square less the squared mean, which is zero at ν = 1 and adds nothing to the slope",
    )
    step = slope.below(Rational(78265, 100000), "0.7826 to four digits").below(1, "a share is taken away")
    least = chain(slope.last).above(Rational(78255, 100000), "above zero: no more than all is taken away")
    return Proof(
        "SELU takes away a share of a small deviation of the variance from 1",
        [equal(spread.first, spread.last), fixed, step, least],
        [spread, fixed, least, step],
        equation="eq:selu-contraction",
    )

r"""The derivatives of the activation functions, and SELU's fixed point."""

from sympy import (
    Derivative,
    Eq,
    Expr,
    Rational,
    Subs,
    UnevaluatedExpr,
    erf,
    erfc,
    exp,
    log,
    pi,
    sqrt,
)

from notes.proof import (
    Proof,
    chain,
    equal,
    positive,
    ratio,
    real,
)

x, z = real("x"), real("z")


def _sigmoid(value: Expr) -> Expr:
    """The logistic function as it is usually written."""
    return 1 / (1 + exp(-value))


def _normal(value: Expr) -> Expr:
    """The standard Gaussian density."""
    return exp(-(value**2) / 2) / sqrt(2 * pi)


def saturating_derivatives() -> Proof:
    """The derivatives of the sigmoid and of the hyperbolic tangent, and how the two are one function."""
    grown, shrunk = exp(x), exp(-x)
    tangent = ratio(grown - shrunk, grown + shrunk)
    squared = UnevaluatedExpr(tangent) ** 2
    steps = [
        chain(Derivative(_sigmoid(x), x))
        .equals(ratio(exp(-x), (1 + exp(-x)) ** 2), "the quotient rule")
        .equals(_sigmoid(x) * UnevaluatedExpr(1 - _sigmoid(x)), "sorted into two factors"),
        equal(tangent, 2 * _sigmoid(2 * x) - 1, "both parts of the fraction divided by the growing exponential"),
        chain(Derivative(tangent, x))
        .equals(ratio((grown + shrunk) ** 2 - (grown - shrunk) ** 2, (grown + shrunk) ** 2), "the quotient rule again")
        .equals(1 - squared, "divided out"),
    ]
    return Proof("The derivatives of sigmoid and tanh", steps, steps, equation="eq:saturating-derivatives")


def rectifier_derivatives() -> Proof:
    """The derivatives of the rectifiers on either side of the corner, at which they have none."""
    place, slope, alpha = positive("x"), real("s"), positive(r"\alpha")
    negative = alpha * (exp(-place) - 1)
    steps = [
        equal(Derivative(place, place), 1, "all four, to the right of 0"),
        equal(-Derivative(slope * -place, place), slope, "leaky ReLU, at -x; ReLU is the case s = 0"),
        equal(-Derivative(negative, place), alpha * exp(-place), "ELU, at -x"),
        equal(-Derivative(negative, place), negative + alpha, "the same, from the value already computed"),
        equal(-Subs(Derivative(negative, place), place, 0), alpha, "ELU meets slope 1 at the corner only for α = 1"),
    ]
    return Proof("The derivatives of ReLU, leaky ReLU and ELU", steps, steps, equation="eq:rectifier-derivatives")


def smooth_derivatives() -> Proof:
    """The derivatives of the smooth rectifiers: softplus, SiLU and GELU."""
    below, gate = (1 + erf(x / sqrt(2))) / 2, UnevaluatedExpr(1 - _sigmoid(x))
    steps = [
        chain(Derivative(log(1 + exp(x)), x))
        .equals(ratio(exp(x), 1 + exp(x)), "softplus: the chain rule")
        .equals(_sigmoid(x), "divided by the exponential: softplus is the integral of the sigmoid"),
        chain(Derivative(x * _sigmoid(x), x))
        .equals(_sigmoid(x) + x * Derivative(_sigmoid(x), x), "SiLU: the product rule")
        .equals(_sigmoid(x) * (1 + x * gate), "with the derivative of the sigmoid"),
        chain(Derivative(x * below, x))
        .equals(below + x * Derivative(below, x), "GELU: the product rule, with Φ written by the error function")
        .equals(below + x * _normal(x), "the density is the slope of Φ"),
    ]
    return Proof("The derivatives of softplus, SiLU and GELU", steps, steps, equation="eq:smooth-derivatives")


ALPHA, SCALE = positive(r"\alpha"), positive(r"\lambda")
ONCE, TWICE = exp(Rational(1, 2)) * erfc(1 / sqrt(2)), exp(2) * erfc(sqrt(2))
SELU_DEPTH = Eq(ALPHA, sqrt(2 / pi) / (1 - ONCE))
SQUARED_SCALE = 2 / (1 + ALPHA**2 * (1 - 2 * ONCE + TWICE))


def half_gaussian() -> Proof:
    r"""The moments of half a Gaussian: $e^{nz}$ over its left half, $z$ and $z^2$ over its right one."""
    n = positive("n")
    left, right = exp(n**2 / 2) * erfc((n - z) / sqrt(2)) / 2, erf(z / sqrt(2)) / 2 - z * _normal(z)
    steps = [
        equal(Derivative(left, z), exp(n * z) * _normal(z), "an antiderivative, 0 at minus infinity"),
        equal(Subs(left, z, 0), exp(n**2 / 2) * erfc(n / sqrt(2)) / 2, "from minus infinity to 0: E_n"),
        equal(Derivative(-_normal(z), z), z * _normal(z), "an antiderivative, 0 at infinity"),
        equal(Subs(_normal(z), z, 0), 1 / sqrt(2 * pi), "from 0 to infinity: M_1"),
        equal(Derivative(right, z), z**2 * _normal(z), "an antiderivative, one half at infinity"),
        equal(Rational(1, 2) - Subs(right, z, 0), Rational(1, 2), "from 0 to infinity: M_2"),
    ]
    return Proof("Exponential and power moments of half a Gaussian", steps, steps)


E1, E2, M1, M2 = positive("E_1"), positive("E_2"), positive("M_1"), positive("M_2")
HALF_MOMENTS = (Eq(E1, ONCE / 2), Eq(E2, TWICE / 2), Eq(M1, 1 / sqrt(2 * pi)), Eq(M2, Rational(1, 2)))


def selu_fixed_point() -> Proof:
    """SELU maps a standard Gaussian to mean 0 and second moment 1, by the moments of its halves."""
    E0 = Rational(1, 2)
    mean = chain(SCALE * (M1 + ALPHA * (E1 - E0)))
    mean = mean.equals(SCALE * (1 / sqrt(2 * pi) + ALPHA * (ONCE - 1) / 2), "the two branches, each over its half")
    mean = mean.equals(0, "which is how α was chosen")
    second = chain(SCALE**2 * (M2 + ALPHA**2 * (E2 - 2 * E1 + E0)))
    second = second.equals(
        SCALE**2 * (1 + ALPHA**2 * (TWICE - 2 * ONCE + 1)) / 2, "likewise, with the square of each branch"
    )
    second = second.equals(1, "which is how λ was chosen")
    return Proof(
        "SELU keeps the mean and the variance of a standard Gaussian",
        claim=[mean, second],
        steps=[mean, second],
        given=(SELU_DEPTH, Eq(SCALE, sqrt(SQUARED_SCALE)), *HALF_MOMENTS),
        equation=("eq:selu-fixed-point", "eq:selu-constants"),
    )


def selu_contraction() -> Proof:
    r"""Near the fixed point a deviation of the variance shrinks: the slope of the map is below 1."""
    variance = positive(r"\nu")

    def tail(n: int) -> Expr:
        return exp(Rational(n**2, 2) * variance) * erfc(n * sqrt(variance / 2)) / 2

    second = variance / 2 + ALPHA**2 * (tail(2) - 2 * tail(1) + Rational(1, 2))
    slope = Subs(Derivative(second, variance), variance, 1)
    step = chain(SQUARED_SCALE * slope).equals(
        SQUARED_SCALE * (1 + ALPHA**2 * (2 * TWICE - ONCE)) / 2, "differentiated at ν = 1, where the mean adds nothing"
    )
    step = step.below(1, "0.7826 to four digits")
    return Proof("SELU pulls the variance towards 1", step, [step], (SELU_DEPTH,), "eq:selu-contraction")

r"""Descent on a parabola, the gradients of the line and of the Gabor model, and the cosine schedule."""

from sympy import Derivative, Integral, Mul, Rational, Subs, cos, exp, pi, sin

from notes.proof import Proof, above, bounded, chain, equal, function, nonnegative, positive, real

x, y, phi, phi_0, phi_1 = map(real, ("x_i", "y_i", r"\phi_t", r"\phi_0", r"\phi_1"))
alpha = positive(r"\alpha")


def contraction_on_a_quadratic() -> Proof:
    r"""On a parabola the distance to the minimum is multiplied by 1 - alpha lambda, of modulus below one if that is."""
    best, curvature = real(r"\phi^*"), positive(r"\lambda")
    loss = curvature * (phi - best) ** 2 / 2
    step = bounded(r"\omega", 0, 2)
    return Proof(
        r"On a parabola a step multiplies the distance to the minimum by a fixed factor",
        claim=[
            equal(phi - alpha * Derivative(loss, phi) - best, (1 - alpha * curvature) * (phi - best)),
            above(1, (1 - step) ** 2),
        ],
        steps=[
            chain(phi - alpha * Derivative(loss, phi) - best)
            .equals(phi - alpha * curvature * (phi - best) - best, "the gradient of the parabola")
            .equals((1 - alpha * curvature) * (phi - best), "collect the distance to the minimum"),
            above(1, (1 - step) ** 2, "for a step times curvature ω between 0 and 2"),
        ],
        equation="eq:contraction",
    )


def line_partials() -> Proof:
    """The two partial derivatives of the squared error of a line at one sample."""
    residual = phi_0 + phi_1 * x - y
    outer = "the outer square, by the chain rule"
    return Proof(
        "The two partial derivatives of a line's squared error",
        claim=[
            equal(Derivative(residual**2, phi_0), 2 * residual),
            equal(Derivative(residual**2, phi_1), 2 * x * residual),
        ],
        steps=[
            chain(Derivative(residual**2, phi_0))
            .equals(Mul(2 * residual, Derivative(residual, phi_0), evaluate=False), outer)
            .equals(2 * residual, "the residual grows as fast as the intercept"),
            chain(Derivative(residual**2, phi_1))
            .equals(Mul(2 * residual, Derivative(residual, phi_1), evaluate=False), outer)
            .equals(2 * x * residual, "the residual grows with the slope as fast as the input says"),
        ],
        equation="eq:line-partials",
    )


def gabor_partials() -> Proof:
    """The gradient of the squared error of the Gabor model at one sample."""
    u = real("u_i")
    wave = sin(u) * exp(-(u**2) / 32)
    slope = (cos(u) - u * sin(u) / 16) * exp(-(u**2) / 32)
    phase = phi_0 + Rational(3, 50) * phi_1 * x
    loss = (wave.subs(u, phase) - y) ** 2
    pull = 2 * (wave.subs(u, phase) - y) * slope.subs(u, phase)
    parameter, moving = real(r"\phi_k"), function("u")(real(r"\phi_k"))
    along = Derivative((wave.subs(u, moving) - y) ** 2, parameter)
    chained = 2 * (wave.subs(u, moving) - y) * slope.subs(u, moving) * Derivative(moving, parameter)
    return Proof(
        "The gradient of the Gabor model's squared error",
        claim=[
            equal(Derivative(wave, u), slope),
            equal(along, chained),
            equal(Derivative(loss, phi_0), pull),
            equal(Derivative(loss, phi_1), pull * Rational(3, 50) * x),
        ],
        steps=[
            chain(Derivative(wave, u))
            .equals(cos(u) * exp(-(u**2) / 32) - sin(u) * u / 16 * exp(-(u**2) / 32), "the product rule")
            .equals(slope, "collect the bell"),
            equal(along, chained, "the chain rule, for a phase that is any function of a parameter"),
            equal(Derivative(loss, phi_0), pull, "the phase grows as fast as its shift"),
            equal(Derivative(loss, phi_1), pull * Rational(3, 50) * x, "and with its squeeze as 0.06 x says"),
        ],
        equation="eq:gabor-gradient",
    )


def cosine_schedule() -> Proof:
    """The cosine schedule starts at one rate, ends at the other and is on average half way."""
    first, last, period = nonnegative(r"\alpha_0"), nonnegative(r"\alpha_T"), positive("T")
    t = real("t")
    rate = last + (first - last) / 2 * (1 + cos(pi * t / period))
    return Proof(
        "The cosine schedule leads from the first rate to the last, and is on average half way",
        claim=[
            equal(Subs(rate, t, 0), first),
            equal(Subs(rate, t, period), last),
            equal(Integral(rate, (t, 0, period)) / period, (first + last) / 2),
        ],
        steps=[
            equal(Subs(rate, t, 0), first, "the cosine starts at one"),
            equal(Subs(rate, t, period), last, "and ends at minus one"),
            equal(Integral(rate, (t, 0, period)) / period, (first + last) / 2, "its two halves cancel"),
        ],
        equation="eq:cosine-annealing",
    )

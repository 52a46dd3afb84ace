r"""Expectations under a change of variable, and derivatives of integrals."""

from sympy import Derivative, Integral, Rational, Subs, exp, log, pi, sqrt

from notes.proof import Proof, chain, equal, positive, real

theta = positive(r"\theta")
x, u = positive("x"), positive("u")


def unconscious_statistician() -> Proof:
    """The mean over z of a function of G(z) is its mean over x with the density of G(z); two worked generators."""
    square, pushed = Integral(u**2, (u, 0, 1)), Integral(x / (2 * sqrt(x)), (x, 0, 1))
    place = -log(u) / theta
    waiting = Subs(theta * exp(-theta * x), x, place) * -Derivative(place, u)
    return Proof(
        "The law of the unconscious statistician on two worked densities",
        claim=[equal(square, pushed), equal(waiting, 1)],
        steps=[
            chain(square)
            .equals(Rational(1, 3), "a uniform z between 0 and 1, and its square")
            .equals(pushed, "the square has the density one over twice its root"),
            equal(
                waiting,
                1,
                "minus the logarithm over the rate falls with z: the exponential density there, times minus the slope, "
                "is the uniform density",
            ),
        ],
        equation="eq:lotus",
    )


def pushed_density() -> Proof:
    """For an increasing generator, the density of its samples times its slope is the density of the noise."""
    z = real("z")
    noise = exp(-(z**2) / 2) / sqrt(2 * pi)
    lognormal = exp(-(log(x) ** 2) / 2) / (x * sqrt(2 * pi))
    return Proof(
        "The density of the samples, for a generator that is the exponential",
        claim=equal(Subs(lognormal, x, exp(z)) * Derivative(exp(z), z), noise),
        steps=[
            equal(
                Subs(lognormal, x, exp(z)) * Derivative(exp(z), z),
                noise,
                "put x = G(z): the slope of the exponential cancels the x in front",
            )
        ],
        equation="eq:pushforward",
    )


def leibniz_holds() -> Proof:
    """A case where the exchange is right: the integrand's slope has an integrable bound near every parameter."""
    term = exp(-theta * x)
    primitive = (x / theta + 1 / theta**2) * term
    return Proof(
        "A case where derivative and integral may be exchanged",
        claim=[
            equal(Derivative(primitive, x), Derivative(term, theta)),
            equal(-Subs(primitive, x, 0), Derivative(1 / theta, theta)),
        ],
        steps=[
            equal(Derivative(-term / theta, x), term, "so the integral over x from zero on is one over theta"),
            equal(
                Derivative(primitive, x),
                Derivative(term, theta),
                "a primitive of the integrand's slope; far out it vanishes",
            ),
            equal(
                -Subs(primitive, x, 0),
                Derivative(1 / theta, theta),
                "so the integral of the slope is minus the primitive at zero: the slope of the integral",
            ),
        ],
        equation="eq:leibniz",
    )


def leibniz_fails() -> Proof:
    """The integral has slope one at zero, although the slope of its smooth integrand there is zero everywhere."""
    s, y = positive("s"), positive("y")
    integrand = s**3 / y**2 * exp(-(s**2) / y)
    primitive = s * exp(-(s**2) / y)
    integral = s * exp(-(s**2))
    slope = (3 - 2 * s**2 / y) * s**2 / y**2 * exp(-(s**2) / y)
    return Proof(
        "A case where the exchange fails",
        claim=[
            equal(Derivative(primitive, y), integrand),
            equal(Subs(Derivative(integral, s), s, 0), 1),
            equal(Derivative(integrand, s), slope),
            equal(Subs(slope, s, 0), 0),
        ],
        steps=[
            equal(
                Derivative(primitive, y),
                integrand,
                "so the integral over y from 0 to 1 is the primitive at y = 1, which tends to zero at y = 0",
            ),
            equal(Subs(Derivative(integral, s), s, 0), 1, "the integral has slope one at zero"),
            equal(Derivative(integrand, s), slope, "the slope of the integrand at any y"),
            equal(Subs(slope, s, 0), 0, "is zero at zero for every y, and so is its integral: one is not zero"),
        ],
        equation="eq:leibniz-fails",
    )


def moving_support() -> Proof:
    """When the support moves with the parameter, the exchange forgets the boundary."""
    mean = Integral(x / theta, (x, 0, theta))
    naive = Integral(Derivative(x / theta, theta), (x, 0, theta))
    return Proof(
        "The mean of a uniform variable, differentiated in two ways",
        claim=[equal(Derivative(mean, theta), naive + Subs(x / theta, x, theta)), equal(naive, -Rational(1, 2))],
        steps=[
            equal(Derivative(mean, theta), naive + Subs(x / theta, x, theta), "the integrand's slope and the boundary"),
            equal(naive, -Rational(1, 2), "the first part alone has even the wrong sign: the mean grows by one half"),
        ],
        equation="eq:moving-support",
    )

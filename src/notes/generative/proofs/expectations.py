r"""Expectations under a change of variable, and derivatives of integrals."""

from sympy import Derivative, Gt, Integral, Rational, Subs, UnevaluatedExpr, exp, log, oo, sqrt

from notes.proof import Proof, chain, density, equal, function, positive, real, trusted

theta = positive(r"\theta")
x, u = positive("x"), positive("u")


def unconscious_statistician() -> Proof:
    """The mean over z of a function of G(z) is its mean over x with the density of G(z), for an increasing G.

    H is a primitive of f times the density of the samples, so that f is the slope of H over that density.
    """
    z, place, samples = real("z"), real("x"), density("p_G")
    start, width = real("a"), positive("w")
    primitive, generator, end = function("H"), function("G"), start + width
    f = Derivative(primitive(place), place) / samples(place)
    noise = Subs(samples(place), place, generator(z)) * Derivative(generator(z), z)
    over_noise = Integral(Subs(f, place, generator(z)) * noise, (z, start, end))
    over_samples = Integral(UnevaluatedExpr(f) * samples(place), (place, generator(start), generator(end)))
    theorem = "fundamental theorem of calculus"
    return Proof(
        "The mean over the noise is one over the samples, for an increasing generator, over any part of the line",
        claim=equal(over_noise, over_samples),
        steps=[
            chain(over_noise)
            .equals(
                Integral(Derivative(primitive(generator(z)), z), (z, start, end)),
                "f at G(z), times the density of the noise, which is that of the samples at G(z) times the slope of G: "
                "the chain rule",
            )
            .equals(
                primitive(generator(end)) - primitive(generator(start)),
                "the integral of a slope, over the noise",
                trusted(theorem, primitive(generator(z)), z, start, end),
            )
            .equals(
                over_samples,
                "and over the samples",
                trusted(theorem, primitive(place), place, generator(start), generator(end)),
            )
        ],
        given=(Gt(generator(end), generator(start)),),
        equation="eq:lotus",
    )


def two_worked_densities() -> Proof:
    """The square of a uniform number, and a generator that falls, whose slope enters without its sign."""
    square, pushed = Integral(u**2, (u, 0, 1)), Integral(x / (2 * sqrt(x)), (x, 0, 1))
    place = -log(u) / theta
    waiting = Subs(theta * exp(-theta * x), x, place) * -Derivative(place, u)
    return Proof(
        "A mean square over the noise and over the samples, and the density of what a falling generator makes",
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
    )


def pushed_density() -> Proof:
    """For an increasing generator, the density of its samples times its slope is the density of the noise.

    F_G is the probability that a sample is at most so large, p_G its slope.
    """
    z, place = real("z"), real("x")
    samples, generator = function("F_G"), function("G")
    step = equal(
        Subs(Derivative(samples(place), place), place, generator(z)) * Derivative(generator(z), z),
        Derivative(samples(generator(z)), z),
        "the chain rule; a sample is at most G(z) when its noise is at most z, so the right side is the slope of the "
        "probability of that, the density of the noise",
    )
    return Proof(
        "The density of samples at G(z), times the slope of G, is the slope of the probability of a sample up to G(z)",
        claim=step,
        steps=[step],
        equation="eq:pushforward",
    )


def leibniz_holds() -> Proof:
    """A case where the exchange is right: the integrand's slope has an integrable bound near every parameter."""
    term = exp(-theta * x)
    steps = [
        equal(Integral(term, (x, 0, oo)), 1 / theta, "the integral"),
        equal(Derivative(1 / theta, theta), -1 / theta**2, "its slope"),
        equal(Integral(Derivative(term, theta), (x, 0, oo)), -1 / theta**2, "the integral of the slope is the same"),
    ]
    return Proof(
        "A case where derivative and integral may be exchanged", claim=steps, steps=steps, equation="eq:leibniz"
    )


def leibniz_fails() -> Proof:
    """The integral has slope one at zero, although the slope of its smooth integrand there is zero everywhere."""
    s, y = positive("s"), positive("y")
    integrand = s**3 / y**2 * exp(-(s**2) / y)
    steps = [
        equal(Integral(integrand, (y, 0, 1)), s * exp(-(s**2)), "the integral"),
        equal(Integral(Subs(integrand, s, -s), (y, 0, 1)), -s * exp(-(s**2)), "and to the left of zero"),
        equal(Integral(Subs(integrand, s, 0), (y, 0, 1)), 0, "and at zero"),
        equal(Subs(Derivative(s * exp(-(s**2)), s), s, 0), 1, "it has slope one at zero"),
        equal(
            Integral(Subs(Derivative(integrand, s), s, 0), (y, 0, 1)),
            0,
            "but the slope of the integrand at zero is zero for every y, and so is its integral",
        ),
    ]
    return Proof("A case where the exchange fails", claim=steps, steps=steps, equation="eq:leibniz-fails")


def moving_support() -> Proof:
    """When the support moves with the parameter, the exchange forgets the boundary."""
    naive = Integral(Derivative(x / theta, theta), (x, 0, theta))
    steps = [
        equal(Integral(x / theta, (x, 0, theta)), theta / 2, "the mean of a uniform variable"),
        equal(naive, -Rational(1, 2), "the integral of the integrand's slope has even the wrong sign"),
        equal(
            Derivative(theta / 2, theta),
            naive + Subs(x / theta, x, theta),
            "the mean grows by one half: the boundary adds the integrand there, which is one",
        ),
    ]
    return Proof(
        "The mean of a uniform variable, differentiated in two ways",
        claim=steps,
        steps=steps,
        equation="eq:moving-support",
    )

r"""Convolution of functions on the line."""

from sympy import Derivative, Eq, Integral, Subs, UnevaluatedExpr, pi

from notes.proof import Proof, bounded, chain, density, equal, function, positive, real, whole_line

x, t, a = real("x"), real("t"), real("a")
f, g = function("f"), function("g")


def convolution_commutes() -> Proof:
    """Substituting u for x - t exchanges the two functions, on any part of the line and so on all of it."""
    u = real("u")
    over_t = Integral(f(t) * g(x - t), (t, 0, a))
    over_u = Integral(f(x - u) * g(u), (u, x - a, x))
    same_slope = chain(Derivative(over_t, a)).equals(f(a) * g(x - a), "the integrand at the end that moves")
    return Proof(
        "Convolution is commutative: both integrals begin at zero and grow alike as the part that is covered grows",
        claim=[
            equal(Derivative(over_t, a), Derivative(over_u, a)),
            equal(Subs(over_t, a, 0), Subs(over_u, a, 0)),
        ],
        steps=[
            same_slope.equals(
                Derivative(over_u, a),
                "likewise: the lower end moves down, and there u is x less a, so that f is taken at a",
            ),
            equal(Subs(over_t, a, 0), Subs(over_u, a, 0), "and where nothing is covered both are zero"),
        ],
        equation="eq:convolution-commutes",
    )


def gaussians_convolve_to_a_gaussian() -> Proof:
    """Completing the square splits the product of two Gaussian densities into one without t and one that integrates."""
    mu, nu = real(r"\mu"), real(r"\nu")
    first, second = positive(r"\sigma^2"), positive(r"\tau^2")
    conditional_mean = (mu * second + (x - nu) * first) / (first + second)
    conditional_variance = first * second / (first + second)
    exponents = (t - mu) ** 2 / (2 * first) + (x - t - nu) ** 2 / (2 * second)
    split = (x - mu - nu) ** 2 / (2 * (first + second)) + (t - conditional_mean) ** 2 / (2 * conditional_variance)
    square = equal(exponents, split, "complete the square in t: the exponents split into a part without t and the rest")
    roots = equal(
        UnevaluatedExpr(2 * pi * first) * (2 * pi * second),
        UnevaluatedExpr(2 * pi * (first + second)) * (2 * pi * conditional_variance),
        "so do the squares of the factors in front: the product of the densities is one without t times one in t",
    )
    p = density("p")
    outside = positive("c")
    return Proof(
        "Two Gaussians convolve to a Gaussian: means add, and variances add",
        claim=[square, equal(Integral(outside * p(t), whole_line(t)), outside)],
        steps=[
            square,
            roots,
            equal(
                Integral(outside * p(t), whole_line(t)),
                outside,
                "the density in t, here p, has mass one: the factor without t, here c, is all that is left",
            ),
        ],
        given=(Eq(Integral(p(t), whole_line(t)), 1),),
        equation="eq:gaussians-convolve",
    )


def boxes_convolve_to_a_triangle() -> Proof:
    """The product of two unit boxes is one where they overlap; its integral is the length of the overlap."""
    share = bounded("s", 0, 1)
    rising = Integral(1 + 0 * t, (t, 0, share))
    falling = Integral(1 + 0 * t, (t, share, 1))
    steps = [
        equal(rising, share, "with x at s the second box has entered that far: they overlap from 0 to s"),
        equal(falling, 1 - share, "with x at one plus s it has left as far as s: they overlap from s to 1"),
        equal(
            Subs(1 - share, share, x - 1),
            2 - x,
            "in terms of x: down from one, where x is one, to zero, where x is two",
        ),
    ]
    return Proof("Two boxes convolve to a triangle", steps, steps, equation="eq:boxes-convolve")

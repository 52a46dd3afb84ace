r"""How generators are judged: the distance of Gaussians."""

from sympy import Eq, Expr, Gt, Integral, sqrt

from notes.proof import Expectation, Proof, at_least, chain, density, equal, function, lemma, positive, real

z = real("z")
law, x, y = density("p")(z), function("X")(z), function("Y")(z)
mu, nu, v, w = real(r"\mu"), real(r"\nu"), positive("v"), positive("w")


def coupled(value: Expr) -> Expr:
    """The mean over pairs."""
    return Expectation(value, z, law)


def twice_a_product() -> Proof:
    """Twice a product is at most the sum of the squares."""
    a, b = real("a"), real("b")
    step = chain(a**2 + b**2).equals(2 * a * b + (a - b) ** 2, "complete the square").at_least(2 * a * b, "a square")
    return Proof(
        "Twice a product is at most the sum of the squares", claim=at_least(step.first, step.last), steps=[step]
    )


def frechet_distance() -> Proof:
    """On a line no coupling of distributions with these means and variances has a smaller mean squared distance.

    A coupling is two functions X and Y of one random number.
    """
    least = (mu - nu) ** 2 + (sqrt(v) - sqrt(w)) ** 2
    spread, other = coupled(x**2) - mu**2, coupled(y**2) - nu**2
    ours, theirs = (x - mu) / sqrt(v), (y - nu) / sqrt(w)
    square = lemma(
        twice_a_product,
        {real("a"): ours, real("b"): theirs},
        through=lambda gap: Integral(sqrt(v) * sqrt(w) * law * gap, z),
    )
    bound = (
        chain(coupled((x - y) ** 2))
        .equals(
            (mu - nu) ** 2 + v + w - sqrt(v) * sqrt(w) * coupled(2 * ours * theirs),
            "multiply out around the means; put in both variances",
        )
        .at_least(
            (mu - nu) ** 2 + v + w - sqrt(v) * sqrt(w) * coupled(ours**2 + theirs**2),
            "twice a product is at most the sum of the squares",
            by=square,
        )
        .equals(least, "both squares have the mean one")
    )
    moved = mu + sqrt(v) * (y - nu) / sqrt(w)
    reached = equal(coupled((moved - y) ** 2), least, "the line that takes one mean and deviation to the other has it")
    return Proof(
        "On a line no coupling has a smaller mean squared distance than means and deviations say, and a line has it",
        claim=[at_least(bound.first, bound.last), reached],
        steps=[bound, reached],
        given=(
            Eq(Integral(law, z), 1),
            Eq(coupled(x), mu, evaluate=False),
            Eq(coupled(y), nu, evaluate=False),
            Eq(v, spread, evaluate=False),
            Eq(w, other, evaluate=False),
            Gt(spread, 0, evaluate=False),
            Gt(other, 0, evaluate=False),
        ),
        equation="eq:frechet",
    )

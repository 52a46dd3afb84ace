r"""Sharpness depends on how a network is written down: a rescaled unit computes the same, and its curvature grows."""

from sympy import Derivative, Expr, Max, Sum

from notes.proof import Proof, cases, chain, equal, index, indexed, natural, positive, real

factor, head, place = positive(r"\upsilon"), real(r"\phi"), real(r"\zeta")
samples, i = natural("n"), index("i")
targets, units = indexed("y"), indexed("h")


def rescaled_unit() -> Proof:
    """A rectified unit whose input is multiplied, and whose output is divided, by one factor is the unit it was."""
    scaled = head / factor * Max(0, factor * place)
    return Proof(
        "A rectified unit multiplied by a positive factor and divided again computes the same",
        claim=equal(scaled, head * Max(0, place)),
        steps=[
            cases(
                lambda z: equal(
                    head / factor * Max(0, factor * z),
                    head * Max(0, z),
                    "both arguments have one sign, the factor goes",
                ),
                place,
            )
        ],
        equation="eq:rescaled-unit",
    )


def rescaled_curvature() -> Proof:
    """The second derivative of the mean squared error in an outgoing weight grows with the square of the factor."""

    def loss(outputs: Expr) -> Expr:
        return Sum((targets[i] - outputs) ** 2, (i, 1, samples)) / (2 * samples)

    scaled = Derivative(loss(head * factor * units[i]), head, 2)
    plain = Derivative(loss(head * units[i]), head, 2)
    return Proof(
        "A factor on a unit multiplies the curvature of the squared error in its outgoing weight by its square",
        claim=equal(scaled, factor**2 * plain),
        steps=[
            equal(
                plain, Sum(units[i] ** 2, (i, 1, samples)) / samples, "the squared error is a quadratic of the weight"
            ),
            chain(scaled)
            .equals(factor**2 * Sum(units[i] ** 2, (i, 1, samples)) / samples, "the same, of the larger unit")
            .equals(factor**2 * plain, "by the first step"),
        ],
        equation="eq:rescaled-curvature",
    )

r"""The parts of a language model: rotary positions see differences, RMS normalisation sees no scale."""

from sympy import Expr, Gt, Sum, cos, sin, sqrt

from notes.proof import Proof, equal, index, indexed, natural, positive, real

s, t, omega = real("s"), real("t"), real(r"\omega")
q1, q2, k1, k2 = map(real, ("q_1", "q_2", "k_1", "k_2"))


def turned(first: Expr, second: Expr, angle: Expr) -> tuple[Expr, Expr]:
    """A pair of entries turned by an angle."""
    return first * cos(angle) - second * sin(angle), first * sin(angle) + second * cos(angle)


def rotary_products_are_relative() -> Proof:
    """The addition theorems make one angle of two."""
    asked, held = turned(q1, q2, omega * s), turned(k1, k2, omega * t)
    step = equal(
        asked[0] * held[0] + asked[1] * held[1],
        (q1 * k1 + q2 * k2) * cos(omega * (s - t)) + (q1 * k2 - q2 * k1) * sin(omega * (s - t)),
        "multiplied out, the addition theorems make one angle of two",
    )
    return Proof(
        "The inner product of a turned pair of a query and one of a key sees their places only by the difference",
        claim=step,
        steps=[step],
        equation="eq:rotary-relative",
    )


def rms_sees_no_scale() -> Proof:
    """A positive factor of all entries leaves the root of their mean square as the same factor, and cancels."""
    d, i, j, scale = natural("d"), index("i"), index("j"), positive("c")
    x = indexed("x")

    def normalized(factor: Expr) -> Expr:
        return factor * x[j] / sqrt(Sum((factor * x[i]) ** 2, (i, 1, d)) / d)

    step = equal(
        normalized(scale),
        x[j] / sqrt(Sum(x[i] ** 2, (i, 1, d)) / d),
        "the square of the factor stands before the sum, its root before the root",
    )
    return Proof(
        "Without epsilon RMS normalisation does not see a positive factor of a vector that is not zero",
        claim=step,
        steps=[step],
        given=(Gt(Sum(x[i] ** 2, (i, 1, d)), 0),),
        equation="eq:rms-scale",
    )

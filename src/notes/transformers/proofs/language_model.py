r"""The parts of a language model: rotary positions see distances, RMS normalisation sees no scale."""

from sympy import Expr, Gt, Sum, cos, sin, sqrt

from notes.proof import Proof, chain, count, equal, index, indexed, induction, natural, positive, real

m, n, omega = real("m"), real("n"), real(r"\omega")
q1, q2, k1, k2 = map(real, ("q_1", "q_2", "k_1", "k_2"))


def turned(first: Expr, second: Expr, angle: Expr) -> tuple[Expr, Expr]:
    """A pair of entries turned by an angle."""
    return first * cos(angle) - second * sin(angle), first * sin(angle) + second * cos(angle)


def rotary_products_are_relative() -> Proof:
    """One pair first, then the sum over all pairs, each with a frequency of its own: by induction on their number."""
    pairs, i, frequency = count("P"), index("i"), indexed(r"\omega")
    a, b, c, d = (indexed(name) for name in ("a", "b", "c", "d"))

    def product(number: Expr) -> Expr:
        asked = turned(a[number], b[number], frequency[number] * m)
        held = turned(c[number], d[number], frequency[number] * n)
        return asked[0] * held[0] + asked[1] * held[1]

    def relative(number: Expr) -> Expr:
        angle = frequency[number] * (m - n)
        return (a[number] * c[number] + b[number] * d[number]) * cos(angle) + (
            a[number] * d[number] - b[number] * c[number]
        ) * sin(angle)

    def summed(term: Expr, last: Expr) -> Expr:
        return Sum(term, (i, 1, last))

    statement = equal(summed(product(i), pairs), summed(relative(i), pairs))
    step = (
        chain(summed(product(i), pairs + 1))
        .equals(
            summed(product(i), pairs) + relative(pairs + 1),
            "the last pair, multiplied out: the addition theorems make one angle of two",
        )
        .equals(summed(relative(i), pairs + 1), "by the hypothesis")
    )
    return Proof(
        "The inner product of a turned query and a turned key sees the distance of their places alone",
        claim=statement,
        steps=[induction(statement, over=pairs, step=step)],
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
        "RMS normalisation does not see a positive factor",
        claim=step,
        steps=[step],
        given=(Gt(Sum(x[i] ** 2, (i, 1, d)), 0),),
        equation="eq:rms-scale",
    )

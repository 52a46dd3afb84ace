r"""The sinusoidal encoding: a shift of the position is a rotation, whatever the position."""

from sympy import Expr, Integer, Sum, cos, sin

from notes.proof import Proof, chain, count, equal, indexed, induction, real

omega, t, k = real(r"\omega"), real("t"), real("k")


def shift_is_a_rotation() -> Proof:
    """The rotation takes the pair of any position to that of the position k further on, and it keeps lengths."""
    along, across = cos(omega * k), sin(omega * k)
    steps = [
        equal(
            sin(omega * (t + k)),
            along * sin(omega * t) + across * cos(omega * t),
            "the addition theorem: the first row of the matrix; only k stands in it, and t in the pair",
        ),
        equal(cos(omega * (t + k)), along * cos(omega * t) - across * sin(omega * t), "and the second row, likewise"),
        equal(along**2 + across**2, 1, "both rows have length one and are orthogonal: the matrix is a rotation"),
    ]
    return Proof(
        "A shift of the position rotates every pair of the encoding, by an angle that does not depend on the position",
        claim=steps,
        steps=steps,
        equation="eq:positional-shift",
    )


def similarity_depends_on_distance() -> Proof:
    """The inner product of two encodings is a sum of cosines of their distance: by induction on the number of pairs."""
    last, i, frequencies = count("n"), count("i"), indexed(r"\omega")

    def pair(number: Expr) -> Expr:
        turn, further = frequencies[number] * t, frequencies[number] * (t + k)
        return sin(turn) * sin(further) + cos(turn) * cos(further)

    def product(number: Expr) -> Expr:
        return Sum(pair(i), (i, 0, number))

    def cosines(number: Expr) -> Expr:
        return Sum(cos(frequencies[i] * k), (i, 0, number))

    statement = equal(product(last), cosines(last))
    first = equal(pair(Integer(0)), cos(frequencies[0] * k), "one pair: the cosine of a difference")
    step = chain(product(last + 1)).equals(
        cosines(last + 1), "by the hypothesis, and likewise for the pair of one frequency more"
    )
    return Proof(
        "The inner product of two encodings depends on the distance of their positions alone",
        claim=statement,
        steps=[induction(statement, over=last, step=step, first=first)],
        equation="eq:positional-similarity",
    )

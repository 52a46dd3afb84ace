r"""The sinusoidal encoding: a shift of the position is a rotation, whatever the position."""

from sympy import Matrix, UnevaluatedExpr, cos, sin

from notes.proof import Proof, equal, indexed, real

omega, t, k = real(r"\omega"), real("t"), real("k")
marks = indexed("m")


def shift_is_a_rotation() -> Proof:
    """The rotation takes the pair of any position to that of the position k further on, and it keeps lengths."""
    turn = Matrix([[cos(omega * k), sin(omega * k)], [-sin(omega * k), cos(omega * k)]])
    here, there = (Matrix([sin(omega * place), cos(omega * place)]) for place in (t, t + k))
    moved, kept = turn * here, turn.T * turn
    steps = [
        equal(
            sum(marks[i] * UnevaluatedExpr(there[i]) for i in range(2)),
            sum(marks[i] * moved[i] for i in range(2)),
            "the addition theorems: the position t stands in the pair, and only k in the matrix",
        ),
        equal(
            sum(marks[i, j] * UnevaluatedExpr(kept[i, j]) for i in range(2) for j in range(2)),
            marks[0, 0] + marks[1, 1],
            "the matrix times its transpose is the identity: a rotation",
        ),
    ]
    return Proof(
        "A shift of the position rotates every pair of the encoding, by an angle that does not depend on the position",
        claim=steps,
        steps=steps,
        equation="eq:positional-shift",
    )


def similarity_depends_on_distance() -> Proof:
    """The inner product of a pair at two positions is the cosine of the frequency times their distance."""
    step = equal(
        sin(omega * t) * sin(omega * (t + k)) + cos(omega * t) * cos(omega * (t + k)),
        cos(omega * k),
        "the cosine of a difference; summed over the pairs, an inner product knows the distance only",
    )
    return Proof(
        "The inner product of two encodings depends on the distance of their positions alone",
        claim=step,
        steps=[step],
        equation="eq:positional-similarity",
    )

r"""The sinusoidal encoding: a shift of the position is a rotation, whatever the position."""

from sympy import cos, sin

from notes.proof import Proof, equal, real

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

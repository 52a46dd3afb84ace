r"""What bends the line of a power law."""

from sympy import Derivative, exp, log

from notes.proof import Proof, chain, equal, nonnegative, positive, real

floor, amount, exponent, size = nonnegative("E"), positive("A"), positive(r"\chi"), real(r"\psi")


def local_exponent() -> Proof:
    """An error that no size removes makes the slope on logarithmic axes smaller than the exponent."""
    error = floor + amount * exp(-exponent * size)
    slope = -Derivative(log(error), size)
    return Proof(
        "On logarithmic axes a power law above a floor has as its slope the exponent, less the floor's share of it",
        claim=equal(slope, exponent * (1 - floor / error)),
        steps=[
            chain(slope)
            .equals(exponent * (error - floor) / error, "the power falls at its exponent, the floor not at all")
            .equals(exponent * (1 - floor / error), "divide")
        ],
        equation="eq:local-exponent",
    )

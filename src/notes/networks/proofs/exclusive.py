r"""The exclusive or: no line gives it, and two hidden units do."""

from sympy import Expr, Integer, Max, Subs, UnevaluatedExpr

from notes.proof import Proof, equal, real

offset, first, second = real(r"\phi_0"), real(r"\phi_1"), real(r"\phi_2")


def exclusive_or() -> Proof:
    """Every line has one sum over either diagonal of the square; two hidden units tell one diagonal from the other.

    A line has the values in brackets at the corners. The network sees the sum z of both switches alone.
    """
    one, other, both = (UnevaluatedExpr(offset + weight) for weight in (first, second, first + second))
    number = real("z")
    network = Max(0, number) - 2 * Max(0, number - 1)

    def told(switches: int) -> Expr:
        return Subs(network, number, Integer(switches))

    steps = [
        equal(offset + both, other + one, "each weight once on either side"),
        equal(told(0), told(2), "for two switches the second unit takes the first back"),
        equal(told(2), 0, "put in"),
        equal(told(1), 1, "for one switch, whichever, the second unit is idle"),
    ]
    return Proof(
        "Lines add up alike over both diagonals; two hidden units give the exclusive or",
        steps,
        steps,
        equation="eq:exclusive-or",
    )

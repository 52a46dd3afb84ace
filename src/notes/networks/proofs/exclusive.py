r"""The exclusive or: no line gives it, and two hidden units do."""

from sympy import Expr, Integer, Max, Subs, UnevaluatedExpr

from notes.proof import Proof, equal, real

first, second = real("x_1"), real("x_2")
offset, weight, other = real(r"\phi_0"), real(r"\phi_1"), real(r"\phi_2")


def _at(value: Expr, *corner: int) -> Expr:
    """The value at a corner of the square."""
    return Subs(value, (first, second), tuple(map(Integer, corner)))


def exclusive_or() -> Proof:
    """Every line has one sum over either diagonal of the square; two hidden units tell one diagonal from the other."""
    line = offset + weight * first + other * second
    both = UnevaluatedExpr(first + second)
    network = Max(0, both) - 2 * Max(0, both - 1)
    steps = [
        equal(_at(line, 0, 0) + _at(line, 1, 1), _at(line, 0, 1) + _at(line, 1, 0), "each weight once on either side"),
        equal(_at(network, 0, 0), _at(network, 1, 1), "for two switches the second unit takes the first back"),
        equal(_at(network, 1, 1), 0, "put in"),
        equal(_at(network, 1, 0), 1, "for one switch, whichever, the second unit is idle"),
    ]
    return Proof("No line gives the exclusive or, and two hidden units do", steps, steps, equation="eq:exclusive-or")

r"""Gated linear units: their derivatives, the products that they make, and how many of them a budget buys."""

from sympy import Derivative, Expr, Rational, UnevaluatedExpr, exp

from notes.proof import Proof, chain, equal, natural, real

gate, value = real(r"\gamma"), real(r"\omega")


def _sigmoid(number: Expr) -> Expr:
    """The logistic function as it is usually written."""
    return 1 / (1 + exp(-number))


def _silu(number: Expr) -> Expr:
    """The input times its own sigmoid."""
    return number * _sigmoid(number)


def gated_derivatives() -> Proof:
    """The derivatives of a gated unit by its value and by its gate."""
    open_share = _sigmoid(gate)
    by_value = equal(
        Derivative(_silu(gate) * value, value), _silu(gate), "by its value: a line, as steep as the gate is open"
    )
    by_gate = (
        chain(Derivative(_silu(gate) * value, gate))
        .equals(Derivative(_silu(gate), gate) * value, "by its gate: the value is a factor")
        .equals(open_share * (1 + gate * UnevaluatedExpr(1 - open_share)) * value, "with the derivative of SiLU")
    )
    return Proof(
        "The derivatives of a gated unit by its value and by its gate",
        claim=[equal(by_value.first, by_value.last), equal(by_gate.first, by_gate.last)],
        steps=[by_value, by_gate],
        equation="eq:gated-derivatives",
    )


def gates_multiply() -> Proof:
    """Two gated units with opposite weights add up to the product of gate and value, with no error."""
    product = (
        chain(_silu(gate) * value + _silu(-gate) * (-value))
        .equals((_sigmoid(gate) + _sigmoid(-gate)) * gate * value, "the two signs of the second unit cancel")
        .equals(gate * value, "the sigmoid at a number and at its negative add up to one")
    )
    return Proof(
        "Two SwiGLU units multiply two weighted sums",
        equal(product.first, product.last),
        [product],
        equation="eq:gated-product",
    )


def gated_budget() -> Proof:
    """Two thirds of the units, gated, have as many weights as plain ones, between equally many inputs and outputs."""
    inputs, units = natural("D_i"), natural("D")
    count = equal(
        UnevaluatedExpr(3 * inputs) * (Rational(2, 3) * units), 2 * inputs * units, "three matrices instead of two"
    )
    return Proof(
        "Between equally many inputs and outputs, two thirds as many gated units have as many weights",
        count,
        [count],
        equation="eq:gated-budget",
    )

"""Numbers and elementary expressions as balls: intervals around a midpoint that contain the exact value, by Arb."""

from collections.abc import Callable, Mapping

from flint import arb, ctx, fmpq
from sympy import (
    Abs,
    Add,
    Expr,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    binomial,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    factorial,
    gamma,
    log,
    sin,
    sinh,
    tan,
    tanh,
)

from notes.witness.ring import UntranslatedError

BITS = 200
FUNCTIONS: dict[type, Callable[[arb], arb]] = {
    exp: arb.exp,
    log: arb.log,
    sin: arb.sin,
    cos: arb.cos,
    tan: arb.tan,
    sinh: arb.sinh,
    cosh: arb.cosh,
    tanh: arb.tanh,
    erf: arb.erf,
    erfc: arb.erfc,
    gamma: arb.gamma,
    factorial: lambda x: (x + 1).gamma(),
    Abs: abs,
}
NUMBERS = {S.Pi: arb.pi, S.Exp1: arb.const_e, S.EulerGamma: arb.const_euler}


def ball(expression: Expr, values: Mapping[Symbol, arb] | None = None) -> arb:
    """A ball that contains the value of an expression wherever its symbols lie in the given balls.

    Args:
        expression: sums, products, powers and elementary functions.
        values: a ball for each symbol.

    Returns:
        The ball; it is not finite where a part need not be defined.

    Raises:
        UntranslatedError: if there is a function without a ball, or a symbol without a value.
    """
    values = values or {}
    if isinstance(expression, Rational):
        return arb(fmpq(int(expression.p), int(expression.q)))
    if expression in NUMBERS:
        return NUMBERS[expression]()
    if expression in values:
        return values[expression]
    if isinstance(expression, Sum | Product):
        return _repeated(expression, values)
    if isinstance(expression, binomial):
        top, bottom = expression.args
        return ball(factorial(top, evaluate=False) / (factorial(bottom) * factorial(top - bottom)), values)
    parts = [ball(argument, values) for argument in expression.args]
    if not parts:
        raise UntranslatedError(f"no ball for {expression}")
    return _combined(expression, parts)


def _combined(expression: Expr, parts: list[arb]) -> arb:
    first, *rest = parts
    if isinstance(expression, Pow):
        exponent = expression.exp
        return (
            first ** int(exponent) if exponent.is_Integer else first.sqrt() if exponent == S.Half else first ** rest[0]
        )
    for kind, join in ((Add, arb.__add__), (Mul, arb.__mul__), (Max, arb.max), (Min, arb.min)):
        if isinstance(expression, kind):
            for part in rest:
                first = join(first, part)
            return first
    if expression.func not in FUNCTIONS:
        raise UntranslatedError(f"no ball for {expression.func.__name__}")
    return FUNCTIONS[expression.func](first)


def _repeated(expression: Expr, values: Mapping[Symbol, arb]) -> arb:
    """A sum or product whose limits are small whole numbers."""
    (variable, low, high), *others = expression.limits
    if others or not (low.is_Integer and high.is_Integer and high - low < 50):
        raise UntranslatedError("no ball for a sum over this range")
    parts = [ball(expression.function.subs(variable, Integer(k)), values) for k in range(int(low), int(high) + 1)]
    total = arb(0 if isinstance(expression, Sum) else 1)
    for part in parts:
        total = total + part if isinstance(expression, Sum) else total * part
    return total


def sign(number: Expr) -> tuple[str, ...] | None:
    """How a number compares with zero, as all signs that hold; None if Arb cannot tell or the number has no ball."""
    before, ctx.prec = ctx.prec, BITS
    try:
        value = ball(number)
    except UntranslatedError:
        return None
    finally:
        ctx.prec = before
    if value > 0:
        return (">", ">=", "!=")
    if value < 0:
        return ("<", "<=", "!=")
    return None

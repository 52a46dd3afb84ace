"""Numbers to fifty digits: the arithmetic, the functions that have names, constants and comparisons."""

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from mpmath import MPContext, mpf
from sympy import Derivative, Expr, Integral, Limit, Product, Rational, Subs, Sum, UnevaluatedExpr, nan, oo, zoo

DIGITS = 50
SPARED_DIGITS = 14
"""What numerical integrals have less: they are compared to thirty digits."""
mp = MPContext()
mp.dps = DIGITS
Number: TypeAlias = mpf

FUNCTIONS: dict[str, Callable[..., Number]] = {
    "Abs": abs,
    "factorial": mp.factorial,
    "sign": mp.sign,
    "Mod": lambda number, modulus: number - modulus * mp.floor(number / modulus),
    "ceiling": mp.ceil,
    "conjugate": mp.conj,
    "Heaviside": lambda x, at_zero=0.5: mp.mpf(1 if x > 0 else 0) if x else mp.mpf(at_zero),
    "loggamma": mp.loggamma,
}


@cache
def is_constant(expression: Expr) -> bool:
    """Whether an expression is a number without operations that are held."""
    return bool(expression.is_number) and not expression.has(
        Integral, Sum, Product, Derivative, Subs, Limit, UnevaluatedExpr
    )


def constant(expression: Expr) -> Number:
    """The value of a constant to the digits in use; remembered, since an integrand meets the same at every point."""
    return _constant_to(expression, mp.prec)


@cache
def _constant_to(expression: Expr, precision: int) -> Number:  # noqa: ARG001
    if isinstance(expression, Rational):
        return mp.mpf(expression.p) / expression.q
    if expression.has(oo, zoo, nan):
        return mp.nan
    number = mp.mpmathify(expression.evalf(mp.dps + 10))
    return number.real if isinstance(number, mp.mpc) and number.imag == 0 else number


def compares(sign: str, left: Number, right: Number) -> bool:
    """Whether two numbers compare as a sign says, to the digits in use."""
    gap = left - right
    if abs(gap) <= mp.mpf(10) ** -DIGITS * max(abs(left), abs(right)):
        return sign in ("==", ">=", "<=")
    return sign == "!=" or sign[0] == (">" if gap > 0 else "<")

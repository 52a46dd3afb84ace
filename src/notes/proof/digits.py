"""Numbers to fifty digits: the arithmetic, the functions that have names, constants and comparisons."""

from collections.abc import Callable, Sequence
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

NOISE = 8
"""The last digits of a sum that cancels, which are those of its rounding."""
CANCELLED = 40
"""Binary digits, fewer than are ever in use: what keeps more than that is no noise."""


class UndefinedError(ValueError):
    """A statement has no finite real value in a world that its assumptions allow."""


def is_noise(part: Number, terms: Sequence[Number]) -> bool:
    """Whether a number is no more than the rounding of the largest of those that it was made of, to the digits in use.

    Most do not cancel, which their binary exponents tell at once.
    """
    if part and mp.mag(part) >= max(map(mp.mag, terms)) - CANCELLED:
        return False
    return bool(abs(part) <= _rounding(mp.dps) * max(map(abs, terms)))


@cache
def _rounding(digits: int) -> Number:
    """The share of a number that its last digits are."""
    return mp.mpf(10) ** (NOISE - digits)


def total(terms: Sequence[Number]) -> Number:
    """The sum of numbers; what cancels but for the rounding is zero, so that a jump at zero is met there."""
    found = mp.fsum(terms)
    return mp.zero if found and is_noise(found, terms) else found


def _stepped(step: Callable[[Number], Number]) -> Callable[[Number], Number]:
    """A step function that takes what is whole but for the rounding to be whole."""

    def stepped(number: Number) -> Number:
        whole = mp.nint(number)
        return whole if is_noise(number - whole, (1, number)) else step(number)

    return stepped


FUNCTIONS: dict[str, Callable[..., Number]] = {
    "Abs": abs,
    "factorial": mp.factorial,
    "sign": mp.sign,
    "ceiling": _stepped(mp.ceil),
    "floor": _stepped(mp.floor),
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
    if is_noise(gap, (left, right)):
        return sign in ("==", ">=", "<=")
    return sign == "!=" or sign[0] == (">" if gap > 0 else "<")

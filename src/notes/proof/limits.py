"""Exact limits: from the limits of the parts, where nothing that is unknown about a parameter decides.

SymPy takes the limits of expressions without parameters. With parameters it answers for most of their values, and not
for those at which a leading coefficient vanishes; so here every coefficient that decides must have a known sign.
"""

from collections.abc import Callable

from sympy import (
    AccumBounds,
    Add,
    Dummy,
    E,
    Expr,
    Indexed,
    Integral,
    Limit,
    Mul,
    Poly,
    Pow,
    Product,
    S,
    Sum,
    Symbol,
    atan,
    cos,
    cosh,
    erf,
    exp,
    expand,
    factor,
    log,
    nan,
    oo,
    sin,
    sinh,
    tanh,
    together,
    zoo,
)
from sympy.core.function import AppliedUndef

from notes.proof.symbols import Bounded

CONTINUOUS = (sin, cos, sinh, cosh, tanh, atan, erf)
"""Functions of all numbers without a jump."""

HIGHEST = 40
"""The power of a variable below which anything must stay that an exponential is to dominate."""


def limit_of(limit: Limit) -> Expr | None:
    """The finite limit of an expression towards infinity, or to zero from above, or None if no rule here gives it."""
    body, variable, point, _ = limit.args
    if body.has(AppliedUndef, Indexed, Sum, Product, Integral, Limit):
        return None
    body = body.subs({s: s.parametrized() for s in body.free_symbols - {variable} if isinstance(s, Bounded)})
    if point == 0:
        far = Dummy("t", positive=True)
        body, variable = body.subs(variable, 1 / far), far
    found = tends(body, variable) if point in (0, oo) else None
    return found if found is not None and found not in (oo, -oo) else None


def tends(body: Expr, variable: Symbol) -> Expr | None:
    """Where an expression goes as a variable goes to infinity: a finite expression, an infinity, or None if unknown."""
    if not body.has(variable):
        return body
    if body == variable:
        return oo
    if body.free_symbols == {variable}:
        return _without_parameters(body, variable)
    found = _rational(body, variable)
    rule = next((rule for kind, rule in RULES.items() if isinstance(body, kind)), None)
    return found if found is not None or rule is None else rule(body, variable)


def _without_parameters(body: Expr, variable: Symbol) -> Expr | None:
    try:
        found = body.limit(variable, oo)
    except Exception:  # SymPy fails in many ways, none of which says anything
        return None
    return None if found.has(zoo, nan, AccumBounds, Limit) or (found.has(oo) and found not in (oo, -oo)) else found


def _rational(body: Expr, variable: Symbol) -> Expr | None:
    """A quotient of polynomials with a leading coefficient below the bar that is not zero."""
    parts = [part.as_poly(variable) for part in together(body).as_numer_denom()]
    if not all(isinstance(part, Poly) for part in parts):
        return None
    above, below = parts
    leading, excess = below.LC(), above.degree() - below.degree()
    if sign_of(leading) in (None, 0):
        return None
    if excess <= 0:
        return above.LC() / leading if excess == 0 else S.Zero
    return _times(oo, above.LC() / leading)


def sign_of(expression: Expr) -> int | None:
    """The sign of an expression as far as assumptions tell: 1, -1, 0, or None."""
    if expression in (oo, -oo):
        return 1 if expression is oo else -1
    known = factor(expression)
    return 1 if known.is_positive else -1 if known.is_negative else 0 if known.is_zero else None


def _times(infinity: Expr, factor_: Expr) -> Expr | None:
    sign = sign_of(factor_)
    return sign * infinity if sign else None


def _of_sum(body: Add, variable: Symbol) -> Expr | None:
    parts = [tends(part, variable) for part in body.args]
    if None in parts or {oo, -oo} <= set(parts):
        return None
    return next((part for part in parts if part in (oo, -oo)), Add(*parts))


def _of_product(body: Mul, variable: Symbol) -> Expr | None:
    parts = [tends(part, variable) for part in body.args]
    if None in parts or (S.Zero in parts and {oo, -oo} & set(parts)):
        return S.Zero if _is_dominated(body, variable) else None
    product = Mul(*(part for part in parts if part not in (oo, -oo)))
    for infinity in (part for part in parts if part in (oo, -oo)):
        product = None if product is None else _times(infinity, product)
    return product


def _is_dominated(body: Mul, variable: Symbol) -> bool:
    """Whether an exponential falls as fast as that of the variable, or faster, and the rest rises like a power."""
    decays = [part for part in body.args if isinstance(part, exp)]
    rest = Mul(*(part for part in body.args if part not in decays)) / variable**HIGHEST
    rate = tends(expand(Add(*(part.args[0] for part in decays)) / variable), variable)
    return bool(decays) and rate is not None and sign_of(rate) == -1 and tends(rest, variable) == 0


def _of_power(body: Pow, variable: Symbol) -> Expr | None:
    base, exponent = tends(body.base, variable), tends(body.exp, variable)
    if None in (base, exponent):
        return None
    if body.exp.has(variable):
        known = sign_of(base) == 1 and not body.base.has(variable)
        return None if not known else _exponential(base, exponent)
    if base in (oo, -oo):
        sign = sign_of(exponent)
        return None if base is -oo or sign in (None, 0) else oo if sign == 1 else S.Zero
    positive, whole = sign_of(base) == 1, exponent.is_integer and sign_of(base) in (1, -1)
    return base**exponent if positive or whole or (exponent.is_Integer and exponent > 0) else None


def _exponential(base: Expr, exponent: Expr | None) -> Expr | None:
    """Where a power of a positive number goes as its exponent does."""
    if exponent not in (oo, -oo):
        return None if exponent is None else base**exponent
    sign = sign_of(together(base - 1))
    return None if sign is None else S.One if sign == 0 else oo if sign * sign_of(exponent) == 1 else S.Zero


def _of_logarithm(body: Expr, variable: Symbol) -> Expr | None:
    inner = tends(body.args[0], variable)
    if inner is None or sign_of(inner) != 1:
        return None
    return oo if inner is oo else log(inner)


def _of_continuous(body: Expr, variable: Symbol) -> Expr | None:
    inner = tends(body.args[0], variable)
    return None if inner in (None, oo, -oo) else body.func(inner)


RULES: dict[object, Callable[[Expr, Symbol], Expr | None]] = {
    Add: _of_sum,
    Mul: _of_product,
    Pow: _of_power,
    exp: lambda body, variable: _exponential(E, tends(body.args[0], variable)),
    log: _of_logarithm,
    CONTINUOUS: _of_continuous,
}

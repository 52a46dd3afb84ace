"""Values of expressions in a random world, by a plain walk over the expression with mpmath at fifty digits.

It shares nothing with the exact means but the derivatives that SymPy takes, so the two routes check each other. It is
strict: a logarithm or root of a negative number is refused where it occurs, even where both sides would agree.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from mpmath import MPContext, mpf
from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Expr,
    Heaviside,
    I,
    Indexed,
    Integral,
    KroneckerDelta,
    Limit,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Product,
    Rational,
    Subs,
    Sum,
    Symbol,
    UnevaluatedExpr,
    ceiling,
    floor,
    nan,
    oo,
    sign,
    zoo,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFunction

from notes.proof.symbols import Expectation

if TYPE_CHECKING:
    from notes.proof.sampling import World

DIGITS = 50
mp = MPContext()
mp.dps = DIGITS
Number: TypeAlias = mpf
Places = dict[Basic, Number]

FUNCTIONS: dict[str, Callable[..., Number]] = {
    "factorial": mp.factorial,
    "sign": mp.sign,
    "Mod": lambda number, modulus: number - modulus * mp.floor(number / modulus),
    "ceiling": mp.ceil,
    "conjugate": mp.conj,
    "Heaviside": lambda x, at_zero=0.5: mp.mpf(1 if x > 0 else 0) if x else mp.mpf(at_zero),
    "loggamma": mp.loggamma,
}


KINKED = (Abs, Max, Min, Piecewise, Heaviside, sign, floor, ceiling)
ROUGH = (*KINKED, Integral, Sum, Product, AppliedUndef, Expectation, Limit)


class UndefinedError(ValueError):
    """A statement has no finite real value in a world that its assumptions allow."""


def value(expression: Expr, world: "World", places: Places | None = None) -> Number:
    """The value of a scalar expression in a world, with some symbols at other `places` than the world has them.

    Raises:
        UndefinedError: if a part of it is infinite, or not real although nothing in it is said to be complex.
    """
    return _Walk(world, _is_complex(expression)).of(expression, places or {})


@cache
def _is_complex(expression: Expr) -> bool:
    """Whether an expression names the imaginary unit or a number that need not be real."""
    return expression.has(I) or any(symbol.is_extended_real is None for symbol in expression.atoms(Symbol))


@cache
def _is_constant(expression: Expr) -> bool:
    return bool(expression.is_number) and not expression.has(
        Integral, Sum, Product, Derivative, Subs, Limit, UnevaluatedExpr
    )


def _constant(expression: Expr) -> Number:
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


@cache
def _is_by_an_end(derivative: Derivative) -> bool:
    """Whether a derivative is of an integral by its end alone, so that the fundamental theorem gives it."""
    integral, variables = derivative.expr, set(derivative.variables)
    return isinstance(integral, Integral) and not variables & integral.function.free_symbols


@cache
def _slope(derivative: Derivative) -> Expr:
    """The derivative of an elementary expression."""
    return derivative.doit()


class _Walk:
    """A walk over one expression; `places` holds the values of bound variables."""

    def __init__(self, world: "World", complex_allowed: bool) -> None:
        self.world = world
        self.complex_allowed = complex_allowed

    def of(self, expression: Expr, places: Places) -> Number:
        """The value of an expression where bound variables have the values `places`."""
        if expression in places:
            return places[expression]
        found = self._value(expression, places)
        finite = mp.isfinite(found)
        if not finite or (isinstance(found, mp.mpc) and not self.complex_allowed):
            raise UndefinedError(f"{expression} has no finite real value where {self.world}")
        return found

    def _value(self, expression: Expr, places: Places) -> Number:
        if _is_constant(expression):
            return _constant(expression)
        for kind, method in self._METHODS.items():
            if isinstance(expression, kind):
                return method(self, expression, places)
        return self._function(expression, places)

    def _symbol(self, symbol: Symbol, places: Places) -> Number:  # noqa: ARG002
        return _constant(self.world.number(symbol))

    def _entry(self, entry: Indexed, places: Places) -> Number:
        indices: tuple[int, ...] = tuple(round(self.of(index, places)) for index in entry.indices)
        return _constant(self.world.entry(entry.base, indices))

    def _sum(self, total: Add, places: Places) -> Number:
        return mp.fsum(self.of(term, places) for term in total.args)

    def _product(self, product: Mul, places: Places) -> Number:
        return mp.fprod(self.of(factor, places) for factor in product.args)

    def _power(self, power: Pow, places: Places) -> Number:
        base, exponent = self.of(power.base, places), self.of(power.exp, places)
        if base == 0 and exponent < 0:
            raise UndefinedError(f"{power} divides by zero where {self.world}")
        if power.exp.is_Integer:
            return base ** int(power.exp)
        return mp.power(base, exponent)

    def _finite_operation(self, operation: Sum | Product, places: Places) -> Number:
        combined = mp.fsum if isinstance(operation, Sum) else mp.fprod
        return self._over_limits(operation.function, list(operation.limits), places, combined)

    def _over_limits(self, body: Expr, limits: list[Any], places: Places, combined: Callable[..., Number]) -> Number:
        if not limits:
            return self.of(body, places)
        variable, first, last = limits[-1]
        if last is oo:
            start = int(self.of(first, places))
            if combined != mp.fsum:
                raise UndefinedError(f"no numerical value is known for a product without end over {variable}")
            return mp.nsum(
                lambda k: self._over_limits(body, limits[:-1], {**places, variable: k}, combined), [start, mp.inf]
            )
        numbers = range(round(self.of(first, places)), round(self.of(last, places)) + 1)
        rest = limits[:-1]
        return combined([self._over_limits(body, rest, {**places, variable: mp.mpf(k)}, combined) for k in numbers])

    def _integral(self, integral: Integral, places: Places) -> Number:
        if integral.has(AppliedUndef) or len(integral.limits[0]) == 1:
            return self._over_support(integral.function, list(integral.limits), places)
        variables = [limit[0] for limit in integral.limits]
        bounds = [[self._bound(bound, places) for bound in limit[1:]] for limit in integral.limits]
        return mp.quad(lambda *xs: self.of(integral.function, places | dict(zip(variables, xs, strict=True))), *bounds)

    def _bound(self, bound: Expr, places: Places) -> Number:
        return mp.inf if bound is oo else -mp.inf if bound is -oo else self.of(bound, places)

    def _over_support(self, body: Expr, limits: list[Any], places: Places) -> Number:
        """An integral against the world's measure: a weighted sum over its support."""
        if not limits:
            return self.of(body, places)
        variable, *bounds = limits[-1]
        points = self.world.points(variable, [self._bound(bound, places) for bound in bounds])
        rest = limits[:-1]
        return mp.fsum(w * self._over_support(body, rest, {**places, variable: x}) for x, w in points)

    def _limit(self, limit: Limit, places: Places) -> Number:
        """The body far out, at twice the digits: what goes to its limit slower than a root does is refused."""
        body, variable, point, _ = limit.args
        if body.has(Sum, Product, Integral) or point not in (oo, 0):
            raise UndefinedError(f"no numerical value is known for {limit}")
        with mp.workdps(8 * DIGITS):
            near = mp.mpf(10) ** (2 * DIGITS if point is oo else -2 * DIGITS)
            return self.of(body, places | {variable: near})

    def _expectation(self, expectation: Expectation, places: Places) -> Number:
        average, variable, density = expectation.args
        return self._over_support(density * average, [(variable,)], places)

    def _unnamed(self, applied: AppliedUndef, places: Places) -> Number:
        function = self.world.function(applied.func, len(applied.args))
        return function(*(self.of(argument, places) for argument in applied.args))

    def _derivative(self, derivative: Derivative, places: Places) -> Number:
        body = derivative.expr
        if not body.has(*ROUGH) or _is_by_an_end(derivative):
            return self.of(_slope(derivative), places)
        variables = [variable for variable, _ in derivative.variable_count]
        orders = tuple(int(order) for _, order in derivative.variable_count)
        here = tuple(self.of(variable, places) for variable in variables)

        def along(*xs: Number) -> Number:
            return self.of(body, places | dict(zip(variables, xs, strict=True)))

        if body.has(*KINKED):
            sides = [mp.diff(along, here, orders, direction=side) for side in (-1, 1)]
            if abs(sides[0] - sides[1]) > mp.mpf(10) ** -20 * (1 + abs(sides[0])):
                raise UndefinedError(f"{derivative} has two values where {self.world}")
        return mp.diff(along, here, orders)

    def _subs(self, held: Subs, places: Places) -> Number:
        body, variables, points = held.args
        return self.of(body, places | {v: self.of(p, places) for v, p in zip(variables, points, strict=True)})

    def _piecewise(self, piecewise: Piecewise, places: Places) -> Number:
        for branch, condition in piecewise.args:
            if self._holds(condition, places):
                return self.of(branch, places)
        raise UndefinedError(f"no branch of {piecewise} applies where {self.world}")

    def _holds(self, condition: Basic, places: Places) -> bool:
        if isinstance(condition, Relational):
            left, right = self.of(condition.lhs, places), self.of(condition.rhs, places)
            return bool(condition.func(*(Rational(str(mp.nstr(side, DIGITS))) for side in (left, right))))
        if isinstance(condition, BooleanFunction):
            return bool(condition.func(*(self._holds(part, places) for part in condition.args)))
        return bool(condition)

    def _extreme(self, extreme: Max | Min, places: Places) -> Number:
        return (max if isinstance(extreme, Max) else min)(self.of(argument, places) for argument in extreme.args)

    def _function(self, applied: Expr, places: Places) -> Number:
        name = type(applied).__name__
        function = FUNCTIONS.get(name) or getattr(mp, name, None)
        if function is None:
            raise UndefinedError(f"no numerical value is known for {name} in {applied}")
        return function(*(self.of(argument, places) for argument in applied.args))

    _METHODS: dict[Any, Callable[..., Number]] = {  # noqa: RUF012
        Symbol: _symbol,
        Indexed: _entry,
        Add: _sum,
        Mul: _product,
        Pow: _power,
        Sum: _finite_operation,
        Product: _finite_operation,
        Integral: _integral,
        Expectation: _expectation,
        AppliedUndef: _unnamed,
        Derivative: _derivative,
        Limit: _limit,
        Subs: _subs,
        Piecewise: _piecewise,
        (Max, Min): _extreme,
        Abs: lambda walk, e, places: abs(walk.of(e.args[0], places)),
        KroneckerDelta: lambda walk, e, places: mp.mpf(walk.of(e.args[0], places) == walk.of(e.args[1], places)),
        UnevaluatedExpr: lambda walk, e, places: walk.of(e.args[0], places),
    }

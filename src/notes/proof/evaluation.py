"""Values of expressions in a random world, by a plain walk over the expression with mpmath at fifty digits.

It shares nothing with the exact means but the derivatives that SymPy takes, so the two routes check each other. It is
strict: a logarithm or root of a negative number is refused where it occurs, even where both sides would agree.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sympy import (
    Add,
    Basic,
    Derivative,
    Expr,
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
    Subs,
    Sum,
    Symbol,
    UnevaluatedExpr,
    oo,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFunction

from notes.proof.digits import DIGITS, FUNCTIONS, SPARED_DIGITS, Number, compares, constant, is_constant, mp
from notes.proof.functions import KINKED
from notes.proof.symbols import Expectation

if TYPE_CHECKING:
    from notes.proof.sampling import World

Places = dict[Basic, Number]
Function = Callable[[Places], Number]

ROUGH = (*KINKED, Integral, Sum, Product, AppliedUndef, Expectation, Limit)


class UndefinedError(ValueError):
    """A statement has no finite real value in a world that its assumptions allow."""


def value(expression: Expr, world: "World", places: Places | None = None) -> Number:
    """The value of a scalar expression in a world, with some symbols at other `places` than the world has them.

    Raises:
        UndefinedError: if a part of it is infinite, or not real although nothing in it is said to be complex.
    """
    return _Evaluator(world, _is_complex(expression)).of(expression, places or {})


@cache
def _is_complex(expression: Expr) -> bool:
    """Whether an expression names the imaginary unit or a number that need not be real."""
    return expression.has(I) or any(symbol.is_extended_real is None for symbol in expression.atoms(Symbol))


@cache
def _is_by_an_end(derivative: Derivative) -> bool:
    """Whether a derivative is of an integral by its end alone, so that the fundamental theorem gives it."""
    integral, variables = derivative.expr, set(derivative.variables)
    return isinstance(integral, Integral) and not variables & integral.function.free_symbols


@cache
def _slope(derivative: Derivative) -> Expr:
    """The derivative of an elementary expression."""
    return derivative.doit()


@cache
def _names(expression: Expr) -> frozenset[Basic]:
    """All that an expression names, on which alone its value in a world depends."""
    return frozenset(expression.atoms(Symbol, Indexed, AppliedUndef))


class _Evaluator:
    """Expressions as functions of the values of the names that are bound around them, `places`."""

    def __init__(self, world: "World", complex_allowed: bool) -> None:
        self.world = world
        self.complex_allowed = complex_allowed

    def of(self, expression: Expr, places: Places) -> Number:
        """The value of an expression where bound names have the values `places`."""
        return self.function(expression, frozenset(places))(places)

    def function(self, expression: Expr, bound: frozenset[Basic]) -> Function:
        """An expression as a function of places; what has none of the bound names is evaluated once."""
        if expression in bound:
            return itemgetter(expression)
        if not bound.isdisjoint(_names(expression)):
            return self._strict(expression, bound)
        found: dict[int, Number] = {}

        def known(_: Places) -> Number:
            if mp.prec not in found:
                found[mp.prec] = self._known(expression)
            return found[mp.prec]

        return known

    def _known(self, expression: Expr) -> Number:
        """The value of an expression without bound names, remembered in the world."""
        here = (expression, mp.prec, self.complex_allowed)
        if here not in self.world.known:
            self.world.known[here] = self._strict(expression, frozenset())({})
        return self.world.known[here]

    def _strict(self, expression: Expr, bound: frozenset[Basic]) -> Function:
        """An expression as a function that refuses values that are infinite, or not real where they should be.

        Sums and products of finite real numbers are finite and real.
        """
        method = _Evaluator._constant if is_constant(expression) else _method(type(expression))  # type: ignore[arg-type]
        function, complex_allowed = method(self, expression, bound), self.complex_allowed
        if method in (_Evaluator._sum, _Evaluator._product):
            return function

        def strict(places: Places) -> Number:
            found = function(places)
            if not mp.isfinite(found) or not (complex_allowed or not isinstance(found, mp.mpc)):
                raise UndefinedError(f"{expression} has no finite real value where {self.world}")
            return found

        return strict

    def _functions(self, expressions: Iterable[Expr], bound: frozenset[Basic]) -> list[Function]:
        return [self.function(expression, bound) for expression in expressions]

    def _constant(self, number: Expr, bound: frozenset[Basic]) -> Function:  # noqa: ARG002
        return lambda _: constant(number)

    def _symbol(self, symbol: Symbol, bound: frozenset[Basic]) -> Function:  # noqa: ARG002
        return lambda _: constant(self.world.number(symbol))

    def _entry(self, entry: Indexed, bound: frozenset[Basic]) -> Function:
        indices = self._functions(entry.indices, bound)
        return lambda places: constant(self.world.entry(entry.base, tuple(round(index(places)) for index in indices)))

    def _sum(self, total: Add, bound: frozenset[Basic]) -> Function:
        terms = self._functions(total.args, bound)
        return lambda places: mp.fsum([term(places) for term in terms])

    def _product(self, product: Mul, bound: frozenset[Basic]) -> Function:
        factors = self._functions(product.args, bound)
        return lambda places: mp.fprod([factor(places) for factor in factors])

    def _power(self, power: Pow, bound: frozenset[Basic]) -> Function:
        base, exponent = self._functions(power.args, bound)
        whole = int(power.exp) if power.exp.is_Integer else None

        def raised(places: Places) -> Number:
            below, above = base(places), exponent(places) if whole is None else whole
            if below == 0 and above < 0:
                raise UndefinedError(f"{power} divides by zero where {self.world}")
            return mp.power(below, above) if whole is None else below**whole

        return raised

    def _finite_operation(self, operation: Sum | Product, bound: frozenset[Basic]) -> Function:
        combined = mp.fsum if isinstance(operation, Sum) else mp.fprod
        return self._over_limits(operation.function, operation.limits, bound, combined)

    def _over_limits(
        self, body: Expr, limits: Sequence[Any], bound: frozenset[Basic], combined: Callable[..., Number]
    ) -> Function:
        if not limits:
            return self.function(body, bound)
        *rest, (variable, first, last) = limits
        inner, start = self._over_limits(body, rest, bound | {variable}, combined), self.function(first, bound)
        if last is oo:
            if combined != mp.fsum:
                raise UndefinedError(f"no numerical value is known for a product without end over {variable}")
            return lambda places: mp.nsum(lambda k: inner({**places, variable: k}), [int(start(places)), mp.inf])
        end = self.function(last, bound)
        return lambda places: combined(
            [inner({**places, variable: mp.mpf(k)}) for k in range(round(start(places)), round(end(places)) + 1)]
        )

    def _integral(self, integral: Integral, bound: frozenset[Basic]) -> Function:
        if integral.has(AppliedUndef) or len(integral.limits[0]) == 1:
            return self._over_support(integral.function, integral.limits, bound)
        variables = [limit[0] for limit in integral.limits]
        ends = [[self._end(end, bound) for end in limit[1:]] for limit in integral.limits]
        body = self.function(integral.function, bound.union(variables))

        def area(places: Places) -> Number:
            with mp.workdps(mp.dps - SPARED_DIGITS):
                return mp.quad(
                    lambda *xs: body(places | dict(zip(variables, xs, strict=True))),
                    *([end(places) for end in pair] for pair in ends),
                )

        return area

    def _end(self, end: Expr, bound: frozenset[Basic]) -> Function:
        if end in (oo, -oo):
            return lambda _: mp.inf if end is oo else -mp.inf
        return self.function(end, bound)

    def _over_support(self, body: Expr, limits: Sequence[Any], bound: frozenset[Basic]) -> Function:
        """An integral against the world's measure: a weighted sum over its support."""
        if not limits:
            return self.function(body, bound)
        *rest, (variable, *bounds) = limits
        inner, ends = self._over_support(body, rest, bound | {variable}), [self._end(end, bound) for end in bounds]
        return lambda places: mp.fsum(
            weight * inner({**places, variable: x})
            for x, weight in self.world.points(variable, [end(places) for end in ends])
        )

    def _limit(self, limit: Limit, bound: frozenset[Basic]) -> Function:
        """The body far out, at twice the digits: what goes to its limit slower than a root does is refused."""
        body, variable, point, _ = limit.args
        if body.has(Sum, Product, Integral) or point not in (oo, 0):
            raise UndefinedError(f"no numerical value is known for {limit}")
        inner = self.function(body, bound | {variable})

        def far_out(places: Places) -> Number:
            with mp.workdps(8 * DIGITS):
                near = mp.mpf(10) ** (2 * DIGITS if point is oo else -2 * DIGITS)
                return inner(places | {variable: near})

        return far_out

    def _expectation(self, expectation: Expectation, bound: frozenset[Basic]) -> Function:
        average, variable, density = expectation.args
        return self._over_support(density * average, [(variable,)], bound)

    def _unnamed(self, applied: AppliedUndef, bound: frozenset[Basic]) -> Function:
        function, arguments = self.world.function(applied.func, len(applied.args)), self._functions(applied.args, bound)
        return lambda places: function(*[argument(places) for argument in arguments])

    def _derivative(self, derivative: Derivative, bound: frozenset[Basic]) -> Function:
        body = derivative.expr
        if not body.has(*ROUGH) or _is_by_an_end(derivative):
            return self.function(_slope(derivative), bound)
        variables = [variable for variable, _ in derivative.variable_count]
        orders = tuple(int(order) for _, order in derivative.variable_count)
        here, inner = self._functions(variables, bound), self.function(body, bound.union(variables))

        def slope(places: Places) -> Number:
            def along(*xs: Number) -> Number:
                return inner(places | dict(zip(variables, xs, strict=True)))

            point = tuple(coordinate(places) for coordinate in here)
            if body.has(*KINKED):
                sides = [mp.diff(along, point, orders, direction=side) for side in (-1, 1)]
                if abs(sides[0] - sides[1]) > mp.mpf(10) ** -20 * (1 + abs(sides[0])):
                    raise UndefinedError(f"{derivative} has two values where {self.world}")
            return mp.diff(along, point, orders)

        return slope

    def _subs(self, held: Subs, bound: frozenset[Basic]) -> Function:
        body, variables, points = held.args
        inner, where = self.function(body, bound.union(variables)), self._functions(points, bound)
        return lambda places: inner(places | {v: at(places) for v, at in zip(variables, where, strict=True)})

    def _piecewise(self, piecewise: Piecewise, bound: frozenset[Basic]) -> Function:
        branches = [(self.function(branch, bound), self._condition(when, bound)) for branch, when in piecewise.args]

        def chosen(places: Places) -> Number:
            for branch, applies in branches:
                if applies(places):
                    return branch(places)
            raise UndefinedError(f"no branch of {piecewise} applies where {self.world}")

        return chosen

    def _condition(self, condition: Basic, bound: frozenset[Basic]) -> Callable[[Places], bool]:
        if isinstance(condition, Relational):
            left, right = self._functions((condition.lhs, condition.rhs), bound)
            return lambda places: compares(condition.rel_op, left(places), right(places))
        if isinstance(condition, BooleanFunction):
            parts = [self._condition(part, bound) for part in condition.args]
            return lambda places: bool(condition.func(*(part(places) for part in parts)))
        return lambda _: bool(condition)

    def _extreme(self, extreme: Max | Min, bound: frozenset[Basic]) -> Function:
        arguments, chosen = self._functions(extreme.args, bound), max if isinstance(extreme, Max) else min
        return lambda places: chosen(argument(places) for argument in arguments)

    def _delta(self, delta: KroneckerDelta, bound: frozenset[Basic]) -> Function:
        first, second = self._functions(delta.args[:2], bound)
        return lambda places: mp.mpf(first(places) == second(places))

    def _same(self, held: UnevaluatedExpr, bound: frozenset[Basic]) -> Function:
        return self.function(held.args[0], bound)

    def _applied(self, applied: Expr, bound: frozenset[Basic]) -> Function:
        name = type(applied).__name__
        function = FUNCTIONS.get(name) or getattr(mp, name, None)
        if function is None:
            raise UndefinedError(f"no numerical value is known for {name} in {applied}")
        arguments = self._functions(applied.args, bound)
        return lambda places: function(*[argument(places) for argument in arguments])


METHODS: dict[Any, Callable[[_Evaluator, Any, frozenset[Basic]], Function]] = {
    Symbol: _Evaluator._symbol,
    Indexed: _Evaluator._entry,
    Add: _Evaluator._sum,
    Mul: _Evaluator._product,
    Pow: _Evaluator._power,
    (Sum, Product): _Evaluator._finite_operation,
    Integral: _Evaluator._integral,
    Expectation: _Evaluator._expectation,
    AppliedUndef: _Evaluator._unnamed,
    Derivative: _Evaluator._derivative,
    Limit: _Evaluator._limit,
    Subs: _Evaluator._subs,
    Piecewise: _Evaluator._piecewise,
    (Max, Min): _Evaluator._extreme,
    KroneckerDelta: _Evaluator._delta,
    UnevaluatedExpr: _Evaluator._same,
}


@cache
def _method(kind: Any) -> Callable[[_Evaluator, Any, frozenset[Basic]], Function]:
    """How expressions of a kind become functions."""
    return next((method for known, method in METHODS.items() if issubclass(kind, known)), _Evaluator._applied)

"""Values of expressions in a random world, by a plain walk over the expression with mpmath at fifty digits.

It shares nothing with the exact means but the derivatives that SymPy takes, so the two routes check each other. It is
strict: a logarithm or root of a negative number is refused where it occurs, even where both sides would agree.
"""

import math
from collections.abc import Callable, Iterable
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sympy import (
    Add,
    And,
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
    Not,
    Or,
    Piecewise,
    Pow,
    Product,
    Subs,
    Sum,
    Symbol,
    UnevaluatedExpr,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFunction

from notes.proof import operations
from notes.proof.digits import (
    FUNCTIONS,
    Number,
    UndefinedError,
    compares,
    constant,
    is_constant,
    mp,
    total,
)
from notes.proof.operations import Function, Places
from notes.proof.symbols import Expectation

if TYPE_CHECKING:
    from notes.proof.sampling import World


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
def _names(expression: Expr) -> frozenset[Basic]:
    """All that an expression names, on which alone its value in a world depends."""
    return frozenset(expression.atoms(Symbol, Indexed, AppliedUndef))


@cache
def _is_of_every_world(expression: Expr) -> bool:
    """Whether an expression names nothing that a world has a value for, nor takes its measure or an unknown of it."""
    measures = any(len(limit) == 1 for area in expression.atoms(Integral) for limit in area.limits)
    return not (expression.free_symbols or measures or expression.has(AppliedUndef, Expectation, Limit))


_EVERYWHERE: dict[tuple[Expr, int, bool], Number] = {}
"""Values that are the same in every world."""


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
        """The value of an expression without bound names, remembered."""
        here = (expression, mp.prec, self.complex_allowed)
        remembered = _EVERYWHERE if _is_of_every_world(expression) else self.world.known
        if here not in remembered:
            remembered[here] = self._strict(expression, frozenset())({})
        return remembered[here]

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

    def functions(self, expressions: Iterable[Expr], bound: frozenset[Basic]) -> list[Function]:
        return [self.function(expression, bound) for expression in expressions]

    def _constant(self, number: Expr, bound: frozenset[Basic]) -> Function:  # noqa: ARG002
        return lambda _: constant(number)

    def _symbol(self, symbol: Symbol, bound: frozenset[Basic]) -> Function:  # noqa: ARG002
        return lambda _: constant(self.world.number(symbol))

    def _entry(self, entry: Indexed, bound: frozenset[Basic]) -> Function:
        indices = self.functions(entry.indices, bound)
        return lambda places: constant(self.world.entry(entry.base, tuple(round(index(places)) for index in indices)))

    def _sum(self, added: Add, bound: frozenset[Basic]) -> Function:
        terms = self._gathered(added, bound)
        return lambda places: total([term(places) for term in terms])

    def _product(self, product: Mul, bound: frozenset[Basic]) -> Function:
        factors = self._gathered(product, bound)
        return lambda places: math.prod([factor(places) for factor in factors], start=mp.one)

    def _gathered(self, whole: Add | Mul, bound: frozenset[Basic]) -> list[Function]:
        """The parts of a sum or product as functions, all that have none of the bound names as one, evaluated once."""
        fixed = [part for part in whole.args if bound.isdisjoint(_names(part))]
        if not 1 < len(fixed) < len(whole.args):
            return self.functions(whole.args, bound)
        moving = [part for part in whole.args if part not in fixed]
        return self.functions([whole.func(*fixed, evaluate=False), *moving], bound)

    def _power(self, power: Pow, bound: frozenset[Basic]) -> Function:
        base, exponent = self.functions(power.args, bound)
        whole = int(power.exp) if power.exp.is_Integer else None

        def raised(places: Places) -> Number:
            below, above = base(places), exponent(places) if whole is None else whole
            if below == 0 and above < 0:
                raise UndefinedError(f"{power} divides by zero where {self.world}")
            return mp.power(below, above) if whole is None else below**whole

        return raised

    def _unnamed(self, applied: AppliedUndef, bound: frozenset[Basic]) -> Function:
        function, arguments = self.world.function(applied.func, len(applied.args)), self.functions(applied.args, bound)
        return lambda places: function(*[argument(places) for argument in arguments])

    def _subs(self, held: Subs, bound: frozenset[Basic]) -> Function:
        body, variables, points = held.args
        inner, where = self.function(body, bound.union(variables)), self.functions(points, bound)
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
            left, right = self.functions((condition.lhs, condition.rhs), bound)
            return lambda places: compares(condition.rel_op, left(places), right(places))
        if isinstance(condition, BooleanFunction):
            parts = [self._condition(part, bound) for part in condition.args]
            combined = CONNECTIVES[condition.func]
            return lambda places: bool(combined([part(places) for part in parts]))
        return lambda _: bool(condition)

    def _extreme(self, extreme: Max | Min, bound: frozenset[Basic]) -> Function:
        arguments, chosen = self.functions(extreme.args, bound), max if isinstance(extreme, Max) else min
        return lambda places: chosen(argument(places) for argument in arguments)

    def _delta(self, delta: KroneckerDelta, bound: frozenset[Basic]) -> Function:
        first, second = self.functions(delta.args[:2], bound)
        return lambda places: mp.mpf(first(places) == second(places))

    def _same(self, held: UnevaluatedExpr, bound: frozenset[Basic]) -> Function:
        return self.function(held.args[0], bound)

    def _applied(self, applied: Expr, bound: frozenset[Basic]) -> Function:
        name = type(applied).__name__
        function = FUNCTIONS.get(name) or getattr(mp, name, None)
        if function is None:
            raise UndefinedError(f"no numerical value is known for {name} in {applied}")
        arguments = self.functions(applied.args, bound)
        return lambda places: function(*[argument(places) for argument in arguments])


CONNECTIVES: dict[Any, Callable[[list[bool]], bool]] = {And: all, Or: any, Not: lambda parts: not parts[0]}
"""How the truth of a condition follows from that of its parts."""

METHODS: dict[Any, Callable[[Any, Any, frozenset[Basic]], Function]] = {
    Symbol: _Evaluator._symbol,
    Indexed: _Evaluator._entry,
    Add: _Evaluator._sum,
    Mul: _Evaluator._product,
    Pow: _Evaluator._power,
    (Sum, Product): operations.finite_operation,
    Integral: operations.integral,
    Expectation: operations.expectation,
    AppliedUndef: _Evaluator._unnamed,
    Derivative: operations.derivative,
    Limit: operations.limit,
    Subs: _Evaluator._subs,
    Piecewise: _Evaluator._piecewise,
    (Max, Min): _Evaluator._extreme,
    KroneckerDelta: _Evaluator._delta,
    UnevaluatedExpr: _Evaluator._same,
}


@cache
def _method(kind: Any) -> Callable[[Any, Any, frozenset[Basic]], Function]:
    """How expressions of a kind become functions."""
    return next((method for known, method in METHODS.items() if issubclass(kind, known)), _Evaluator._applied)

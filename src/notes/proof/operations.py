"""Values of what takes many values of a variable, or goes beside it: sums, integrals, limits, averages, derivatives."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Protocol

from sympy import Basic, Derivative, Expr, Integral, Limit, Product, Sum, Symbol, oo
from sympy.core.function import AppliedUndef

from notes.proof.digits import DIGITS, SPARED_DIGITS, Number, UndefinedError, mp
from notes.proof.functions import KINKED
from notes.proof.symbols import Expectation

Places = dict[Basic, Number]
Function = Callable[[Places], Number]

ROUGH = (*KINKED, Integral, Sum, Product, AppliedUndef, Expectation, Limit)
LONG = (Sum, Product, Integral)
"""What has no value far out: a limit of it is a number of which nothing is known."""


class Measured(Protocol):
    """A world, as far as operations ask for it."""

    def points(self, variable: Symbol, bounds: list[Number]) -> list[tuple[Number, Number]]:
        """Where an integral over unnamed functions is a sum, with the weights."""

    def unknown(self, expression: Expr) -> Number:
        """A number for an expression of which nothing is known."""


class Evaluator(Protocol):
    """What makes functions of expressions, `notes.proof.evaluation`."""

    world: Measured

    def function(self, expression: Expr, bound: frozenset[Basic]) -> Function:
        """An expression as a function of the values of names that are bound around it."""

    def functions(self, expressions: Iterable[Expr], bound: frozenset[Basic]) -> list[Function]:
        """Several of them."""


@cache
def _is_by_an_end(derivative: Derivative) -> bool:
    """Whether a derivative is of an integral by its end alone, so that the fundamental theorem gives it."""
    integral, variables = derivative.expr, set(derivative.variables)
    return isinstance(integral, Integral) and not variables & integral.function.free_symbols


@cache
def _slope(derivative: Derivative) -> Expr:
    """The derivative of an elementary expression."""
    return derivative.doit()


def finite_operation(evaluator: Evaluator, operation: Sum | Product, bound: frozenset[Basic]) -> Function:
    """A sum or product, term by term; a sum without end by extrapolation."""
    combined = mp.fsum if isinstance(operation, Sum) else mp.fprod
    return _over_limits(evaluator, operation.function, operation.limits, bound, combined)


def _over_limits(
    evaluator: Evaluator, body: Expr, limits: Sequence[Any], bound: frozenset[Basic], combined: Callable[..., Number]
) -> Function:
    if not limits:
        return evaluator.function(body, bound)
    *rest, (variable, first, last) = limits
    inner, start = _over_limits(evaluator, body, rest, bound | {variable}, combined), evaluator.function(first, bound)
    if last is oo:
        if combined != mp.fsum:
            raise UndefinedError(f"no numerical value is known for a product without end over {variable}")
        return lambda places: mp.nsum(lambda k: inner({**places, variable: k}), [int(start(places)), mp.inf])
    end = evaluator.function(last, bound)
    return lambda places: combined(
        [inner({**places, variable: mp.mpf(k)}) for k in range(round(start(places)), round(end(places)) + 1)]
    )


def is_measured(area: Integral) -> bool:
    """Whether an integral is one of unnamed functions without two finite ends, for which a world has a measure."""
    return any(len(limit) == 1 for limit in area.limits) or (
        area.has(AppliedUndef) and any({oo, -oo} & set(limit[1:]) for limit in area.limits)
    )


def integral(evaluator: Evaluator, area: Integral, bound: frozenset[Basic]) -> Function:
    """An integral by quadrature; over unnamed functions without two finite ends, against the measure of the world."""
    if is_measured(area):
        return _over_support(evaluator, area.function, area.limits, bound)
    variables = [limit[0] for limit in area.limits]
    ends = [[_end(evaluator, end, bound) for end in limit[1:]] for limit in area.limits]
    body = evaluator.function(area.function, bound.union(variables))

    def measured(places: Places) -> Number:
        with mp.workdps(mp.dps - SPARED_DIGITS):
            return mp.quad(
                lambda *xs: body(places | dict(zip(variables, xs, strict=True))),
                *([end(places) for end in pair] for pair in ends),
            )

    return measured


def _end(evaluator: Evaluator, end: Expr, bound: frozenset[Basic]) -> Function:
    if end in (oo, -oo):
        return lambda _: mp.inf if end is oo else -mp.inf
    return evaluator.function(end, bound)


def _over_support(evaluator: Evaluator, body: Expr, limits: Sequence[Any], bound: frozenset[Basic]) -> Function:
    """An integral against the world's measure: a weighted sum over its support."""
    if not limits:
        return evaluator.function(body, bound)
    *rest, (variable, *bounds) = limits
    inner = _over_support(evaluator, body, rest, bound | {variable})
    ends = [_end(evaluator, end, bound) for end in bounds]
    return lambda places: mp.fsum(
        weight * inner({**places, variable: x})
        for x, weight in evaluator.world.points(variable, [end(places) for end in ends])
    )


def limit(evaluator: Evaluator, held: Limit, bound: frozenset[Basic]) -> Function:
    """The body far out, at twice the digits: what goes to its limit slower than a root does is refused."""
    body, variable, point, _ = held.args
    if point not in (oo, 0):
        raise UndefinedError(f"no numerical value is known for {held}")
    if body.has(*LONG):
        return lambda _: evaluator.world.unknown(held)
    inner = evaluator.function(body, bound | {variable})

    def far_out(places: Places) -> Number:
        with mp.workdps(8 * DIGITS):
            near = mp.mpf(10) ** (2 * DIGITS if point is oo else -2 * DIGITS)
            return inner(places | {variable: near})

    return far_out


def expectation(evaluator: Evaluator, average: Expectation, bound: frozenset[Basic]) -> Function:
    """The integral that an expectation stands for, against the measure of the world."""
    averaged, variable, density = average.args
    return _over_support(evaluator, density * averaged, [(variable,)], bound)


def derivative(evaluator: Evaluator, taken: Derivative, bound: frozenset[Basic]) -> Function:
    """The derivative of what has a formula by its rules, of anything else by differences, from both sides at a kink."""
    body = taken.expr
    if not body.has(*ROUGH) or _is_by_an_end(taken):
        return evaluator.function(_slope(taken), bound)
    variables = [variable for variable, _ in taken.variable_count]
    orders = tuple(int(order) for _, order in taken.variable_count)
    here, inner = evaluator.functions(variables, bound), evaluator.function(body, bound.union(variables))

    def slope(places: Places) -> Number:
        def along(*xs: Number) -> Number:
            return inner(places | dict(zip(variables, xs, strict=True)))

        point = tuple(coordinate(places) for coordinate in here)
        if body.has(*KINKED):
            sides = [mp.diff(along, point, orders, direction=side) for side in (-1, 1)]
            if abs(sides[0] - sides[1]) > mp.mpf(10) ** -20 * (1 + abs(sides[0])):
                raise UndefinedError(f"{taken} has two values where {evaluator.world}")
        return mp.diff(along, point, orders)

    return slope

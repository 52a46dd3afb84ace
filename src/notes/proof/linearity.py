"""Sums, products and integrals in one form, so that what linearity makes equal is equal as it stands."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import permutations
from typing import Any

from sympy import Add, Expr, Integral, Mul, Product, Sum, Symbol, expand, expand_log, oo, preorder_traversal

OPERATIONS = (Sum, Product, Integral)
Limit = tuple[Expr, ...]
MANY = 4


@lru_cache(maxsize=1024)
def linear(expression: Expr) -> Expr:
    """The expression with every sum and integral split into its terms and constant factors drawn out of it.

    Bound variables are named by how many operations are nested within their own, so that sums which differ only in the
    name of their index are equal. Finite sums are taken in any order, and so is what is without end where nothing in
    it is negative (Tonelli's theorem); any other exchange is a trusted step.
    """
    return named(_linear(_apart(expression, {})))


def is_endless(operation: Expr) -> bool:
    """Whether an operation is an integral or a sum without end."""
    return isinstance(operation, Integral) or any({oo, -oo} & set(limit[1:]) for limit in operation.limits)


def outermost(operation: Expr) -> tuple[Expr, Limit]:
    """What an operation with several limits does last, and to what."""
    *inner, limit = operation.limits
    return operation.func(operation.function, *inner) if inner else operation.function, limit


def _apart(expression: Expr, own: dict[Expr, Symbol]) -> Expr:
    """The expression with one limit for each operation, and a variable of its own for each but for equal ones."""
    if not expression.args or not expression.has(*OPERATIONS):
        return expression
    function, *limits = (_apart(argument, own) for argument in expression.args)
    if not isinstance(expression, OPERATIONS):
        return expression.func(function, *limits)
    for variable, *bounds in limits:
        known = named(expression.func(function, (variable, *bounds)))
        name = own.setdefault(known, _variable(f"{variable.name}&{len(own):03}", variable))
        function = expression.func(function.xreplace({variable: name}), (name, *bounds))
    return function


def _variable(name: str, like: Symbol) -> Symbol:
    """A bound variable, whose name no symbol of a proof may have."""
    return Symbol(name, **like.assumptions0)


def named(expression: Expr) -> Expr:
    """The expression with the variable of each operation named by the operations that are nested within."""
    if not expression.args or not expression.has(*OPERATIONS):
        return expression
    renamed = expression.func(*map(named, expression.args))
    if not isinstance(renamed, OPERATIONS):
        return renamed
    inner, variables = depth(renamed.function), (limit[0] for limit in renamed.limits)
    return renamed.xreplace({v: _variable(f"bound&{inner + k:03}", v) for k, v in enumerate(variables)})


def depth(expression: Expr) -> int:
    """How many operations are nested in one another at most."""
    if not expression.args or not expression.has(*OPERATIONS):
        return 0
    return max(map(depth, expression.args)) + (len(expression.limits) if isinstance(expression, OPERATIONS) else 0)


def _linear(expression: Expr) -> Expr:
    if not expression.args or not expression.has(*OPERATIONS):
        return expression
    apart = _last_term_apart(expression)
    if apart != expression:
        return _linear(apart)
    if not isinstance(expression, Sum | Integral):
        return expression.func(*map(_linear, expression.args))
    body = expand(_linear(expand(expand_log(expression.function))))
    terms = Add.make_args(expand(expand_log(body)))
    return Add(*(_drawn_out(type(expression), term, list(expression.limits)) for term in terms))


def _last_term_apart(operation: Expr) -> Expr:
    """A sum or product to n + k as the one to n and k terms more, where that one starts no later than n + 1."""
    if not isinstance(operation, Sum | Product):
        return operation
    function, (variable, first, last) = outermost(operation)
    more, size = last.as_coeff_Add()
    if not (
        first.is_Integer and more.is_Integer and more > 0 and size.is_integer and (size - first + 1).is_nonnegative
    ):
        return operation
    rest = [function.subs(variable, size + k) for k in range(1, int(more) + 1)]
    combined = Add if isinstance(operation, Sum) else Mul
    return combined(operation.func(function, (variable, first, size)), *rest)


def _drawn_out(operator: Any, term: Expr, limits: list[Limit]) -> Expr:
    """A sum of a term, or its integral, with constants drawn out, in the order that leaves the fewest operations."""
    if isinstance(term, operator):
        term, limits = term.function, [*term.limits, *limits]
    if not 1 < len(limits) < MANY or not _is_exchangeable(operator, term, limits):
        return _in_order(operator, term, limits)
    by_name = sorted(limits, key=lambda limit: str(limit[0]))
    return min((_in_order(operator, term, order) for order in permutations(by_name)), key=_operations)


def _operations(expression: Expr) -> int:
    """How many sums, products and integrals there are, those that cancel not counted."""
    return sum(1 for part in preorder_traversal(named(expression)) if isinstance(part, OPERATIONS))


def _in_order(operator: Any, term: Expr, limits: Iterable[Limit]) -> Expr:
    """`operator(c f)` as `c operator(f)`, where c has none of the bound variables; the sum of a constant is counted."""
    for limit in limits:
        variable, *bounds = limit
        constant, rest = term.as_independent(variable, as_Add=False)
        if rest == 1 and not is_endless(operator(rest, limit)):
            term = constant * (bounds[1] - bounds[0] + 1)
        else:
            term = constant * operator(rest, limit)
    return term


def _is_exchangeable(operator: Any, function: Expr, limits: list[Limit]) -> bool:
    """Whether sums, or integrals, have one value in any order: but for one they are finite, or nothing is negative."""
    bounds = set().union(*(bound.free_symbols for limit in limits for bound in limit[1:]))
    if bounds & {limit[0] for limit in limits}:
        return False
    return bool(function.is_nonnegative) or sum(is_endless(operator(function, limit)) for limit in limits) < 2

"""Sums, products and integrals in one form, so that what linearity makes equal is equal as it stands."""

from itertools import count
from typing import Any

from sympy import Add, Expr, Integral, Mul, Product, Sum, Symbol, expand, expand_log, oo

OPERATIONS = (Sum, Product, Integral)
Limit = tuple[Expr, ...]


def linear(expression: Expr) -> Expr:
    """The expression with every sum and integral split into its terms and constant factors drawn out of it.

    Bound variables are named by how many operations are nested within their own, so that sums which differ only in the
    name of their index are equal. Finite sums are taken in any order, and so is what is without end where nothing in
    it is negative (Tonelli's theorem); any other exchange is a trusted step.
    """
    return _named(_linear(_apart(expression, count())))


def is_endless(operation: Expr) -> bool:
    """Whether an operation is an integral or a sum without end."""
    return isinstance(operation, Integral) or any({oo, -oo} & set(limit[1:]) for limit in operation.limits)


def outermost(operation: Expr) -> tuple[Expr, Limit]:
    """What an operation with several limits does last, and to what."""
    *inner, limit = operation.limits
    return operation.func(operation.function, *inner) if inner else operation.function, limit


def _apart(expression: Expr, numbers: "count[int]") -> Expr:
    """The expression with one limit for each operation, and for each a variable that occurs nowhere else."""
    if not expression.args or not expression.has(*OPERATIONS):
        return expression
    function, *limits = (_apart(argument, numbers) for argument in expression.args)
    if not isinstance(expression, OPERATIONS):
        return expression.func(function, *limits)
    for variable, *bounds in limits:
        own = _variable(f"{variable.name}&{next(numbers):03}", variable)
        function = expression.func(function.xreplace({variable: own}), (own, *bounds))
    return function


def _variable(name: str, like: Symbol) -> Symbol:
    """A bound variable, whose name no symbol of a proof may have."""
    return Symbol(name, **like.assumptions0)


def _named(expression: Expr) -> Expr:
    """The expression with the variable of each operation named by the operations that are nested within."""
    if not expression.args or not expression.has(*OPERATIONS):
        return expression
    renamed = expression.func(*map(_named, expression.args))
    if not isinstance(renamed, OPERATIONS):
        return renamed
    inner, variables = _depth(renamed.function), (limit[0] for limit in renamed.limits)
    return renamed.xreplace({v: _variable(f"bound&{inner + k:03}", v) for k, v in enumerate(variables)})


def _depth(expression: Expr) -> int:
    """How many operations are nested in one another at most."""
    if not expression.args or not expression.has(*OPERATIONS):
        return 0
    return max(map(_depth, expression.args)) + (len(expression.limits) if isinstance(expression, OPERATIONS) else 0)


def _linear(expression: Expr) -> Expr:
    if not expression.args or not expression.has(*OPERATIONS):
        return expression
    apart = _last_term_apart(expression)
    if apart != expression:
        return _linear(apart)
    if not isinstance(expression, Sum | Integral):
        return expression.func(*map(_linear, expression.args))
    function, limit = outermost(expression)
    body = expand(_linear(expand(expand_log(function))))
    terms = Add.make_args(expand(expand_log(body)))
    return Add(*(_drawn_out(type(expression), term, [limit]) for term in terms))


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
    """`operator(c f)` as `c operator(f)`, where c has none of the bound variables; the sum of a constant is counted."""
    whole, all_limits = _pulled_in(operator, term, limits)
    if _is_exchangeable(operator, whole, all_limits):
        term, limits = whole, sorted(all_limits, key=lambda limit: str(limit[0]))
    for limit in limits:
        variable, *bounds = limit
        constant, rest = term.as_independent(variable, as_Add=False)
        if rest == 1 and not is_endless(operator(rest, limit)):
            term = constant * (bounds[1] - bounds[0] + 1)
        else:
            term = constant * operator(rest, limit)
    return term


def _pulled_in(operator: Any, term: Expr, limits: list[Limit]) -> tuple[Expr, list[Limit]]:
    """A term with sums (or integrals) among its factors as what they sum, and all limits, the innermost first."""
    factors = Mul.make_args(term)
    inner = [limit for factor in factors if type(factor) is operator for limit in factor.limits]
    if not inner:
        return term, limits
    body = Mul(*(factor.function if type(factor) is operator else factor for factor in factors))
    return _pulled_in(operator, body, [*inner, *limits])


def _is_exchangeable(operator: Any, function: Expr, limits: list[Limit]) -> bool:
    """Whether sums, or integrals, have one value in any order: but for one they are finite, or nothing is negative."""
    bounds = set().union(*(bound.free_symbols for limit in limits for bound in limit[1:]))
    if bounds & {limit[0] for limit in limits}:
        return False
    return bool(function.is_nonnegative) or sum(is_endless(operator(function, limit)) for limit in limits) < 2

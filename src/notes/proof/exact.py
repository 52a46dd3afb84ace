"""Exact decisions: is an expression zero, is it non-negative, for all values that the assumptions allow?

An answer is the name of the means that established it, or None. None says "not established", never "false": a false
statement is told from an undecided one by evaluation at random points, see `notes.proof.sampling`.
"""

from collections.abc import Callable, Iterable

from sympy import (
    AccumBounds,
    Add,
    Basic,
    Derivative,
    Eq,
    Expr,
    Function,
    Indexed,
    Integral,
    Limit,
    Mul,
    Product,
    Subs,
    Sum,
    Symbol,
    UnevaluatedExpr,
    cancel,
    expand,
    expand_log,
    expand_trig,
    factor,
    log,
    logcombine,
    nan,
    oo,
    piecewise_fold,
    powsimp,
    radsimp,
    sign,
    simplify,
    together,
    trigsimp,
    zoo,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixExpr

from notes.proof.matrices import vanishes
from notes.proof.symbols import Bounded, Expectation

Hypotheses = Iterable[Relational]

MEANS: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("expansion", expand),
    ("cancellation", lambda e: cancel(together(e))),
    ("closed form", lambda e: simplify(e.doit()) if e.has(Integral, Sum) and not e.has(AppliedUndef) else e),
    ("logarithms", lambda e: expand(expand_log(expand(e)))),
    ("logarithms of factors", lambda e: cancel(together(expand(expand_log(factored_logarithms(e)))))),
    ("powers", lambda e: expand(powsimp(expand(e), force=False))),
    ("trigonometry", lambda e: trigsimp(expand(expand_trig(e)))),
    ("cases", lambda e: simplify(piecewise_fold(e))),
    ("roots", lambda e: simplify(radsimp(e))),
    ("simplification", simplify),
    ("combined logarithms", lambda e: simplify(logcombine(e))),
)


def zero(expression: Expr, given: Hypotheses = ()) -> str | None:
    """The means by which `expression` is zero under the hypotheses, or None if no exact means shows it."""
    if getattr(expression, "is_Matrix", False):
        return _zero_matrix(expression, given)
    prepared = rewritten(linear(released(expression)), given)
    if prepared == 0:
        return "linearity" if expression.has(Integral, Sum) else "evaluation"
    for name, transform in MEANS:
        changed = attempted(transform, prepared)
        if changed is not None and attempted(lambda e: rewritten(linear(e), given), changed) == 0:
            return name
    return None


def attempted(transform: Callable[[Expr], Expr], expression: Expr) -> Expr | None:
    """The transformed expression, or None where SymPy fails inside: a failure of its own is no evidence."""
    try:
        return transform(expression)
    except Exception:
        return None


def released(expression: Expr) -> Expr:
    """The expression with derivatives taken, substitutions made and bounded symbols parametrised; integrals stay."""
    done = evaluated(expression)
    return done.subs({s: s.parametrized() for s in done.free_symbols if isinstance(s, Bounded)})


def evaluated(expression: Expr) -> Expr:
    """The expression with derivatives, substitutions and sums between numbers carried out; integrals stay."""
    if not expression.args:
        return expression
    rebuilt = expression.func(*(evaluated(argument) for argument in expression.args))
    if isinstance(rebuilt, Derivative):
        return _derivative(rebuilt)
    if isinstance(rebuilt, Subs | UnevaluatedExpr | Expectation):
        done = rebuilt.doit(deep=False, integrals=False)
        return done if done.func == rebuilt.func else evaluated(done)
    if isinstance(rebuilt, Limit):
        return _limit(rebuilt)
    if isinstance(rebuilt, Sum | Product) and all(bound.is_Integer for limit in rebuilt.limits for bound in limit[1:]):
        return rebuilt.doit()
    return rebuilt


_HELD: dict[Expr, Expr] = {}


def _derivative(derivative: Derivative) -> Expr:
    """A derivative taken, but for those of integrals and infinite sums by a parameter.

    In their place stands an unnamed function of the parameters, the same for the same operation, of which nothing is
    known: to exchange the two is a trusted step.
    """
    variables = set(derivative.variables)
    operations = sorted(derivative.expr.atoms(Integral, Sum), key=str)
    if any(variables & set(operation.variables) for operation in operations):
        raise ValueError(f"the variable of a derivative must not be bound within it, got {derivative}")
    held = {
        operation: _held(operation)
        for operation in operations
        if operation.function.free_symbols & variables and _is_endless(operation)
    }
    done = derivative.xreplace(held).doit(deep=False, integrals=False)
    if not held:
        return done if done.func == derivative.func else evaluated(done)
    slopes = {one: _held(one) for one in done.atoms(Derivative)}
    return done.xreplace(slopes).xreplace({name: operation for operation, name in held.items()})


def _held(expression: Expr) -> Expr:
    """An unnamed function that stands for an expression."""
    canonical = linear(expression)
    if canonical not in _HELD:
        parameters = sorted(canonical.free_symbols, key=str)
        _HELD[canonical] = Function(f"held {len(_HELD)}", real=True)(*parameters)
    return _HELD[canonical]


def holds_back(expression: Expr) -> bool:
    """Whether an evaluated expression has a derivative in it that was not taken."""
    return any(applied.func.__name__.startswith("held ") for applied in expression.atoms(AppliedUndef))


def _is_endless(operation: Expr) -> bool:
    """Whether an operation is an integral or a sum without end."""
    return isinstance(operation, Integral) or any({oo, -oo} & set(limit[1:]) for limit in operation.limits)


def _limit(limit: Limit) -> Expr:
    """The limit where SymPy finds one that no sign of a parameter decides; else as it stands."""
    if limit.has(AppliedUndef, Indexed, Sum, Product, Integral):
        return limit
    try:
        found = limit.doit()
    except NotImplementedError:
        return limit
    return limit if found.has(oo, -oo, zoo, nan, sign, AccumBounds, Limit) else found


def bound(*expressions: Basic) -> set[Basic]:
    """The variables of all sums, products, integrals, limits, expectations and held substitutions in expressions."""
    found: set[Basic] = set()
    for expression in expressions:
        over_limits = (limit[0] for one in expression.atoms(Sum, Product, Integral) for limit in one.limits)
        held = (variable for one in expression.atoms(Subs) for variable in one.variables)
        single = (one.args[1] for one in expression.atoms(Limit, Expectation))
        found |= {*over_limits, *held, *single}
    return found


def factored(expression: Expr) -> Expr:
    """The expression over a common denominator, in factors."""
    return factor(together(expression))


def factored_logarithms(expression: Expr) -> Expr:
    """The expression with the argument of every logarithm factored, so that `expand_log` can split it."""
    return expression.replace(lambda e: isinstance(e, log), lambda e: log(factor(cancel(together(e.args[0])))))


def linear(expression: Expr) -> Expr:
    """The expression with every sum and integral split into its terms and constant factors drawn out of it.

    Bound variables are renamed by their depth, so that sums which differ only in the name of their index are equal.
    Integrals of unnamed densities are taken over their common space; linearity, and the exchange of two sums or
    integrals, suppose that every part converges absolutely.
    """
    return _linear(expression, 0)


def _linear(expression: Expr, depth: int) -> Expr:
    if not expression.args or not expression.has(Sum, Integral, Product):
        return expression
    apart = _last_term_apart(expression)
    if apart != expression:
        return _linear(apart, depth)
    if not isinstance(expression, Sum | Integral):
        return expression.func(*(_linear(argument, depth) for argument in expression.args))
    flat = _flattened(expression)
    renaming = {limit[0]: _canonical(limit[0], depth + k) for k, limit in enumerate(flat.limits)}
    body = expand(_linear(expand(expand_log(flat.function)), depth + len(flat.limits))).xreplace(renaming)
    limits = [tuple(part.xreplace(renaming) for part in limit) for limit in flat.limits]
    return Add(*(_drawn_out(type(expression), term, limits) for term in Add.make_args(expand(expand_log(body)))))


def _last_term_apart(operation: Expr) -> Expr:
    """A sum or product to n + k as the one to n and k terms more, where that one starts no later than n + 1."""
    if not isinstance(operation, Sum | Product) or len(operation.limits) > 1:
        return operation
    ((variable, first, last),) = operation.limits
    more, size = last.as_coeff_Add()
    if not (
        first.is_Integer and more.is_Integer and more > 0 and size.is_integer and (size - first + 1).is_nonnegative
    ):
        return operation
    rest = [operation.function.subs(variable, size + k) for k in range(1, int(more) + 1)]
    combined = Add if isinstance(operation, Sum) else Mul
    return combined(operation.func(operation.function, (variable, first, size)), *rest)


def _flattened(expression: Expr) -> Expr:
    """A sum of a sum (or integral of an integral) as one with several limits, ordered by name where they may be."""
    function = expression.function
    while type(function) is type(expression):
        expression = type(expression)(function.function, *function.limits, *expression.limits)
        function = expression.function
    variables = {limit[0] for limit in expression.limits}
    if any(variables & part.free_symbols for limit in expression.limits for part in limit[1:]):
        return expression
    return type(expression)(function, *sorted(expression.limits, key=lambda limit: str(limit[0])))


def _canonical(variable: Symbol, depth: int) -> Symbol:
    return Symbol(f"bound_{depth}", **variable.assumptions0)


def _drawn_out(operator: type, term: Expr, limits: list[tuple[Expr, ...]]) -> Expr:
    """`operator(c f)` as `c operator(f)`, where c has none of the bound variables; the sum of a constant is counted."""
    for limit in limits:
        variable, *bounds = limit
        constant, rest = term.as_independent(variable, as_Add=False)
        if rest == 1 and bounds and operator is Sum:
            term = constant * (bounds[1] - bounds[0] + 1)
        else:
            term = constant * operator(rest, limit)
    return term


def rewritten(expression: Expr, given: Hypotheses) -> Expr:
    """The expression with the left side of every hypothesis replaced by its right side."""
    for hypothesis in (one for one in given if isinstance(one, Eq)):
        left, right = (linear(released(side)) for side in hypothesis.args)
        free = isinstance(left, AppliedUndef) and not right.free_symbols & bound(expression)
        expression = linear(expression.xreplace({left: right}) if free else expression.subs(left, right))
    return expression


def _zero_matrix(expression: Expr, given: Hypotheses) -> str | None:
    if isinstance(expression, MatrixExpr):
        return "matrix algebra" if vanishes(expression, given) else None
    entries = [zero(entry, given) for entry in expression.doit()]
    return entries[0] if entries and all(entries) else None

"""Exact decisions: is an expression zero, is it non-negative, for all values that the assumptions allow?

An answer is the name of the means that established it, or None. None says "not established", never "false": a false
statement is told from an undecided one by evaluation at random points, see `notes.proof.sampling`.
"""

from collections.abc import Callable, Iterable

from sympy import (
    Add,
    Derivative,
    Dummy,
    Eq,
    Expr,
    Integral,
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
    piecewise_fold,
    powsimp,
    radsimp,
    simplify,
    together,
    trigsimp,
)
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.matexpr import MatrixExpr

from notes.proof.matrices import vanishes
from notes.proof.symbols import Bounded, Expectation

Hypotheses = Iterable[Eq]

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
    prepared = _rewritten(linear(released(expression)), given)
    if prepared == 0:
        return "linearity" if expression.has(Integral, Sum) else "evaluation"
    for name, transform in MEANS:
        if _attempted(transform, prepared, given) == 0:
            return name
    return None


def _attempted(transform: Callable[[Expr], Expr], expression: Expr, given: Hypotheses) -> Expr | None:
    """The transformed expression, or None where SymPy fails inside: a failure of its own is no evidence."""
    try:
        return _rewritten(linear(transform(expression)), given)
    except Exception:
        return None


def nonnegative(expression: Expr, given: Hypotheses = ()) -> str | None:
    """The means by which `expression` is at least zero under the hypotheses, or None."""
    return _signed(expression, given, "is_nonnegative")


def positive(expression: Expr, given: Hypotheses = ()) -> str | None:
    """The means by which `expression` is greater than zero under the hypotheses, or None."""
    return _signed(expression, given, "is_positive")


def _signed(expression: Expr, given: Hypotheses, query: str) -> str | None:
    prepared = _rewritten(linear(released(expression)), given)
    forms = [
        ("sign", lambda e: e),
        ("factorisation", factor),
        ("expansion", expand),
        ("common denominator", lambda e: factor(together(e))),
        ("logarithms", lambda e: factor(expand_log(factored_logarithms(e)))),
        ("simplification", simplify),
        ("factorised simplification", lambda e: factor(simplify(e))),
    ]
    for name, form in forms:
        shown = form(prepared)
        if getattr(_with_signed_parts(shown), query):
            return name
    return None


def _with_signed_parts(expression: Expr) -> Expr:
    """Sums, integrals and products whose sign follows from their parts become symbols, so that SymPy sees the sign.

    A sum of positive terms is positive (it has one at least); of an integral only "not negative" is inferred.
    """
    return expression.replace(lambda e: isinstance(e, Sum | Integral | Product), _signed_part)


def _signed_part(operation: Expr) -> Expr:
    if not isinstance(operation, Integral) and _signed(operation.function, (), "is_positive"):
        return Dummy(positive=True)
    if _signed(operation.function, (), "is_nonnegative"):
        return Dummy(nonnegative=True)
    return operation


def released(expression: Expr) -> Expr:
    """The expression with derivatives taken, substitutions made and bounded symbols parametrised; integrals stay."""
    done = evaluated(expression)
    return done.subs({s: s.parametrized() for s in done.free_symbols if isinstance(s, Bounded)})


def evaluated(expression: Expr) -> Expr:
    """The expression with derivatives, substitutions and sums between numbers carried out; integrals stay."""
    if not expression.args:
        return expression
    rebuilt = expression.func(*(evaluated(argument) for argument in expression.args))
    if isinstance(rebuilt, Derivative | Subs | UnevaluatedExpr | Expectation):
        done = rebuilt.doit(deep=False, integrals=False)
        return done if done.func == rebuilt.func else evaluated(done)
    if isinstance(rebuilt, Sum | Product) and all(bound.is_Integer for limit in rebuilt.limits for bound in limit[1:]):
        return rebuilt.doit()
    return rebuilt


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
    if not expression.args or not expression.has(Sum, Integral):
        return expression
    if not isinstance(expression, Sum | Integral):
        return expression.func(*(_linear(argument, depth) for argument in expression.args))
    flat = _flattened(expression)
    renaming = {limit[0]: _canonical(limit[0], depth + k) for k, limit in enumerate(flat.limits)}
    body = expand(_linear(expand(expand_log(flat.function)), depth + len(flat.limits))).xreplace(renaming)
    limits = [tuple(part.xreplace(renaming) for part in limit) for limit in flat.limits]
    return Add(*(_drawn_out(type(expression), term, limits) for term in Add.make_args(expand(expand_log(body)))))


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


def _rewritten(expression: Expr, given: Hypotheses) -> Expr:
    """The expression with the left side of every hypothesis replaced by its right side."""
    for hypothesis in given:
        left, right = (linear(released(side)) for side in hypothesis.args)
        expression = linear(expression.subs(left, right))
    return expression


def _zero_matrix(expression: Expr, given: Hypotheses) -> str | None:
    if isinstance(expression, MatrixExpr):
        return "matrix algebra" if vanishes(expression, given) else None
    entries = [zero(entry, given) for entry in expression.doit()]
    return entries[0] if entries and all(entries) else None

"""Exact decisions: is an expression zero, is it non-negative, for all values that the assumptions allow?

An answer is the name of the means that established it, or None. None says "not established", never "false": a false
statement is told from an undecided one by evaluation at random points, see `notes.proof.sampling`.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from sympy import (
    Derivative,
    Dummy,
    Eq,
    Expr,
    Function,
    Integral,
    Limit,
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
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixExpr

from notes.proof.binding import RANGING, free, varied
from notes.proof.limits import limit_of
from notes.proof.linearity import is_endless, linear
from notes.proof.matrices import vanishes
from notes.proof.symbols import Bounded, Expectation

Hypotheses = Iterable[Relational]
HELD = (*RANGING, Derivative, Subs)

MEANS: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("expansion", expand),
    ("cancellation", lambda e: cancel(together(e))),
    ("closed form", lambda e: simplify(closed(e)) if e.has(Integral, Sum) and not e.has(AppliedUndef) else e),
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
    prepared = rewritten(released(expression), given)
    if prepared == 0:
        return "linearity" if expression.has(Integral, Sum) else "evaluation"
    for name, transform in MEANS:
        changed = attempted(transform, prepared)
        if changed is not None and attempted(lambda e: rewritten(e, given), changed) == 0:
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
    parts = [evaluated(argument) for argument in expression.args]
    if isinstance(expression, Subs) and isinstance(parts[0], Subs):
        return _within(parts[0], dict(zip(parts[1], parts[2], strict=True)))
    rebuilt = expression.func(*parts)
    if isinstance(rebuilt, Derivative):
        return _derivative(rebuilt)
    if isinstance(rebuilt, Subs | UnevaluatedExpr | Expectation):
        done = rebuilt.doit(deep=False, integrals=False)
        return done if done.func == rebuilt.func else evaluated(done)
    if isinstance(rebuilt, Limit):
        found = limit_of(rebuilt)
        return _held(rebuilt) if found is None else found
    if isinstance(rebuilt, Sum | Product) and all(bound.is_Integer for limit in rebuilt.limits for bound in limit[1:]):
        return rebuilt.doit(integrals=False)
    return rebuilt


def _within(held: Subs, values: dict[Expr, Expr]) -> Subs:
    """A held substitution with others put in; SymPy would make one of both, and leave their names in its points."""
    free_names = {name: value for name, value in values.items() if name not in held.variables}
    points = [point.subs(values, simultaneous=True) for point in held.point]
    return Subs(held.expr.subs(free_names, simultaneous=True), held.variables, points)


_HELD: dict[Expr, Expr] = {}


def _derivative(derivative: Derivative) -> Expr:
    """A derivative taken, but for those of integrals and infinite sums by a parameter, and by an end where the
    function that is integrated has no name.

    In their place stands an unnamed function of the parameters, the same for the same operation, of which nothing is
    known: to exchange the two, or to differentiate by an end, is a trusted step.
    """
    variables = set(derivative.variables)
    operations = sorted(derivative.expr.atoms(Integral, Sum), key=str)
    if any(variables & set(operation.variables) for operation in operations):
        raise ValueError(f"the variable of a derivative must not be bound within it, got {derivative}")
    held = {
        operation: _held(operation)
        for operation in operations
        if is_endless(operation) and variables & _parameters(operation)
    }
    done = derivative.xreplace(held).doit(deep=False, integrals=False)
    if not held:
        return done if done.func == derivative.func else evaluated(done)
    slopes = {one: _held(one) for one in done.atoms(Derivative)}
    return done.xreplace(slopes).xreplace({name: operation for operation, name in held.items()})


def _parameters(operation: Expr) -> set[Symbol]:
    """The symbols by which nothing is differentiated in passing: all, but for the ends of an integral of a formula."""
    whole = isinstance(operation, Integral) and operation.has(AppliedUndef)
    return operation.free_symbols if whole else operation.function.free_symbols


def _held(expression: Expr) -> Expr:
    """An unnamed function that stands for an expression of which nothing more is known."""
    canonical = linear(expression)
    if canonical not in _HELD:
        parameters = sorted(free(canonical), key=str)
        _HELD[canonical] = Function(f"held {len(_HELD)}", real=True)(*parameters)
    return _HELD[canonical]


def holds_back(expression: Expr) -> bool:
    """Whether an evaluated expression has a derivative in it that was not taken."""
    return any(applied.func.__name__.startswith("held ") for applied in expression.atoms(AppliedUndef))


def closed(expression: Expr) -> Expr:
    """The expression with its sums and integrals carried out, equal ones once."""
    operations = expression.atoms(Integral, Sum)
    inner = {part for operation in operations for part in operation.function.atoms(Integral, Sum)}
    return expression.xreplace({operation: _carried_out(operation) for operation in operations - inner}).doit()


@lru_cache(maxsize=512)
def _carried_out(operation: Expr) -> Expr:
    return operation.doit()


def factored(expression: Expr) -> Expr:
    """The expression over a common denominator, in factors."""
    return factor(together(expression))


def factored_logarithms(expression: Expr) -> Expr:
    """The expression with the argument of every logarithm factored, so that `expand_log` can split it."""
    return expression.replace(lambda e: isinstance(e, log), lambda e: log(factor(cancel(together(e.args[0])))))


def rewritten(expression: Expr, given: Hypotheses) -> Expr:
    """The expression in one form, with the left side of every hypothesis replaced by its right side."""
    expression = inert(expression)
    for hypothesis in (one for one in given if isinstance(one, Eq)):
        expression = inert(replaced(expression, _left_for_right(hypothesis)))
    return expression


@lru_cache(maxsize=256)
def _left_for_right(hypothesis: Eq) -> dict[Expr, Expr]:
    """What a hypothesis says to put in, both sides in the form that expressions are brought into."""
    left, right = (inert(released(side)) for side in hypothesis.args)
    return {left: right}


def inert(expression: Expr) -> Expr:
    """The expression by linearity, the slopes of unnamed functions under its integrals as unnamed functions themselves.

    SymPy would integrate them; that is a trusted step.
    """
    whole = linear(expression)
    under = (slope for integral in whole.atoms(Integral) for slope in integral.atoms(Derivative, Subs))
    held = {slope: _held(slope) for slope in under}
    return whole.replace(lambda part: isinstance(part, Integral), lambda part: part.xreplace(held)) if held else whole


def replaced(expression: Expr, known: dict[Expr, Expr]) -> Expr:
    """The expression with what is known put in, which may be so for one value of its free names only.

    So nothing is put in within an operation that binds such a name, or within a derivative by it.
    """
    names = set().union(*(free(side) for pair in known.items() for side in pair))
    kept = {part: Dummy() for part in expression.atoms(*HELD) if names & varied(part)}
    apart = expression.xreplace(kept)
    put_in = apart.xreplace(known) if all(isinstance(one, AppliedUndef) for one in known) else apart.subs(known)
    return put_in.xreplace({name: part for part, name in kept.items()})


def _zero_matrix(expression: Expr, given: Hypotheses) -> str | None:
    if isinstance(expression, MatrixExpr):
        return "matrix algebra" if vanishes(expression, given) else None
    entries = [zero(entry, given) for entry in expression.doit()]
    return entries[0] if entries and all(entries) else None

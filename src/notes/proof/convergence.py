"""Whether sums without end, and integrals to infinity or to a singular end, converge: the terms fall fast enough.

An answer is the name of the means that established it, or None, as in `notes.proof.exact`.
"""

from functools import lru_cache

from sympy import (
    AccumBounds,
    Add,
    Dummy,
    Expr,
    Indexed,
    Integral,
    Pow,
    Product,
    Sum,
    Symbol,
    expand_mul,
    log,
    nan,
    oo,
    sqrt,
    zoo,
)
from sympy.core.function import AppliedUndef

from notes.proof.exact import Hypotheses, released
from notes.proof.limits import sign_of, tends
from notes.proof.linearity import is_endless, outermost

INFINITE = (oo, -oo, zoo, nan, AccumBounds)


def is_supposed(operation: Expr) -> bool:
    """Whether the convergence of an operation, or of some terms of it, is a hypothesis of its own."""
    return any(_is_unnamed(term, operation) for term in _terms(operation))


def _terms(operation: Expr) -> tuple[Expr, ...]:
    return Add.make_args(expand_mul(operation.function))


def _is_unnamed(term: Expr, operation: Expr) -> bool:
    """Whether a term has an unnamed function of each variable that has no two finite ends, and some has not."""
    endless = {limit[0] for limit in operation.limits if len(limit) == 1 or {oo, -oo} & set(limit[1:])}
    functions = [applied.free_symbols for applied in term.atoms(AppliedUndef)]
    return bool(endless) and all(any(variable in names for names in functions) for variable in endless)


@lru_cache(maxsize=256)
def converges(operation: Expr, given: Hypotheses = ()) -> str | None:  # noqa: ARG001
    """The means by which a sum, a product or an integral has a finite value, or None.

    Its terms must be finite between the limits. At an infinite end the square of the variable times the term must have
    a finite limit, at a singular end the square root of the distance times the term. Terms with unnamed functions of
    the variables are supposed to converge, which is shown; all others have to.
    """
    named = [term for term in _terms(operation) if not _is_unnamed(term, operation)]
    if not named:
        return "supposed"
    if is_supposed(operation):
        operation = operation.func(Add(*named), *operation.limits)
    if not is_endless(operation):
        return "finite"
    function, (variable, *ends) = outermost(operation)
    if isinstance(operation, Product) or len(ends) < 2 or any(one.has(variable) for one in function.atoms(Indexed)):
        return None
    term = released(function)
    falls = (_falls(operation, term, end, inward) for end, inward in zip(ends, (1, -1), strict=True))
    return "comparison" if all(falls) else None


def _falls(operation: Expr, term: Expr, end: Expr, inward: int) -> bool:
    """Whether the terms are small enough towards an end of a sum or an integral."""
    ((variable, *_),) = operation.limits[-1:]
    far = Dummy("t", positive=True)
    if end.is_infinite:
        return _is_bounded(far**2 * term.subs(variable, -inward * far), far)
    if isinstance(operation, Sum) or _is_regular(term, variable, end):
        return True
    return _is_bounded(term.subs(variable, end + inward / far) / sqrt(far), far)


def _is_regular(term: Expr, variable: Expr, end: Expr) -> bool:
    """Whether a term, with all that is summed and integrated within it, is finite at an end, for all parameters."""
    inner = (one.subs(variable, end) for one in term.atoms(Sum, Integral))
    divisors = (part.base for part in term.atoms(Pow) if not part.exp.is_nonnegative)
    poles = [one.subs(variable, end) for one in (*divisors, *(part.args[0] for part in term.atoms(log)))]
    settled = all(sign_of(one) in (1, -1) for one in poles)
    return settled and not term.subs(variable, end).has(*INFINITE) and all(map(converges, inner))


def _is_bounded(expression: Expr, far: Symbol) -> bool:
    """Whether an expression has a finite limit at infinity, for all values of its parameters."""
    found = None if expression.has(Sum, Integral) else tends(expression, far)
    return found is not None and found not in (oo, -oo)

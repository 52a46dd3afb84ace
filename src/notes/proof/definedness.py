"""Definedness: what an expression needs to have a value, under exactly the assumptions and hypotheses that are shown.

Denominators are not zero, logarithms are of positive numbers, roots of non-negative ones, and nothing is
differentiated at a kink. Variables of sums and integrals keep to their assumptions between their limits, which lie in
their order; what has no end converges.
"""

from collections.abc import Callable, Iterator

from sympy import (
    Abs,
    Basic,
    Derivative,
    Determinant,
    Dummy,
    Expr,
    Ge,
    Heaviside,
    I,
    Integral,
    Inverse,
    Max,
    Min,
    Mod,
    Piecewise,
    Pow,
    Product,
    S,
    Subs,
    Sum,
    Symbol,
    acos,
    acosh,
    asin,
    atanh,
    ceiling,
    cos,
    factorial,
    floor,
    gamma,
    log,
    loggamma,
    oo,
    sign,
    tan,
)
from sympy.core.relational import Relational

from notes.proof import signs
from notes.proof.convergence import converges
from notes.proof.symbols import Bounded, OrthogonalMatrix

Facts = tuple[Relational, ...]
Places = dict[Basic, Expr]
Needs = Iterator[tuple[str, Expr, Facts]]

KINKS = (Abs, Max, Min, Piecewise, Heaviside, sign, floor, ceiling)

NEEDED: dict[type[Basic], Callable[[Expr], tuple[str, Expr]]] = {
    log: lambda e: ("positive", e.args[0]),
    gamma: lambda e: ("positive", e.args[0]),
    loggamma: lambda e: ("positive", e.args[0]),
    factorial: lambda e: ("non-negative", e.args[0]),
    tan: lambda e: ("not zero", cos(e.args[0])),
    atanh: lambda e: ("positive", 1 - e.args[0] ** 2),
    asin: lambda e: ("non-negative", 1 - e.args[0] ** 2),
    acos: lambda e: ("non-negative", 1 - e.args[0] ** 2),
    acosh: lambda e: ("non-negative", e.args[0] - 1),
    Mod: lambda e: ("not zero", e.args[1]),
    Inverse: lambda e: ("not zero", Determinant(e.arg)),
}
"""What the argument of a function must be for the function to have a real value."""


def undefined(expression: Basic, given: Facts) -> str | None:
    """What an expression needs and is not known to have, in words, or None."""
    decide = {
        "positive": signs.positive,
        "non-negative": signs.nonnegative,
        "not zero": signs.nonzero,
        "finite": converges,
    }
    settled: set[tuple[str, Expr, Facts]] = set()
    for need in _needs(expression, given, {}):
        word, part, facts = need
        if need in settled or (part.is_number and part.has(I)):
            continue
        if decide[word](part, facts) is None:
            return f"{part} must be {word}, and nothing that is shown says so"
        settled.add(need)
    return None


def _needs(expression: Basic, facts: Facts, places: Places) -> Needs:
    """Every part that must be positive, not negative or not zero, with the facts under which it must."""
    if isinstance(expression, Pow):
        yield from _power(expression, facts, places)
    for kind, need in NEEDED.items():
        if isinstance(expression, kind) and not isinstance(expression.args[0], OrthogonalMatrix):
            word, part = need(expression)
            yield word, part.subs(places), facts
    if isinstance(expression, Sum | Product | Integral):
        yield from _operation(expression, facts, places)
    elif isinstance(expression, Subs):
        held = dict(zip(expression.variables, (point.subs(places) for point in expression.point), strict=True))
        for point in expression.point:
            yield from _needs(point, facts, places)
        yield from _needs(expression.expr, facts, {**places, **held})
    elif isinstance(expression, Derivative):
        yield from _smooth(expression, facts, places)
        yield from _needs(expression.expr, facts, places)
    elif isinstance(expression, Piecewise):
        for branch, condition in expression.args:
            known = (condition.subs(places),) if isinstance(condition, Relational) else ()
            yield from _needs(branch, (*facts, *known), places)
    else:
        for part in expression.args:
            yield from _needs(part, facts, places)


def _power(power: Pow, facts: Facts, places: Places) -> Needs:
    base, exponent = power.base.subs(places), power.exp.subs(places)
    if exponent.is_integer:
        if not exponent.is_nonnegative:
            yield "not zero", base, facts
    elif exponent.is_positive:
        yield "non-negative", base, facts
    else:
        yield "positive", base, facts


def _operation(operation: Expr, facts: Facts, places: Places) -> Needs:
    """The limits, from the outermost in, the body for values of the variables between them, and the whole."""
    inner, continuous = dict(places), isinstance(operation, Integral)
    for variable, *bounds in reversed(operation.limits):
        for one in bounds:
            yield from _needs(one, facts, inner)
        if len(bounds) == 2:
            lower, upper = (one.subs(inner) for one in bounds)
            yield from _within_assumptions(variable, lower, upper, continuous, facts)
            yield from _ordered(lower, upper, continuous, facts)
            inner[variable] = _between(variable, lower, upper, continuous)
            if upper.is_finite and not upper.is_number:
                facts = (*facts, Ge(upper, inner[variable], evaluate=False))
    yield from _needs(operation.function, facts, inner)
    yield "finite", operation.subs(places), facts


def _ordered(lower: Expr, upper: Expr, continuous: bool, facts: Facts) -> Needs:
    """The upper limit is not below the lower one; for a sum, by no more than one."""
    if lower.is_finite and upper.is_finite and not (lower.is_number and upper.is_number):
        yield "non-negative", upper - lower + (0 if continuous else 1), facts


def _within_assumptions(variable: Symbol, lower: Expr, upper: Expr, continuous: bool, facts: Facts) -> Needs:
    """The limits of a variable lie within what its name supposes of it; an integral does not count its ends."""
    if continuous and variable.is_integer:
        yield "positive", S.NegativeOne, facts
    if isinstance(variable, Bounded):
        yield "non-negative", lower - variable.lower, facts
        yield "non-negative", variable.upper - upper, facts
    elif variable.is_positive and not continuous:
        yield "positive", lower, facts
    elif variable.is_nonnegative:
        yield "non-negative", lower, facts


def _between(variable: Symbol, lower: Expr, upper: Expr, continuous: bool) -> Expr:
    """A value between the limits, as an expression that shows the lower one, and numbers for both of an integral."""
    if not continuous:
        return lower + Dummy(variable.name, integer=True, nonnegative=True) if lower.is_finite else variable
    above = Dummy(variable.name, positive=True)
    if lower.is_number and upper.is_number and lower.is_finite and upper.is_finite:
        return lower + (upper - lower) * above / (1 + above)
    if lower.is_finite:
        return lower + above
    return upper - above if upper is not oo and upper.is_finite else variable


def _smooth(derivative: Derivative, facts: Facts, places: Places) -> Needs:
    """Where the function has a kink, the place of the derivative is another one."""
    for kink in derivative.expr.atoms(*KINKS):
        if kink.free_symbols & set(derivative.variables):
            for gap in _gaps(kink):
                yield "not zero", gap.subs(places), facts


def _gaps(kink: Expr) -> Iterator[Expr]:
    """The expressions whose zeros are the kinks of a function."""
    if isinstance(kink, Abs | sign | Heaviside):
        yield kink.args[0]
    elif isinstance(kink, Max | Min):
        yield from (a - b for k, a in enumerate(kink.args) for b in kink.args[:k])
    elif isinstance(kink, Piecewise):
        relations = (one for _, condition in kink.args for one in condition.atoms(Relational))
        yield from (one.lhs - one.rhs for one in relations)
    else:
        yield S.Zero

"""Definedness: what an expression needs to have a value, under exactly the assumptions and hypotheses that are shown.

Denominators are not zero, logarithms are of positive numbers, roots of non-negative ones, and nothing is
differentiated at a kink. Variables of sums and integrals keep to their assumptions between their limits, which lie in
their order; what has no end converges.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sympy import (
    Basic,
    Derivative,
    Dummy,
    Expr,
    Function,
    Ge,
    I,
    Integral,
    Limit,
    Or,
    Piecewise,
    Pow,
    Product,
    Subs,
    Sum,
    Symbol,
    acos,
    acosh,
    asin,
    oo,
    simplify,
    true,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from notes.proof import exact, signs
from notes.proof.binding import free, require_uncaptured
from notes.proof.convergence import converges
from notes.proof.functions import KINKED, NEEDED, SMOOTH, gaps
from notes.proof.symbols import Bounded, Expectation, OrthogonalMatrix

Facts = tuple[Relational, ...]
Places = dict[Basic, Expr]
Needs = Iterator[tuple[str, Expr, Facts]]

OPEN = {asin: lambda x: 1 - x**2, acos: lambda x: 1 - x**2, acosh: lambda x: x - 1}
"""What must be positive, beyond what a value needs, for a function to be smooth."""


def undefined(expression: Basic, given: Facts) -> str | None:
    """What an expression needs and is not known to have, in words, or None."""
    decide: dict[str, Callable[[Expr, Facts], object]] = {
        "positive": signs.positive,
        "non-negative": signs.nonnegative,
        "not zero": signs.nonzero,
        "whole": _whole,
        "finite": converges,
        "smooth": lambda *_: None,
        "complete": lambda *_: None,
        "whatever it is": lambda *_: True,
        "at a point that its variable comes near": lambda limit, _: approaches(*limit.args[1:]) or None,
    }
    settled: set[tuple[str, Expr, Facts]] = set()
    for need in _needs(expression, given, {}):
        word, part, facts = need
        if part.is_number and part.has(I):
            word = {"positive": "not zero", "non-negative": "whatever it is"}.get(word, word)
        if need not in settled and decide[word](part, facts) is None:
            return f"{part} must be {word}, and nothing that is shown says so"
        settled.add(need)
    return None


def _whole(expression: Expr, _: Facts) -> bool | None:
    return exact.released(expression).is_integer or None


def approaches(variable: Symbol, point: Expr, direction: Symbol) -> bool:
    """Whether the values of a variable come as near to infinity, or to zero from above, as one likes."""
    if type(variable) is not Symbol or not variable.is_real or variable.is_nonpositive:
        return False
    return bool(point is oo or (point == 0 and str(direction) == "+" and not variable.is_integer))


def _needs(expression: Basic, facts: Facts, places: Places) -> Needs:
    """Every part that must be positive, not negative, not zero, whole or finite, with the facts under which it must."""
    if isinstance(expression, Pow):
        yield from _power(expression, facts, places)
    if type(expression) in NEEDED and not isinstance(expression.args[0], OrthogonalMatrix):
        yield from ((word, _at(part, places), facts) for word, part in NEEDED[type(expression)](expression))
    if isinstance(expression, Sum | Product | Integral):
        yield from _operation(expression, facts, places)
    elif isinstance(expression, Expectation):
        value, variable, density = expression.args
        yield "non-negative", _at(density, places), facts
        yield from _operation(Integral(density * value, variable), facts, places)
    elif isinstance(expression, Limit):
        yield "at a point that its variable comes near", expression, facts
        yield from _needs(expression.args[0], facts, places)
    elif isinstance(expression, Subs):
        yield from _placed(expression, facts, places)
    elif isinstance(expression, Derivative):
        yield from _smooth(expression, facts, places)
        yield from _needs(expression.expr, facts, places)
    elif isinstance(expression, Piecewise):
        yield from _branches(expression, facts, places)
    else:
        for part in expression.args:
            yield from _needs(part, facts, places)


def _at(part: Basic, places: Places) -> Any:
    """A part where bound names are at places, all of them at once: one may be put in for another."""
    here = {name: place for name, place in places.items() if name in free(part)}
    require_uncaptured(part, set().union(*map(free, here.values())))
    return part.subs(here, simultaneous=len(here) > 1)


def _placed(taken: Subs, facts: Facts, places: Places) -> Needs:
    held = dict(zip(taken.variables, (_at(point, places) for point in taken.point), strict=True))
    for point in taken.point:
        yield from _needs(point, facts, places)
    yield from _needs(taken.expr, facts, {**places, **held})


def _branches(pieces: Piecewise, facts: Facts, places: Places) -> Needs:
    if pieces.args[-1].cond is not true and simplify(Or(*(condition for _, condition in pieces.args))) is not true:
        yield "complete", pieces, facts
    for branch, condition in pieces.args:
        known = (_at(condition, places),) if isinstance(condition, Relational) else ()
        yield from _needs(branch, (*facts, *known), places)
        yield from _needs(condition, facts, places)


def _power(power: Pow, facts: Facts, places: Places) -> Needs:
    base, exponent = _at(power.base, places), _at(power.exp, places)
    if exponent.is_integer:
        if not exponent.is_nonnegative:
            yield "not zero", base, facts
    elif exponent.is_positive:
        yield "non-negative", base, facts
    else:
        yield "positive", base, facts


def _operation(operation: Expr, facts: Facts, places: Places) -> Needs:
    """The limits, from the outermost in, what is within each, the body for values between them, and the whole."""
    inner, continuous = dict(places), isinstance(operation, Integral)
    for within, (variable, *bounds) in reversed(list(enumerate(operation.limits))):
        for one in bounds:
            yield from _needs(one, facts, inner)
        if not continuous:
            yield from (("whole", _at(one, inner), facts) for one in (variable, *bounds) if one not in (oo, -oo))
        if len(bounds) == 2:
            lower, upper = (_at(one, inner) for one in bounds)
            yield from _within_assumptions(variable, lower, upper, continuous, facts)
            yield from _ordered(lower, upper, continuous, facts)
            inner[variable] = _between(variable, lower, upper, continuous)
            if upper.is_finite and not upper.is_number:
                facts = (*facts, Ge(upper, inner[variable], evaluate=False))
        if within:
            yield "finite", _at(operation.func(operation.function, *operation.limits[:within]), inner), facts
    yield from _needs(operation.function, facts, inner)
    yield "finite", _at(operation, places), facts


def _ordered(lower: Expr, upper: Expr, continuous: bool, facts: Facts) -> Needs:
    """The upper limit is not below the lower one; for a sum, by no more than one."""
    if lower is oo or upper is -oo:
        yield "non-negative", -oo, facts
    elif lower is not -oo and upper is not oo:
        yield "non-negative", upper - lower + (0 if continuous else 1), facts


def _within_assumptions(variable: Symbol, lower: Expr, upper: Expr, continuous: bool, facts: Facts) -> Needs:
    """The limits of a variable lie within what its name supposes of it; an integral does not count its ends."""
    if continuous and variable.is_integer:
        yield "smooth", variable, facts
    if isinstance(variable, Bounded):
        yield "non-negative", lower - variable.lower, facts
        yield "non-negative", variable.upper - upper, facts
    elif variable.is_positive and not continuous:
        yield "positive", lower, facts
    elif variable.is_nonnegative:
        yield "non-negative", lower, facts
    elif variable.is_nonpositive:
        yield "non-negative", -upper, facts
    elif variable._assumptions_orig != {"real": True}:
        yield "smooth", variable, facts


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
    """The place of a derivative is none where the function may have a kink, or an end of what it is defined on."""
    variables = set(derivative.variables)
    if any(not isinstance(variable, Symbol) or variable.is_integer for variable in variables):
        yield "smooth", derivative, facts
    for part in derivative.expr.atoms(Function, Pow, *KINKED):
        if not part.free_symbols & variables or isinstance(part, (*SMOOTH, AppliedUndef)):
            continue
        if any(variable.is_extended_real is None for variable in variables & part.free_symbols):
            yield "smooth", part, facts
        if isinstance(part, KINKED):
            yield from (("not zero", _at(gap, places), facts) for gap in gaps(part))
        elif isinstance(part, Pow):
            if not part.exp.is_integer:
                yield "positive", _at(part.base, places), facts
        elif type(part) in OPEN:
            yield "positive", _at(OPEN[type(part)](part.args[0]), places), facts
        else:
            yield "smooth", part, facts

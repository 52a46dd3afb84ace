"""Making hypotheses true in a random world: names are defined by them, functions and sequences scaled."""

from functools import cache
from typing import TYPE_CHECKING

from sympy import Add, Eq, Expr, I, Indexed, Integral, Rational, Subs, Sum, Symbol, sign
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from notes.proof.digits import DIGITS, Number, mp
from notes.proof.evaluation import value
from notes.proof.operations import is_measured
from notes.proof.recursions import recursion

if TYPE_CHECKING:
    from notes.proof.sampling import World

EXACT_DIGITS = 300


class UnsampledError(ValueError):
    """No world was found in which a hypothesis holds, so nothing can be confirmed."""


def adopt(world: "World", hypothesis: Relational) -> None:
    """Make an equality true: normalise a function or a sequence, or define a symbol by the other side."""
    if not isinstance(hypothesis, Eq):
        return
    left, right = hypothesis.args
    every = recursion(hypothesis)
    if every is not None:
        world.recursions[every.base] = every
    elif isinstance(left, Indexed):
        world.values[left.base, tuple(round(world.value(index)[0]) for index in left.indices)] = rational(world, right)
    elif isinstance(left, AppliedUndef) and right.atoms(Subs):
        _adopt_remainder(world, left, right)
    elif isinstance(left, Sum) and isinstance(left.function, Indexed):
        (variable, first, last), entry = left.limits[0], left.function
        world.scales[entry.base] = (entry.indices.index(variable), first, last, right)
    elif isinstance(left, Integral) and isinstance(left.function, AppliedUndef):
        _normalize(world, left, right)
    elif isinstance(left, Symbol):
        world.values[left] = rational(world, right)
    elif isinstance(right, Symbol):
        world.values[right] = rational(world, left)


def _adopt_remainder(world: "World", left: AppliedUndef, right: Expr) -> None:
    """Find the point of Taylor's remainder between the two points that the hypothesis is about."""
    (between,) = {held.point[0] for held in right.atoms(Subs)}
    (start,) = (term.args[0] for term in Add.make_args(right) if isinstance(term, AppliedUndef))
    (first,), (last,), (target,) = world.value(start), world.value(left.args[0]), world.value(left)

    def gap(point: Number) -> Number:
        return target - value(right, world, {between: point})

    places = [first + (last - first) * k / 64 for k in range(65)]
    gaps = [gap(place) for place in places]
    for k in range(64):
        if gaps[k] * gaps[k + 1] <= 0:
            found = mp.findroot(gap, (places[k], places[k + 1]), solver="anderson")
            world.values[between] = exactly(found)
            return


def _normalize(world: "World", total: Integral, target: Expr) -> None:
    """Scale the unnamed function under an integral so that it integrates to the target."""
    summand, (variable, *bounds) = total.function, total.limits[0]
    raw, place = world.template(summand.func, len(summand.args)), summand.args.index(variable)
    limits = [mp.inf * int(sign(bound)) if bound.is_infinite else value(bound, world) for bound in bounds]
    if summand.is_positive and value(target, world) <= 0:
        raise UnsampledError(f"{total} is positive and cannot be {target}")

    @cache
    def mass(before: tuple[Number, ...], after: tuple[Number, ...]) -> Number:
        def along(x: Number) -> Number:
            return raw(*before, x, *after)

        if is_measured(total):
            return mp.fsum(w * along(x) for x, w in world.points(variable, limits))
        return mp.quad(along, limits)

    def scaled(*arguments: Number) -> Number:
        return value(target, world) * raw(*arguments) / mass(arguments[:place], arguments[place + 1 :])

    world.functions[summand.func] = scaled


def rational(world: "World", expression: Expr) -> Expr:
    """The value of an expression as an exact number, so that it can be a symbol's value."""
    if expression.is_Rational:
        return expression
    with mp.workdps(EXACT_DIGITS):
        (number,) = world.value(expression)
        return exactly(number)


def exactly(number: Number) -> Expr:
    """A number as an exact one, so that it can be a symbol's value."""
    if isinstance(number, mp.mpc):
        return exactly(number.real) + I * exactly(number.imag)
    return Rational(mp.nstr(number, max(mp.dps, DIGITS), strip_zeros=False))

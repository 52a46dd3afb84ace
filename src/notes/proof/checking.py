"""Establishing single relations: exactly, within a time limit, and then confirmed in random worlds."""

import gc
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, combinations

from sympy import Basic, Derivative, Eq, Expr, Indexed, Integral, Limit
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixSymbol

from notes.proof import exact, signs
from notes.proof.critical import critical_worlds
from notes.proof.definedness import undefined
from notes.proof.digits import Number, UndefinedError, mp
from notes.proof.drawing import FAR
from notes.proof.linearity import depth, linear
from notes.proof.operations import LONG, is_measured
from notes.proof.relations import Link, Optimum, Relation, SameOptimum, Statement
from notes.proof.sampling import TOLERANCE, World, worlds

AGAIN = 0.2
"""Seconds after which what was not interrupted is interrupted again."""

DRAWS = 6
MANY_DIGITS = 5000
CLOSE = 1e-12


class RefusedError(Exception):
    """A step or a proof that does not stand."""

    status = "refused"


class RefutedError(RefusedError):
    """A relation that is false, with the world in which it fails."""

    status = "refuted"


class UndecidedError(RefusedError):
    """A relation that no exact means established, although no random world refutes it."""

    status = "undecided"


class CircularError(RefusedError):
    """A step that assumes what it is to show."""

    status = "circular"


class NotConcludedError(RefusedError):
    """A claim that no step establishes, or a last step that establishes no claim."""

    status = "not concluded"


class TimeLimitError(BaseException):
    """Raised inside a check that takes too long; not an Exception, so that no handler of SymPy's swallows it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block after `seconds` of processor time; without effect on Windows or outside the main thread.

    It is interrupted again and again until it ends, as a handler of all that may happen would swallow the first time.
    Garbage is not collected meanwhile: an interruption inside a collector's callback would be swallowed too.
    """
    if not hasattr(signal, "SIGVTALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: object) -> None:
        raise TimeLimitError

    previous = signal.signal(signal.SIGVTALRM, interrupt)
    collecting = gc.isenabled()
    gc.disable()
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:  # also where the interruption came just before the timer was stopped
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)
        if collecting:
            gc.enable()


def means(link: Link, given: tuple[Eq, ...], sources: tuple[Relation, ...] = ()) -> str | None:
    """The exact means that establish a relation under the hypotheses, or None.

    Of the relations `sources`, which are known to hold, an equality is used as a hypothesis; an inequality, carried as
    the link says, must be the link itself.
    """
    equalities = (Eq(one.left, one.right, evaluate=False) for one in sources if one.sign == "=")
    inequalities = [one for one in sources if one.sign != "="]
    given = (*given, *equalities)
    if link.sign != "=" and inequalities:
        carrier = getattr(link.by, "carrier", None)
        for one in inequalities:
            strict = len(one.sign) == 1 and carrier is None
            gap = carrier.of(one.gap()) if carrier else one.gap()
            if (strict or len(link.sign) == 2) and (found := exact.zero(link.gap() - gap, given)):
                return found
        return None
    decide = {"=": exact.zero, "<=": signs.nonnegative, ">=": signs.nonnegative}.get(link.sign, signs.positive)
    return decide(link.gap(), given)


def holds(sign: str, left: tuple[Number, ...], right: tuple[Number, ...]) -> bool:
    """Whether two numbers, or two matrices entry by entry, compare as `sign` says: equal means to thirty digits."""
    size = 1 + max(abs(entry) for entry in (*left, *right))
    gaps = [a - b if sign in ("=", ">", ">=") else b - a for a, b in zip(left, right, strict=True)]
    if sign == "=":
        return all(abs(gap) <= TOLERANCE * size for gap in gaps)
    if len(sign) == 2:
        return all(gap >= -TOLERANCE * size for gap in gaps)
    return all(gap > 0 for gap in gaps)


def counterexample(relation: Relation, given: tuple[Eq, ...]) -> str | None:
    """A random world in which the relation fails or has no value, in words, or None.

    Integrals are left out at the edges of the assumptions, where their numerical values are not exact enough, and
    matrices and sums of sums where they would be large, and everywhere claims of how limits of sums compare with
    something else: such a limit is as sure as its bounds. What fails there, or fails strictly, is looked at again with
    many more digits: exponentials saturate.
    """
    sides, limits, integrals = (relation.left, relation.right), _has_equal_limits(relation), _has_integrals(relation)
    for world in chain(worlds(given), critical_worlds(sides, given)):
        if not limits or (world.edge and integrals) or _is_left_out(sides, world):
            continue
        failure = _failure(relation, world)
        if failure is not None and (world.edge or relation.sign in ("<", ">")):
            with mp.workdps(MANY_DIGITS):
                failure = _failure(relation, world)
        if failure is not None:
            return failure
    return None


def _failure(relation: Relation, world: World) -> str | None:
    """What is wrong with a relation in a world, in words, or None."""
    try:
        left, right = world.value(relation.left), world.value(relation.right)
    except UndefinedError as error:
        return str(error)
    if len(left) != len(right):
        return f"the sides have {len(left)} and {len(right)} entries where {world}"
    if not holds(relation.sign, left, right):
        return f"{_short(left)} {relation.sign} {_short(right)} is false where {world}"
    return None


def _is_left_out(sides: tuple[Expr, Expr], world: World) -> bool:
    """Whether a relation is not evaluated in a world, as that would take long."""
    return (world.edge == "many" and any(side.has(MatrixSymbol) for side in sides)) or _is_long(sides, world)


def _has_equal_limits(relation: Relation) -> bool:
    """Whether the same limits of sums, which have no value in a world, are on both sides of a relation."""
    left, right = (
        {linear(limit) for limit in side.atoms(Limit) if limit.args[0].has(*LONG)}
        for side in (relation.left, relation.right)
    )
    return left == right


def _with_limits(link: Link, sources: tuple[Relation, ...]) -> Relation:
    """A link with the limits in it that it rests on, so that the rest of it can be evaluated."""
    known = {one.left: one.right for one in sources if one.sign == "=" and isinstance(one.left, Limit)}
    return Relation(link.left.xreplace(known), link.sign, link.right.xreplace(known))


def _is_long(sides: Iterable[Expr], world: World) -> bool:
    """Whether expressions would take long in a world where whole numbers are large: matrices, and sums of sums."""
    return world.edge in FAR and any(side.has(MatrixSymbol) or depth(side) > 1 for side in sides)


def _has_integrals(relation: Relation) -> bool:
    named = [one for side in (relation.left, relation.right) for one in side.atoms(Integral, Limit, Derivative)]
    return any(not one.has(AppliedUndef) or (isinstance(one, Integral) and not is_measured(one)) for one in named)


def failing_optimum(claim: Optimum, given: tuple[Relational, ...]) -> str | None:
    """A point of the domain, in words, that does as well as the place that is called the only optimum, or None."""
    variables = frozenset(variable for variable, _ in claim.place)
    sign, there = (">" if claim.sense == "min" else "<"), claim.value.subs(dict(claim.place))
    for world in worlds(given):
        integrals = world.edge and _has_integrals(Relation(claim.value, "=", there))
        if integrals or _is_long((claim.value, there), world):
            continue
        for draw in range(1, DRAWS):
            try:
                other = World(world.seed, given, variables, draw)
                at_place = all(abs(v - p) < CLOSE for v, p in (_pair(other, *pair) for pair in claim.place))
                if not at_place and not holds(sign, other.value(claim.value), other.value(there)):
                    return f"{claim.value} is no {claim.sense}imum at {dict(claim.place)} alone where {other}"
            except UndefinedError as error:
                return str(error)
    return None


def _pair(world: World, variable: Expr, place: Expr) -> tuple[Number, Number]:
    return world.value(variable)[0], world.value(place)[0]


def failing_rescaling(claim: SameOptimum, given: tuple[Relational, ...]) -> str | None:
    """Two points, in words, that two criteria order in ways that do not fit together, or None."""
    moved = frozenset(one.base if isinstance(one, Indexed) else one for one in claim.variables)
    same, moves = claim.sense == claim.other_sense, False
    for world in worlds(given):
        if _is_long((claim.value, claim.other), world):
            continue
        try:
            points = [World(world.seed, given, moved, draw) for draw in range(1, DRAWS)]
            pairs = [(point.value(claim.value)[0], point.value(claim.other)[0]) for point in points]
        except UndefinedError as error:
            return str(error)
        for (first, first_other), (second, second_other) in combinations(pairs, 2):
            if abs(first - second) <= CLOSE * (1 + abs(first)):
                continue
            moves = True
            rise, other_rise = first - second, first_other - second_other
            if not (rise * other_rise > 0 if same else rise * other_rise < 0):
                return f"the two criteria order two points differently where {world}"
    return None if moves else f"{claim.value} is the same for all {claim.variables}"


def _short(numbers: tuple[Number, ...]) -> str:
    return ", ".join(mp.nstr(number, 6) for number in numbers)


def establish(link: Link, given: tuple[Eq, ...], seconds: float, sources: tuple[Relation, ...] = ()) -> str:
    """The means by which a relation stands, once it has also been confirmed in random worlds.

    Raises:
        CircularError: if both sides are the same expression.
        RefutedError: if a random world contradicts the relation, or its sides have no value there.
        UndecidedError: if no exact means shows it within `seconds`.
    """
    if link.left == link.right and not link.case:
        raise CircularError(f"both sides are {link.left}: the step says nothing; leave the left side unevaluated")
    try:
        with time_limit(seconds):
            found = means(link, given, sources)
    except TimeLimitError:
        found = None
    evaluated = _with_limits(link, sources)
    if not _has_equal_limits(evaluated):
        raise UndecidedError(f"a limit of sums must be on both sides or known, in {link.left} {link.sign} {link.right}")
    try:
        with time_limit(3 * seconds):
            failure = counterexample(evaluated, given)
    except TimeLimitError:
        raise UndecidedError(f"no evaluation within {3 * seconds:g} s: {link.left} {link.sign} {link.right}") from None
    if failure is not None:
        raise RefutedError(failure)
    if found is None:
        raise UndecidedError(f"no exact means shows {link.left} {link.sign} {link.right} within {seconds:g} s")
    return found


def confirm(claim: Statement, given: tuple[Relational, ...], seconds: float) -> None:
    """Confirm a claim in random worlds.

    Raises:
        RefutedError: if a world contradicts it, or it has no value there.
        UndecidedError: if that takes too long.
    """
    try:
        with time_limit(3 * seconds):
            if isinstance(claim, Optimum):
                failure = failing_optimum(claim, given)
            elif isinstance(claim, SameOptimum):
                failure = failing_rescaling(claim, given)
            else:
                failure = counterexample(claim, given)
    except TimeLimitError:
        raise UndecidedError(f"no evaluation within {3 * seconds:g} s: {claim}") from None
    if failure is not None:
        raise RefutedError(failure)


def require_values(sides: Iterable[Basic], given: tuple[Relational, ...], seconds: float) -> None:
    """Refuse expressions that are not known to have a value wherever the assumptions and hypotheses hold.

    Raises:
        UndecidedError: naming the part and what it needs.
    """
    for side in sides:
        try:
            with time_limit(seconds):
                missing = undefined(side, given)
        except TimeLimitError:
            missing = f"that was not settled within {seconds:g} s"
        if missing is not None:
            raise UndecidedError(f"{side} may have no value: {missing}")

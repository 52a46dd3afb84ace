"""Establishing single relations: exactly, within a time limit, and then confirmed in random worlds."""

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sympy import Eq

from notes.proof import exact
from notes.proof.evaluation import Number, UndefinedError, mp
from notes.proof.relations import Link, Relation
from notes.proof.sampling import TOLERANCE, WORLDS, World


class RefusedError(Exception):
    """A step or a proof that does not stand."""


class RefutedError(RefusedError):
    """A relation that is false, with the world in which it fails."""


class UndecidedError(RefusedError):
    """A relation that no exact means established, although no random world refutes it."""


class CircularError(RefusedError):
    """A step that assumes what it is to show."""


class NotConcludedError(RefusedError):
    """A claim that no step establishes, or a last step that establishes no claim."""


class TimeLimitError(BaseException):
    """Raised inside a check that takes too long; not an Exception, so that no handler of SymPy's swallows it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block after `seconds` of processor time; without effect on Windows or outside the main thread.

    Garbage is not collected meanwhile: an interruption inside a collector's callback would be swallowed.
    """
    if not hasattr(signal, "SIGVTALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: object) -> None:
        raise TimeLimitError

    previous = signal.signal(signal.SIGVTALRM, interrupt)
    collecting = gc.isenabled()
    gc.disable()
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)
        if collecting:
            gc.enable()


def means(link: Link, given: tuple[Eq, ...]) -> str | None:
    """The exact means that establish a relation under the hypotheses, or None."""
    if link.by is not None and link.by.relation().sign == "=":
        lemma = link.by.relation()
        given = (*given, Eq(lemma.left, lemma.right, evaluate=False))
    elif link.by is not None:
        return exact.zero(link.gap() - link.by.consequence(), given) if link.sign in ("<=", ">=") else None
    decide = {"=": exact.zero, "<=": exact.nonnegative, ">=": exact.nonnegative}.get(link.sign, exact.positive)
    return decide(link.gap(), given)


def holds(sign: str, left: tuple[Number, ...], right: tuple[Number, ...]) -> bool:
    """Whether two numbers, or two matrices entry by entry, compare as `sign` says, to thirty digits."""
    slack = TOLERANCE * (1 + max(abs(entry) for entry in (*left, *right)))
    gaps = [a - b for a, b in zip(left, right, strict=True)]
    if sign == "=":
        return all(abs(gap) <= slack for gap in gaps)
    return all(gap <= slack if sign in ("<", "<=") else gap >= -slack for gap in gaps)


def counterexample(relation: Relation, given: tuple[Eq, ...], worlds: range = range(WORLDS)) -> str | None:
    """A random world in which the relation fails or has no value, in words, or None."""
    for seed in worlds:
        try:
            world = World(seed, given)
            left, right = world.value(relation.left), world.value(relation.right)
        except UndefinedError as error:
            return str(error)
        if len(left) != len(right):
            return f"the sides have {len(left)} and {len(right)} entries where {world}"
        if not holds(relation.sign, left, right):
            return f"{_short(left)} {relation.sign} {_short(right)} is false where {world}"
    return None


def _short(numbers: tuple[Number, ...]) -> str:
    return ", ".join(mp.nstr(number, 6) for number in numbers)


def establish(link: Link, given: tuple[Eq, ...], seconds: float, exactly: bool = True) -> str:
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
            found = means(link, given) if exactly else "comparison at random points"
    except TimeLimitError:
        found = None
    try:
        with time_limit(3 * seconds):
            failure = counterexample(link, given)
    except TimeLimitError:
        raise UndecidedError(f"no evaluation within {3 * seconds:g} s: {link.left} {link.sign} {link.right}") from None
    if failure is not None:
        raise RefutedError(failure)
    if found is None:
        raise UndecidedError(f"no exact means shows {link.left} {link.sign} {link.right} within {seconds:g} s")
    return found

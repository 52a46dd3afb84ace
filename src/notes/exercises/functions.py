"""Judges of code that is written or repaired: it is run beside a reference, on edge cases and on random ones."""

import copy
import math
import random
import reprlib
from collections.abc import Callable, Sequence
from typing import Any

from notes.exercises.answers import Judge, number, values

DRAWS = 20
Arguments = tuple[Any, ...]


class WrongValueError(Exception):
    """What is wrong with an answer that can be judged, told beside the hint."""


def function(
    expected: Callable[..., Any], edges: Sequence[Arguments], draw: Callable[[random.Random], Arguments]
) -> Judge:
    """Whether a function returns what the right one does: whole numbers exactly, others to five digits.

    Args:
        expected: the right function; it returns a number, or lists of numbers.
        edges: arguments that a careless function gets wrong.
        draw: further arguments, from a source of random numbers.

    Returns:
        The judge of an answer.
    """

    def accepts(answer: Any) -> bool:
        if not callable(answer):
            raise ValueError(f"it asks for a function, got {reprlib.repr(answer)}")
        source = random.Random(expected.__name__)
        for arguments in [*edges, *(draw(source) for _ in range(DRAWS))]:
            _compare(answer, arguments, expected(*copy.deepcopy(arguments)))
        return True

    return accepts


def _compare(answer: Callable[..., Any], arguments: Arguments, right: Any) -> None:
    """Run a function on its own copy of the arguments, and say for which it is wrong."""
    told = ", ".join(map(reprlib.repr, arguments))
    try:
        found = answer(*copy.deepcopy(arguments))
    except (Exception, SystemExit) as error:
        raise WrongValueError(f"for ({told}) it raises {type(error).__name__}") from None
    try:
        alike = agrees(found, right)
    except ValueError:
        alike = False
    if not alike:
        raise WrongValueError(f"for ({told}) it returns {reprlib.repr(found)}")


def agrees(found: Any, right: Any) -> bool:
    """Whether a number, or every number of nested lists, is the right one.

    Args:
        found: what a function returned.
        right: a number or lists of numbers; an int is a count, and is exact.

    Returns:
        Whether all agree.

    Raises:
        ValueError: if something is no number, or a list has another length.
    """
    if isinstance(right, list | tuple):
        return all(agrees(one, other) for one, other in zip(values(found, len(right)), right, strict=True))
    if isinstance(right, int):
        return abs(number(found) - right) <= 1e-3
    return math.isclose(number(found), right, rel_tol=1e-5, abs_tol=1e-6)

"""Exercises that tell a reader right from wrong, with a hint, without giving the answer away."""

import difflib
import importlib
import importlib.util
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from notes.chapters import CHAPTERS


@dataclass(frozen=True)
class Exercise:
    """An exercise of a chapter, known by its number on the page, such as "3.2".

    Args:
        id: chapter and running number, as printed on the page.
        accepts: whether an answer is right; it may take any object and raise nothing but TypeError or ValueError.
        hint: what to think of next, shown with a wrong answer; it must not contain the answer.
    """

    id: str
    accepts: Callable[[Any], bool]
    hint: str


def exercises() -> dict[str, Exercise]:
    """Every exercise of every chapter, by id, read from the `exercises` modules of the sub-packages."""
    modules = [f"{chapter.package}.exercises" for chapter in CHAPTERS if importlib.util.find_spec(chapter.package)]
    found = [importlib.import_module(name) for name in modules if importlib.util.find_spec(name)]
    return {exercise.id: exercise for module in found for exercise in module.EXERCISES}


def check(id: str, answer: Any) -> bool:
    """Tell whether `answer` solves the exercise `id`, and print the verdict with a hint if it does not.

    Args:
        id: the exercise's number on the page, such as "3.2".
        answer: what the exercise asks for: a number, a sequence, an expression, a function.

    Returns:
        Whether the answer is right.

    Raises:
        ValueError: if there is no such exercise.
    """
    known = exercises()
    if id not in known:
        nearest = difflib.get_close_matches(id, known, n=1, cutoff=0.0)
        raise ValueError(f"`id` must name an exercise, got {id!r}; the nearest is {nearest}")
    exercise = known[id]
    try:
        right = bool(exercise.accepts(answer))
    except (TypeError, ValueError) as error:
        print(f"Exercise {id}: this answer cannot be judged: {error}. Hint: {exercise.hint}")
        return False
    print(f"Exercise {id}: right." if right else f"Exercise {id}: not yet. Hint: {exercise.hint}")
    return right


def near(expected: float) -> Callable[[Any], bool]:
    """Whether a number is the expected one, to three digits.

    Args:
        expected: the right answer.

    Returns:
        The judge of an answer.
    """
    return lambda answer: math.isclose(float(answer), expected, rel_tol=2e-3)


def all_near(expected: Sequence[float]) -> Callable[[Any], bool]:
    """Whether a sequence of numbers is the expected one, each to three digits, and zero to a millionth.

    Args:
        expected: the right answers, in their order.

    Returns:
        The judge of an answer.
    """
    return lambda answer: (
        len(answer) == len(expected)
        and all(math.isclose(float(a), b, rel_tol=2e-3, abs_tol=1e-6) for a, b in zip(answer, expected, strict=True))
    )


def whole(expected: int) -> Callable[[Any], bool]:
    """Whether a number, cut to a whole one, is the expected one.

    Args:
        expected: the right answer.

    Returns:
        The judge of an answer.
    """
    return lambda answer: int(answer) == expected


def names(expected: Sequence[str]) -> Callable[[Any], bool]:
    """Whether a sequence of words is the expected one, whatever their case.

    Args:
        expected: the right words in small letters, in their order.

    Returns:
        The judge of an answer.
    """
    return lambda answer: [str(word).strip().lower() for word in answer] == list(expected)


def sequence(expected: Sequence[float]) -> Callable[[Any], bool]:
    """Whether a sequence of numbers is the expected one, each to a thousandth.

    Args:
        expected: the right answers, in their order.

    Returns:
        The judge of an answer.
    """
    return lambda answer: (
        len(answer) == len(expected)
        and all(abs(float(given) - number) < 1e-3 for given, number in zip(answer, expected, strict=True))
    )

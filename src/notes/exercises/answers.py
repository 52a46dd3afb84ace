"""Judges of numbers and words, alone or several in a list: every right answer is right however it is written."""

import itertools
import math
import reprlib
from collections.abc import Callable, Mapping, Sequence, Sized
from typing import Any

Judge = Callable[[Any], bool]


def number(answer: Any) -> float:
    """A real number, however it is written: as an int, a float, a fraction, a string, a tensor with one entry.

    Args:
        answer: what a reader hands in.

    Returns:
        The number as a float; a complex one must be real up to rounding.

    Raises:
        ValueError: if it is no number.
    """
    try:
        if isinstance(answer, str):
            over, _, under = answer.replace("\N{MINUS SIGN}", "-").partition("/")
            return float(over) / float(under or 1)
        plain = answer.item() if hasattr(answer, "item") and getattr(answer, "size", None) is not None else answer
        if isinstance(plain, complex) and abs(plain.imag) <= 1e-5 * max(1, abs(plain)):
            plain = plain.real
        if not isinstance(plain, bool):
            return float(plain)
    except (ArithmeticError, RuntimeError, TypeError, ValueError):
        pass
    raise ValueError(f"it asks for a number, got {reprlib.repr(answer)}")


def values(answer: Any, length: int) -> list[Any]:
    """The parts of an answer that has several: a list, a tuple, a tensor, or a string with commas.

    Args:
        answer: what a reader hands in.
        length: how many parts are asked for.

    Returns:
        The parts in their order.

    Raises:
        ValueError: if it has no parts in an order, or another number of them.
    """
    if isinstance(answer, str):
        answer = answer.strip().strip("()[]").split(",")
    ordered = isinstance(answer, Sized) and hasattr(answer, "__getitem__") and not isinstance(answer, Mapping | type)
    if not ordered or getattr(answer, "shape", None) == () or len(answer) != length:
        raise ValueError(f"it asks for {length} values in a list, got {reprlib.repr(answer)}")
    return list(answer)


def near(expected: float) -> Judge:
    """Whether a number is the expected one, exactly or rounded to three digits; where it is zero, to a ten-thousandth.

    Args:
        expected: the right answer.

    Returns:
        The judge of an answer.
    """
    digit = 10.0 ** (math.floor(math.log10(abs(expected))) - 2) if expected else 2e-4
    return lambda answer: abs(number(answer) - expected) <= digit / 2 * (1 + 1e-6)


def whole(expected: int) -> Judge:
    """Whether a number is the expected whole one; a thousandth is taken for rounding, and nothing is cut.

    Args:
        expected: the right answer.

    Returns:
        The judge of an answer.
    """
    return lambda answer: abs(number(answer) - expected) <= 1e-3


def each(*judges: Judge) -> Judge:
    """Whether the values of an answer are right one by one.

    Args:
        *judges: one for each value, in their order.

    Returns:
        The judge of an answer.
    """
    return lambda answer: all(judge(value) for judge, value in zip(judges, values(answer, len(judges)), strict=True))


def all_near(expected: Sequence[float]) -> Judge:
    """Whether the values of an answer are the expected numbers, exactly or rounded to three digits.

    Args:
        expected: the right answers, in their order.

    Returns:
        The judge of an answer.
    """
    return each(*map(near, expected))


def all_whole(expected: Sequence[int]) -> Judge:
    """Whether the values of an answer are the expected whole numbers.

    Args:
        expected: the right answers, in their order.

    Returns:
        The judge of an answer.
    """
    return each(*map(whole, expected))


def in_any_order(*judges: Judge) -> Judge:
    """Whether the values of an answer are right in one order or another.

    Args:
        *judges: one for each value.

    Returns:
        The judge of an answer.
    """
    return lambda answer: any(each(*judges)(order) for order in itertools.permutations(values(answer, len(judges))))


def word(*expected: str) -> Judge:
    """Whether a word is one of the expected ones, whatever its case, hyphens and spaces.

    Args:
        *expected: the right word and others that mean the same.

    Returns:
        The judge of an answer.
    """
    return lambda answer: isinstance(answer, str) and plain_word(answer) in map(plain_word, expected)


def plain_word(text: str) -> str:
    """A word in small letters, with single spaces for hyphens and underscores.

    Args:
        text: the word.

    Returns:
        What is compared.
    """
    return " ".join(text.lower().replace("-", " ").replace("_", " ").split())

"""The exercises of chapter 6: what is a right answer, and what to think of next."""

from collections.abc import Callable, Sequence
from typing import Any

from notes.exercises import Exercise


def whole(expected: int) -> Callable[[Any], bool]:
    """Whether a number is the expected one."""
    return lambda answer: int(answer) == expected


def sequence(expected: Sequence[float]) -> Callable[[Any], bool]:
    """Whether a sequence of numbers is the expected one, to rounding."""
    return lambda answer: (
        len(answer) == len(expected)
        and all(abs(float(given) - number) < 1e-3 for given, number in zip(answer, expected, strict=True))
    )


EXERCISES = (
    Exercise("6.1", sequence([3, 5, 4]), "which entry of x meets the one at place 1 of w, for each i modulo three?"),
    Exercise("6.2", sequence([6, 0, 2, 0]), "put the four powers of i into the sum, frequency by frequency"),
    Exercise("6.3", whole(14), "how far does the dilated kernel reach, and how much room does that leave it?"),
    Exercise("6.4", whole(896), "count one filter first: how many entries has its kernel, and how many biases?"),
    Exercise("6.5", whole(6), "each layer of size three with stride one adds two; where does the last pixel come in?"),
    Exercise("6.6", sequence([-1, 1]), "what are the mean and the deviation of two numbers?"),
    Exercise("6.7", whole(10), "each block is taken or skipped; how many ways are there to take three of five?"),
)

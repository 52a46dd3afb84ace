"""The exercises of chapter 11: what is a right answer, and what to think of next."""

from collections.abc import Callable
from typing import Any

from notes.exercises import Exercise


def whole(expected: int) -> Callable[[Any], bool]:
    """Whether a number is the expected one."""
    return lambda answer: int(answer) == expected


EXERCISES = (
    Exercise("11.1", whole(7), "a reflection carries a turn to the other side, where it runs backwards"),
    Exercise(
        "11.2", whole(3), "which shifts leave a signal with that pattern as it is, and how many shifts are there?"
    ),
    Exercise("11.3", whole(2), "how many different kinds of entries can a matrix have that looks alike to everybody?"),
    Exercise("11.4", whole(288), "one kernel for each pair of channels, and one for each element between layers"),
    Exercise("11.5", whole(2), "which nodes of the path have equal neighbourhoods, at every round?"),
)

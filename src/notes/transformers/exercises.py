"""The exercises of chapter 8: what is a right answer, and what to think of next."""

import math
from collections.abc import Callable
from typing import Any

from notes.exercises import Exercise


def near(expected: float) -> Callable[[Any], bool]:
    """Whether a number is the expected one, to three digits."""
    return lambda answer: math.isclose(float(answer), expected, rel_tol=2e-3)


EXERCISES: tuple[Exercise, ...] = (
    Exercise("8.3", near(-math.log(5)), "what is the mutual information of two words that ignore each other?"),
    Exercise("8.4", near(5.5), "which three weights have these logits, and what do they sum to?"),
    Exercise(
        "8.10",
        lambda answer: tuple(int(part) for part in answer) == (461, 104),
        "round the number of words first, then the number of spans; which of the two has one sentinel more?",
    ),
    Exercise("8.11", near(0.99**50), "which facts must all be read rightly, and how likely is that?"),
)

"""The exercises of chapter 11: what is a right answer, and what to think of next."""

import math
from typing import Any

from notes.exercises import Exercise, number, values, whole


def confused(answer: Any) -> bool:
    """Whether two multisets differ in something, but not in number, sum and maximum, up to rounding."""
    one, other = (sorted(number(x) for x in multiset) for multiset in values(answer, 2))
    pairs = list(zip(one, other, strict=False))
    alike = len(one) == len(other) > 0 and all(map(math.isclose, (sum(one), max(one)), (sum(other), max(other))))
    return alike and not all(math.isclose(x, y, rel_tol=1e-6) for x, y in pairs)


EXERCISES = (
    Exercise("11.1", whole(7), "a reflection carries a turn to the other side, where it runs backwards"),
    Exercise("11.2", whole(2), "the number of one turn settles the others, and four turns do nothing"),
    Exercise(
        "11.3", whole(3), "which shifts leave a signal with that pattern as it is, and how many shifts are there?"
    ),
    Exercise("11.4", whole(6), "which shifts become whole shifts of what is left after both poolings?"),
    Exercise("11.5", whole(2), "how many different kinds of entries can a matrix have that looks alike to everybody?"),
    Exercise("11.6", whole(288), "one kernel for each pair of channels, and one for each element between layers"),
    Exercise("11.7", whole(2), "which nodes of the path have equal neighbourhoods, at every round?"),
    Exercise(
        "11.8", confused, "leave the largest where it is, and move two others by the same amount, one up, one down"
    ),
)

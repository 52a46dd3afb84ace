"""The exercises of chapter 11: what is a right answer, and what to think of next."""

import math
from typing import Any

from notes.exercises import Exercise, chosen, expression, function, number, values, whole, within


def confused(answer: Any) -> bool:
    """Whether two multisets differ in something, but not in number, sum and maximum, up to rounding."""
    one, other = (sorted(number(x) for x in multiset) for multiset in values(answer, 2))
    pairs = list(zip(one, other, strict=False))
    alike = len(one) == len(other) > 0 and all(map(math.isclose, (sum(one), max(one)), (sum(other), max(other))))
    return alike and not all(math.isclose(x, y, rel_tol=1e-6) for x, y in pairs)


def coarser(image: list[float], size: int) -> list[float]:
    """The means of neighbouring cells of a signal."""
    return [sum(image[place : place + size]) / size for place in range(0, len(image), size)]


def set_layer(x: list[float], own: float, shared: float) -> list[float]:
    """A linear layer for sets of numbers."""
    mean = sum(x) / len(x)
    return [own * one + shared * mean for one in x]


EXERCISES = (
    Exercise("11.1", whole(7), "a reflection carries a turn to the other side, where it runs backwards"),
    Exercise("11.2", whole(2), "the number of one turn settles the others, and four turns do nothing"),
    Exercise(
        "11.3", whole(3), "which shifts leave a signal with that pattern as it is, and how many shifts are there?"
    ),
    Exercise("11.4", chosen("abcd", "abd"), "does it treat a place in the signal unlike another one?", "choose"),
    Exercise(
        "11.5",
        within("geometric.deformation", lambda run: run["cells of 7"] / run["pixels"]),
        "the strip along the border is a share of the cell that falls with its width; but what is bent here "
        "is not moved by a whole pixel everywhere",
        "predict",
    ),
    Exercise("11.6", whole(6), "which shifts become whole shifts of what is left after both poolings?"),
    Exercise("11.7", whole(2), "how many different kinds of entries can a matrix have that looks alike to everybody?"),
    Exercise(
        "11.8",
        function(
            set_layer,
            [([1.0, 2.0], 0.0, 1.0), ([3.0], 1.0, 1.0)],
            lambda source: ([source.gauss(0, 1) for _ in range(4)], source.gauss(0, 1), source.gauss(0, 1)),
        ),
        "hand in the same numbers in another order: which of them has heard of which?",
        "repair",
    ),
    Exercise(
        "11.9",
        expression("w * (N + eps) * h", w=(-2, 2), N=range(1, 9), eps=(-1, 1), h=(-2, 2)),
        "in the complete graph everybody hears everybody else; how many are those?",
        "derive",
    ),
    Exercise("11.10", whole(288), "one kernel for each pair of channels, and one for each element between layers"),
    Exercise("11.11", whole(2), "which nodes of the path have equal neighbourhoods, at every round?"),
    Exercise(
        "11.12", confused, "leave the largest where it is, and move two others by the same amount, one up, one down"
    ),
)

"""The exercises of chapter 11: what is a right answer, and what to think of next."""

import math
import random
from typing import Any

from notes.exercises import Exercise, chosen, expression, function, number, values, whole, within

Table = list[list[int]]


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


def acted(values: list[float], table: Table, g: int) -> list[float]:
    """A function on a group, moved by an element."""
    inverse = table[g].index(0)
    return [values[table[inverse][h]] for h in range(len(table))]


def group_convolution(f: list[float], psi: list[float], table: Table) -> list[float]:
    """The convolution of two functions on a group."""
    elements = range(len(table))
    inverse = [row.index(0) for row in table]
    return [sum(f[h] * psi[table[inverse[g]][h]] for h in elements) for g in elements]


def moves_of(corners: int) -> Table:
    """The products of the turns and reflections of a regular polygon, the turns first."""
    n, numbers = corners, range(2 * corners)
    return [[(g % n + (-1) ** (g // n) * (h % n)) % n + n * ((g // n + h // n) % 2) for h in numbers] for g in numbers]


def shifts_of(places: int) -> Table:
    """The products of the shifts of a circle of places."""
    return [[(g + h) % places for h in range(places)] for g in range(places)]


def pulled(points: list[list[float]]) -> list[list[float]]:
    """Points driven apart along the lines between them, with weights that fall with the distance."""
    found = []
    for one in points:
        moved = list(one)
        for other in points:
            weight = math.exp(-sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))
            for k, (a, b) in enumerate(zip(one, other, strict=True)):
                moved[k] += weight * (a - b) / (len(points) - 1)
        found.append(moved)
    return found


def canonical(numbers: list[float]) -> list[float]:
    """Numbers that never fall, the least of them zero."""
    least = min(numbers)
    return sorted(one - least for one in numbers)


def on_a_group(source: random.Random) -> tuple[list[float], Table, int]:
    """Numbers for the symmetries of a polygon, their products, and one of them."""
    table = moves_of(source.randint(3, 4))
    return [source.gauss(0, 1) for _ in table], table, source.randrange(len(table))


def filter_on_a_group(source: random.Random) -> tuple[list[float], list[float], Table]:
    """Two functions on the symmetries of a polygon, and their products."""
    f, table, _ = on_a_group(source)
    return f, [source.gauss(0, 1) for _ in table], table


EXERCISES = (
    Exercise("11.1", whole(7), "a reflection carries a turn to the other side, where it runs backwards"),
    Exercise(
        "11.2",
        function(acted, [([5.0, 7.0, 9.0], shifts_of(3), 1), ([1.0, 2.0], shifts_of(2), 0)], on_a_group),
        "where does the value come from that stands at h after the move, and which element leads there?",
        "code",
    ),
    Exercise("11.3", whole(2), "the number of one turn settles the others, and four turns do nothing"),
    Exercise(
        "11.4", whole(3), "which shifts leave a signal with that pattern as it is, and how many shifts are there?"
    ),
    Exercise(
        "11.5",
        expression("(a*b**2 + a**2*b + b*c**2 + b**2*c + a*c**2 + a**2*c) / 6", a=(-2, 2), b=(-2, 2), c=(-2, 2)),
        "average the six values of the function, not the numbers that it is given",
        "derive",
    ),
    Exercise("11.6", chosen("abcd", "abd"), "does it treat a place in the signal unlike another one?", "choose"),
    Exercise(
        "11.7",
        within("geometric.deformation", lambda run: run["cells of 7"] / run["pixels"]),
        "the strip along the border is a share of the cell that falls with its width; but what is bent here "
        "is not moved by a whole pixel everywhere",
        "predict",
    ),
    Exercise("11.8", whole(6), "which shifts become whole shifts of what is left after both poolings?"),
    Exercise("11.9", whole(2), "how many different kinds of entries can a matrix have that looks alike to everybody?"),
    Exercise(
        "11.10",
        whole(3),
        "which kinds of pairs of corners are there, such that no symmetry leads from one kind to another?",
    ),
    Exercise(
        "11.11",
        function(
            set_layer,
            [([1.0, 2.0], 0.0, 1.0), ([3.0], 1.0, 1.0)],
            lambda source: ([source.gauss(0, 1) for _ in range(4)], source.gauss(0, 1), source.gauss(0, 1)),
        ),
        "hand in the same numbers in another order: which of them has heard of which?",
        "repair",
    ),
    Exercise(
        "11.12",
        expression("w * (N + eps) * h", w=(-2, 2), N=range(1, 9), eps=(-1, 1), h=(-2, 2)),
        "in the complete graph everybody hears everybody else; how many are those?",
        "derive",
    ),
    Exercise("11.13", whole(288), "one kernel for each pair of channels, and one for each element between layers"),
    Exercise(
        "11.14",
        function(
            group_convolution,
            [([1.0, 0.0, 0.0], [5.0, 3.0, 1.0], shifts_of(3)), ([2.0], [3.0], shifts_of(1))],
            filter_on_a_group,
        ),
        "move g and h by the same u: does what the filter is asked for stay the same?",
        "repair",
    ),
    Exercise("11.15", whole(2), "which nodes of the path have equal neighbourhoods, at every round?"),
    Exercise(
        "11.16",
        chosen("abcd", "ad"),
        "count what a node hears, round by round; counting triangles is not among it",
        "choose",
    ),
    Exercise(
        "11.17", confused, "leave the largest where it is, and move two others by the same amount, one up, one down"
    ),
    Exercise(
        "11.18",
        expression("p * cos(2 * alpha) - q * sin(2 * alpha)", p=(-2, 2), q=(-2, 2), alpha=(-3, 3)),
        "by which number is the response multiplied, and how fast does its angle run? Only the modulus stays",
        "derive",
    ),
    Exercise(
        "11.19",
        function(
            pulled,
            [([[0.0, 0.0], [1.0, 0.0]],), ([[1.0], [1.0], [3.0]],)],
            lambda source: ([[source.gauss(0, 1) for _ in range(3)] for _ in range(4)],),
        ),
        "shift all points by the same amount: does the answer shift by as much?",
        "repair",
    ),
    Exercise(
        "11.20",
        function(
            canonical,
            [([3.0, 1.0, 2.0],), ([5.0],), ([-1.0, -1.0, 0.0],)],
            lambda source: ([source.gauss(0, 5) for _ in range(4)],),
        ),
        "hand in the same numbers in another order, and the same numbers with one added to all: are the answers one?",
        "code",
    ),
)

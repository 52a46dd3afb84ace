"""The exercises of chapter 2."""

from collections.abc import Callable, Sequence

from notes.exercises import Exercise


def _is_near(value: float, wanted: float) -> bool:
    return abs(float(value) - wanted) < 1e-6


def _are_near(values: Sequence[float], wanted: Sequence[float]) -> bool:
    return len(values) == len(wanted) and all(
        _is_near(v, w) for v, w in zip(sorted(values), sorted(wanted), strict=True)
    )


def _is_softsign_slope(slope: Callable[[float], float]) -> bool:
    return all(_is_near(slope(x), 1 / (1 + abs(x)) ** 2) for x in (-3.0, -0.5, 0.25, 4.0))


EXERCISES = (
    Exercise(
        "2.1",
        lambda joints: _are_near(joints, [-0.5, 0.5, 2.0]),
        "A unit switches where its pre-activation is zero; mind the sign.",
    ),
    Exercise(
        "2.2",
        lambda units: int(units) == units == 43,
        "Add units until the sum of the binomial coefficients, from none up to five at a time, is enough.",
    ),
    Exercise(
        "2.3",
        lambda saved: _is_near(saved, 1800),
        "Count the hidden parameters once for the shared network and ten times for the separate ones.",
    ),
    Exercise(
        "2.4",
        lambda units: int(units) == units == 223,
        "Solve the bound for the number of units, with the largest curvature of the sine, and round up.",
    ),
    Exercise(
        "2.5",
        _is_softsign_slope,
        "Treat the two signs apart, then write both results with an absolute value. Hand in a function.",
    ),
    Exercise(
        "2.6",
        lambda answer: [int(value) for value in answer] == [60, 55],
        "The numbers of pieces multiply; for the parameters list the widths of the composed network.",
    ),
    Exercise(
        "2.7",
        lambda depth: int(depth) == depth == 3,
        "Write both numbers of parameters and of pieces in terms of the depth, then try small depths.",
    ),
    Exercise(
        "2.8",
        lambda count: _is_near(count, 266610),
        "Each layer has a weight for every input, and one bias, for every unit.",
    ),
)

"""The exercises of chapter 2."""

import itertools
import random

from notes.exercises import (
    Exercise,
    all_near,
    all_whole,
    chosen,
    expression,
    function,
    in_any_order,
    near,
    ranked,
    whole,
    within,
)


def gradient(units: list[list[float]], phi: list[float], x: list[float]) -> list[float]:
    """The gradient of a shallow ReLU network by its two inputs; each unit is an offset and two slopes."""
    active = [
        weight if one[0] + one[1] * x[0] + one[2] * x[1] > 0 else 0.0 for one, weight in zip(units, phi, strict=True)
    ]
    return [sum(weight * one[i] for one, weight in zip(units, active, strict=True)) for i in (1, 2)]


def units_at_a_place(source: random.Random) -> tuple[list[list[float]], list[float], list[float]]:
    """Three units, their weights, and a place."""
    units = [[source.gauss(0, 1) for _ in range(3)] for _ in range(3)]
    return units, [source.gauss(0, 1) for _ in range(3)], [source.gauss(0, 1) for _ in range(2)]


def output(x: list[float], layers: list[tuple[list[list[float]], list[float]]]) -> list[float]:
    """The output of a multilayer perceptron, which clips every layer but the last."""
    for depth, (weights, offsets) in enumerate(layers, start=1):
        x = [b + sum(map(float.__mul__, row, x)) for row, b in zip(weights, offsets, strict=True)]
        x = x if depth == len(layers) else [max(0.0, value) for value in x]
    return x


def layers(source: random.Random) -> tuple[list[float], list[tuple[list[list[float]], list[float]]]]:
    """An input and layers of random widths."""
    widths = [source.randrange(1, 4) for _ in range(source.randrange(2, 5))]
    draw = [
        (
            [[source.gauss(0, 1) for _ in range(before)] for _ in range(after)],
            [source.gauss(0, 1) for _ in range(after)],
        )
        for before, after in itertools.pairwise(widths)
    ]
    return [source.gauss(0, 1) for _ in range(widths[0])], draw


EXERCISES = (
    Exercise(
        "2.1",
        in_any_order(near(-0.5), near(0.5), near(2)),
        "A unit switches where its pre-activation is zero; mind the sign.",
    ),
    Exercise(
        "2.2",
        whole(43),
        "Add units until the sum of the binomial coefficients, from none up to five at a time, is enough.",
    ),
    Exercise(
        "2.3",
        chosen("abcd", "c"),
        "three lines do not make two to the three regions: is there a point that obeys all three inequalities?",
        "choose",
    ),
    Exercise(
        "2.4",
        whole(1800),
        "Count the hidden parameters once for the shared network and ten times for the separate ones.",
    ),
    Exercise(
        "2.5",
        function(
            gradient,
            [([[-1.0, 1.0, 1.0]], [2.0], [0.0, 0.0]), ([[1.0, 0.0, 3.0]], [-2.0], [0.0, 0.0])],
            units_at_a_place,
        ),
        "which units change at all when the input moves a little, and by how much does each?",
        "code",
    ),
    Exercise(
        "2.6",
        expression("(P - D_o) / (D_i + D_o + 1)", P=(50, 500), D_i=range(1, 9), D_o=range(1, 9)),
        "what does one further unit cost, and what is there to pay before the first one?",
        "derive",
    ),
    Exercise(
        "2.7",
        whole(223),
        "Solve the bound for the number of units, with the largest curvature of the sine, and round up.",
    ),
    Exercise(
        "2.8",
        chosen("abcd", "ad"),
        "it says that parameters exist on a compact set: nothing of who finds them, or of what they do elsewhere",
        "choose",
    ),
    Exercise(
        "2.9",
        function(lambda x: 1 / (1 + abs(x)) ** 2, [(0.0,), (-0.5,)], lambda source: (source.uniform(-5, 5),)),
        "Treat the two signs apart, then write both results with an absolute value. Hand in a function.",
        "code",
    ),
    Exercise(
        "2.10",
        chosen("abcd", "bd"),
        "idle on all examples is not yet dead: what can still move what enters the unit?",
        "choose",
    ),
    Exercise(
        "2.11",
        within("networks.fifty_layers", lambda run: run["ReLU"]),
        "which share of the mean square is left when everything below zero is clipped, and how often does that happen?",
        "predict",
    ),
    Exercise(
        "2.12",
        all_whole([60, 55]),
        "The numbers of pieces multiply; for the parameters list the widths of the composed network.",
    ),
    Exercise(
        "2.13",
        whole(3),
        "the product is a bound from above: how far does the first network reach, and is a joint of the tent inside?",
    ),
    Exercise(
        "2.14",
        chosen("abcd", "abc"),
        "what does ReLU do to a number that is scaled by two, and what follows for a whole layer without offsets?",
        "choose",
    ),
    Exercise(
        "2.15",
        function(
            output, [([1.0], [([[-1.0]], [0.0])]), ([1.0, 2.0], [([[1.0, 1.0]], [-9.0]), ([[1.0]], [-2.0])])], layers
        ),
        "compare the last line of the equations with the ones before it",
        "repair",
    ),
    Exercise(
        "2.16",
        whole(3),
        "Write both numbers of parameters and of pieces in terms of the depth, then try small depths.",
    ),
    Exercise(
        "2.17",
        whole(266610),
        "Each layer has a weight for every input, and one bias, for every unit.",
    ),
    Exercise(
        "2.18",
        expression("D * (D_i + D_o) / (2*D_i + D_o)", D=(10, 500), D_i=range(1, 9), D_o=range(1, 9)),
        "two thirds is for as many outputs as inputs: which of the three matrices meet the inputs, which the outputs?",
        "derive",
    ),
    Exercise(
        "2.19",
        expression("F**(1/3)", F=(1.5, 50)),
        "the root is for width alone: here depth grows too, and the product of all three factors is F",
        "derive",
    ),
    Exercise(
        "2.20",
        ranked("networks.shapes", **{"1": "249 x 1", "4": "17 x 4", "32": "5 x 32"}),
        "what a network could be is not what training makes of it: what gets through a layer of five units?",
        "predict",
    ),
    Exercise(
        "2.21",
        all_near([81, 0.8]),
        "a memory adds up every value whose key matches at all, not only that of the best match; is there a third key?",
    ),
)

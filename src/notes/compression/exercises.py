"""The exercises of chapter 12: what is a right answer, and what to think of next."""

from random import Random

from notes.exercises import (
    Exercise,
    all_whole,
    chosen,
    expression,
    function,
    in_any_order,
    near,
    ranked,
    whole,
)


def mask(weights: list[float], k: int) -> list[int]:
    """Ones for the k largest weights by magnitude."""
    kept = sorted(range(len(weights)), key=lambda place: -abs(weights[place]))[:k]
    return [int(place in kept) for place in range(len(weights))]


def codes(values: list[float], bits: int) -> list[int]:
    """The codes of values on the affine grid, whose range is widened to hold zero."""
    low, high = min(*values, 0.0), max(*values, 0.0)
    step = (high - low) / (2**bits - 1)
    zero = round(-low / step)
    return [min(max(round(value / step) + zero, 0), 2**bits - 1) for value in values]


def passes(values: list[float], step: float, top: int) -> list[float]:
    """One where the code of a value is on the grid, zero where it is clipped."""
    return [float(abs(round(value / step)) <= top) for value in values]


def some_values(source: Random) -> tuple[list[float], float, int]:
    """Values around the ends of a grid, none of them halfway between two codes."""
    step, top = source.choice([0.25, 0.5, 2.0]), source.randrange(1, 5)
    places = [source.randrange(-top - 2, top + 3) + source.uniform(-0.45, 0.45) for _ in range(6)]
    return [step * place for place in places], step, top


def settled(weights: list[float], inverse: list[list[float]], q: int, value: float) -> list[float]:
    """The weights of a row of which one is set, and the others make up for it."""
    error = (weights[q] - value) / inverse[q][q]
    return [weight - error * entry for weight, entry in zip(weights, inverse[q], strict=True)]


def a_row(source: Random) -> tuple[list[float], list[list[float]], int, float]:
    """A row of weights, an inverse Hessian, which weight is set, and to what."""
    size = source.randrange(1, 5)
    factor = [[source.gauss(0, 1) for _ in range(size + 1)] for _ in range(size)]
    inverse = [[sum(a * b for a, b in zip(one, other, strict=True)) for other in factor] for one in factor]
    return [source.gauss(0, 1) for _ in range(size)], inverse, source.randrange(size), source.gauss(0, 1)


def two_of_four(weights: list[float]) -> list[float]:
    """The weights with zeros for the two smallest of each four."""
    fours = [sorted(range(first, first + 4), key=lambda i: abs(weights[i])) for first in range(0, len(weights), 4)]
    kept = {place for four in fours for place in four[2:]}
    return [weight if place in kept else 0.0 for place, weight in enumerate(weights)]


EXERCISES = (
    Exercise(
        "12.1",
        function(
            mask,
            [([-3.0, 1.0, 2.0], 1), ([-1.0, -2.0, -4.0], 2), ([0.5, -0.1], 0), ([0.5, -0.1], 2)],
            lambda source: ([source.gauss(0, 1) for _ in range(6)], source.randrange(7)),
        ),
        "try it with the weights -3, 1 and 2, and one to keep",
        "repair",
    ),
    Exercise(
        "12.2",
        in_any_order(whole(1), whole(3)),
        "multiply half the curvature by the square of each weight, then compare",
    ),
    Exercise("12.3", near(0.75), "subtract the square of the coupling over the other curvature from the first"),
    Exercise("12.4", near(0.8), "what is kept in each of two rounds, multiplied, must be what is kept in the end"),
    Exercise(
        "12.5",
        chosen("abcd", "cd"),
        "how was the mask found, and what do the two controls change?",
        "choose",
    ),
    Exercise("12.6", all_whole([0, 64, 255]), "find the step first, then the code of zero"),
    Exercise(
        "12.7",
        function(
            codes,
            [([1.0, 3.0], 8), ([-3.0, -1.0], 8), ([-1.0, 0.0, 3.0], 8), ([-1.0, 1.0, 1.0], 2)],
            lambda source: ([source.gauss(0, 1) for _ in range(5)], source.randrange(2, 9)),
        ),
        "which range has the grid if all values are positive, and where is the code of zero then?",
        "code",
    ),
    Exercise("12.8", whole(16), "the error goes with the square of the step, and the step halves with every bit"),
    Exercise(
        "12.9",
        function(
            passes,
            [([1.4, 1.6, -1.4, -1.6], 1.0, 1), ([0.0, 0.6, 0.7, 0.8], 0.5, 1), ([9.0], 1.0, 3), ([-3.4], 1.0, 3)],
            some_values,
        ),
        "the last code stands for values on both sides of it: what is clipped is a code, not a value",
        "repair",
    ),
    Exercise(
        "12.10",
        ranked(
            "compression.activations",
            **{"range": "range 2", "percentile": "percentile 2", "least error": "least error 2"},
        ),
        "with four values for all activations, which is worse: a wide step, or that a few are clipped?",
        "predict",
    ),
    Exercise(
        "12.11",
        ranked(
            "compression.soft_targets",
            **{
                "100 labels": "100 labels",
                "200 labels": "200 labels",
                "soft at 1": "100 soft targets at 1",
                "soft at 4": "100 soft targets at 4",
            },
        ),
        "is a distribution over ten digits worth more than one more label, and what does the temperature "
        "bring to light?",
        "predict",
    ),
    Exercise("12.12", near(0.05), "put each centred difference of logits over the number of classes"),
    Exercise(
        "12.13",
        expression("T / (1 + exp(-2 * a / T)) - T / (1 + exp(-2 * b / T))", a=(-2, 2), b=(-2, 2), T=(1, 9)),
        "how much of T squared is left when the gradient of the cross entropy has taken its share?",
        "derive",
    ),
    Exercise(
        "12.14",
        function(
            settled,
            [([1.0, 2.0], [[1.0, -1.0], [-1.0, 2.0]], 1, 0.0), ([3.0], [[0.5]], 0, 1.0)],
            a_row,
        ),
        "after the step, is weight q what it should be? By how much does it move when nothing is divided?",
        "repair",
    ),
    Exercise(
        "12.15",
        ranked(
            "compression.low_bits",
            **{name: name for name in ("GPTQ 2", "nearest 2", "nearest 4", "GPTQ 3")},
        ),
        "is a bit worth more, or how it is used?",
        "predict",
    ),
    Exercise(
        "12.16",
        chosen("abcd", "bc"),
        "what sets the step of a row, and what becomes of it when all weights of the row are doubled?",
        "choose",
    ),
    Exercise(
        "12.17",
        function(
            two_of_four,
            [([],), ([1.0, -2.0, 3.0, -4.0],), ([9.0, 8.0, 7.0, 6.0, 0.1, 0.2, 0.3, 0.4],)],
            lambda source: ([source.gauss(0, 1) for _ in range(4 * source.randrange(1, 4))],),
        ),
        "each four has its own two, whatever the others hold",
        "code",
    ),
    Exercise(
        "12.18",
        expression("b + 32 / m", b=(1, 16), m=(8, 256)),
        "how many bits of the scale fall to one weight of its block?",
        "derive",
    ),
    Exercise(
        "12.19",
        chosen("abcd", "bd"),
        "what stands between the hidden layers, and what is left of a distribution of which one text is kept?",
        "choose",
    ),
)

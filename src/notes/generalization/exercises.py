"""The exercises of chapter 5: what is a right answer, and what to think of next."""

import math
import random

from notes.exercises import (
    Exercise,
    all_near,
    chosen,
    expression,
    function,
    near,
    ranked,
    whole,
)


def dropped(h: list[float], kept: list[int], p: float) -> list[float]:
    """Units after dropout, with their means kept."""
    return [unit / (1 - p) if one else 0.0 for unit, one in zip(h, kept, strict=True)]


def units(source: random.Random) -> tuple[list[float], list[int], float]:
    """Units, which of them are kept, and the rate of dropping."""
    return [source.gauss(0, 1) for _ in range(4)], [source.randrange(2) for _ in range(4)], source.uniform(0, 0.9)


def stopped(minimiser: list[float], curvature: list[float], alpha: float, t: int) -> list[float]:
    """Where descent from zero is after some steps, by direction."""
    return [(1 - (1 - alpha * s) ** t) * end for end, s in zip(minimiser, curvature, strict=True)]


def descents(source: random.Random) -> tuple[list[float], list[float], float, int]:
    """Minimum and curvature in three directions, a rate and a number of steps."""
    minimiser, curvature = ([source.uniform(0.1, 2) for _ in range(3)] for _ in range(2))
    return minimiser, curvature, source.uniform(0.1, 0.9), source.randrange(1, 20)


EXERCISES = (
    Exercise("5.1", near(35 / 12), "only the die that is not seen is noise: what is the variance of one die?"),
    Exercise("5.2", near(0.5), "write squared bias and variance of the shrunken mean as functions of w, and add them"),
    Exercise(
        "5.3",
        expression("sigma**2 * (1 - d / n)", sigma=(0.5, 2), d=range(1, 10), n=range(12, 40)),
        "the residuals are what the projection leaves of the noise: how many dimensions are left?",
        "derive",
    ),
    Exercise(
        "5.4",
        all_near([0.93, 0.85]),
        "of the parts of the error, which does the mean of five fits that have them in common have as well?",
    ),
    Exercise(
        "5.5", chosen("abcd", "ac"), "which of the three parts of the error knows how many samples there are?", "choose"
    ),
    Exercise(
        "5.6",
        chosen("abcd", "bd"),
        "only the weights are fitted without the held-out samples: what else was made from the targets?",
        "choose",
    ),
    Exercise(
        "5.7", whole(59), "count weights and biases of both layers for one hidden unit; the output biases come on top"
    ),
    Exercise("5.8", whole(14), "when has the inner ball shrunk to half of the volume?"),
    Exercise(
        "5.9",
        ranked("generalization.overfitting", **{"1": "new 1", "4": "new 4", "12": "new 12", "300": "new 300"}),
        "which of the four has just enough parameters to reach every sample, and no choice of how?",
        "predict",
    ),
    Exercise(
        "5.10",
        chosen("abcd", "bd"),
        "what a network can learn is not what it has learned: how do the two networks of the section differ?",
        "choose",
    ),
    Exercise(
        "5.11",
        expression("sign(c) * max(abs(c) - lam, 0)", c=(-3, 3), lam=(0.1, 2)),
        "take the parameter positive, zero and negative apart: at zero the penalty has a corner, not a slope",
        "derive",
    ),
    Exercise("5.12", near(math.sqrt(2)), "the variance of a Laplace density is twice the square of its scale"),
    Exercise("5.13", near(6), "the single feature has a singular value: what is its square?"),
    Exercise(
        "5.14",
        expression("kappa * scale", kappa=(0.001, 1), scale=(0.001, 10)),
        "one word, two meanings: which of the two rules divides the decay by the size of the gradients?",
        "derive",
    ),
    Exercise("5.15", whole(7), "which power of 0.9 is the first at or below one half?"),
    Exercise(
        "5.16",
        function(
            stopped,
            [([1.0, 1.0], [1.0, 0.01], 0.5, 10), ([3.0, -2.0], [0.5, 0.25], 0.5, 0), ([2.0], [1.0], 1.5, 3)],
            descents,
        ),
        "descent that is halfway is not halfway in all directions: which share of its way has each of them gone?",
        "repair",
    ),
    Exercise("5.17", near(1), "the variance is the square of the unit times the odds of being dropped"),
    Exercise(
        "5.18",
        function(dropped, [([1.0, -2.0], [1, 0], 0.5), ([1.0, 3.0], [1, 1], 0.0), ([2.0], [1], 0.9)], units),
        "what is the mean of a unit over all draws of what is kept, and what should it be?",
        "repair",
    ),
    Exercise(
        "5.19",
        expression("1 / (1 - p)", p=(0.01, 0.9)),
        "the mean of the unit is kept, and the mean of its square is not: what does the variance add to it?",
        "derive",
    ),
    Exercise("5.20", near(12), "add up, over the samples, what the noise adds to one of them"),
    Exercise(
        "5.21",
        chosen("abcd", "b"),
        "the number of parameters does not decide: is the signal in a few large directions, do many share the noise?",
        "choose",
    ),
    Exercise(
        "5.22", near(4), "how many times as large are the units that the weight multiplies, not the weight itself?"
    ),
    Exercise(
        "5.23",
        expression("power * (1 - base / error)", power=(0.1, 1), base=(0.01, 0.2), error=(0.3, 0.9)),
        "differentiate the logarithm of the sum by the logarithm of n: does the floor fall too?",
        "derive",
    ),
)

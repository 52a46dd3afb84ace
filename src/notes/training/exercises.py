"""The exercises of chapter 4: what is a right answer, and what to think of next."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Slope:
    """The gradient of a parabola."""

    curvature: float

    def __call__(self, phi: float) -> float:
        """Its value at a place."""
        return self.curvature * phi


def nesterov(gradient: Callable[[float], float], phi: float, rate: float, beta: float, steps: int) -> float:
    """Where Nesterov momentum is after some steps."""
    velocity = 0.0
    for _ in range(steps):
        velocity = beta * velocity - rate * (1 - beta) * gradient(phi + beta * velocity)
        phi += velocity
    return phi


def adam(gradients: list[float], phi: float, rate: float, beta: float, gamma: float) -> float:
    """Where Adam is after some gradients, without its epsilon."""
    weights, first, second = (1.0, 1.0), 0.0, 0.0
    for slope in gradients:
        first += (1 - beta) * (slope - first)
        second += (1 - gamma) * (slope**2 - second)
        weights = weights[0] * beta, weights[1] * gamma
        phi -= rate * first / (1 - weights[0]) * ((1 - weights[1]) / second) ** 0.5
    return phi


def slopes(source: random.Random) -> tuple[list[float], float, float, float, float]:
    """Gradients that are not zero, and where and how Adam starts."""
    gradients = [source.choice((-1, 1)) * source.uniform(0.5, 2) for _ in range(source.randrange(1, 6))]
    phi, rate, beta, gamma = (source.uniform(0.1, 0.9) for _ in range(4))
    return gradients, phi, rate, beta, gamma


def clipped(gradients: list[list[float]], largest: float) -> list[list[float]]:
    """Gradients scaled by one factor, so that their joint norm is at most the largest."""
    norm = math.hypot(*(entry for one in gradients for entry in one))
    return [[entry * min(1.0, largest / norm) if norm else 0.0 for entry in one] for one in gradients]


def several(source: random.Random) -> tuple[list[list[float]], float]:
    """Gradients of some parameters, and a limit that binds now and then."""
    gradients = [[source.gauss(0, 1) for _ in range(source.randrange(1, 4))] for _ in range(source.randrange(1, 4))]
    return gradients, source.uniform(0.5, 3)


def three_phases(rate: float, steps: int, warmup: int, decay: int) -> list[float]:
    """The rates of warm-up, stable phase and decay, phase by phase."""
    rising = [rate * step / warmup for step in range(1, warmup)]
    falling = [rate * step / decay for step in range(decay, 0, -1)]
    return [*rising, *[rate] * (steps - len(rising) - decay), *falling]


def phases(source: random.Random) -> tuple[float, int, int, int]:
    """A rate, and lengths whose ramps have room."""
    warmup, decay = source.randrange(1, 6), source.randrange(1, 6)
    return source.uniform(0.1, 2), warmup + decay + source.randrange(4), warmup, decay


def race(source: random.Random) -> tuple[Callable[[float], float], float, float, float, int]:
    """A parabola of random curvature, and where and how to descend on it."""
    curvature, start, rate, beta = (source.uniform(0.1, 1) for _ in range(4))
    return Slope(curvature), start, rate, beta, source.randrange(1, 9)


def back_through_a_layer(weights: list[list[float]], x: list[float], upstream: list[float]) -> list[list[float]]:
    """The gradient of a linear layer by its weights: each entry is what arrives times what was sent."""
    return [[arrived * sent for sent in x] for arrived, _ in zip(upstream, weights, strict=True)]


def layer(source: random.Random) -> tuple[list[list[float]], list[float], list[float]]:
    """Weights of three rows and two columns, an input, and the gradient by the output."""
    rows = [[source.gauss(0, 1) for _ in range(2)] for _ in range(3)]
    return rows, [source.gauss(0, 1) for _ in range(2)], [source.gauss(0, 1) for _ in range(3)]


EXERCISES = (
    Exercise(
        "4.1", near(1 / 13), "at the best rate the two factors, of the flat and of the steep direction, are opposite"
    ),
    Exercise(
        "4.2", all_near([-10, -16]), "at zero every residual is minus its target; sum it, and sum it times the input"
    ),
    Exercise(
        "4.3",
        expression("cos(u) * exp(-u**2 / 32) - u / 16 * sin(u) * exp(-u**2 / 32)", u=(-6, 6)),
        "a wave times a bell is a product; the inner derivative of the bell's exponent is a fraction of u",
        "derive",
    ),
    Exercise("4.4", whole(501), "which batch size makes the finite population correction one half?"),
    Exercise(
        "4.5",
        chosen("abcd", "acd"),
        "which samples can the second batch of an epoch hold once the first is known?",
        "choose",
    ),
    Exercise("4.6", whole(60), "which angle has the cosine minus one half?"),
    Exercise("4.7", whole(44), "the weights sum to one minus a power of the decay; take logarithms"),
    Exercise(
        "4.8", near(0.01), "torch adds the whole gradient to its buffer, so its buffer is larger: by which factor?"
    ),
    Exercise(
        "4.9",
        expression("2 * (1 + beta) / ((1 - beta) * lam)", beta=(0.05, 0.95), lam=(0.1, 5)),
        "at the bound a root of the recursion is minus one; the weight of the gradient belongs to it",
        "derive",
    ),
    Exercise(
        "4.10",
        function(
            nesterov,
            [
                (Slope(1.0), 1.0, 0.5, 0.9, 1),
                (Slope(1.0), 1.0, 0.5, 0.9, 3),
            ],
            race,
        ),
        "how much of the step is decided before the gradient is known?",
        "repair",
    ),
    Exercise(
        "4.11",
        chosen("abcd", "ac"),
        "multiply the loss by ten: what becomes of a gradient, and what of its sign?",
        "choose",
    ),
    Exercise(
        "4.12",
        expression("alpha / sqrt(1 - gamma)", alpha=(0.01, 2), gamma=(0.05, 0.99)),
        "the mean of squares starts at zero: what is it after one gradient, and what is its root?",
        "derive",
    ),
    Exercise("4.13", near(0.05), "what are the two corrected moments when the gradient never changes?"),
    Exercise(
        "4.14",
        ranked(
            "training.race",
            plain="plain at its best rate",
            momentum="momentum at its best rate",
            Nesterov="Nesterov at its best rate",
        ),
        "which of the three swings across the valley, and which of them brakes in time?",
        "predict",
    ),
    Exercise(
        "4.15",
        function(adam, [([1.0], 0.0, 0.1, 0.9, 0.999), ([1.0, 1.0], 0.0, 0.1, 0.9, 0.999)], slopes),
        "what does the second step start from: the average, or what was made of it for the first?",
        "repair",
    ),
    Exercise(
        "4.16",
        all_near([12, 8]),
        "start from the derivative of the loss by the output, and go back one factor at a time",
    ),
    Exercise(
        "4.17",
        function(back_through_a_layer, [([[1.0, 2.0]], [0.0, 3.0], [-1.0])], layer),
        "through which entry of the output does a single weight act, and what does it multiply?",
        "code",
    ),
    Exercise("4.18", whole(40), "the checkpoints are one part, and the layers of a segment are another"),
    Exercise(
        "4.19",
        expression("2 * (f3 - y) * cos(f2)", f3=(-3, 3), y=(-3, 3), f2=(-3, 3)),
        "a derivative by a weight is the one by its bias, times what the weight multiplies",
        "derive",
    ),
    Exercise("4.20", near(39), "the product is used twice, so two gradients arrive at it: add them before going on"),
    Exercise("4.21", near(1 / 3), "the backward factor has the width of the output, and the forward variance is given"),
    Exercise(
        "4.22",
        expression("2 / ((1 + leak**2) * D)", leak=(-2, 2), D=(1, 50)),
        "each half of the line holds half of the variance; what does the unit make of the negative one?",
        "derive",
    ),
    Exercise("4.23", near(0.95**50), "what does one layer multiply the power by?"),
    Exercise(
        "4.24",
        chosen("abcd", "bc"),
        "a weight's gradient has two factors: what comes forward and what comes back",
        "choose",
    ),
    Exercise(
        "4.25",
        function(
            clipped,
            [([[3.0, 0.0], [4.0]], 1.0), ([[3.0], [4.0]], 5.0), ([[0.0]], 1.0)],
            several,
        ),
        "is the norm that of one parameter's gradient, or of all of them together?",
        "code",
    ),
    Exercise(
        "4.26",
        function(three_phases, [(1.0, 8, 2, 3), (0.5, 2, 1, 1), (2.0, 5, 4, 1)], phases),
        "what is the rate of the very first step, and what is that of the last?",
        "code",
    ),
    Exercise(
        "4.27",
        chosen("abcd", "bc"),
        "which terms carry the factor of the loss, and which are divided by it again?",
        "choose",
    ),
    Exercise(
        "4.28",
        expression("27 * d**4 / 8", d=(0.01, 0.3)),
        "put the distance after one round into the same rule once more, and keep the leading term",
        "derive",
    ),
    Exercise(
        "4.29",
        ranked(
            "training.rivals",
            Adam="loss Adam",
            Lion="loss Lion",
            Muon="loss Muon",
            momentum="loss momentum",
        ),
        "which of them takes steps of one size in every coordinate, whatever the gradient's size?",
        "predict",
    ),
    Exercise(
        "4.30", whole(6), "by what factor is the gradient smaller than the smallest number? Round its logarithm up"
    ),
)

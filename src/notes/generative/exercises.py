"""The exercises of chapter 9: what is a right answer, and what to think of next."""

import math
import random

from notes.exercises import (
    Exercise,
    chosen,
    expression,
    function,
    near,
    whole,
)


def softplus(h: float) -> float:
    """The softplus of a number of any size."""
    return max(h, 0.0) + math.log1p(math.exp(-abs(h)))


def value_of_the_game(data: list[float], samples: list[float]) -> float:
    """What a discriminator maximises, from its logits for data and for samples."""
    return -sum(softplus(-h) for h in data) / len(data) - sum(map(softplus, samples)) / len(samples)


def drawn_code(mu: list[float], log_variance: list[float], epsilon: list[float]) -> list[float]:
    """A draw from a Gaussian with independent coordinates, by way of standard Gaussian noise."""
    return [m + math.exp(s / 2) * e for m, s, e in zip(mu, log_variance, epsilon, strict=True)]


def code(source: random.Random) -> tuple[list[float], list[float], list[float]]:
    """The mean and the log variance of two coordinates, and noise."""
    mu, log_variance, epsilon = ([source.gauss(0, 1) for _ in range(2)] for _ in range(3))
    return mu, log_variance, epsilon


EXERCISES = (
    Exercise(
        "9.1",
        expression("exp(-log(x)**2 / 2) / (x * sqrt(2 * pi))", x=(0.2, 5)),
        "how much of the noise is squeezed into a small step at x, and where does that noise lie?",
        "derive",
    ),
    Exercise(
        "9.2",
        chosen("abcd", "ab"),
        "put D = 1 on data and D = 0 on samples into the value, and into the slope of the generator's term",
        "choose",
    ),
    Exercise(
        "9.3",
        function(
            value_of_the_game,
            [([1e4], [-1e4]), ([-1e4], [1e4]), ([0.0], [0.0, 0.0])],
            lambda source: ([source.gauss(0, 2) for _ in range(3)], [source.gauss(0, 2) for _ in range(4)]),
        ),
        "what are the logarithms of a sigmoid and of one less a sigmoid, written with softplus?",
        "code",
    ),
    Exercise(
        "9.4",
        expression("2 / r**2", r=(0.5, 3)),
        "average over the noise, whose density is one; the density of the samples is not needed",
        "derive",
    ),
    Exercise(
        "9.5",
        expression("4 * exp(-2 * s**2) - 2 * exp(-s**2) - (exp(-s**2) - exp(-2 * s**2)) / s**2", s=(0.3, 2)),
        "three things move: both limits, and the integrand",
        "derive",
    ),
    Exercise("9.6", near(0.75), "how many of the samples found at this place are data, in the long run?"),
    Exercise(
        "9.7",
        near(0),
        "what is the best answer where only one density is positive, and its logarithm?",
    ),
    Exercise(
        "9.8",
        expression("r * (1 + eta**2)**(n / 2)", r=(0.5, 2), eta=(0.1, 1), n=range(0, 9)),
        "the first line of the orbit speaks of squares",
        "derive",
    ),
    Exercise("9.9", whole(999), "take the quotient of the two gradients by the logit"),
    Exercise(
        "9.10",
        expression("(s * log(2 * s / (1 + s)) + (1 - s) * log(2) + log(2 / (1 + s))) / 2", s=(0, 1)),
        "split the integral of p into the modes that are covered and those that are not; q is larger than p "
        "on the former, by which factor?",
        "derive",
    ),
    Exercise("9.11", whole(5), "how much must cross each of the gaps between neighbours?"),
    Exercise(
        "9.12",
        expression("abs(b - 1) / 2", b=(0.2, 4)),
        "on a line the cheapest plan keeps the order: which point of the one goes to which of the other?",
        "derive",
    ),
    Exercise("9.13", chosen("abcd", "abd"), "how steep does each get where it is steepest?", "choose"),
    Exercise(
        "9.14",
        expression("W + W**2 / (4 * lam)", W=(0.5, 4), lam=(0.5, 10)),
        "put the best slope into the gain and into the penalty",
        "derive",
    ),
    Exercise(
        "9.15",
        expression("4 * sin(a)**2 + cos(a)**2", a=(0, 3)),
        "what are the squared cosines of the direction with the two axes?",
        "derive",
    ),
    Exercise(
        "9.16",
        expression("tanh(x / s)", x=(-3, 3), s=(0.3, 3)),
        "how probable is each of the two points, given the noisy one?",
        "derive",
    ),
    Exercise("9.17", near(0.9375), "which of the two rates stands in the denominator?"),
    Exercise(
        "9.18",
        expression("v / (n + v)", v=(0.2, 4), n=range(1, 9)),
        "the inverse variances of the prior and of what was seen add up",
        "derive",
    ),
    Exercise("9.19", near(math.log(2) / 2 - 0.25), "put equal means and the two variances into the closed form"),
    Exercise(
        "9.20",
        expression("(log(v / (1 + v)) + (1 + v) / v + x**2 / (v * (1 + v)) - 1) / 2", x=(-2, 2), v=(0.2, 4)),
        "the gap is a divergence between two Gaussians; of which two?",
        "derive",
    ),
    Exercise("9.21", whole(32), "how many pixels are there, and what multiplies the mean squared error?"),
    Exercise(
        "9.22",
        expression("6 * mu * sigma", mu=(-2, 2), sigma=(0.2, 2)),
        "move the noise first: through what does the sample depend on the deviation, and with which slope?",
        "derive",
    ),
    Exercise(
        "9.23",
        function(drawn_code, [([0.0], [0.0], [1.0]), ([0.0], [2.0], [1.0]), ([1.0], [-20.0], [3.0])], code),
        "the encoder tells the logarithm of the variance; by what is the noise to be multiplied?",
        "repair",
    ),
)

"""The exercises of chapter 9: what is a right answer, and what to think of next."""

import math
import random

from notes.exercises import (
    Exercise,
    chosen,
    expression,
    function,
    near,
    ranked,
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


def one_step_before(noisy: float, clean: float, signal: float, before: float) -> list[float]:
    """Mean and variance of a diffused number one step before, given it and the clean one."""
    alpha = signal / before
    mean = (before**0.5 * (1 - alpha) * clean + alpha**0.5 * (1 - before) * noisy) / (1 - signal)
    return [mean, (1 - before) * (1 - alpha) / (1 - signal)]


def steps_of_noise(source: random.Random) -> tuple[float, float, float, float]:
    """A noisy number, a clean one, and the shares of the signal now and one step before."""
    before = source.uniform(0.1, 1)
    return source.gauss(0, 1), source.gauss(0, 1), source.uniform(0.1, 0.9) * before, before


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
    Exercise(
        "9.24",
        expression(
            "exp(-(y * exp(k * x) + x**2)**2 / 2 - x**2 / 2) * exp(k * x) / (2 * pi)", x=(-1, 1), y=(-1, 1), k=(-1, 1)
        ),
        "the density of the noise at the image is not yet that of the data; what does the map do to a small square?",
        "derive",
    ),
    Exercise(
        "9.25",
        function(
            one_step_before,
            [(1.0, 2.0, 0.25, 0.5), (1.0, 2.0, 0.5, 1.0), (0.0, 0.0, 0.01, 0.9)],
            steps_of_noise,
        ),
        "the signals are shares of the variance: which of the factors are roots of them, and which are not?",
        "code",
    ),
    Exercise(
        "9.26",
        expression("sqrt(1 - a) * x / (a * v + 1 - a)", x=(-2, 2), v=(0.2, 4), a=(0.1, 0.9)),
        "that the noise has the variance one does not say that it is seen: which Gaussian is the noisy point, and what "
        "is the slope of its log density?",
        "derive",
    ),
    Exercise(
        "9.27",
        chosen("abcd", "bd"),
        "the lines are straight, but a path follows the mean of many lines; what is that mean where the line has just "
        "begun?",
        "choose",
    ),
    Exercise("9.28", near(3), "the product is a bound; where does the critic rise fastest, and how fast?"),
    Exercise(
        "9.29",
        chosen("abcd", "ad"),
        "a distance of zero between what is measured is none between what is not; what does each measure look at?",
        "choose",
    ),
    Exercise(
        "9.30",
        ranked("generative.rivals", flow="flow recall", diffusion="diffusion recall", matching="flow matching recall"),
        "samples where no data are do not count against recall; samples that crowd together do",
        "predict",
    ),
)

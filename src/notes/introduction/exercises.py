"""The exercises of chapter 1: what is a right answer, and what to think of next."""

import math
from operator import mul
from random import Random

from notes.exercises import Exercise, all_near, chosen, each, expression, function, holding, near, word


def binary_cross_entropy(y: float, h: float) -> float:
    """The loss of the logit `h`, without an exponential that overflows."""
    return max(h, 0.0) - y * h + math.log1p(math.exp(-abs(h)))


def unmet_normal_equations(rows: list[list[float]], targets: list[float], weights: list[float]) -> list[float]:
    """By how much weights, the intercept first, fail to solve the normal equations."""
    design = [[1.0, *row] for row in rows]
    errors = [sum(map(mul, weights, row)) - y for row, y in zip(design, targets, strict=True)]
    return [sum(map(mul, errors, column)) for column in zip(*design, strict=True)]


def drawn_samples(source: Random) -> tuple[list[list[float]], list[float], list[float]]:
    """Five samples of three features, their targets, and four weights."""
    rows = [[source.gauss(0, 1) for _ in range(3)] for _ in range(5)]
    return rows, [source.gauss(0, 1) for _ in range(5)], [source.gauss(0, 1) for _ in range(4)]


def descent_step(weights: list[float], rate: float) -> list[float]:
    """One step of descent on the square of w1 + 2 w2 - 3."""
    error = weights[0] + 2 * weights[1] - 3
    return [weights[0] - rate * 2 * error, weights[1] - rate * 4 * error]


Gaussian = tuple[float, float, float]


def gaussian_log_odds(x: float, one: Gaussian, other: Gaussian) -> float:
    """The log odds of two Gaussian classes on a line, each with its prior, mean and variance."""
    joints = (math.log(prior) - math.log(v) / 2 - (x - mean) ** 2 / (2 * v) for prior, mean, v in (one, other))
    return next(joints) - next(joints)


def drawn_class(source: Random) -> Gaussian:
    """Prior, mean and variance of a class."""
    return source.uniform(0.1, 0.9), source.gauss(0, 1), source.uniform(0.2, 4)


EXERCISES = (
    Exercise(
        "1.1",
        all_near([1.5, 0.5]),
        "first the two means and the deviations from them, then the slope, then the intercept",
    ),
    Exercise(
        "1.2",
        function(unmet_normal_equations, [([[0.0], [0.0]], [1.0, 3.0], [0.0, 5.0])], drawn_samples),
        "the intercept is the weight of a feature too: of which one, and which sum must be zero because of it?",
        "code",
    ),
    Exercise("1.3", near(-math.log(0.1)), "the loss looks only at the probability that was given to what happened"),
    Exercise(
        "1.4",
        function(
            binary_cross_entropy,
            [(0.0, 1e4), (1.0, -1e4), (1.0, 1e4), (0.0, -800.0), (1.0, 0.0)],
            lambda source: (float(source.randrange(2)), source.gauss(0, 5)),
        ),
        "write the loss as a softplus first; which exponential of the two is never larger than one?",
        "repair",
    ),
    Exercise(
        "1.5",
        near(math.log(4)),
        "the error is the probability less the label; which probability is it, and which logit gives it?",
    ),
    Exercise("1.6", all_near([-0.5, -0.5, -1.0]), "at zero weights every logit is zero; put a one before the features"),
    Exercise(
        "1.7",
        expression("(1 + (d - 1) * rho) / (1 - rho)", d=(2, 20), rho=(0, 0.95)),
        "standardising does not round the bowl: what does C do to (1, ..., 1), and to what is perpendicular to it?",
        "derive",
    ),
    Exercise(
        "1.8",
        each(word("complete"), word("overlap"), word("quasi-complete")),
        "a hyperplane on a line is a point; may samples lie on it?",
    ),
    Exercise(
        "1.9",
        chosen("abcd", "abd"),
        "larger weights are no wider margin: where is the hyperplane, before and after?",
        "choose",
    ),
    Exercise(
        "1.10",
        expression("(z - y) * z * (1 - z)", z=(0, 1), y=(0, 1)),
        "the same chain as for cross entropy, with another first link",
        "derive",
    ),
    Exercise("1.11", near(1 / 3), "what is the largest eigenvalue of the Hessian?"),
    Exercise(
        "1.12",
        function(
            descent_step,
            [([3.0, 0.0], 0.1), ([0.0, 0.0], 0.5)],
            lambda source: ([source.gauss(0, 2), source.gauss(0, 2)], source.uniform(0.01, 0.5)),
        ),
        "a gradient belongs to one point; at which point is the second slope taken here?",
        "repair",
    ),
    Exercise("1.13", near(1 + math.log(3) / 2), "where are the log odds zero, the priors included?"),
    Exercise(
        "1.14",
        near(math.sqrt(8 * math.log(2) / 3)),
        "the class that is nearer in its own units need not be the likelier: what does it cost to be wide?",
    ),
    Exercise(
        "1.15",
        function(
            gaussian_log_odds,
            [(0.0, (0.5, 0.0, 1.0), (0.5, 0.0, 4.0)), (1.0, (0.9, 1.0, 2.0), (0.1, 1.0, 2.0))],
            lambda source: (source.gauss(0, 2), drawn_class(source), drawn_class(source)),
        ),
        "at equal distances and priors the odds need not be even: which term is left?",
        "code",
    ),
    Exercise("1.16", near(0.25), "which causes could have led to the observation, and how likely was each beforehand?"),
    Exercise(
        "1.17",
        near(729 / 730),
        "naive Bayes takes each column for a witness of its own; what do independent witnesses do to the odds?",
    ),
    Exercise(
        "1.18",
        holding(
            "introduction.gaussians",
            a=lambda mean: mean["naive Bayes 20"] < min(mean["stopped 20"], mean["penalised 20"]),
            b=lambda mean: mean["stopped 20"] > mean["long descent 20"],
            c=lambda mean: mean["naive Bayes 320"] < mean["long descent 320"],
            d=lambda mean: mean["stopped 320"] < mean["long descent 320"],
        ),
        "two opponents of naive Bayes are held near zero weights; when does that help, and when does it only hinder?",
        "predict",
    ),
    Exercise(
        "1.19",
        chosen("abcd", "bd"),
        "one work asks whether there is an optimum, and another where weights go that have none",
        "choose",
    ),
    Exercise(
        "1.20",
        expression("length / gamma", length=(0, 3), gamma=(0.1, 2)),
        "a small gradient need not mean a near minimum: what lies between the two bounds of the excess?",
        "derive",
    ),
    Exercise(
        "1.21",
        chosen("abcd", "ad"),
        "which of them does as well without what training has done, and which only compares two ways to one minimum?",
        "choose",
    ),
)

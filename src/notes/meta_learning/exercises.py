"""The exercises of chapter 13: what is a right answer, and what to think of next."""

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

Vectors = list[list[float]]


def episode(examples: list[int], shots: int) -> tuple[list[int], list[int]]:
    """The support set and the query set of one class."""
    return examples[:shots], examples[shots:]


def prototype_logits(query: list[float], support: Vectors, labels: list[int], ways: int) -> list[float]:
    """The logits of a prototypical network, from embeddings."""
    found = []
    for way in range(ways):
        members = [vector for vector, label in zip(support, labels, strict=True) if label == way]
        prototype = [sum(column) / len(members) for column in zip(*members, strict=True)]
        found.append(-(math.dist(query, prototype) ** 2))
    return found


def embedded_episode(source: random.Random) -> tuple[list[float], Vectors, list[int], int]:
    """A query and a support set of three classes, one of them with two more examples."""
    labels = [0, 1, 2, 1, 1]
    return (
        [source.gauss(0, 1), source.gauss(0, 1)],
        [[source.gauss(0, 1), source.gauss(0, 1)] for _ in labels],
        labels,
        3,
    )


def told_gradient(gradient: float, p: float) -> list[float]:
    """A gradient as an optimiser that is a network should be told it: size and sign apart."""
    if abs(gradient) >= math.exp(-p):
        return [math.log(abs(gradient)) / p, math.copysign(1.0, gradient)]
    return [-1.0, math.exp(p) * gradient]


def write_weights(used: list[float], reading: list[float], share: float) -> list[float]:
    """Where to write: to what was read last, and to the first of the rows used least."""
    least = used.index(min(used))
    return [share * weight + (1 - share) * (row == least) for row, weight in enumerate(reading)]


def outer_gradient(theta: float, rate: float, steps: int, *parabolas: float) -> float:
    """The gradient of MAML by its start, for two parabolas: curvature and bottom of the first, bottom of the second."""
    rho, mu, nu = parabolas
    for _ in range(steps):
        theta = theta - rate * rho * (theta - mu)
    return float((1 - rate * rho) ** steps) * (theta - nu)


EXERCISES = (
    Exercise(
        "13.1", chosen("abcd", "ab"), "could a learner that has learnt nothing about new classes do well?", "choose"
    ),
    Exercise(
        "13.2",
        whole(100),
        "each class of the task gives as many labelled examples as there are shots",
    ),
    Exercise(
        "13.3",
        function(
            episode,
            [([1, 2], 1), ([7, 8, 9], 3)],
            lambda source: ([source.randrange(100) for _ in range(6)], source.randrange(1, 5)),
        ),
        "how often does the first example occur in what is returned?",
        "repair",
    ),
    Exercise(
        "13.4", chosen("abcd", "bd"), "which of them belong to the fast learner, and which to the slow one?", "choose"
    ),
    Exercise(
        "13.5",
        chosen("abcd", "ad"),
        "where in each of them is it written that there are five classes?",
        "choose",
    ),
    Exercise(
        "13.6",
        near(0.75),
        "what is the softmax of the logarithms of three and of one?",
    ),
    Exercise(
        "13.7",
        expression("(k - 1) / (N * k - 1)", N=range(2, 30), k=range(1, 20)),
        "take one image of the pair as given; among how many others is its partner, and how many of those are "
        "of its class?",
        "derive",
    ),
    Exercise(
        "13.8",
        expression("exp(t) / (exp(t) + N - 1)", t=(0.5, 8), N=range(2, 20)),
        "the softmax is over the examples: what are their cosines, multiplied by the factor?",
        "derive",
    ),
    Exercise(
        "13.9",
        chosen("abcd", "bd"),
        "which of them follow from what the network is given, and which only from what it has learnt?",
        "choose",
    ),
    Exercise(
        "13.10",
        function(
            prototype_logits,
            [([0.0, 0.0], [[3.0, 4.0]], [0], 1), ([1.0, 1.0], [[1.0, 1.0], [5.0, 5.0], [0.0, 0.0]], [1, 1, 0], 2)],
            embedded_episode,
        ),
        "average first, within each class, and measure after",
        "code",
    ),
    Exercise(
        "13.11",
        near(1.5),
        "half of the attention erases half, and adds half",
    ),
    Exercise(
        "13.12",
        chosen("abcd", "abc"),
        "of blending, shifting and sharpening, which one moves the largest weight to another row?",
        "choose",
    ),
    Exercise(
        "13.13",
        chosen("abcd", "abc"),
        "at which step could the loss be made small without looking at the memory?",
        "choose",
    ),
    Exercise(
        "13.14",
        function(
            write_weights,
            [([1.0, 1.0], [1.0, 0.0], 0.5), ([3.0, 0.0, 0.0], [0.2, 0.3, 0.5], 0.0)],
            lambda source: ([source.random() for _ in range(4)], [0.1, 0.2, 0.3, 0.4], source.random()),
        ),
        "mark the row that was used least by a one: what is mixed with what was read is this mark, and not the usage",
        "code",
    ),
    Exercise(
        "13.15",
        ranked(
            "meta_learning.first_steps",
            **{"MAML": "MAML after 1", "first order": "first order after 1", "pretraining": "pretraining after 1"},
        ),
        "which of the three starts was chosen for where one step leads?",
        "predict",
    ),
    Exercise(
        "13.16",
        expression("-i * g / (1 - b)", i=(0.1, 1), b=(0.1, 0.95), g=(-2, 2)),
        "at the end a parameter no longer changes: set the new one equal to the old one",
        "derive",
    ),
    Exercise(
        "13.17",
        function(
            told_gradient,
            [(0.0, 10.0), (1.0, 10.0), (-1e-8, 10.0), (-100.0, 5.0)],
            lambda source: (math.copysign(10 ** source.uniform(-8, 3), source.gauss(0, 1)), 10.0),
        ),
        "what is the logarithm of the gradient at a minimum?",
        "code",
    ),
    Exercise(
        "13.18",
        near(0.5),
        "at which rate does the inner step reach the bottom of the parabola at once?",
    ),
    Exercise(
        "13.19",
        function(
            outer_gradient,
            [(0.0, 0.5, 1, 3.0, 1.0, 2.0), (1.0, 0.1, 0, 2.0, 0.0, 3.0), (1.0, 0.1, 3, 2.0, -1.0, 3.0)],
            lambda source: (
                source.gauss(0, 1),
                source.uniform(0.1, 1),
                source.randrange(1, 5),
                source.uniform(0.5, 3),
                source.gauss(0, 1),
                source.gauss(0, 1),
            ),
        ),
        "that is the slope where the steps led; if the start moves a little, how far moves what they lead to?",
        "repair",
    ),
    Exercise(
        "13.20",
        ranked("meta_learning.approaches", matching="matching", relation="relation", siamese="siamese", MAML="MAML"),
        "twenty updates are few: who has most to learn before it works at all?",
        "predict",
    ),
    Exercise(
        "13.21",
        chosen("abcde", "acd"),
        "where is the gradient taken that each of them follows, and on which examples?",
        "choose",
    ),
    Exercise(
        "13.22",
        expression("rho * (alpha * rho * mu1 - mu2)", alpha=(0.01, 0.5), rho=(0.2, 3), mu1=(-2, 2), mu2=(-2, 2)),
        "where does the first step lead from zero? Only then ask for the slope of the second loss there",
        "derive",
    ),
    Exercise(
        "13.23",
        expression("(d + 1) * (1 - s) / s", d=range(1, 20), s=(0.05, 0.9)),
        "set the share that is left at the best rate equal to the one allowed, and solve for the number of examples",
        "derive",
    ),
    Exercise(
        "13.24",
        chosen("abcd", "bcd"),
        "where is what was learnt from the examples: in the matrices of the layer, or in the tokens?",
        "choose",
    ),
)

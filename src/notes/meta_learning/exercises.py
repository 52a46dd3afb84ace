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
        ranked("meta_learning.approaches", matching="matching", relation="relation", siamese="siamese", MAML="MAML"),
        "twenty updates are few: who has most to learn before it works at all?",
        "predict",
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
        "at which step could the loss be made small without looking at the memory?",
        "choose",
    ),
    Exercise(
        "13.13",
        ranked(
            "meta_learning.first_steps",
            **{"MAML": "MAML after 1", "first order": "first order after 1", "pretraining": "pretraining after 1"},
        ),
        "which of the three starts was chosen for where one step leads?",
        "predict",
    ),
    Exercise(
        "13.14",
        expression("-i * g / (1 - f)", i=(0.1, 1), f=(0.1, 0.95), g=(-2, 2)),
        "at the end a parameter no longer changes: set the new one equal to the old one",
        "derive",
    ),
    Exercise(
        "13.15",
        function(
            told_gradient,
            [(0.0, 10.0), (1.0, 10.0), (-1e-8, 10.0), (-100.0, 5.0)],
            lambda source: (math.copysign(10 ** source.uniform(-8, 3), source.gauss(0, 1)), 10.0),
        ),
        "what is the logarithm of the gradient at a minimum?",
        "code",
    ),
    Exercise(
        "13.16",
        near(0.5),
        "at which rate does the inner step reach the bottom of the parabola at once?",
    ),
)

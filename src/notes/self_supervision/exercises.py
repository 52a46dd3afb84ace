"""The exercises of chapter 7: what is a right answer, and what to think of next."""

import math
import random

from notes.exercises import (
    Exercise,
    all_near,
    chosen,
    each,
    expression,
    function,
    near,
    ranked,
    whole,
)


def standardised(train: list[float], test: list[float]) -> list[float]:
    """Test features, standardised by the mean and the deviation of the training part."""
    mean = sum(train) / len(train)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in train) / len(train))
    return [(value - mean) / deviation for value in test]


def recall_at_one(points: list[float], labels: list[int]) -> float:
    """The share of points whose nearest other has their label."""
    right = 0
    for i, (point, label) in enumerate(zip(points, labels, strict=True)):
        others = [(abs(point - other), labels[j]) for j, other in enumerate(points) if j != i]
        right += min(others)[1] == label
    return right / len(points)


def labelled(source: random.Random) -> tuple[list[float], list[int]]:
    """Points of three classes on a line."""
    return [source.gauss(0, 1) for _ in range(8)], [source.randrange(3) for _ in range(8)]


def queue_step(queue: list[int], keys: list[int]) -> tuple[list[int], list[int]]:
    """The negatives of a step, and the queue after it."""
    return queue, queue[len(keys) :] + keys


EXERCISES = (
    Exercise("7.1", all_near([-8, 24, 16]), "differentiate by the weight of one branch, and hold the other"),
    Exercise("7.2", near((1 + 1 / math.log2(3)) / 3), "what does a rank beyond the tenth contribute?"),
    Exercise(
        "7.3",
        chosen("abcd", "ac"),
        "which of them look the same, or as natural, after a quarter or a half turn?",
        "choose",
    ),
    Exercise(
        "7.4",
        function(
            standardised,
            [([0.0, 2.0], [1.0]), ([0.0, 2.0], [5.0, 5.0]), ([1.0, 1.0, 4.0], [2.0])],
            lambda source: ([source.gauss(1, 2) for _ in range(5)], [source.gauss(1, 2) for _ in range(3)]),
        ),
        "what would happen to a single test image?",
        "repair",
    ),
    Exercise("7.5", near(0.25), "put the lengths of the two gradients beside each other"),
    Exercise(
        "7.6",
        each(near(0.1), near(0), near(0.7), whole(1)),
        "which negatives are farther than the positive and still cost something?",
    ),
    Exercise(
        "7.7",
        ranked(
            "self_supervision.triplets",
            **{"random": "spread of random", "semi-hard": "spread of semi-hard", "hardest": "spread of hardest"},
        ),
        "one kind of triplets is brought into order quickest by making all distances small, and one has them "
        "in order to begin with",
        "predict",
    ),
    Exercise("7.8", all_near([math.log(511), math.log(1 + 510 * math.exp(-5))]), "how many candidates has a view?"),
    Exercise(
        "7.9",
        expression("exp((s - t) / T) * sqrt((1 - s**2) / (1 - t**2))", s=(-0.9, 0.95), t=(-0.9, 0.95), T=(0.1, 1)),
        "what the loss asks of a similarity is not yet what it asks of a vector: how long is the gradient of a cosine?",
        "derive",
    ),
    Exercise("7.10", near(1 - 0.99**100), "the weights are a geometric series; sum the first hundred"),
    Exercise(
        "7.11",
        expression("w**2 + 1 / (1 + n)**2", w=(0.1, 2), n=(0.1, 2)),
        "a global minimum need not be where descent goes: what does descent keep, and where does the predictor end?",
        "derive",
    ),
    Exercise("7.12", all_near([0.05, 0.3]), "which entries are on the diagonal, and how many are off it?"),
    Exercise("7.13", chosen("abcd", "b"), "which of them have a correlation of zero with the first?", "choose"),
    Exercise(
        "7.14",
        function(
            recall_at_one,
            [([0.0, 0.0, 5.0, 5.0], [0, 0, 1, 1]), ([0.0, 0.0], [0, 1]), ([0.0, 1.0, 3.0], [0, 1, 0])],
            labelled,
        ),
        "who is nearest to a point, if nobody is left out?",
        "code",
    ),
    Exercise(
        "7.15",
        expression(
            "m + (c - m) * (1 - a * n / (1 + n))**t", c=(-2, 2), m=(-2, 2), a=(0.1, 1), n=range(1, 9), t=range(0, 6)
        ),
        "by which factor does one update shrink the distance between the centre and the mean?",
        "derive",
    ),
    Exercise("7.16", all_near([-3, -7]), "which piece is the angle in, and is its sign plus or minus?"),
    Exercise(
        "7.17", chosen("abcd", "acd"), "what is bounded is one thing, the bound another; what is its ceiling?", "choose"
    ),
    Exercise(
        "7.18",
        function(
            queue_step,
            [([1, 2, 3], [4]), ([1, 2], [3, 4]), ([5], [6])],
            lambda source: ([source.randrange(99) for _ in range(6)], [source.randrange(99) for _ in range(2)]),
        ),
        "whom does a query meet among its negatives?",
        "repair",
    ),
    Exercise(
        "7.19",
        ranked(
            "self_supervision.distilled",
            **{name: f"one answer by {name}" for name in ("both", "centring alone", "sharpening alone")},
        ),
        "which operation makes an answer decide, and which one keeps it from deciding for all images alike?",
        "predict",
    ),
    Exercise(
        "7.20", chosen("abcd", "bc"), "what can be said of a pixel that is seen, and of one that is not?", "choose"
    ),
    Exercise("7.21", chosen("abcd", "b"), "over what does the sum in each denominator run?", "choose"),
    Exercise(
        "7.22",
        expression("(A - m) / (1 + u)", A=(1, 3), u=(1, 4), m=(0, 0.9)),
        "if the angle to the own vector is t, what is the one to the other vector?",
        "derive",
    ),
)

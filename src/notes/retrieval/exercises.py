"""The exercises of chapter 14: what is a right answer, and what to think of next."""

import math
import random

from notes.exercises import (
    Exercise,
    all_near,
    expression,
    function,
    holding,
    in_any_order,
    near,
    word,
)


def word_score(t: float, length: float, mean: float, k: float, b: float) -> float:
    """What the occurrences of a word count in BM25, without its weight."""
    return (k + 1) * t / (t + k * (1 - b + b * length / mean))


def occurrences(source: random.Random) -> tuple[float, float, float, float, float]:
    """Occurrences, length, mean length and both constants."""
    return (
        float(source.randrange(9)),
        source.uniform(5, 50),
        source.uniform(5, 50),
        source.uniform(1, 2),
        source.random(),
    )


def balanced_accuracy(coverages: list[float], answerable: list[int], threshold: float) -> float:
    """The mean of the shares of right decisions among answerable questions and among the others."""
    told = [
        [
            float((cover >= threshold) == bool(one))
            for cover, one in zip(coverages, answerable, strict=True)
            if one == kind
        ]
        for kind in (0, 1)
    ]
    return sum(sum(group) / len(group) for group in told) / 2


def covered_questions(source: random.Random) -> tuple[list[float], list[int], float]:
    """Coverages of four questions, one of them answerable, and a threshold."""
    return [source.random() for _ in range(4)], [1, 0, 0, 0], source.random()


EXERCISES = (
    Exercise("14.1", near(1 / 72), "how many pairs of an adjective and a noun are there, if the relation is known?"),
    Exercise("14.2", near(1.2), "set the weight to half of its limit and solve for the frequency"),
    Exercise(
        "14.3",
        function(
            word_score,
            [(0.0, 10.0, 10.0, 1.2, 0.75), (3.0, 30.0, 10.0, 1.2, 0.0), (3.0, 30.0, 10.0, 1.2, 1.0)],
            occurrences,
        ),
        "two documents contain the word once: should the long one or the short one win?",
        "repair",
    ),
    Exercise("14.4", near(math.log(128)), "how likely is each candidate, if all scores are the same?"),
    Exercise("14.5", all_near([0.5, 0.4875]), "the share of ranks up to two; then the mean of the reciprocals"),
    Exercise("14.6", all_near([0.25, 0.175]), "multiply within a document before you sum, or sum before you multiply"),
    Exercise("14.7", all_near([-0.4, 0.4]), "the posterior first, by the rule of Bayes"),
    Exercise(
        "14.8",
        expression("p * (1 - p) * (a - b) / (p * a + (1 - p) * b)", p=(0.05, 0.95), a=(0.05, 1), b=(0.05, 1)),
        "posterior less prior; bring both over one denominator",
        "derive",
    ),
    Exercise("14.9", near(0.125), "both scores may move, towards each other; each by how much at most?"),
    Exercise(
        "14.10",
        in_any_order(word("question encoder"), word("reader")),
        "which parts does the loss contain, and which of them is frozen?",
    ),
    Exercise(
        "14.11",
        holding(
            "retrieval.three_regimes",
            a=lambda mean: mean["recall RAG"] > mean["recall DPR"],
            b=lambda mean: mean["exact RAG"] > mean["exact DPR"],
            c=lambda mean: mean["exact REALM"] > mean["exact RAG"],
            d=lambda mean: mean["recall REALM old index"] > mean["recall DPR"],
        ),
        "who is trained on labelled passages, whose reader on what is really retrieved, and whose index fits "
        "its encoders?",
        "predict",
    ),
    Exercise(
        "14.12",
        function(
            balanced_accuracy,
            [([0.9, 0.1], [1, 0], 0.5), ([0.5, 0.1], [1, 0], 0.5), ([0.2, 0.3, 0.4], [0, 0, 1], 0.9)],
            covered_questions,
        ),
        "count within each kind of question; which decision is made if the coverage is the threshold exactly?",
        "code",
    ),
)

"""The exercises of chapter 14: what is a right answer, and what to think of next."""

import math
import random

from notes.exercises import (
    Exercise,
    all_near,
    chosen,
    expression,
    function,
    holding,
    in_any_order,
    near,
    word,
)


def word_score(count: float, length: float, mean: float, k1: float, b: float) -> float:
    """What the occurrences of a word count in BM25, without its weight."""
    return (k1 + 1) * count / (count + k1 * (1 - b + b * length / mean))


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


def fused(rankings: list[list[int]], kappa: float) -> list[int]:
    """All passages of some rankings, by the sum of their reciprocal ranks."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, passage in enumerate(ranking, 1):
            scores[passage] = scores.get(passage, 0) + 1 / (kappa + place)
    return sorted(scores, key=lambda passage: (-scores[passage], passage))


def some_rankings(source: random.Random) -> tuple[list[list[int]], float]:
    """Three rankings of some of six passages, and a constant."""
    return [source.sample(range(6), source.randint(1, 6)) for _ in range(3)], float(source.choice([0, 1, 60]))


def chunks(words: list[int], length: int, overlap: int) -> list[list[int]]:
    """Pieces of a text, none of which lies within the one before it."""
    ends = max(len(words) - overlap, min(len(words), 1))
    return [words[start : start + length] for start in range(0, ends, length - overlap)]


def some_text(source: random.Random) -> tuple[list[int], int, int]:
    """Up to twenty words, the length of a piece and an overlap."""
    length = source.randint(1, 6)
    return [source.randrange(50) for _ in range(source.randrange(20))], length, source.randrange(length)


def late_score(question: list[list[float]], passage: list[list[float]]) -> float:
    """The sum over the vectors of the question of the largest inner product with one of the passage."""
    return sum(max(sum(a * b for a, b in zip(f, d, strict=True)) for d in passage) for f in question)


def some_vectors(source: random.Random) -> tuple[list[list[float]], list[list[float]]]:
    """Vectors of a question and of a passage, of two coordinates."""

    def drawn() -> list[list[float]]:
        return [[source.uniform(-1, 1), source.uniform(-1, 1)] for _ in range(source.randint(1, 4))]

    return drawn(), drawn()


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
    Exercise(
        "14.5",
        expression("sqrt(P * N / X)", P=(1, 20), N=(100, 1000), X=(1, 8)),
        "how long do the centres take, and how long the members of the lists that are opened?",
        "derive",
    ),
    Exercise("14.6", all_near([0.5, 0.4875]), "the share of ranks up to two; then the mean of the reciprocals"),
    Exercise(
        "14.7",
        function(fused, [([[1, 0], [0, 1]], 60.0), ([[3]], 0.0), ([[2, 1, 0], [0]], 0.0), ([], 60.0)], some_rankings),
        "which place does the first of a ranking have, and what does a ranking say of a passage that it lacks?",
        "code",
    ),
    Exercise("14.8", chosen("abcd", "bd"), "which passages does the second stage see, and when?", "choose"),
    Exercise(
        "14.9",
        holding(
            "retrieval.rankers",
            a=lambda mean: mean["BM25 then DPR new other words"] > mean["DPR new other words"],
            b=lambda mean: mean["late interaction known other words"] > mean["DPR known other words"],
            c=lambda mean: mean["learned sparse new other words"] > mean["late interaction new other words"],
            d=lambda mean: mean["DPR mined new other words"] > 0.1,
        ),
        "who can match a name that no training question had, and who can only say which relation is meant?",
        "predict",
    ),
    Exercise("14.10", all_near([0.25, 0.175]), "multiply within a document before you sum, or sum before you multiply"),
    Exercise("14.11", all_near([-0.4, 0.4]), "the posterior first, by the rule of Bayes"),
    Exercise(
        "14.12",
        expression("p * (1 - p) * (q1 - q2) / (p * q1 + (1 - p) * q2)", p=(0.05, 0.95), q1=(0.05, 1), q2=(0.05, 1)),
        "posterior less prior; bring both over one denominator",
        "derive",
    ),
    Exercise(
        "14.13",
        function(chunks, [([], 3, 1), ([1], 3, 2), ([1, 2, 3], 3, 2), ([1, 2, 3, 4], 3, 2), ([1, 2], 1, 0)], some_text),
        "where does the second piece begin, and is there still a word that the pieces before it lack?",
        "code",
    ),
    Exercise(
        "14.14", chosen("abcd", "bd"), "which of it is pretraining on plain text, and which is fine-tuning?", "choose"
    ),
    Exercise("14.15", near(0.125), "both scores may move, towards each other; each by how much at most?"),
    Exercise(
        "14.16",
        in_any_order(word("question encoder"), word("reader")),
        "which parts does the loss contain, and which of them is frozen?",
    ),
    Exercise(
        "14.17",
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
        "14.18",
        function(
            balanced_accuracy,
            [([0.9, 0.1], [1, 0], 0.5), ([0.5, 0.1], [1, 0], 0.5), ([0.2, 0.3, 0.4], [0, 0, 1], 0.9)],
            covered_questions,
        ),
        "count within each kind of question; which decision is made if the coverage is the threshold exactly?",
        "code",
    ),
    Exercise(
        "14.19",
        function(
            late_score,
            [([[1.0, 0.0]], [[1.0, 0.0]] * 3), ([[-1.0, 0.0], [0.0, -1.0]], [[1.0, 1.0]]), ([[1.0]] * 2, [[1.0]])],
            some_vectors,
        ),
        "how many terms has the sum: one for each word of the question, or of the passage?",
        "repair",
    ),
    Exercise(
        "14.20",
        expression("2 * v / n", v=(0.1, 2), n=(2, 50)),
        "the mean enters as a square, and the weight enters the mean divided by the number of texts",
        "derive",
    ),
    Exercise(
        "14.21",
        expression("p / (1 + p)", p=(0.05, 1)),
        "write down both words' probabilities in the mixture, and where they are equal",
        "derive",
    ),
    Exercise(
        "14.22",
        chosen("abcd", "bc"),
        "of two different answers how many can be right? And can two systems agree on what is wrong?",
        "choose",
    ),
)

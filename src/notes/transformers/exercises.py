"""The exercises of chapter 8: what is a right answer, and what to think of next."""

import math
import random
from collections.abc import Iterable

from notes.exercises import (
    Exercise,
    all_near,
    chosen,
    each,
    expression,
    function,
    holding,
    near,
    whole,
)

Lists = tuple[list[int], list[int]]


def read_and_written(words: list[int], start: int, end: int) -> Lists:
    """What a decoder reads and has to write, step by step, if its teacher tells it the truth."""
    return [start, *words], [*words, end]


def context(scores: list[float], states: list[list[float]]) -> list[float]:
    """The average of states with softmax weights, for scores of any size."""
    top = max(scores)
    weights = [math.exp(score - top) for score in scores]
    return [sum(map(float.__mul__, weights, column)) / sum(weights) for column in zip(*states, strict=True)]


def scored_states(source: random.Random) -> tuple[list[float], list[list[float]]]:
    """Three scores and as many states of two units."""
    return [source.gauss(0, 3) for _ in range(3)], [[source.gauss(0, 1) for _ in range(2)] for _ in range(3)]


def causal_weights(scores: list[list[float]]) -> list[list[float]]:
    """Softmax over the places up to the own one; zero after it."""
    rows = []
    for place, row in enumerate(scores):
        powers = [math.exp(score) if other <= place else 0.0 for other, score in enumerate(row)]
        rows.append([power / sum(powers) for power in powers])
    return rows


def joined(tokens: list[int], first: int, second: int, new: int) -> list[int]:
    """The tokens in which a pair has become one, from the left."""
    found, place = list[int](), 0
    while place < len(tokens):
        fits = tokens[place : place + 2] == [first, second]
        found.append(new if fits else tokens[place])
        place += 2 if fits else 1
    return found


def nucleus_places(probabilities: list[float], p: float) -> list[int]:
    """The fewest likeliest places that have a probability together."""
    kept, total = list[int](), 0.0
    for place in sorted(range(len(probabilities)), key=lambda i: -probabilities[i]):
        if total >= p:
            break
        kept.append(place)
        total += probabilities[place]
    return kept


def log_sum(scores: Iterable[float]) -> float:
    """The logarithm of a sum of exponentials, read once."""
    largest, total = -math.inf, 0.0
    for score in scores:
        larger = max(largest, score)
        total = total * math.exp(largest - larger) + math.exp(score - larger)
        largest = larger
    return largest + math.log(total)


def drawn_probabilities(source: random.Random) -> tuple[list[float], float]:
    """Six probabilities, and one to be kept."""
    weights = [source.random() for _ in range(6)]
    return [weight / sum(weights) for weight in weights], source.uniform(0.1, 0.9)


EXERCISES = (
    Exercise(
        "8.1",
        chosen("abcd", "ac"),
        "a norm above one only allows a product to grow: what else is in each factor? what does clipping lengthen?",
        "choose",
    ),
    Exercise(
        "8.2",
        expression("2 * t - 1", t=range(1, 30)),
        "at which place of the reversed source does the word stand, and how many states lie from there to its "
        "translation?",
        "derive",
    ),
    Exercise(
        "8.3", all_near((0.20, 0.27)), "multiply along the branches: which first letter has the surest second one?"
    ),
    Exercise(
        "8.4",
        function(
            read_and_written,
            [([], 1, 2), ([7], 1, 2)],
            lambda source: ([source.randrange(3, 20) for _ in range(5)], 1, 2),
        ),
        "at the step where a word is to be written, which words may have been read?",
        "repair",
    ),
    Exercise(
        "8.5",
        near(-math.log(5)),
        "zero would be right if a pair were drawn as noise as often as it is met: how often is it drawn?",
    ),
    Exercise(
        "8.6",
        expression("p / sqrt(p**2 + (1 - p)**2)", p=(0, 1)),
        "how long is the mixture of two perpendicular vectors of length one?",
        "derive",
    ),
    Exercise("8.7", near(5.5), "which three weights have these logits, and what do they sum to?"),
    Exercise(
        "8.8",
        function(
            context,
            [([1e4, 0.0], [[1.0, 2.0], [3.0, 4.0]]), ([-1e4, -1e4], [[0.0, 1.0], [1.0, 0.0]]), ([5.0], [[2.0]])],
            scored_states,
        ),
        "softmax does not change if one number is taken off all scores",
        "code",
    ),
    Exercise(
        "8.9",
        near(math.sqrt(384)),
        "what is summed in one score, words or entries? variances of independent factors with mean zero multiply",
    ),
    Exercise(
        "8.10",
        function(
            causal_weights,
            [([[0.0, 9.0], [0.0, 0.0]],), ([[2.0]],)],
            lambda source: ([[source.gauss(0, 2) for _ in range(4)] for _ in range(4)],),
        ),
        "what is the sum of the first row?",
        "repair",
    ),
    Exercise(
        "8.11", whole(4 * (512**2 + 512)), "four maps from the width to the width; do they know the number of heads?"
    ),
    Exercise(
        "8.12",
        expression("2 - 2 * cos(w * k)", w=(0.1, 2), k=range(1, 12)),
        "the length of a pair is one at every place; expand the square",
        "derive",
    ),
    Exercise(
        "8.13",
        expression("10 * d", d=(1, 900)),
        "attention has four maps beside its two products with n in place of a width; what does the network add?",
        "derive",
    ),
    Exercise(
        "8.14", chosen("abcd", "bcd"), "at which positions is the model asked, and what can be read there?", "choose"
    ),
    Exercise("8.15", each(whole(196), whole(784), near((785 / 197) ** 2)), "how many patches fit along a side?"),
    Exercise(
        "8.16",
        holding(
            "transformers.few_digits",
            a=lambda mean: mean["frozen 10"] > mean["from scratch 10"],
            b=lambda mean: mean["fine-tuned 10"] > mean["frozen 10"] + 0.05,
            c=lambda mean: mean["fine-tuned 300"] > mean["frozen 300"],
            d=lambda mean: mean["frozen at random 300"] > mean["from scratch 300"],
        ),
        "which of them can learn what the source task never asked for, and how many labels does that take?",
        "predict",
    ),
    Exercise(
        "8.17",
        chosen("abcd", "ad"),
        "which stretch comes first, and which one therefore last? round the number of words first, then that of spans",
        "choose",
    ),
    Exercise("8.18", near(0.99**50), "which facts must all be read rightly, and how likely is that?"),
    Exercise(
        "8.19",
        function(
            joined,
            [([1, 1, 1, 2], 1, 1, 9), ([], 1, 2, 9), ([2, 1], 1, 2, 9), ([1, 2, 3, 1], 1, 2, 1)],
            lambda source: ([source.choice([1, 2]) for _ in range(9)], 1, 1, 3),
        ),
        "what becomes of three like tokens in a row?",
        "code",
    ),
    Exercise(
        "8.20",
        expression("sin(w * (s - t))", w=(0.1, 2), s=range(1, 12), t=range(1, 12)),
        "which of the four products of entries is not zero?",
        "derive",
    ),
    Exercise(
        "8.21",
        all_near((20 ** (1 / 4), math.sqrt(6))),
        "the surprise of a text is a sum: over how many bytes is that of one token spread?",
    ),
    Exercise(
        "8.22",
        function(nucleus_places, [([0.7, 0.3], 0.5), ([0.25, 0.5, 0.25], 0.5), ([1.0], 1.0)], drawn_probabilities),
        "how much probability has what is kept, if the first token has more than p?",
        "repair",
    ),
    Exercise(
        "8.23",
        holding(
            "transformers.induction",
            a=lambda mean: mean["two layers first"] > mean["one layer first"],
            b=lambda mean: mean["one layer again"] > mean["one layer first"],
            c=lambda mean: mean["one layer longer"] > 0.8 * mean["one layer again"],
            d=lambda mean: mean["two layers longer"] > 0.5,
        ),
        "what is there to copy where nothing came before, and what does a place in a sequence tell?",
        "predict",
    ),
    Exercise(
        "8.24",
        expression("2 * r / d", d=range(10, 99), r=range(1, 9)),
        "how many entries have the two narrow matrices?",
        "derive",
    ),
    Exercise(
        "8.25",
        function(
            log_sum,
            [(iter([1e4, 0.0]),), (iter([-1e4, -1e4]),), (iter([3.0]),)],
            lambda source: (iter([source.gauss(0, 3) for _ in range(5)]),),
        ),
        "what is to become of the sum so far when a larger number comes?",
        "code",
    ),
    Exercise("8.26", chosen("abcd", "ac"), "which factors has the best policy, and what is in Z?", "choose"),
)

"""The exercises of chapter 15: what is a right answer, and what to think of next."""

import math
import random

from notes.exercises import Exercise, all_near, chosen, expression, function, holding, near, ranked

Rows = list[list[float]]


def anchored(predictions: Rows) -> Rows:
    """The transition matrix by anchor points: for each class the prediction that is surest of it."""
    return [max(predictions, key=lambda row: row[label]) for label in range(len(predictions[0]))]


def noisy_predictions(source: random.Random) -> tuple[Rows]:
    """Predictions of three classes for six examples."""
    rows = [[source.random() + 0.01 for _ in range(3)] for _ in range(6)]
    return ([[share / sum(row) for share in row] for row in rows],)


def selected(losses: list[float], share: float) -> list[int]:
    """Ones for the share of the examples whose losses are smallest."""
    order = sorted(range(len(losses)), key=losses.__getitem__)
    return [int(place in order[: int(share * len(losses))]) for place in range(len(losses))]


def crossed(first: list[float], second: list[float], k: int) -> list[list[int]]:
    """The examples that the first and the second network are trained on, from the losses of both."""
    return [sorted(sorted(range(len(losses)), key=losses.__getitem__)[:k]) for losses in (second, first)]


def two_networks(source: random.Random) -> tuple[list[float], list[float], int]:
    """The losses of two networks on five examples, and how many are selected."""
    return [source.random() for _ in range(5)], [source.random() for _ in range(5)], source.randrange(1, 5)


def example_weights(gradients: list[float]) -> list[float]:
    """The weights of examples from their meta-gradients; all zero if none helps."""
    helpful = [max(-gradient, 0.0) for gradient in gradients]
    return [help / sum(helpful) if sum(helpful) else 0.0 for help in helpful]


def posterior(prior: list[float], confusions: list[Rows], said: list[int]) -> list[float]:
    """The probabilities of the classes of one example, from what each annotator says."""
    joint = [
        share * math.prod(matrix[k][label] for matrix, label in zip(confusions, said, strict=True))
        for k, share in enumerate(prior)
    ]
    return [chance / sum(joint) for chance in joint]


def judged_by_three(source: random.Random) -> tuple[list[float], list[Rows], list[int]]:
    """Shares of three classes, three annotators and their labels of one example."""

    def shares() -> list[float]:
        weights = [source.random() + 0.05 for _ in range(3)]
        return [weight / sum(weights) for weight in weights]

    return shares(), [[shares() for _ in range(3)] for _ in range(3)], [source.randrange(3) for _ in range(3)]


EXERCISES = (
    Exercise(
        "15.1",
        chosen("abcd", "ac"),
        "for which of them does the chance of a wrong label depend on the true class and on nothing else?",
        "choose",
    ),
    Exercise("15.2", near(0.25), "at each input the best choice errs with the smaller of the two joint probabilities"),
    Exercise("15.3", near(0.45), "how often does a label drawn from all ten classes hit the true one?"),
    Exercise(
        "15.4",
        near(5 / 6),
        "an entry of the matrix is how often a class is given a label, not how often a label comes from a class",
    ),
    Exercise(
        "15.5",
        function(anchored, [([[0.9, 0.1], [0.3, 0.7]],), ([[0.6, 0.4], [0.55, 0.45]],)], noisy_predictions),
        "which example stands for a class, and what does its whole prediction say?",
        "code",
    ),
    Exercise(
        "15.6",
        all_near([0.6, 0, 0.4]),
        "where a label is most probable need not be its own class: which entry of its column is the largest?",
    ),
    Exercise("15.7", all_near([-0.5, 1.5]), "invert the matrix of two rows, then take the row of the observed label"),
    Exercise(
        "15.8",
        chosen("abcd", "ab"),
        "unbiased is said of the mean over many draws of the noise, not of the labels that were drawn; and what is the "
        "forward loss of a label that is fitted?",
        "choose",
    ),
    Exercise("15.9", near(0.75), "the bound is one minus one over the number of classes"),
    Exercise(
        "15.10",
        chosen("abcd", "ad"),
        "robust is said of what minimises the risk, not of its value, nor of training; and what if the factor is "
        "negative?",
        "choose",
    ),
    Exercise("15.11", near(0.1**0.7), "compare the two gradients: by which factor do they differ?"),
    Exercise(
        "15.12",
        holding(
            "noisy_labels.memorising",
            a=lambda mean: mean["seen through after 10 epochs"] > 0.75,
            b=lambda mean: mean["memorised after 10 epochs"] > 0.1,
            c=lambda mean: mean["memorised after 120 epochs"] > 0.99,
            d=lambda mean: mean["best test accuracy"] - mean["last test accuracy"] > 0.2,
        ),
        "what have the wrong examples in common with others early on, and what is left to learn late?",
        "predict",
    ),
    Exercise(
        "15.13",
        expression("-(2 * tau - 1) * p * (1 - p) / (p * (1 - tau) + (1 - p) * tau)", p=(0.05, 0.95), tau=(0.05, 0.95)),
        "write the agreement with p and tau, then use the slope of the sigmoid",
        "derive",
    ),
    Exercise(
        "15.14",
        chosen("abcd", "abd"),
        "the logarithm is of a number below one: it rewards agreement with the target, right or wrong",
        "choose",
    ),
    Exercise("15.15", near(0.64), "both labels of the blend have to be right, and the two are drawn independently"),
    Exercise(
        "15.16",
        function(
            selected,
            [([3.0, 0.1, 2.0, 5.0], 0.5), ([0.01, 0.02], 0.5), ([1.0, 2.0, 3.0], 0.0), ([1.0, 2.0, 3.0, 4.0], 1.0)],
            lambda source: ([source.expovariate(1) for _ in range(8)], source.randrange(9) / 8),
        ),
        "what does the keep rate count, and in which unit is a loss?",
        "repair",
    ),
    Exercise(
        "15.17",
        function(crossed, [([1.0, 2.0], [2.0, 1.0], 1), ([1.0, 2.0, 3.0], [3.0, 1.0, 2.0], 2)], two_networks),
        "who chooses for whom?",
        "repair",
    ),
    Exercise("15.18", near(0.896), "either all three are right, or exactly two of them: three ways"),
    Exercise(
        "15.19",
        function(
            example_weights,
            [([1.0, 2.0],), ([-1.0, 0.0],), ([-1e-9, -3e-9],)],
            lambda source: ([source.gauss(0, 1) for _ in range(5)],),
        ),
        "what should happen in a batch in which no example helps?",
        "code",
    ),
    Exercise(
        "15.20",
        ranked(
            "noisy_labels.symmetric",
            **{
                "early-learning": "early-learning reg. 40",
                "mixup": "mixup 40",
                "forward": "forward correction 40",
                "cross entropy": "cross entropy 40",
            },
        ),
        "who makes use of what a network knows early on?",
        "predict",
    ),
    Exercise(
        "15.21",
        function(
            posterior,
            [
                ([0.5, 0.5], [[[0.5, 0.5], [0.5, 0.5]], [[0.75, 0.25], [0.25, 0.75]]], [1, 0]),
                ([0.75, 0.25], [[[1.0, 0.0], [0.5, 0.5]]], [0]),
            ],
            judged_by_three,
        ),
        "by which factor does a label change the odds of two classes, and by which if its annotator's rows are equal?",
        "code",
    ),
    Exercise(
        "15.22",
        holding(
            "noisy_labels.telling",
            a=lambda mean: mean["mixture symmetric"] > 0.9,
            b=lambda mean: mean["mixture pairs"] > 0.9,
            c=lambda mean: mean["kept symmetric"] < 0.6,
            d=lambda mean: mean["wrong suspects pairs"] < 2 / 3,
        ),
        "which wrong labels form a pattern that is learned early, and what are their losses then?",
        "predict",
    ),
    Exercise(
        "15.23",
        expression("-eta * c / (c - 1 - eta * c)", eta=(0.01, 0.45), c=(2, 9)),
        "eta counts wrong labels, smoothing what is replaced, also by itself: turn the one into the other first",
        "derive",
    ),
    Exercise(
        "15.24",
        chosen("abcd", "abd"),
        "on which labels can the two accuracies differ, and who is right on a wrong label?",
        "choose",
    ),
)

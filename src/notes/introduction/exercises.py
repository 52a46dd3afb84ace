"""The exercises of chapter 1: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise, all_near, chosen, each, expression, function, holding, near, word


def binary_cross_entropy(y: float, h: float) -> float:
    """The loss of the logit `h`, without an exponential that overflows."""
    return max(h, 0.0) - y * h + math.log1p(math.exp(-abs(h)))


EXERCISES = (
    Exercise(
        "1.1",
        all_near([1.5, 0.5]),
        "first the two means and the deviations from them, then the slope, then the intercept",
    ),
    Exercise("1.2", near(-math.log(0.1)), "the loss looks only at the probability that was given to what happened"),
    Exercise(
        "1.3",
        function(
            binary_cross_entropy,
            [(0.0, 1e4), (1.0, -1e4), (1.0, 1e4), (0.0, -800.0), (1.0, 0.0)],
            lambda source: (float(source.randrange(2)), source.gauss(0, 5)),
        ),
        "write the loss as a softplus first; which exponential of the two is never larger than one?",
        "repair",
    ),
    Exercise(
        "1.4",
        near(math.log(4)),
        "the error is the probability less the label; which probability is it, and which logit gives it?",
    ),
    Exercise("1.5", all_near([-0.5, -0.5, -1.0]), "at zero weights every logit is zero; put a one before the features"),
    Exercise(
        "1.6",
        each(word("complete"), word("overlap"), word("quasi-complete")),
        "a hyperplane on a line is a point; may samples lie on it?",
    ),
    Exercise(
        "1.7",
        expression("(z - y) * z * (1 - z)", z=(0, 1), y=(0, 1)),
        "the same chain as for cross entropy, with another first link",
        "derive",
    ),
    Exercise("1.8", near(1 / 3), "what is the largest eigenvalue of the Hessian?"),
    Exercise("1.9", near(1 + math.log(3) / 2), "where are the log odds zero, the priors included?"),
    Exercise("1.10", near(0.25), "which causes could have led to the observation, and how likely was each beforehand?"),
    Exercise(
        "1.11",
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
        "1.12",
        chosen("abcd", "bd"),
        "one work asks whether there is an optimum, and another where weights go that have none",
        "choose",
    ),
)

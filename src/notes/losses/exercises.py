"""The exercises of chapter 3: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise, all_near, each, expression, function, holding, near, whole, word


def log_likelihood(chances: list[float]) -> float:
    """The log likelihood of independent outcomes, a sum of logarithms."""
    return sum(map(math.log, chances))


def log_softmax(f: list[float]) -> list[float]:
    """The logarithms of softmax, of logits of any size."""
    top = max(f)
    return [value - top - math.log(sum(math.exp(other - top) for other in f)) for value in f]


EXERCISES = (
    Exercise(
        "3.1", near(29 / 14), "set the derivative of the sum of squares by the slope to zero: which two sums remain?"
    ),
    Exercise("3.2", whole(150), "the smallest positive float32 is 2 to the power -149; half of it is rounded to zero"),
    Exercise(
        "3.3",
        function(
            log_likelihood,
            [([0.5] * 2000,), ([1e-300, 1e-300],), ([1.0],)],
            lambda source: ([source.uniform(0.01, 1) for _ in range(9)],),
        ),
        "in which order do the logarithm and the product come?",
        "repair",
    ),
    Exercise(
        "3.4", whole(2), "compare the probabilities of two neighbouring counts: their ratio is the rate over the count"
    ),
    Exercise(
        "3.5",
        each(word("Poisson"), word("von Mises"), word("Bernoulli"), word("Gaussian", "normal")),
        "ask of each target first what values it can take at all; the names are those of the table",
    ),
    Exercise(
        "3.6",
        near(math.log(6 * math.pi) / 2 + 0.5),
        "put the optimal variance into the loss: what becomes of the quadratic term?",
    ),
    Exercise("3.7", near(2 * math.log(0.5)), "where does the gradient by the log variance vanish?"),
    Exercise(
        "3.8",
        holding(
            "losses.growing_noise",
            a=lambda mean: mean["one variance left third"] > 0.96,
            b=lambda mean: mean["one variance right third"] > 0.94,
            c=lambda mean: mean["variances NLL"] < mean["one variance NLL"],
            d=lambda mean: mean["variances error of mean"] < mean["one variance error of mean"],
        ),
        "one variance is about the mean of all squared residuals: where is that too much, and where too little?",
        "predict",
    ),
    Exercise("3.9", near(math.log(9)), "invert the sigmoid: the logit is the logarithm of the odds"),
    Exercise(
        "3.10",
        all_near([1 / 8, 2 / 8, -3 / 8]),
        "the three exponentials are whole numbers; then subtract the one-hot target",
    ),
    Exercise(
        "3.11",
        function(
            log_softmax,
            [([1e4, 0.0, -1e4],), ([-1e4, -1e4],), ([3.0],)],
            lambda source: ([source.gauss(0, 5) for _ in range(4)],),
        ),
        "softmax does not change if one number is taken off all logits; which one keeps every exponential at most one?",
        "code",
    ),
    Exercise(
        "3.12",
        all_near([0.5 * math.log(4 / 3), 0.25 * math.log(1 / 2) + 0.75 * math.log(3 / 2)]),
        "the weights are those of the first distribution, in each order",
    ),
    Exercise(
        "3.13",
        expression("a * log(a / b) - a + b", a=(0.2, 5), b=(0.2, 5)),
        "the logarithm of the ratio of the two probabilities is linear in the count, whose mean you know",
        "derive",
    ),
    Exercise("3.14", near(2), "where do as many targets pull up as down?"),
    Exercise(
        "3.15",
        expression("1 - abs(r) * exp(-s)", r=(-3, 3), s=(-2, 2)),
        "take the logarithm of the density, with its scale as an exponential, before you differentiate",
        "derive",
    ),
)

"""The exercises of chapter 3: what is a right answer, and what to think of next."""

import math
import random

from notes.exercises import Exercise, all_near, chosen, each, expression, function, holding, near, whole, word


def log_likelihood(chances: list[float]) -> float:
    """The log likelihood of independent outcomes, a sum of logarithms."""
    return sum(map(math.log, chances))


def log_softmax(f: list[float]) -> list[float]:
    """The logarithms of softmax, of logits of any size."""
    top = max(f)
    return [value - top - math.log(sum(math.exp(other - top) for other in f)) for value in f]


def labels_nll(f: list[float], labels: list[int]) -> float:
    """The loss of labels of which any number may be true, by a stable softplus."""
    return sum(max(z, 0) + math.log1p(math.exp(-abs(z))) - y * z for z, y in zip(f, labels, strict=True))


def order(demands: list[float], price: float) -> float:
    """The demand that would have been the cheapest order."""
    return min(sorted(demands), key=lambda m: sum(max((price - 1) * (y - m), m - y) for y in demands))


def mixture_nll(w: list[float], mu: list[float], v: list[float], y: float) -> float:
    """The loss of a mixture of Gaussians, by a stable logarithm of a sum of exponentials."""
    terms = zip(w, mu, v, strict=True)
    a = [math.log(one) - math.log(2 * math.pi * spread) / 2 - (y - at) ** 2 / (2 * spread) for one, at, spread in terms]
    return -max(a) - math.log(sum(math.exp(one - max(a)) for one in a))


def modes(source: random.Random) -> tuple[list[float], list[float], list[float], float]:
    """Weights, means and variances of three modes, and a target."""
    w = [source.uniform(0.1, 1) for _ in range(3)]
    means, variances = [source.gauss(0, 2) for _ in range(3)], [source.uniform(0.1, 2) for _ in range(3)]
    return [one / sum(w) for one in w], means, variances, source.gauss(0, 3)


def divergence(p: float, q: float) -> float:
    """The divergence of two coins."""
    return p * math.log(p / q) + (1 - p) * math.log((1 - p) / (1 - q))


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
        "3.4",
        chosen("abcd", "bc"),
        "is a density bounded by one, and what becomes of it when the unit changes?",
        "choose",
    ),
    Exercise(
        "3.5", whole(2), "compare the probabilities of two neighbouring counts: their ratio is the rate over the count"
    ),
    Exercise(
        "3.6",
        each(word("Poisson"), word("von Mises"), word("Bernoulli"), word("Gaussian", "normal")),
        "ask of each target first what values it can take at all; the names are those of the table",
    ),
    Exercise(
        "3.7",
        chosen("abcde", "ac"),
        "not every loss has a minimum: which output would turn the mean label, or count, into a parameter?",
        "choose",
    ),
    Exercise(
        "3.8",
        near(math.log(6 * math.pi) / 2 + 0.5),
        "put the optimal variance into the loss: what becomes of the quadratic term?",
    ),
    Exercise("3.9", near(2 * math.log(0.5)), "where does the gradient by the log variance vanish?"),
    Exercise(
        "3.10",
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
    Exercise(
        "3.11",
        chosen("abcd", "cd"),
        "the predicted variance is often taken for ignorance: would it fall if more were measured at the same inputs?",
        "choose",
    ),
    Exercise("3.12", near(math.log(9)), "invert the sigmoid: the logit is the logarithm of the odds"),
    Exercise(
        "3.13",
        all_near([1 / 8, 2 / 8, -3 / 8]),
        "the three exponentials are whole numbers; then subtract the one-hot target",
    ),
    Exercise(
        "3.14",
        function(
            log_softmax,
            [([1e4, 0.0, -1e4],), ([-1e4, -1e4],), ([3.0],)],
            lambda source: ([source.gauss(0, 5) for _ in range(4)],),
        ),
        "softmax does not change if one number is taken off all logits; which one keeps every exponential at most one?",
        "code",
    ),
    Exercise(
        "3.15",
        chosen("abcde", "be"),
        "softmax is blind to a shift, and not to a scale: what happens to the differences of the logits?",
        "choose",
    ),
    Exercise(
        "3.16",
        all_near([0.5 * math.log(4 / 3), 0.25 * math.log(1 / 2) + 0.75 * math.log(3 / 2)]),
        "the weights are those of the first distribution, in each order",
    ),
    Exercise(
        "3.17",
        expression("lambda_p * log(lambda_p / lambda_q) - lambda_p + lambda_q", lambda_p=(0.2, 5), lambda_q=(0.2, 5)),
        "the logarithm of the ratio of the two probabilities is linear in the count, whose mean you know",
        "derive",
    ),
    Exercise(
        "3.18",
        near(0.25 * divergence(0.8, 0.35) + 0.75 * divergence(0.2, 0.35)),
        "that of all labels together is zero, and is not asked for: take one for each kind of sender, and average",
    ),
    Exercise("3.19", near(2), "where do as many targets pull up as down?"),
    Exercise(
        "3.20",
        expression("1 - abs(r) * exp(-s)", r=(-3, 3), s=(-2, 2)),
        "take the logarithm of the density, with its scale as an exponential, before you differentiate",
        "derive",
    ),
    Exercise(
        "3.21",
        expression("exp(f) / (1 - exp(f)) - y", f=(-3, -0.1), y=(0, 5)),
        "which function of the output makes the probabilities sum to one, and what is its derivative?",
        "derive",
    ),
    Exercise(
        "3.22",
        function(
            labels_nll,
            [([0.0, 0.0], [1, 1]), ([2.0, 2.0], [0, 0]), ([1000.0, -1000.0], [1, 1])],
            lambda source: ([source.gauss(0, 3) for _ in range(4)], [source.randint(0, 1) for _ in range(4)]),
        ),
        "what does a label of zero cost here, and can two labels both be probable?",
        "repair",
    ),
    Exercise(
        "3.23",
        expression("log((1 - epsilon) * (K - 1) / epsilon)", K=(3, 20), epsilon=(0.01, 0.5)),
        "softmax meets the target: which ratio of its shares is the ratio of two exponentials?",
        "derive",
    ),
    Exercise(
        "3.24",
        chosen("abcdef", "abe"),
        "what looks fair need not reward honesty: minimise the expected charge over the report, for a belief of 0.6",
        "choose",
    ),
    Exercise(
        "3.25",
        expression("(1 - 1/(1 + exp(-f))) * (log(1/(1 + exp(-f))) / (1 + exp(-f)) - (1 - 1/(1 + exp(-f))))", f=(-4, 4)),
        "the sigmoid grows by itself times its complement, and both factors of the loss contain it",
        "derive",
    ),
    Exercise(
        "3.26",
        function(
            order,
            [([3.0], 2.0), ([1.0, 2.0, 3.0, 100.0], 4.0), ([5.0, 1.0, 9.0, 2.0], 1.25), ([4.0, 4.0, 1.0], 10.0)],
            lambda source: ([float(source.randint(0, 50)) for _ in range(7)], source.choice([1.3, 2.1, 3.7, 9.1])),
        ),
        "which share of the demands should the order cover, if a loaf too few costs so many times a loaf too many?",
        "code",
    ),
    Exercise(
        "3.27",
        all_near([1, 2.5]),
        "where does the derivative of r / (4 * 0.25 + r**2) vanish, and what is it times five there?",
    ),
    Exercise(
        "3.28",
        function(
            mixture_nll,
            [
                ([0.5, 0.5], [-1.0, 1.0], [0.01, 0.01], 100.0),
                ([0.25, 0.75], [1e4, -1e4], [1e-4, 1e-4], 0.0),
                ([1.0], [0.0], [1e-4], 0.0),
            ],
            modes,
        ),
        "which logarithms can be taken before anything is exponentiated, and what comes out of their log-sum-exp?",
        "code",
    ),
    Exercise(
        "3.29",
        chosen("abcde", "ad"),
        "the promise is often read as one for each input, or for the set at hand: over what was the probability taken?",
        "choose",
    ),
    Exercise("3.30", whole(99), "the rank may not exceed the number of scores"),
)

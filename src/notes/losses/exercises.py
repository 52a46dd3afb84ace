"""The exercises of chapter 3: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise, all_near, each, near, whole, word

EXERCISES = (
    Exercise(
        "3.1", near(29 / 14), "set the derivative of the sum of squares by the slope to zero: which two sums remain?"
    ),
    Exercise("3.2", whole(150), "the smallest positive float32 is 2 to the power -149; half of it is rounded to zero"),
    Exercise(
        "3.3", whole(2), "compare the probabilities of two neighbouring counts: their ratio is the rate over the count"
    ),
    Exercise(
        "3.4",
        each(word("Poisson"), word("von Mises"), word("Bernoulli"), word("Gaussian", "normal")),
        "ask of each target first what values it can take at all; the names are those of the table",
    ),
    Exercise(
        "3.5",
        near(math.log(6 * math.pi) / 2 + 0.5),
        "put the optimal variance into the loss: what becomes of the quadratic term?",
    ),
    Exercise("3.6", near(2 * math.log(0.5)), "where does the gradient by the log variance vanish?"),
    Exercise("3.7", near(math.log(9)), "invert the sigmoid: the logit is the logarithm of the odds"),
    Exercise(
        "3.8",
        all_near([1 / 8, 2 / 8, -3 / 8]),
        "the three exponentials are whole numbers; then subtract the one-hot target",
    ),
    Exercise(
        "3.9",
        all_near([0.5 * math.log(4 / 3), 0.25 * math.log(1 / 2) + 0.75 * math.log(3 / 2)]),
        "the weights are those of the first distribution, in each order",
    ),
    Exercise("3.10", near(2), "where do as many targets pull up as down?"),
)

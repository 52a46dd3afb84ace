"""The exercises of chapter 1: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise, all_near, each, near, word

EXERCISES = (
    Exercise(
        "1.1",
        all_near([1.5, 0.5]),
        "first the two means and the deviations from them, then the slope, then the intercept",
    ),
    Exercise("1.2", near(-math.log(0.1)), "the loss looks only at the probability that was given to what happened"),
    Exercise(
        "1.3",
        near(math.log(4)),
        "the error is the probability less the label; which probability is it, and which logit gives it?",
    ),
    Exercise("1.4", all_near([-0.5, -0.5, -1.0]), "at zero weights every logit is zero; put a one before the features"),
    Exercise(
        "1.5",
        each(word("complete"), word("overlap"), word("quasi-complete")),
        "a hyperplane on a line is a point; may samples lie on it?",
    ),
    Exercise("1.6", near(1 / 3), "what is the largest eigenvalue of the Hessian?"),
    Exercise("1.7", near(1 + math.log(3) / 2), "where are the log odds zero, the priors included?"),
    Exercise("1.8", near(0.25), "which causes could have led to the observation, and how likely was each beforehand?"),
)

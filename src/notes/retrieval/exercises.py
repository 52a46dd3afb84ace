"""The exercises of chapter 14: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise, all_near, in_any_order, near, word

EXERCISES = (
    Exercise("14.1", near(1 / 72), "how many pairs of an adjective and a noun are there, if the relation is known?"),
    Exercise("14.2", near(1.2), "set the weight to half of its limit and solve for the frequency"),
    Exercise("14.3", near(math.log(128)), "how likely is each candidate, if all scores are the same?"),
    Exercise("14.4", all_near([0.5, 0.4875]), "the share of ranks up to two; then the mean of the reciprocals"),
    Exercise("14.5", all_near([0.25, 0.175]), "multiply within a document before you sum, or sum before you multiply"),
    Exercise("14.6", all_near([-0.4, 0.4]), "the posterior first, by the rule of Bayes"),
    Exercise("14.7", near(0.125), "both scores may move, towards each other; each by how much at most?"),
    Exercise(
        "14.8",
        in_any_order(word("question encoder"), word("reader")),
        "which parts does the loss contain, and which of them is frozen?",
    ),
)

"""The exercises of chapter 5: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise, near, whole

EXERCISES = (
    Exercise("5.1", near(35 / 12), "only the die that is not seen is noise: what is the variance of one die?"),
    Exercise("5.2", near(0.5), "write squared bias and variance of the shrunken mean as functions of c, and add them"),
    Exercise(
        "5.3", whole(59), "count weights and biases of both layers for one hidden unit; the output biases come on top"
    ),
    Exercise("5.4", whole(14), "when has the inner ball shrunk to half of the volume?"),
    Exercise("5.5", near(math.sqrt(2)), "the variance of a Laplace density is twice the square of its scale"),
    Exercise("5.6", near(6), "the single feature has a singular value: what is its square?"),
    Exercise("5.7", whole(7), "which power of 0.9 is the first at or below one half?"),
    Exercise("5.8", near(1), "the variance is the square of the unit times the odds of being dropped"),
    Exercise("5.9", near(12), "add up, over the samples, what the noise adds to one of them"),
)

"""The exercises of chapter 9: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise, near, whole

EXERCISES = (
    Exercise("9.1", near(0.75), "how many of the samples found at this place are data, in the long run?"),
    Exercise(
        "9.2",
        near(0),
        "what is the best answer where only one density is positive, and its logarithm?",
    ),
    Exercise("9.3", whole(999), "take the quotient of the two gradients by the logit"),
    Exercise("9.4", whole(5), "how much must cross each of the gaps between neighbours?"),
    Exercise("9.5", near(0.9375), "which of the two rates stands in the denominator?"),
    Exercise("9.6", near(math.log(2) / 2 - 0.25), "put equal means and the two variances into the closed form"),
    Exercise("9.7", whole(32), "how many pixels are there, and what multiplies the mean squared error?"),
)

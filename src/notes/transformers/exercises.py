"""The exercises of chapter 8: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise, all_near, all_whole, near, whole

EXERCISES: tuple[Exercise, ...] = (
    Exercise("8.1", whole(66), "which power of the norm is the first below 1/1000?"),
    Exercise(
        "8.2", all_near((0.20, 0.27)), "multiply along the branches: which first letter has the surest second one?"
    ),
    Exercise("8.3", near(-math.log(5)), "what is the mutual information of two words that ignore each other?"),
    Exercise("8.4", near(5.5), "which three weights have these logits, and what do they sum to?"),
    Exercise(
        "8.5", near(math.sqrt(384)), "variances of independent factors with mean zero multiply; how many terms add up?"
    ),
    Exercise(
        "8.6", whole(4 * (512**2 + 512)), "four maps from the width to the width; do they know the number of heads?"
    ),
    Exercise(
        "8.7", near(math.cos(3) + math.cos(0.3)), "which two frequencies are there, and what does each pair contribute?"
    ),
    Exercise("8.8", whole(622_650), "the transform is dense, with a normalisation; what is tied?"),
    Exercise("8.9", all_whole([196, 784]), "how many patches fit along a side?"),
    Exercise(
        "8.10",
        all_whole([461, 104]),
        "round the number of words first, then the number of spans; which of the two has one sentinel more?",
    ),
    Exercise("8.11", near(0.99**50), "which facts must all be read rightly, and how likely is that?"),
)

"""The exercises of chapter 7: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise, all_near, near

EXERCISES = (
    Exercise("7.1", all_near([-8, 24, 16]), "differentiate by the weight of one branch, and hold the other"),
    Exercise("7.2", near((1 + 1 / math.log2(3)) / 3), "what does a rank beyond the tenth contribute?"),
    Exercise("7.3", near(0.25), "put the lengths of the two gradients beside each other"),
    Exercise("7.4", all_near([0.1, 0.0, 0.7]), "squared distances, and nothing below zero"),
    Exercise("7.5", all_near([math.log(511), math.log(1 + 510 * math.exp(-5))]), "how many candidates has a view?"),
    Exercise("7.6", near(1 - 0.99**100), "the weights are a geometric series; sum the first hundred"),
    Exercise("7.7", all_near([0.05, 0.3]), "which entries are on the diagonal, and how many are off it?"),
    Exercise("7.8", all_near([-3, -7]), "which piece is the angle in, and is its sign plus or minus?"),
)

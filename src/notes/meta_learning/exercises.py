"""The exercises of chapter 13: what is a right answer, and what to think of next."""

import math

from notes.exercises import Exercise

EXERCISES = (
    Exercise(
        "13.1",
        lambda answer: int(answer) == 100,
        "each class of the task gives as many labelled examples as there are shots",
    ),
    Exercise(
        "13.2",
        lambda answer: math.isclose(float(answer), 0.75, rel_tol=2e-3),
        "what is the softmax of the logarithms of three and of one?",
    ),
    Exercise(
        "13.3",
        lambda answer: math.isclose(float(answer), 1.5, rel_tol=2e-3),
        "half of the attention erases half, and adds half",
    ),
    Exercise(
        "13.4",
        lambda answer: math.isclose(float(answer), 0.5, rel_tol=2e-3),
        "at which rate does the inner step reach the bottom of the parabola at once?",
    ),
)

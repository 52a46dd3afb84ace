"""The exercises of chapter 13: what is a right answer, and what to think of next."""

from notes.exercises import Exercise, near, whole

EXERCISES = (
    Exercise(
        "13.1",
        whole(100),
        "each class of the task gives as many labelled examples as there are shots",
    ),
    Exercise(
        "13.2",
        near(0.75),
        "what is the softmax of the logarithms of three and of one?",
    ),
    Exercise(
        "13.3",
        near(1.5),
        "half of the attention erases half, and adds half",
    ),
    Exercise(
        "13.4",
        near(0.5),
        "at which rate does the inner step reach the bottom of the parabola at once?",
    ),
)

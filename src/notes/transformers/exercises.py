"""The exercises of chapter 8: what is a right answer, and what to think of next."""

from notes.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "8.8", lambda answer: int(answer) == 622_650, "the transform is dense, with a normalisation; what is tied?"
    ),
    Exercise(
        "8.9", lambda answer: [int(number) for number in answer] == [196, 784], "how many patches fit along a side?"
    ),
)

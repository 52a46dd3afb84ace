"""The exercises of chapter 12: what is a right answer, and what to think of next."""

from notes.exercises import Exercise, all_whole, in_any_order, near, whole

EXERCISES = (
    Exercise(
        "12.1",
        in_any_order(whole(1), whole(3)),
        "multiply half the curvature by the square of each weight, then compare",
    ),
    Exercise("12.2", near(0.75), "subtract the square of the coupling over the other curvature from the first"),
    Exercise("12.3", near(0.8), "what is kept in each of two rounds, multiplied, must be what is kept in the end"),
    Exercise("12.4", all_whole([0, 64, 255]), "find the step first, then the code of zero"),
    Exercise("12.5", whole(16), "the error goes with the square of the step, and the step halves with every bit"),
    Exercise("12.6", near(0.05), "put each centred difference of logits over the number of classes"),
)

"""The exercises of chapter 4: what is a right answer, and what to think of next."""

from notes.exercises import Exercise, all_near, near, whole

EXERCISES = (
    Exercise(
        "4.1", near(1 / 13), "at the best rate the two factors, of the flat and of the steep direction, are opposite"
    ),
    Exercise(
        "4.2", all_near([-10, -16]), "at zero every residual is minus its target; sum it, and sum it times the input"
    ),
    Exercise("4.3", whole(501), "which batch size makes the finite population correction one half?"),
    Exercise("4.4", whole(60), "which angle has the cosine minus one half?"),
    Exercise("4.5", whole(44), "the weights sum to one minus a power of the decay; take logarithms"),
    Exercise(
        "4.6", near(0.01), "torch adds the whole gradient to its buffer, so its buffer is larger: by which factor?"
    ),
    Exercise("4.7", near(0.05), "what are the two corrected moments when the gradient never changes?"),
    Exercise(
        "4.8",
        all_near([12, 8]),
        "start from the derivative of the loss by the output, and go back one factor at a time",
    ),
    Exercise("4.9", near(39), "the product is used twice, so two gradients arrive at it: add them before going on"),
    Exercise("4.10", near(1 / 3), "the backward factor has the width of the output, and the forward variance is given"),
    Exercise("4.11", near(0.95**50), "what does one layer multiply the power by?"),
)

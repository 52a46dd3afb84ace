"""The exercises of chapter 12: what is a right answer, and what to think of next."""

from notes.exercises import Exercise, all_whole, function, in_any_order, near, ranked, whole


def mask(weights: list[float], k: int) -> list[int]:
    """Ones for the k largest weights by magnitude."""
    kept = sorted(range(len(weights)), key=lambda place: -abs(weights[place]))[:k]
    return [int(place in kept) for place in range(len(weights))]


def codes(values: list[float], bits: int) -> list[int]:
    """The codes of values on the affine grid, whose range is widened to hold zero."""
    low, high = min(*values, 0.0), max(*values, 0.0)
    step = (high - low) / (2**bits - 1)
    zero = round(-low / step)
    return [min(max(round(value / step) + zero, 0), 2**bits - 1) for value in values]


EXERCISES = (
    Exercise(
        "12.1",
        function(
            mask,
            [([-3.0, 1.0, 2.0], 1), ([-1.0, -2.0, -4.0], 2), ([0.5, -0.1], 0), ([0.5, -0.1], 2)],
            lambda source: ([source.gauss(0, 1) for _ in range(6)], source.randrange(7)),
        ),
        "try it with the weights -3, 1 and 2, and one to keep",
        "repair",
    ),
    Exercise(
        "12.2",
        in_any_order(whole(1), whole(3)),
        "multiply half the curvature by the square of each weight, then compare",
    ),
    Exercise("12.3", near(0.75), "subtract the square of the coupling over the other curvature from the first"),
    Exercise("12.4", near(0.8), "what is kept in each of two rounds, multiplied, must be what is kept in the end"),
    Exercise("12.5", all_whole([0, 64, 255]), "find the step first, then the code of zero"),
    Exercise(
        "12.6",
        function(
            codes,
            [([1.0, 3.0], 8), ([-3.0, -1.0], 8), ([-1.0, 0.0, 3.0], 8), ([-1.0, 1.0, 1.0], 2)],
            lambda source: ([source.gauss(0, 1) for _ in range(5)], source.randrange(2, 9)),
        ),
        "which range has the grid if all values are positive, and where is the code of zero then?",
        "code",
    ),
    Exercise("12.7", whole(16), "the error goes with the square of the step, and the step halves with every bit"),
    Exercise(
        "12.8",
        ranked(
            "compression.soft_targets",
            **{
                "100 labels": "100 labels",
                "200 labels": "200 labels",
                "soft at 1": "100 soft targets at 1",
                "soft at 4": "100 soft targets at 4",
            },
        ),
        "is a distribution over ten digits worth more than one more label, and what does the temperature "
        "bring to light?",
        "predict",
    ),
    Exercise("12.9", near(0.05), "put each centred difference of logits over the number of classes"),
)

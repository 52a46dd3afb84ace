"""The exercises of chapter 2."""

from notes.exercises import Exercise, all_whole, function, in_any_order, near, whole

EXERCISES = (
    Exercise(
        "2.1",
        in_any_order(near(-0.5), near(0.5), near(2)),
        "A unit switches where its pre-activation is zero; mind the sign.",
    ),
    Exercise(
        "2.2",
        whole(43),
        "Add units until the sum of the binomial coefficients, from none up to five at a time, is enough.",
    ),
    Exercise(
        "2.3",
        whole(1800),
        "Count the hidden parameters once for the shared network and ten times for the separate ones.",
    ),
    Exercise(
        "2.4",
        whole(223),
        "Solve the bound for the number of units, with the largest curvature of the sine, and round up.",
    ),
    Exercise(
        "2.5",
        function(lambda x: 1 / (1 + abs(x)) ** 2, [(0.0,), (-0.5,)], lambda source: (source.uniform(-5, 5),)),
        "Treat the two signs apart, then write both results with an absolute value. Hand in a function.",
        "code",
    ),
    Exercise(
        "2.6",
        all_whole([60, 55]),
        "The numbers of pieces multiply; for the parameters list the widths of the composed network.",
    ),
    Exercise(
        "2.7",
        whole(3),
        "Write both numbers of parameters and of pieces in terms of the depth, then try small depths.",
    ),
    Exercise(
        "2.8",
        whole(266610),
        "Each layer has a weight for every input, and one bias, for every unit.",
    ),
)

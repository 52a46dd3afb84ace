"""The alternative texts of chapter 1, and what holds of the figures if they are true."""

import numpy as np
from tests.alternatives.panels import close, falls, rises, straight


def ellipse(contours, narrow):
    """Whether the innermost closed contour is longer along the first axis than along the second, by a factor."""
    inner = np.array(next(path for path in contours[0]["paths"] if path))
    return np.ptp(inner[:, 0]) > narrow * np.ptp(inner[:, 1])


def round_the_tighter(panel):
    """Whether the chord of a boundary lies between its middle and the class of the smaller covariance."""
    path = np.array(panel.contours[0]["paths"][0])
    tight = min(panel.marks, key=lambda marks: np.linalg.det(np.cov(marks.T))).mean(0)
    middle, chord = path[len(path) // 2], (path[0] + path[-1]) / 2
    return (chord - middle) @ (tight - middle) > 0 and np.linalg.norm(chord - middle) > 0.1


def between(panel):
    """Whether the clouds are on two sides of the closest pair of lines."""
    low, high = panel.curves[-2:]
    return all(
        (marks[:, 1] < low.at(0) + low.slopes()[0] * marks[:, 0]).all()
        or (marks[:, 1] > high.at(0) + high.slopes()[0] * marks[:, 0]).all()
        for marks in panel.marks
    )


def crossing(panel):
    """Where the two straight boundaries cross."""
    one, other = (
        np.polyfit(line.x, line.y, 1) for line in (panel["logistic regression"], panel["LDA: one covariance"])
    )
    return (other[1] - one[1]) / (one[0] - other[0])


TEXTS = [
    [
        (
            "Above: progression score against body mass index for 442 patients, a rising cloud with the fitted line through it.",
            lambda p, _: (
                p.labels[1] == "progression score"
                and "body mass index" in p.labels[0]
                and len(p.marks[0]) == 442
                and np.corrcoef(p.marks[0].T)[0, 1] > 0.5
                and close(p.curves[0].slopes(), np.polyfit(*p.marks[0].T, 1)[:1], 0.1)
            ),
        ),
        (
            "Below: contours of the mean squared error over intercept and slope, on equal axes: long ellipses, a valley along the intercept.",
            lambda _, p: (
                p.data["equal"] and "intercept" in p.labels[0] and "slope" in p.labels[1] and ellipse(p.contours, 4)
            ),
        ),
        (
            "Descent jumps from the origin to the floor of the valley in one step and then creeps along it to the minimum",
            lambda _, p: (
                p.curves[0].x[0] == p.curves[0].y[0] == 0
                and p.curves[0].y[1] > 9
                and np.hypot(np.diff(p.curves[0].x[1:]), np.diff(p.curves[0].y[1:])).max()
                < np.hypot(p.curves[0].x[1], p.curves[0].y[1]) / 2
                and rises(p.curves[0].x[1:])
                and close([p.curves[0].x[-1], p.curves[0].y[-1]], [p.dots[0].x[0], p.dots[0].y[0]], 0.5)
            ),
        ),
    ],
    [
        (
            "Left: binary cross entropy against the logit.",
            lambda p, _: p.title == "binary cross entropy" and "logit" in p.labels[0],
        ),
        (
            "For label 1 it falls from a slope of minus one towards zero,",
            lambda p, _: (
                close(p["$y = 1$"].slopes()[0], -1, 0.01) and falls(p["$y = 1$"].y) and 0 < p["$y = 1$"].y[-1] < 0.01
            ),
        ),
        (
            "for label 0 it is the mirror image and hugs the function max(0, h).",
            lambda p, _: (
                close(p["$y = 0$"].y, p["$y = 1$"].y[::-1])
                and np.abs(p["$y = 0$"].y - np.maximum(0, p["$y = 0$"].x))[[0, -1]].max() < 0.01
                and close(p["$\\max(0, h)$"].y, np.maximum(0, p["$y = 0$"].x))
            ),
        ),
        (
            "Right: the sigmoid rises from zero to one",
            lambda _, p: close(p.curves[0].y, 1 / (1 + np.exp(-p.curves[0].x))),
        ),
    ],
    [
        (
            "Left: oval contours of the logistic loss over bias and weight with a path of descent that ends at the minimum.",
            lambda p, _: (
                len(p.contours[0]["levels"]) > 5
                and "bias" in p.labels[0]
                and "weight" in p.labels[1]
                and close([p.curves[0].x[-1], p.curves[0].y[-1]], [p.dots[0].x[0], p.dots[0].y[0]], 0.02)
            ),
        ),
        (
            "Right: the labels of the tumours against the standardised radius and the fitted probability, which falls from one to zero",
            lambda _, p: (
                len(p.marks[0]) == 569
                and set(p.marks[0][:, 1]) == {0, 1}
                and falls(p.curves[0].y)
                and p.curves[0].y[0] > 0.99 > 0.01 > p.curves[0].y[-1]
            ),
        ),
    ],
    [
        (
            "Loss above the optimum against the step of descent, both logarithmic.",
            lambda p: p.scales == ["log", "log"] and "step" in p.labels[0] and "above the optimum" in p.labels[1],
        ),
        (
            "On standardised features the curve flattens out near 0.004;",
            lambda p: (
                falls(p["standardised"].y) and 0.0035 < p["standardised"].at(2000) < p["standardised"].at(500) < 0.005
            ),
        ),
        (
            "on whitened features it falls below one millionth after some 1,500 steps",
            lambda p: 1400 < p["whitened"].x[p["whitened"].y < 1e-6].min() < 1600,
        ),
    ],
    [
        (
            "Left: petal length and width of 50 setosa and 50 versicolor, two clouds with a gap,",
            lambda p, _: (
                [label.split(",")[0] for label in p.labels] == ["petal length", "petal width"]
                and [len(marks) for marks in p.marks] == [50, 50]
                and p.marks[0][:, 0].max() < p.marks[1][:, 0].min()
            ),
        ),
        (
            "and three pairs of parallel lines, between which the probability is from 0.1 to 0.9: after 10, 100 and 1,000 steps, each pair closer than the one before.",
            lambda p, _: (
                [line.label for line in p.curves[1::2]] == [f"after {step:,} steps" for step in (10, 100, 1000)]
                and all(close(a.slopes(), b.slopes(), 1e-3) for a, b in zip(p.curves[::2], p.curves[1::2], strict=True))
                and falls([b.y[0] - a.y[0] for a, b in zip(p.curves[::2], p.curves[1::2], strict=True)])
                and between(p)
            ),
        ),
        (
            "Right: the length of the weights against the step, logarithmic. For these clouds it gains as much or more from each tenfold of the steps;",
            lambda _, p: (
                p.scales == ["log", "linear"]
                and p.labels[1].startswith("length")
                and np.diff([p["setosa, versicolor"].at(k) for k in (3, 30, 300, 3000)]).min() > 1.5
                and rises(np.diff([p["setosa, versicolor"].at(k) for k in (3, 30, 300, 3000)]))
            ),
        ),
        (
            "for versicolor and virginica it has settled after 1,000",
            lambda _, p: np.ptp(p["versicolor, virginica"].y[1000:]) < 0.05 < 3 < p["versicolor, virginica"].y[-1],
        ),
    ],
    [
        (
            "Three panels against the step of descent, logarithmic: the loss keeps falling,",
            lambda *all_: len(all_) == 3 and all(p.scales[0] == "log" for p in all_) and falls(all_[0].lines[0].y),
        ),
        ("the length of the weights keeps growing,", lambda _, p, __: rises(p.lines[0].y) and "length" in p.labels[1]),
        (
            "and the number of training errors falls from 20 to 2 but not to 0 within ten thousand steps",
            lambda _, __, p: (
                p.lines[0].y[[0, -1]].tolist() == [20, 2] and p.lines[0].x[-1] == 10_000 and p.lines[0].y.min() == 2
            ),
        ),
    ],
    [
        (
            "Petal length and width of two species of iris, ellipses round each.",
            lambda p: (
                [label.split(",")[0] for label in p.labels] == ["petal length", "petal width"]
                and len(p.marks) == 2
                and sum(
                    line.style == ":" and close([line.x[0], line.y[0]], [line.x[-1], line.y[-1]]) for line in p.lines
                )
                == 4
            ),
        ),
        (
            "The lines of logistic regression and of LDA cross between the clouds at different slopes;",
            lambda p: (
                all(straight(p[name]) for name in ("logistic regression", "LDA: one covariance"))
                and p.marks[0][:, 0].mean() < crossing(p) < p.marks[1][:, 0].mean()
                and p["logistic regression"].slopes()[0] < 1.2 * p["LDA: one covariance"].slopes()[0] < 0
            ),
        ),
        ("the boundary of QDA is a curve that bends round the tighter class", round_the_tighter),
    ],
]

"""The alternative texts of chapter 4, and what holds of the figures if they are true."""

import numpy as np
import torch
from tests.alternatives.panels import close, falls, rises, straight

from notes.training.gabor import TRUE_PARAMETERS, gabor_data, gabor_gradient, gabor_loss

DATA = gabor_data(28, noise=0.1, generator=torch.Generator().manual_seed(4))
HALVES = np.array([[-4, 1], [-4, -1], [4, 1], [4, -1]])


def point(line, index):
    """A point of a path."""
    return np.array([line.x[index], line.y[index]])


def minimum(place):
    """Whether the Gabor loss has next to no slope at a place."""
    return gabor_gradient(torch.tensor(place), *DATA).norm().item() < 1e-2


def height(place):
    return gabor_loss(torch.tensor(place), *DATA).item()


def follows(line, dots):
    """Correlation of a curve with points."""
    return np.corrcoef(line.at(dots.x), dots.y)[0, 1]


def hops(values):
    """How many times a path changes its direction."""
    return int((np.diff(np.sign(np.diff(values))) != 0).sum())


def cosine(steps):
    return (1 + np.cos(np.pi * steps / 100)) / 2


TEXTS = [
    [
        (
            "Left: elliptic contours of the loss over intercept and slope, and a path that drops into the narrow valley at once "
            "and then follows its floor to the minimum.",
            lambda p, _: (
                "intercept" in p.labels[0]
                and "slope" in p.labels[1]
                and len(p.contours[0]["levels"]) > 5
                and np.linalg.norm(point(p.curves[0], 1) - point(p.curves[0], 0))
                > 2 * np.hypot(np.diff(p.curves[0].x[1:]), np.diff(p.curves[0].y[1:])).max()
                and falls(p.curves[0].x[2:])
                and rises(p.curves[0].y[2:])
            ),
        ),
        (
            "Right: the patients' data and the lines along the path, the last one through the middle of the cloud",
            lambda p, q: (
                len(q.dots[0].x) == 442
                and all(map(straight, q.curves))
                and close(q.curves[0].at(0.3), p.curves[0].y[0] * 0.3 + p.curves[0].x[0], 1e-3)
                and abs(q.curves[-1].at(q.dots[0].x.mean()) - q.dots[0].y.mean()) < 0.05
            ),
        ),
    ],
    [
        (
            "28 noisy samples of a wave that fades out on both sides.",
            lambda p: (
                len(p.dots[0].x) == 28 and np.abs(p.curves[0].y[[0, -1]]).max() < 0.01 < 0.5 < p.curves[0].y.max()
            ),
        ),
        ("The Gabor curve of the true parameters follows them;", lambda p: follows(p.curves[0], p.dots[0]) > 0.95),
        (
            "one that is shifted has its crests where the data have troughs;",
            lambda p: follows(p.curves[1], p.dots[0]) < -0.5,
        ),
        (
            "one that is stretched misses most of them",
            lambda p: (np.abs(p.curves[2].at(p.dots[0].x) - p.dots[0].y) > 0.2).sum() > 14,
        ),
    ],
    [
        (
            "A landscape over two parameters with several dark valleys. Paths from eight starts:",
            lambda p, _: (
                len(p.contours[0]["levels"]) > 20
                and len(p.curves) == 8
                and all(
                    low < min(v) < max(v) < high
                    for c in p.curves
                    for v, (low, high) in zip((c.x, c.y), p.limits, strict=True)
                )
            ),
        ),
        (
            "two end at the star that marks the true parameters,",
            lambda p, _: (
                close(point(p.dots[0], 0), TRUE_PARAMETERS, 1e-3)
                and sum(np.linalg.norm(point(c, -1) - point(p.dots[0], 0)) < 0.2 for c in p.curves) == 2
            ),
        ),
        (
            "the other six each in another local minimum near where they started",
            lambda p, _: (
                len(ends := [c for c in p.curves if np.linalg.norm(point(c, -1) - TRUE_PARAMETERS) > 0.2]) == 6
                and all(minimum(point(c, -1)) and height(point(c, -1)) > 0.1 for c in ends)
                and all(np.linalg.norm(point(c, -1) - point(c, 0)) < 2.2 for c in ends)
                and min(np.linalg.norm(point(a, -1) - point(b, -1)) for a in ends for b in ends if a is not b) > 1
            ),
        ),
    ],
    [
        (
            "Left: the Gabor landscape with four noisy paths from one start; crosses mark their ends.",
            lambda p, _: (
                len(p.curves) == 4
                and len({(c.x[0], c.y[0]) for c in p.curves}) == 1
                and all(hops(c.x) > 100 for c in p.curves)
                and close([point(d, 0) for d in p.dots if d.marker == "x"], [point(c, -1) for c in p.curves])
            ),
        ),
        (
            "Right: a histogram of the final losses of 100 descents in two heaps, near zero and near 0.2, all far below the dashed line of full-batch descent",
            lambda _, p: (
                p.bars()[0][:, 2].sum() == 100
                and all(right < 0.02 or 0.18 < left < right < 0.26 for left, right, runs in p.bars()[0] if runs)
                and p.bars()[0][0, 2] > 30
                and p.bars()[0][p.bars()[0][:, 2] > 0, 1].max() < p.upright[0] / 1.5
                and p["full batch"].style == "--"
            ),
        ),
    ],
    [
        (
            "Four learning rates against the step: a staircase,",
            lambda p: (
                len(p.curves) == 4 and set(np.round(np.diff(p["step decay"].y), 4)) < {0, -0.7, -0.21, -0.063, -0.0189}
            ),
        ),
        (
            "an exponential decay,",
            lambda p: (
                np.ptp(p["exponential decay"].y[1:] / p["exponential decay"].y[:-1]) < 1e-4
                and falls(p["exponential decay"].y)
            ),
        ),
        ("half a cosine,", lambda p: close(p["cosine annealing"].y, cosine(p["cosine annealing"].x))),
        (
            "and the same cosine after a linear ramp over the first ten steps",
            lambda p: (
                close(p["cosine after warm-up"].y[10:], p["cosine annealing"].y[10:])
                and np.abs(p["cosine after warm-up"].y[:10] / np.arange(1, 11) - 0.1).max() < 0.003
            ),
        ),
    ],
    [
        (
            "Three paths down a narrow elliptic valley. Gradient descent zigzags across it all the way;",
            lambda *all_: (
                len(all_) == 3
                and all(len(p.contours) == 1 for p in all_)
                and (all_[0].curves[0].y[1:] * all_[0].curves[0].y[:-1] < 0).all()
                and "descent" in all_[0].curves[0].label
            ),
        ),
        (
            "momentum makes a few wide swings and overshoots;",
            lambda _, p, __: (
                p.curves[0].y[1:].min() < -0.7 and 2 < hops(p.curves[0].y) < 20 and p.curves[0].x.max() > 0.2
            ),
        ),
        (
            "Nesterov momentum swings less wide and ends nearest to the bottom",
            lambda *all_: (
                np.abs(all_[2].curves[0].y[2:]).max() < np.abs(all_[1].curves[0].y[2:]).max()
                and all_[2].curves[0].label.startswith("Nesterov")
                and falls([np.linalg.norm(point(p.curves[0], -1)) for p in all_])
            ),
        ),
    ],
    [
        (
            "Distance from the minimum on a logarithmic scale: gradient descent falls along a straight line;",
            lambda p: (
                p.scales[1] == "log"
                and "distance" in p.labels[1]
                and close(p["gradient descent"].y[1:40] / p["gradient descent"].y[:39], np.full(39, 0.8), 1e-3)
            ),
        ),
        (
            "the normalised step falls faster at first and then hops up and down at about half its rate for ever;",
            lambda p: (
                np.diff(p["normalised"].y[:18]).max() < 0
                and p["normalised"].at(17) < p["gradient descent"].at(17) + 0.06
                and 0.02 < p["normalised"].y[-20:].min() < 0.05 < p["normalised"].y[-20:].max() < 0.08
            ),
        ),
        ("with a decaying rate the hops shrink", lambda p: p["rate decaying"].y[-10:].max() < 0.02),
    ],
    [
        (
            "Left: five paths on the contours of the Gabor loss from one start to the star.",
            lambda p, _: (
                len(p.curves) == 5
                and len({(c.x[0], c.y[0]) for c in p.curves}) == 1
                and len(p.contours) == 1
                and close(point(p.dots[0], 0), TRUE_PARAMETERS, 1e-3)
                and all(np.linalg.norm(point(c, -1) - TRUE_PARAMETERS) < 1 for c in p.curves)
            ),
        ),
        (
            "Right: their losses against the step. Gradient descent is slowest;",
            lambda _, p: (
                all(p["gradient descent"].at(70) > 1.2 * c.at(70) for c in p.curves[1:]) and len(p.curves) == 5
            ),
        ),
        (
            "momentum, Nesterov momentum and Adam arrive after some 70 steps;",
            lambda _, p: all(p[name].at(70) < 0.0095 < p[name].at(40) for name in ("momentum", "Nesterov", "Adam")),
        ),
        (
            "the normalised step gets near as fast and then jitters above the others",
            lambda _, p: (
                p["normalised"].at(70) < 0.01
                and hops(p["normalised"].y[-20:]) > 5
                and p["normalised"].y[-20:].max()
                > max(p[name].y[-20:].max() for name in ("momentum", "Nesterov", "Adam"))
            ),
        ),
    ],
    [
        (
            "A chain of thirteen operations from left to right: times, plus, sine, times, plus, exponential, times, plus, cosine, "
            "times, plus, minus, square.",
            lambda p: (
                [
                    one["text"]
                    for one in sorted(p.data["texts"], key=lambda one: one["place"][0])
                    if close(one["place"][1], 1.45)
                ][1:]
                == ["×", "+", "sin", "×", "+", "exp", "×", "+", "cos", "×", "+", "−", "^2"]
            ),
        ),
        (
            "The input enters at the left, the four weights from above into the multiplications, the four biases and the target from below",
            lambda p: (
                min(p.data["texts"], key=lambda one: one["place"][0])["text"] == "$x$"
                and sorted(one["text"] for one in p.data["texts"] if one["place"][1] > 2)
                == [f"$w_{k}$" for k in range(4)]
                and sorted(one["text"] for one in p.data["texts"] if one["place"][1] < 1 and one["text"][0] == "$")
                == [*(rf"$\beta_{k}$" for k in range(4)), "$y$"]
            ),
        ),
    ],
    [
        (
            "Operations for all derivatives against the number of functions in the chain, both axes logarithmic:",
            lambda p: (
                p.scales == ["log", "log"]
                and "operations" in p.labels[1]
                and p.curves[0].x[[0, -1]].tolist() == [1, 10]
            ),
        ),
        (
            "written out they rise from 45 to several thousand at ten functions,",
            lambda p: (
                p["each derivative written out"].y[0] == 45
                and 3000 < p["each derivative written out"].y[-1] < 4000
                and rises(p["each derivative written out"].y)
            ),
        ),
        ("in reverse mode from 13 to 76", lambda p: p["reverse mode"].y[[0, -1]].tolist() == [13, 76]),
    ],
    [
        (
            "Mean squares of pre-activations, left, and gradients, right, in each of 50 layers on logarithmic scales, one network for each of "
            "five weight variances:",
            lambda p, q: (
                "pre-activations" in p.labels[1]
                and "gradients" in q.labels[1]
                and all(
                    one.scales[1] == "log" and len(one.curves) == 5 and len(one.curves[0].x) == 50 for one in (p, q)
                )
            ),
        ),
        (
            "lines that wander, from the end at which a pass begins falling for less than 2/D and rising for more, fastest for half and for twice of it",
            lambda p, q: (
                [c.label.split("= ")[1].strip("$") for c in p.curves] == ["1/D", "1.6/D", "2/D", "2.5/D", "4/D"]
                and all(
                    rises(slopes := [np.polyfit(c.x, np.log(c.y) * way, 1)[0] for c in one.curves])
                    and slopes[1] < 0 < slopes[3]
                    for one, way in ((p, 1), (q, -1))
                )
                and all(hops(c.y) > 2 for c in p.curves[1:4])
            ),
        ),
    ],
    [
        (
            "Grey curves of 60 networks of width 100 with He's variance, fanning out with depth,",
            lambda p: (
                len(grey := [c for c in p.curves if c.colour == p.curves[0].colour]) == 60
                and rises([np.std([np.log(c.at(k)) for c in grey]) for k in (0, 10, 25, 49)])
            ),
        ),
        (
            "with their mean, their median below it, and the expectation, a level line",
            lambda p: (
                len({c.label for c in p.curves[60:]}) == 3
                and close(p.curves[60].y, np.mean([c.y for c in p.curves[:60]], 0), 0.01)
                and (p.curves[61].y[5:] < p.curves[60].y[5:]).all()
                and np.ptp(p.curves[62].y) == 0
            ),
        ),
    ],
]

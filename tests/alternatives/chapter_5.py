"""The alternative texts of chapter 5, and what holds of the figures if they are true."""

import numpy as np
import torch
from tests.alternatives.panels import close, falls, highest, lowest, rises, straight

from notes.generalization.augmentation import rotated


def sine(x):
    return np.sin(2 * np.pi * x)


def spread(bars):
    """Standard deviation of a histogram."""
    middle, height = bars[:, :2].mean(1), bars[:, 2]
    mean = (middle * height).sum() / height.sum()
    return ((middle - mean) ** 2 * height).sum() / height.sum()


def moved(image, other):
    """Whether a picture is another one, shifted by at most a pixel."""
    padded = np.pad(other, 1)
    return any(close(image, padded[r : r + 8, c : c + 8]) for r in range(3) for c in range(3))


TEXTS = [
    [
        (
            "Three panels around the same dashed sine.",
            lambda *all_: (
                len(all_) == 3
                and all(p.lines[0].style == "--" and close(p.lines[0].y, sine(p.lines[0].x)) for p in all_)
            ),
        ),
        (
            "Left: samples scattered in a grey band around it.",
            lambda p, *_: (
                np.ptp(np.sign(p.dots[0].y - sine(p.dots[0].x))) == 2
                and (np.abs(p.dots[0].y - sine(p.dots[0].x)) < np.ptp(p.areas[0][p.areas[0][:, 0] == 0, 1]) / 2).all()
            ),
        ),
        (
            "Middle: the mean of many fits of a network with two hidden units, nearly a straight line,",
            lambda _, p, __: straight(p.curves[1], 0.05) and "mean fit" in p.title,
        ),
        (
            "and the shaded gap to the sine.",
            lambda _, p, __: all(set(np.round(curve.y, 3)) <= set(np.round(p.areas[0][:, 1], 3)) for curve in p.curves),
        ),
        (
            "Right: twelve such fits, each to other samples, fanning out",
            lambda *all_: (
                len(fits := all_[2].curves[1:]) == 12
                and len({tuple(fit.y) for fit in fits}) == 12
                and all(len(fit.bends(0.01)) <= 2 for fit in fits)
                and min(np.std([fit.at(end) for fit in fits]) for end in (0, 1)) > np.std([fit.at(0.5) for fit in fits])
            ),
        ),
    ],
    [
        (
            "Left: variance of the fits against the number of samples, on logarithmic axes, for one, four and seven hidden units:",
            lambda p, _: (
                p.scales == ["log", "log"]
                and [int(dots.label.split()[0]) for dots in p.dots] == [1, 4, 7]
                and "variance" in p.labels[1]
            ),
        ),
        (
            "dots fall along dashed lines of slope minus one.",
            lambda p, _: all(
                falls(dots.y)
                and close(line.x * line.y, np.full(5, line.x[0] * line.y[0]))
                and (dots.y < 2 * line.y).all()
                and line.style == "--"
                and (dots.y > 0.98 * line.y).all()
                for dots, line in zip(p.dots, p.curves, strict=True)
            ),
        ),
        (
            "Right: squared bias against the number of hidden units, falling by almost three orders of magnitude",
            lambda _, p: 2.7 < np.log10(p.lines[0].y[0] / p.lines[0].y[-1]) < 3 and p.labels[1] == "squared bias",
        ),
    ],
    [
        (
            "Squared error against one to eleven hidden units.",
            lambda p: p.labels[1] == "squared error" and list(p["variance"].x) == list(range(1, 12)),
        ),
        (
            "Squared bias falls steeply from two to four units,",
            lambda p: p["squared bias"].at(2) > 10 * p["squared bias"].at(4),
        ),
        (
            "variance rises, from two units on ever faster,",
            lambda p: rises(p["variance"].y) and rises(np.diff(p["variance"].y[1:])),
        ),
        ("noise is a flat dashed line;", lambda p: np.ptp(p["noise"].y) == 0 and p["noise"].style == "--"),
        (
            "the expected error falls from two units to a minimum at four and rises again",
            lambda p: (
                lowest(p["expected error"]) == 4
                and falls(p["expected error"].y[1:4])
                and rises(p["expected error"].y[3:])
            ),
        ),
    ],
    [
        (
            "Three panels against the number of random features, from 10 to 2000, of one run.",
            lambda *all_: (
                len(all_) == 3
                and "features" in all_[2].labels[0]
                and all(
                    p.curves[0].x[[0, -1]].tolist() == [10, 2000] and np.array_equal(p.curves[0].y, p.curves[1].y)
                    for p in all_
                )
            ),
        ),
        (
            "Above: training error falls to zero.",
            lambda p, *_: p.labels[1] == "training error" and p.curves[0].y[0] > 0.5 and p.curves[0].y[-5:].max() == 0,
        ),
        (
            "Middle: test error falls, rises to a peak at 200 features and falls again.",
            lambda _, p, __: (
                p.labels[1] == "test error"
                and highest(p.curves[0]) == 200
                and p.curves[0].y[:8].min() < p.curves[0].y[0] - 0.05
                and p.curves[0].y[-1] < p.curves[0].y.max() - 0.1
            ),
        ),
        (
            "Below: squared test error, with a sharp peak at 200 on a logarithmic axis",
            lambda _, __, p: (
                "squared error" in p.labels[1]
                and p.scales[1] == "log"
                and highest(p.curves[0]) == 200
                and np.sort(p.curves[0].y)[-2] < p.curves[0].y.max() / 10
            ),
        ),
    ],
    [
        (
            "Left: share of the volume in shells of three thicknesses against the dimension; all rise towards one.",
            lambda p, _: (
                len(p.curves) == 3 and all(rises(c.y, -1e-9) and c.y.max() <= 1 and c.y[-1] > 0.6 for c in p.curves)
            ),
        ),
        (
            "Right: histograms of distances between random points divided by their mean, in 2, 10, 100 and 1000 dimensions:",
            lambda _, p: len(p.bars()) == 4 and p.labels[0] == "distance over mean distance",
        ),
        (
            "ever narrower peaks at one",
            lambda _, p: (
                falls([spread(bars) for bars in p.bars()])
                and all(abs(bars[bars[:, 2].argmax(), :2].mean() - 1) < 0.2 for bars in p.bars())
            ),
        ),
    ],
    [
        (
            "Twelve noisy samples around a dashed sine.",
            lambda p: len(p.dots[0].x) == 12 and p.lines[0].style == "--" and close(p.lines[0].y, sine(p.lines[0].x)),
        ),
        (
            "A network with four hidden units misses most of them;",
            lambda p: (np.abs(p["4 hidden units"].at(p.dots[0].x) - p.dots[0].y) > 0.05).sum() > 6,
        ),
        (
            "one with 300 hidden units runs through every sample",
            lambda p: np.abs(p["300 hidden units"].at(p.dots[0].x) - p.dots[0].y).max() < 0.01,
        ),
    ],
    [
        (
            "Left: a Gaussian and a Laplace density of the same variance;",
            lambda p, _: close(p["Gaussian"].y.max(), (2 * np.pi) ** -0.5) and close(p["Laplace"].y.max(), 2**-0.5),
        ),
        (
            "the Laplace has a sharp peak at zero and heavier tails.",
            lambda p, _: (
                abs(highest(p["Laplace"])) < 1e-6
                and np.abs(np.diff(p["Laplace"].slopes())).max() > 1.5
                and np.abs(np.diff(p["Gaussian"].slopes())).max() < 0.1
                and (p["Laplace"].y > p["Gaussian"].y)[[0, -1]].all()
            ),
        ),
        (
            "Right: their negative logarithms, a parabola and a wedge",
            lambda _, p: (
                close(p["Gaussian"].y, p["Gaussian"].x ** 2 / 2)
                and close(p["Laplace"].y, 2**0.5 * np.abs(p["Laplace"].x))
            ),
        ),
    ],
    [
        (
            "Ten weights against the strength of the penalty on a logarithmic axis.",
            lambda p: len(p.curves) == 10 and p.scales[0] == "log",
        ),
        (
            "On the left the weights of s1 and s2 are large and of opposite sign;",
            lambda p: p["s1"].y[0] < -20 < 20 < p["s2"].y[0],
        ),
        (
            "at a strength of ten both have lost more than half,",
            lambda p: all(abs(p[name].at(10)) < abs(p[name].y[0]) / 2 for name in ("s1", "s2")),
        ),
        (
            "and all weights end near zero on the right",
            lambda p: len(p.curves) > 9 and all(abs(c.y[-1]) < 0.3 for c in p.curves),
        ),
    ],
    [
        (
            "Weights against 1500 steps, two panels.",
            lambda *all_: len(all_) == 2 and all(p.lines[1].x[-1] == 1500 for p in all_),
        ),
        (
            "With Adam and L2 the weight with small gradients decays while the one with large gradients stays near one.",
            lambda p, _: (
                p["small gradients"].y[-1] < 0.1 and np.abs(p["large gradients"].y - 1).max() < 0.1 and "L2" in p.title
            ),
        ),
        (
            "With Adam and weight decay both fall together",
            lambda _, p: np.abs(p.lines[0].y - p.lines[1].y).max() < 0.15 and max(line.y[-1] for line in p.lines) < 0.1,
        ),
    ],
    [
        (
            "Training and validation loss of one run against the step.",
            lambda p: [c.label for c in p.curves] == ["training", "validation"] and p.labels == ["step", "loss"],
        ),
        (
            "The validation loss has its minimum at a dotted line;",
            lambda p: p.upright == [lowest(p["validation"])] and p["best weights"].style == ":",
        ),
        (
            "the run ends twenty checks later, when patience runs out",
            lambda p: p["validation"].x[-1] == lowest(p["validation"]) + 20,
        ),
    ],
    [
        (
            "Share of the solution kept against the curvature on a logarithmic axis:",
            lambda p: p.scales[0] == "log" and "share" in p.labels[1],
        ),
        (
            "30 steps of descent and the L2 penalty of strength one third rise together for small curvatures;",
            lambda p: (
                "0.33" in p.curves[1].label
                and all(rises(c.y[c.x < 1]) for c in p.curves)
                and np.abs(p["30 steps of descent"].y / p.curves[1].y - 1)[p.curves[1].x < 0.02].max() < 0.05
            ),
        ),
        ("then descent reaches one sooner", lambda p: p.curves[1].y[p["30 steps of descent"].y > 0.99].min() < 0.9),
    ],
    [
        (
            "All 32 sub-networks of a network with five hidden units, as thin blue lines that fan out to the right;",
            lambda p: (
                len(thin := [c for c in p.curves if c.width < 1 and c.colour == p.curves[0].colour]) == 32
                and rises([np.std([c.at(x) for c in thin]) for x in (0.3, 0.5, 0.8, 1)])
                and len({tuple(c.y) for c in thin}) == 32
            ),
        ),
        (
            "their weighted mean, in orange, coincides with the whole network, dotted",
            lambda p: (
                close(p["their mean"].y, p["the whole network"].y)
                and p["the whole network"].style == ":"
                and p["their mean"].colour == "#dc6e14"
            ),
        ),
    ],
    [
        (
            "Eight digits of 8 by 8 pixels in four rows: as they are,",
            lambda *all_: (
                len(all_) == 32
                and {p.images[0].shape for p in all_} == {(8, 8)}
                and [p.title for p in all_[::8]] == ["as it is", "shifted", "rotated", "noise"]
            ),
        ),
        (
            "shifted by up to a pixel,",
            lambda *all_: all(moved(all_[8 + n].images[0], all_[n].images[0]) for n in range(8)),
        ),
        (
            "rotated by up to 15 degrees,",
            lambda *all_: close(
                [p.images[0] for p in all_[16:24]],
                rotated(torch.tensor(np.array([p.images[0] for p in all_[:8]])), torch.linspace(-15, 15, 8).double()),
            ),
        ),
        (
            "and with noise",
            lambda *all_: all(0.1 < np.std(all_[24 + n].images[0] - all_[n].images[0]) < 0.3 for n in range(8)),
        ),
    ],
]

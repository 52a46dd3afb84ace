"""The alternative texts of chapter 3, and what holds of the figures if they are true."""

import numpy as np
from tests.alternatives.panels import close, falls, highest, lowest, rises, straight


def within(panel, third):
    """Share of the points of the left or right third that lie in the band."""
    area, points = panel.areas[0], panel["data"]
    places = np.unique(area[:, 0])
    low, high = (
        np.interp(points.x, places, [pick(area[area[:, 0] == x, 1]) for x in places]) for pick in (np.min, np.max)
    )
    chosen = points.x < 1 / 3 if third == "left" else points.x > 2 / 3
    return ((low < points.y) & (points.y < high))[chosen].mean()


def widths(panel):
    """Widths of a band."""
    area = panel.areas[0]
    return np.array([np.ptp(area[area[:, 0] == x, 1]) for x in np.unique(area[:, 0])])


def parabola(line):
    """Whether a curve is a parabola."""
    return close(np.polyval(np.polyfit(line.x, line.y, 2), line.x), line.y, 1e-3 * np.ptp(line.y))


def asymmetry(line):
    """Third moment of a distribution in units of its spread."""
    mean = (line.x * line.y).sum()
    spread = (((line.x - mean) ** 2) * line.y).sum() ** 0.5
    return (((line.x - mean) / spread) ** 3 * line.y).sum(), spread


TEXTS = [
    [
        (
            "Left: four data points and three lines through the origin.",
            lambda p, _: len(p.dots[0].x) == 4 and len(p.curves) == 3 and all(c.x[0] == c.y[0] == 0 for c in p.curves),
        ),
        (
            "Right: the mean squared error against the slope, a parabola on which the three lines are points;",
            lambda p, q: (
                parabola(q.curves[0])
                and close([d.x[0] for d in q.dots], [c.slopes()[0] for c in p.curves])
                and all(close(q.curves[0].at(d.x), d.y, 0.01) for d in q.dots)
            ),
        ),
        (
            "the line that fits best is at the bottom",
            lambda p, q: (
                abs(lowest(q.curves[0]) - q.dots[1].x[0]) < 0.02
                and q.dots[1].y[0] == min(d.y[0] for d in q.dots)
                and min(np.mean((c.at(p.dots[0].x) - p.dots[0].y) ** 2) for c in p.curves)
                == np.mean((p.curves[1].at(p.dots[0].x) - p.dots[0].y) ** 2)
            ),
        ),
    ],
    [
        (
            "Three curves over the mean of a Gaussian: the likelihood, a narrow peak;",
            lambda p, *_: (
                p.labels[1] == "likelihood"
                and np.ptp(p.curves[0].x[p.curves[0].y > p.curves[0].y.max() / 2]) < np.ptp(p.curves[0].x) / 4
            ),
        ),
        (
            "the log likelihood, a parabola opening downwards;",
            lambda _, p, __: (
                parabola(p.curves[0]) and np.diff(p.curves[0].y, 2).max() < 0 and p.labels[1] == "log likelihood"
            ),
        ),
        (
            "the negative log likelihood, the parabola turned over.",
            lambda _, p, q: close(q.curves[0].y, -p.curves[0].y) and "negative" in q.labels[1],
        ),
        (
            "A dashed line marks the same optimum in all three, the mean of the data",
            lambda *all_: (
                len({p.upright[0] for p in all_}) == 1
                and all(
                    abs(end(p.curves[0]) - p.upright[0]) < 0.03
                    for p, end in zip(all_, (highest, highest, lowest), strict=True)
                )
                and all(p.lines[0].style == "--" for p in all_)
            ),
        ),
    ],
    [
        (
            "Four panels of the loss against the raw output. Gaussian: parabolas with their lowest point at each target.",
            lambda *all_: (
                len(all_) == 4
                and all_[0].title == "Gaussian"
                and all(
                    parabola(c) and abs(lowest(c) - y) < 1e-3 for c, y in zip(all_[0].curves, (-2, 0, 2), strict=True)
                )
            ),
        ),
        (
            "Laplace: wedges at the same places.",
            lambda _, p, *__: (
                p.title == "Laplace"
                and all(close(c.y, np.abs(c.x - y) + np.log(2)) for c, y in zip(p.curves, (-2, 0, 2), strict=True))
            ),
        ),
        (
            "Bernoulli: one curve falling and one rising, each flat on the right side of its label.",
            lambda _, __, p, ___: (
                p.words == ["$y = 0$", "$y = 1$"]
                and rises(p.curves[0].y)
                and falls(p.curves[1].y)
                and max(abs(p.curves[0].slopes()[0]), abs(p.curves[1].slopes()[-1])) < 0.03
            ),
        ),
        (
            "Poisson: curves that rise steeply to the right;",
            lambda *all_: (
                all_[3].title == "Poisson"
                and len(all_[3].curves) == 3
                and all(c.slopes()[-1] > 20 for c in all_[3].curves)
            ),
        ),
        (
            "those of the counts 2 and 6 are lowest at the logarithm of the count, that of 0 falls to the left without end",
            lambda *all_: (
                all_[3].words == ["$y = 0$", "$y = 2$", "$y = 6$"]
                and all(abs(lowest(c) - np.log(y)) < 0.02 for c, y in zip(all_[3].curves[1:], (2, 6), strict=True))
                and close(all_[3].curves[0].y, np.exp(all_[3].curves[0].x), 1e-3)
            ),
        ),
    ],
    [
        (
            "Two panels with the same scattered points, whose spread grows from left to right.",
            lambda p, q: (
                close(p["data"].y, q["data"].y)
                and np.std((r := p["data"].y - np.sin(2 * np.pi * p["data"].x))[p["data"].x > 0.7])
                > 2 * np.std(r[p["data"].x < 0.3])
            ),
        ),
        (
            "Left: a fitted curve with a band of constant width,",
            lambda p, _: np.ptp(widths(p)) < 1e-3 and p["mean"].style == "-",
        ),
        (
            "too wide on the left and too narrow on the right.",
            lambda p, _: within(p, "left") == 1 and within(p, "right") < 0.93,
        ),
        (
            "Right: a fitted curve with a band whose width is free to follow the data",
            lambda _, p: widths(p)[-50:].mean() > 2 * widths(p)[:50].mean() and p["mean"].style == "-",
        ),
    ],
    [
        (
            "Loss against the logit for the labels 0 and 1: two mirrored curves",
            lambda p: close(p["$y = 0$"].y, p["$y = 1$"].y[::-1]) and "logit" in p.labels[0],
        ),
        (
            "that fall to zero on their right side and rise along a straight line on the wrong side;",
            lambda p: (
                rises(p["$y = 0$"].y)
                and p["$y = 0$"].y[0] < 0.01
                and close(p["$y = 0$"].slopes()[-1], 1, 0.01)
                and falls(p["$y = 1$"].y)
                and p["$y = 1$"].y[-1] < 0.01
            ),
        ),
        (
            "they cross at logit zero",
            lambda p: close(p["$y = 0$"].at(0), p["$y = 1$"].at(0), 1e-5) and rises(p["$y = 0$"].y - p["$y = 1$"].y),
        ),
    ],
    [
        (
            "A triangle whose corners are the three cultivars of wine.",
            lambda p: (
                [word.removeprefix("certainly ") for word in p.words] == [d.label for d in p.dots]
                and len(p.dots) == 3
                and np.allclose([*p.curves[0].x[:3], *p.curves[0].y[:3]], [0, 1, 0.5, 0, 0, 0.75**0.5], atol=1e-4)
            ),
        ),
        (
            "A point for each wine of the test set, in the colour of its true class",
            lambda p: sum(len(d.x) for d in p.dots) == 89 and len({d.colour for d in p.dots}) == 3,
        ),
    ],
    [
        (
            "Cross entropy of a coin with chance 0.3 of heads against the believed chance:",
            lambda p: close(p.lines[0].y, -0.3 * np.log(p.lines[0].x) - 0.7 * np.log(1 - p.lines[0].x)),
        ),
        (
            "a curve that touches the horizontal line of the entropy at 0.3 and rises to both sides;",
            lambda p: (
                abs(lowest(p.lines[0]) - 0.3) < 0.01
                and close(p.lines[0].y.min(), p.lines[1].y[0])
                and falls(p.lines[0].y[p.lines[0].x < 0.3])
                and rises(p.lines[0].y[p.lines[0].x > 0.3])
                and np.ptp(p.lines[1].y) == 0
            ),
        ),
        (
            "the gap between curve and line is shaded as the divergence",
            lambda p: (
                set(p.lines[0].y.round(3)) <= set(p.areas[0][:, 1].round(3))
                and "KL" in next(c["label"] for c in p.data["collections"])
            ),
        ),
    ],
    [
        (
            "Left: Gaussian loss, a parabola, and Laplace loss, a wedge, against the residual.",
            lambda p, _: (
                parabola(p["Gaussian"])
                and close(p["Laplace"].y, np.abs(p["Laplace"].x) + np.log(2))
                and "residual" in p.labels[0]
            ),
        ),
        (
            "Right: their slopes, a straight line for the Gaussian and a step from minus one to plus one for the Laplace distribution",
            lambda _, p: (
                straight(p["Gaussian"])
                and close(p["Laplace"].y[:200], np.full(200, -1))
                and close(p["Laplace"].y[-200:], np.ones(200))
            ),
        ),
    ],
    [
        (
            "Left: Poisson probabilities for the rates 1, 4 and 10, wider and more symmetric as the rate grows.",
            lambda p, _: (
                [c.label.split("= ")[1].strip("$") for c in p.curves] == ["1", "4", "10"]
                and falls([asymmetry(c)[0] for c in p.curves])
                and rises([asymmetry(c)[1] for c in p.curves])
            ),
        ),
        (
            "Right: von Mises densities over the circle for the concentrations 0.5, 2 and 8, from almost flat to sharply peaked",
            lambda _, p: (
                [c.label.split("= ")[1].strip("$") for c in p.curves] == ["0.5", "2", "8"]
                and close([p.curves[0].x[0], p.curves[0].x[-1]], [-np.pi, np.pi])
                and p.curves[0].y.max() < 3 * p.curves[0].y.min()
                and p.curves[2].y.max() > 1e5 * p.curves[2].y.min()
            ),
        ),
    ],
]

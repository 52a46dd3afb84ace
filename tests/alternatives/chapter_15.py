"""The alternative texts of chapter 15, and what holds of the figures if they are true."""

import re

import numpy as np
from tests.alternatives.panels import close, falls, from_, highest, leads, of, rises, straight

from notes.data import digits
from notes.noisy_labels.experiments import EARLY, TRUSTING
from notes.plotting import BLUE, ORANGE


def titled(panel):
    """The label in the title of a digit, and what a network reads."""
    return tuple(map(int, re.fullmatch(r"label (\d)\nread as (\d)", panel.title).groups()))


def classes(panels):
    """The true classes of digits whose pixels are shown between -1 and 1."""
    every = digits()
    shown = np.array([(panel.images[0] + 1) / 2 for panel in panels])
    nearest = np.abs(every.inputs.reshape(1, -1, 8, 8).numpy() - shown[:, None]).sum((2, 3))
    return [int(every.targets[k]) for k in nearest.argmin(1)] if nearest.min(1).max() < 1e-3 else []


def entries(panel):
    """The entries that are written into a matrix."""
    side = range(len(panel.images[0]))
    return np.array([[float(panel.written[column, row]) for column in side] for row in side])


def gained(*panels):
    """The mean leads over cross entropy, for each noise by method, the methods from below."""
    methods = [panels[0].ticks[1][row] for row in range(14)]
    dots = [[dot.x[0] for dot in panel.dots] for panel in panels]
    return [
        dict(zip(methods, some[start : start + 14], strict=True)) for some in dots for start in range(0, len(some), 14)
    ]


def extremes(found):
    """The least and the largest lead of the early four, to two digits."""
    return round(min(found[name] for name in EARLY), 2), round(max(found[name] for name in EARLY), 2)


def generalised(panel):
    """The curves of the generalised cross entropies, by the exponent."""
    return {q: panel.lines[k + 1] for k, q in enumerate((0.3, 0.7, 1))}


def ranked(found):
    """The methods, the best first."""
    return sorted(found, key=found.__getitem__, reverse=True)


TEXTS = [
    [
        (
            "Eight digits of 8 by 8 pixels, each titled with its label and with another class that a network reads, in one run",
            lambda *all_: (
                len(all_) == 8
                and {p.images[0].shape for p in all_} == {(8, 8)}
                and [titled(p)[0] for p in all_] == classes(all_)
                and all(titled(p)[0] != titled(p)[1] for p in all_)
            ),
        ),
    ],
    [
        (
            "Three matrices of three classes as coloured squares with their entries.",
            lambda *all_: (
                [p.labels for p in all_[:3]] == [["observed label", "true class"]] * 3
                and len(all_) == 4
                and all(close(p.images[0], entries(p)) for p in all_[:3])
            ),
        ),
        (
            "Symmetric noise: 0.60 on the diagonal and 0.20 elsewhere.",
            lambda p, *_: p.title.startswith("symmetric") and close(entries(p), 0.4 * np.eye(3) + 0.2),
        ),
        (
            "Pair flip: 0.60 on the diagonal, 0.40 beside it.",
            lambda _, p, *__: (
                p.title.startswith("pair flip") and close(entries(p), 0.6 * np.eye(3) + 0.4 * np.roll(np.eye(3), 1, 1))
            ),
        ),
        (
            "The source's example: 0.80, 0.70, 0.70 on the diagonal, with uneven entries beside it",
            lambda _, __, p, ___: (
                p.title == "the source's example"
                and close(np.diag(entries(p)), [0.8, 0.7, 0.7])
                and {*entries(p)[~np.eye(3, dtype=bool)]} == {0.1, 0.2}
            ),
        ),
    ],
    [
        (
            "Three matrices of ten classes as coloured squares:",
            lambda *all_: len(all_) == 4 and {p.images[0].shape for p in all_[:3]} == {(10, 10)},
        ),
        (
            "the true pair-flip matrix with a bright diagonal and a dimmer one beside it,",
            lambda p, *_: p.title == "true" and close(p.images[0], 0.7 * np.eye(10) + 0.3 * np.roll(np.eye(10), 1, 1)),
        ),
        (
            "the estimate by anchor points and the estimate by confident learning, in one run",
            lambda _, *all_: (
                [p.title for p in all_[:2]] == ["anchor points", "confident learning"]
                and all(close(p.images[0].sum(1), np.ones(10)) and p.images[0].min() >= 0 for p in all_[:2])
                and all(np.ptp(np.diag(p.images[0])) > 0 for p in all_[:2])
            ),
        ),
    ],
    [
        (
            "Eight digits of 8 by 8 pixels, each titled with its label, which is wrong,",
            lambda *all_: (
                len(all_) == 8
                and {p.images[0].shape for p in all_} == {(8, 8)}
                and all(titled(p)[0] != true for p, true in zip(all_, classes(all_), strict=True))
            ),
        ),
        (
            "and with what a network trained without it reads, which is right, in one run",
            lambda *all_: [titled(p)[1] for p in all_] == classes(all_) and len(all_) == 8,
        ),
    ],
    [
        (
            "Two rows. Forward: network, probabilities, the matrix T, and the loss at the noisy label.",
            lambda p: leads(
                p, "network > probabilities $p$ > $T$ > loss at the label", "noisy label > loss at the label"
            ),
        ),
        (
            "Backward: network, the losses of all classes, the inverse of T, and of that the entry of the noisy label.",
            lambda p: leads(
                p, "network > losses of all classes > $T^{-1}$ > entry of the label", "noisy label > entry of the label"
            ),
        ),
        (
            "The network is blue, the matrix orange",
            lambda p: of(p, BLUE) == {"network"} and of(p, ORANGE) == {"$T$", "$T^{-1}$"},
        ),
    ],
    [
        (
            "Left: losses against the probability of the label; cross entropy rises without bound at zero,",
            lambda p, _: (
                p.labels == ["probability $p_y$ of the label", "loss"]
                and close(p["cross entropy"].y, -np.log(p["cross entropy"].x))
            ),
        ),
        (
            "the generalised ones are bounded, the lowest a straight line,",
            lambda p, _: (
                all(close(line.y, (1 - line.x**q) / q) for q, line in generalised(p).items())
                and all(falls([line.y[k] for line in p.lines[:4]]) for k in range(390))
                and straight(p.lines[3])
            ),
        ),
        (
            "and the truncated one is flat below one half.",
            lambda p, _: (
                (cut := p["$q = 0.7$, truncated"]).label
                and np.ptp(cut.y[cut.x < 0.5]) == 0
                and close(cut.y[cut.x > 0.51], p["$q = 0.7$"].y[cut.x > 0.51])
            ),
        ),
        (
            "Right: the weight of the gradient, one for cross entropy, a rising curve for each exponent,",
            lambda _, p: (
                p.labels[1] == "weight of the gradient"
                and close(p.lines[0].y, np.ones(400))
                and all(close(line.y, line.x**q) for q, line in generalised(p).items())
            ),
        ),
        (
            "zero below one half for the truncated loss",
            lambda _, p: not p.lines[4].y[p.lines[4].x < 0.5].any() and p.lines[4].y[p.lines[4].x > 0.51].all(),
        ),
    ],
    [
        (
            "Left: shares of training examples against the epoch, in one run: right labels learnt, wrong labels whose true class "
            "is seen, wrong labels memorised.",
            lambda p, _: (
                p.title == "training set"
                and p.labels == ["epoch", "share of examples"]
                and [line.label for line in p.curves]
                == ["right label, learnt", "wrong label, true class seen", "wrong label, memorised"]
            ),
        ),
        (
            "The seen share peaks early and falls while the memorised share rises.",
            lambda p, _: (
                highest(p["wrong label, true class seen"]) < 30
                and p["wrong label, true class seen"].y.max() > 0.7 > 0.1 > p["wrong label, true class seen"].y[-1]
                and rises(p["wrong label, memorised"].at([30, 45, 60, 75, 90]))
                and falls(p["wrong label, true class seen"].at([30, 45, 60, 75, 90]))
            ),
        ),
        (
            "Right: test accuracy is best at about the same epoch, and falls",
            lambda p, q: (
                q.lines[0].label == "test accuracy"
                and abs(highest(q.lines[0]) - highest(p["wrong label, true class seen"])) < 10
                and q.lines[0].y[-1] < q.lines[0].y.max() - 0.1
            ),
        ),
    ],
    [
        (
            "Densities of the mixing weight on the interval from zero to one:",
            lambda p: (
                p.labels[1] == "density"
                and [line.label for line in p.lines] == [rf"$\alpha = {alpha}$" for alpha in (0.2, 1, 2, 8)]
                and all(0 < line.x[0] < 0.01 and 0.99 < line.x[-1] < 1 for line in p.lines)
            ),
        ),
        (
            "for alpha 0.2 a bowl, steep at the two ends,",
            lambda p: np.diff(p.lines[0].y, 2).min() > 0 and p.lines[0].y[[0, -1]].min() > 10 * p.lines[0].at(0.5),
        ),
        ("for 1 a flat line,", lambda p: close(p.lines[1].y, np.ones(400))),
        ("for 2 a dome,", lambda p: close(p.lines[2].y, 6 * p.lines[2].x * (1 - p.lines[2].x))),
        (
            "for 8 a narrow bell about one half",
            lambda p: (
                abs(highest(p.lines[3]) - 0.5) < 0.01
                and close(p.lines[3].y, p.lines[3].y[::-1])
                and p.lines[3].at(0.5) > 3
                and p.lines[3].at(0.2) < 0.5
            ),
        ),
    ],
    [
        (
            "Two rows, one for each network: its losses, and the examples that it selects.",
            lambda p: leads(p, *(f"network ${k}$ > losses of ${k}$ > $D_{k}$" for k in "fg")),
        ),
        (
            "From there the arrows cross: what f selects leads to the step of g, and what g selects to the step of f",
            lambda p: from_(p, "$D_f$") == ["step of $g$"] and from_(p, "$D_g$") == ["step of $f$"],
        ),
    ],
    [
        (
            "Left: precision of the selection against the epoch, in one run, for two networks that select for themselves and two "
            "that select for each other.",
            lambda p, _: (
                p.labels == ["epoch", "precision of the selection"]
                and [line.label for line in p.lines] == ["own", "crossed"]
                and len(p.areas) == 2
            ),
        ),
        (
            "Right: test accuracy of the same networks",
            lambda _, p: (
                p.labels == ["epoch", "test accuracy"]
                and [line.label for line in p.lines] == ["own", "crossed"]
                and len(p.areas) == 2
            ),
        ),
    ],
    [
        (
            "Noisy examples, parameters and weights lead to a step, the step to the parameters ahead, and these with the clean set to the clean loss.",
            lambda p: leads(
                p,
                r"parameters $\phi$ > step > $\phi$ ahead > clean loss",
                r"weights $\varepsilon_i$ > step",
                "noisy examples > step",
                "clean set > clean loss",
            ),
        ),
        (
            "A dashed arrow, gradient by the weights, leads from there back to the weights",
            lambda p: (
                p.data["dashed"] == [r"clean loss → weights $\varepsilon_i$"] and "gradient by the weights" in p.words
            ),
        ),
    ],
    [
        (
            "Three panels with fourteen methods as rows, each with its mean lead over cross entropy and its interval:",
            lambda *all_: (
                len(all_) == 3
                and len(all_[0].ticks[1]) == 14
                and all(p.labels[0] == "lead in test accuracy" for p in all_)
                and all(c.x[0] < dot.x[0] < c.x[1] for p in all_ for c, dot in zip(p.curves, p.dots, strict=True))
            ),
        ),
        (
            "symmetric noise of 40 and of 60 percent, pair flip of 40 percent, and what a network reads, with 40 percent of wrong "
            "labels by class and by digit.",
            lambda *all_: (
                [(p.title, [dot.label for dot in p.dots[::14]]) for p in all_]
                == [
                    ("symmetric", ["40 %", "60 %"]),
                    ("pair flip", ["40 %"]),
                    ("what a network reads", ["by class", "by digit"]),
                ]
            ),
        ),
        (
            "Under pair flip forward correction leads with 0.33, then the two methods with trusted labels with 0.27 and 0.25,",
            lambda *all_: (
                (found := gained(*all_)[2])
                and ranked(found)[0] == "forward correction"
                and {*ranked(found)[1:3]} == {*TRUSTING}
                and [round(found[name], 2) for name in ranked(found)[:3]] == [0.33, 0.27, 0.25]
            ),
        ),
        (
            "then the early four with 0.10 to 0.11; all others stay below 0.06, and backward correction is below zero.",
            lambda *all_: (
                (found := gained(*all_)[2])
                and {*ranked(found)[3:7]} == {*EARLY}
                and extremes(found) == (0.1, 0.11)
                and found[ranked(found)[7]] < 0.06
                and [name for name, lead in found.items() if lead < 0] == ["backward correction"]
            ),
        ),
        (
            "Under symmetric noise the early four lead with 0.25 to 0.31,",
            lambda *all_: (extremes(gained(*all_)[0])[0], extremes(gained(*all_)[1])[1]) == (0.25, 0.31),
        ),
        (
            "at 60 percent behind the two with trusted labels,",
            lambda *all_: {*ranked(gained(*all_)[1])[:2]} == {*TRUSTING},
        ),
        (
            "and forward correction with 0.09 and 0.11 is behind ten others at 40 percent.",
            lambda *all_: (
                [round(found["forward correction"], 2) for found in gained(*all_)[:2]] == [0.09, 0.11]
                and ranked(gained(*all_)[0]).index("forward correction") == 10
            ),
        ),
        (
            "By digit the early four lead with 0.17 to 0.19, before all others, and forward correction with 0.05;",
            lambda *all_: (
                (found := gained(*all_)[4])
                and {*ranked(found)[:4]} == {*EARLY}
                and extremes(found) == (0.17, 0.19)
                and round(found["forward correction"], 2) == 0.05
            ),
        ),
        (
            "by class the early four lead with 0.22 to 0.23",
            lambda *all_: extremes(gained(*all_)[3]) == (0.22, 0.23),
        ),
    ],
]

"""The alternative texts of chapter 12, and what holds of the figures if they are true."""

import numpy as np
from tests.alternatives.panels import close, falls, from_, leads, of, rises

from notes.plotting import BLUE

HELD_OUT, NETWORKS = 599, 5


def counts(line, networks):
    """Whether a curve is of means over networks: of digits read rightly, they are whole numbers together."""
    total = line.y * HELD_OUT * networks
    return close(total, total.round(), 0.01)


def mean_and_range(panel, name):
    """A curve of means, and the curves of the lowest and of the highest network."""
    return [line for line in panel.lines if line.label == name]


def are_of_networks(panel):
    """Whether all that has a range has means over five networks between the ends of the range."""
    drawn = [mean_and_range(panel, name) for name in dict.fromkeys(line.label for line in panel.lines if line.marks)]
    return bool(drawn) and all(
        (low.y <= mean.y).all()
        and (mean.y <= high.y).all()
        and counts(mean, NETWORKS)
        and counts(low, 1)
        and counts(high, 1)
        for mean, low, high in drawn
    )


def has_curves(panel, *names):
    """Whether just these have means, in this order."""
    return [line.label for line in panel.curves if line.marker == "."] == list(names)


def below(panel, name, share):
    """How far a mean lies below the line of the whole networks where a share of the weights is left."""
    return panel["whole network"].y[0] - panel[name].at(share)


def heights(panel):
    """Heights of the bars."""
    return panel.bars()[0][:, 2]


def softer(panel, temperature):
    """The logits, but for a constant, of which a panel has the probabilities at a temperature."""
    logits = temperature * np.log(heights(panel))
    return logits - logits.mean()


TEXTS = [
    [
        (
            "Accuracy against the share of weights left, mean and range of five networks,",
            lambda p: "weights left" in p.labels[0] and p.labels[1].startswith("accuracy") and are_of_networks(p),
        ),
        (
            "for pruning by magnitude, by gradient and at random, with a line for the whole ones:",
            lambda p: (
                has_curves(p, "magnitude", "gradient", "random")
                and p["whole network"].style == "--"
                and counts(p["whole network"], NETWORKS)
            ),
        ),
        (
            "with half of the weights the first two are still near it and the third far below;",
            lambda p: below(p, "random", 50) > 0.4 and max(below(p, k, 50) for k in ("magnitude", "gradient")) < 0.1,
        ),
        (
            "with a tenth all three are",
            lambda p: min(below(p, name, 10) for name in ("magnitude", "gradient", "random")) > 0.4,
        ),
    ],
    [
        (
            "Increase of the loss against its prediction, both axes logarithmic:",
            lambda p: p.labels == ["predicted increase of the loss", "increase found"] and p.scales == ["log", "log"],
        ),
        (
            "for both methods a dot for each of 39 weights, near the diagonal,",
            lambda p: (
                [line.label for line in p.dots] == ["damage", "surgeon"]
                and all(len(line.x) == 39 and (np.abs(line.y / line.x - 1) < 0.2).all() for line in p.dots)
                and p.curves[-1].style == "--"
                and close(p.curves[-1].x, p.curves[-1].y)
            ),
        ),
        (
            "those of the surgeon at smaller losses",
            lambda p: (p["surgeon"].y < p["damage"].y).all() and (p["surgeon"].x < p["damage"].x).all(),
        ),
    ],
    [
        (
            "Accuracy against the share of weights left, mean and range of five networks,",
            lambda p: "weights left" in p.labels[0] and p.labels[1].startswith("accuracy") and are_of_networks(p),
        ),
        (
            "for pruning by magnitude, by gradient and at random, with a line for the whole ones:",
            lambda p: (
                has_curves(p, "magnitude", "gradient", "random")
                and p["whole network"].style == "--"
                and counts(p["whole network"], NETWORKS)
            ),
        ),
        (
            "the first two stay near it down to a fifth of the weights,",
            lambda p: max(below(p, name, left) for name in ("magnitude", "gradient") for left in (50, 20)) < 0.04,
        ),
        (
            "where the third is a tenth below",
            lambda p: 0.06 < below(p, "random", 20) < 0.14,
        ),
    ],
    [
        (
            "Accuracy against the share of weights left, mean and range of five networks,",
            lambda p: "weights left" in p.labels[0] and p.labels[1].startswith("accuracy") and are_of_networks(p),
        ),
        (
            "for tickets found in rounds and at once, reinitialised tickets and random masks,",
            lambda p: has_curves(p, "in rounds", "one shot", "reinitialised", "random mask"),
        ),
        (
            "with a line for the whole networks",
            lambda p: p["whole network"].style == "--" and counts(p["whole network"], NETWORKS),
        ),
    ],
    [
        (
            "Rounded value against value for three bits:",
            lambda *all_: (
                all(p.labels == ["value", "rounded value"] for p in all_)
                and [len(set(p.lines[1].y)) for p in all_] == [8, 5]
            ),
        ),
        (
            "the affine grid follows the diagonal over the whole range in steps of 0.57,",
            lambda p, _: (
                p.title == "affine, step 0.57"
                and close(p.lines[0].x, p.lines[0].y)
                and (np.abs(p.lines[1].y - p.lines[1].x) < 0.58 / 2).all()
                and close(np.diff(sorted(set(p.lines[1].y))), [4 / 7] * 7)
            ),
        ),
        (
            "the symmetric grid in steps of 1",
            lambda _, p: (
                p.title.startswith("symmetric")
                and (np.abs(p.lines[1].y - p.lines[1].x) <= 0.5).all()
                and close(np.diff(sorted(set(p.lines[1].y))), [1] * 4)
            ),
        ),
    ],
    [
        (
            "Mean squared rounding error by the number of bits, logarithmic:",
            lambda p: p.labels == ["bits", "mean squared error"] and p.scales[1] == "log",
        ),
        (
            "the dots lie on the line of the squared step over twelve from eight bits to three,",
            lambda p: (
                (np.abs(p["measured"].y / p.curves[0].y - 1)[:-1] < 0.05).all()
                and p["measured"].x.tolist() == [8, 7, 6, 5, 4, 3, 2]
                and np.ptp(p.curves[0].y * (2 ** (p.curves[0].x - 1) - 1) ** 2) < 1e-4
                and "12" in p.curves[0].label
            ),
        ),
        ("and at half of it for two", lambda p: 0.45 < p["measured"].at(2) / p.curves[0].at(2) < 0.6),
    ],
    [
        (
            "Weights, in blue, go through rounding into the view, and the view into the loss.",
            lambda p: leads(p, "weights > rounding > view > loss") and of(p, BLUE) == {"weights"},
        ),
        (
            "A dashed arrow, gradient, as if nothing were rounded, leads from the loss straight back to the weights",
            lambda p: (
                p.edges["loss → weights"] == "gradient, as if nothing were rounded"
                and p.data["dashed"] == ["loss → weights"]
            ),
        ),
    ],
    [
        (
            "Accuracy against bits per weight, with kilobytes, mean and range of five networks,",
            lambda p: (
                p.labels[0].startswith("bits a weight")
                and p.labels[1].startswith("accuracy")
                and all(tick.endswith(" kB") for tick in p.ticks[0])
                and [int(tick.split()[0]) for tick in p.ticks[0]] == p.curves[0].x.tolist()
                and are_of_networks(p)
            ),
        ),
        (
            "for rounding after training with a scale for each layer or unit, after longer training, and while training,",
            lambda p: has_curves(
                p, "a scale for each layer", "a scale for each unit", "after longer training", "while training"
            ),
        ),
        (
            "with a line for the weights as they were",
            lambda p: p["not rounded"].style == "--" and counts(p["not rounded"], NETWORKS),
        ),
    ],
    [
        (
            "The probabilities of ten classes for one digit at temperatures 1, 4 and 20:",
            lambda *all_: (
                [p.title for p in all_] == ["T = 1", "T = 4", "T = 20"]
                and all(len(heights(p)) == 10 and close(heights(p).sum(), 1) for p in all_)
                and all(close(softer(all_[0], 1), softer(p, t), 0.01) for p, t in zip(all_[1:], (4, 20), strict=True))
            ),
        ),
        ("almost all on one class,", lambda p, *_: heights(p).max() > 0.95),
        (
            "then with visible shares for a few others,",
            lambda _, p, __: 2 <= (heights(p) > 0.03).sum() - 1 <= 4 and heights(p).max() > 0.4,
        ),
        ("then on all ten, none above a quarter", lambda _, __, p: 0.03 < heights(p).min() < heights(p).max() < 0.25),
    ],
    [
        (
            "Images go to a teacher and to a student, in blue.",
            lambda p: from_(p, "images") == ["teacher", "student"] and of(p, BLUE) == {"student"},
        ),
        (
            "The teacher by a softmax at T gives soft targets, which lead to the soft loss, as does the student by a softmax at T.",
            lambda p: (
                leads(p, "teacher > softmax at $T$ > soft loss", "student > softmax at $T$ > soft loss")
                and "soft targets" in p.words
            ),
        ),
        (
            "The student by a plain softmax leads to the hard loss, as do the labels. Both losses make the loss",
            lambda p: leads(p, "student > softmax > hard loss > loss", "labels > hard loss", "soft loss > loss"),
        ),
    ],
    [
        (
            "Relative distance between the gradient of the soft loss and that of matched logits against temperature,",
            lambda p: p.labels == ["temperature", "relative distance of gradients"] and p.lines[0].label == "found",
        ),
        (
            "both axes logarithmic: it falls, the higher the temperature the closer to a line of slope minus one",
            lambda p: (
                p.scales == ["log", "log"]
                and falls(p["found"].y)
                and close(p["1 / T"].x * p["1 / T"].y, [p["1 / T"].y[0]] * 13)
                and rises(p["found"].y / p["1 / T"].y)
                and close(p["found"].y[-1], p["1 / T"].y[-1])
            ),
        ),
    ],
    [
        (
            "Accuracy of eight students each, one run, with their means,",
            lambda p: (
                p.labels[1] == "accuracy"
                and len(p.dots) == 5
                and all(len(dots.y) == 8 and counts(dots, 1) for dots in p.dots)
                and close([line.y[0] for line in p.curves], [dots.y.mean() for dots in p.dots])
            ),
        ),
        (
            "on soft targets at temperatures 1, 4 and 20, on 100 labels and on 200 labels",
            lambda p: p.ticks[0] == ["T = 1", "T = 4", "T = 20", "100 labels", "200 labels"],
        ),
    ],
    [
        (
            "The input goes two ways to a sum, and on to the output: through a matrix in four bits, frozen,",
            lambda p: leads(p, r"input > $\hat W$, four bits, frozen > + > output") and len(from_(p, "input")) == 2,
        ),
        (
            "and through A and B, in blue, of rank r between them",
            lambda p: (
                leads(p, "input > $A$ > $B$ > +")
                and of(p, BLUE) == {"$A$", "$B$"}
                and p.edges["$A$ → $B$"] == "rank $r$"
            ),
        ),
    ],
]

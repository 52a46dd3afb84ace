"""The alternative texts of chapter 11, and what holds of the figures if they are true."""

import numpy as np
import torch
from tests.alternatives.panels import close, falls, from_, leads, linked, of, rises

from notes.plotting import BLUE, ORANGE

SOBEL = np.array([[1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -2.0, -1.0]])


def names(panel):
    """The words of a table, row by row."""
    side = range(len(panel.images[0]))
    return [[panel.written[column, row] for column in side] for row in side]


def is_reflection(name):
    """Whether a symmetry of a square is a turn after the reflection."""
    return name.endswith("s")


def product_of(first, then):
    """The name of a product: a reflection turns what came before it backwards."""
    a, b = int(then[1]), int(first[1])
    turns = (a - b if is_reflection(then) else a + b) % 4
    return f"r{turns}" + "s" * (is_reflection(first) != is_reflection(then))


def answer_of_edges(image, quarters):
    """What the filter for edges says of an image where it is positive, turned by some quarters."""
    kernel, padded = np.rot90(SOBEL, quarters), np.pad(image, 1)
    height, width = image.shape
    parts = [kernel[i, j] * padded[i : i + height, j : j + width] for i in range(3) for j in range(3)]
    return np.maximum(sum(parts), 0)


def unseen_sets():
    """The second of the two draws of sets: on the first the network was trained."""
    random = torch.Generator().manual_seed(0)
    return [torch.rand(200, 6, 1, generator=random) for _ in range(2)][1][..., 0].double().numpy()


def neighbours(panel):
    """To which nodes each node is linked."""
    return [{*np.flatnonzero(row)} for row in linked(panel)]


def reached(panel, start=0):
    """The nodes to which edges lead from one of them."""
    found = {start}
    for _ in neighbours(panel):
        found = found.union(*(neighbours(panel)[n] for n in found))
    return found


def shades(panel):
    """The colours of the nodes."""
    return {colour for one in panel.data["collections"] for colour in one["colours"]}


def apart(panel, row, wanted):
    """Whether just the wanted ways of gathering tell a pair of graphs apart, by colour and by number."""
    told = [float(panel.written[column, row]) > 0 for column in range(3)]
    return list(panel.images[0][row]) == told == wanted


def jumps(line):
    """Where a row of marks rises by much more than from mark to mark elsewhere."""
    rise = np.diff(line.y)
    return [(line.x[k] + line.x[k + 1]) / 2 for k in np.flatnonzero(rise > 5 * np.median(rise))]


TEXTS = [
    [
        (
            "The table of products of the eight symmetries of a square as coloured cells with names;",
            lambda p: (
                [[product_of(first, then) for first in names(p)[0]] for then in names(p)[0]] == names(p)
                and p.labels == ["first $h$", "then $g$"]
                and p.images[0].tolist() == [[names(p)[0].index(name) for name in row] for row in names(p)]
            ),
        ),
        (
            "the upper left quarter holds turns only,",
            lambda p: not any(is_reflection(name) for row in names(p)[:4] for name in row[:4]),
        ),
        ("and the table is not symmetric", lambda p: not close(p.images[0], p.images[0].T)),
    ],
    [
        (
            "Relative change against the strength of the deformation,",
            lambda p: p.labels == ["largest displacement (pixels)", "relative change"] and rises(p["cells of 1"].y),
        ),
        (
            "for pixels, cells of two, of four and of seven:",
            lambda p: [line.label for line in p.lines] == [f"cells of {size}" for size in (1, 2, 4, 7)],
        ),
        (
            "the coarser the scale the smaller the change",
            lambda p: all(falls([line.y[k] for line in p.lines]) for k in range(1, 5)) and len(p.lines) == 4,
        ),
    ],
    [
        (
            "A signal goes through an equivariant layer, local pooling, a second equivariant layer, global pooling and the head to the answer.",
            lambda p: leads(
                p,
                r"signal > equivariant layer $L_1$ > local pooling > equivariant layer $L_2$ > global pooling > head > answer",
            ),
        ),
        (
            "Layers and head are blue, what is learnt; the poolings are orange",
            lambda p: (
                of(p, BLUE) == {r"equivariant layer $L_1$", r"equivariant layer $L_2$", "head"}
                and of(p, ORANGE) == {"local pooling", "global pooling"}
            ),
        ),
    ],
    [
        (
            "Three panels, predictions of a Deep Set against the true sum, maximum and median",
            lambda *all_: (
                [p.title for p in all_] == ["sum", "maximum", "median"]
                and all(p.labels == ["true", "predicted"] for p in all_)
                and all(np.corrcoef(p.dots[0].x, p.dots[0].y)[0, 1] > 0.6 for p in all_)
            ),
        ),
        (
            "of unseen sets, in one run",
            lambda *all_: all(
                close(np.sort(p.dots[0].x), np.sort(goal(unseen_sets(), 1)))
                for p, goal in zip(all_, (np.sum, np.max, np.median), strict=True)
            ),
        ),
    ],
    [
        (
            "An image leads to one kernel in four turns, each with its output,",
            lambda p: (
                len(from_(p, "image")) == 4
                and leads(p, *(rf"image > $\psi$ turned by $r_{k}$ > $y_{k}$" for k in range(4)))
            ),
        ),
        (
            "and all four outputs to the group convolution; from there by the largest value and a readout to the scores.",
            lambda p: leads(
                p,
                *(f"$y_{k}$ > group convolution" for k in range(4)),
                "group convolution > largest value > readout > scores",
            ),
        ),
        (
            "Kernels, group convolution and readout are blue",
            lambda p: (
                of(p, BLUE) == {"group convolution", "readout", *(rf"$\psi$ turned by $r_{k}$" for k in range(4))}
            ),
        ),
    ],
    [
        (
            "Above: a digit in its four turns.",
            lambda *all_: (
                all_[0].title == "a digit, and turned"
                and all(close(all_[k].images[0], np.rot90(all_[0].images[0], k)) for k in range(4))
                and len(all_) == 12
            ),
        ),
        (
            "Below: what one lifted filter says in its four orientations, for the upright digit and for the one "
            "turned by a quarter;",
            lambda *all_: all(
                close(all_[4 * (1 + row) + k].images[0], answer_of_edges(all_[row].images[0], k))
                for row in range(2)
                for k in range(4)
            ),
        ),
        (
            "the four pictures of the third row are those of the second, turned and moved on by one place",
            lambda *all_: all(
                close(all_[8 + (k + 1) % 4].images[0], np.rot90(all_[4 + k].images[0])) for k in range(4)
            ),
        ),
    ],
    [
        (
            "A cycle of six nodes beside two separate triangles;",
            lambda cycle, triangles: (
                [len(one) for one in neighbours(cycle) + neighbours(triangles)] == [2] * 12
                and len(reached(cycle)) == 6
                and [len(reached(triangles, start)) for start in (0, 3)] == [3, 3]
                and not reached(triangles, 0) & reached(triangles, 3)
            ),
        ),
        (
            "refinement gives one and the same colour to all twelve nodes",
            lambda cycle, triangles: (
                len(shades(cycle) | shades(triangles)) == 1 and len(cycle.marks) + len(triangles.marks) == 12
            ),
        ),
    ],
    [
        (
            "A table of three pairs of graphs and three ways of gathering.",
            lambda p: p.images[0].shape == (3, 3) and p.labels == ["gathering", "pair of graphs"],
        ),
        (
            "Path and star: apart with sums and with GCN, not with means.",
            lambda p: apart(p, 0, [True, False, True]),
        ),
        (
            "Complete graph and cycle of four nodes: apart with sums only.",
            lambda p: apart(p, 1, [True, False, False]),
        ),
        ("Cycle of six nodes and two triangles: apart with none", lambda p: apart(p, 2, [False, False, False])),
    ],
    [
        (
            "From points an arrow leads to their principal axes; the points and the axes lead to two poses, as there are in the plane.",
            lambda p: leads(
                p,
                "points > principal axes",
                *(f"{name} > pose {k}" for name in ("points", "principal axes") for k in (1, 2)),
            ),
        ),
        (
            "Each pose goes through one network, in blue, and both into the mean, which is the answer",
            lambda p: (
                leads(p, "pose 1 > network > mean > answer", "pose 2 > network > mean") and of(p, BLUE) == {"network"}
            ),
        ),
    ],
    [
        (
            "The mean over the frames of six points, and that over 64 turns, against the stretch of the points along one axis:",
            lambda p: (
                [line.label for line in p.lines] == ["frames", "turns"]
                and p.labels == ["stretch along one axis", "mean over"]
            ),
        ),
        (
            "the mean over frames jumps where the stretch is one,",
            lambda p: close(jumps(p["frames"]), [1.0]),
        ),
        ("that over turns does not", lambda p: rises(p["turns"].y) and jumps(p["turns"]) == []),
    ],
]

"""The alternative texts of chapter 2, and what holds of the figures if they are true."""

from itertools import chain, pairwise

import numpy as np
from tests.alternatives.panels import close, columns, falls, rises, straight

from notes.networks.region_bounds import shallow_region_bound


def names(panel, kind="Circle"):
    """The words in the shapes, from left to right and from top to bottom in a column."""
    return [[name.strip("$") for name in reversed(column)] for column in columns(panel, kind)]


def edges(panel):
    """What each edge carries, by its two ends."""
    return {tuple(end.strip("$") for end in ends.split(" → ")): word.strip("$") for ends, word in panel.edges.items()}


def cross(one, other):
    """Twice the area between vectors of the plane."""
    return one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]


def turns(outline):
    """Whether an outline is convex: all its turns go one way."""
    steps = np.diff(outline, axis=0)
    steps = steps[np.linalg.norm(steps, axis=1) > 1e-6]
    turned = cross(steps, np.roll(steps, -1, axis=0))
    return (turned > -1e-6).all() or (turned < 1e-6).all()


def regions(panel):
    """The filled polygons, without the outlines that are drawn over them."""
    return panel.shapes("Polygon")[::2]


def inside(outline, places):
    """Which places are well within a convex region."""
    middle = outline[:-1].mean(0)
    ends = pairwise(outline)
    signs = [
        np.sign(cross(b - a, middle - a)) * cross(b - a, places - a) / (np.linalg.norm(b - a) + 1e-9) for a, b in ends
    ]
    return np.min(signs, axis=0) > 0.02


def straight_inside(panel):
    """Whether in each region all level lines run in one direction."""
    for region in regions(panel):
        directions = []
        for path in map(np.array, panel.contours[0]["paths"]):
            if len(path) > 2:
                step = np.diff(path, axis=0)
                long = (np.linalg.norm(step, axis=1) > 1e-3) & (np.linalg.norm(step, axis=1) < 0.2)
                both = inside(region, path[:-1]) & inside(region, path[1:]) & long
                directions += [*(np.arctan2(step[both][:, 1], step[both][:, 0]) % np.pi)]
        if directions and np.abs(np.exp(2j * np.array(directions)).mean()) < 0.99:
            return False
    return True


def flat(panel):
    """The number of regions through which no level line runs."""
    paths = [np.array(path) for path in panel.contours[0]["paths"] if path]
    return [region for region in regions(panel) if not any(inside(region, path).any() for path in paths)]


def crossings(line):
    """Where a curve crosses zero, to within a point."""
    return line.x[1:][(line.y[1:] > 0) != (line.y[:-1] > 0)]


def inputs(line):
    """The number of inputs for which a line is drawn."""
    return int(line.label.split()[0])


def pieces(line):
    """The number of straight pieces of a curve."""
    return len(line.bends()) + 1


ALL = ("value", "derivative")
TEXTS = [
    [
        (
            "The network as a graph. On the left the input x and a unit of value 1, in the middle the hidden units h1, h2 and h3 "
            "and another unit of value 1, on the right the output y.",
            lambda p: names(p) == [["x", "1"], ["h_1", "h_2", "h_3", "1"], ["y"]],
        ),
        (
            "Every edge carries its parameter: those from x to the hidden units the slopes theta 11, 21 and 31,",
            lambda p: (
                [edges(p)["x", f"h_{d}"] for d in (1, 2, 3)] == [rf"\theta_{{{d}1}}" for d in (1, 2, 3)]
                and set(p.edges) == set(p.data["arrows"])
            ),
        ),
        (
            "those from the first 1 the offsets theta 10, 20 and 30,",
            lambda p: [edges(p)["1", f"h_{d}"] for d in (1, 2, 3)] == [rf"\theta_{{{d}0}}" for d in (1, 2, 3)],
        ),
        (
            "those from the hidden units to y the weights phi 1, 2 and 3, and that from the second 1 the offset phi 0",
            lambda p: (
                [edges(p)[f"h_{d}", "y"] for d in (1, 2, 3)] == [rf"\phi_{d}" for d in (1, 2, 3)]
                and edges(p)["1", "y"] == r"\phi_0"
            ),
        ),
    ],
    [
        (
            "Four panels over the same input: three lines,",
            lambda *all_: (
                len(all_) == 4
                and len({tuple(p.lines[0].x) for p in all_}) == 1
                and len(all_[0].curves) == 3
                and all(map(straight, all_[0].curves))
            ),
        ),
        (
            "the same lines clipped at zero,",
            lambda p, q, *_: (
                len(q.curves) == 3
                and all(close(b.y, np.maximum(a.y, 0)) for a, b in zip(p.curves, q.curves, strict=True))
            ),
        ),
        (
            "the clipped lines weighted so that the third points down,",
            lambda _, p, q, __: (
                all(
                    close(b.y, b.y[a.y.argmax()] / a.y.max() * a.y, 1e-3)
                    for a, b in zip(p.curves, q.curves, strict=True)
                )
                and [np.sign(c.y.sum()) for c in q.curves] == [1, 1, -1]
            ),
        ),
        (
            "and their sum, a line of four straight parts that bends at the three dotted places where a line crosses zero",
            lambda p, _, q, r: (
                np.ptp(r.curves[0].y - sum(c.y for c in q.curves)) < 1e-4
                and close(r.curves[0].bends(), r.upright, 0.01)
                and len(r.upright) == 3
                and all(min(abs(c.at(x)) for c in p.curves) < 1e-3 for x in r.upright)
            ),
        ),
    ],
    [
        (
            "Most regions against hidden units, up to sixty, on a logarithmic axis, for 20, 10, 5, 2 and 1 inputs:",
            lambda p: (
                p.labels == ["hidden units $D$", "regions, at most"]
                and p.scales == ["linear", "log"]
                and [c.label.split()[0] for c in p.curves[1:]] == ["20", "10", "5", "2", "1"]
                and all(close(c.at(60) / shallow_region_bound(60, inputs(c)), 1) for c in p.curves[1:])
                and {c.x[-1] for c in p.curves} == {60}
            ),
        ),
        (
            "each line runs along the dotted straight one, two to the power of the units, until there are as many units as inputs,",
            lambda p: (
                p.curves[0].style == ":"
                and close(np.log2(p.curves[0].y), p.curves[0].x)
                and len(p.curves) == 6
                and all(close(np.log2(c.y[: inputs(c)]), c.x[: inputs(c)]) for c in p.curves[1:])
            ),
        ),
        (
            "and then bends away below it, the sooner the fewer the inputs",
            lambda p: (
                falls([c.x[c.y < 0.9 * p.curves[0].at(c.x)].min() for c in p.curves[1:]])
                and all(c.at(60) < 0.01 * p.curves[0].at(60) for c in p.curves[1:])
                and len(p.curves) == 6
            ),
        ),
    ],
    [
        (
            "The network as a graph: the input x on the left leads to three hidden units by edges with the slopes theta 11, 21 and 31,",
            lambda p: (
                names(p)[:2] == [["x"], ["h_1", "h_2", "h_3"]]
                and [edges(p)["x", f"h_{d}"] for d in (1, 2, 3)] == [rf"\theta_{{{d}1}}" for d in (1, 2, 3)]
            ),
        ),
        (
            "and each hidden unit leads to both outputs on the right, y1 by phi 11, 12 and 13 and y2 by phi 21, 22 and 23",
            lambda p: (
                names(p)[2] == ["y_1", "y_2"]
                and all(edges(p)[f"h_{d}", f"y_{j}"] == rf"\phi_{{{j}{d}}}" for d in (1, 2, 3) for j in (1, 2))
            ),
        ),
    ],
    [
        (
            "Two outputs over one input, one rising to the right and one falling;",
            lambda p: (
                len(p.curves) == 2
                and p.curves[0].y[-1] > p.curves[0].y[0] + 1
                and p.curves[1].y[-1] < p.curves[1].y[0] - 1
            ),
        ),
        (
            "both are made of straight parts and bend at the same four dotted places",
            lambda p: (
                len(p.upright) == 4 and len(p.curves) == 2 and all(close(c.bends(), p.upright, 0.02) for c in p.curves)
            ),
        ),
    ],
    [
        (
            "The network as a graph: the inputs x1 and x2 on the left both lead to each of three hidden units, by edges with the weights "
            "theta 11 and 12 for the first unit, 21 and 22 for the second and 31 and 32 for the third,",
            lambda p: (
                names(p)[:2] == [["x_1", "x_2"], ["h_1", "h_2", "h_3"]]
                and all(edges(p)[f"x_{i}", f"h_{d}"] == rf"\theta_{{{d}{i}}}" for d in (1, 2, 3) for i in (1, 2))
            ),
        ),
        (
            "and these lead to the output y by phi 1, 2 and 3",
            lambda p: names(p)[2] == ["y"] and all(edges(p)[f"h_{d}", "y"] == rf"\phi_{d}" for d in (1, 2, 3)),
        ),
    ],
    [
        (
            "A square cut by three lines into seven convex regions, a triangle in the middle;",
            lambda p: (
                p.data["equal"]
                and len(regions(p)) == 7
                and all(map(turns, regions(p)))
                and [len(r) for r in regions(p) if np.abs(r).max() < 1.49] == [4]
            ),
        ),
        (
            "the level lines of the output run straight inside each region and bend where they cross a line;",
            straight_inside,
        ),
        (
            "the region at the lower left, where no unit is active, is flat and has none",
            lambda p: len(flat(p)) == 1 and [-1.5, -1.5] in flat(p)[0].tolist(),
        ),
    ],
    [
        (
            "The regions of a network of two hidden layers of six units in a square: 61 convex pieces,",
            lambda p: len(regions(p)) == 61 and all(map(turns, regions(p))) and p.data["equal"],
        ),
        ("in each of which the level lines run straight", straight_inside),
    ],
    [
        (
            "Sine over nearly a period with interpolants of four, eight and sixteen units:",
            lambda *all_: (
                [p.title for p in all_] == ["4 units", "8 units", "16 units"]
                and all(
                    close(p.curves[1].y, np.sin(p.curves[1].x)) and 6 <= p.curves[1].x[-1] < 2 * np.pi for p in all_
                )
            ),
        ),
        ("the first cuts the corners visibly,", lambda p, *_: np.abs(p.curves[0].y - p.curves[1].y).max() > 0.2),
        (
            "the last can hardly be told from the curve",
            lambda _, __, p: np.abs(p.curves[0].y - p.curves[1].y).max() < 0.02,
        ),
    ],
    [
        (
            "Largest error of the sine's interpolant against its number of units on logarithmic axes:",
            lambda p: p.scales == ["log", "log"] and p.labels[1] == "largest error" and "units" in p.labels[0],
        ),
        (
            "the measured points come to lie on the bound, a straight line of slope minus two",
            lambda p: (
                close(p.dots[0].y[2:] / p.curves[0].y[2:], np.ones(5), 0.02)
                and (p.dots[0].y <= 1.001 * p.curves[0].y).all()
                and close(p.curves[0].x ** 2 * p.curves[0].y, np.full(7, 16 * p.curves[0].y[0]), 1e-3)
            ),
        ),
    ],
    [
        (
            "Nine small panels, one for each activation function, with its derivative dashed:",
            lambda *all_: (
                len(all_) == 9
                and all([c.label for c in p.lines] == [*ALL] and p["derivative"].style == "--" for p in all_)
                and all(close(p["value"].slopes()[5:15], p["derivative"].y[5:15], 0.02) for p in all_)
            ),
        ),
        (
            "sigmoid and tanh flatten on both sides and their derivatives vanish there;",
            lambda *all_: (
                [p.title for p in all_[:2]] == ["sigmoid", "tanh"]
                and all(0 < p["derivative"].y[[0, -1]].max() < 0.02 < p["derivative"].y.max() for p in all_[:2])
            ),
        ),
        (
            "the rectifiers have derivative one on the right;",
            lambda *all_: (
                [p.title for p in all_[2:4]] == ["ReLU", "leaky ReLU"]
                and all((p["derivative"].y[p["value"].x > 0.01] == 1).all() for p in all_[2:4])
            ),
        ),
        (
            "GELU and SiLU dip below zero left of the origin, and SELU's derivative jumps at the origin",
            lambda *all_: (
                [p.title for p in all_[5:8]] == ["SELU", "GELU", "SiLU"]
                and all(p["value"].x[p["value"].y.argmin()] < 0 and p["value"].y.min() < -0.1 for p in all_[6:8])
                and np.abs(np.diff(all_[5]["derivative"].y)).max() > 0.5
            ),
        ),
    ],
    [
        (
            "Variance against layer on a logarithmic axis, from four starting values between a tenth and ten:",
            lambda p: p.scales[1] == "log" and [c.y[0] for c in p.curves[:4]] == [0.1, 0.5, 2, 10],
        ),
        (
            "all four curves have come to within a tenth of one after about fifteen layers",
            lambda p: (
                len(p.curves) > 4
                and all(abs(c.at(15) - 1) < 0.1 for c in p.curves)
                and abs(p.curves[0].at(11) - 1) > 0.1
            ),
        ),
    ],
    [
        (
            "Three panels: a first network that runs up, down and up in blue, orange and green;",
            lambda p, *_: (
                [rises(c.y) - falls(c.y) for c in p.curves] == [1, -1, 1]
                and [c.colour for c in p.curves] == ["#006bd2", "#dc6e14", "#156e48"]
            ),
        ),
        (
            "a second network of the same shape;",
            lambda p, q, _: (
                close(
                    q.curves[0].at(np.linspace(0, 1, 31)),
                    np.interp(np.linspace(0, 1, 31), [0, 1 / 3, 2 / 3, 1], [0, 1, 0, 1]),
                    0.01,
                )
                and all(close(q.curves[0].at(c.x), c.y, 0.01) for c in p.curves)
            ),
        ),
        (
            "and their composition, which repeats the second network three times, mirrored in the middle, in nine pieces",
            lambda p, q, r: (
                all(close(q.curves[0].at(a.y), b.y, 0.01) for a, b in zip(p.curves, r.curves, strict=True))
                and close(r.curves[1].y, r.curves[0].y[::-1], 0.01)
                and sum(map(pieces, r.curves)) == 9
            ),
        ),
    ],
    [
        (
            "Three panels over the same input: three lines that bend at the same three places, of which the blue one crosses zero "
            "three times, the orange one twice and the green one once;",
            lambda p, *all_: (
                len(all_) == 2
                and {tuple(one.lines[0].x) for one in all_} == {tuple(p.lines[0].x)}
                and all(close(c.bends(), [0, 1, 2], 0.01) for c in p.curves[:3])
                and [len(crossings(c)) for c in p.curves[:3]] == [3, 2, 1]
                and [c.colour for c in p.curves[:3]] == ["#006bd2", "#dc6e14", "#156e48"]
            ),
        ),
        (
            "the same lines clipped at zero;",
            lambda p, q, _: (
                len(q.curves) == 3
                and all(close(b.y, np.maximum(a.y, 0)) for a, b in zip(p.curves[:3], q.curves, strict=True))
            ),
        ),
        (
            "and the output, in nine straight parts, which bends at the six crossings and at two of the shared places,",
            lambda p, _, r: (
                pieces(r.curves[0]) == 9
                and close(
                    r.curves[0].bends(),
                    sorted([*chain.from_iterable(map(crossings, p.curves[:3])), *p.curves[0].bends()[:2]]),
                    0.01,
                )
            ),
        ),
        (
            "and is flat at the third, where all three are clipped",
            lambda p, q, r: (
                (np.diff(r.curves[0].at(p.curves[0].bends()[2] + np.array([-0.05, 0, 0.05]))) == 0).all()
                and all(c.at(p.curves[0].bends()[2]) == 0 for c in q.curves)
                and len(q.curves) == 3
            ),
        ),
    ],
    [
        (
            "A network drawn as columns of three, four, two, three and two circles, every circle connected to every circle of the next column,",
            lambda p: (
                [sum(len(d.x) for d in p.dots if d.x[0] == k) for k in range(5)] == [3, 4, 2, 3, 2]
                and len({(*c.x, *c.y) for c in p.curves}) == 3 * 4 + 4 * 2 + 2 * 3 + 3 * 2
            ),
        ),
        (
            "with the shapes of the weight matrices and biases written below: four by three, two by four, three by two, two by three",
            lambda p: (
                [word.split(": ")[1].strip("$") for word in p.words[::2]]
                == [r"4\times3", r"2\times4", r"3\times2", r"2\times3"]
                and [word.split(": ")[1].strip("$") for word in p.words[1::2]] == ["4", "2", "3", "2"]
            ),
        ),
    ],
    [
        (
            "Tent maps composed once, twice, three and five times: two, four, eight and thirty-two straight pieces of full height on the unit interval",
            lambda *all_: (
                [pieces(p.curves[0]) for p in all_] == [2, 4, 8, 32]
                and all(p.curves[0].x[[0, -1]].tolist() == [0, 1] and p.curves[0].y.min() == 0 for p in all_)
                and all(p.curves[0].y.max() > 0.98 for p in all_)
            ),
        ),
    ],
    [
        (
            "Number of linear pieces against number of parameters on logarithmic axes:",
            lambda p: p.scales == ["log", "log"] and p.labels == ["parameters", "linear pieces"],
        ),
        (
            "a line of slope one for a single hidden layer;",
            lambda p: close(p.curves[0].y, np.ceil(p.curves[0].x / 3), 1),
        ),
        (
            "for folded zigzags of two, three and five units a layer, curves that bend upwards",
            lambda p: (
                [int(c.label.split()[0]) for c in p.curves[1::2]] == [2, 3, 5]
                and all(rises(np.diff(np.log(c.y)) / np.diff(np.log(c.x))) for c in p.curves[1::2])
            ),
        ),
        (
            "and leave the line behind before a hundred parameters, each below its dotted bound",
            lambda p: (
                all(c.x[c.y > 1.5 * p.curves[0].at(c.x)].min() < 100 for c in p.curves[1::2])
                and all(
                    (c.y < bound.y).all() and bound.style == ":"
                    for c, bound in zip(p.curves[1::2], p.curves[2::2], strict=True)
                )
            ),
        ),
    ],
    [
        (
            "Six hidden units of a trained network, one in each row: on the left the key as a picture of eight by eight weights,",
            lambda *all_: (
                len(all_) == 42
                and all_[0].title == "key"
                and all(all_[7 * k].images[0].shape == (8, 8) for k in range(6))
            ),
        ),
        (
            "on the right the six test digits that the unit answers to most, the strongest first",
            lambda *all_: all(
                falls([(all_[7 * k].images[0] * all_[7 * k + j].images[0]).sum() for j in range(1, 7)])
                for k in range(6)
            ),
        ),
    ],
]

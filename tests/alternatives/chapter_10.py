"""The alternative texts of chapter 10, and what holds of the figures if they are true."""

from statistics import mean

import numpy as np
from tests.alternatives.panels import close, falls, linked, nodes, rises

from notes.graphs.graph import karate_club
from notes.plotting import BLUE, ORANGE


def colours(panel):
    """The colours of the nodes."""
    return [colour for one in panel.data["collections"] for colour in one["colours"]]


def squares(panel):
    """The nodes that are drawn as squares, each by itself."""
    return [k for k, one in enumerate(panel.data["collections"]) if len(one["paths"][0]) == 5]


def sides(panel):
    """The side of each node, by its colour."""
    return [{BLUE: 0, ORANGE: 1}[colour] for colour in colours(panel)]


def neighbourhoods(panel):
    """The numbers around the node on the left and around that on the right."""
    middles = [place for place in nodes(panel) if place[1] == 0]
    found = [sorted(int(t["text"]) for t in panel.data["texts"] if abs(t["place"][0] - x) < 1.5) for x, _ in middles]
    return found if len(linked(panel)) == len(panel.words) + 2 else []


def confused(panel, gather, *wanted):
    """Whether the two neighbourhoods are these, and gathering makes the same of both."""
    return neighbourhoods(panel) == [*wanted] and gather(wanted[0]) == gather(wanted[1])


def shades(panel):
    """Red, green and blue of the nodes, from 0 to 255."""
    return np.array([[int(colour[k : k + 2], 16) for k in (1, 3, 5)] for colour in colours(panel)])


def changes(panel):
    """Over how many edges of a grid the colours change between reds and blues."""
    places = map(tuple, nodes(panel).tolist())
    sign = {place: red > blue for place, (red, _, blue) in zip(places, shades(panel), strict=True)}
    ends = [list(zip(line.x.tolist(), line.y.tolist(), strict=True)) for line in panel.lines]
    return sum(sign[start] != sign[end] for start, end in ends)


TEXTS = [
    [
        (
            "Left: the source's graph of four numbered nodes and five edges; nodes 2 and 4 are not linked.",
            lambda p, _: (
                p.words == [*"1234"]
                and linked(p).sum() == 10
                and linked(p)[1, 3] == 0
                and close([one["place"] for one in p.data["texts"]], nodes(p))
            ),
        ),
        (
            "Right: its adjacency matrix, symmetric, with ones for the edges and zeros on the diagonal",
            lambda p, q: (
                close(q.images[0], linked(p))
                and close(q.images[0], q.images[0].T)
                and not np.diag(q.images[0]).any()
                and q.ticks[0] == q.ticks[1] == p.words
            ),
        ),
    ],
    [
        (
            "The karate club drawn twice with its nodes coloured by side: as it split,",
            lambda p, q: (
                all(close(linked(one), karate_club()[0]) for one in (p, q))
                and p.title == "as it split"
                and sides(p) == karate_club()[1].tolist()
            ),
        ),
        (
            "and as a network predicts it in one run from the two labels drawn as squares",
            lambda p, q: (
                q.title == "predicted" and squares(q) == [0, 33] and all(sides(q)[k] == sides(p)[k] for k in (0, 33))
            ),
        ),
    ],
    [
        (
            "Share of the nodes that an output depends on against the number of layers.",
            lambda p: p.labels == ["layers", "share of the nodes"] and len(p.lines) == 3,
        ),
        (
            "On a path of 180 nodes it grows by two nodes a layer and stays near zero;",
            lambda p: (
                close(180 * np.diff(p["path"].y), [2] * 6, 0.1) and rises(p["path"].y) and p["path"].y.max() < 0.1
            ),
        ),
        (
            "in the karate club and in a random graph of 180 nodes it passes nine tenths with four",
            lambda p: all(
                line.at(3) < 0.9 < line.at(4) and close(nodes_ * line.at(0), 1, 1e-3)
                for line, nodes_ in ((p["karate club"], 34), (p["random graph"], 180))
            ),
        ),
    ],
    [
        (
            "Three pairs of neighbourhoods. The sum confuses neighbours 1 and 3 with 2 and 2;",
            lambda *all_: len(all_) == 3 and all_[0].title == "sum" and confused(all_[0], sum, [1, 3], [2, 2]),
        ),
        (
            "the mean confuses 1 and 3 with 1, 3, 1 and 3;",
            lambda _, p, __: p.title == "mean" and confused(p, mean, [1, 3], [1, 1, 3, 3]),
        ),
        (
            "the maximum confuses 1 and 3 with 3 alone",
            lambda _, __, p: p.title == "maximum" and confused(p, max, [1, 3], [3]),
        ),
    ],
    [
        (
            "Five eigenvectors of the Laplacian of a grid of eight by eight nodes as colours, by rising eigenvalue:",
            lambda *all_: (
                len(all_) == 5
                and all(len(nodes(p)) == 64 and len(p.lines) == 112 for p in all_)
                and rises([float(p.title.split("= ")[1].strip("$")) for p in all_])
            ),
        ),
        ("constant at first,", lambda p, *_: np.ptp(shades(p), axis=0).max() < 3 and p.title == r"$\lambda = 0.00$"),
        (
            "then with signs that change more and more often from node to node,",
            lambda *all_: rises([changes(p) for p in all_]) and len(all_) == 5,
        ),
        ("and at the end a chessboard", lambda *all_: changes(all_[4]) == 112),
    ],
    [
        (
            "Roughness of random features against the number of times they are gathered, on a logarithmic scale,",
            lambda p: (
                p.labels == ["layers", "roughness"] and p.scales[1] == "log" and p.lines[0].label == "gathering alone"
            ),
        ),
        (
            "mean over random graphs with their range as a band:",
            lambda p: all(
                min(band := p.areas[0][p.areas[0][:, 0] == x, 1]) < y < max(band)
                for x, y in zip(p.lines[0].x, p.lines[0].y, strict=True)
            ),
        ),
        (
            "it falls by more than three powers of ten in 32 layers",
            lambda p: falls(p.lines[0].y) and p.lines[0].at(0) > 1000 * p.lines[0].at(32),
        ),
    ],
]

"""The alternative texts of chapter 10, and what holds of the figures if they are true."""

from statistics import mean

import numpy as np
from tests.alternatives.panels import boxes, close, columns, falls, from_, leads, linked, nodes, rises

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


def arrows(panel):
    """For each arrow of a graph what its two ends hold, and what is written half way."""
    ends = [(one["place"], one["of"]) for one in panel.data["texts"] if one["text"] == ""]
    middles = [next(t for at, t in panel.written.items() if close(at, np.mean(two, 0))) for two in ends]
    holds = [
        [next(t["text"] for t in panel.data["texts"] if t["text"] and close(t["place"], end)) for end in two]
        for two in ends
    ]
    return [(*two, middle) for two, middle in zip(holds, middles, strict=True)]


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
            "From below: X, a column a node;",
            lambda p: columns(p)[1][0] == "$X$, a column a node",
        ),
        (
            "in a frame, R layers: gather, fed by A + I, project by Omega, rectify;",
            lambda p: (
                "$R$ layers" in p.words
                and leads(p, r"$X$, a column a node > gather > project by $\Omega$ > rectify", "$A + I$ > gather")
                and [n for n, *_ in boxes(p)].count("frame") == 1
            ),
        ),
        (
            "then H R, and three heads: of its mean, a graph; of one column, a node; of two columns, an edge",
            lambda p: (
                leads(p, "rectify > $H_R$")
                and from_(p, "$H_R$") == ["mean: a graph", "one column: a node", "two columns: an edge"]
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
            "H is projected to H prime,",
            lambda p: from_(p, "$H$") == [r"$H' = \beta \mathbf{1}^\top + \Omega H$"],
        ),
        (
            "from which arrows lead to the listener's and the speaker's part of the score;",
            lambda p: (
                from_(p, r"$H' = \beta \mathbf{1}^\top + \Omega H$")[:2] == [r"listener $\phi_1$", r"speaker $\phi_2$"]
            ),
        ),
        (
            "both are added and rectified, a softmax over the neighbours and oneself gives the shares alpha,",
            lambda p: (
                leads(
                    p,
                    r"listener $\phi_1$ > add, rectify > softmax over the neighbours and oneself",
                    r"speaker $\phi_2$ > add, rectify",
                )
                and r"$\alpha$" in p.edges.values()
            ),
        ),
        (
            "and H prime alpha is what is heard",
            lambda p: leads(
                p,
                r"$H' = \beta \mathbf{1}^\top + \Omega H$ > $H' \alpha$",
                r"softmax over the neighbours and oneself > $H' \alpha$",
            ),
        ),
    ],
    [
        (
            "Node n between two neighbours m and k.",
            lambda p: [name for name, _, at in boxes(p, "Circle") if at[1] < 1] == ["$h_n$", "$h_m$", "$h_k$"],
        ),
        (
            "Each pair of ends goes into a message M, with the feature of its edge,",
            lambda p: (
                leads(p, "$h_m$ > $M$", "$h_k$ > $M$", "$h_n$ > $M$", "$h_n$ > $M$")
                and {"$e_{mn}$", "$e_{kn}$"} < {*p.words}
            ),
        ),
        (
            "both messages into a sum,",
            lambda p: leads(p, r"$M$ > $\sum$", r"$M$ > $\sum$"),
        ),
        (
            "and the sum and h n into the update U, which gives h n prime",
            lambda p: leads(p, r"$\sum$ > $U$ > $h'_n$", "$h_n$ > $U$"),
        ),
    ],
    [
        (
            "A triangle with a tail, twice.",
            lambda p, q: all(sorted(linked(one).sum(0)) == [1, 2, 2, 3] for one in (p, q)),
        ),
        (
            "Left, the nodes hold 5, 3, 2 and 0, and arrows from 5 to the others say 2, 3 and 5, one from 3 to 2 says 1.",
            lambda p, _: sorted(arrows(p)) == [("3", "2", "1"), ("5", "0", "5"), ("5", "2", "3"), ("5", "3", "2")],
        ),
        (
            "Right, the same arrows; the nodes hold 10, -1, -4 and -5",
            lambda _, p: (
                sorted(arrows(p)) == [("-1", "-4", "1"), ("10", "-1", "2"), ("10", "-4", "3"), ("10", "-5", "5")]
            ),
        ),
    ],
    [
        (
            "Five eigenvectors of the Laplacian of a grid of eight by eight nodes as colours on one scale, by rising eigenvalue:",
            lambda *all_: (
                len(all_) == 6
                and all_[5].labels[1] == "value"
                and all(len(nodes(p)) == 64 and len(p.lines) == 112 for p in all_[:5])
                and rises([float(p.title.split("= ")[1].strip("$")) for p in all_[:5]])
                and rises([np.ptp(shades(p), axis=0).max() for p in all_[:2]])
            ),
        ),
        ("constant at first,", lambda p, *_: np.ptp(shades(p), axis=0).max() < 3 and p.title == r"$\lambda = 0.00$"),
        (
            "then with signs that change more and more often from node to node,",
            lambda *all_: rises([changes(p) for p in all_[:5]]) and len(all_) == 6,
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

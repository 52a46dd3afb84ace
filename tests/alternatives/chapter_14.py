"""The alternative texts of chapter 14, and what holds of the figures if they are true."""

import numpy as np
from tests.alternatives.panels import boxes, close, falls, from_, leads, of, rises

from notes.plotting import BLUE, GREY


def stands_at(panel, box, moment):
    """Whether a box stands over a word of the line of time."""
    (place,) = (one["place"][0] for one in panel.data["texts"] if one["text"] == moment)
    return [round(middle[0] - place, 1) for name, _, middle in boxes(panel) if name == box] == [0]


def saturates(line, limit):
    """Whether a curve rises ever more slowly towards a limit, as `t / (t + c)` of it."""
    constants = (limit / line.y[1:] - 1) * line.x[1:]
    return bool(rises(line.y) and falls(np.diff(line.y[::10])) and np.ptp(constants) < 0.01 * constants.mean())


def coloured(panel, scheme, names):
    """The colours of boxes in one of the schemes, from above."""
    found = sorted((-round(middle[1], 1), middle[0], name, colour) for name, colour, middle in boxes(panel))
    return [[colour for *_, name, colour in found if name == wanted][scheme] for wanted in names]


def of_kind(panel, kind):
    """Left ends of the bars of a kind of questions, and how many questions each is of."""
    colours = {one["label"]: one["colour"] for one in panel.data["patches"]}
    bars = [np.array(one["corners"]) for one in panel.data["patches"] if one["colour"] == colours[kind]]
    return np.array([(bar[0, 0], np.ptp(bar[:, 1])) for bar in bars])


TEXTS = [
    [
        (
            "A time line with training, a fact changes, and a question.",
            lambda p: (
                p.words[:3] == ["training", "a fact changes", "a question"]
                and rises([one["place"][0] for one in p.data["texts"][:3]])
                and "start → end" in p.data["arrows"]
            ),
        ),
        (
            "Old facts stand at training; arrows, trained on, lead from them to both readers, by heart and by book, at the question.",
            lambda p: (
                stands_at(p, "old facts", "training")
                and from_(p, "old facts") == ["reader by heart", "reader by book"]
                and all(p.edges[f"old facts → {end}"] == "trained on" for end in from_(p, "old facts"))
                and all(stands_at(p, end, "a question") for end in from_(p, "old facts"))
            ),
        ),
        (
            "New facts stand at the change; an arrow, read, leads from them to the reader by book only.",
            lambda p: (
                stands_at(p, "new facts", "a fact changes")
                and from_(p, "new facts") == ["reader by book"]
                and p.edges["new facts → reader by book"] == "read"
            ),
        ),
        (
            "The question goes to both readers, and each gives an answer",
            lambda p: leads(
                p, "question > reader by heart > answer by heart", "question > reader by book > answer by book"
            ),
        ),
    ],
    [
        (
            "Left: what occurrences of a word count for, rising ever more slowly towards its limit, for three values of k1.",
            lambda p, _: (
                "what they count for" in p.labels[1]
                and [line.label for line in p.lines[::2]] == [f"$k_1 = {k1}$" for k1 in (0.5, 1.2, 3.0)]
                and all(
                    saturates(line, limit.y[0]) and limit.style == ":"
                    for line, limit in zip(p.lines[::2], p.lines[1::2], strict=True)
                )
            ),
        ),
        (
            "Right: the same at three lengths of the document;",
            lambda p, q: (
                [line.label for line in q.lines] == [rf"$\lambda = {length}$" for length in (0.5, 1, 4)]
                and close(q.lines[1].y, p["$k_1 = 1.2$"].y)
            ),
        ),
        (
            "the longer, the slower the rise, towards the same limit",
            lambda _, q: (
                all(falls([line.y[k] for line in q.lines]) for k in range(1, 151))
                and all(saturates(line, 2.2) for line in q.lines)
                and len(q.lines) == 3
            ),
        ),
    ],
    [
        (
            "Share of the ten nearest vectors that are found against the number of distances computed,",
            lambda p: p.labels[1] == "nearest ten found" and p.labels[0].startswith("distances computed"),
        ),
        (
            "for inverted lists and for a walk in a neighbour graph.",
            lambda p: [line.label for line in p.lines] == ["lists", "graph"],
        ),
        (
            "Both rise; at three hundred distances the graph is ahead",
            lambda p: (
                all(rises(line.y, -0.01) and line.y[-1] > line.y[0] for line in p.lines)
                and p["graph"].at(300) > p["lists"].at(300) + 0.05
            ),
        ),
    ],
    [
        (
            "Map of what words of questions add to the score of words of passages.",
            lambda p, scale: (
                p.labels == ["word of a passage", "word of a question"]
                and scale.labels[1] == "added to the score"
                and p.images[0].shape == (len(p.ticks[1]), len(p.ticks[0]))
            ),
        ),
        (
            "Each relation's own name and its three synonyms, four rows, stand out in the column of that relation",
            lambda p, _: (
                p.ticks[1][::4] == p.ticks[0]
                and all(
                    p.images[0][4 * k : 4 * k + 4, k].min()
                    > np.delete(p.images[0][:, k], range(4 * k, 4 * k + 4)).max()
                    for k in range(8)
                )
            ),
        ),
    ],
    [
        (
            "All passages go to BM25, which leads to the first eight, these to the cross-encoder, in blue, and on to a new order;",
            lambda p: (
                leads(p, "all passages > BM25 > first eight > cross- encoder > new order")
                and of(p, BLUE) == {"cross- encoder"}
            ),
        ),
        (
            "the question goes to both stages",
            lambda p: from_(p, "question") == ["BM25", "cross- encoder"],
        ),
    ],
    [
        (
            "Left: prior and posterior of four documents; the posterior has moved to the third,",
            lambda p, _: (
                [close(bars[:, 2].sum(), 1) for bars in p.bars()] == [True, True]
                and [one["label"] for one in p.data["patches"]] == ["prior"] * 4 + ["posterior"] * 4
                and p.bars()[0][:, 2].argmax() == 0
                and p.bars()[1][:, 2].argmax() == 2
                and p.labels == ["document", "probability"]
            ),
        ),
        (
            "which has the highest likelihood.",
            lambda p, _: (p.bars()[1][:, 2] / p.bars()[0][:, 2]).argmax() == 2,
        ),
        (
            "Right: the gradient by their scores, large and positive for the third, barely positive for the fourth, "
            "negative for the first two",
            lambda p, q: (
                q.labels[1] == "gradient by the score"
                and close(np.concatenate([bars[:, 2] for bars in q.bars()]), p.bars()[1][:, 2] - p.bars()[0][:, 2])
                and q.bars()[0][:, 2].max() < 0 < q.bars()[1][1, 2] < 0.05 < 0.4 < q.bars()[1][0, 2]
            ),
        ),
    ],
    [
        (
            "Agreement of the retrieved passages with those of a fresh index, by step of training, in one run:",
            lambda p: p.labels == ["step of training", "agreement with a fresh index"] and len(p.lines) == 2,
        ),
        (
            "a line for an index that is rebuilt every twenty steps and one for an index that never is, both of which begin at one",
            lambda p: (
                [line.label for line in p.lines] == ["every 20 steps, 10 late", "never"]
                and [line.y[0] for line in p.lines] == [1, 1]
                and all(line.y.max() <= 1 for line in p.lines)
            ),
        ),
    ],
    [
        (
            "Three schemes. DPR: question encoder and passage encoder, both blue, lead to the right passage.",
            lambda p: (
                [word for word in p.words if word.isupper()] == ["DPR", "RAG", "REALM"]
                and coloured(p, 0, ["question encoder", "passage encoder"]) == [BLUE, BLUE]
                and leads(p, "question encoder > right passage", "passage encoder > right passage")
            ),
        ),
        (
            "RAG: the blue question encoder and an index, built once, before, by a grey passage encoder, lead to the top k, "
            "these to a blue reader and on to the answer.",
            lambda p: (
                coloured(p, 1, ["question encoder", "passage encoder"]) == [BLUE, GREY]
                and coloured(p, 0, ["reader"]) == [BLUE]
                and "built once, before" in p.words
                and leads(
                    p, *(["question encoder > top $k$ > reader > answer", "passage encoder > index > top $k$"] * 2)
                )
            ),
        ),
        (
            "REALM: the same with a blue passage encoder, from which an arrow leads to the top k as well, and with an index "
            "that is rebuilt all along",
            lambda p: (
                coloured(p, 2, ["question encoder", "passage encoder"]) == [BLUE, BLUE]
                and coloured(p, 1, ["reader"]) == [BLUE]
                and from_(p, "passage encoder").count("top $k$") == 1
                and "rebuilt all along" in p.words
            ),
        ),
    ],
    [
        (
            "Histogram of the coverage of the forty test questions.",
            lambda p: (
                p.labels == ["coverage of the question by its best section", "questions"]
                and sum(bars[:, 2].sum() for bars in p.bars()) == 40
            ),
        ),
        (
            "Nearly all without an answer lie below one half, nearly all with an answer above;",
            lambda p: all(
                (side * (bars[:, 0] - 0.49) > 0) @ bars[:, 1] > 0.85 * bars[:, 1].sum()
                for side, bars in ((-1, of_kind(p, "no answer in the notes")), (1, of_kind(p, "answer in the notes")))
            ),
        ),
        ("the threshold stands between", lambda p: p.upright == [0.5] and p["threshold"].style == "--"),
    ],
    [
        (
            "Above, question and passage each go through an encoder to one vector, and the two to an inner product, the score.",
            lambda p: leads(
                p, "question > encoder > vector > inner product > score", "passage > encoder > vector > inner product"
            ),
        ),
        (
            "Below, late interaction: each goes to a vector for each word, and these to the largest products, whose sum is the score",
            lambda p: leads(
                p, *["encoder > a vector for each word > largest products"] * 2, "largest products > their sum"
            ),
        ),
    ],
]

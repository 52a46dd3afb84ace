"""The alternative texts of chapter 8, and what holds of the figures if they are true."""

import numpy as np
from tests.alternatives.panels import boxes, close, columns, falls, from_, leads, of, rises

from notes.data import digits
from notes.plotting import BLUE, GREY, ORANGE

STATES, TRANSLATING = "$h_1$ > $h_2$ > $h_3$ > $h_4$", "$h_1$ > $h_2$ > $s_1$ > $s_2$"


def slopes_of_logs(panel):
    """By how much the logarithm of each curve changes a step, on average."""
    return [np.diff(np.log(line.y)).mean() for line in panel.lines]


def unrolled(panel, *chains, right, above):
    """Whether in one of four quarters there are just the states, inputs and outputs of the chains, and arrows for them."""
    names = [name for name, _, at in boxes(panel, "Circle") if (at[0] > 2.5, at[1] > 2) == (right, above)]
    wanted = {name for chain in chains for name in chain.split(" > ")}
    return {*names} == wanted and len(names) == len(wanted) and leads(panel, *chains)


def branch(panel, *heights):
    """What is written on the way along a branch of the tree, from the root at the left."""
    return [panel.written[place].strip() for place in heights]


def two_ways(panel):
    """Whether a panel has the share of right words at eight steps for both ways to feed, which begin alike."""
    told, own = panel["fed the truth"], panel["fed its own words"]
    return len(panel.curves) == 2 and told.x.tolist() == own.x.tolist() == [*range(1, 9)] and told.y[0] == own.y[0]


def misses(panel):
    """Mean distance of the points from the diagonal, which is drawn."""
    (points,), (diagonal,) = panel.dots, panel.curves
    return np.abs(points.x - points.y).mean() if close(diagonal.x, diagonal.y) and len(points.x) == 1600 else None


def arrows_of_pairs(panel):
    """Singular and plural at the two ends of each arrow, and whether the words stand where it starts and ends."""
    texts = panel.data["texts"]
    return [
        (one["text"], many["text"], arrow["place"] == one["of"] and arrow["of"] == many["of"])
        for arrow, one, many in zip(texts[::3], texts[1::3], texts[2::3], strict=True)
    ]


def kinds_of_words(panel):
    """The words at the dots of each colour."""
    colours = {(*dot.x, *dot.y): dot.colour for dot in panel.dots}
    found = [(colours[tuple(one["of"])], one["text"]) for one in panel.data["texts"]]
    return [{word for colour, word in found if colour == wanted} for wanted in dict.fromkeys(c for c, _ in found)]


def sticks(panel):
    """Where the word stick is, as a verb and as a noun."""
    return [np.stack([panel[f"stick, {sense}"].x, panel[f"stick, {sense}"].y], axis=1) for sense in ("verb", "noun")]


def attends(panel, asking, seen):
    """Whether a matrix has these words at its sides, rows that sum to one, and its larger entries written into it."""
    matrix = panel.images[0]
    return (
        panel.ticks == [[*seen], [*asking]]
        and panel.labels == ["looked at", "asks"]
        and close(matrix.sum(1), np.ones(len(asking)), 1e-3)
        and all(close(matrix[int(y), int(x)], float(share), 0.0051) for (x, y), share in panel.written.items())
        and len(panel.words) == (matrix > 0.1).sum() > 0
    )


def stripes(panel):
    """How often the sign changes down each sine column of an encoding."""
    return (np.diff(np.sign(panel.images[0][:, ::2]), axis=0) != 0).sum(0)


def framed(panel):
    """The words in the boxes within each frame."""
    frames = [np.array(one["corners"]) for one in panel.data["patches"] if one["label"] == "frame"]
    return [
        [name for name, _, at in boxes(panel) if name != "frame" and (f.min(0) < at).all() and (at < f.max(0)).all()]
        for f in frames
    ]


def cut(panel):
    """Which of a hundred words of each text are cut out."""
    found = np.zeros((4, 100), dtype=int)
    for one in panel.data["patches"]:
        (left, bottom), *_ = one["corners"]
        found[round(bottom + 0.35), int(left)] += one["colour"] == ORANGE
    return found


def gaps(panel):
    """The number of gaps in each text."""
    return (np.diff(cut(panel), axis=1, prepend=0) == 1).sum(1).tolist()


def is_cut_to(panel, number):
    """Whether fifteen words are cut out of each of four texts, in a number of gaps."""
    return cut(panel).sum(1).tolist() == [15] * 4 and gaps(panel) == [number] * 4 and len(panel.data["patches"]) == 400


def facts(panel):
    """What each fact says alone, and after the one that leads on."""
    rows = sorted({round(at[1], 2) for _, _, at in boxes(panel) if at[0] < 2}, reverse=True)
    named = [
        sorted((at[0], name) for name, _, at in boxes(panel) if round(at[1], 2) == row and at[0] < 4) for row in rows
    ]
    return {row[0][1]: [name for x, name in row[1:] if name != "frame"] for row in named}


TEXTS = [
    [
        (
            "Two panels with the norm of the Jacobian against steps back, logarithmic.",
            lambda *all_: (
                [p.title for p in all_] == ["at rest", "reading"]
                and all_[0].labels == ["steps back", "norm of the Jacobian"]
                and all(p.scales == ["linear", "log"] for p in all_)
            ),
        ),
        (
            "At rest three straight lines: falling for the factor 0.8, level for 1, rising for 1.2.",
            lambda p, _: all(
                close(np.log(line.y), line.x * np.log(factor), 0.01) and line.label == str(factor)
                for line, factor in zip(p.lines, (0.8, 1.0, 1.2), strict=True)
            ),
        ),
        (
            "With random input all three fall, the smaller the factor the faster",
            lambda _, p: (
                rises(slopes_of_logs(p))
                and max(slopes_of_logs(p)) < -0.05
                and [line.label for line in p.lines] == ["0.8", "1.0", "1.2"]
            ),
        ),
    ],
    [
        (
            "Four networks unrolled over four steps, states in a row joined by arrows.",
            lambda p: (
                leads(p, *[STATES] * 3, TRANSLATING)
                and of(p, BLUE) == {"$s_1$", "$s_2$", *(f"$h_{step}$" for step in range(1, 5))}
            ),
        ),
        (
            "Many to one: four inputs below, one output above the last state.",
            lambda p: (
                unrolled(
                    p, STATES, *(f"$x_{k}$ > $h_{k}$" for k in range(1, 5)), "$h_4$ > $y_4$", right=False, above=True
                )
                and "many to one" in p.words
            ),
        ),
        (
            "One to many: one input below the first, four outputs, each passed on to the next state by a dashed arrow.",
            lambda p: (
                unrolled(
                    p, STATES, "$x_1$ > $h_1$", *(f"$h_{k}$ > $y_{k}$" for k in range(1, 5)), right=True, above=True
                )
                and p.data["dashed"][:3] == [f"$y_{k}$ → $h_{k + 1}$" for k in range(1, 4)]
                and leads(p, *(f"$y_{k}$ > $h_{k + 1}$" for k in range(1, 4)))
            ),
        ),
        (
            "Many to many in step: an input and an output at each step.",
            lambda p: unrolled(
                p, STATES, *(f"$x_{k}$ > $h_{k}$ > $y_{k}$" for k in range(1, 5)), right=False, above=False
            ),
        ),
        (
            "Encoder and decoder: inputs at the first two steps, outputs at the last two",
            lambda p: unrolled(
                p,
                TRANSLATING,
                "$y_1$ > $s_2$",
                *(f"$x_{k}$ > $h_{k}$" for k in (1, 2)),
                *(f"$s_{k}$ > $y_{k}$" for k in (1, 2)),
                right=True,
                above=False,
            ),
        ),
    ],
    [
        (
            "A tree of words of two letters. The branch a has probability 0.6 and two continuations of 0.5;",
            lambda p: (
                branch(p, (0.5, 1.0), (1.0, 0.5), (1.5, 0.25), (1.5, 0.75)) == ["0.60", "a", "0.50", "0.50"]
                and all(line.x.tolist() == [0, 1, 2] for line in p.lines)
                and len({line.y[2] for line in p.lines}) == 4
            ),
        ),
        (
            "the branch b has 0.4 and continuations of 0.05 and 0.95.",
            lambda p: branch(p, (0.5, 2.0), (1.0, 2.5), (1.5, 2.25), (1.5, 2.75)) == ["0.40", "b", "0.05", "0.95"],
        ),
        (
            "Greedy search ends at aa with 0.30, the likeliest word is bb with 0.38",
            lambda p: (
                branch(p, (2.05, 0.0), (2.05, 3.0)) == ["aa: 0.30  greedy", "bb: 0.38  best"]
                and max(word.split()[1] for word in p.words if ":" in word) == "0.38"
            ),
        ),
    ],
    [
        (
            "Two panels with the share of right words at each of eight steps, in one run: trained with teacher forcing, and "
            "trained free running.",
            lambda *all_: (
                [p.title for p in all_] == ["teacher forcing", "free running"]
                and all_[0].labels == ["step", "share of right words"]
            ),
        ),
        (
            "Each has two curves, fed the truth and fed its own words, which agree at the first step",
            lambda *all_: all(two_ways(p) for p in all_) and len(all_) == 2,
        ),
    ],
    [
        (
            "Scores of all pairs of forty words against their shifted mutual information, in one run,",
            lambda *all_: (
                all_[0].labels[1].startswith("score")
                and all("PMI" in p.labels[0] and len(p.dots[0].x) == 40**2 for p in all_)
            ),
        ),
        (
            "for vectors of width 2, 8 and 40, with the diagonal: the wider the vectors, the nearer the points to it.",
            lambda *all_: (
                [p.title for p in all_] == ["width 2", "width 8", "width 40"] and falls([misses(p) for p in all_])
            ),
        ),
    ],
    [
        (
            "Seven pairs of singular and plural in the plane, each joined by an arrow, in one run.",
            lambda p: (
                len(arrows_of_pairs(p)) == 7
                and all(many == one + "s" and joined for one, many, joined in arrows_of_pairs(p))
                and len(p.dots) == 14
            ),
        ),
    ],
    [
        (
            "Seven words in the plane, in one run: three verbs, three nouns, and the word stick.",
            lambda p: (
                kinds_of_words(p) == [{"keep", "cling", "hold"}, {"branch", "twig", "log"}, {"stick"}]
                and [dots.label for dots in p.dots if not dots.label.startswith("_")] == ["verbs", "nouns", "both"]
            ),
        ),
    ],
    [
        (
            "Left, the words' own vectors: every stick is one point, whatever its sense.",
            lambda p, _: p.title == "own vector, $h_0$" and np.ptp(np.concatenate(sticks(p)), axis=0).max() < 1e-3,
        ),
        (
            "Right, the mixture of three layers, in one run: the sticks come apart into two groups, one for each sense",
            lambda _, p: (
                p.title == "mixture of three layers"
                and all(len(np.unique(places, axis=0)) > 10 for places in sticks(p))
                and np.linalg.norm(sticks(p)[0].mean(0) - sticks(p)[1].mean(0))
                > 5 * max(s.std() for one in sticks(p) for s in one.T)
            ),
        ),
    ],
    [
        (
            "A matrix of four rows, the words written, and four columns, the words read:",
            lambda p: p.images[0].shape == (4, 4) and attends(p, "1234", "1234"),
        ),
        (
            "the mean attention of one trained model, every row of sum one",
            lambda p: p.title == "mean of 300 sequences" and close(p.images[0].sum(1), np.ones(4)),
        ),
    ],
    [
        (
            "Left: the largest of eight weights against the width, rising from one half to nearly one without scaling, level near "
            "0.36 with it.",
            lambda p, _: (
                p.labels == ["width $d_k$", "largest weight"]
                and rises(p["not divided"].y)
                and close(p["not divided"].y[[0, -1]], [0.5, 0.95], 0.06)
                and np.abs(p["divided by the root"].y - 0.36).max() < 0.03
            ),
        ),
        (
            "Right: the norm of the Jacobian of softmax, falling towards zero without scaling, level with it",
            lambda _, p: (
                "Jacobian of softmax" in p.labels[1]
                and falls(p["not divided"].y)
                and p["not divided"].y[-1] < 0.1
                and np.ptp(p["divided by the root"].y) < 0.03 < 0.2 < p["divided by the root"].y.min()
            ),
        ),
    ],
    [
        (
            "A matrix of three rows and three columns, the words Action, gets and results: the weights with which each looks at "
            "each, the larger ones written into the cells;",
            lambda p: (
                p.title == "who looks at whom"
                and attends(p, ("Action", "gets", "results"), ("Action", "gets", "results"))
            ),
        ),
        (
            "every row sums to one, and Action looks nearly only at results",
            lambda p: close(p.images[0].sum(1), np.ones(3)) and p.images[0][0, 2] > 0.85,
        ),
    ],
    [
        (
            "Left: the encoding of 64 positions in 32 columns as an image, stripes that are narrow in the first columns and ever "
            "wider to the right.",
            lambda p, _: (
                p.images[0].shape == (64, 32)
                and p.labels == ["column", "position"]
                and rises(-stripes(p), -0.5)
                and stripes(p)[0] > 15 > 2 > stripes(p)[-1]
            ),
        ),
        (
            "Right: the inner product of two encodings, largest at distance zero and falling in waves with the distance",
            lambda p, q: (
                close(q.lines[0].y, p.images[0] @ p.images[0][0], 1e-3)
                and q.lines[0].y.argmax() == 0
                and falls([part.mean() for part in np.array_split(q.lines[0].y, 4)])
                and (np.diff(np.sign(np.diff(q.lines[0].y))) < 0).sum() > 3
            ),
        ),
    ],
    [
        (
            "Two columns of boxes from x below to y above. Post-norm: part, sum, norm; a path leads from x round the part to the "
            "sum.",
            lambda p: (
                columns(p)[0] == ["$x$", "part", "+", "norm", "$y$"]
                and "post-norm" in p.words
                and leads(p, "$x$ > part > + > norm > $y$", *["$x$ > +"] * 2)
            ),
        ),
        (
            "Pre-norm: norm, part, sum; the path leads from x round norm and part to the sum, so that nothing stands on it",
            lambda p: (
                columns(p)[1] == ["$x$", "norm", "part", "+", "$y$"]
                and "pre-norm" in p.words
                and leads(p, "$x$ > norm > part > + > $y$", *["$x$ > +"] * 2)
            ),
        ),
    ],
    [
        (
            "Two columns of boxes joined by arrows. Left, from below: words read, embedding and position, then in a frame, each "
            "layer: self-attention, sum and norm, network, sum and norm.",
            lambda p: (
                columns(p)[0] == ["words read", "embedding, position", *framed(p)[0]]
                and framed(p)[0] == ["self-attention", "sum and norm 1", "network", "sum and norm 2"]
                and leads(p, " > ".join(columns(p)[0]))
            ),
        ),
        (
            "Right: words written, embedding and position, then in a frame: masked self-attention, cross-attention and network, "
            "each followed by sum and norm, then a linear map and scores.",
            lambda p: (
                columns(p)[1] == ["words written", "embedding, position", *framed(p)[1], "linear map", "scores"]
                and framed(p)[1][::2] == ["masked self-attention", "cross-attention", "network"]
                and framed(p)[1][1::2] == [f"sum and norm {k}" for k in (1, 2, 3)]
                and leads(p, " > ".join(columns(p)[1]))
            ),
        ),
        (
            "A path leads round each of the five parts to the sum after it.",
            lambda p: leads(
                p,
                *["embedding, position > sum and norm 1", "sum and norm 1 > sum and norm 2"] * 2,
                "sum and norm 2 > sum and norm 3",
            ),
        ),
        (
            "From the last norm of the left column an arrow, keys and values, leads to the cross-attention",
            lambda p: (
                p.edges["sum and norm 2 → cross-attention"] == "keys, values"
                and leads(p, "sum and norm 2 > cross-attention")
            ),
        ),
    ],
    [
        (
            "The norm of the gradient in each of sixteen decoder layers, logarithmic, in one draw of the weights.",
            lambda p: (
                p.labels == ["layer of the decoder", "norm of the gradient"]
                and p.scales[1] == "log"
                and all(line.x.tolist() == [*range(1, 17)] for line in p.lines)
            ),
        ),
        (
            "Post-norm rises more than tenfold from the first layer to the last; pre-norm changes far less",
            lambda p: (
                p["post-norm"].y[-1] > 10 * p["post-norm"].y[0] and p["pre-norm"].y.max() < 4 * p["pre-norm"].y.min()
            ),
        ),
    ],
    [
        (
            "Two matrices of five rows, the words written, and five columns, the words read,",
            lambda *all_: len(all_) == 2 and all(attends(p, "12345", "12345") for p in all_),
        ),
        (
            "one for each head of the last decoder layer of one trained model",
            lambda *all_: [p.title for p in all_] == ["head 1", "head 2"] and all(p.images[0].min() >= 0 for p in all_),
        ),
    ],
    [
        (
            "Eight columns for [CLS], some, sailor, ##s, float, [SEP], float, [SEP];",
            lambda p: (
                [column[2] for column in columns(p)]
                == ["[CLS]", "some", "sailor", "##s", "float", "[SEP]", "float", "[SEP]"]
                and "word" in p.words
            ),
        ),
        (
            "in each a word box plus a segment box, S0 six times and then S1 twice,",
            lambda p: [column[1] for column in columns(p)] == ["$S_0$"] * 6 + ["$S_1$"] * 2 and "segment" in p.words,
        ),
        (
            "plus a position box from P0 to P7",
            lambda p: (
                [column[0] for column in columns(p)] == [f"$P_{{{k}}}$" for k in range(8)] and p.words.count("+") == 16
            ),
        ),
    ],
    [
        (
            "Both losses of one pretraining over its first sixty steps.",
            lambda *all_: (
                [p.labels[1] for p in all_] == ["loss on hidden words", "loss of next sentence prediction"]
                and all(p.lines[0].x.tolist() == [5, 15, 25, 35, 45, 55] for p in all_)
            ),
        ),
        (
            "The loss on hidden words falls below the dashed line of the shares of the words;",
            lambda p, _: (
                p.lines[0].y[0] > p.lines[1].y[0] > p.lines[0].y[-1]
                and p.lines[1].style == "--"
                and p.words == ["shares of words"]
            ),
        ),
        (
            "that of next sentence prediction begins near the dashed line of guessing",
            lambda _, p: (
                close(p.lines[1].y, [np.log(2)] * 2)
                and abs(p.lines[0].y[0] - np.log(2)) < 0.1
                and p.lines[1].style == "--"
                and p.words == ["one half each"]
            ),
        ),
    ],
    [
        (
            "Six handwritten digits of 8 by 8 pixels under a grid of 4 by 4 patches,",
            lambda *all_: (
                len(all_) == 12
                and close([p.images[0] for p in all_[:6]], digits().inputs[:6].reshape(6, 8, 8))
                and all(p.upright == [1.5, 3.5, 5.5] and len(p.lines) == 6 for p in all_[:6])
                and all(p.title.startswith("read as ") for p in all_[:6])
            ),
        ),
        (
            "each above a map of 4 by 4 squares: how much the class token looks at each patch, in one run",
            lambda *all_: (
                all(
                    p.images[0].shape == (4, 4) and p.images[0].min() > 0 and 0.3 < p.images[0].sum() < 1
                    for p in all_[6:12]
                )
                and len(all_) == 12
            ),
        ),
    ],
    [
        (
            "Three networks, each of data, features and head. In the middle the source task: digits 0 to 4 with many labels, "
            "features and head trained.",
            lambda p: (
                leads(p, "digits 0 to 4 many labels > features, source task > head")
                and columns(p)[1][1] == "features, source task"
                and "features, source task" in of(p, BLUE)
                and [colour for name, colour, _ in boxes(p) if name == "head"] == [BLUE] * 3
            ),
        ),
        (
            "Dashed arrows, copied, lead from its features to those of two networks for the digits 5 to 9 with few labels.",
            lambda p: (
                p.data["dashed"] == [f"features, source task → features, {name}" for name in ("frozen", "fine-tuned")]
                and all(p.edges[arrow] == "copied" for arrow in p.data["dashed"])
                and all(leads(p, f"digits 5 to 9 few labels > features, {name}") for name in ("frozen", "fine-tuned"))
            ),
        ),
        (
            "Above, frozen: the features are grey, only the head is trained.",
            lambda p: columns(p)[1][2] == "features, frozen" in of(p, GREY) and leads(p, "features, frozen > head"),
        ),
        (
            "Below, fine-tuned: features and head are trained. No head is copied",
            lambda p: (
                columns(p)[1][0] == "features, fine-tuned" in of(p, BLUE)
                and leads(p, "features, fine-tuned > head")
                and from_(p, "head") == []
            ),
        ),
    ],
    [
        (
            "Four texts of one hundred words twice, with fifteen words cut out of each:",
            lambda *all_: len(all_) == 2 and all(cut(p).sum(1).tolist() == [15] * 4 for p in all_),
        ),
        (
            "in spans of three words on average there are five gaps a text,",
            lambda p, _: p.title == "mean span 3" and is_cut_to(p, 5),
        ),
        ("in single words fifteen.", lambda _, p: p.title == "mean span 1" and is_cut_to(p, 15)),
    ],
    [
        (
            "Six facts in a column under the question which part does jack live in.",
            lambda p: len(facts(p)) == 6 and p.words[0] == "which part does jack live in?",
        ),
        (
            "Each is read alone: five are of no use, and lima is where jack lives leads on.",
            lambda p: (
                [said[0] for said in facts(p).values()].count("no use") == 5
                and facts(p)["lima is where jack lives"][0] == "leads on"
            ),
        ),
        (
            "Then each is read again after that one: only lima belongs to the west contributes a word, west.",
            lambda p: (
                "after what\nleads on" in p.words
                and leads(p, "leads on > what leads on")
                and {name: said[1] for name, said in facts(p).items() if said[1] != "no use"}
                == {"lima belongs to the west": "west"}
            ),
        ),
        (
            "An arrow takes it to the operator union, which gives the answer, west",
            lambda p: leads(p, "west > union > west"),
        ),
    ],
]

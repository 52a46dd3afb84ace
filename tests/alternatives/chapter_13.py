"""The alternative texts of chapter 13, and what holds of the figures if they are true."""

import numpy as np
from tests.alternatives.panels import boxes, leads, of

from notes.plotting import BLUE, ORANGE


def rows_of(panel, name):
    """How high the boxes of a name stand, the highest first."""
    return sorted((round(middle[1], 1) for label, _, middle in boxes(panel) if label == name), reverse=True)


def close(one, other, least=0.05):
    return np.abs(np.subtract(one, other)).max() < least


def path(line):
    """The row that a head is on at each time."""
    return line.images[0].argmax(1).tolist()


def lands(panel, mark):
    """Where a start stands, and where each of its steps ends, by its mark."""
    (dots,) = (line for line in panel.lines if line.marker == mark)
    return np.array([dots.x[0], dots.y[0]])


def valleys(panel):
    """The level lines of each task, as far as they reach to the right and upwards."""
    ends = [np.concatenate([np.array(one) for one in task["paths"] if one]) for task in panel.contours]
    return [np.ptp(found, axis=0) for found in ends]


TEXTS = [
    [
        (
            "Five characters, one in each column:",
            lambda *all_: len(all_) == 15 and all(np.ptp(p.images[0]) > 0.5 for p in all_),
        ),
        (
            "above one labelled glyph of each,",
            lambda *all_: [p.title for p in all_[::5]] == ["support", "query", "query"] and len(all_[14].images) == 1,
        ),
        (
            "below two glyphs of the same characters in other fonts",
            lambda *all_: all(
                np.mean([np.abs(q.images[0] - all_[k].images[0]).mean() for q in (all_[5 + k], all_[10 + k])])
                < np.mean([np.abs(q.images[0] - all_[k].images[0]).mean() for q in all_[5:] if q not in all_[k::5]])
                and not close(all_[5 + k].images[0], all_[k].images[0])
                and not close(all_[10 + k].images[0], all_[k].images[0])
                for k in range(5)
            ),
        ),
    ],
    [
        (
            "Three rows, each from support and query to an answer;",
            lambda p: len(rows_of(p, "support")) == len(rows_of(p, "query")) == len(rows_of(p, "answer")) == 3,
        ),
        (
            "what is learnt across tasks is blue,",
            lambda p: of(p, BLUE) == {"embedding", "comparison", "write", "read", r"steps from $\theta$"},
        ),
        (
            "what the support set is made into is orange.",
            lambda p: of(p, ORANGE) == {"examples", "memory", r"weights $\theta'$", "network"},
        ),
        (
            "Metric: an embedding of the support gives examples, with which the embedding of the query is compared.",
            lambda p: leads(
                p, "support > embedding > examples > comparison > answer", "query > embedding > comparison"
            ),
        ),
        (
            "Model: the support is written into a memory, which is read for the query.",
            lambda p: leads(p, "support > write > memory > read > answer", "query > read"),
        ),
        (
            "Optimisation: steps from theta on the support give weights theta prime, with which a network answers the query",
            lambda p: leads(
                p, r"support > steps from $\theta$ > weights $\theta'$ > network > answer", "query > network"
            ),
        ),
    ],
    [
        (
            "Four rows, each from query and support to an answer;",
            lambda p: len(rows_of(p, "query")) == len(rows_of(p, "support")) == 4 and len(p.words) > 4,
        ),
        (
            "blue is what is learnt.",
            lambda p: of(p, BLUE) == {"embedding", "embedding in context", "weighed difference", "second network"},
        ),
        (
            "Siamese: both pass one embedding, and their difference, weighed, gives the probability that they are of one class.",
            lambda p: leads(
                p, "support > embedding > examples > weighed difference > same class?", "query > embedding"
            ),
        ),
        (
            "Matching: both pass an embedding that also hears the whole support set, cosines go through a softmax, and labels "
            "vote.",
            lambda p: leads(
                p,
                "query > embedding in context > softmax of cosines > labels vote",
                "support > embedding in context > embedding in context",
            ),
        ),
        (
            "Prototypical: the embeddings of a class are averaged to prototypes, from which squared distances are taken.",
            lambda p: leads(p, "embedding > class means > squared distance > nearest", "embedding > squared distance"),
        ),
        (
            "Relation: query and prototype go side by side into a second network, which gives the score",
            lambda p: leads(p, "class means > second network > best score", "embedding > second network"),
        ),
    ],
    [
        (
            "The controller gets the input, and what was read last.",
            lambda p: leads(p, "input > controller", "read head > $r_t$ > controller"),
        ),
        (
            "It sends the write head an address and what to write, and the read head an address.",
            lambda p: (
                p.edges["controller → write head"] == "address,\nwhat to write"
                and p.edges["controller → read head"] == "address"
                and leads(p, "controller > write head", "controller > read head")
            ),
        ),
        (
            "Arrows lead from the write head to the memory, and from the memory through the read head to r, from which the "
            "answer is made and which goes back to the controller",
            lambda p: leads(p, "write head > memory > read head > $r_t$ > answer", "$r_t$ > controller"),
        ),
    ],
    [
        (
            "A pattern of five rows,",
            lambda *all_: len(all_) == 8 and all_[0].images[0].shape == (5, 6) and all_[0].title == "input",
        ),
        (
            "the memory after each of five writes, filling row by row,",
            lambda *all_: all(
                close(p.images[0][time], all_[0].images[0][time], 0.1) and p.title == f"t = {time + 1}"
                for time, p in enumerate(all_[1:6])
            ),
        ),
        (
            "and the copy, which shows the pattern slightly blurred",
            lambda *all_: all_[6].title == "copy" and 0.1 < np.abs(all_[6].images[0] - all_[0].images[0]).max() < 0.2,
        ),
    ],
    [
        (
            "One run. Above, the memory of a trained machine at eight times.",
            lambda *all_: (
                [p.title for p in all_[:8]] == [f"t = {time}" for time in range(1, 9)]
                and all(p.images[0].shape == (8, 6) for p in all_[:8])
                and len(all_) == 12
            ),
        ),
        (
            "Below, against time, the input, the rows that the write head and the read head are on, and the answer.",
            lambda *all_: (
                [p.title for p in all_[8:]] == ["input", "write head", "read head", "answer"]
                and [p.labels for p in all_[9:11]] == [["row of memory", "time t"]] * 2
            ),
        ),
        (
            "While the input is shown the write head moves one row on at each time;",
            lambda *all_: path(all_[9])[:4] == [1, 2, 3, 4] and len(all_[8].images[0]) == 4,
        ),
        (
            "while the machine answers, the read head does",
            lambda *all_: path(all_[10])[4:] == [1, 2, 3, 4] and len(all_[11].images[0]) == 4,
        ),
    ],
    [
        (
            "An image goes through the controller and becomes a key, to which its label is joined; both are written to the "
            "memory.",
            lambda p: leads(p, "image > controller > key, label > write > memory", "label > key, label"),
        ),
        (
            "Of the memory usage is counted, and the least used row is told to the writing.",
            lambda p: leads(p, "memory > usage > write") and p.edges["usage → write"] == "least used",
        ),
        (
            "A query goes through the same controller; with its key the memory is read, and from that comes the answer.",
            lambda p: (
                leads(p, "query > controller > read > answer", "memory > read")
                and p.edges["controller → read"] == "key"
            ),
        ),
        (
            "Controller, writing and answer are learnt",
            lambda p: of(p, BLUE) == {"controller", "write", "answer"},
        ),
    ],
    [
        (
            "From the blue start theta 0 step 1 leads to theta 1 and step 2 to theta 2, and on to the query loss.",
            lambda p: (
                leads(p, r"$\theta_0$ > step 1 > $\theta_1$ > step 2 > $\theta_2$ > query loss")
                and r"$\theta_0$" in of(p, BLUE)
            ),
        ),
        (
            "Into each step lead arrows from a blue box, update rule, above and from the support set below.",
            lambda p: (
                leads(p, *(f"{name} > step {step}" for name in ("update rule", "support set") for step in (1, 2)))
                and "update rule" in of(p, BLUE)
                and rows_of(p, "update rule") > rows_of(p, "step 1") > rows_of(p, "support set")
            ),
        ),
        (
            "Dashed arrows, gradient, lead from the query loss back to the update rule and to theta 0",
            lambda p: (
                leads(p, "query loss > update rule", r"query loss > $\theta_0$") and "gradient" in p.edges.values()
            ),
        ),
    ],
    [
        (
            "Three steps from left to right.",
            lambda p: (
                [name for _, name in sorted((m[0], name) for name, _, m in boxes(p, "Circle") if name.startswith("$"))]
                == [rf"$\theta_{step}$" for step in range(4)]
            ),
        ),
        (
            "In each the point theta gives its gradient, by a dashed arrow, to a blue network m below, which also gets the state "
            "h of the network a step before;",
            lambda p: (
                leads(
                    p,
                    *(rf"$\theta_{step}$ > $m_\phi$, step {step + 1}" for step in range(3)),
                    r"$m_\phi$, step 1 > $m_\phi$, step 2 > $m_\phi$, step 3",
                )
                and of(p, BLUE) == {rf"$m_\phi$, step {step}" for step in (1, 2, 3)}
                and p.edges[r"$m_\phi$, step 1 → $m_\phi$, step 2"] == "$h$"
            ),
        ),
        (
            "its output g is added to theta and gives the next point.",
            lambda p: (
                leads(p, *(rf"$m_\phi$, step {step + 1} > +" for step in range(3)))
                and leads(p, *(rf"$\theta_{step}$ > +" for step in range(3)))
                and leads(p, *(rf"+ > $\theta_{step}$" for step in (1, 2, 3)))
            ),
        ),
        (
            "Above each of the three new points stands its loss, and a brace over all three says what the optimiser is trained "
            "on;",
            lambda p: (
                leads(p, *(rf"$\theta_{step}$ > $L(\theta_{step})$" for step in (1, 2, 3)))
                and "what the optimiser is trained on" in p.words
            ),
        ),
        (
            "the start has no loss.",
            lambda p: (
                of(p, ORANGE) == {rf"$L(\theta_{step})$" for step in (1, 2, 3)}
                and r"$\theta_0$" in {name for name, _, _ in boxes(p, "Circle")}
            ),
        ),
        (
            "Dashed arrows pass no gradient",
            lambda p: (
                [word for ends, word in p.edges.items() if "theta" in ends and "m_" in ends] == [r"$\nabla f$"] * 3
            ),
        ),
    ],
    [
        (
            "Level lines of two tasks in a plane, one a narrow upright valley, one a narrow level one.",
            lambda p: (
                len(p.contours) == 2
                and valleys(p)[0][1] > 2 * valleys(p)[0][0]
                and valleys(p)[1][0] > 2 * valleys(p)[1][1]
            ),
        ),
        (
            "The start of pretraining lies near the crossing of their axes, where both losses are small, and one step on either "
            "task hardly moves it.",
            lambda p: close(lands(p, "s"), [p.lines[0].x[0], p.lines[1].y[0]], 0.5) and len(p.data["texts"]) == 4,
        ),
        (
            "The start of MAML lies far from both valleys; one step on either task leads from there almost to the bottom of its "
            "valley",
            lambda p: np.abs(lands(p, "o") - [p.lines[0].x[0], p.lines[1].y[0]]).min() > 1.5,
        ),
    ],
]

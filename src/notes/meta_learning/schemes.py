"""The chapter's schemes of learners: four that compare, and two with a memory; what is learnt is blue."""

from itertools import pairwise
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from notes.diagrams import arrow, box, diagram, node, words
from notes.plotting import BLUE, GREY, ORANGE

SIDE, TALL = (0.72, 0.34), (1.12, 0.46)


class Comparison(NamedTuple):
    """A learner that compares, in words.

    Attributes:
        name: of the learner.
        reads: what embeds query and support.
        made: what the support is made into.
        compares: how they are compared.
        colour: of the comparison, blue if it is learnt.
        answer: what comes out.
    """

    name: str
    reads: str
    made: str
    compares: str
    colour: str
    answer: str


COMPARISONS = (
    Comparison("siamese", "embedding", "examples", "weighed\ndifference", BLUE, "same class?"),
    Comparison("matching", "embedding\nin context", "examples", "softmax\nof cosines", GREY, "labels vote"),
    Comparison("prototypical", "embedding", "class means", "squared\ndistance", GREY, "nearest"),
    Comparison("relation", "embedding", "class means", "second\nnetwork", BLUE, "best score"),
)


def comparisons() -> Figure:
    """Siamese, matching, prototypical and relation networks, a row each."""
    figure, axis = diagram(width=5.4, height=6.15)
    for row, scheme in enumerate(COMPARISONS):
        _comparison(axis, 5.55 - 1.5 * row, scheme)
    return figure


def _comparison(axis: Axes, above: float, scheme: Comparison) -> None:
    """One row: the query above, the support below, compared at the right."""
    below = above - 0.68
    words(axis, (0.1, above + 0.42), scheme.name, ha="left", fontweight="bold")
    query, support = (box(axis, (0.5, y), text, size=SIDE) for y, text in ((above, "query"), (below, "support")))
    asked, known = (box(axis, (1.78, y), scheme.reads, BLUE, size=TALL) for y in (above, below))
    made = box(axis, (3.2, below), scheme.made, ORANGE, size=TALL)
    compared = box(axis, (3.2, above), scheme.compares, scheme.colour, size=TALL)
    answer = box(axis, (4.72, above), scheme.answer, size=(1.05, 0.34))
    for start, end in (*pairwise((support, known, made, compared)), *pairwise((query, asked, compared, answer))):
        arrow(axis, start, end)
    if scheme.name == "matching":
        arrow(axis, known, asked)


def turing_machine() -> Figure:
    """A Neural Turing Machine: a controller that says to two heads where to write and to read in a memory."""
    figure, axis = diagram(width=5.4, height=2.7)
    given = box(axis, (0.45, 1.35), "input", size=SIDE)
    controller = box(axis, (1.75, 1.35), "controller", BLUE, size=(0.95, 0.5))
    writes, reads = (
        box(axis, (3.5, y), text, size=(0.98, 0.34)) for y, text in ((2.1, "write head"), (0.95, "read head"))
    )
    memory = box(axis, (4.9, 1.52), "memory", ORANGE, size=(0.8, 1.5))
    found, answer = node(axis, (1.75, 0.3), "$r_t$"), box(axis, (0.45, 0.3), "answer", size=SIDE)
    arrow(axis, given, controller)
    arrow(axis, controller.at(0, 1), writes, "address,\nwhat to write", via=[(1.75, 2.1)], place=0.35)
    arrow(axis, controller.at(1, -0.3), reads.at(-1, 0.5), "address")
    arrow(axis, writes, memory.at(-1, 0.773))
    arrow(axis, memory.at(-1, -0.76), reads)
    arrow(axis, reads, found, via=[(3.5, 0.3)])
    arrow(axis, found, controller)
    arrow(axis, found, answer)
    return figure


def memory_augmented() -> Figure:
    """A memory-augmented network: examples are written to the least used row, a query reads by content."""
    figure, axis = diagram(width=5.6, height=3.0)
    image, query = (box(axis, (0.45, y), text, size=SIDE) for y, text in ((2.2, "image"), (0.4, "query")))
    stores, asks = (box(axis, (1.6, y), "controller", BLUE, size=(0.95, 0.34)) for y in (2.2, 0.4))
    row = box(axis, (2.9, 2.2), "key, label", size=(0.95, 0.34))
    label, used = box(axis, (1.6, 2.75), "label", size=SIDE), box(axis, (2.55, 1.3), "usage", size=SIDE)
    writes = box(axis, (4.2, 2.2), "write", BLUE, size=SIDE)
    memory, reads = box(axis, (4.2, 1.3), "memory", ORANGE, size=(0.9, 0.46)), box(axis, (4.2, 0.4), "read", size=SIDE)
    answer = box(axis, (5.1, 0.4), "answer", BLUE, size=SIDE)
    for start, end in (*pairwise((image, stores, row, writes, memory, reads, answer)), (query, asks)):
        arrow(axis, start, end)
    arrow(axis, label, row, via=[(2.9, 2.75)])
    arrow(axis, asks, reads, "key")
    arrow(axis, memory, used)
    arrow(axis, used, writes, "least used")
    return figure

"""The chapter's schemes of search: what is learnt is blue."""

from itertools import pairwise

from matplotlib.figure import Figure

from notes.diagrams import arrow, box, diagram, words
from notes.plotting import BLUE, ORANGE


def two_stages() -> Figure:
    """A first stage finds a few passages among all, and a cross-encoder reads the question with each of them."""
    figure, axis = diagram(width=5.6, height=1.6)
    question, passages = box(axis, (0.55, 1.3), "question"), box(axis, (0.55, 0.4), "all passages")
    first, few = box(axis, (1.8, 0.4), "BM25"), box(axis, (2.9, 0.4), "first eight", ORANGE)
    second = box(axis, (4.0, 0.4), "cross-\nencoder", BLUE)
    for start, end in pairwise((passages, first, few, second, box(axis, (5.05, 0.4), "new order"))):
        arrow(axis, start, end)
    for stage in (first, second):
        arrow(axis, question, stage.at(0, 1), via=[(stage.centre[0], 1.3)])
    return figure


def one_vector_or_many() -> Figure:
    """One vector for each text and one product, or one for each word, of which each of the question takes its best."""
    figure, axis = diagram(width=5.6, height=3.2)
    rows = {
        "one vector": (2.4, "vector", "inner\nproduct", "score"),
        "late interaction": (0.8, "a vector\nfor each word", "largest\nproducts", "their sum"),
    }
    for name, (y, made, compared, answer) in rows.items():
        words(axis, (0.1, y + 0.72), name, ha="left", fontweight="bold")
        scored = box(axis, (4.0, y), compared, size=(0.85, 0.46))
        arrow(axis, scored, box(axis, (5.05, y), answer))
        for text, height in (("question", y + 0.35), ("passage", y - 0.35)):
            encoder = box(axis, (1.55, height), "encoder", BLUE, size=(0.8, 0.34))
            vectors = box(axis, (2.75, height), made, ORANGE, size=(1.1, 0.46))
            for start, end in pairwise((box(axis, (0.5, height), text, size=(0.8, 0.34)), encoder, vectors, scored)):
                arrow(axis, start, end)
    return figure

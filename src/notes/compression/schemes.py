"""The chapter's schemes: what training changes is blue."""

from itertools import pairwise

from matplotlib.figure import Figure

from notes.diagrams import arrow, box, diagram, node
from notes.plotting import BLUE, ORANGE


def teacher_and_student() -> Figure:
    """Soft targets of a teacher, and labels, for a student."""
    figure, axis = diagram(width=5.8, height=2.5)
    images = box(axis, (0.4, 1.4), "images")
    teacher, student = box(axis, (1.4, 2.1), "teacher"), box(axis, (1.4, 1.4), "student", BLUE)
    believed, softened = (box(axis, (2.75, y), "softmax at $T$", size=(1.15, 0.34)) for y in (2.1, 1.4))
    plain, labels = box(axis, (2.75, 0.7), "softmax", size=(1.15, 0.34)), box(axis, (2.75, 0.2), "labels")
    soft, hard = box(axis, (4.4, 1.4), "soft loss"), box(axis, (4.4, 0.7), "hard loss")
    total = box(axis, (5.4, 1.05), "loss", ORANGE)
    arrow(axis, images.at(0, 1), teacher, via=[(0.4, 2.1)])
    arrow(axis, student.at(0, -1), plain, via=[(1.4, 0.7)])
    arrow(axis, believed, soft.at(0, 1), "soft targets", via=[(4.4, 2.1)])
    arrow(axis, labels, hard.at(0, -1), via=[(4.4, 0.2)])
    for start, end in (
        (teacher, believed),
        *pairwise((images, student, softened, soft, total)),
        (plain, hard),
        (hard, total),
    ):
        arrow(axis, start, end)
    return figure


def straight_through_view() -> Figure:
    """Weights that training sees rounded, and a gradient that passes the rounding by."""
    figure, axis = diagram(width=4.8, height=1.5)
    weights, rounded = box(axis, (0.6, 1.1), "weights", BLUE), box(axis, (2.0, 1.1), "rounding")
    view, loss = box(axis, (3.2, 1.1), "view"), box(axis, (4.3, 1.1), "loss", ORANGE)
    for start, end in pairwise((weights, rounded, view, loss)):
        arrow(axis, start, end)
    corners = [(4.3, 0.4), (0.6, 0.4)]
    arrow(
        axis, loss.at(0, -1), weights.at(0, -1), "gradient, as if nothing were rounded", BLUE, via=corners, dashed=True
    )
    return figure


def adapter_beside_four_bits() -> Figure:
    """A frozen map in four bits, and beside it an adapter of two narrow maps, which alone is trained."""
    figure, axis = diagram(width=4.8, height=1.7)
    given, total = box(axis, (0.4, 1.2), "input"), node(axis, (3.5, 1.2), "+")
    frozen = box(axis, (1.95, 1.2), r"$\hat W$, four bits, frozen")
    narrow, wide = (
        box(axis, (1.4, 0.4), "$A$", BLUE, size=(0.4, 0.34)),
        box(axis, (2.5, 0.4), "$B$", BLUE, size=(0.4, 0.34)),
    )
    arrow(axis, given.at(0, -1), narrow, via=[(0.4, 0.4)])
    arrow(axis, narrow, wide, "rank $r$")
    arrow(axis, wide, total.at(0, -1), r"$\nu$", via=[(3.5, 0.4)])
    for start, end in pairwise((given, frozen, total, box(axis, (4.3, 1.2), "output"))):
        arrow(axis, start, end)
    return figure

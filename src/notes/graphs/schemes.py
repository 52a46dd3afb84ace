"""The diagrams of chapter 10, in the vocabulary of `notes.diagrams`."""

from matplotlib.figure import Figure

from notes.diagrams import arrow, box, diagram, frame, node
from notes.plotting import BLUE, GREEN, GREY, ORANGE

WIDE = (1.5, 0.36)


def layers_and_heads() -> Figure:
    """A graph network: the matrix that gathers goes into every layer, and three heads ask three questions."""
    figure, axis = diagram(width=4.8, height=4.3)
    before = box(axis, (1.6, 0.3), "$X$, a column a node", size=(1.7, 0.36))
    matrix = box(axis, (3.9, 1.0), "$A + I$", ORANGE)
    frame(axis, (0.2, 0.68), (3.0, 2.75), "$R$ layers")
    for row, (text, colour) in enumerate((("gather", ORANGE), (r"project by $\Omega$", BLUE), ("rectify", GREY))):
        now = box(axis, (1.6, 1.0 + 0.6 * row), text, colour, size=WIDE)
        arrow(axis, before, now)
        if row == 0:
            arrow(axis, matrix, now)
        before = now
    columns = box(axis, (1.6, 3.1), "$H_R$", size=WIDE)
    arrow(axis, before, columns)
    heads = {"mean:\na graph": (0.75, -0.9), "one column:\na node": (2.25, 0.6)}
    for text, (x, along) in heads.items():
        arrow(axis, columns.at(along, 1), box(axis, (x, 3.95), text, BLUE, size=(1.25, 0.5)))
    edge = box(axis, (3.95, 3.95), "two columns:\nan edge", BLUE, size=(1.25, 0.5))
    arrow(axis, columns.at(1, 0), edge.at(0, -1), via=[(3.95, 3.1)])
    return figure


def one_head() -> Figure:
    """One head of graph attention: shares of the neighbours, computed from both ends, weigh the projected columns."""
    figure, axis = diagram(width=4.8, height=4.0)
    columns = box(axis, (1.2, 0.3), "$H$", size=WIDE)
    projected = box(axis, (1.2, 1.0), r"$H' = \beta \mathbf{1}^\top + \Omega H$", BLUE, size=(1.7, 0.4))
    listens, speaks = (
        box(axis, (2.5, 1.75), r"listener $\phi_1$", BLUE, size=(1.15, 0.36)),
        box(axis, (4.0, 1.75), r"speaker $\phi_2$", BLUE, size=(1.15, 0.36)),
    )
    scores = box(axis, (3.25, 2.4), "add, rectify", size=WIDE)
    shares = box(axis, (3.25, 3.05), "softmax over the\nneighbours and oneself", ORANGE, size=(1.9, 0.5))
    heard = box(axis, (1.2, 3.7), r"$H' \alpha$", GREEN, size=WIDE)
    arrow(axis, columns, projected)
    arrow(axis, projected.at(1, 0.3), listens.at(0, -1), via=[(2.5, 1.06)])
    arrow(axis, projected.at(1, -0.3), speaks.at(0, -1), via=[(4.0, 0.94)])
    arrow(axis, listens, scores)
    arrow(axis, speaks, scores)
    arrow(axis, scores, shares)
    arrow(axis, projected, heard)
    arrow(axis, shares.at(0, 1), heard.at(1, 0), r"$\alpha$", via=[(3.25, 3.7)])
    return figure


def messages_along_edges() -> Figure:
    """Message passing: each edge makes a message of its two ends and its own feature; a node adds up and updates."""
    figure, axis = diagram(width=4.8, height=3.7)
    own = node(axis, (2.4, 0.5), "$h_n$", BLUE, radius=0.22)
    total = node(axis, (2.4, 2.0), r"$\sum$", GREEN, radius=0.2)
    for x, name in ((0.7, "m"), (4.0, "k")):
        message = box(axis, (x, 1.2), "$M$", ORANGE, size=(0.5, 0.34))
        arrow(axis, node(axis, (x, 0.5), f"$h_{name}$", BLUE, radius=0.22), message)
        arrow(axis, own, message, f"$e_{{{name}n}}$")
        arrow(axis, message.at(0, 1), total.at(-1 if x < 2.4 else 1, 0), via=[(x, 2.0)])
    update = box(axis, (2.4, 2.7), "$U$", ORANGE, size=(0.5, 0.34))
    arrow(axis, total, update)
    arrow(axis, own.at(0, -1), update.at(1, 0), via=[(2.4, 0.12), (4.6, 0.12), (4.6, 2.7)])
    arrow(axis, update, node(axis, (2.4, 3.4), "$h'_n$", BLUE, radius=0.22))
    return figure

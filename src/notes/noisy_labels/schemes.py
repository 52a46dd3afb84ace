"""The chapter's schemes: what is trained is blue, and what is known beside noisy labels is orange."""

from itertools import pairwise

from matplotlib.figure import Figure

from notes.diagrams import arrow, box, diagram, words
from notes.plotting import BLUE, GREY, ORANGE


def corrections() -> Figure:
    """Forward correction passes the prediction through the noise; backward correction takes it out of the losses."""
    figure, axis = diagram(width=5.6, height=2.7)
    rows = {
        "forward": ("network", "probabilities $p$", "$T$", "loss at the label"),
        "backward": ("network", "losses of all classes", "$T^{-1}$", "entry of the label"),
    }
    for (name, parts), y in zip(rows.items(), (1.75, 0.45), strict=True):
        words(axis, (0.1, y + 0.68), name, ha="left", fontweight="bold")
        network, told, matrix, loss = (
            box(axis, (x, y), part, colour, size=(width, 0.34))
            for x, part, colour, width in zip(
                (0.5, 2.0, 3.3, 4.65), parts, (BLUE, GREY, ORANGE, GREY), (0.8, 1.6, 0.5, 1.4), strict=True
            )
        )
        for start, end in pairwise((network, told, matrix, loss)):
            arrow(axis, start, end)
        arrow(axis, box(axis, (4.65, y + 0.55), "noisy label"), loss)
    return figure


def crossed_selections() -> Figure:
    """Co-teaching: each network selects the examples that the other one learns from."""
    figure, axis = diagram(width=5.4, height=2.2)
    rows = (("f", "g", 1.65), ("g", "f", 0.55))
    networks, chosen = {}, {}
    for name, _, y in rows:
        networks[name] = box(axis, (0.65, y), f"network ${name}$", BLUE)
        losses = box(axis, (1.95, y), f"losses of ${name}$")
        chosen[name] = box(axis, (3.1, y), f"$D_{name}$", ORANGE)
        for start, end in pairwise((networks[name], losses, chosen[name])):
            arrow(axis, start, end)
    for name, other, y in rows:
        arrow(axis, chosen[other], box(axis, (4.6, y), f"step of ${name}$", BLUE))
    return figure


def learning_to_reweight() -> Figure:
    """A step on weighted noisy examples, the clean loss after it, and its gradient, which gives the weights."""
    figure, axis = diagram(width=5.4, height=2.1)
    step, loss = box(axis, (2.3, 1.25), "step"), box(axis, (4.6, 1.25), "clean loss")
    weights = box(axis, (0.75, 0.65), r"weights $\varepsilon_i$")
    arrow(axis, box(axis, (0.75, 1.85), "noisy examples"), step.at(0, 1), via=[(2.3, 1.85)])
    arrow(axis, box(axis, (0.75, 1.25), r"parameters $\phi$", BLUE), step)
    arrow(axis, weights, step.at(0, -1), via=[(2.3, 0.65)])
    arrow(axis, box(axis, (4.6, 1.85), "clean set", ORANGE), loss)
    for start, end in pairwise((step, box(axis, (3.4, 1.25), r"$\phi$ ahead"), loss)):
        arrow(axis, start, end)
    corners = [(4.6, 0.15), (0.75, 0.15)]
    arrow(axis, loss.at(0, -1), weights.at(0, -1), "gradient by the weights", BLUE, via=corners, dashed=True)
    return figure

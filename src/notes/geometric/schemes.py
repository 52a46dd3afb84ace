"""The chapter's schemes of networks: what is learnt is blue."""

from itertools import pairwise

from matplotlib.figure import Figure

from notes.diagrams import arrow, box, diagram, node
from notes.plotting import BLUE, GREY, ORANGE


def blueprint() -> Figure:
    """The blueprint: layers that are equivariant and poolings in turn, then what forgets the position, and the head."""
    figure, axis = diagram(width=6.4, height=0.8)
    layer, pooling = "equivariant\nlayer $L_%d$", "local\npooling"
    names = ("signal", layer % 1, pooling, layer % 2, "global\npooling", "head", "answer")
    learnt, places = {layer % 1, layer % 2, "head"}, (0.35, 1.3, 2.28, 3.26, 4.24, 5.06, 5.95)
    drawn = (
        box(axis, (x, 0.4), name, BLUE if name in learnt else ORANGE if "pool" in name else GREY)
        for x, name in zip(places, names, strict=True)
    )
    for start, end in pairwise(drawn):
        arrow(axis, start, end)
    return figure


def group_network() -> Figure:
    """Lifting by a kernel in four turns, a group convolution, and the largest value over places and elements."""
    figure, axis = diagram(width=6.8, height=2.6)
    image = box(axis, (0.4, 1.3), "image")
    mixed = box(axis, (3.7, 1.3), "group\nconvolution", BLUE, size=(0.95, 2.3))
    for turn, y in enumerate((2.2, 1.6, 1.0, 0.4)):
        kernel = box(axis, (1.7, y), rf"$\psi$ turned by $r_{turn}$", BLUE, size=(1.1, 0.34))
        lifted = node(axis, (2.75, y), f"$y_{turn}$", radius=0.19)
        arrow(axis, image, kernel.at(-1, 0))
        for start, end in pairwise((kernel, lifted, mixed.at(-1, (y - 1.3) / 1.15))):
            arrow(axis, start, end)
    largest, readout = box(axis, (4.72, 1.3), "largest\nvalue", ORANGE), box(axis, (5.58, 1.3), "readout", BLUE)
    for start, end in pairwise((mixed, largest, readout, box(axis, (6.42, 1.3), "scores"))):
        arrow(axis, start, end)
    return figure


def frame_averaging() -> Figure:
    """Points in the two poses of their frame, one network for both, and the mean of what it says."""
    figure, axis = diagram(width=5.8, height=1.6)
    points, axes = box(axis, (0.4, 0.8), "points"), box(axis, (1.4, 0.8), "principal\naxes", ORANGE)
    mean = box(axis, (4.45, 0.8), "mean")
    arrow(axis, points, axes)
    for sign, y in enumerate((1.3, 0.3), start=1):
        pose = box(axis, (2.5, y), f"pose {sign}", ORANGE, size=(0.7, 0.34))
        network = box(axis, (3.5, y), "network", BLUE, size=(0.8, 0.34))
        for start, end in pairwise((axes, pose, network, mean)):
            arrow(axis, start, end)
        arrow(axis, points.at(0, 1 if sign == 1 else -1), pose, via=[(0.4, y)])
    arrow(axis, mean, box(axis, (5.4, 0.8), "answer"))
    return figure

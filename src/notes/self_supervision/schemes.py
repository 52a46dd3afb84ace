"""The schemes of chapter 7: how its methods hang together; `figures` has what is measured."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Wedge

from notes.diagrams import Part, arrow, box, diagram, node, words
from notes.plotting import BLUE, GREEN, GREY, INK, ORANGE, PAPER

WIDE = (1.2, 0.34)


def siamese_pair() -> Figure:
    """A siamese network: two inputs, one encoder drawn twice, and a loss that sees the two embeddings."""
    figure, axis = diagram(width=4.8, height=2.3)
    loss = box(axis, (2.4, 2.0), "loss")
    encoders = []
    for x, mark, side in ((1.0, "", -1), (3.8, "'", 1)):
        encoder = box(axis, (x, 1.2), r"encoder $f_\phi$", BLUE, size=WIDE)
        arrow(axis, node(axis, (x, 0.4), f"$x{mark}$"), encoder)
        arrow(axis, encoder.at(0, 1), loss.at(side, 0), f"$z{mark}$", via=[(x, 2.0)])
        encoders.append(encoder)
    arrow(axis, encoders[0], encoders[1], "the same weights", BLUE, dashed=True)
    return figure


def two_ways_to_score() -> Figure:
    """NeuMF: the product of a user's and an item's vector, and a network that reads two others, weighed together."""
    figure, axis = diagram(width=4.8, height=3.4)
    user, item = box(axis, (1.4, 0.3), "user $u$"), box(axis, (3.4, 0.3), "item $i$")
    product = node(axis, (0.9, 1.8), r"$\odot$", GREEN)
    network = box(axis, (3.4, 1.8), "network", BLUE, size=WIDE)
    for x, name, end, start in (
        (0.5, "$p_u$", product, user),
        (1.6, "$q_i$", product, item),
        (2.9, "$p'_u$", network, user),
        (4.0, "$q'_i$", network, item),
    ):
        vector = node(axis, (x, 1.05), name, ORANGE, radius=0.2)
        arrow(axis, start, vector)
        arrow(axis, vector, end)
    score = box(axis, (2.4, 3.1), r"$\hat y_{ui}$")
    for part, side in ((product, -1), (network, 1)):
        arrow(axis, part.at(0, 1), score.at(side, 0), "features", via=[(part.centre[0], 3.1)])
    return figure


RINGS = {"easy": (0.35, 1.75), "semi-hard": (-0.55, 1.25), "also semi-hard": (1.45, -0.3), "hard": (-0.5, -0.55)}
POSITIVE, MARGIN = (1.0, 0.35), 1.5  # of the drawing, whose unit is an inch


def three_rings() -> Figure:
    """An anchor with its positive and the two rings between which a negative is semi-hard."""
    figure, axis = diagram(width=4.8, height=4.2)
    middle = (2.3, 2.0)
    inner = math.hypot(*POSITIVE)
    outer = math.sqrt(inner**2 + MARGIN)
    for radius, colour in ((inner, BLUE), (outer, ORANGE)):
        turns = [2 * math.pi * k / 120 for k in range(121)]
        x, y = ([middle[axis] + radius * part(turn) for turn in turns] for axis, part in ((0, math.cos), (1, math.sin)))
        axis.plot(x, y, color=colour, linewidth=1.2, linestyle="--", zorder=0)
    _point(axis, middle, "a", INK)
    _point(axis, (middle[0] + POSITIVE[0], middle[1] + POSITIVE[1]), "p", BLUE)
    for name, (right, up) in RINGS.items():
        place = (middle[0] + right, middle[1] + up)
        _point(axis, place, "n", ORANGE)
        words(axis, (place[0], place[1] - 0.28), name, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})
    return figure


def _point(axis: Axes, place: tuple[float, float], name: str, colour: str) -> None:
    node(axis, place, f"${name}$", colour, radius=0.13)


def own_share(multiplier: float, margin: float, apart: float) -> float:
    r"""The widest angle from its weight vector at which a feature between two of them is still of the first class.

    The own angle counts as $\mu \theta + m$, and must not exceed the angle to the other vector.

    Args:
        multiplier: $\mu$; 1 for none.
        margin: $m$, in radians; 0 for none.
        apart: the angle between the two vectors, in radians.

    Returns:
        An angle in radians.
    """
    return (apart - margin) / (1 + multiplier)


RULES = {
    "modified softmax": (1.0, 0.0),
    r"SphereFace, $\mu = 2$": (2.0, 0.0),
    "ArcFace, $m$ = 30°": (1.0, math.pi / 6),
}


def angular_zones(apart: float = math.pi / 2) -> Figure:
    """Two weight vectors, and for three losses where a feature of each class must lie for no competitor to win.

    Args:
        apart: the angle between the vectors, in radians.
    """
    figure, axis = diagram(width=6.4, height=2.2)
    for column, (title, (multiplier, margin)) in enumerate(RULES.items()):
        origin, widest = (1.05 + 2.15 * column, 0.5), math.degrees(own_share(multiplier, margin, apart))
        words(axis, (origin[0], 2.0), title)
        for side, colour, name in ((-1, BLUE, "$W_1$"), (1, ORANGE, "$W_2$")):
            own = 90 - side * math.degrees(apart) / 2
            ends = sorted((own, own + side * widest))
            axis.add_patch(Wedge(origin, 1.0, *ends, facecolor=(colour, 0.25), edgecolor="none", label=name))
            tip = (origin[0] + 1.1 * math.cos(math.radians(own)), origin[1] + 1.1 * math.sin(math.radians(own)))
            arrow(axis, Part(title, origin, (0.0, 0.0)), Part(name, tip, (0.0, 0.0)), colour=colour)
            words(axis, (tip[0] + 0.12 * side, tip[1] + 0.13), name)
    return figure


def two_networks() -> Figure:
    """BYOL: the online network, which predicts and is trained, and the target network, which follows as its average."""
    figure, axis = diagram(width=4.8, height=4.5)
    image, loss = box(axis, (2.4, 0.3), "image"), box(axis, (2.4, 4.15), "loss")
    columns = (
        (1.1, "view 1", r"\theta", BLUE, ("encoder", "projector", "predictor")),
        (3.7, "view 2", r"\xi", ORANGE, ("encoder", "projector")),
    )
    networks = []
    for x, view, weights, colour, stages in columns:
        network = [box(axis, (x, 0.95), view, size=WIDE)]
        arrow(axis, image.at(-1 if x < 2.4 else 1, 0), network[0].at(0, -1), via=[(x, 0.3)])
        for row, stage in enumerate(stages):
            network.append(box(axis, (x, 1.7 + 0.75 * row), f"{stage} ${weights}$", colour, size=WIDE))
            arrow(axis, network[-2], network[-1])
        networks.append(network)
    for online, target in zip(*(network[1:] for network in networks), strict=False):
        arrow(axis, online, target, "moving average", ORANGE, dashed=True)
    arrow(axis, networks[0][-1].at(0, 1), loss.at(-1, 0), via=[(1.1, 4.15)])
    arrow(axis, networks[1][-1].at(0, 1), loss.at(1, 0), "no gradient", via=[(3.7, 4.15)])
    return figure


Branch = tuple[str, ...]
METHODS: dict[str, tuple[Branch, Branch, str]] = {
    "SimCLR": (
        ("view 1", "encoder", "projector"),
        ("view 2", "encoder", "projector"),
        "cosines of all\nviews of the batch",
    ),
    "SimSiam": (
        ("view 1", "encoder", "projector", "predictor"),
        ("view 2", "encoder", "projector", "no gradient"),
        "cosine",
    ),
    "Barlow Twins": (
        ("view 1", "encoder", "projector"),
        ("view 2", "encoder", "projector"),
        "correlations of all\nunits over the batch",
    ),
    "VICReg": (
        ("view 1", "encoder", "projector", "variance,\ncovariance"),
        ("view 2", "encoder", "projector", "variance,\ncovariance"),
        "distance",
    ),
}
LATER: dict[str, tuple[Branch, Branch, str]] = {
    "MoCo": (
        ("view 1", "encoder", "query"),
        ("view 2", "average of\nthe encoder", "key"),
        "cosines with the key\nand a queue of keys",
    ),
    "DINO": (
        ("view 1", "student", "softmax"),
        ("view 2", "average of\nthe student", "centre,\nsharpen"),
        "cross entropy",
    ),
    "masked autoencoder": (
        ("patches shown", "encoder", "decoder"),
        ("patches hidden", "as they are"),
        "squared distance",
    ),
    "CLIP": (
        ("image", "network\nof images"),
        ("words", "network\nof words"),
        "cosines of all\npairs of the batch",
    ),
}
TRAINED = {"encoder", "projector", "predictor", "student", "decoder", "network\nof images", "network\nof words"}


def pipelines(methods: dict[str, tuple[Branch, Branch, str]]) -> Figure:
    """Four methods: what becomes of two things, from below, and how they are compared.

    Args:
        methods: two branches and their comparison, by the name of the method.
    """
    figure, axis = diagram(width=4.8, height=6.6)
    for place, (title, (*branches, comparison)) in enumerate(methods.items()):
        left, below = 2.4 * (place % 2), 3.3 * (1 - place // 2)
        words(axis, (left + 1.2, below + 3.15), title, fontweight="bold")
        compared = box(axis, (left + 1.2, below + 2.72), comparison, ORANGE, size=(1.75, 0.42))
        for x, side, branch in zip((left + 0.62, left + 1.78), (-0.66, 0.66), branches, strict=True):
            _branch(axis, (x, below + 0.3), branch, compared.at(side, -1))
    return figure


def _branch(axis: Axes, start: tuple[float, float], stages: Sequence[str], end: Part) -> None:
    """Boxes one above the other, what is trained in blue, with an arrow from the last to what compares."""
    before = None
    for row, stage in enumerate(stages):
        place = (start[0], start[1] + 0.6 * row)
        colour = BLUE if stage in TRAINED else GREY
        now = box(axis, place, stage, colour, size=(1.08, 0.38))
        if before:
            arrow(axis, before, now)
        before = now
    assert before is not None
    arrow(axis, before, Part(end.name, (start[0], end.centre[1]), (0.0, 0.0)))

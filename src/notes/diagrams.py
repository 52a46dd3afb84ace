"""One vocabulary for diagrams: boxes, nodes, arrows, frames, braces and timelines, in the colours of `notes.plotting`.

    figure, axis = diagram(width=4.8, height=1.2)           a sheet without axes, measured in inches from the lower left
    reads = box(axis, (0.9, 0.6), "encoder", BLUE)          as large as its text, or of the size given
    adds = node(axis, (2.6, 0.6), "+")
    arrow(axis, reads, adds, "vectors")                     from edge to edge; `via` leads it round corners
    return figure

A width of 4.8 stays readable on a phone; 6.4 fills the text column. `require_room` refuses a diagram in which something
runs into something else; `parts` and `links` say what is drawn, for tests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase

from notes.plotting import GREY, INK, PAPER
from notes.plotting import figure as empty_figure

Point = tuple[float, float]

SIZE, SMALLEST = 9.5, 8.0  # of text, in points
PADDING, GAP = 0.09, 0.04  # around the text of a box, and between an arrow and what it leads to; in inches
FRAME, HEAD = "frame", "-|>,head_length=0.4,head_width=0.2"


@dataclass(frozen=True)
class Part:
    """A box or a node, from whose edge arrows start.

    Attributes:
        name: its text.
        centre: where it is.
        half: half its width and half its height; zero for a point on an edge.
    """

    name: str
    centre: Point
    half: Point

    def at(self, right: float, up: float) -> "Part":
        """A point on or in it, from (-1, -1), its lower left corner, to (1, 1), for an arrow to start or end at."""
        (x, y), (width, height) = self.centre, self.half
        return Part(self.name, (x + right * width, y + up * height), (0.0, 0.0))


def diagram(*, width: float = 4.8, height: float = 2.4) -> tuple[Figure, Axes]:
    """An empty sheet, whose coordinates are inches from the lower left corner.

    Args:
        width: in inches; 6.4 fills the text column, 4.8 can be read on a phone.
        height: in inches.

    Returns:
        The figure, and its only axis, which is not shown.
    """
    figure = empty_figure(width=width, height=height)
    figure.set_layout_engine("none")
    axis = figure.add_axes((0.0, 0.0, 1.0, 1.0), xlim=(0, width), ylim=(0, height))
    axis.set_axis_off()
    return figure, axis


def words(axis: Axes, place: Point, text: str, colour: str = INK, **options: Any) -> Text:
    """Words on the sheet.

    Args:
        axis: the sheet.
        place: of their centre, or as `ha` and `va` say.
        text: the words.
        colour: of the palette.
        **options: passed on to the text: `ha="left"`, `fontsize=8`.

    Returns:
        The text.
    """
    look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": SIZE} | options
    return axis.text(*place, text, color=colour, **look)


def box(axis: Axes, centre: Point, text: str, colour: str = GREY, *, size: Point | None = None) -> Part:
    """A box with its text.

    Args:
        axis: the sheet.
        centre: where it is.
        text: what it says.
        colour: of its edge, and as a tint of its ground.
        size: width and height in inches; without it, as large as the text.

    Returns:
        The box, to draw arrows from.
    """
    written = words(axis, centre, text)
    extent = written.get_window_extent()
    unit = axis.get_figure(root=True).dpi  # type: ignore[union-attr]
    width, height = size or (extent.width / unit + 2 * PADDING, extent.height / unit + 2 * PADDING)
    corner = (centre[0] - width / 2, centre[1] - height / 2)
    axis.add_patch(
        FancyBboxPatch(corner, width, height, boxstyle="round,pad=0,rounding_size=0.05", **_look(text, colour))
    )
    return Part(text, centre, (width / 2, height / 2))


def node(axis: Axes, centre: Point, text: str, colour: str = GREY, *, radius: float = 0.17) -> Part:
    """A circle with its text: a unit of a network, a value, a sum.

    Args:
        axis: the sheet.
        centre: where it is.
        text: what it says.
        colour: of its edge, and as a tint of its ground.
        radius: in inches.

    Returns:
        The node, to draw arrows from.
    """
    words(axis, centre, text)
    axis.add_patch(Circle(centre, radius, **_look(text, colour)))
    return Part(text, centre, (radius, radius))


def _look(text: str, colour: str) -> dict[str, Any]:
    """How a box or a node looks, and the name by which tests know it."""
    return {"facecolor": (colour, 0.15), "edgecolor": colour, "linewidth": 1.2, "label": text}


def arrow(
    axis: Axes,
    start: Part,
    end: Part,
    text: str = "",
    colour: str = GREY,
    *,
    via: Sequence[Point] = (),
    dashed: bool = False,
    place: float = 0.5,
) -> None:
    """An arrow from edge to edge, straight or round corners, with words beside it, or on it where it slants.

    Args:
        axis: the sheet.
        start: where it comes from.
        end: where it leads to.
        text: the words, beside the longest of its straight pieces: above it, or right of it.
        colour: of the arrow.
        via: corners on its way.
        dashed: whether it is drawn dashed.
        place: how far along that piece the words stand, from 0 to 1.
    """
    first, last = (via[0], via[-1]) if via else (end.centre, start.centre)
    corners = np.array([_edge(start, first), *via, _edge(end, last)])
    name = f"{start.name} → {end.name}"
    look: dict[str, Any] = {
        "color": colour,
        "linewidth": 1.3,
        "linestyle": (0, (3, 2)) if dashed else "-",
        "label": name,
    }
    axis.add_patch(FancyArrowPatch(path=Path(corners), arrowstyle=HEAD, mutation_scale=10, **look))
    if text:
        longest = int(np.abs(np.diff(corners, axis=0)).sum(1).argmax())
        before, after = corners[longest : longest + 2]
        _beside(axis, before + place * (after - before), after - before, text).set_label(name)


def _edge(part: Part, toward: Point) -> Point:
    """Where the straight line from a part's centre leaves it, and a gap further; a node is as wide every way."""
    (x, y), (width, height) = part.centre, part.half
    dx, dy = toward[0] - x, toward[1] - y
    length = float(np.hypot(dx, dy))
    if part.half == (0.0, 0.0):
        reach = 0.0
    elif len({*part.half}) == 1:
        reach = width
    else:
        reach = length * min(side / abs(d) for side, d in ((width, dx), (height, dy)) if abs(d) > 1e-9)
    return x + dx / length * (reach + GAP), y + dy / length * (reach + GAP)


def _beside(axis: Axes, place: Any, direction: Any, text: str) -> Text:
    """Words above a level arrow, right of an upright one, on a slanting one."""
    if abs(direction[1]) < 1e-6:
        return words(axis, (place[0], place[1] + 0.05), text, va="bottom")
    if abs(direction[0]) < 1e-6:
        return words(axis, (place[0] + 0.07, place[1]), text, ha="left")
    return words(axis, tuple(place), text, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})


def frame(axis: Axes, corner: Point, opposite: Point, text: str = "", colour: str = GREY) -> None:
    """A dashed frame around parts that belong together, with words in its upper left corner.

    Args:
        axis: the sheet.
        corner: the lower left one.
        opposite: the upper right one.
        text: what it is a frame of.
        colour: of the frame.
    """
    (left, below), (right, above) = corner, opposite
    look: dict[str, Any] = {
        "fill": False,
        "edgecolor": colour,
        "linewidth": 1.0,
        "linestyle": (0, (4, 3)),
        "label": FRAME,
    }
    style = "round,pad=0,rounding_size=0.08"
    axis.add_patch(FancyBboxPatch(corner, right - left, above - below, boxstyle=style, **look))
    if text:
        words(axis, (left + 0.08, above - 0.06), text, ha="left", va="top")


def brace(axis: Axes, start: Point, end: Point, text: str, *, depth: float = 0.12) -> None:
    """A brace over a level stretch or right of an upright one, with words at its tip.

    Args:
        axis: the sheet.
        start: the left end, or the upper one.
        end: the right end, or the lower one.
        text: what is held together.
        depth: from the ends to the tip, in inches.
    """
    a, b = np.array(start), np.array(end)
    along = b - a
    out = depth * np.array([-along[1], along[0]]) / np.hypot(*along)
    middle, bend = (a + b) / 2, out / 2
    shoulders = (a + bend + 0.05 * along, b + bend - 0.05 * along)
    inner = (middle + bend - 0.05 * along, middle + bend + 0.05 * along)
    corners = [a, a + bend, shoulders[0], inner[0], middle + bend, middle + out]
    corners += [middle + bend, inner[1], shoulders[1], b + bend, b]
    codes = [Path.MOVETO, Path.CURVE3, Path.CURVE3, Path.LINETO, Path.CURVE3, Path.CURVE3]
    codes += [Path.CURVE3, Path.CURVE3, Path.LINETO, Path.CURVE3, Path.CURVE3]
    axis.add_patch(PathPatch(Path(corners, codes), fill=False, edgecolor=GREY, linewidth=1.2))
    _beside(axis, middle + out, along, text)


def timeline(axis: Axes, start: Point, length: float, moments: Sequence[str]) -> list[float]:
    """Time from left to right, with words under each of its moments.

    Args:
        axis: the sheet.
        start: the left end.
        length: in inches.
        moments: what happens, in order; each has an equal share of the length.

    Returns:
        Where the moments are, from left to right.
    """
    x, y = start
    arrow(axis, Part("start", start, (0.0, 0.0)), Part("end", (x + length, y), (0.0, 0.0)))
    places = [x + (place + 0.5) * length / len(moments) for place in range(len(moments))]
    for place, moment in zip(places, moments, strict=True):
        axis.plot([place, place], [y - 0.05, y + 0.05], color=GREY, linewidth=1.3)
        words(axis, (place, y - 0.09), moment, va="top")
    return places


def parts(figure: Figure) -> list[tuple[str, str]]:
    """The boxes and nodes of a diagram in the order in which they were drawn: each one's text, and its colour.

    Args:
        figure: of one diagram.

    Returns:
        Pairs of text and colour.
    """
    return [(str(patch.get_label()), to_hex(patch.get_edgecolor())) for patch in _shapes(figure.axes[0])]


def links(figure: Figure) -> list[str]:
    """The arrows of a diagram in the order in which they were drawn.

    Args:
        figure: of one diagram.

    Returns:
        For each arrow "one part → another".
    """
    return [str(patch.get_label()) for patch in figure.axes[0].patches if isinstance(patch, FancyArrowPatch)]


def require_room(figure: Figure) -> None:
    """Refuse a diagram in which words are small, leave the sheet or run into others, or arrows cross words or parts.

    Args:
        figure: of one diagram.

    Raises:
        ValueError: saying what runs into what.
    """
    figure.draw_without_rendering()
    for problem in _collisions(figure):
        raise ValueError(f"`figure` must have room for all that it says, but {problem}")


def _shapes(axis: Axes) -> list[Any]:
    """The patches of boxes and nodes."""
    patches = [patch for patch in axis.patches if isinstance(patch, FancyBboxPatch | Circle)]
    return [patch for patch in patches if patch.get_label() != FRAME]


def _collisions(figure: Figure) -> Iterator[str]:
    """What runs into what."""
    (axis,) = figure.axes
    written = [(text.get_text(), Text.get_window_extent(text).padded(-1.0), text) for text in axis.texts]
    shapes = [(str(patch.get_label()), patch.get_window_extent()) for patch in _shapes(axis)]
    cores = [(str(patch.get_label()), _core(patch)) for patch in _shapes(axis)]
    frames = [(FRAME, patch.get_window_extent()) for patch in axis.patches if patch.get_label() == FRAME]
    arrows = [patch for patch in axis.patches if isinstance(patch, FancyArrowPatch)]
    for name, extent, text in written:
        if float(text.get_fontsize()) < SMALLEST:
            yield f"{name!r} is smaller than {SMALLEST} points"
        if not _holds(figure.bbox, extent):
            yield f"{name!r} leaves the sheet"
        for part, around in (*shapes, *frames):
            if extent.overlaps(around) and not _holds(around, extent):
                yield f"{name!r} runs over the edge of {part!r}"
    for (one, extent, _), (other, second, _) in combinations(written, 2):
        if extent.overlaps(second):
            yield f"{one!r} runs into {other!r}"
    for patch in arrows:
        lines = patch.get_transform().transform_path(patch.get_path()).to_polygons(closed_only=False)
        foreign = [(name, extent) for name, extent, text in written if text.get_label() != patch.get_label()]
        for name, extent in (*foreign, *cores):
            if any(Path(line).intersects_bbox(extent, filled=False) for line in lines):
                yield f"the arrow {patch.get_label()} crosses {name!r}"


def _core(patch: Any) -> Bbox:
    """What no arrow may cross: a box, or the square within a circle."""
    extent: Bbox = patch.get_window_extent()
    return extent.expanded(*[2**-0.5] * 2) if isinstance(patch, Circle) else extent


def _holds(outer: BboxBase, inner: BboxBase) -> bool:
    """Whether one rectangle lies within another."""
    return bool(outer.x0 <= inner.x0 and inner.x1 <= outer.x1 and outer.y0 <= inner.y0 and inner.y1 <= outer.y1)

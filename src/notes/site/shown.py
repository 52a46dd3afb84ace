"""What a figure shows, as plain data that a test can hold its alternative text against."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.quiver import Quiver
from matplotlib.text import Text

from notes.plotting import Drawing, drawing, require_lasting_words


def drawn(figure: Figure) -> tuple[Drawing, str]:
    """A figure in both schemes, and what each of its panels shows, as JSON."""
    panels = [panel(axis) for axis in figure.axes]
    both = drawing(figure)
    require_lasting_words(figure)
    return both, json.dumps(panels)


def panel(axis: Axes) -> dict[str, Any]:
    """Lines, marks, areas, shapes, images and words of a panel, in the order in which they were drawn.

    Parts of a whole with a label, such as bars, or a line and its ranges, have that label.
    """
    labelled = [one for one in axis.containers if not str(one.get_label()).startswith("_")]
    arrows = [one for one in axis.patches if isinstance(one, FancyArrowPatch)]
    wholes = {part: one.get_label() for one in labelled for part in one.get_children()}
    return {
        "title": axis.get_title() or axis.get_title("left"),
        "labels": [axis.get_xlabel(), axis.get_ylabel()],
        "scales": [axis.get_xscale(), axis.get_yscale()],
        "ticks": [[tick.get_text() for tick in one.get_majorticklabels()] for one in (axis.xaxis, axis.yaxis)],
        "limits": [plain(axis.get_xlim()), plain(axis.get_ylim())],
        "equal": axis.get_aspect() == 1,
        "lines": [curve(one, wholes.get(one, one.get_label())) for one in axis.lines],
        "collections": [collection(one) for one in axis.collections],
        "patches": [
            shape(one, wholes.get(one, one.get_label())) for one in axis.patches if not isinstance(one, FancyArrowPatch)
        ],
        "arrows": [str(one.get_label()) for one in arrows],
        "dashed": [str(one.get_label()) for one in arrows if one.get_linestyle() not in ("-", "solid")],
        "images": [plain(one.get_array()) for one in axis.images],
        "texts": [written(one) for one in axis.texts],
    }


def written(one: Text) -> dict[str, Any]:
    """Words, where they stand, and the point that they are of."""
    place, of = one.get_position(), getattr(one, "xy", one.get_position())
    return {"text": one.get_text(), "label": str(one.get_label()), "place": plain(place), "of": plain(of)}


def curve(one: Line2D, label: object) -> dict[str, Any]:
    """A line, or marks that were drawn as one, by its points and its look."""
    colour: Any = one.get_color()
    return {
        "label": str(label),
        "x": plain(one.get_xdata()),
        "y": plain(one.get_ydata()),
        "style": one.get_linestyle(),
        "marker": one.get_marker(),
        "colour": to_hex(colour),
        "width": one.get_linewidth(),
    }


def collection(one: Collection) -> dict[str, Any]:
    """Marks by their places and colours, areas by their corners, contours by their levels and lines, and fields."""
    one.update_scalarmappable()
    levels = plain(one.levels) if isinstance(one, ContourSet) else []
    directions = plain(np.stack([one.U, one.V], axis=-1)) if isinstance(one, Quiver) else []
    colours: Any = one.get_facecolor()
    return {
        "kind": type(one).__name__,
        "label": str(one.get_label()),
        "levels": levels,
        "directions": directions,
        "places": plain(one.get_offsets()),
        "colours": [to_hex(colour) for colour in colours],
        "paths": [plain(path.vertices) for path in one.get_paths()],
    }


def shape(one: Patch, label: object) -> dict[str, Any]:
    """A bar, polygon, circle or ellipse by the corners of its outline."""
    outline = one.get_patch_transform().transform_path(one.get_path())
    colour: Any = one.get_facecolor()
    return {
        "kind": type(one).__name__,
        "label": str(label),
        "colour": to_hex(colour),
        "alpha": plain(colour[3]),
        "corners": plain(outline.vertices),
    }


def plain(values: Any) -> Any:
    """Numbers in nested lists, to six digits."""
    if isinstance(values, np.ma.MaskedArray):
        values = values.filled(np.nan)
    if isinstance(values, Iterable) and not isinstance(values, str) and getattr(values, "ndim", 1) != 0:
        return [plain(value) for value in (values if isinstance(values, list | tuple) else np.asarray(values))]
    return values if isinstance(values, str) else float(f"{float(values):.6g}")

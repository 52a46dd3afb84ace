"""One look for every figure: sizes, fonts, and a palette that colour-blind readers can tell apart, light and dark.

    figure, axis = axes()                          one panel; `axes(1, 3)` gives an array of three in one figure
    axis.plot(x, y, color=BLUE, label="Huber")     colours by name; without one, lines take `LINES` in order
    axis.set(xlabel="residual", ylabel="loss")     every axis says what it measures, or drawing is refused
    return figure                                  a chapter's `figures.py` neither shows nor closes what it returns

In a lab `display(figure, alt="what a reader who cannot see it needs to know")` shows it; a page draws the open figure.

A figure is drawn in light. The dark drawing is the same SVG with each colour of `DARK`, and every pure grey, replaced
by its partner. So take colours from here, make tints with `alpha`, and colour maps from `SEQUENTIAL` and `DIVERGING`,
which stay as they are; text on top of a colour map takes `ON_LIGHT` or `ON_DARK`, which stay too: the site
refuses others.
"""

import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import quote

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib.collections import Collection, QuadMesh
from matplotlib.colors import to_hex, to_rgb, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

BLUE, ORANGE, GREEN, PURPLE, SKY, RED = "#006bd2", "#dc6e14", "#156e48", "#b6419c", "#439dce", "#7a1328"
INK, GREY, GRID, PAPER = "#1f2328", "#6e7781", "#d8dee4", "#ffffff"
LINES = (BLUE, ORANGE, GREEN, PURPLE, SKY, RED)
ON_LIGHT, ON_DARK = "#101112", "#fcfdfe"
SEQUENTIAL, DIVERGING = "viridis", "RdBu_r"

DARK = {
    BLUE: "#4692f6",
    ORANGE: "#f49c48",
    GREEN: "#32c897",
    PURPLE: "#d26cbd",
    SKY: "#9bd7fa",
    RED: "#e86159",
    INK: "#e2e4e9",
    GREY: "#9aa4b0",
    GRID: "#3a4050",
    PAPER: "#1e2129",
}

STYLE: dict[str, Any] = {
    "figure.constrained_layout.use": True,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "mathtext.fontset": "cm",
    "text.color": INK,
    "axes.titlesize": 10.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.facecolor": PAPER,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=LINES),
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "patch.facecolor": BLUE,
    "hatch.color": INK,
    "legend.edgecolor": "none",
    "legend.framealpha": 0.85,
    "image.cmap": SEQUENTIAL,
    # An SVG in an <img> cannot load a font, so text set by the reader's machine would be of another width and run into
    # its neighbours. Outlines cost about 1 kB compressed a figure; the words are in the alternative text.
    "svg.fonttype": "path",
    "svg.hashsalt": "notes",
}

MANY_MARKS, MANY_VERTICES, RASTER_DPI = 1500, 20_000, 160


def figure(*, width: float = 6.4, height: float = 3.6) -> Figure:
    """An empty figure in the notes' style, for layouts that `axes` does not make.

    Args:
        width: in inches; 6.4 fills the text column.
        height: in inches.

    Returns:
        The figure, open.
    """
    plt.style.use(STYLE)
    return plt.figure(figsize=(width, height))


def axes(
    rows: int = 1, columns: int = 1, *, width: float = 6.4, height: float = 3.6, **options: Any
) -> tuple[Figure, Any]:
    """A figure in the notes' style with its axes, as from `matplotlib.pyplot.subplots`.

    Args:
        rows: number of rows of panels.
        columns: number of columns of panels.
        width: of the whole figure, in inches; 6.4 fills the text column.
        height: of the whole figure, in inches.
        **options: passed on to `subplots`: `sharey=True`, `width_ratios=[2, 1]`, `subplot_kw={"projection": "3d"}`.

    Returns:
        The figure, and its axes: one `Axes`, or an array of them if there are several.
    """
    plt.style.use(STYLE)
    return plt.subplots(rows, columns, figsize=(width, height), **options)


@dataclass(frozen=True)
class Drawing:
    """A figure as SVG text in both colour schemes, with its size in CSS pixels."""

    light: str
    dark: str
    width: int
    height: int


def drawing(figure: Figure) -> Drawing:
    """Draw a figure in both colour schemes; the same figure gives the same bytes.

    Args:
        figure: what a function of a chapter's `figures.py` returned.

    Returns:
        Its drawings in light and dark.

    Raises:
        ValueError: if an axis has no label.
    """
    require_labels(figure)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # the layout is settled now, so that both drawings have the same
    dense = _dense_artists(figure)
    for artist in dense:
        artist.set_rasterized(True)
    light = dark = _svg(figure)
    if dense:
        with _recoloured(dense):
            dark = _svg(figure)
    width, height = (round(96 * inches) for inches in figure.get_size_inches())
    return Drawing(light, _darkened(dark), width, height)


def partner(colour: str) -> str:
    """The colour that takes the place of another on a dark page.

    Args:
        colour: as `#rrggbb` in lower case.

    Returns:
        The partner of a colour of the palette; for a grey, the one as far from the paper; another colour stays.
    """
    if colour in DARK:
        return DARK[colour]
    red, green, blue = _channels(colour)
    if not red == green == blue:
        return colour
    ink, paper = _channels(DARK[INK]), _channels(DARK[PAPER])
    return to_hex((ink + (paper - ink) * red / 255) / 255)


def require_labels(figure: Figure) -> None:
    """Refuse a figure in which an axis does not say what it measures.

    Shared axes need one label among them, `supxlabel` and `supylabel` speak for all panels, a colour bar needs a label
    along its length, and axes turned off (schemes, images) and polar ones need none.

    Args:
        figure: what is to be drawn.

    Raises:
        ValueError: naming the panel and the label that it lacks.
    """
    for number, panel in enumerate(figure.axes, start=1):
        shown = getattr(panel, "_axis3don", panel.axison)
        if not shown or panel.name == "polar":
            continue
        missing = [axis for axis in ("xyz" if panel.name == "3d" else "xy") if not _is_labelled(figure, panel, axis)]
        if missing and not (hasattr(panel, "_colorbar") and len(missing) == 1):
            title = f" ({panel.get_title()!r})" if panel.get_title() else ""
            raise ValueError(f"panel {number}{title} of the figure must have a label on its {missing[0]} axis")


def require_lasting_words(figure: Figure) -> None:
    """Refuse words over an image that may fade on a dark page, where the image stays as it is.

    Args:
        figure: drawn, so that all has its place.

    Raises:
        ValueError: naming the words.
    """
    for panel in figure.axes:
        for image, text in product(panel.images, panel.texts):
            lasts = text.get_color() in (ON_LIGHT, ON_DARK) and image.get_alpha() in (None, 1)
            if not lasts and image.get_window_extent().overlaps(Text.get_window_extent(text)):
                raise ValueError(
                    f"{text.get_text()!r} in `figure` lies over an image: it must have the colour `ON_LIGHT` or "
                    f"`ON_DARK`, and the image no `alpha`, got {text.get_color()!r} and {image.get_alpha()}"
                )


def display(figure: Figure, *, alt: str) -> None:
    """Show a figure in a notebook, in the scheme of the page that it is read on, and close it.

    Args:
        figure: what a function of a chapter's `figures.py` returned.
        alt: what a reader who cannot see it needs to know.

    Raises:
        ValueError: if `alt` is empty, or an axis has no label.
    """
    from IPython.display import HTML
    from IPython.display import display as shown

    if not alt.strip():
        raise ValueError(f"`alt` must say what the figure shows, got {alt!r}")
    drawn = drawing(figure)
    plt.close(figure)
    size = f'width="{drawn.width}" height="{drawn.height}" alt="{html.escape(alt)}"'
    light, dark = (f'src="{_address(text)}"' for text in (drawn.light, drawn.dark))
    images = f'<img class="only-light" {size} {light}><img class="only-dark" hidden {size} {dark}>'
    shown(HTML(f'<div class="figure">{images}</div>'))  # type: ignore[no-untyped-call]


def _svg(figure: Figure) -> str:
    """The figure as SVG text on a transparent ground, to a hundredth of a point, in the same bytes each time."""
    text = io.StringIO()
    with plt.style.context({key: value for key, value in STYLE.items() if key.startswith("svg.")}):
        figure.savefig(text, format="svg", dpi=RASTER_DPI, transparent=True, metadata={"Date": None})
    return re.sub(r'(?<= [dxy]=")[^"]+', lambda places: _rounded(places.group()), text.getvalue())


def _rounded(numbers: str) -> str:
    """A text with each number in it to two decimals."""
    return re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number.group()):.2f}", numbers)


def _address(svg: str) -> str:
    """The SVG as the address of an image. As text it weighs three quarters of base64, and packs far better."""
    one_line = " ".join(svg.replace('"', "'").split())
    return "data:image/svg+xml," + quote(one_line, safe=" =':;/,.()!?-_")


def _darkened(light: str) -> str:
    """The SVG with every colour replaced by its dark partner; shapes and text stay where they are."""
    replaced = re.sub(r"(?<=: )#[0-9a-f]{6}(?=[;\"])", lambda colour: partner(colour.group()), light)
    # Matplotlib leaves out the fill where it is black, SVG's default: the root has to carry its partner.
    return replaced.replace("<svg ", f'<svg fill="{partner("#000000")}" ', 1)


def _channels(colour: str) -> np.ndarray:
    """Red, green and blue of `#rrggbb`, from 0 to 255."""
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)])


def _dense_artists(figure: Figure) -> list[Any]:
    """Artists that as shapes would weigh more than as pixels, and `pcolormesh`, which as shapes would show seams."""

    def is_dense(artist: Any) -> bool:
        if isinstance(artist, Line2D):
            return (
                artist.get_marker() not in (None, "None", "", " ") and len(np.asarray(artist.get_xdata())) > MANY_MARKS
            )
        if not isinstance(artist, Collection):
            return False
        marks = max(len(np.asarray(artist.get_offsets())), len(artist.get_paths()))
        vertices = sum(len(np.asarray(path.vertices)) for path in artist.get_paths())
        return isinstance(artist, QuadMesh) or marks > MANY_MARKS or vertices > MANY_VERTICES

    return figure.findobj(is_dense)


@contextmanager
def _recoloured(artists: list[Any]) -> Iterator[None]:
    """Give artists their dark colours for a while: pixels are out of reach of a replacement in the SVG's text."""
    before = [(artist, dict(vars(artist))) for artist in artists]
    for artist in artists:
        if isinstance(artist, Line2D):
            names = ["color", "markerfacecolor", "markeredgecolor"]
        else:
            names = ["facecolor", "edgecolor"] if artist.get_array() is None else []
        for name in names:
            rgba = to_rgba_array(getattr(artist, f"get_{name}")())
            dark = [(*to_rgb(partner(to_hex(colour))), colour[3]) for colour in rgba]
            getattr(artist, f"set_{name}")(dark[0] if isinstance(artist, Line2D) else dark)
    try:
        yield
    finally:
        for artist, state in before:
            vars(artist).update(state)


def _is_labelled(figure: Figure, panel: Any, axis: str) -> bool:
    """Whether the axis named "x", "y" or "z" carries a label: its own, a shared one, or the figure's."""
    whole = {"x": figure.get_supxlabel(), "y": figure.get_supylabel()}.get(axis)
    shared = [panel] if axis == "z" else getattr(panel, f"get_shared_{axis}_axes")().get_siblings(panel)
    return bool(whole or any(getattr(one, f"get_{axis}label")() for one in shared))

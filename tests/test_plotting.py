import itertools
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from notes.plotting import (
    BLUE,
    DARK,
    GRID,
    INK,
    LINES,
    ON_DARK,
    ON_LIGHT,
    ORANGE,
    PAPER,
    RED,
    axes,
    display,
    drawing,
    figure,
    partner,
    require_labels,
    require_lasting_words,
)

# Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, 2009: no
# deficiency, then protanopia, deuteranopia and tritanopia, as matrices on linear RGB.
SIGHTS = {
    "all": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
SCHEMES = {"light": (LINES, PAPER), "dark": ([DARK[colour] for colour in LINES], DARK[PAPER])}


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: np.ndarray) -> np.ndarray:
    cones = np.array(
        [[0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.68069955, 0.10739696], [0.08830246, 0.28171884, 0.6299787]]
    )
    opponents = np.array(
        [
            [0.21045426, 0.79361779, -0.00407205],
            [1.9779985, -2.42859221, 0.45059371],
            [0.02590404, 0.78277177, -0.80867577],
        ]
    )
    return opponents @ np.cbrt(cones @ np.clip(rgb, 0, 1))


def labelled(**options) -> tuple[Figure, plt.Axes]:
    drawn, axis = axes(**options)
    axis.set(xlabel="residual", ylabel="loss")
    return drawn, axis


@pytest.mark.parametrize("scheme", SCHEMES)
def test_palette_stands_out_from_the_page(scheme: str):
    colours, paper = SCHEMES[scheme]
    assert min(contrast(colour, paper) for colour in colours) >= 3  # WCAG 2.1, criterion 1.4.11
    assert contrast(DARK[INK], DARK[PAPER]) >= 7
    assert contrast(INK, PAPER) >= 7


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_palette_can_be_told_apart(scheme: str, sight: str):
    seen = [oklab(SIGHTS[sight] @ linear(colour)) for colour in SCHEMES[scheme][0]]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) > 0.085


def test_partner_of_a_grey_is_as_far_from_the_paper():
    assert partner("#ffffff") == DARK[PAPER]
    assert partner("#000000") == DARK[INK]
    lightness = [linear(partner(f"#{level:02x}{level:02x}{level:02x}")).sum() for level in range(0, 255, 16)]
    assert lightness == sorted(lightness, reverse=True)


@pytest.mark.parametrize("colour", [ON_LIGHT, ON_DARK, "#123456"])
def test_partner_of_another_colour_is_itself(colour: str):
    assert partner(colour) == colour


def test_drawing_is_the_same_each_time():
    def draw():
        drawn, axis = labelled()
        axis.plot([0, 1, 2], label="line")
        axis.scatter(np.arange(2000), np.arange(2000))
        axis.legend()
        return drawing(drawn)

    assert draw() == draw()


def test_drawing_can_be_repeated():
    drawn, axis = labelled()
    axis.scatter(*np.random.default_rng(0).normal(size=(2, 3000)), s=3, alpha=0.5)
    assert drawing(drawn) == drawing(drawn)


def test_drawing_differs_between_the_schemes_in_colours_only():
    drawn, axis = labelled()
    for height, colour in enumerate(LINES):
        axis.plot([0, 1], [height, height + 1], color=colour)
    axis.text(0, 0, "black", color="black")
    light, dark = drawing(drawn).light, drawing(drawn).dark
    colour = re.compile(r"#[0-9a-f]{6}(?=[;\"])")
    assert colour.sub("", light) == colour.sub("", dark).replace(' fill=""', "", 1)
    for one in (*LINES, INK, GRID):
        assert one in light
        assert one not in dark
        assert DARK[one] in dark


def test_drawing_has_no_ground_and_no_date():
    drawn, axis = labelled()
    axis.plot([0, 1])
    light = drawing(drawn).light
    assert "<dc:date>" not in light
    assert PAPER not in light


def test_drawing_has_its_size_in_css_pixels():
    drawn, axis = labelled(width=6, height=3)
    axis.plot([0, 1])
    result = drawing(drawn)
    assert (result.width, result.height) == (576, 288)
    assert 'width="432pt" height="216pt"' in result.light


def dense_scatter(axis: plt.Axes) -> None:
    axis.scatter(*np.random.default_rng(0).normal(size=(2, 20_000)), s=2, color=RED)


def dense_markers(axis: plt.Axes) -> None:
    axis.plot(*np.random.default_rng(0).normal(size=(2, 20_000)), ".", color=RED, markersize=2)


def mesh(axis: plt.Axes) -> None:
    axis.pcolormesh(np.arange(10_000.0).reshape(100, 100))


@pytest.mark.parametrize("artist", [dense_scatter, dense_markers, mesh])
def test_drawing_makes_pixels_of_dense_artists(artist):
    drawn, axis = labelled()
    artist(axis)
    result = drawing(drawn)
    assert "data:image/png" in result.light
    assert len(result.light) < 200_000


@pytest.mark.parametrize(("artist", "same"), [(dense_scatter, False), (dense_markers, False), (mesh, True)])
def test_drawing_recolours_pixels_except_those_of_a_colour_map(artist, same: bool):
    drawn, axis = labelled()
    artist(axis)
    result = drawing(drawn)
    light, dark = (re.search(r"data:image/png;base64,([^\"]+)", svg)[1] for svg in (result.light, result.dark))
    assert (light == dark) is same


def test_drawing_gives_places_to_a_hundredth_of_a_point_and_leaves_scales():
    drawn, axis = labelled()
    axis.plot([0, 1 / 3, 2 / 7])
    paths = re.findall(r' d="([^"]+)"', drawing(drawn).light)
    assert not re.search(r"\.\d{3}", "".join(paths))
    assert "scale(0.015625)" in drawing(drawn).light


def test_drawing_keeps_few_marks_as_shapes():
    drawn, axis = labelled()
    axis.scatter(range(50), range(50))
    axis.plot(np.linspace(0, 1, 5000))
    assert "data:image/png" not in drawing(drawn).light


def test_drawing_of_three_dimensions_has_both_schemes():
    drawn, axis = axes(subplot_kw={"projection": "3d"})
    axis.plot([0, 1], [0, 1], [0, 1], color=BLUE)
    axis.set(xlabel="x", ylabel="y", zlabel="z")
    assert DARK[BLUE] in drawing(drawn).dark


@pytest.mark.parametrize("missing", ["x", "y"])
def test_drawing_refuses_an_axis_without_a_label(missing: str):
    drawn, axis = labelled()
    axis.set_title("A loss")
    axis.set(**{f"{missing}label": ""})
    with pytest.raises(ValueError, match=rf"panel 1 \('A loss'\) of the figure must have .* its {missing} axis"):
        drawing(drawn)


def test_require_labels_wants_all_three_of_a_space():
    drawn, axis = axes(subplot_kw={"projection": "3d"})
    axis.set(xlabel="x", ylabel="y")
    with pytest.raises(ValueError, match="z axis"):
        require_labels(drawn)
    axis.set_axis_off()
    require_labels(drawn)


def test_require_labels_accepts_one_label_for_shared_axes():
    drawn, panels = axes(1, 2, sharey=True)
    panels[0].set(xlabel="x", ylabel="y")
    panels[1].set(xlabel="x")
    require_labels(drawn)
    panels[0].set_ylabel("")
    with pytest.raises(ValueError, match="panel 1 of the figure must have a label on its y axis"):
        require_labels(drawn)


def test_require_labels_accepts_labels_of_the_whole_figure():
    drawn, _ = axes(2, 2)
    drawn.supxlabel("x")
    drawn.supylabel("y")
    require_labels(drawn)


def test_require_labels_exempts_axes_turned_off():
    drawn, axis = axes()
    axis.imshow(np.eye(3))
    with pytest.raises(ValueError, match="x axis"):
        require_labels(drawn)
    axis.set_axis_off()
    require_labels(drawn)


def test_require_labels_wants_a_label_along_a_colour_bar():
    drawn, axis = labelled()
    bar = drawn.colorbar(axis.pcolormesh(np.eye(3)))
    with pytest.raises(ValueError, match="panel 2"):
        require_labels(drawn)
    bar.set_label("value")
    require_labels(drawn)


def lettered(colour: str, place: tuple[float, float], alpha: float | None = None) -> Figure:
    drawn, axis = labelled()
    axis.imshow(np.eye(3), alpha=alpha)
    axis.annotate("name", place, color=colour)
    drawing(drawn)
    return drawn


@pytest.mark.parametrize(("colour", "alpha"), [(INK, None), ("white", 1), (ON_LIGHT, 0.5), (ON_DARK, 0.99)])
def test_require_lasting_words_refuses_what_fades_over_an_image(colour: str, alpha: float | None):
    with pytest.raises(ValueError, match="'name' in `figure` lies over an image"):
        require_lasting_words(lettered(colour, (1, 1), alpha))


@pytest.mark.parametrize(
    ("colour", "place", "alpha"), [(ON_LIGHT, (1, 1), None), (ON_DARK, (1, 1), 1), (INK, (2.6, 1), 0.5)]
)
def test_require_lasting_words_accepts_what_stays_or_stands_beside(colour: str, place: tuple, alpha: float | None):
    require_lasting_words(lettered(colour, place, alpha))


def test_figure_has_the_style():
    drawn = figure(width=4, height=2)
    axis = drawn.subplots()
    (line,) = axis.plot([0, 1])
    (second,) = axis.plot([0, 2])
    assert (line.get_color(), second.get_color()) == (BLUE, ORANGE)
    assert tuple(drawn.get_size_inches()) == (4, 2)


def test_display_shows_both_schemes_and_closes(monkeypatch: pytest.MonkeyPatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    drawn, axis = labelled()
    axis.plot([0, 1])
    display(drawn, alt='A "rising" line')
    html = shown[0].data
    assert html.count('alt="A &quot;rising&quot; line"') == 2
    for address in re.findall(r' src="data:image/svg\+xml,([^"]+)"', html):
        assert ElementTree.fromstring(unquote(address)).tag.endswith("svg")
    assert html.count("data:image/svg+xml,") == 2
    assert 'class="only-light" width="614" height="346"' in html
    assert 'class="only-dark" hidden' in html
    assert plt.get_fignums() == []


def test_display_wants_a_description():
    drawn, _ = labelled()
    with pytest.raises(ValueError, match="`alt` must say what the figure shows, got ' '"):
        display(drawn, alt=" ")

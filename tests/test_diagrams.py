"""The vocabulary of diagrams: where arrows start and end, what tests can read back, and what is refused."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch

from notes.diagrams import GAP, arrow, box, brace, diagram, frame, links, node, parts, require_room, timeline, words
from notes.plotting import BLUE, GREY, ORANGE, drawing


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def corners(axis) -> list[np.ndarray]:
    """The lines of the arrows, without their heads, in inches."""
    patches = [patch for patch in axis.patches if isinstance(patch, FancyArrowPatch)]
    return [np.asarray(patch.get_path().to_polygons(closed_only=False)[0]) for patch in patches]


def test_box_is_as_large_as_its_text_or_as_it_is_told():
    _, axis = diagram()
    short, long = box(axis, (1, 1), "a"), box(axis, (1, 2), "a long text")
    assert short.half[0] < long.half[0]
    assert box(axis, (3, 1), "a", size=(0.8, 0.4)).half == (0.4, 0.2)


def test_arrow_starts_and_ends_a_gap_from_the_edges():
    _, axis = diagram()
    left, right = box(axis, (1, 1), "a", size=(0.6, 0.4)), node(axis, (3, 1), "b", radius=0.2)
    arrow(axis, left, right)
    (line,) = corners(axis)
    assert line[0] == pytest.approx([1.3 + GAP, 1])
    assert line[:, 0].max() <= 2.8 - GAP + 1e-6


def test_arrow_goes_round_its_corners():
    _, axis = diagram()
    low, high = box(axis, (1, 0.5), "a", size=(0.4, 0.4)), box(axis, (3, 2), "b", size=(0.4, 0.4))
    arrow(axis, low.at(0, 1), high, via=[(1, 2)])
    (line,) = corners(axis)
    assert line[:2] == pytest.approx(np.array([[1, 0.7 + GAP], [1, 2]]))


def test_parts_and_links_say_what_is_drawn():
    figure, axis = diagram()
    one, other = box(axis, (1, 1), "one", BLUE), node(axis, (3, 1), "x", ORANGE)
    frame(axis, (0.2, 0.2), (4, 2), "both")
    arrow(axis, one, other, "gives")
    arrow(axis, other.at(0, 1), one.at(0, 1), via=[(3, 1.6), (1, 1.6)], dashed=True)
    brace(axis, (4.2, 2), (4.2, 0.2), "all")
    assert parts(figure) == [("one", BLUE), ("x", ORANGE)]
    assert links(figure) == ["one → x", "x → one"]
    require_room(figure)


def test_timeline_gives_each_moment_an_equal_share():
    figure, axis = diagram()
    assert timeline(axis, (0.4, 1), 4, ["first", "then"]) == pytest.approx([1.4, 3.4])
    require_room(figure)


def crowded(axis) -> None:
    words(axis, (1, 1), "one label")
    words(axis, (1.2, 1), "another")


def cut(axis) -> None:
    words(axis, (0.1, 1), "a label at the edge")


def small(axis) -> None:
    words(axis, (1, 1), "tiny", fontsize=7.9)


def overfull(axis) -> None:
    box(axis, (2, 1), "more than there is room for", size=(0.6, 0.3))


def framed(axis) -> None:
    frame(axis, (1, 1), (3, 2))
    words(axis, (1, 1.5), "over the frame")


def crossed(axis) -> None:
    start, _, end = (box(axis, (x, 1), name) for x, name in ((0.5, "a"), (2, "b"), (4, "c")))
    arrow(axis, start, end)


def struck(axis) -> None:
    arrow(axis, node(axis, (0.5, 1), "a"), node(axis, (4, 1), "b"))
    words(axis, (2, 1), "in the way")


@pytest.mark.parametrize(
    ("drawn", "message"),
    [
        (crowded, "'one label' runs into 'another'"),
        (cut, "leaves the sheet"),
        (small, "smaller than"),
        (overfull, "runs over the edge of 'more"),
        (framed, "runs over the edge of 'frame'"),
        (crossed, "a → c crosses 'b'"),
        (struck, "a → b crosses 'in the way'"),
    ],
)
def test_require_room_refuses_what_runs_into_something(drawn, message):
    figure, axis = diagram()
    drawn(axis)
    with pytest.raises(ValueError, match=message):
        require_room(figure)


def test_words_of_an_arrow_stand_above_right_or_on_it():
    figure, axis = diagram()
    a, b, c = (node(axis, place, name) for place, name in (((1, 0.5), "a"), ((3, 0.5), "b"), ((3, 2), "c")))
    arrow(axis, a, b, "level")
    arrow(axis, b, c, "upright")
    arrow(axis, a, c, "slanting")
    level, upright, slanting = axis.texts[-3:]
    assert level.get_position()[1] > 0.5
    assert upright.get_position()[0] > 3
    assert slanting.get_position() == pytest.approx((2, 1.25))
    require_room(figure)


def test_diagram_is_drawn_in_both_schemes():
    figure, axis = diagram(width=2, height=1)
    box(axis, (1, 0.5), "a", BLUE)
    drawn = drawing(figure)
    assert (drawn.width, drawn.height) == (192, 96)
    assert BLUE in drawn.light
    assert BLUE not in drawn.dark
    assert GREY not in drawn.dark

"""Pages fit the window, from the narrowest phone on, and what is drawn is drawn whole."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page
from tests.browser.conftest import Visit
from tests.browser.pages import UNFOLDED, WIDTHS, each_page

PHONE = {"width": 390, "height": 844}
WIDER = """() => [...document.querySelectorAll("body *")].filter((one) => {
  if (one.getBoundingClientRect().right <= innerWidth + 1) return false
  for (let box = one.parentElement; box && box !== document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflowX !== "visible") return false
  }
  return true
}).map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 60)}`)"""


@pytest.mark.one_in(32)
@each_page
def test_nothing_is_wider_than_the_window(visit: Visit, page: str):
    shown = visit(page, reduced_motion="reduce")
    shown.evaluate(UNFOLDED)
    for width in sorted(WIDTHS, reverse=True):
        shown.set_viewport_size({"width": width, "height": 900})
        assert (width, shown.evaluate(WIDER)) == (width, [])


@pytest.mark.one_in(40)
@each_page
def test_no_box_that_scrolls_hides_the_marker_of_a_list(visit: Visit, page: str):
    shown = visit(page, viewport=PHONE)
    shown.evaluate(UNFOLDED)
    clipped = """() => [...document.querySelectorAll("article li, article li > p")]
        .filter((box) => getComputedStyle(box).overflowX !== "visible").map((box) => box.textContent)"""
    assert shown.evaluate(clipped) == []


def test_the_number_of_a_wide_equation_stands_under_it_on_a_phone(visit: Visit):
    shown = visit("09-generative.html", viewport=PHONE)
    places = shown.evaluate(
        """() => [...document.querySelectorAll(".equation:has(> .equation-number)")].map((equation) => {
            const [body, number] = [...equation.children].map((part) => part.getBoundingClientRect())
            const {scrollWidth, clientWidth} = equation.firstElementChild
            return {wide: scrollWidth > clientWidth, below: number.top >= body.bottom - 1, right: number.right}
        })"""
    )
    assert any(place["wide"] for place in places)
    assert not all(place["below"] for place in places)
    assert [place for place in places if place["wide"] and not place["below"]] == []
    assert len({round(place["right"]) for place in places}) == 1


def brace(page: Page) -> np.ndarray:
    """Where the first brace of a page has ink, in rows and columns of the picture."""
    base, below = (page.locator(part).first.bounding_box() for part in (".brace", ".brace > mo"))
    clip = {"x": base["x"], "width": base["width"], "y": below["y"], "height": below["height"]}
    picture = np.asarray(Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L"), dtype=float)
    return np.abs(picture - np.median(picture)) > 60


def first(rows: np.ndarray) -> int:
    return int(np.flatnonzero(rows)[0])


@pytest.mark.one_in(3)
@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_brace_under_a_formula_is_drawn_whole(visit: Visit, scale: int):
    shown = visit("09-generative.html", viewport={"width": 1600, "height": 900}, device_scale_factor=scale)
    for width in (1600, 1280, 640, 390):
        shown.set_viewport_size({"width": width, "height": 900})
        shown.locator(".equation:has(.brace)").first.scroll_into_view_if_needed()
        shown.evaluate("document.querySelectorAll('.equation-body').forEach((box) => (box.scrollLeft = 1e4))")
        columns = brace(shown)[:, scale:-scale]
        assert columns.any(axis=0).all(), f"a gap in a brace at {width} pixels"
        end, line, tip = (columns[:, round(share * (columns.shape[1] - 1))] for share in (0, 0.25, 0.5))
        assert first(end) < first(line), f"an end of a brace is missing at {width} pixels"
        assert first(tip[::-1]) < first(line[::-1]), f"the tip of a brace is missing at {width} pixels"

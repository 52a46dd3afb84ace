"""What a page weighs, in bytes as a host sends them, and how much a browser has to hold."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import FOLDER, Visit
from tests.browser.pages import CHAPTERS, UNFOLDED, each_chapter

KILOBYTE = 1000
VIEW, HTML, FIGURES, ELEMENTS = 350 * KILOBYTE, 120 * KILOBYTE, 250 * KILOBYTE, 30_000
LOADED = "[location.href, ...performance.getEntriesByType('resource').map((one) => one.name)]"


def weight(file: Path) -> int:
    """The bytes of a file on the way: a font as it is, anything else compressed as hosts do."""
    data = file.read_bytes()
    return len(data) if file.suffix == ".woff2" else len(gzip.compress(data, 6))


def loaded(page: Page, site: Path) -> list[Path]:
    """The files that a page has asked for so far."""
    return [site / urlsplit(address).path.removeprefix(FOLDER) for address in dict.fromkeys(page.evaluate(LOADED))]


def test_no_page_has_more_elements_than_a_phone_can_hold(html: dict[str, str]):
    shown = {name: re.sub(r"<template>.*?</template>", "", text, flags=re.DOTALL) for name, text in html.items()}
    held = {name: len(re.findall(r"<[a-zA-Z]", text)) for name, text in shown.items()}
    assert {name: number for name, number in held.items() if number > ELEMENTS} == {}


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_is_light(built_site: Path, html: dict[str, str], page: str):
    assert weight(built_site / page) <= HTML
    figures = {name for name in re.findall(r'src="(figures/[^"]*)"', html[page]) if ".light." in name}
    assert sum(weight(built_site / name) for name in figures) <= FIGURES


@pytest.mark.one_in(15)
@each_chapter
def test_the_first_view_of_a_chapter_is_light_and_figures_come_as_they_are_reached(
    visit: Visit, built_site: Path, page: str
):
    shown = visit(page)
    shown.wait_for_load_state("networkidle")  # the worker of the search comes when it likes
    first = loaded(shown, built_site)
    assert sum(map(weight, first)) <= VIEW
    shown.evaluate(UNFOLDED)
    for image in shown.locator("img:visible").all():
        image.scroll_into_view_if_needed()
        image.evaluate("(one) => one.decode()")
    later = [file for file in loaded(shown, built_site) if file not in first]
    assert shown.locator("article figure img:not([loading=lazy])").count() == 0
    assert {file.suffix for file in later} <= {".svg"}
    assert not any(".dark." in file.name for file in later)

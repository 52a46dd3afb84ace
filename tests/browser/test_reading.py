"""What a reader does on a page: walk through it by keyboard, copy a passage, and read it from a disk."""

import csv
import random
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import Visit
from tests.browser.pages import each_chapter, each_page

FOCUSED = """() => {
  const focused = document.activeElement
  const shown = focused.matches(".md-option") ? focused.nextElementSibling : focused // the theme's switch is its label
  const box = shown.getBoundingClientRect()
  const seen = shown.checkVisibility({opacityProperty: true, visibilityProperty: true}) && box.width * box.height > 0
  const ring = getComputedStyle(shown).outlineStyle !== "none"
  return {what: focused.outerHTML.slice(0, 120), seen: focused !== document.body && seen, ring}
}"""
STEPS = 60
TABLE = csv.DictReader((Path(__file__).parent.parent / "site" / "queries.csv").read_text("utf8").splitlines())
QUERIES = [(row["query"], row["wanted"].split()) for row in TABLE]


def steps(page: Page, number: int) -> list[dict]:
    """Where the focus stands after each of so many strokes of the tabulator."""
    found = []
    for _ in range(number):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


@pytest.mark.one_in(15)
@each_chapter
def test_a_walk_by_keyboard_shows_where_it_is(visit: Visit, page: str):
    shown = visit(page, reduced_motion="reduce")
    (skip,) = steps(shown, 1)
    assert 'class="md-skip' in skip["what"]
    shown.keyboard.press("Enter")
    assert "#" in shown.url
    walked = steps(shown, STEPS)
    assert [step["what"] for step in walked if not step["seen"]] == []
    assert [step["what"] for step in walked if not step["ring"]] == []
    assert len({step["what"] for step in walked}) > STEPS / 2


def test_the_head_of_a_page_is_walked_without_a_step_into_nothing(visit: Visit):
    walked = steps(visit("index.html", reduced_motion="reduce"), 12)
    assert [step["what"] for step in walked if not step["seen"]] == []


def test_the_search_opens_at_a_stroke_and_closes_at_another(visit: Visit):
    shown = visit("index.html")
    shown.keyboard.press("/")
    field = shown.locator(".md-search__input")
    assert field.evaluate("(one) => one === document.activeElement")
    shown.keyboard.press("Escape")
    assert not field.evaluate("(one) => one === document.activeElement")


@pytest.mark.parametrize("place", ["host", "disk"])
def test_a_query_is_answered(visit: Visit, built_site: Path, run_seed: int, place: str):
    query, wanted = random.Random(f"{run_seed} {place}").choice(QUERIES)
    shown = visit("index.html") if place == "host" else visit("index.html", f"{built_site.as_uri()}/")
    shown.keyboard.press("/")
    shown.keyboard.insert_text(query)
    shown.keyboard.press("Shift")  # the theme looks at the query when a key comes up
    hits = shown.locator(".md-search-result__item").first.locator("a")
    hits.first.wait_for()
    found = [urlsplit(hit.get_attribute("href")) for hit in hits.all()[:2]]  # the page, and its section that is meant
    places = {f"{Path(one.path).name}#{one.fragment}".removesuffix("#") for one in found}
    assert places & {Path(one).name for one in wanted}, query


def test_a_proof_unfolds_by_keyboard_and_is_built_then(visit: Visit):
    shown = visit("09-generative.html")
    proof = shown.locator("details.proof").first
    assert proof.locator("math[display=block]").count() == 0
    proof.locator("summary").first.focus()
    shown.keyboard.press("Enter")
    assert proof.evaluate("(one) => one.open")
    proof.locator("math[display=block]").first.wait_for()
    assert proof.locator("template").count() == 0


@pytest.mark.one_in(2)
@pytest.mark.parametrize("kind", ["proof", "erratum"])
def test_an_address_opens_what_is_folded(visit: Visit, kind: str):
    shown = visit("04-training.html")
    fold = shown.locator(f"details.{kind}").last
    assert shown.locator(f"details.{kind}[open]").count() == 0
    again = visit(f"04-training.html#{fold.get_attribute('id')}")
    again.locator(f"details.{kind}[open] > :not(summary)").first.wait_for()
    assert again.locator(f"details.{kind}[open]").get_attribute("id") == fold.get_attribute("id")


def copied(page: Page, first: str, last: str) -> dict[str, str]:
    """What is in the clipboard once the passage from one element to another has been copied."""
    return page.evaluate(
        """([first, last]) => {
            getSelection().setBaseAndExtent(document.querySelector(first), 0, document.querySelector(last), 1)
            const data = new DataTransfer()
            const options = {clipboardData: data, bubbles: true, cancelable: true}
            document.body.dispatchEvent(new ClipboardEvent("copy", options))
            return {plain: data.getData("text/plain"), html: data.getData("text/html")}
        }""",
        [first, last],
    )


def test_a_copied_passage_is_what_is_seen_with_formulas_as_latex(visit: Visit):
    shown = visit("09-generative.html")
    passage = copied(shown, "#gan-minimax", "#proof-value_is_cross_entropy ~ p")
    formulas = shown.locator("#gan-minimax + p math").all()
    assert [f"${one.get_attribute('alttext')}$" in passage["plain"] for one in formulas] == [True] * len(formulas)
    assert shown.locator("#proof-value_is_cross_entropy > summary").inner_text() in passage["plain"]
    assert "To show:" not in passage["plain"]
    assert "¶" not in passage["plain"]
    assert len(passage["plain"].split("\n\n")) > 3
    assert "<h2" in passage["html"]
    assert "<math" not in passage["html"]


@pytest.mark.one_in(80)
@each_page
def test_a_page_is_read_from_a_disk_as_over_http(visit: Visit, built_site: Path, page: str):
    root = f"{built_site.as_uri()}/"
    assert visit(page, root).inner_text("article") == visit(page).inner_text("article")


@pytest.mark.parametrize("place", ["host", "disk"])
def test_a_click_on_a_letter_tells_what_it_stands_for(visit: Visit, built_site: Path, place: str):
    root = () if place == "host" else (f"{built_site.as_uri()}/",)
    shown = visit("04-training.html", *root)
    told = shown.locator(".letter")
    assert told.count() == 0
    shown.locator(".equation mi", has_text="α").first.click()
    told.wait_for()
    assert ": the learning rate" in told.inner_text().splitlines()
    assert urlsplit(told.locator("a").get_attribute("href")).path.endswith("notation.html")
    shown.keyboard.press("Escape")
    told.wait_for(state="detached")

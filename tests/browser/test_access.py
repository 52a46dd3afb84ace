"""Nothing that axe-core finds stands between a page and a reader who does not see it, or has no mouse."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.browser.conftest import Visit
from tests.browser.pages import UNFOLDED, each_page

THINNED = """() => {
  const letter = document.createElementNS("http://www.w3.org/1998/Math/MathML", "mi")
  letter.textContent = "x"
  document.querySelectorAll("math").forEach((formula) => formula.replaceChildren(letter.cloneNode(true)))
  for (const code of document.querySelectorAll(".highlight code")) {
    const kinds = new Set()
    for (const token of code.querySelectorAll("span")) {
      if (kinds.has(token.className)) token.replaceWith(...token.childNodes)
      kinds.add(token.className)
    }
  }
}"""
"""Of what is alike one is left: a letter of each formula, and of the words of a block one of each colour. A chapter has
twenty thousand of them, and takes axe-core minutes."""


def violations(page: Page) -> dict[str, list[str]]:
    """The elements at which a page breaks a rule of axe-core, by the rule."""
    found = Axe().run(page).response["violations"]
    return {one["id"]: [node["html"][:300] for node in one["nodes"]] for one in found}


@pytest.mark.one_in(160)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_page
def test_axe_finds_nothing_with_folds_closed_and_open(visit: Visit, page: str, scheme: str):
    shown = visit(page, color_scheme=scheme)
    shown.evaluate(THINNED)
    assert violations(shown) == {}
    shown.evaluate(UNFOLDED)
    shown.evaluate(THINNED)
    assert violations(shown) == {}

"""A chapter on paper: nothing is cut, no page is half empty, folds are open, and solutions stand at the end."""

import re
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from tests.browser.conftest import Visit
from tests.browser.pages import each_chapter

MARGIN = 18 / 25.4 * 72
"""The margin of the style sheet, in points."""


def ink(page: pypdfium2.PdfPage) -> np.ndarray:
    """Where a page has ink above the line of its number, a row and a column each point."""
    grey = page.render(grayscale=True).to_numpy()
    return grey[: round(page.get_height() - MARGIN)] < 160


@pytest.mark.one_in(15)
@each_chapter
def test_a_printed_chapter_is_whole(visit: Visit, page: str, tmp_path: Path):
    shown = visit(page, color_scheme="dark")
    solutions = shown.locator("article .solution").count()
    shown.emulate_media(media="print")
    shown.evaluate("document.querySelectorAll('img').forEach((image) => (image.loading = 'eager'))")
    shown.evaluate("Promise.allSettled([...document.images].map((image) => image.decode()))")
    shown.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert shown.locator("article > h2:text('Solutions')").count() == 0, "what is moved for paper is moved back"
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as paper:
        drawn = [ink(one) for one in paper]
        text = "".join(one.get_textpage().get_text_bounded() for one in paper)
    right = drawn[0].shape[1] - round(MARGIN) + 2
    assert [number for number, one in enumerate(drawn, 1) if one[:, right:].any()] == [], "cut at the right"
    ends = [np.flatnonzero(one.any(axis=1))[-1] / len(one) for one in drawn]
    assert [number for number, end in enumerate(ends[:-1], 1) if end < 0.6] == [], "half empty"
    assert text.count("Assumptions and hypotheses:") == shown.locator("details.trust").count()
    assert text.count("The source:") == shown.locator("details.erratum").count()
    assert text.rindex("Solutions") > text.rindex("Further reading")
    assert len(re.findall("^Exercise ", text[text.rindex("Solutions") :], re.MULTILINE)) >= solutions

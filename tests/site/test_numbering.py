from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from notes.site.numbering import NumberingTreeprocessor

CARD = "/// html | p.chapter-place\nChapter 4 of 15\n///\n\n"
TEXT = f"""# Training

{CARD}
## Descent {{#descent}}

### Its *rate*

### Where it fails

## Summary

## Summary
"""
FIGURE = '<figure class="figure"><img alt="A rising line" /><img alt="A rising line" /></figure>'
TREE = f"""<div><div><p class="chapter-place">Chapter 4 of 15 </p></div>{FIGURE}<details>{FIGURE}</details>
<figure class="runs"><img alt="dots" /></figure></div>"""


def html(text: str) -> tuple[BeautifulSoup, Markdown]:
    extensions = ["attr_list", "pymdownx.blocks.html", "toc", "notes.site.numbering"]
    markdown = Markdown(extensions=extensions)
    return BeautifulSoup(markdown.convert(text), "html.parser"), markdown


def test_sections_of_a_chapter_are_numbered_and_keep_their_addresses():
    page, markdown = html(TEXT)
    heads = [(one.get_text(), one["id"]) for one in page.select("h2, h3")]
    assert heads == [
        ("4.1 Descent", "descent"),
        ("4.1.1 Its rate", "its-rate"),
        ("4.1.2 Where it fails", "where-it-fails"),
        ("4.2 Summary", "summary"),
        ("4.3 Summary", "summary_1"),
    ]
    assert page.h1.get_text() == "Training"
    (chapter,) = markdown.toc_tokens
    assert [one["name"] for one in chapter["children"]] == ["4.1 Descent", "4.2 Summary", "4.3 Summary"]


def test_figures_of_a_chapter_are_numbered_under_their_description():
    root = ElementTree.fromstring(TREE)
    NumberingTreeprocessor(Markdown()).run(root)
    shown = root.findall(".//figure[@class='figure']")
    assert [one.get("id") for one in shown] == ["figure-4-1", "figure-4-2"]
    for number, one in enumerate(shown, start=1):
        caption = one.find("figcaption")
        assert "".join(caption.itertext()) == f"Figure 4.{number} A rising line."
        assert caption.find("a").get("href") == f"#{one.get('id')}"
        assert caption.find("span").get("aria-hidden") == "true", "a screen reader has it from the picture"
    assert root.find(".//figure[@class='runs']/figcaption") is None


@pytest.mark.parametrize("card", ["", "/// html | p.chapter-place\nSomewhere\n///\n"])
def test_other_pages_have_no_numbers(card: str):
    page, _ = html(TEXT.replace(CARD, card))
    assert page.select(".section-number") == []
    assert page.h2.get_text() == "Descent"

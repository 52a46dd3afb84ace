"""The sections and the figures of a chapter have numbers: an extension that follows `notes.site.fences`.

A figure's caption is its description, for those who see it too: it says what to look at. A screen reader has it from
the picture already, and is told the number only.
"""

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify, unique
from markdown.treeprocessors import Treeprocessor

_PLACE = re.compile(r"Chapter (\d+) of")


class NumberingTreeprocessor(Treeprocessor):
    """Numbers the sections and the figures of a page with a chapter's card."""

    def run(self, root: ElementTree.Element) -> None:
        """Number those below `root`."""
        opening = root.find(".//p[@class='chapter-place']")
        if opening is None or not (chapter := _PLACE.match(opening.text or "")):
            return
        _number_sections(root, chapter[1])
        for number, figure in enumerate(root.iterfind(".//figure[@class='figure']"), start=1):
            _caption(figure, f"{chapter[1]}.{number}")


def _number_sections(root: ElementTree.Element, chapter: str) -> None:
    """Number the headings, which keep the addresses that they have without a number."""
    ids = {part.get("id", "") for part in root.iter()}
    section = subsection = 0
    for heading in root:
        if heading.tag not in ("h2", "h3"):
            continue
        if not heading.get("id"):
            heading.set("id", unique(slugify("".join(heading.itertext()), "-"), ids))
        section, subsection = (section + 1, 0) if heading.tag == "h2" else (section, subsection + 1)
        _head(heading, ".".join(map(str, filter(None, (chapter, section, subsection)))))


def _head(heading: ElementTree.Element, number: str) -> None:
    """Put a number before the words of a heading."""
    mark = ElementTree.Element("span", {"class": "section-number"})
    mark.text, mark.tail, heading.text = number, f" {heading.text or ''}", ""
    heading.insert(0, mark)


def _caption(figure: ElementTree.Element, number: str) -> None:
    """Put a caption under a figure, to which its number is a link."""
    anchor = f"figure-{number.replace('.', '-')}"
    figure.set("id", anchor)
    caption = ElementTree.SubElement(figure, "figcaption")
    link = ElementTree.SubElement(caption, "a", {"href": f"#{anchor}", "class": "figure-number"})
    link.text, link.tail = f"Figure {number}", " "
    ElementTree.SubElement(caption, "span", {"aria-hidden": "true"}).text = f"{figure[0].get('alt', '').rstrip('.')}."


class NumberingExtension(Extension):
    """`notes.site.numbering` in `markdown_extensions`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run once the fences are replaced (30) and the headings have their attributes (8), before the contents (5)."""
        md.treeprocessors.register(NumberingTreeprocessor(md), "notes-numbering", 7)


def makeExtension(**kwargs: Any) -> NumberingExtension:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return NumberingExtension(**kwargs)

"""A chapter that is named in a text is a link to it: an extension.

Not so in headings and code, within a link, and where reading is listed, whose chapters are those of other books.
On pages and in docstrings mkdocs-autorefs knows the way; labs, which it does not see, tell it.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from notes.chapters import CHAPTERS

PASSED_OVER = ("a", "autoref", "code", "pre", "math", "summary", "h1", "h2", "h3", "h4")
_NUMBER = r"(?:1[0-5]|[1-9])\b"
_NAMED = re.compile(rf"\b[Cc]hapter(?:s\s+{_NUMBER}(?:(?:,\s+|,?\s+(?:to|and)\s+){_NUMBER})*|\s+{_NUMBER}(?! of \d))")
_ONE = re.compile(r"(?:[Cc]hapter\s+)?(\d+)")


def top(number: int) -> str:
    """The anchor at the top of a chapter's page."""
    return f"top-of-chapter-{number}"


class ChapterLinksTreeprocessor(Treeprocessor):
    """Links the chapters that are named in the text of a page."""

    def __init__(self, md: Markdown, chapters: str) -> None:
        super().__init__(md)
        self.chapters = chapters

    def run(self, root: ElementTree.Element) -> None:
        """Link every one below `root`, but for the sections of reading."""
        ours = True
        for part in root:
            if part.tag == "h2":
                ours = not part.get("id", "").endswith("-reading")
            for element in list(_text_elements(part)) if ours else ():
                self._link_in(element)

    def _link_in(self, element: ElementTree.Element) -> None:
        for child in reversed(list(element)):
            child.tail, links = self._pieces(child.tail)
            for offset, link in enumerate(links, start=list(element).index(child) + 1):
                element.insert(offset, link)
        element.text, links = self._pieces(element.text)
        for offset, link in enumerate(links):
            element.insert(offset, link)

    def _pieces(self, text: str | None) -> tuple[str | None, list[ElementTree.Element]]:
        """The beginning of a text, and its links with what follows each."""
        whole = "" if isinstance(text, AtomicString) else text or ""
        found = [one for named in _NAMED.finditer(whole) for one in _ONE.finditer(whole, *named.span())]
        if not found:
            return text, []
        ends = [one.start() for one in found[1:]] + [len(whole)]
        links = [self._link(one, whole[one.end() : end]) for one, end in zip(found, ends, strict=True)]
        return whole[: found[0].start()], links

    def _link(self, named: re.Match[str], tail: str) -> ElementTree.Element:
        chapter = CHAPTERS[int(named[1]) - 1]
        if self.chapters:
            link = ElementTree.Element("a", {"href": f"{self.chapters}{chapter.page}"})
        else:
            link = ElementTree.Element("autoref", {"identifier": top(chapter.number)})
        link.text, link.tail = named[0], tail
        return link


def _text_elements(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """An element and those within it whose text is read as such."""
    if element.tag not in PASSED_OVER:
        yield element
        for child in element:
            yield from _text_elements(child)


class ChapterLinksExtension(Extension):
    """`notes.site.chapter_links` in `markdown_extensions`."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"chapters": ["", "path that leads from the page to the chapters, where autorefs does not"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run after headings have got their identifiers (5)."""
        md.treeprocessors.register(ChapterLinksTreeprocessor(md, self.getConfig("chapters")), "notes-chapters", 4)


def makeExtension(**kwargs: Any) -> ChapterLinksExtension:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return ChapterLinksExtension(**kwargs)

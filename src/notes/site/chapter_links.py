"""A chapter that is named in a text is a link to it: an extension.

Not so where reading is listed, whose chapters are those of other books. On pages and in docstrings mkdocs-autorefs
knows the way; labs, which it does not see, tell it.
"""

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from notes.chapters import CHAPTERS
from notes.site.linking import Found, link

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
            if ours:
                link(part, self._find)

    def _find(self, text: str) -> Found:
        named = (one for named in _NAMED.finditer(text) for one in _ONE.finditer(text, *named.span()))
        return [(*one.span(), self._link(int(one[1]))) for one in named]

    def _link(self, number: int) -> ElementTree.Element:
        if self.chapters:
            return ElementTree.Element("a", {"href": f"{self.chapters}{CHAPTERS[number - 1].page}"})
        return ElementTree.Element("autoref", {"identifier": top(number)})


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

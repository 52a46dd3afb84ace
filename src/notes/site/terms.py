"""A term explains itself where a chapter first uses it: there it is a link to the glossary that tells its meaning."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from notes.site.linking import Found, link
from notes.site.topics import Topic, topics

PAGE = "glossary.md"


class TermsTreeprocessor(Treeprocessor):
    """Links each term where it first stands in the text of a chapter, which is a page with a card."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, root: ElementTree.Element) -> None:
        """Link the terms below `root`."""
        if any(part.get("class") == "card" for part in root):
            first = FirstUses([topic for topic in topics(self.docs) if topic.means])
            for part in root:
                link(part, first)


class FirstUses:
    """Finds terms in texts, each where it stands first."""

    def __init__(self, terms: list[Topic]) -> None:
        self.left = {term.name.lower(): term for term in terms}
        longest_first = sorted(map(re.escape, self.left), key=len, reverse=True)
        self.named = re.compile(rf"(?<![\w-])({'|'.join(longest_first)})(?:e?s)?(?![\w-])", re.IGNORECASE)

    def __call__(self, text: str) -> Found:
        """The links that shall stand in a text, once it is met."""
        return [
            (*use.span(), _link(self.left.pop(use[1].lower())))
            for use in self.named.finditer(text)
            if use[1].lower() in self.left
        ]


def _link(term: Topic) -> ElementTree.Element:
    return ElementTree.Element("a", {"class": "term", "href": f"{PAGE}#{term.anchor}", "title": term.means})


class TermsExtension(Extension):
    """`notes.site.terms` in `markdown_extensions`."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"docs": ["docs", "folder of the pages, with the topics beside them"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run after the chapters are linked (4)."""
        md.treeprocessors.register(TermsTreeprocessor(md, Path(self.getConfig("docs"))), "notes-terms", 3)


def makeExtension(**kwargs: Any) -> TermsExtension:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return TermsExtension(**kwargs)

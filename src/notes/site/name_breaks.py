"""Names of code in tables may break after a dot or an underscore, and nowhere within a word."""

import re
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_PIECE = re.compile(r"[^._]*[._]+|[^._]+")


class NameBreaksTreeprocessor(Treeprocessor):
    """Puts a place to break after each piece of a name in a cell."""

    def run(self, root: ElementTree.Element) -> None:
        """Do so in every table below `root`."""
        for cell in root.iter("td"):
            for name in cell.iter("code"):
                first, *rest = _PIECE.findall(name.text or "") or [""]
                name.text = AtomicString(first)
                for place, piece in enumerate(rest):
                    opportunity = ElementTree.Element("wbr")
                    opportunity.tail = AtomicString(piece)
                    name.insert(place, opportunity)


class NameBreaksExtension(Extension):
    """`notes.site.name_breaks` in `markdown_extensions`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run after the inline patterns (20)."""
        md.treeprocessors.register(NameBreaksTreeprocessor(md), "notes-name-breaks", 2)


def makeExtension(**_: object) -> NameBreaksExtension:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return NameBreaksExtension()

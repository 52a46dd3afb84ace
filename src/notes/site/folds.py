"""The steps of a folded proof are built when a reader first opens it: an extension that follows all others.

The page keeps them in a `template`, of which a browser makes no elements; `docs/assets/folds.js` takes them out.
"""

from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class FoldsTreeprocessor(Treeprocessor):
    """Keeps what is below the titles of proofs until they are opened."""

    def run(self, root: ElementTree.Element) -> None:
        """Fold the proofs below `root`."""
        for fold in root.iterfind(".//details[@class='proof']"):
            summary, *inside = fold
            fold[:] = [summary]
            ElementTree.SubElement(fold, "template").extend(inside)


class FoldsExtension(Extension):
    """`notes.site.folds` in `markdown_extensions`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run last, so that all others see the proofs whole."""
        md.treeprocessors.register(FoldsTreeprocessor(md), "notes-folds", -10)


def makeExtension(**kwargs: Any) -> FoldsExtension:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return FoldsExtension(**kwargs)

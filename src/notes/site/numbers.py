"""The number of an equation tells what of it is proved: an extension that follows `notes.site.maths`."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from notes.site import claims, register

OTHERS = {
    "notation": "Notation: there is nothing to be proved",
    "definition": "Definition: a formula of it is compared with the code on random inputs",
    "check": "Checked against the code",
}


class NumbersTreeprocessor(Treeprocessor):
    """Says at the number of each equation how it is established."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, root: ElementTree.Element) -> None:
        """Tell it at every number below `root`."""
        numbers = {one.get("id", ""): one for one in root.iter("a") if one.get("class") == "equation-number"}
        if not numbers:
            return
        for label, title in titles(self.docs, {f"eq:{name.removeprefix('number-eq-')}" for name in numbers}).items():
            numbers[f"number-{label.replace(':', '-', 1)}"].set("title", title)


def titles(docs: Path, labels: set[str]) -> dict[str, str]:
    """What the numbers of some equations tell who points at them, by label."""
    listed = [one for one in register.entries() if labels & set(one["equations"])]
    others = ((label, one["kind"]) for one in listed for label in one["equations"] if one["kind"] in OTHERS)
    told = {label: OTHERS[kind] for label, kind in others if label in labels}
    found = claims.coverages(docs, listed, labels)
    return told | {label: claims.title(one) for label, one in found.items()}


class NumbersExtension(Extension):
    """`notes.site.numbers` in `markdown_extensions`."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"docs": ["docs", "folder of the chapter pages, whose equations are compared with their proofs"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run after the mathematics (15)."""
        md.treeprocessors.register(NumbersTreeprocessor(md, Path(self.getConfig("docs"))), "notes-numbers", 14)


def makeExtension(**kwargs: Any) -> NumbersExtension:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return NumbersExtension(**kwargs)

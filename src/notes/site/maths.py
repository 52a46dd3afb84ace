r"""Mathematics set at build time: LaTeX becomes MathML, equations get their number and references their link.

A Python-Markdown extension on top of `pymdownx.arithmatex` (generic), which finds the mathematics.
"""

import html
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from notes.site.equations import LABEL, Equation, EquationError, equations
from notes.site.mathml import MathsError, mathml
from notes.site.widths import set_width

PHONE = 10.0  # the room for a formula in a list of a proof on the narrowest screen
_REFERENCE = re.compile(r"\\eqref\{([^}]*)\}")
_STOPS = ".,;:!?)]’”-"
_UNSET = re.compile(r"\$\$|\\(?:begin|end|label|eqref)\{")


class MathsTreeprocessor(Treeprocessor):
    """Replaces what Arithmatex marked by MathML."""

    def __init__(self, md: Markdown, docs: Path, chapters: str) -> None:
        super().__init__(md)
        self.docs = docs
        self.chapters = chapters
        self.equations: dict[str, Equation] | None = None

    def run(self, root: ElementTree.Element) -> None:
        """Set every formula below `root`."""
        self.equations = None
        for parent in list(root.iter()):
            for position, child in enumerate(parent):
                if child.get("class") == "arithmatex":
                    parent[position] = self._display(child) if child.tag == "div" else self._with_stop(child)
        _refuse_unset(root)

    def _with_stop(self, span: ElementTree.Element) -> ElementTree.Element:
        """The formula with the punctuation after it, which must not begin the next line."""
        tail = span.tail or ""
        rest = tail.lstrip(_STOPS)
        stop = tail[: len(tail) - len(rest)]
        formula = self._inline(span)
        if not stop:
            formula.tail = rest
            return formula
        together = ElementTree.Element("span", {"class": "unbroken"})
        together.append(formula)
        formula.tail, together.tail = stop, rest
        return together

    def _inline(self, span: ElementTree.Element) -> ElementTree.Element:
        latex = (span.text or "")[2:-2]
        reference = _REFERENCE.fullmatch(latex.strip())
        if reference:
            return self._point(ElementTree.Element("a"), reference[1])
        formula = mathml(latex)
        return _scrolling(formula) if set_width(formula) > PHONE else formula

    def _display(self, div: ElementTree.Element) -> ElementTree.Element:
        latex = html.unescape((div.text or "")[2:-2])
        found = LABEL.findall(latex)
        if len(found) > 1:
            raise EquationError(f"one equation, one label, got {', '.join(found)}")
        box = ElementTree.Element("div", {"class": "equation"})
        body = ElementTree.SubElement(box, "div", {"class": "equation-body"})
        body.append(mathml(LABEL.sub("", latex), display=True))
        if found:
            equation = self._known(found[0])
            box.set("id", equation.anchor)
            entry = f"{self.chapters}checks.md#{equation.anchor}"
            number = {"class": "equation-number", "href": entry, "title": "How this is checked"}
            number["id"] = f"number-{equation.anchor}"  # an anchor that autorefs finds
            ElementTree.SubElement(box, "a", number).text = equation.number
        return box

    def _point(self, link: ElementTree.Element, label: str) -> ElementTree.Element:
        equation = self._known(label)
        page = "" if label in LABEL.findall("\n".join(self.md.lines)) else self.chapters + equation.chapter.page
        place = {"class": "equation-reference", "href": f"{page}#{equation.anchor}", "title": equation.title}
        link.attrib.update(place)
        link.text = equation.number
        return link

    def _known(self, label: str) -> Equation:
        self.equations = self.equations or equations(self.docs)
        if label not in self.equations:
            raise EquationError(f"no chapter has an equation labelled {label}")
        return self.equations[label]


def _scrolling(formula: ElementTree.Element) -> ElementTree.Element:
    """A formula of a line in a box of its own, which scrolls where the screen is narrower."""
    box = ElementTree.Element("span", {"class": "wide"})
    box.append(formula)
    return box


def _refuse_unset(root: ElementTree.Element) -> None:
    """Refuse mathematics that Arithmatex did not recognise, which a reader would see as raw LaTeX."""
    for element in root.iter():
        own = "" if element.tag in ("code", "pre") else element.text or ""
        text = own + "".join(child.tail or "" for child in element)
        if _UNSET.search(text):
            rule = "mathematics on display needs empty lines around it and none inside"
            raise MathsError(f"raw LaTeX would be left in the page; {rule}:\n    {text.strip()}")


class MathsExtension(Extension):
    """`notes.site.maths` in `markdown_extensions`."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "docs": ["docs", "folder of the chapter pages, which number the equations"],
            "chapters": ["", "path that leads from the page to that folder, such as `../`"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run after the inline patterns (20) and before the table of contents (5)."""
        setter = MathsTreeprocessor(md, Path(self.getConfig("docs")), self.getConfig("chapters"))
        md.treeprocessors.register(setter, "notes-maths", 15)


def makeExtension(**kwargs: Any) -> MathsExtension:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return MathsExtension(**kwargs)

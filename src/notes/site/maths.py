r"""Mathematics set at build time: LaTeX becomes MathML, equations get their number and references their link.

A Python-Markdown extension on top of `pymdownx.arithmatex` (generic), which finds the mathematics; `math-core` sets it.
"""

import html
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from math_core import LatexError, LatexToMathML

from notes.site.equations import LABEL, Equation, EquationError, equations

MACROS = {"substack": r"\begin{gathered}#1\end{gathered}"}
_REFERENCE = re.compile(r"\\eqref\{([^}]*)\}")
_VARIANTS = dict.fromkeys((0xFE00, 0xFE01))  # ask for one of two script alphabets; the font has one
_STOPS = ".,;:!?)]’”-"
_UNSET = re.compile(r"\$\$|\\(?:begin|end|label|eqref)\{")


class MathsError(ValueError):
    """LaTeX that cannot be set."""


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    return LatexToMathML(macros=MACROS, fancy_error=False, allow_unreliable_rendering=True)


def mathml(latex: str, *, display: bool = False) -> ElementTree.Element:
    """The `<math>` element of a LaTeX formula, which it keeps as its `alttext`.

    Args:
        latex: formula without dollars and without label.
        display: whether it stands on a line of its own.

    Raises:
        MathsError: if the LaTeX cannot be set.
    """
    try:
        markup = _converter().convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        raise MathsError(f"cannot set the formula\n    {latex.strip()}\nat character {error}") from None
    markup = re.sub(r"&(?!amp;|lt;|gt;|quot;)\w+;", lambda entity: html.unescape(entity[0]), markup)
    element = ElementTree.fromstring(markup.translate(_VARIANTS))
    for part in element.iter():
        part.text = part.text and AtomicString(part.text)  # not for typographers
    element.set("alttext", " ".join(latex.split()))
    return element


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
        return self._linked(mathml(latex))

    def _display(self, div: ElementTree.Element) -> ElementTree.Element:
        latex = html.unescape((div.text or "")[2:-2])
        found = LABEL.findall(latex)
        if len(found) > 1:
            raise EquationError(f"one equation, one label, got {', '.join(found)}")
        box = ElementTree.Element("div", {"class": "equation"})
        body = ElementTree.SubElement(box, "div", {"class": "equation-body"})
        body.append(self._linked(mathml(LABEL.sub("", latex), display=True)))
        if found:
            equation = self._known(found[0])
            box.set("id", equation.anchor)
            entry = f"{self.chapters}checks.md#{equation.anchor}"
            number = {"class": "equation-number", "href": entry, "title": "How this is checked"}
            number["id"] = f"number-{equation.anchor}"  # an anchor that autorefs finds
            ElementTree.SubElement(box, "a", number).text = equation.number
        return box

    def _linked(self, element: ElementTree.Element) -> ElementTree.Element:
        for link in element.iter("a"):
            self._point(link, link.get("href", "").removeprefix("#"))
        return element

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

"""A formula of LaTeX as MathML, which keeps its LaTeX."""

import html
import re
from functools import lru_cache
from xml.etree import ElementTree

from markdown.util import AtomicString
from math_core import LatexError, LatexToMathML

MACROS = {"substack": r"\begin{gathered}#1\end{gathered}"}
_VARIANTS = dict.fromkeys((0xFE00, 0xFE01))  # ask for one of two script alphabets; the font has one
_BRACE = "⏟"  # which the style sheet draws: of pieces, as browsers put it together, an end may be missing


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
        MathsError: if the LaTeX cannot be set, or has a reference in it, which a screen reader could not follow there.
    """
    try:
        markup = _converter().convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        raise MathsError(f"cannot set the formula\n    {latex.strip()}\nat character {error}") from None
    markup = re.sub(r"&(?!amp;|lt;|gt;|quot;)\w+;", lambda entity: html.unescape(entity[0]), markup)
    element = ElementTree.fromstring(markup.translate(_VARIANTS))
    if element.find(".//a") is not None:
        raise MathsError(f"a reference stands in the text, not in a formula, got\n    {latex.strip()}")
    _unwrap_names(element)
    for part in element.iter():
        part.text = part.text and AtomicString(part.text)  # not for typographers
    for under in element.iter("munder"):
        if under[1].text == _BRACE:
            under.set("class", "brace")
    element.set("alttext", " ".join(latex.split()))
    return element


def _unwrap_names(element: ElementTree.Element) -> None:
    """Take the names of functions, such as `exp`, out of the row that each shares with a space of no width."""
    for parent in element.iter():
        for place, row in enumerate(parent):
            if row.tag == "mrow" and [part.tag for part in row] == ["mspace", "mi"] and not row[0].attrib:
                parent[place] = row[1]

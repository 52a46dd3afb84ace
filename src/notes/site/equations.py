r"""Numbers of the equations: every `\label{eq:...}` of a chapter page, counted in the order of the page."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from notes.chapters import CHAPTERS, Chapter

LABEL = re.compile(r"\\label\{(eq:[\w-]+)\}")
_DISPLAY = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
_FENCED = re.compile(r"^([ \t]*)(`{3,}|~{3,}).*?^\1\2", re.DOTALL | re.MULTILINE)


class EquationError(ValueError):
    """A label that is given twice, or a reference to none."""


@dataclass(frozen=True)
class Equation:
    """A numbered equation: the third of chapter 3 is (3.3)."""

    label: str
    chapter: Chapter
    position: int

    @property
    def number(self) -> str:
        """The number as printed, in its parentheses."""
        return f"({self.chapter.number}.{self.position})"

    @property
    def anchor(self) -> str:
        """Identifier of the equation in its page and of its entry in the ledger: `eq-huber` for `eq:huber`."""
        return self.label.replace(":", "-", 1)

    @property
    def title(self) -> str:
        """What a reader sees on pointing at a reference."""
        return f"Equation {self.number[1:-1]}, {self.chapter.title}"


def labels(markdown: str) -> list[str]:
    """Labels of the equations of a page in their order; fenced examples do not count."""
    return LABEL.findall(_FENCED.sub("", markdown))


def displays(docs: Path) -> dict[str, str]:
    """The LaTeX of every numbered equation of the chapters under `docs`, by label; fenced examples do not count."""
    found: dict[str, str] = {}
    for chapter in CHAPTERS:
        page = docs / chapter.page
        markdown = _FENCED.sub("", page.read_text(encoding="utf-8")) if page.exists() else ""
        for display in _DISPLAY.findall(markdown):
            found |= dict.fromkeys(LABEL.findall(display), display)
    return found


def equations(docs: Path) -> dict[str, Equation]:
    """Every equation of the chapters under `docs`, by label.

    Args:
        docs: folder with the chapter pages; pages that do not exist yet are left out.

    Returns:
        The equations in the order of chapters and pages.

    Raises:
        EquationError: if two equations carry the same label.
    """
    pages = [(chapter, docs / chapter.page) for chapter in CHAPTERS]
    return _equations(tuple((chapter, page.read_text(encoding="utf-8")) for chapter, page in pages if page.exists()))


@functools.lru_cache(maxsize=4)
def _equations(pages: tuple[tuple[Chapter, str], ...]) -> dict[str, Equation]:
    found: dict[str, Equation] = {}
    for chapter, markdown in pages:
        for position, label in enumerate(labels(markdown), start=1):
            if label in found:
                raise EquationError(f"label {label} of {chapter.page} is taken by {found[label].number}")
            found[label] = Equation(label, chapter, position)
    return found

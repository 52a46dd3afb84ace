r"""The pages of these notes, divided into sections: each has an anchor, so each can be cited."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from notes.chapters import CHAPTERS

PACKAGE = Path(__file__).parents[1]
HEADING = re.compile(r"^(#{2,4})\s+(.*?)\s*(?:\{#([\w-]+)\})?\s*$")
BOLD = re.compile(r"\*\*(.+?)\*\*")
FENCE = re.compile(r"^\s*(```+)")
SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z*$`])")


class Section(NamedTuple):
    """A section of a page.

    Attributes:
        page: file name, such as "03-losses.md".
        anchor: what a link to it ends with, such as "maximum-likelihood".
        title: its heading.
        sentences: its prose, without code, displayed formulas, exercises and lists of works. A sentence that a formula
            interrupts is in pieces.
    """

    page: str
    anchor: str
    title: str
    sentences: tuple[str, ...]

    @property
    def citation(self) -> str:
        """Page and anchor, as a link from the folder of the pages."""
        return f"{self.page}#{self.anchor}"

    @property
    def names(self) -> tuple[str, ...]:
        """What the section is about in its own words: its heading, and what it sets in bold."""
        return (self.title, *(term for sentence in self.sentences for term in BOLD.findall(sentence)))


def sections(chapters: Iterable[int] | None = None, folder: Path = PACKAGE / "docs") -> list[Section]:
    """The sections of the chapters' pages, in their order.

    Args:
        chapters: numbers of chapters; all by default. A chapter that has no page yet is left out.
        folder: where the pages are: those of the package by default.

    Returns:
        All sections with an anchor that have prose.

    Raises:
        ValueError: if the folder holds none of these pages.

    Example:
        ```python
        from notes.retrieval.pages import sections

        found = sections(chapters=[3])
        print(found[0].citation, "|", found[0].title)
        #> 03-losses.md#loss-function | The loss function
        ```
    """
    wanted = set(range(1, len(CHAPTERS) + 1) if chapters is None else chapters)
    paths = [folder / chapter.page for chapter in CHAPTERS if chapter.number in wanted]
    existing = [path for path in paths if path.exists()]
    if not existing:
        raise ValueError(f"`folder` must hold the pages of the notes, such as 03-losses.md, got {folder}")
    return [section for path in existing for section in page_sections(path.read_text(encoding="utf-8"), path.name)]


def page_sections(text: str, page: str) -> list[Section]:
    r"""The sections of one page.

    A heading without an anchor goes on with the section above if it is deeper, and ends it otherwise.

    Args:
        text: the page in Markdown.
        page: its file name.

    Returns:
        Its sections with an anchor that have prose.

    Example:
        ```python
        from notes.retrieval.pages import page_sections

        print(page_sections("## Rain {#rain}\n\nIt falls. It stops.\n\n## Summary\n\nNo.", "x.md")[0].sentences)
        #> ('It falls.', 'It stops.')
        ```
    """
    found: list[Section] = []
    heading, prose = ("", ""), list[str]()
    for line in [*_outside_fences(text), "## end"]:
        match = HEADING.match(line)
        if match is None:
            prose.append(line)
        elif match[3] or len(match[1]) == 2:
            sentences = _sentences(prose)
            if heading[1] and sentences:
                found.append(Section(page, heading[1], heading[0], sentences))
            heading, prose = (match[2], match[3] or ""), []
        else:
            prose.append("")
    return found


def _outside_fences(text: str) -> Iterator[str]:
    """The lines of a page outside code, proofs, cards and whatever else stands in fences."""
    fence = ""
    for line in text.splitlines():
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip() == fence:
            fence = ""
        elif not fence:
            yield line


def _sentences(lines: list[str]) -> tuple[str, ...]:
    """The sentences of the paragraphs: nothing indented, no table, no displayed formula, no link."""
    text = re.sub(r"\$\$.*?\$\$", "", "\n".join(lines), flags=re.DOTALL)
    paragraphs = re.split(r"\n\s*\n|\n(?=[-*] |\d+\. )", text)
    kept = [part.strip() for part in paragraphs if part.strip() and not re.match(r"\s*(!!!|\?\?\?|\||    |<)", part)]
    joined = [re.sub(r"^([-*]|\d+\.) ", "", " ".join(part.split())) for part in kept]
    unlinked = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", part) for part in joined]
    split = [sentence for part in unlinked for sentence in SENTENCE_END.split(part)]
    return tuple(sentence for sentence in split if sentence)

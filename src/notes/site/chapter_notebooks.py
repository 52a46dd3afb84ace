"""Chapters as notebooks: their prose, and every block, proof and experiment as a cell to run.

    python -m notes.site.chapter_notebooks     write them into docs/notebooks

What only a page of the site can show is put into what a notebook has: a proof is checked, an experiment is told from
its table, numbers of equations are written out. Links lead nowhere from a notebook and are left as their words.
"""

import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from notes.chapters import CHAPTERS
from notes.site import slips
from notes.site.equations import LABEL, Equation, equations
from notes.site.install_cell import installing
from notes.site.labs import KERNEL
from notes.site.sources import code, prepare, sources

FOLDER = Path("docs/notebooks")
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOLDED = re.compile(r'^(?:!!!|\?\?\?) (\w+)(?: "(.*)")?\n((?:    .*\n|\n)*)', re.MULTILINE)
ATTRIBUTES = re.compile(r"[ \t]*\{[#.][\w .#=-]*\}$", re.MULTILINE)
REFERENCE = re.compile(r"\\eqref\{(eq:[\w-]+)\}")
LINK = re.compile(r"\[([^\]]*)\]\([^):\s]+\)")
BOX = re.compile(r"^///.*\n(?:    \w+:.*\n)*|^///$", re.MULTILINE)


def chapter_notebook(page: Path) -> NotebookNode:
    """A chapter's page as a notebook that nobody has executed."""
    numbers = equations(page.parent)
    unfolded = FOLDED.sub(_unfolded, page.read_text(encoding="utf-8") + "\n")
    prepare(sources(unfolded))
    cells = list(_cells(FENCE.split(unfolded), numbers))
    for number, cell in enumerate(cells, start=1):
        cell.id = f"cell-{number}"
    return installing(
        v4.new_notebook(metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}}, cells=cells)
    )


def _unfolded(admonition: re.Match[str]) -> str:
    kind, title, body = admonition.groups()
    return f"**{title or kind.capitalize()}**\n\n{textwrap.dedent(body)}\n"


def _cells(pieces: list[str], numbers: Mapping[str, Equation]) -> Iterator[NotebookNode]:
    """The cells of text and fences that take turns: text, language, body, text, and so on."""
    for text, language, body in zip(pieces[::3], [*pieces[1::3], ""], [*pieces[2::3], ""], strict=True):
        if text.strip():
            yield v4.new_markdown_cell(written_out(text, numbers).strip())
        if language in ("python", "proof", "experiment"):
            yield v4.new_code_cell(_code(language, body.strip()))
        elif language not in ("", "card", "onward"):
            yield v4.new_markdown_cell(written_out(_shown(language, body.strip()), numbers).strip())


def _code(language: str, body: str) -> str:
    """What runs in the place of a fence."""
    module, _, name = body.rpartition(".")
    match language:
        case "proof":
            return f"from {module} import {name}\n\nprint({name}().check().status)"
        case "experiment":
            return f"from notes.experiment.figures import show\nfrom {module} import {name}\n\nshow({name})"
        case _:
            return body


def _shown(language: str, body: str) -> str:
    """What is read in the place of a fence."""
    match language:
        case "source":
            return f"```python\n{code(body)}\n```"
        case "erratum":
            return f"**In the source: {slips.title(body)}**\n\n{BOX.sub('', slips.erratum(body))}"
        case _:
            return f"```{language}\n{body}\n```"


def written_out(text: str, numbers: Mapping[str, Equation]) -> str:
    """Markdown with the numbers of equations written out, and without anchors, classes and links within the site."""
    plain = LINK.sub(r"\1", ATTRIBUTES.sub("", text))
    numbered = LABEL.sub(lambda label: rf"\tag{{{numbers[label[1]].number[1:-1]}}}", plain)
    return REFERENCE.sub(lambda label: rf"\text{{{numbers[label[1]].number}}}", numbered)


def main() -> int:
    """Write the notebooks of all chapters."""
    FOLDER.mkdir(exist_ok=True)
    for chapter in CHAPTERS:
        page = Path("docs") / chapter.page
        nbformat.write(chapter_notebook(page), FOLDER / f"{page.stem}.ipynb")
    return 0


if __name__ == "__main__":
    sys.exit(main())

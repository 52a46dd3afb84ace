"""The labs that are committed: each notebook shows its script, and its script still does what the notebook shows."""

import re
import resource
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from notes.site.labs import executed, unexecuted
from notes.site.outputs import agree

ROOT = Path(__file__).parent.parent
SCRIPTS = sorted((ROOT / "labs").glob("*.py"))
SIZE = 300_000
SECONDS = 60

each_lab = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)


def stored(script: Path) -> NotebookNode:
    return nbformat.read(ROOT / "docs" / "labs" / f"{script.stem}.ipynb", as_version=4)


def printed(cell: NotebookNode) -> list[str]:
    """What a cell printed or returned, line by line; pictures are compared by nobody."""
    texts = [output.get("text") or output.data.get("text/plain", "") for output in cell.get("outputs", [])]
    return "".join(texts).splitlines()


def children_seconds() -> float:
    """Processor time of the kernels so far: with one thread each, the clock's time on a machine of their own."""
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def test_every_notebook_has_a_script_and_every_script_a_notebook() -> None:
    notebooks = {path.stem for path in (ROOT / "docs" / "labs").glob("*.ipynb")}
    assert {script.stem for script in SCRIPTS} == notebooks != set()


@each_lab
def test_notebook_shows_its_script(script: Path) -> None:
    cells = [(cell.cell_type, cell.source) for cell in stored(script).cells]
    assert cells == [(cell.cell_type, cell.source) for cell in unexecuted(script).cells]


@each_lab
def test_lab_runs_and_prints_what_the_notebook_shows(script: Path) -> None:
    start = children_seconds()
    again = executed(unexecuted(script))
    assert children_seconds() - start < SECONDS
    for shown, cell in zip(stored(script).cells, again.cells, strict=True):
        assert agree(printed(shown), printed(cell)), f"{printed(shown)} became {printed(cell)} in\n{cell.source}"


@each_lab
def test_notebook_is_small_and_its_figures_say_what_they_show(script: Path) -> None:
    path = ROOT / "docs" / "labs" / f"{script.stem}.ipynb"
    assert path.stat().st_size < SIZE
    pictures = re.findall(r"<img[^>]*?>", "".join(cell.source for cell in stored(script).cells) + figures(script))
    assert pictures
    assert all(re.search(r'alt="[^"]{20,}"', picture) for picture in pictures)


def figures(script: Path) -> str:
    """The HTML of all figures of a notebook."""
    outputs = [output for cell in stored(script).cells for output in cell.get("outputs", [])]
    return "".join(output.get("data", {}).get("text/html", "") for output in outputs)


@each_lab
def test_lab_states_its_claims_over_at_least_three_seeds(script: Path) -> None:
    source = script.read_text(encoding="utf-8")
    assert int(re.search(r"^SEEDS\b.*? = range\((\d+)\)", source, re.MULTILINE)[1]) >= 3
    assert len(re.findall(r"^ *assert ", source, re.MULTILINE)) >= 3

"""The committed labs: each notebook shows its script as it last ran, and the script still runs and says the same.

A notebook carries the fingerprint of the code that it was made with, so that in each run one lab in four is drawn to be
run. Digits are not compared, since a training gives others on another processor. What a lab claims, its experiments
claim, and these are judged by their tables.
"""

import gzip
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from notes.site.blocks import Block
from notes.site.execution import run
from notes.site.install_cell import installing
from notes.site.labs import code, unexecuted

ROOT = Path(__file__).parent.parent
SCRIPTS = sorted((ROOT / "labs").glob("*.py"))
WEIGHT = 200_000  # bytes, compressed as they are served
SECONDS = 20
NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:e[-+]?\d+)?%?|\b(?:True|False|nan|inf)\b")

each_lab = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)


def stored(script: Path) -> NotebookNode:
    return nbformat.read(ROOT / "docs" / "labs" / f"{script.stem}.ipynb", as_version=4)


def printed(notebook: NotebookNode) -> str:
    """What the cells of a notebook printed; pictures are compared by nobody."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.output_type == "stream")


def words(text: str) -> list[str]:
    """The words of what was printed, with the numbers masked, line by line."""
    lines = [NUMBER.sub("#", line).split() for line in text.splitlines()]
    return [" ".join(line) for line in lines if line and "IPython.core.display" not in line[0]]


def test_every_notebook_has_a_script_and_every_script_a_notebook() -> None:
    notebooks = {path.stem for path in (ROOT / "docs" / "labs").glob("*.ipynb")}
    assert {script.stem for script in SCRIPTS} == notebooks != set()


@each_lab
def test_notebook_shows_its_script_as_it_last_ran(script: Path) -> None:
    shown, now = stored(script), installing(unexecuted(script))
    assert [(cell.cell_type, cell.source) for cell in shown.cells] == [
        (cell.cell_type, cell.source) for cell in now.cells
    ]
    assert shown.metadata["notes"] == now.metadata["notes"], "code or tables changed since: run `make labs`"


@pytest.mark.one_in(4)
@each_lab
def test_lab_runs_in_time_and_says_the_same(script: Path) -> None:
    ran = run(Block(script, 1, code(unexecuted(script))), "notes.plotting.require_labels")
    assert ran.error is None, ran.error
    assert ran.seconds < SECONDS
    assert words("".join(statement.output for statement in ran.statements)) == words(printed(stored(script)))


@each_lab
def test_notebook_is_small_and_its_figures_say_what_they_show(script: Path) -> None:
    path = ROOT / "docs" / "labs" / f"{script.stem}.ipynb"
    assert len(gzip.compress(path.read_bytes())) < WEIGHT
    pictures = re.findall(r"<img[^>]*?>", "".join(cell.source for cell in stored(script).cells) + figures(script))
    assert pictures
    assert all(re.search(r'alt="[^"]{20,}"', picture) for picture in pictures)


def figures(script: Path) -> str:
    """The HTML of all figures of a notebook."""
    outputs = [output for cell in stored(script).cells for output in cell.get("outputs", [])]
    return "".join(output.get("data", {}).get("text/html", "") for output in outputs)


@each_lab
def test_lab_rests_on_an_experiment(script: Path) -> None:
    source = script.read_text(encoding="utf-8")
    assert re.search(r"^from notes\.\w+\.experiments(\.\w+)? import ", source, re.MULTILINE)
    assert re.search(r"^show\(\w+\)$", source, re.MULTILINE)
    assert "SEEDS" not in source

"""Labs: percent scripts under `labs/`, executed into the notebooks under `docs/labs/` that the site shows.

A notebook is the cells of its script with the outputs of their last execution, a cell that installs the package where
it is missing, and nothing that changes from run to run: no times, no random ids, no version of the interpreter. It
keeps a fingerprint of its code, of the definitions of `notes` that the code reaches and of the tables of the
experiments that it names, so a lab is executed again only if one of them changed; a change of prose keeps the outputs.

    python -m notes.site.labs                   every lab that changed
    python -m notes.site.labs 03_reliability    that one, if it changed
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from nbformat.reader import NotJSONError
from rich.console import Console
from rich.progress import track

from notes.experiment.reach import program_fingerprint
from notes.site.experiments import tables
from notes.site.fingerprint import digest
from notes.site.install_cell import installing, without_install

PATIENCE = 300  # seconds until a cell is taken to hang, on however busy a machine
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


class LabError(RuntimeError):
    """A lab that fails, hangs or warns."""


def code(notebook: NotebookNode) -> str:
    """All code cells of a notebook, as one program."""
    return "\n\n# %%\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def unexecuted(script: Path) -> NotebookNode:
    """The notebook that a percent script describes: its cells in their order, without outputs."""
    read = jupytext.reads(script.read_text(encoding="utf-8"), fmt="py:percent")
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for number, cell in enumerate(read.cells, start=1):
        if cell.cell_type == "code":
            notebook.cells.append(nbformat.v4.new_code_cell(cell.source, id=f"cell-{number}"))
        else:
            notebook.cells.append(nbformat.v4.new_markdown_cell(cell.source, id=f"cell-{number}"))
    program = code(notebook)
    notebook.metadata["notes"] = {"fingerprint": digest([program, program_fingerprint(program), tables(program)])}
    return notebook


def executed(notebook: NotebookNode) -> NotebookNode:
    """The notebook with the outputs of its code, run from top to bottom in a fresh kernel with one thread.

    It runs in an empty folder, as it does for a reader who downloads it: a lab that opens a file of the project fails.

    Raises:
        LabError: if a cell fails, hangs, or writes to the error stream, as warnings do.
    """
    metadata = dict(notebook.metadata)
    client = NotebookClient(notebook, timeout=PATIENCE, kernel_name=KERNEL["name"], record_timing=False)
    client.extra_arguments = ["--log-level=ERROR"]  # every kernel warns that it talks to us over loopback
    client.coalesce_streams = True
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "IPYTHONDIR": folder}
        try:
            client.execute(env=environment, cwd=folder)
        except (CellExecutionError, CellTimeoutError) as error:
            raise LabError(str(error)) from error
    notebook.metadata = nbformat.from_dict(metadata)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise LabError(f"a cell writes to the error stream: {output.text}\n{cell.source}")
    return notebook


def adopted(notebook: NotebookNode, target: Path) -> bool:
    """Fill a notebook with the outputs stored at `target`, if they are those of the same code; whether they were.

    What a merge has left with the marks of a conflict is no notebook, and has none.
    """
    try:
        stored = without_install(nbformat.read(target, as_version=4))
    except (FileNotFoundError, NotJSONError):
        return False
    if stored.metadata.get("notes") != notebook.metadata["notes"]:
        return False
    results = [cell for cell in stored.cells if cell.cell_type == "code"]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, result in zip(cells, results, strict=True):
        cell.outputs, cell.execution_count = result.outputs, result.execution_count
    return True


def write_lab(script: Path, target: Path) -> bool:
    """Bring the notebook at `target` in step with its script; whether that took an execution."""
    notebook = unexecuted(script)
    fresh = not adopted(notebook, target)
    if fresh:
        executed(notebook)
    text = nbformat.writes(installing(notebook)) + "\n"
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return fresh


def main(arguments: list[str] | None = None) -> int:
    """Execute the labs that changed; non-zero if any of them fails."""
    parser = argparse.ArgumentParser(prog="python -m notes.site.labs", description="Execute the labs that changed.")
    parser.add_argument(
        "names", nargs="*", help="labs to consider, such as 03_reliability; all of them if none is named"
    )
    parser.add_argument("--sources", type=Path, default=Path("labs"), help="folder of the percent scripts")
    parser.add_argument("--notebooks", type=Path, default=Path("docs/labs"), help="folder of the notebooks")
    options = parser.parse_args(arguments)
    known = {script.stem: script for script in sorted(options.sources.glob("*.py"))}
    if unknown := sorted(set(options.names) - set(known)):
        parser.error(f"no such lab: {', '.join(unknown)}; there are {', '.join(known)}")
    names = options.names or list(known)
    console, runs, failures = Console(), 0, 0
    for name in track(names, description="Labs", console=console):
        try:
            runs += write_lab(known[name], options.notebooks / f"{name}.ipynb")
        except LabError as error:
            failures += 1
            console.print(f"{known[name]}: {error}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"{runs} executed, {len(names) - runs - failures} unchanged, {failures} failed")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())

import re
from pathlib import Path

import nbformat
import pytest

from notes.site import labs
from notes.site.install_cell import SOURCE
from notes.site.labs import LabError, executed, main, unexecuted, write_lab

SCRIPT = """# %% [markdown]
# # A lab
#
# With $x$ and $y$.

# %%
import notes.chapters

print(len(notes.chapters.CHAPTERS))

# %%
print(1 / 4)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "labs" / "01_toy.py"
    path.parent.mkdir()
    path.write_text(SCRIPT)
    return path


@pytest.fixture
def executions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs that would have been executed, in place of a kernel that takes seconds to start."""
    programs: list[str] = []
    monkeypatch.setattr(labs, "executed", lambda notebook: programs.append(labs.code(notebook)))
    return programs


def test_unexecuted_has_the_cells_of_the_script(script: Path) -> None:
    notebook = unexecuted(script)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code", "code"]
    assert notebook.cells[0].source == "# A lab\n\nWith $x$ and $y$."
    assert notebook.cells[2].source == "print(1 / 4)"
    nbformat.validate(notebook)


def test_write_lab_executes_in_a_fresh_kernel_and_writes_the_same_bytes_again(script: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.ipynb", tmp_path / "second.ipynb"
    assert write_lab(script, first)
    assert write_lab(script, second)
    assert first.read_bytes() == second.read_bytes()
    notebook = nbformat.read(first, as_version=4)
    nbformat.validate(notebook)
    assert [cell.outputs[0].text for cell in notebook.cells[2:]] == ["15\n", "0.25\n"]
    assert notebook.cells[1].source == SOURCE
    assert not notebook.cells[1].outputs
    assert not re.search(r"execution\"|iopub|version\": \"3", first.read_text())


def test_write_lab_does_no_work_twice(script: Path, tmp_path: Path, executions: list[str]) -> None:
    target = tmp_path / "01_toy.ipynb"
    assert [write_lab(script, target), write_lab(script, target)] == [True, False]
    assert len(executions) == 1


def test_write_lab_keeps_the_outputs_when_prose_changes(script: Path, tmp_path: Path, executions: list[str]) -> None:
    target = tmp_path / "01_toy.ipynb"
    write_lab(script, target)
    stored = nbformat.read(target, as_version=4)
    stored.cells[2].outputs = [nbformat.v4.new_output("stream", text="15\n")]
    nbformat.write(stored, target)
    script.write_text(SCRIPT.replace("With", "Now with"))
    assert not write_lab(script, target)
    assert len(executions) == 1
    rewritten = nbformat.read(target, as_version=4)
    assert "Now with" in rewritten.cells[0].source
    assert rewritten.cells[2].outputs[0].text == "15\n"


def test_write_lab_executes_again_what_a_merge_has_left(script: Path, tmp_path: Path, executions: list[str]) -> None:
    target = tmp_path / "01_toy.ipynb"
    write_lab(script, target)
    target.write_text(f"<<<<<<< ours\n{target.read_text()}=======\n{target.read_text()}>>>>>>> theirs\n")
    assert write_lab(script, target)
    assert len(executions) == 2
    assert not write_lab(script, target)


@pytest.mark.parametrize(
    "change", [("1 / 4", "1 / 8"), ("\n# %%\nprint(1", "\nprint(1"), ("notes.chapters", "notes.errata")]
)
@pytest.mark.usefixtures("executions")
def test_write_lab_executes_again_when_code_changes(script: Path, tmp_path: Path, change: tuple[str, str]) -> None:
    target = tmp_path / "01_toy.ipynb"
    write_lab(script, target)
    script.write_text(SCRIPT.replace(*change))
    assert write_lab(script, target)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("assert 1 > 2, 'one is not above two'", "one is not above two"),
        ("import warnings; warnings.warn('careful')", "careful"),
        ("open('README.md')", "No such file"),
    ],
)
def test_executed_refuses_what_fails_warns_or_opens_a_file_of_the_project(
    script: Path, statement: str, message: str
) -> None:
    script.write_text(f"# %%\n{statement}\n")
    with pytest.raises(LabError, match=message):
        executed(unexecuted(script))


@pytest.mark.usefixtures("executions")
def test_main_reports_what_it_did(script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = ["--sources", str(script.parent), "--notebooks", str(tmp_path / "out")]
    assert main([*folders, "01_toy"]) == 0
    assert "1 executed, 0 unchanged, 0 failed" in capsys.readouterr().out
    assert main(folders) == 0
    assert "0 executed, 1 unchanged, 0 failed" in capsys.readouterr().out


def test_main_goes_on_after_a_lab_that_fails(script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (script.parent / "00_wrong.py").write_text("# %%\nraise ArithmeticError('no')\n")
    script.write_text("# %%\nprint('yes')\n")
    out = tmp_path / "out"
    assert main(["--sources", str(script.parent), "--notebooks", str(out)]) == 1
    printed = capsys.readouterr().out
    assert "00_wrong.py: " in printed
    assert "ArithmeticError" in printed
    assert "1 executed, 0 unchanged, 1 failed" in printed
    assert [path.name for path in out.iterdir()] == ["01_toy.ipynb"]


def test_main_names_the_labs_there_are(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--sources", str(script.parent), "02_none"])
    assert "no such lab: 02_none; there are 01_toy" in capsys.readouterr().err

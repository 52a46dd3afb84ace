"""The files to download, built from a commit, and what is installed from them where nothing else of these notes is."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from notes.chapters import CHAPTERS
from notes.site.chapter_notebooks import chapter_notebook
from notes.site.downloads import FOLDER, commit_of, downloads, git, main, stem, write

ROOT = Path(__file__).parent.parent.parent
LABS = sorted(path.name for path in (ROOT / "docs" / "labs").glob("*.ipynb"))
PAGES = [chapter.page for chapter in CHAPTERS]
READING = """
import notes
from notes.experiment import table
from notes.experiment.catalogue import experiments
from notes.retrieval.pages import sections
from notes.witness.table import read

print(notes.__file__)
print(all(table.table(one).runs for one in experiments()))
print(len({section.page for section in sections()}), len(read()) > 0)
"""

NOTEBOOK = """
import sys
from IPython.terminal.interactiveshell import TerminalInteractiveShell

TerminalInteractiveShell.instance().safe_execfile_ipy(sys.argv[1], raise_exceptions=True)
"""


one_worker = pytest.mark.xdist_group("downloads")
"""What is built for these tests is built by one worker alone."""


@pytest.fixture(scope="module")
def commit() -> str:
    """The present commit, with what is changed since in tracked files."""
    return git("stash", "create") or git("rev-parse", "HEAD")


@pytest.fixture(scope="module")
def built(commit: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "downloads"
    write(folder, commit)
    return folder


@pytest.fixture(scope="module")
def elsewhere(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that has the wheel, and from here the libraries, but not the notes."""
    environment = with_libraries(tmp_path_factory.mktemp("environment"))
    (wheel,) = built.glob("*.whl")
    options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", *options, wheel]
    subprocess.run(command, check=True, env=clean())
    return environment


def with_libraries(environment: Path, with_pip: bool = False) -> Path:
    """A new environment that has the libraries of this one, but not the notes."""
    venv.create(environment, with_pip=with_pip)
    (packages,) = (environment / "lib").glob("python*/site-packages")
    (packages / "libraries.pth").write_text("\n".join(path for path in sys.path if path.endswith("-packages")))
    return environment


def clean() -> dict[str, str]:
    """The environment variables without the folder of this package, where there is one."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def printed(environment: Path, command: str, *arguments: str) -> str:
    """What a command of an environment prints, run in a folder that has nothing to do with these notes."""
    ran = subprocess.run(
        [environment / "bin" / command, *arguments], cwd=environment, capture_output=True, text=True, env=clean()
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.installed
@one_worker
def test_the_package_reads_pages_and_records_where_only_the_wheel_is(elsewhere: Path) -> None:
    place, *read = printed(elsewhere, "python", "-c", READING).splitlines()
    assert Path(place).is_relative_to(elsewhere)
    assert read == ["True", "15 True"]


@pytest.mark.installed
@one_worker
def test_the_command_checks_where_only_the_wheel_is(elsewhere: Path) -> None:
    assert re.search(r"\d+ hold, 0 fail", printed(elsewhere, "notes", "check", "geometric"))


@pytest.mark.installed
@one_worker
@pytest.mark.one_in(8)
@pytest.mark.parametrize("page", PAGES)
def test_a_chapter_runs_as_a_notebook_where_only_the_wheel_is(elsewhere: Path, page: str) -> None:
    nbformat.write(chapter_notebook(ROOT / "docs" / page), elsewhere / "chapter.ipynb")
    told = printed(elsewhere, "python", "-W", "ignore", "-c", NOTEBOOK, "chapter.ipynb")
    proofs = (ROOT / "docs" / page).read_text("utf8").count("```proof\n")
    assert told.splitlines().count("established") == proofs > 0


@pytest.mark.installed
@one_worker
@pytest.mark.one_in(13)
@pytest.mark.parametrize("lab", LABS)
def test_a_lab_installs_the_wheel_beside_it_and_runs(built: Path, tmp_path: Path, lab: str) -> None:
    environment = with_libraries(tmp_path, with_pip=True)
    (wheel,) = built.glob("*.whl")
    shutil.copy(wheel, environment)
    shutil.copy(ROOT / "docs" / "labs" / lab, environment)
    printed(environment, "python", "-W", "ignore", "-c", NOTEBOOK, lab)
    assert list((environment / "lib").glob("python*/site-packages/notes/chapters.py"))


@one_worker
def test_the_archive_is_the_commit(built: Path, commit: str, tmp_path: Path) -> None:
    archive = built / f"{stem()}.tar.gz"
    assert commit_of(archive) == commit
    with tarfile.open(archive) as opened:
        names = {name.removeprefix(f"{stem()}/") for name in opened.getnames()}
    assert set(git("ls-tree", "-r", "--name-only", commit).splitlines()) <= names
    assert commit_of(tmp_path / "none.tar.gz") is None


@one_worker
def test_one_commit_gives_the_same_bytes(built: Path, commit: str, tmp_path: Path) -> None:
    write(tmp_path / "again", commit)
    files = {file.name: file.read_bytes() for file in built.iterdir()}
    assert {file.name: file.read_bytes() for file in (tmp_path / "again").iterdir()} == files
    assert len(files) == 2


def test_nothing_is_offered_outside_of_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main() == 0
    assert "No git checkout" in capsys.readouterr().out
    assert "no files to download" in downloads(tmp_path / "downloads")


def test_the_front_page_links_both_files_and_its_command_finds_the_wheel(
    pages: dict[str, BeautifulSoup], built_site: Path
) -> None:
    items = pages["index.html"].select("#run-it-yourself ~ ul > li:has(a[href^=downloads])")
    files = [built_site / item.a["href"] for item in items]
    assert [file.name for file in files] == [f"{stem()}-py3-none-any.whl", f"{stem()}.tar.gz"]
    for item, file in zip(items, files, strict=True):
        assert f"{file.stat().st_size / 1e6:.1f} MB" in item.get_text()
    (pattern,) = re.findall(r"pip install \./(\S+)", pages["index.html"].get_text())
    assert list((built_site / FOLDER.name).glob(pattern)) == files[:1]

"""Faults planted into a copy of the house: each turns the tests red, with a word of where it is."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Fault:
    """What is planted, the tests that must notice, and what they must say.

    Args:
        file: where it is planted.
        pattern: what is replaced, once.
        put: what stands in its place.
        tests: what pytest is told to run.
        said: a pattern of what must be told.
    """

    file: str
    pattern: str
    put: str
    tests: tuple[str, ...]
    said: str


PAGE, FENCE = "docs/03-losses.md", "```"
BEFORE_A_SECTION = r"\n(?=## )"
CATALOGUE, PROOFS, PAGES = "tests/exercises/test_catalogue.py", "tests/test_proofs.py", "tests/test_pages.py"
WITHIN_PAGE = r"03-losses\.md:\d+"


BUILD = """
import logging
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config

logging.basicConfig(level=logging.WARNING)
build(load_config("mkdocs.yml", docs_dir=sys.argv[1], site_dir=sys.argv[2], strict=True, nav=sys.argv[3:]))
"""
ON_THE_SITE = {
    "[There](nowhere.md).": r"01-introduction\.md.*nowhere\.md",
    "[There](index.md#nowhere).": r"01-introduction\.md.*#nowhere",
    "See \\eqref{eq:nowhere}.": r"eq:nowhere",
    f"{FENCE}proof\nnotes.losses.proofs.likelihood.nowhere\n{FENCE}": r"nowhere",
}


def written(text: str, *tests: str, said: str = WITHIN_PAGE) -> Fault:
    """A fault that stands before the first section of a page."""
    return Fault(PAGE, BEFORE_A_SECTION, f"\n{text}\n\n", tests, said)


FAULTS = {
    "a wrong printed number": Fault(
        PAGE, r"#> slope 0\.4: loss 2\.78", "#> slope 0.4: loss 2.79", (PAGE,), WITHIN_PAGE
    ),
    "a figure without a description": Fault(PAGE, r'figure="[^"]*"', 'figure=""', (PAGE,), WITHIN_PAGE),
    "a figure of other data": Fault(
        "src/notes/losses/figures.py",
        r"data\.plot\(ends, slope \* ends",
        "data.plot(ends, -slope * ends",
        ("tests/losses/test_figures.py",),
        "test_loss_of_slopes",
    ),
    "a check of an erratum that cannot fail": Fault(
        "src/notes/losses/errata.py",
        r"check=\w+",
        "check=bool",
        ("tests/test_errata.py",),
        r"notes\.losses\.errata\.\w+",
    ),
    "a judge that takes anything": Fault(
        "src/notes/losses/exercises.py",
        r"near\(29 / 14\)",
        "lambda answer: True",
        (CATALOGUE, "-k", "nonsense"),
        r"test_nonsense_is_not_accepted\[3\.1\]",
    ),
    "a stale table": Fault(
        "src/notes/losses/heteroscedastic.py",
        r"0\.05 \+ 0\.45 \* inputs\)",
        "0.05 + 0.46 * inputs)",
        ("tests/test_experiments.py", "-k", "table_is_complete and losses"),
        r"made by other code",
    ),
    "an experiment without a table": Fault(
        "docs/experiments/losses.growing_noise.csv",
        r"(?s).*",
        "",
        ("tests/test_experiments.py", "-k", "losses"),
        "losses",
    ),
    "a fence that does not run": written("~~~python\nx = 1\n~~~", PAGE),
    "a fence within a comment": written(f"<!--\n{FENCE}python\nx = 1\n{FENCE}\n-->", PAGE),
    "an equation without an entry": written(
        "$$\n\\label{eq:planted}\nx = y\n$$", "tests/test_ledger.py", "-k", "correspond", said="eq:planted"
    ),
    "a proof that the list passes over": Fault(
        "src/notes/ledger.py",
        r"    for name, function in proof_functions\(chapter\):\n",
        """    for name, function in proof_functions(chapter):
        if name == "three_criteria":
            continue
""",
        ("tests/test_ledger.py", "-k", "correspond"),
        "eq:",
    ),
    "a proof that is no longer listed": Fault(
        "src/notes/ledger.py",
        r"is Proof\]",
        'is Proof and name != "three_criteria"]',
        (PROOFS, "-k", "listed"),
        "three_criteria",
    ),
    "the marks of a conflict": written("<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs", PAGES, "-k", "merge"),
    "a bar in a formula in a table": written("| a | b |\n|---|---|\n| $|x|$ | y |", PAGES, "-k", "cells"),
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of all that is committed."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name, follow_symlinks=False)
    return tmp_path


def run(house: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of Python in the copy, whose package is the copy's."""
    environment = os.environ | {"PYTHONPATH": str(house / "src"), "PYTEST_ADDOPTS": ""}
    return subprocess.run([sys.executable, "-m", *command], cwd=house, capture_output=True, text=True, env=environment)


def plant(house: Path, fault: Fault) -> None:
    file = house / fault.file
    text, number = re.subn(fault.pattern, lambda _: fault.put, file.read_text("utf8"), count=1)
    assert number == 1, f"nothing to replace in {fault.file}"
    file.write_text(text, "utf8")


@pytest.mark.one_in(24)
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_turns_the_tests_red(name: str, house: Path):
    fault = FAULTS[name]
    plant(house, fault)
    found = run(house, "pytest", "-q", *fault.tests)
    assert found.returncode != 0, found.stdout
    assert re.search(fault.said, found.stdout), found.stdout


@pytest.mark.one_in(4)
@pytest.mark.parametrize("text", ON_THE_SITE)
def test_a_planted_fault_stops_the_build(text: str, tmp_path: Path):
    pages = {"index.md": "# Start\n\nHere.", "01-introduction.md": f"# First\n\n{text}"}
    (tmp_path / "docs").mkdir()
    for name, content in pages.items():
        (tmp_path / "docs" / name).write_text(content, "utf8")
    command = [sys.executable, "-c", BUILD, str(tmp_path / "docs"), str(tmp_path / "site"), *pages]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert found.returncode != 0
    assert re.search(ON_THE_SITE[text], found.stderr), found.stderr

"""The table of an experiment: its runs in a small text file, with the fingerprint of the code that made them.

    # Plain networks train worse with depth; residual ones far less
    # convolution.depth, made by the code 0f3a9c..., with torch 2.13.0 and numpy 2.4.1
    instructions,seed,plain 20,plain 56,residual 56
    plain,1000,0.8312,2.289,1.02
    ...

A run is appended as it comes, so whoever stops the making loses the runs under way and no others; a table that is
complete is sorted. Numbers carry six digits.
"""

import csv
import functools
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import notes
from notes.experiment.instructions import INSTRUCTIONS, REQUIRED, SEEDS
from notes.experiment.reach import fingerprint
from notes.experiment.trial import Experiment

FOLDER = Path(notes.__path__[0]) / "docs" / "experiments"
LIBRARIES = ("torch", "numpy")
WIDENING = 2.0  # by how many times the spread of the recorded runs a new one may lie beyond them
FLOOR = 0.05  # and by which share of the largest recorded number at least


class Run(NamedTuple):
    """One run: where, with which seed, and what came out."""

    instructions: str
    seed: int
    numbers: Mapping[str, float]


@dataclass(frozen=True)
class Table:
    """The runs of an experiment, and the fingerprint of the code that made them."""

    code: str
    runs: tuple[Run, ...]

    def numbers(self, instructions: str | None = None) -> list[Mapping[str, float]]:
        """The numbers of all runs, or of those on one instruction set."""
        return [run.numbers for run in self.runs if instructions in (None, run.instructions)]

    def column(self, name: str, instructions: str | None = None) -> np.ndarray:
        """One number of all runs, or of those on one instruction set."""
        return np.array([numbers[name] for numbers in self.numbers(instructions)])

    @property
    def sets(self) -> list[str]:
        """The instruction sets that it has runs of, in their order."""
        present = {run.instructions for run in self.runs}
        return [name for name in INSTRUCTIONS if name in present]

    @property
    def lacking(self) -> list[tuple[str, int]]:
        """The runs that every table must have and this one lacks: instruction set and seed."""
        done = {(run.instructions, run.seed) for run in self.runs}
        return [(name, seed) for name in REQUIRED for seed in SEEDS[name] if (name, seed) not in done]


def file(experiment: Experiment) -> Path:
    """Where the table of an experiment is."""
    return FOLDER / f"{experiment.id}.csv"


def current_code(experiment: Experiment) -> str:
    """The fingerprint of the code that would make the table now."""
    return fingerprint(experiment.function.__module__, experiment.function.__name__)


def table(experiment: Experiment) -> Table:
    """The table of an experiment as it is on disk.

    Raises:
        FileNotFoundError: if there is none.
    """
    return recorded(experiment.id)


def recorded(id: str) -> Table:
    """The table of the experiment with an id such as `convolution.depth`, read without what it takes to run it.

    Raises:
        FileNotFoundError: if there is none.
    """
    path = FOLDER / f"{id}.csv"
    if not path.exists():
        raise FileNotFoundError(f"{id} has no table yet: run `make experiments`")
    return _read(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=512)
def _read(path: Path, _changed: int) -> Table:
    text = path.read_text("utf8")
    lines = text.splitlines() if text.endswith("\n") else text.splitlines()[:-1]  # a last line may be torn
    code = next(iter(re.findall(r"made by the code (\w+)", "\n".join(lines[:2]))), "")
    rows = list(csv.reader(line for line in lines if not line.startswith("#")))
    names = rows[0][2:] if rows else []
    runs = [
        Run(instructions, int(seed), dict(zip(names, map(float, values), strict=True)))
        for instructions, seed, *values in rows[1:]
    ]
    return Table(code, tuple(runs))


def started(experiment: Experiment) -> Table:
    """The table to go on with: the one on disk if the present code made it, else a new one without runs."""
    path, code = file(experiment), current_code(experiment)
    kept = table(experiment).runs if path.exists() and table(experiment).code == code else ()
    found = Table(code, kept)
    write(experiment, found)
    return found


def append(experiment: Experiment, run: Run) -> None:
    """Add a run to the table on disk, and see it through to the disk."""
    path = file(experiment)
    with path.open("a", encoding="utf8", newline="") as opened:
        if not any(line and not line.startswith("#") for line in path.read_text("utf8").splitlines()):
            opened.write(_row(["instructions", "seed", *run.numbers]))
        opened.write(_row(_cells(run)))
        opened.flush()
        os.fsync(opened.fileno())


def write(experiment: Experiment, found: Table) -> None:
    """Write a table, sorted by instruction set and seed."""
    path = file(experiment)
    path.parent.mkdir(parents=True, exist_ok=True)
    made_with = " and ".join(f"{name} {version(name).partition('+')[0]}" for name in LIBRARIES)
    head = f"# {experiment.title}\n# {experiment.id}, made by the code {found.code}, with {made_with}\n"
    rank = list(INSTRUCTIONS)
    runs = sorted(found.runs, key=lambda run: (rank.index(run.instructions), run.seed))
    rows = [["instructions", "seed", *runs[0].numbers], *map(_cells, runs)] if runs else []
    partial = path.with_suffix(".partial")
    partial.write_text(head + "".join(map(_row, rows)), "utf8")
    os.replace(partial, path)


def outliers(numbers: Mapping[str, float], found: Table) -> dict[str, str]:
    """The numbers of a new run that lie far from all recorded ones, each with a sentence.

    A number may lie beyond the recorded ones by twice what they spread, on either side, and at least by a twentieth of
    the largest of them.

    Args:
        numbers: of the new run.
        found: the recorded runs.

    Returns:
        A sentence for each number out of its limits, and for each that only one side has.
    """
    told = {name: f"`{name}` is in the run or in the table only" for name in set(numbers) ^ set(found.runs[0].numbers)}
    for name in numbers.keys() - told.keys():
        low, high = limits(found.column(name))
        if not low <= numbers[name] <= high:
            told[name] = f"`{name}` must be from {low:.4g} to {high:.4g}, got {numbers[name]:.4g}"
    return told


def limits(recorded: np.ndarray) -> tuple[Any, Any]:
    """What a new run's number must lie between, or each of its numbers, given the recorded runs one after the other."""
    low, high = recorded.min(0), recorded.max(0)
    margin = np.maximum(WIDENING * (high - low), FLOOR * np.maximum(abs(low), abs(high)))
    return low - margin, high + margin


def _cells(run: Run) -> Sequence[object]:
    return [run.instructions, run.seed, *(f"{value:.6g}" for value in run.numbers.values())]


def _row(cells: Sequence[object]) -> str:
    told = [str(cell) for cell in cells]
    if any(set(cell) & set(',"\n#') for cell in told):
        raise ValueError(f"names of numbers must have no comma, quote or hash, got {told}")
    return ",".join(told) + "\n"

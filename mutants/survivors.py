"""The faults that no test can notice, because they change nothing that could be seen, each with the reason why."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "survivors.csv"


class Survivor(NamedTuple):
    """A fault that changes nothing: its chapter, its name, and why."""

    chapter: str
    name: str
    reason: str


def survivors(file: Path = FILE) -> Iterator[Survivor]:
    """All that are listed, in the order of the file."""
    with file.open(encoding="utf8", newline="") as lines:
        yield from (Survivor(**row) for row in csv.DictReader(lines))


def listed(chapter: str, file: Path = FILE) -> set[str]:
    """The names of those of a chapter."""
    return {one.name for one in survivors(file) if one.chapter == chapter}

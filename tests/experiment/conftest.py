import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from notes.experiment import Experiment, table

COURSE = """
import time

from notes.experiment import always, difference, experiment, mean


@experiment(
    "A drift that is seen",
    always("b is above a", lambda run: run["b"] > run["a"]),
    difference("b", "a"),
    mean("a", above=-1, below=1),
    panels={"place": ("a", "b")},
)
def drift(seed: int) -> dict[str, float]:
    time.sleep(0.02)
    return {"a": (seed * 7919 % 101) / 101, "b": 2 + (seed * 104729 % 103) / 103}


@experiment("One that fails", mean("a"), panels={"place": ("a",)})
def broken(seed: int) -> dict[str, float]:
    print("on the way")
    return {"a": 1 / (seed - 1003)}
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Experiment]]:
    """Two experiments of a package that other processes can import, with tables in a folder of their own."""
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "__init__.py").touch()
    (tmp_path / "toy" / "course.py").write_text(COURSE)
    monkeypatch.setattr(table, "FOLDER", tmp_path / "tables")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]))
    import toy.course

    yield {"drift": toy.course.drift, "broken": toy.course.broken}
    for name in ("toy", "toy.course"):
        sys.modules.pop(name, None)


@pytest.fixture(autouse=True)
def seeds_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the shift that the suite runs under from a test, which may set one of its own."""
    monkeypatch.delenv("NOTES_SEED_SHIFT", raising=False)

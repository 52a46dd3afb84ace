"""A run: so many faults of a chapter, which of them its tests notice, and which should have been listed."""

import importlib
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from mutants.sites import Mutant, drawn, implementations, mutants
from mutants.survivors import listed
from mutants.trial import Trial

ROOT = Path(__file__).parent.parent
PRELOADED = (
    "torch",
    "scipy.stats",
    "scipy.integrate",
    "sklearn.linear_model",
    "sympy",
    "networkx",
    "hypothesis",
)
PLUGINS = ("notes.site.collection", "notes.site.seeding")


@dataclass(frozen=True)
class Found:
    """What became of the faults of a chapter.

    Attributes:
        chapter: its name.
        there: how many can be planted.
        ran: those that were.
        survived: those that no test noticed.
        known: the names of those that change nothing, by the list.
    """

    chapter: str
    there: int
    ran: tuple[Mutant, ...]
    survived: tuple[Mutant, ...]
    known: frozenset[str]

    @property
    def unlisted(self) -> list[Mutant]:
        """Those that a test should notice, or the list should name."""
        return [one for one in self.survived if one.name not in self.known]

    @property
    def noticed(self) -> list[Mutant]:
        """Those that the list names although a test notices them."""
        return [one for one in self.ran if one.name in self.known and one not in self.survived]

    def __str__(self) -> str:
        counted = len(self.ran) - len(self.survived) + len(self.unlisted)
        killed = len(self.ran) - len(self.survived)
        lines = [
            f"{self.chapter}: {killed} of {counted} faults noticed ({killed / max(counted, 1):.0%}); "
            f"{len(self.ran) - counted} more change nothing; {len(self.ran)} of {self.there} were tried"
        ]
        lines += [f"  survives: line {one.line}, {one.kind}: {one.name}" for one in self.unlisted]
        lines += [f"  is listed and noticed: line {one.line}: {one.name}" for one in self.noticed]
        return "\n".join(lines)


def run(chapter: str, number: int, seed: int) -> Found:
    """Plant faults of a chapter, one at a time, and run those of its tests that reach them."""
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = f"{gettempdir()}/hypothesis"  # examples of faults are not kept
    modules = implementations(chapter)
    for name in (*PRELOADED, *PLUGINS, *(f"notes.{chapter}.{path.stem}" for path in modules)):
        importlib.import_module(name)
    every = mutants(modules)
    trial = Trial(drawn(every, number, seed), chapter)
    trial.run([ROOT / "tests" / chapter, ROOT / "tests" / "test_inputs.py"], seed)
    survived = sorted(trial.survived, key=lambda one: (one.path, one.line))
    return Found(chapter, len(every), tuple(trial.mutants), tuple(survived), frozenset(listed(chapter)))

"""A chapter's tests, collected once and run in forks: which reach which function, and whether they notice a fault.

What a file of tests computes while it is imported is computed before any fault is planted.
"""

import gc
import os
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise, starmap
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import process_time
from types import FrameType, FunctionType
from typing import NamedTuple, TypeVar

import pytest

from mutants.sites import Mutant, Place

FORK = get_context("fork")
LIMIT = 600
"""Seconds of processor time for one test without a fault."""
PATIENCE = 20
"""How many times its limit of processor time a process may take by the clock."""
OPTIONS = [
    *("-c", str(Path(__file__).parent.parent / "pyproject.toml")),
    *("-p", "no:cacheprovider", "-p", "no:terminal"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # modules that the process has imported already
]

Result = TypeVar("Result")


class Seen(NamedTuple):
    """What a test does while nothing is wrong: whether it passes, what it reaches, and its processor time."""

    passed: bool
    places: frozenset[Place] = frozenset()
    seconds: float = 0.0


class Trial:
    """A pytest plugin that, in the place of a test run, plants faults one at a time and runs what reaches them.

    Attributes:
        mutants: the faults, in modules that have been imported.
        chapter: of tests with a case for each chapter, those of this one are meant.
        seen: what each test does while nothing is wrong.
        survived: the faults that no test notices.
    """

    def __init__(self, mutants: Sequence[Mutant], chapter: str) -> None:
        self.mutants, self.chapter = mutants, chapter
        self.functions = loaded({str(mutant.path) for mutant in mutants})
        self.seen: dict[pytest.Item, Seen] = {}
        self.survived: list[Mutant] = []
        self.failed = False

    def run(self, tests: Sequence[Path], seed: int) -> None:
        """Let pytest collect the tests, and try all faults."""
        code = pytest.main([*map(str, tests), *OPTIONS, "--seed", str(seed)], plugins=[self])
        failed = [item.nodeid for item, seen in self.seen.items() if not seen.passed]
        if code or failed or not self.seen:
            raise RuntimeError(f"the tests must pass before a fault is planted, and fail: {failed or code}")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the cases of other chapters."""
        items[:] = [item for item in items if chapter_of(item) in (None, self.chapter)]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run each test as it is, in a fork where no cache spares it a call; then with each fault those it concerns."""
        for item in session.items:
            self.seen[item] = forked(partial(self.observed, item), LIMIT) or Seen(False)
        if all(seen.passed for seen in self.seen.values()):
            self.survived = [mutant for mutant in self.mutants if self.survives(mutant)]
        return True

    def survives(self, mutant: Mutant) -> bool:
        """Whether every test that reaches a function passes although there is a fault in it.

        A test that never ends, or takes its process down with it, has noticed the fault.
        """
        items = [item for item, seen in self.seen.items() if mutant.place in seen.places]
        items.sort(key=lambda item: self.seen[item].seconds)
        seconds = 10 + 5 * sum(self.seen[item].seconds for item in items)
        with self.planted(mutant):
            return forked(lambda: all(starmap(self.passes, pairwise([*items, None]))), int(seconds)) is True

    @contextmanager
    def planted(self, mutant: Mutant) -> Iterator[None]:
        """A fault, for a while."""
        functions = self.functions[mutant.place]
        right, wrong = functions[0].__code__, mutant.code()
        for function in functions:
            function.__code__ = wrong
        yield
        for function in functions:
            function.__code__ = right

    def observed(self, item: pytest.Item) -> Seen:
        """What a test does; a function within another counts as that other."""
        places: set[Place] = set()
        files = {file for file, _ in self.functions}

        def note(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code.co_filename in files:
                places.add((frame.f_code.co_filename, frame.f_code.co_qualname.partition(".<locals>")[0]))

        start = process_time()
        sys.setprofile(note)
        passed = self.passes(item, None)
        sys.setprofile(None)
        return Seen(passed, frozenset(places), process_time() - start)

    def passes(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        """Whether a test passes or is skipped, under all that pytest does around it."""
        self.failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return not self.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self.failed |= report.failed


def chapter_of(item: pytest.Item) -> str | None:
    """The chapter that a test has a case for, where it has one for each."""
    return item.callspec.params.get("chapter") if hasattr(item, "callspec") else None


def loaded(files: set[str]) -> dict[Place, list[FunctionType]]:
    """All functions of some files as they are beneath decorators, where whoever imported one has the same object."""
    found: dict[Place, list[FunctionType]] = {}
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename in files:
            found.setdefault((thing.__code__.co_filename, thing.__code__.co_qualname), []).append(thing)
    return found


def forked(work: Callable[[], Result], seconds: int) -> Result | None:
    """What a function returns in a process of its own, or None if that ended before, by its limit or otherwise."""
    receiver, sender = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_alone, args=(work, sender, seconds))
    process.start()
    sender.close()
    try:
        found: Result | None = receiver.recv() if receiver.poll(PATIENCE * seconds) else None
    except EOFError:
        found = None
    process.kill()
    process.join()
    return found


def _alone(work: Callable[[], object], sender: Connection, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sender.send(work())

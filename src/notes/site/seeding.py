"""A pytest plugin: the seed of a test run, which nobody chose. It comes from the commit, and `--seed` repeats it.

The order of the tests follows from it, by pytest-randomly, and so does whatever asks for the fixture `run_seed`. It
also draws which cases run of a test that costs more than it tells: one seed of a test with the parameter `seed`, and
one case in n of a test with the mark `one_in(n)`. With `--every-case` all of them run.
"""

import math
import random
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

WITHOUT_GIT = 20_260_101


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--seed` and `--every-case`."""
    parser.addoption("--seed", type=int, help="seed of the run, printed at its start; by default from the commit")
    parser.addoption("--every-case", action="store_true", help="leave no case out, where by default some are drawn")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Settle the seed, before pytest-randomly draws one of its own and xdist hands the options to its workers."""
    config.addinivalue_line("markers", "one_in(n): in each run one in n of the test's cases is drawn")
    if config.option.seed is None:
        config.option.seed = commit_seed(config.rootpath)
    if getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = config.option.seed


def pytest_report_header(config: pytest.Config) -> str:
    """The seed, and how to repeat the run."""
    return f"seed of this run: {run_seed(config)} (--seed {run_seed(config)} repeats it)"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the cases that are not drawn."""
    if not config.option.every_case:
        left_out = set(undrawn(items, run_seed(config)))
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def undrawn(items: Sequence[pytest.Item], seed: int) -> Iterator[pytest.Item]:
    """The cases that a run with `seed` leaves out: of each group of cases all but those drawn."""
    groups = defaultdict(list)
    for item in items:
        if (group := group_of_cases(item)) is not None:
            groups[group].append(item)
    for (name, part), cases in groups.items():
        cases.sort(key=lambda item: item.nodeid)
        drawn = random.Random(f"{seed} {name}").sample(cases, math.ceil(len(cases) / (part or len(cases))))
        yield from set(cases) - set(drawn)


def group_of_cases(item: pytest.Item) -> tuple[str, int] | None:
    """Which cases an item shares turns with, by a name, and how many share one, 0 for all; None if it always runs."""
    function = item.nodeid.partition("[")[0]
    if (mark := item.get_closest_marker("one_in")) is not None:
        return function, mark.args[0]
    if not hasattr(item, "callspec") or "seed" not in item.callspec.params:
        return None
    others = item.callspec.id.split("-")
    others.remove(str(item.callspec.params["seed"]))
    return f"{function} {others}", 0


def run_seed(config: pytest.Config) -> int:
    """The seed of a run, from 0 to 2³² - 1."""
    return int(config.option.seed)


@pytest.fixture(scope="session", name="run_seed")
def run_seed_of_session(pytestconfig: pytest.Config) -> int:
    """The seed of this run, for a test that asks for a case nobody chose."""
    return run_seed(pytestconfig)


def commit_seed(root: Path) -> int:
    """The first eight digits of the hash of the commit that is checked out, as a number; a fixed one without git."""
    try:
        told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True)
    except FileNotFoundError:
        return WITHOUT_GIT
    return int(told.stdout[:8], 16) if told.returncode == 0 else WITHOUT_GIT

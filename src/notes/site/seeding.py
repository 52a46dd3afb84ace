"""A pytest plugin: the seed of a test run, which nobody chose. It comes from the commit, and `--seed` repeats it.

The order of the tests follows from it, by pytest-randomly, and so does whatever asks for the fixture `run_seed`.
"""

import subprocess
from pathlib import Path

import pytest

WITHOUT_GIT = 20_260_101


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--seed`."""
    parser.addoption("--seed", type=int, help="seed of the run, printed at its start; by default from the commit")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Settle the seed, before pytest-randomly draws one of its own and xdist hands the options to its workers."""
    if config.option.seed is None:
        config.option.seed = commit_seed(config.rootpath)
    if getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = config.option.seed


def pytest_report_header(config: pytest.Config) -> str:
    """The seed, and how to repeat the run."""
    return f"seed of this run: {run_seed(config)} (--seed {run_seed(config)} repeats it)"


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

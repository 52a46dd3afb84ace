import subprocess
from pathlib import Path

import pytest

from notes.site.seeding import WITHOUT_GIT, commit_seed

ROOT = Path(__file__).parent.parent.parent
SAYS = "def test_seed(run_seed):\n    assert run_seed == {}\n"


@pytest.fixture
def pytester(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini("[pytest]\naddopts = -p notes.site.seeding\n")
    return pytester


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])
def test_seed_is_the_one_given_and_is_printed(pytester: pytest.Pytester, workers: list[str]):
    pytester.makepyfile(SAYS.format(5))
    ran = pytester.runpytest("--seed", "5", *workers)
    ran.assert_outcomes(passed=1)
    ran.stdout.fnmatch_lines(["*--seed 5 repeats it*"])


def test_seed_without_git_is_fixed(pytester: pytest.Pytester):
    pytester.makepyfile(SAYS.format(WITHOUT_GIT))
    pytester.runpytest().assert_outcomes(passed=1)


def test_seed_comes_from_the_commit():
    told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    if told.returncode == 0:
        assert f"{commit_seed(ROOT):08x}" == told.stdout[:8]


def test_order_follows_from_the_seed(pytester: pytest.Pytester):
    pytester.makepyfile("import pytest\n@pytest.mark.parametrize('n', range(20))\ndef test_n(n): pass\n")

    def order(seed: int) -> list[str]:
        told = pytester.runpytest("--collect-only", "-q", "--seed", str(seed))
        return [line for line in told.outlines if "test_n" in line]

    assert order(1) == order(1)
    assert order(1) != order(2)
    assert sorted(order(1)) == sorted(order(2))


CASES = """
import pytest

@pytest.mark.parametrize("other", "ab")
@pytest.mark.parametrize("seed", range(3))
def test_training(seed, other): pass

@pytest.mark.one_in(5)
@pytest.mark.parametrize("n", range(11))
def test_dear(n): pass

@pytest.mark.parametrize("n", range(4))
def test_cheap(n): pass
"""


def drawn(pytester: pytest.Pytester, *options: str) -> list[str]:
    """The cases that run."""
    told = pytester.runpytest("--collect-only", "-q", *options)
    return sorted(line.partition("::")[2] for line in told.outlines if "::" in line)


def test_a_run_draws_one_seed_and_one_in_n_cases_by_its_seed(pytester: pytest.Pytester):
    pytester.makepyfile(CASES)
    found = [drawn(pytester, "--seed", str(seed)) for seed in range(8)]
    assert drawn(pytester, "--seed", "3") == found[3]
    for one in found:
        assert [sum(part in name for name in one) for part in ("-a", "b", "dear", "cheap")] == [1, 1, 3, 4]
    assert len({name for one in found for name in one if "training" in name}) == 6


def test_every_case_runs_when_asked_for(pytester: pytest.Pytester):
    pytester.makepyfile(CASES)
    assert len(drawn(pytester, "--every-case")) == 6 + 11 + 4


def test_a_case_named_alone_runs(pytester: pytest.Pytester):
    path = pytester.makepyfile(CASES)
    for seed in range(3):
        assert drawn(pytester, f"{path.name}::test_training[{seed}-a]") == [f"test_training[{seed}-a]"]


GROUPED = """
import os
import pytest

@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("n", range(8))
def test_site(n): print("worker", os.environ["PYTEST_XDIST_WORKER"])
"""


def test_tests_of_a_group_share_a_worker(pytester: pytest.Pytester):
    pytester.makepyfile(GROUPED)
    told = pytester.runpytest_subprocess("-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder", "-rP")
    told.assert_outcomes(passed=8)
    assert len({line for line in told.outlines if line.startswith("worker ")}) == 1

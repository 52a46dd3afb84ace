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

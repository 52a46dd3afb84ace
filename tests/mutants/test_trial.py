"""A tight test notices a fault that is planted, a loose one does not; the list of what changes nothing is right."""

import importlib.util
import sys
from pathlib import Path

import pytest
from mutants.__main__ import arguments
from mutants.run import Found
from mutants.sites import DRAWINGS, Mutant, drawn, implementations, mutants
from mutants.survivors import survivors
from mutants.trial import Trial, forked

from notes.chapters import CHAPTERS

CODE = """
from functools import cache
def scaled(x):
    return 2 * x
@cache
def shifted(x):
    return [k + 1 for k in x]
"""
LOOSE = "def test_loose():\n    assert shop.scaled(0) == 0 and len(shop.shifted((2,))) == 1\n"
TIGHT = "def test_tight():\n    assert shop.scaled(3) == 6 and shop.shifted((2,)) == [3]\n"


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What becomes of the faults of a small module under some tests, run apart from this test run."""
    path = tmp_path / "shop.py"
    path.write_text(CODE)

    def tried(tests: str) -> dict[str, bool]:
        (tmp_path / "test_shop.py").write_text(f"import shop\n{tests}")
        monkeypatch.syspath_prepend(str(tmp_path))
        return forked(lambda: survival(path), 60)

    return tried


def survival(path: Path) -> dict[str, bool]:
    spec = importlib.util.spec_from_file_location("shop", path)
    sys.modules["shop"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = Trial(mutants([path]), "")
    found.run([path.parent], 0)
    return {mutant.name: mutant in found.survived for mutant in found.mutants}


NOTHING = "def test_nothing():\n    pass\n"
WRONG = "def test_wrong():\n    assert shop.scaled(1) == 1\n"
NOTICED = {"shop.scaled: 2 * x -> 2", "shop.scaled: 2 * x -> 2 / x"}


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("tests", "left"),
    [
        (LOOSE, lambda every: every - NOTICED),
        (LOOSE + TIGHT, lambda _: set()),  # the loose one fills the cache first
        (NOTHING, lambda every: every),
        (WRONG, None),
    ],
    ids=["loose", "tight", "reaching nothing", "failing as it is"],
)
def test_what_survives_under_tests_is_told(trial, tests: str, left) -> None:
    survives = trial(tests)
    if left is None:
        assert survives is None
        return
    assert set(survives) > NOTICED
    assert {name for name, yes in survives.items() if yes} == left(set(survives))


def test_a_process_that_ends_before_its_time_gives_nothing() -> None:
    assert forked(lambda: 7, 10) == 7
    assert forked(endless, 1) is None


def endless() -> None:
    while True:
        pass


def test_draws_are_repeated_and_stay_while_others_change() -> None:
    every = mutants(implementations("introduction"))
    chosen = drawn(every, 20, 3)
    assert len(set(chosen)) == 20
    assert drawn(every[::-1], 20, 3) == chosen != drawn(every, 20, 4)
    assert drawn([one for one in every if one not in chosen[5:]], 5, 3) == chosen[:5]
    assert len(drawn(every, len(every) + 1, 3)) == len(every)


def test_data_about_a_chapter_is_no_implementation() -> None:
    names = {path.stem for path in implementations("losses")}
    assert "gaussian" in names
    assert not names & {"__init__", "figures", "formulas", "errata", "experiments", "exercises", "checks", "notation"}
    assert not {path.stem for path in implementations("transformers")} & DRAWINGS


def test_a_run_tells_what_should_be_listed_and_what_should_not(tmp_path: Path) -> None:
    path = tmp_path / "shop.py"
    path.write_text(CODE)
    one, two, three, *_ = mutants([path])
    found = Found("shop", 9, (one, two, three), (one, two), frozenset({one.name, three.name}))
    assert (found.unlisted, found.noticed) == ([two], [three])
    first, *others = str(found).splitlines()
    assert first == "shop: 1 of 2 faults noticed (50%); 1 more change nothing; 3 of 9 were tried"
    assert [line.partition(":")[0].strip() for line in others] == ["survives", "is listed and noticed"]


@pytest.mark.one_in(8)
@pytest.mark.parametrize("chapter", [chapter.slug for chapter in CHAPTERS])
def test_every_fault_on_the_list_can_be_planted_once_and_has_a_reason(chapter: str) -> None:
    every = [one.name for one in mutants(implementations(chapter))]
    assert len(set(every)) == len(every)
    rows = [row for row in survivors() if row.chapter == chapter]
    assert len({row.name for row in rows}) == len(rows)
    assert {row.name for row in rows} <= set(every)
    assert [row.name for row in rows if len(row.reason) < 20] == []


def test_the_list_is_in_order_and_names_chapters() -> None:
    order = [chapter.slug for chapter in CHAPTERS]
    places = [(order.index(row.chapter), row.name) for row in survivors()]
    assert places == sorted(places)


def test_every_fault_is_one_of_a_function_that_runs() -> None:
    fault: Mutant = mutants(implementations("introduction"))[0]
    assert fault.code().co_qualname == fault.function


def test_all_chapters_are_tried_unless_some_are_asked_for() -> None:
    assert arguments([]).chapters == [chapter.slug for chapter in CHAPTERS]
    assert arguments(["losses", "--seed", "7"]).chapters == ["losses"]
    with pytest.raises(SystemExit):
        arguments(["loses"])

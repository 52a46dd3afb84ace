"""Exercises tell right from wrong with a hint, and never give the answer away."""

import re
from pathlib import Path

import pytest

from notes.chapters import CHAPTERS
from notes.exercises import Exercise, all_near, check, exercises, names, near, sequence, whole

DOCS = Path(__file__).parents[1] / "docs"
PAGES = [chapter for chapter in CHAPTERS if (DOCS / chapter.page).exists()]


@pytest.mark.parametrize("chapter", PAGES, ids=lambda c: c.slug)
def test_page_states_each_exercise_once_with_a_solution(chapter):
    text = (DOCS / chapter.page).read_text(encoding="utf-8")
    stated = re.findall(r'^!!! exercise "Exercise ([\d.]+)"', text, flags=re.MULTILINE)
    assert stated == [id_ for id_ in exercises() if id_.split(".")[0] == str(chapter.number)]
    assert stated == [f"{chapter.number}.{k}" for k in range(1, len(stated) + 1)]
    assert text.count("??? solution") == len(stated)


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda e: e.id)
def test_nonsense_is_not_accepted(exercise: Exercise, capsys):
    for nonsense in (-12345.678, [], "no idea", None):
        assert check(exercise.id, nonsense) is False
    assert exercise.hint in capsys.readouterr().out


def test_a_right_answer_is_told(capsys):
    assert check("3.7", 2.19722) is True
    assert capsys.readouterr().out == "Exercise 3.7: right.\n"


def test_a_wrong_answer_gets_the_hint_and_not_the_answer(capsys):
    assert check("3.7", 0.9) is False
    told = capsys.readouterr().out
    assert "not yet. Hint: invert the sigmoid" in told
    assert "2.19" not in told


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(ValueError, match=r"`id` must name an exercise, got '3\.77'; the nearest is \['3\.7'\]"):
        check("3.77", 1)


@pytest.mark.parametrize(
    ("accepts", "right", "wrong"),
    [
        (near(2.0), 2.003, 2.005),
        (all_near([1.0, 0.0]), (1.001, 1e-7), (1.0, 1e-5)),
        (all_near([1.0, 0.0]), [1, 0], [1, 0, 0]),
        (sequence([11, 0]), [11.0005, 0.0005], [11.002, 0]),
        (whole(7), 7.0, 8),
        (names(["one", "two"]), ["One", " two"], ["two", "one"]),
    ],
)
def test_judges_tell_right_from_nearly_right(accepts, right, wrong):
    assert accepts(right)
    assert not accepts(wrong)

"""Options are chosen however they are written; predictions are judged by the recorded runs and by nothing else."""

import pytest

from notes.exercises import chosen, holding, ranked, within
from notes.experiment import table

RUNS = """# Rivals
# losses.rivals, made by the code 1
instructions,seed,near,far away,off
plain,1,1,5,3
plain,2,2,3,2.5
"""


@pytest.fixture(autouse=True)
def _rivals(tmp_path, monkeypatch):
    (tmp_path / "losses.rivals.csv").write_text(RUNS)
    monkeypatch.setattr(table, "FOLDER", tmp_path)


@pytest.mark.parametrize(
    "answer", ["ac", "a, c", "(A) and (C)", "ca", ["a", "c"], ("c", "a"), {"(a)", "c"}, "a c", "A;C"]
)
def test_the_right_options_are_right_in_every_spelling(answer):
    assert chosen("abcd", "ac")(answer)


@pytest.mark.parametrize("answer", ["a", "b", "abc", "abcd", ["a"], ["a", "b", "c"], "bd"])
def test_other_options_are_wrong(answer):
    assert not chosen("abcd", "ac")(answer)


@pytest.mark.parametrize("answer", ["", "e", "a, e", [], [1], 3, None, {"a": 1}, "a" * 200, ["a"] * 200, [["a"]]])
def test_what_is_no_option_is_told(answer):
    with pytest.raises(ValueError, match="one or several of the letters a, b, c, d, got "):
        chosen("abcd", "ac")(answer)


def test_options_hold_for_the_means_of_the_runs():
    accepts = holding(
        "losses.rivals",
        a=lambda mean: mean["far away"] > mean["off"],
        b=lambda mean: mean["near"] > 2,
        c=lambda mean: mean["near"] == 1.5,
    )
    assert accepts("a, c")
    assert not accepts("a")
    assert not accepts("abc")


def test_names_are_ranked_by_the_means_of_the_runs():
    accepts = ranked("losses.rivals", near="near", far="far away", off="off")
    assert accepts(["far", "off", "near"])
    assert accepts("Far, off, near")
    assert not accepts(["near", "off", "far"])
    with pytest.raises(ValueError, match="3 values"):
        accepts(["far", "near"])


def test_a_number_lies_among_those_of_the_runs():
    accepts = within("losses.rivals", lambda run: run["far away"] - run["near"])
    assert accepts(1)
    assert accepts("4")
    assert not accepts(0.9)
    assert not accepts(float("nan"))


def test_a_table_that_is_not_there_is_told():
    with pytest.raises(FileNotFoundError, match=r"losses\.others has no table"):
        ranked("losses.others", one="one", two="two")(["one", "two"])

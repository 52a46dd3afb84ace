"""Exercises tell right from wrong with a hint, and never give the answer away."""

import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from notes.chapters import CHAPTERS
from notes.exercises import (
    Exercise,
    all_near,
    all_whole,
    check,
    each,
    exercises,
    function,
    in_any_order,
    near,
    number,
    whole,
    word,
)

DOCS = Path(__file__).parents[1] / "docs"


def failing(_: float) -> float:
    raise ZeroDivisionError


NONSENSE = (
    *(
        -12345.678,
        math.inf,
        -math.inf,
        math.nan,
        10**400,
        0.5 + 3j,
        torch.tensor(2 - 5j),
        True,
        b"x",
        "1/0",
        "",
        "no idea",
    ),
    *(
        [],
        [[]],
        {},
        {1, 3},
        {"a": 1},
        [math.nan] * 2,
        [None] * 3,
        torch.zeros(0),
        torch.ones(2, 2, 2),
        torch.full((3,), 9e9),
    ),
    *(None, object(), int, failing, lambda: None, lambda x: x, str, range(10**9)),
)

# What the solutions of the pages come to, worked out by hand or written as a formula; a word stands for itself.
ANSWERS = {
    "1.1": [1.5, 0.5], "1.2": math.log(10), "1.3": 2 * math.log(2), "1.4": [-0.5, -0.5, -1],
    "1.5": ["complete", "overlap", "quasi_complete"], "1.6": Fraction(1, 3), "1.7": 1 + math.log(3) / 2, "1.8": 0.25,
    "2.1": [0.5, 2, -0.5], "2.2": 43, "2.3": 1800, "2.4": 223, "2.6": [60, 55], "2.7": 3, "2.8": 266610,
    "3.1": Fraction(29, 14), "3.2": 150, "3.3": 2, "3.4": ["Poisson", "von Mises", "Bernoulli", "Gaussian"],
    "3.5": math.log(6 * math.pi) / 2 + 0.5, "3.6": -2 * math.log(2), "3.7": math.log(9), "3.8": [0.125, 0.25, -0.375],
    "3.9": [math.log(4 / 3) / 2, math.log(27 / 16) / 4], "3.10": 2,
    "4.1": Fraction(1, 13), "4.2": [-10, -16], "4.3": 501, "4.4": 60, "4.5": 44, "4.6": 0.01, "4.7": 0.05,
    "4.8": [12, 8], "4.9": 39, "4.10": Fraction(1, 3), "4.11": 0.95**50,
    "5.1": Fraction(35, 12), "5.2": 0.5, "5.3": 59, "5.4": 14, "5.5": 2**0.5, "5.6": 6, "5.7": 7, "5.8": 1, "5.9": 12,
    "6.1": [3, 5, 4], "6.2": [6, 0, 2, 0], "6.3": 14, "6.4": 896, "6.5": 6, "6.6": [-1, 1], "6.7": 10, "6.8": [36, 10],
    "6.9": Fraction(1, 3), "6.10": 0.9**50,
    "7.1": [-8, 24, 16], "7.2": (1 + 1 / math.log2(3)) / 3, "7.3": 0.25, "7.4": [0.1, 0, 0.7],
    "7.5": [math.log(511), math.log(1 + 510 * math.exp(-5))], "7.6": 1 - 0.99**100, "7.7": [0.05, 0.3], "7.8": [-3, -7],
    "8.1": 66, "8.2": [0.2, 0.27], "8.3": -math.log(5), "8.4": 5.5, "8.5": 384**0.5, "8.6": 1050624,
    "8.7": math.cos(3) + math.cos(0.3), "8.8": 622650, "8.9": [196, 784], "8.10": [461, 104], "8.11": 0.99**50,
    "9.1": 0.75, "9.2": 0, "9.3": 999, "9.4": 5, "9.5": 0.9375, "9.6": math.log(2) / 2 - 0.25, "9.7": 32,
    "10.1": 2, "10.2": [11, 111, 110], "10.3": 2.5, "10.4": 0.5, "10.5": 3, "10.6": 4, "10.7": [0.5, 0, 0.5],
    "10.8": 0.9**20, "11.1": 7, "11.2": 2, "11.3": 3, "11.4": 6, "11.5": 2, "11.6": 288, "11.7": 2,
    "12.1": [1, 3], "12.2": 0.75, "12.3": 0.8, "12.4": [0, 64, 255], "12.5": 16, "12.6": 0.05,
    "13.1": 100, "13.2": 0.75, "13.3": 1.5, "13.4": 0.5,
    "14.1": Fraction(1, 72), "14.2": 1.2, "14.3": math.log(128), "14.4": [0.5, 0.4875], "14.5": [0.25, 0.175],
    "14.6": [-0.4, 0.4], "14.7": 0.125, "14.8": ["question encoder", "reader"],
    "15.1": 0.25, "15.2": 0.45, "15.3": [-0.5, 1.5], "15.4": 0.75, "15.5": 0.1**0.7, "15.6": 0.64, "15.7": 0.896,
}  # fmt: skip
ORDERLESS = {"2.1", "12.1", "14.8"}
FUNCTIONS = {"2.5", "11.8"}
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
    for nonsense in NONSENSE:
        assert check(exercise.id, nonsense) is False
    assert capsys.readouterr().out.count(exercise.hint) == len(NONSENSE)


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


def rounded(value: float) -> float:
    """A number as asked: counts whole, others to three digits."""
    return value if value == int(value) else float(f"{float(value):.3g}")


def spellings(answer: object) -> list[object]:
    """An answer as readers write it."""
    if not isinstance(answer, list):
        value = Fraction(answer)
        plain = float(answer)
        return [plain, value, str(value), torch.tensor(plain), np.float64(plain), rounded(answer), complex(plain)]
    if isinstance(answer[0], str):
        shouted, hyphens = [word.upper() for word in answer], [word.replace("_", "-") for word in answer]
        return [answer, tuple(answer), shouted, hyphens, ", ".join(answer)]
    plain = [float(value) for value in answer]
    written = [str(Fraction(value)) for value in answer]
    exact = [
        torch.tensor(plain),
        np.array(plain),
        torch.tensor(plain).to(torch.complex64),
        tuple(map(Fraction, answer)),
    ]
    return [plain, written, ", ".join(written), list(map(rounded, answer)), *exact]


def near_misses(answer: object) -> list[object]:
    """Answers beside it: the next counts, what cutting would make right, the next three digits, another order."""
    if not isinstance(answer, list):
        value = float(answer)
        digit = 10 ** (math.floor(math.log10(abs(value))) - 2) if value else 0.01
        beside = [value + 1, value - 1, value + 0.4, value + 0.9] if value == int(value) else []
        return [*beside, value + 1.1 * digit, value - 1.1 * digit, -value - 0.01, [value, value], str(value * 2 + 1)]
    if isinstance(answer[0], str):
        return [answer[:-1], [*answer, "reader"], [answer[0]] * len(answer), answer[0]]
    changed = [[*answer[:k], near_misses(value)[0], *answer[k + 1 :]] for k, value in enumerate(answer)]
    return [*changed, answer[:-1], [*answer, 0], answer[0]]


def test_every_exercise_has_an_answer_here():
    assert ANSWERS.keys() | FUNCTIONS == exercises().keys()


@pytest.mark.parametrize("id_", ANSWERS)
def test_a_right_answer_is_right_in_every_spelling(id_: str):
    for answer in spellings(ANSWERS[id_]):
        assert check(id_, answer), answer


@pytest.mark.parametrize("id_", ANSWERS)
def test_a_near_miss_is_not_right(id_: str):
    for answer in near_misses(ANSWERS[id_]):
        assert not check(id_, answer), answer


@pytest.mark.parametrize("id_", [id_ for id_, answer in ANSWERS.items() if isinstance(answer, list)])
def test_the_order_counts_where_it_should(id_: str):
    turned = ANSWERS[id_][::-1]
    assert check(id_, turned) is (id_ in ORDERLESS or turned == ANSWERS[id_])


@pytest.mark.parametrize(
    ("slope", "right"),
    [
        (lambda x: 1 / (1 + abs(x)) ** 2, True),
        (lambda x: (1 + torch.tensor(x).double().abs()) ** -2, True),
        (lambda x: Fraction(1) / (1 + abs(Fraction(x))) ** 2, True),
        (lambda x: 1 / (1 + x) ** 2 if x > 0 else 1 / (1 - x) ** 2, True),
        (np.vectorize(lambda x: (1 + abs(x)) ** -2.0), True),
        (lambda x: 1 / (1 + abs(x)), False),
        (lambda x: -1 / (1 + abs(x)) ** 2, False),
        (lambda x: x / 0, False),
        (lambda x: x.softsign(), False),
    ],
)
def test_a_function_is_judged_by_its_values(slope, right: bool, capsys):
    assert check("2.5", slope) is right
    assert "division by zero" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("multisets", "right"),
    [
        (([1, 2, 5], [0, 3, 5]), True),
        (([0.1, 0.2, 0.9], [0.15, 0.15, 0.9]), True),
        ((torch.tensor([1.0, 2, 5]), torch.tensor([1.5, 1.5, 5])), True),
        ((("1/3", "2/3", 2), (Fraction(1, 2), Fraction(1, 2), 2)), True),
        (([3, 3, 5], [2, 4, 5]), True),
        (([1, 2, 5], [5, 2, 1]), False),
        (([1, 2, 5], [1, 2, 5, 0]), False),
        (([1, 2, 5], [1, 3, 5]), False),
        (([1, 2, 5], [0, 2, 6]), False),
        (([], []), False),
        ((1, 2), False),
    ],
)
def test_confused_multisets_are_judged_up_to_rounding(multisets, right: bool):
    assert check("11.8", multisets) is right


@pytest.mark.parametrize(
    ("accepts", "right", "wrong"),
    [
        (near(2.0), 2.004, 2.006),
        (near(501.0), 501.4, 500),
        (near(2 * math.log(2)), 1.39, 1.38),
        (near(0), "1e-5", 0.001),
        (all_near([1.0, 0.0]), (1.001, 1e-7), (1.0, 1e-3)),
        (all_near([1.0, 0.0]), [1, 0], [1, 0.1]),
        (whole(7), 7.0, 7.9),
        (whole(622_650), 622650.0, 622650.5),
        (all_whole([1, 2]), "(1, 2)", [1, 2.5]),
        (in_any_order(whole(1), whole(1), whole(2)), [1, 2, 1], [1, 2, 2]),
        (word("von Mises"), "Von-Mises ", "mises"),
        (each(word("one"), whole(2)), ("One", "2"), ("two", 2)),
        (function(lambda x: x**2, (1.0, 3.0)), lambda x: x * x, lambda x: x),
    ],
)
def test_judges_tell_right_from_nearly_right(accepts, right, wrong):
    assert accepts(right)
    assert not accepts(wrong)


@pytest.mark.parametrize(
    "answer", [0.75, "3/4", " 0.75", Fraction(3, 4), torch.tensor([0.75]), 0.75 + 1e-7j, np.array(0.75)]
)
def test_a_number_is_read_however_it_is_written(answer):
    assert number(answer) == 0.75


def test_a_malformed_answer_is_told_kindly(capsys):
    check("13.4", None)
    assert "cannot be judged: it asks for a number, got None. Hint: at which rate" in capsys.readouterr().out
    check("14.6", 0.4)
    assert "cannot be judged: it asks for 2 values in a list, got 0.4. Hint" in capsys.readouterr().out

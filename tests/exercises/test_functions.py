"""Functions are judged beside a reference, are told where they are wrong, and are stopped if endless."""

import random
import sys
from fractions import Fraction

import numpy as np
import pytest
import torch

from notes.exercises import catalogue, check, function
from notes.exercises.functions import WrongValueError
from notes.exercises.limits import limited


def halves(x: list[float]) -> list[float]:
    return [value / 2 for value in x]


def numbers(source: random.Random) -> tuple[list[float]]:
    return ([source.gauss(0, 1) for _ in range(3)],)


HALVES = function(halves, [([],), ([1e300],)], numbers)


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
    assert check("2.9", slope) is right
    assert "division by zero" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer",
    [
        halves,
        lambda x: tuple(value * 0.5 for value in x),
        lambda x: torch.tensor(x, dtype=torch.float64) / 2,
        lambda x: np.array(x) / 2,
        lambda x: [str(Fraction(value) / 2) for value in x],
    ],
)
def test_lists_are_right_in_every_container(answer):
    assert HALVES(answer)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda x: [value / 2 for value in x[:-1]], r"for \(\[1e\+300\]\) it returns \[\]"),
        (lambda x: [x[0] / 2], r"for \(\[\]\) it raises IndexError"),
        (lambda x: [value / 2.001 for value in x], r"for \(\[1e\+300\]\) it returns \[4.99"),
        (lambda _: None, r"for \(\[\]\) it returns None"),
        (lambda: 1, r"for \(\[\]\) it raises TypeError"),
        (lambda _: sys.exit(), r"for \(\[\]\) it raises SystemExit"),
    ],
)
def test_a_wrong_function_is_told_where_it_is_wrong(answer, told: str):
    with pytest.raises(WrongValueError, match=told):
        HALVES(answer)


def test_a_function_that_changes_its_argument_is_judged_by_what_it_returns():
    def emptied(x: list[float]) -> list[float]:
        found = halves(x)
        x.clear()
        return found

    assert HALVES(emptied)


def test_counts_are_exact():
    million = function(lambda n: 10**6 + n, [(0,)], lambda source: (source.randrange(9),))
    assert million(lambda n: 10**6 + n)
    with pytest.raises(WrongValueError):
        million(lambda n: 10**6 + n + 1)


def endless(_: float) -> float:
    while True:
        try:
            pass
        except Exception:
            continue


def test_an_endless_function_is_stopped(capsys, monkeypatch):
    monkeypatch.setattr(catalogue, "SECONDS", 0.2)
    assert check("2.9", endless) is False
    assert "it takes more than 0.2 seconds" in capsys.readouterr().out


def test_the_limit_leaves_the_tracing_of_others_alone():
    def others(*_):
        return others

    before = sys.gettrace()
    sys.settrace(others)
    try:
        assert limited(lambda: 3, 1.0) == 3
        assert sys.gettrace() is others
    finally:
        sys.settrace(before)

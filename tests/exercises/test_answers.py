"""Numbers and words are judged right however they are written, and nothing beside them is."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch

from notes.exercises import all_near, all_whole, check, each, in_any_order, near, number, whole, word


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
    assert check("11.17", multisets) is right


def test_a_malformed_answer_is_told_kindly(capsys):
    check("13.18", None)
    assert "cannot be judged: it asks for a number, got None. Hint: at which rate" in capsys.readouterr().out
    check("14.11", 0.4)
    assert "cannot be judged: it asks for 2 values in a list, got 0.4. Hint" in capsys.readouterr().out

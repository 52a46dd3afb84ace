"""The exercises of chapter 5 accept the right answer and refuse a likely wrong one."""

import math

import pytest
import torch

from notes.exercises import check
from notes.generalization.augmentation import noisy
from notes.generalization.early_stopping import descent_filter
from notes.generalization.ensembles import ShallowEnsemble
from notes.generalization.exercises import EXERCISES
from notes.generalization.ridge import ridge_filter


def first(numbers, holds):
    return next(number for number in numbers if holds(number))


def parameters(hidden: int) -> int:
    return ShallowEnsemble(1, 40, hidden, 10, torch.Generator()).parameters_each


ANSWERS = {
    "5.1": (sum((k - 3.5) ** 2 for k in range(1, 7)) / 6, 35 / 6),
    "5.2": (first(torch.linspace(0, 1, 101), lambda c: 2 * c - 2 * (1 - c) >= 0).item(), 1.0),
    "5.4": ([(1 + 4 * 0.6) / 5 + 0.25, 0.6 + 0.25], [1 / 5 + 0.25, 0.25]),
    "5.7": (first(range(1, 100), lambda h: parameters(h) >= 3000), 58),
    "5.8": (first(range(1, 100), lambda d: 1 - 0.95**d >= 0.5), 13),
    "5.12": (math.sqrt(2), 1 / math.sqrt(2)),
    "5.13": (first(range(100), lambda s: ridge_filter(torch.tensor([2.0]), float(s)).item() <= 0.25), 1.5),
    "5.15": (first(range(100), lambda t: descent_filter(torch.ones(1), 0.1, t).item() >= 0.5), 6),
    "5.17": (math.sqrt(0.2 / 0.8 * 2**2), 0.5),
    "5.20": (300 * 0.2**2, 0.04),
    "5.22": (1 / (1 / 2) ** 2, 0.25),
}


@pytest.mark.parametrize("exercise", [one for one in EXERCISES if one.kind == "answer"], ids=lambda one: one.id)
def test_exercise_tells_right_from_wrong(exercise, capsys):
    right, wrong = ANSWERS[exercise.id]
    assert check(exercise.id, right)
    assert not check(exercise.id, wrong)
    assert "right." in capsys.readouterr().out


def test_noise_of_exercise_nine_adds_that_penalty():
    generator = torch.Generator().manual_seed(0)
    features, weights = torch.zeros(300, 2), torch.tensor([1.0, -2.0])
    added = noisy(features.expand(2000, 300, 2), 0.2, generator) @ weights
    assert added.square().sum(1).mean().item() == pytest.approx(12 * weights.square().sum().item(), rel=0.02)

"""Answers by lot: as many of each kind as can be, and no others."""

import pytest
import torch

from notes.introduction.control_task import control_task


@pytest.mark.parametrize(("classes", "ones"), [(2, 1), (5, 2), (10, 5)])
def test_control_task_gives_half_of_the_classes_the_answer_one(classes: int, ones: int):
    answers = control_task(classes, torch.Generator().manual_seed(0))
    assert answers.shape == (classes,)
    assert answers.sum() == ones
    assert set(answers.tolist()) == {0, 1}


def test_control_task_reaches_every_split_equally_often():
    generator = torch.Generator().manual_seed(0)
    counts = torch.stack([control_task(4, generator) for _ in range(6000)]) @ torch.tensor([8, 4, 2, 1])
    splits, found = counts.unique(return_counts=True)
    assert splits.tolist() == [3, 5, 6, 9, 10, 12]
    assert ((found - 1000).abs() < 5 * 30).all()  # five standard deviations


def test_control_task_refuses_a_single_class():
    with pytest.raises(ValueError, match=r"^`classes` must be at least 2, got 1$"):
        control_task(1, torch.Generator())

"""Transfer on grainy digits: the task's invariants, what is trained, and what the features are worth."""

import pytest
import torch

from notes.data import Dataset
from notes.transformers.transfer import (
    WAYS,
    Digits,
    Network,
    accuracy,
    digits_task,
    fine_tuned,
    frozen,
    pretrained,
    transfer_accuracies,
)


@pytest.fixture
def data(generator: torch.Generator) -> Dataset:
    """Ten patterns in noise, in place of digits: 20 images of each."""
    patterns = (torch.rand(10, 7, 7, generator=generator) > 0.5).float().repeat_interleave(4, 1).repeat_interleave(4, 2)
    labels = torch.arange(10).repeat(20)
    return Dataset(patterns[labels], labels)


def moved(one: Network, other: Network) -> list[bool]:
    pairs = zip(one.features.parameters(), other.features.parameters(), strict=True)
    return [not torch.equal(a, b) for a, b in pairs]


def test_digits_task_divides_by_class_and_keeps_the_test_apart(data: Dataset, generator: torch.Generator) -> None:
    task = digits_task(data, generator, tested=60, copies=3)
    assert [len(part.labels) for part in task] == [300, 40, 60]
    assert all(part.labels.unique().tolist() == [0, 1, 2, 3, 4] for part in task)
    clean = data.inputs[:, ::4, ::4]
    for part, first in ((task.source, 0), (task.target, 5), (task.test, 5)):
        means = part.images[:, 0].unflatten(1, (7, 2)).unflatten(3, (7, 2)).mean((2, 4))
        assert torch.equal((means[:, None] - clean[:10]).square().sum((2, 3)).argmin(1), part.labels + first)
    noise = task.source.images[:100] - task.source.images[100:200]
    assert noise.std().item() == pytest.approx(0.4 * 2**0.5, rel=0.05)


@pytest.mark.parametrize("tested", [0, 100])
def test_digits_task_refuses_a_part_without_images(tested: int, data: Dataset, generator: torch.Generator) -> None:
    with pytest.raises(ValueError, match=f"`tested` must be positive and below 100, got {tested}"):
        digits_task(data, generator, tested=tested)


def test_frozen_keeps_the_features_and_fine_tuning_moves_all(data: Dataset, generator: torch.Generator) -> None:
    task = digits_task(data, generator, tested=60)
    learnt = pretrained(task.source, generator, steps=40)
    assert accuracy(learnt, task.source) > 0.9
    few = Digits(task.target.images[:20], task.target.labels[:20])
    kept, tuned = frozen(learnt, few, generator), fine_tuned(learnt, few, generator, steps=20)
    assert not any(moved(kept, learnt))
    assert all(moved(tuned, learnt))
    assert not torch.equal(kept.head.weight, learnt.head.weight)
    assert accuracy(kept, few) > 0.9
    assert accuracy(tuned, few) > 0.9


def test_transfer_accuracies_have_a_row_for_each_way_above_chance(data: Dataset, generator: torch.Generator) -> None:
    task = digits_task(data, generator, tested=60)
    found = transfer_accuracies(task, [10, 40], generator)
    assert tuple(found) == WAYS
    assert all(row.shape == (2,) and row[1] > 0.5 for row in found.values())
    with pytest.raises(ValueError, match=r"`sizes` must be from 1 to 40, got \[10, 41\]"):
        transfer_accuracies(task, [10, 41], generator)


def test_digits_task_may_have_no_source(data: Dataset, generator: torch.Generator) -> None:
    task = digits_task(data, generator, tested=99, copies=0)
    assert [len(part.labels) for part in task] == [0, 1, 99]
    with pytest.raises(ValueError, match=r"^`copies` must be at least 0, got -1$"):
        digits_task(data, generator, copies=-1)


def test_each_way_steps_by_its_rate(data: Dataset, generator: torch.Generator) -> None:
    source = digits_task(data, generator, tested=60).source
    for way, rate, start in (
        (pretrained(source, torch.Generator().manual_seed(1), steps=1), 0.005, torch.Generator().manual_seed(1)),
        (
            frozen(Network(generator), source, torch.Generator().manual_seed(1), steps=1),
            0.02,
            torch.Generator().manual_seed(1),
        ),
    ):
        moved = (way.head.bias - Network(start).head.bias).abs()
        torch.testing.assert_close(moved, torch.full((5,), rate), rtol=1e-2, atol=0)
    with pytest.raises(ValueError, match=r"`sizes` must be from 1 to 40, got \[41\]"):
        transfer_accuracies(digits_task(data, generator, tested=60), [41], generator)

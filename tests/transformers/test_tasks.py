"""The tasks against Python's own arithmetic."""

import pytest
import torch

from notes.transformers.tasks import PLUS, additions, digits_of, doublings, reversals


def test_reversals_read_backwards(generator: torch.Generator) -> None:
    source, target = reversals(20, 5, 7, generator)
    assert [row[::-1] for row in source.tolist()] == target.tolist()
    assert set(source.flatten().tolist()) == set(range(7))


def test_additions_are_those_of_python() -> None:
    first, second = torch.tensor([0, 7, 99, 38]), torch.tensor([0, 5, 99, 4])
    read, written = additions(first, second, 2)
    for a, b, row, total in zip(first.tolist(), second.tolist(), read.tolist(), written.tolist(), strict=True):
        assert int("".join(map(str, total[::-1]))) == a + b
        assert row[2] == PLUS
        assert [int("".join(map(str, part[::-1]))) for part in (row[:2], row[3:])] == [a, b]


def test_digits_of_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="`numbers` must have at most 2 digits and no sign, got 100"):
        digits_of(torch.tensor([100]), 2)
    with pytest.raises(ValueError, match="got -1"):
        digits_of(torch.tensor([-1]), 2)


def test_doublings_are_additions_of_a_number_to_itself() -> None:
    numbers = torch.tensor([0, 5, 50, 99, 38])
    read, written = doublings(numbers, 2)
    both, total = additions(numbers, numbers, 2)
    assert torch.equal(read, both[:, :2])
    assert torch.equal(written, total)

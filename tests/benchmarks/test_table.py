"""The pairs of the benchmarks compute one thing, and the page shows their table and explains every large ratio."""

import re

import pytest
import torch
from benchmarks.measurement import gradients, peak_bytes, seconds
from benchmarks.operators import DECAY
from benchmarks.pair import Pair
from benchmarks.table import PAGE, TABLE, pairs, read, shown, twos

LARGE = 1.5

each_pair = pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)


@each_pair
def test_both_give_the_same_values(pair: Pair) -> None:
    inputs = pair.inputs(pair.sizes[0])
    found = pair.ours(*inputs)
    if pair.name.endswith("NesterovMomentum"):  # PyTorch's path is made of the points at which gradients are taken
        found = found + DECAY * found.diff(dim=0, prepend=found[:1])
    torch.testing.assert_close(found, pair.theirs(*inputs), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("pair", [one for one in pairs() if one.learns], ids=lambda pair: pair.name)
def test_both_give_the_same_gradients(pair: Pair) -> None:
    inputs = pair.inputs(pair.sizes[0])
    found, expected = (gradients(call, inputs, pair.learns)[: pair.learns] for call in (pair.ours, pair.theirs))
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-4)


def test_table_holds_every_pair_at_both_sizes() -> None:
    _, rows = read()
    expected = [(pair.name, pair.reference, size) for pair in pairs() for size in pair.sizes]
    assert [(row.function, row.reference, row.size) for row in rows] == expected


def test_page_shows_the_table() -> None:
    found = TABLE.search(PAGE.read_text("utf8"))
    assert found
    assert found.group().strip() == shown()


def test_page_explains_every_large_ratio() -> None:
    explained = set(re.findall(r"`(\w+)`", TABLE.sub("", PAGE.read_text("utf8"))))
    slow = [
        large for _, large in twos(read()[1]) if max(large.forward / large.forward_of_torch, large.slowness) > LARGE
    ]
    assert slow
    assert {row.function.rpartition(".")[2] for row in slow} <= explained


def test_seconds_are_those_of_the_call_and_not_of_its_neighbour() -> None:
    small, large = torch.ones(10), torch.ones(1_000_000)
    quick, slow = seconds([lambda: small.exp(), lambda: large.exp()])
    assert slow > 10 * quick


def test_peak_is_what_is_held_at_once() -> None:
    thousand = torch.ones(1000)
    assert peak_bytes(lambda: thousand + 1) == pytest.approx(4000, abs=100)
    assert peak_bytes(lambda: (thousand + 1) + 1) == pytest.approx(8000, abs=100)
    assert peak_bytes(lambda: [(thousand + 1).sum() for _ in range(3)]) == pytest.approx(4000, abs=100)

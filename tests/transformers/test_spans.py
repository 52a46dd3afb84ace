"""Span corruption: it can be undone, it has the lengths that were proved, and its compositions are uniform."""

from collections import Counter

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sympy import Indexed

from notes.transformers.proofs.databases import corrupted_lengths
from notes.transformers.spans import composition, corrupted, corruption_mask, restored

TEXT = [f"word{number}" for number in range(200)]


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_restored_undoes_corrupted(mask):
    words = TEXT[: len(mask)]
    assert restored(*corrupted(words, torch.tensor(mask))) == words


def test_corrupted_of_a_sentence_by_hand():
    mask = torch.tensor([True, False, True, True])
    assert corrupted(["a", "b", "c", "d"], mask) == (["<0>", "b", "<1>"], ["<0>", "a", "<1>", "c", "d", "<2>"])


def test_corrupted_refuses_another_length_and_sentinels():
    with pytest.raises(ValueError, match="`mask` must have 2 entries, got 1"):
        corrupted(["a", "b"], torch.tensor([True]))
    with pytest.raises(ValueError, match="`words` must hold no sentinel, got '<3>'"):
        corrupted(["<3>"], torch.tensor([True]))


@pytest.mark.parametrize("targets", [["<0>", "a"], ["<1>", "a", "<0>"], ["a", "<0>", "<1>"]])
def test_restored_refuses_targets_that_do_not_fit(targets):
    with pytest.raises(ValueError, match="`targets` must hold the sentinels"):
        restored(["<0>", "b"], targets)


@pytest.mark.parametrize(("length", "lost", "spans"), [(200, 30, 10), (100, 15, 5), (7, 1, 1), (2, 1, 1)])
def test_corruption_mask_has_the_stated_words_and_spans(length, lost, spans, generator):
    for _ in range(20):
        mask = corruption_mask(length, generator)
        assert mask.sum() == lost
        assert (mask[1:] & ~mask[:-1]).sum() == spans
        assert not mask[0]
        assert mask[-1]


def test_corruption_mask_is_repeated_by_its_seed_and_differs_between_seeds():
    masks = [corruption_mask(100, torch.Generator().manual_seed(seed)) for seed in (0, 0, 1)]
    assert torch.equal(masks[0], masks[1])
    assert not torch.equal(masks[0], masks[2])


def test_corruption_mask_keeps_room_for_every_span(generator):
    mask = corruption_mask(10, generator, rate=0.8, span=1.0)
    assert mask.sum() == 8
    assert (mask[1:] & ~mask[:-1]).sum() == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"length": 1}, "`length` must be at least 2, got 1"),
        ({"length": 9, "rate": 1.0}, "`rate` must be between 0 and 1, got 1.0"),
        ({"length": 9, "span": 0.5}, "`span` must be at least 1, got 0.5"),
    ],
)
def test_corruption_mask_refuses_what_is_out_of_range(options, message, generator):
    with pytest.raises(ValueError, match=message):
        corruption_mask(generator=generator, **options)


def test_composition_is_uniform(generator):
    drawn = Counter(tuple(composition(5, 3, generator).tolist()) for _ in range(3000))
    assert len(drawn) == 6
    assert all(sum(parts) == 5 and min(parts) >= 1 for parts in drawn)
    assert all(abs(number / 3000 - 1 / 6) < 0.04 for number in drawn.values())


@pytest.mark.parametrize("parts", [0, 4])
def test_composition_refuses_parts_that_do_not_fit(parts, generator):
    with pytest.raises(ValueError, match=f"`parts` must be from 1 to the total 3, got {parts}"):
        composition(3, parts, generator)


def test_lengths_are_the_proved_ones(generator):
    mask = corruption_mask(200, generator)
    inputs, targets = corrupted(TEXT, mask)
    runs = torch.unique_consecutive(mask, return_counts=True)[1].tolist()
    kept, lost = [*runs[0::2], 0], [None, *runs[1::2]]
    for part, step in ((inputs, 0), (targets, 1)):
        proved = corrupted_lengths().steps[step].last
        (size,) = (symbol for symbol in proved.free_symbols if symbol.name == "m")
        counted = proved.subs(size, 10).doit()
        words = {"a": kept, "b": lost}
        values = {atom: words[atom.base.label.name][int(atom.indices[0])] for atom in counted.atoms(Indexed)}
        assert counted.subs(values) == len(part)

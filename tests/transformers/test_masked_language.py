"""The corruption of masked language modelling: its frequencies and invariants; its loss against PyTorch's."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from notes.transformers.masked_language import corrupted, masked_cross_entropy
from notes.transformers.packing import MASK

WORDS, MANY = 24, 200_000


def shares(generator: torch.Generator) -> dict[str, float]:
    tokens = torch.randint(4, WORDS, (MANY,), generator=generator)
    seen = corrupted(tokens, WORDS, generator)
    hidden, kept = seen.tokens == MASK, seen.tokens == tokens
    return {
        "selected": seen.selected.float().mean().item(),
        "hidden": hidden.float().mean().item(),
        "other": (~hidden & ~kept).float().mean().item(),
        "kept": (seen.selected & kept).float().mean().item(),
    }


def test_corrupted_selects_and_replaces_at_the_stated_frequencies(generator: torch.Generator) -> None:
    same = 1 / (WORDS - 4)
    expected = {"selected": 0.15, "hidden": 0.12, "other": 0.015 * (1 - same), "kept": 0.015 * (1 + same)}
    for name, share in shares(generator).items():
        deviation = (expected[name] * (1 - expected[name]) / MANY) ** 0.5
        assert abs(share - expected[name]) < 4 * deviation, name


def test_corrupted_shows_the_right_word_as_often_as_bayes_says(generator: torch.Generator) -> None:
    tokens = torch.randint(4, WORDS, (MANY,), generator=generator)
    seen = corrupted(tokens, WORDS, generator, share=0.5)
    shown = seen.selected & (seen.tokens != MASK)
    right = (seen.tokens == tokens)[shown].float().mean().item()
    assert right == pytest.approx((1 + 1 / (WORDS - 4)) / 2, abs=0.012)


def test_corrupted_never_touches_special_tokens_nor_what_was_not_selected(generator: torch.Generator) -> None:
    tokens = torch.randint(WORDS, (400, 50), generator=generator)
    seen = corrupted(tokens, WORDS, generator, share=0.9)
    assert not seen.selected[tokens < 4].any()
    assert torch.equal(seen.tokens[~seen.selected], tokens[~seen.selected])
    put_in = seen.tokens[seen.selected & (seen.tokens != MASK)]
    assert put_in.min() == 4
    assert put_in.max() == WORDS - 1


def test_corrupted_refuses_what_is_out_of_range(generator: torch.Generator) -> None:
    with pytest.raises(ValueError, match="`share` must be strictly between 0 and 1, got 1"):
        corrupted(torch.tensor([5]), WORDS, generator, share=1.0)
    for bad in (-1, WORDS):
        with pytest.raises(ValueError, match=f"`tokens` must be from 0 to 23, got {bad}"):
            corrupted(torch.tensor([0, 5, bad, WORDS - 1]), WORDS, generator)


def test_masked_cross_entropy_equals_pytorchs_with_an_ignored_index(generator: torch.Generator) -> None:
    logits = torch.randn(3, 5, 7, dtype=torch.float64, generator=generator, requires_grad=True)
    targets = torch.randint(7, (3, 5), generator=generator)
    selected = torch.rand(3, 5, generator=generator) < 0.5
    ours = masked_cross_entropy(logits, targets, selected)
    theirs = cross_entropy(logits.flatten(0, 1), targets.where(selected, -100).flatten())
    torch.testing.assert_close(ours, theirs)
    gradient = torch.autograd.grad(ours, logits, retain_graph=True)[0]
    torch.testing.assert_close(gradient, torch.autograd.grad(theirs, logits)[0])
    assert not gradient[~selected].any()


def test_masked_cross_entropy_refuses_an_empty_selection() -> None:
    with pytest.raises(ValueError, match="`selected` must hold at least one position, got none"):
        masked_cross_entropy(torch.zeros(1, 2, 3), torch.zeros(1, 2).long(), torch.zeros(1, 2).bool())

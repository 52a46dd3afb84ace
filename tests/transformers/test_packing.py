"""Packed sentences and pairs: hand values, and the invariants of the drawn pairs."""

import pytest
import torch

from notes.transformers.packing import CLS, PAD, SEP, packed, sentence_pairs

DOCUMENTS = [[[10 * d + s + 4] for s in range(4)] for d in range(6)]


def test_packed_pair_has_cls_two_separators_and_padding_at_the_end() -> None:
    batch = packed([[7, 8], [9]], [[5], [6]])
    assert batch.tokens.tolist() == [[CLS, 7, 8, SEP, 5, SEP], [CLS, 9, SEP, 6, SEP, PAD]]
    assert batch.segments.tolist() == [[0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 0]]
    assert batch.present.tolist() == [[True] * 6, [True] * 5 + [False]]


def test_packed_single_sentence_is_all_of_segment_zero() -> None:
    batch = packed([[7, 8], [9]])
    assert batch.tokens.tolist() == [[CLS, 7, 8, SEP], [CLS, 9, SEP, PAD]]
    assert not batch.segments.any()


def test_packed_refuses_what_cannot_be_packed() -> None:
    with pytest.raises(ValueError, match="`first` and `second` must pair"):
        packed([])
    with pytest.raises(ValueError, match="`first` and `second` must pair"):
        packed([[7], [8]], [[9]])
    with pytest.raises(ValueError, match="must hold no special token"):
        packed([[7, SEP]])


def test_sentence_pairs_follow_each_other_half_of_the_time_and_else_come_from_two_documents(
    generator: torch.Generator,
) -> None:
    pairs = sentence_pairs(DOCUMENTS, 2000, generator)
    for first, second, label in zip(pairs.first, pairs.second, pairs.follows.tolist(), strict=True):
        (start, place), (origin, other) = divmod(first[0] - 4, 10), divmod(second[0] - 4, 10)
        assert (origin == start and other == place + 1) if label else origin != start
    assert abs(pairs.follows.float().mean().item() - 0.5) < 4 * 0.5 / 2000**0.5
    assert {second[0] for second, label in zip(pairs.second, pairs.follows, strict=True) if not label} == {
        sentence[0] for document in DOCUMENTS for sentence in document
    }


def test_sentence_pairs_begin_anywhere_but_at_the_end_of_any_document(generator: torch.Generator) -> None:
    pairs = sentence_pairs(DOCUMENTS, 3600, generator)
    starts = torch.tensor([first[0] - 4 for first in pairs.first]).bincount(minlength=60).view(6, 10)
    assert not starts[:, 3:].any()
    assert (starts[:, :3] - 200).abs().max() < 4 * 200**0.5
    others = torch.tensor([s[0] - 4 for s, follows in zip(pairs.second, pairs.follows, strict=True) if not follows])
    shares = others.bincount(minlength=60).view(6, 10)[:, :4] / len(others)
    assert (shares - 1 / 24).abs().max() < 4 * (1 / 24 / len(others)) ** 0.5


@pytest.mark.parametrize(("documents", "number"), [(DOCUMENTS[:1], 3), ([[[4]], [[5]]], 3), (DOCUMENTS, 0)])
def test_sentence_pairs_refuse_too_little_text(documents: list, number: int, generator: torch.Generator) -> None:
    with pytest.raises(ValueError, match="`documents` must be two or more"):
        sentence_pairs(documents, number, generator)

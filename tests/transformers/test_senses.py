"""Sentences from a seed: grammatical, both senses alike, the ambiguous word in both."""

import pytest

from notes.transformers.senses import AMBIGUOUS, FRAMES, NOUNS, PLACE, VERBS, WORDS, sentences, spelled


def test_sentences_follow_the_frame_of_their_sense(generator):
    drawn = sentences(200, generator)
    for words, sense in zip(drawn.words, drawn.senses.tolist(), strict=True):
        assert all(word in slot for word, slot in zip(spelled(words).split(), FRAMES[sense], strict=True))


def test_sentences_have_both_senses_and_are_divided_by_the_word(generator):
    drawn = sentences(2000, generator)
    assert drawn.senses.double().mean() == pytest.approx(0.5, abs=0.05)
    ambiguous, others = drawn.ambiguous, drawn.unambiguous
    assert len(ambiguous.words) + len(others.words) == 2000
    assert len(ambiguous.words) == pytest.approx(500, abs=80)
    assert set(ambiguous.words[:, PLACE].tolist()) == {WORDS[AMBIGUOUS]}
    assert set(ambiguous.senses.tolist()) == {0, 1}
    for sense, group in enumerate((VERBS, NOUNS)):
        seen = others.words[others.senses == sense, PLACE].unique().tolist()
        assert seen == sorted(WORDS[word] for word in group)


def test_sentences_refuses_none(generator):
    with pytest.raises(ValueError, match="`size` must be at least 1, got 0"):
        sentences(0, generator)

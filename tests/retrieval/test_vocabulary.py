"""Words and counts against scikit-learn's CountVectorizer."""

import pytest
import torch
from sklearn.feature_extraction.text import CountVectorizer

from notes.retrieval.vocabulary import vocabulary, word_counts, words

TEXTS = ["A red cat, a red hat!", "the sea; the SEA", "", "route 66"]


def test_words_drop_case_and_punctuation():
    assert words(TEXTS[0]) == ["a", "red", "cat", "a", "red", "hat"]
    assert words("") == []


def test_word_counts_are_those_of_scikit_learn():
    reference = CountVectorizer(token_pattern=r"[a-z0-9]+")
    expected = torch.tensor(reference.fit_transform(TEXTS).toarray(), dtype=torch.float32)
    columns = vocabulary(TEXTS)
    assert columns == reference.vocabulary_
    assert torch.equal(word_counts(TEXTS, columns), expected)


def test_word_counts_refuse_an_unknown_word():
    with pytest.raises(ValueError, match="`texts` must have no word outside the vocabulary, got 'dog'"):
        word_counts(["a dog"], vocabulary(TEXTS))

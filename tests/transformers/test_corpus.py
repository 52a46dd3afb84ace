"""The shipped text, its most frequent words, its windows and its counts, each against brute force."""

from collections import Counter

import pytest
import torch

from notes.transformers.corpus import PLURALS, cooccurrence_counts, encoded, frequent_words, topics, windows

TEXTS = [torch.tensor([0, 1, 2, 0, 1]), torch.tensor([2]), torch.tensor([1, 1, 0], dtype=torch.int64)]


def test_topics_are_english_and_hold_the_plurals():
    words = Counter(word for topic in topics() for word in topic)
    assert 50_000 < words.total() < 100_000
    assert words.most_common(1)[0][0] == "the"
    assert sum(words[one] > 0 and words[many] > 0 for one, many in PLURALS) > 20


def test_frequent_words_are_ranked_by_frequency_then_alphabet():
    texts = [["b", "a", "c"], ["c", "a", "d"]]
    assert frequent_words(texts, 3) == {"a": 0, "c": 1, "b": 2}


@pytest.mark.parametrize("size", [0, 3])
def test_frequent_words_refuses_a_size_out_of_range(size):
    with pytest.raises(ValueError, match=f"`size` must be from 1 to the 2 different words, got {size}"):
        frequent_words([["a", "b"]], size)


def test_encoded_leaves_out_words_without_a_number():
    found = encoded([["a", "x", "b"], ["x"]], {"a": 0, "b": 1})
    assert [sequence.tolist() for sequence in found] == [[0, 1], []]
    assert found[1].dtype == torch.int64


def test_windows_are_those_of_a_loop():
    found = windows(TEXTS, reach=1)
    expected = [
        (text[t].item(), [text[t - 1].item(), text[t + 1].item()]) for text in TEXTS for t in range(1, len(text) - 1)
    ]
    assert list(zip(found.targets.tolist(), found.contexts.tolist(), strict=True)) == expected


def test_windows_refuses_what_holds_none():
    with pytest.raises(ValueError, match="`reach` must be at least 1, got 0"):
        windows(TEXTS, reach=0)
    with pytest.raises(ValueError, match="`sequences` must hold a text of 7 words at least, got none"):
        windows(TEXTS, reach=3)


@pytest.mark.parametrize("reach", [1, 2, 9])
def test_cooccurrence_counts_are_those_of_a_loop(reach):
    expected = torch.zeros(3, 3)
    for text in TEXTS:
        for t, word in enumerate(text.tolist()):
            for other in range(max(0, t - reach), min(len(text), t + reach + 1)):
                if other != t:
                    expected[word, text[other]] += 1
    assert torch.equal(cooccurrence_counts(TEXTS, 3, reach), expected)


def test_cooccurrence_counts_refuses_no_reach():
    with pytest.raises(ValueError, match="`reach` must be at least 1, got 0"):
        cooccurrence_counts(TEXTS, 3, 0)

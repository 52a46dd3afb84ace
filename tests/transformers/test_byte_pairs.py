"""Byte-pair encoding: the published example, an independent implementation, and that nothing is lost."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from notes.transformers.byte_pairs import Tokenizer, byte_pair_merges, merged, pieces
from notes.transformers.corpus import help_texts

SENTENCE = "the lower the newer, the newest the widest: low  low\n"


def merges_by_text(words: list[str], number: int) -> list[tuple[str, str]]:
    """Sennrich's own procedure, by regular expressions on spaced words."""
    spaced, found = Counter(" ".join(word) for word in words), []
    for _ in range(number):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, times in spaced.items():
            symbols = word.split(" ")
            for pair in pairwise(symbols):
                pairs[pair] += times
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        found.append(best)
        seen = re.compile(r"(?<!\S)" + re.escape(" ".join(best)) + r"(?!\S)")
        spaced = Counter({seen.sub("".join(best), word): times for word, times in spaced.items()})
    return found


def test_pieces_are_the_text() -> None:
    assert b"".join(byte for piece in pieces(SENTENCE) for byte in piece).decode() == SENTENCE
    assert [len(piece) for piece in pieces("to be, or 7")] == [2, 3, 1, 3, 2]
    assert pieces("") == []


def test_merged_goes_from_the_left_and_joins_only_the_pair() -> None:
    assert merged([b"a"] * 5, (b"a", b"a")) == (b"aa", b"aa", b"a")
    assert merged([b"b", b"a", b"b"], (b"a", b"b")) == (b"b", b"ab")
    assert merged([], (b"a", b"b")) == ()
    assert merged([b"ab", b"ab"], (b"a", b"b")) == (b"ab", b"ab")


def test_byte_pair_merges_begin_as_in_the_paper() -> None:
    text = "".join(["low"] + [" low"] * 4 + [" lower"] * 2 + [" newest"] * 6 + [" widest"] * 3)
    first = byte_pair_merges(text, 3)
    assert first[:2] in ([(b"s", b"t"), (b"e", b"st")], [(b"e", b"s"), (b"es", b"t")])


def test_byte_pair_merges_equal_an_independent_implementation() -> None:
    words = ["low", "low", "lower", "newest", "newest", "widest", "the", "the", "then", "other"]
    ours = byte_pair_merges("\n".join(words), 12)
    theirs = merges_by_text(words, 12)
    assert [(a.decode(), b.decode()) for a, b in ours] == theirs


def test_byte_pair_merges_end_where_nothing_is_left() -> None:
    assert byte_pair_merges("ab", 9) == [(b"a", b"b")]
    assert byte_pair_merges("ab", 0) == byte_pair_merges("", 3) == []
    with pytest.raises(ValueError, match="`number` must be at least 0, got -1"):
        byte_pair_merges("ab", -1)


def test_encoding_is_the_merges_in_the_order_of_learning() -> None:
    train, test = help_texts()
    merges = byte_pair_merges(train[:4000], 60)
    tokenizer = Tokenizer(merges)
    for piece in pieces(test[:3000]):
        replayed = piece
        for pair in merges:
            replayed = merged(replayed, pair)
        assert tokenizer.tokens(piece) == replayed


def test_numbers_are_bytes_and_then_merges() -> None:
    tokenizer = Tokenizer([(b"l", b"o"), (b"lo", b"w")])
    assert tokenizer.encoded("low lo!") == [257, 32, 256, 33]
    assert Tokenizer().encoded("a b") == [97, 32, 98]
    assert len(tokenizer.vocabulary) == len(tokenizer.numbers) == 258


@pytest.mark.parametrize("text", ["", "abcab abc", "  \n\t a\xa0b", "caf\xe9 \u4e2d \U0001f600", "x_1=0x00ff; 'a'"])
def test_decoding_undoes_encoding(text: str) -> None:
    tokenizer = Tokenizer([(b"a", b"b"), (b"ab", b"c"), (b"\xc3", b"\xa9"), (b" ", b"a"), (b"0", b"0")])
    assert tokenizer.decoded(tokenizer.encoded(text)) == text


def test_bytes_that_make_no_character_are_shown_as_such() -> None:
    assert Tokenizer().decoded([0xC3]) == "\N{REPLACEMENT CHARACTER}"

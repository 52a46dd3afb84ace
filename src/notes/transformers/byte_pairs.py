"""Byte-pair encoding: a text as tokens of one byte or more, learned by merging what stands together most often."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from notes.domain import beartype, require_sizes

Token = bytes
Pair = tuple[Token, Token]

PIECES = re.compile(r" ?[A-Za-z]+| ?[^\sA-Za-z]+|\s+")
"""Words with the space before them, other signs likewise, and what is left of the spaces: no token reaches further."""


def pieces(text: str) -> list[tuple[Token, ...]]:
    """The words of a text as single bytes; together they are the text.

    Args:
        text: any text.

    Returns:
        For each word, or run of signs or spaces, its bytes.

    Example:
        ```python
        from notes.transformers.byte_pairs import pieces

        print([b"".join(piece) for piece in pieces("to be, or")])
        #> [b'to', b' be', b',', b' or']
        ```
    """
    return [tuple(bytes([byte]) for byte in piece.encode()) for piece in PIECES.findall(text)]


def merged(symbols: Sequence[Token], pair: Pair) -> tuple[Token, ...]:
    """A piece in which a pair has become one token, wherever it stands, from the left.

    Args:
        symbols: the tokens of a piece.
        pair: two tokens.

    Returns:
        The tokens after the merge.

    Example:
        ```python
        from notes.transformers.byte_pairs import merged

        print(merged([b"a", b"a", b"a", b"b"], (b"a", b"a")))
        #> (b'aa', b'a', b'b')
        ```
    """
    tokens, place = [], 0
    while place < len(symbols):
        found = tuple(symbols[place : place + 2]) == pair
        tokens.append(b"".join(pair) if found else symbols[place])
        place += 2 if found else 1
    return tuple(tokens)


@beartype
def byte_pair_merges(text: str, number: int) -> list[Pair]:
    r"""The pairs of tokens that are merged, in the order in which they are learned.

    $$\operatorname*{arg\,max}_{(a, b)} \sum_w n_w\, n_{ab}(w)$$

    Args:
        text: the text to learn from.
        number: how many merges, at least 0; fewer are returned if nothing is left to merge.

    Returns:
        The pairs; of two that are equally frequent the one that is later in the order of the bytes.

    Raises:
        ValueError: if `number` is negative.

    Example:
        ```python
        from notes.transformers.byte_pairs import byte_pair_merges

        print(byte_pair_merges("low low lower lowest", 2))
        #> [(b'o', b'w'), (b'l', b'ow')]
        ```

    Reference: R. Sennrich, B. Haddow and A. Birch, Neural Machine Translation of Rare Words with Subword Units, 2016.
    """
    require_sizes(0, number=number)
    words, merges = Counter(pieces(text)), list[Pair]()
    while len(merges) < number:
        pairs = Counter[Pair]()
        for word, times in words.items():
            for pair in pairwise(word):
                pairs[pair] += times
        if not pairs:
            break
        merges.append(max(pairs, key=lambda pair: (pairs[pair], pair)))
        words = Counter({merged(word, merges[-1]): times for word, times in words.items()})
    return merges


class Tokenizer:
    """A text as numbers and back: the bytes are 0 to 255, and each merge adds a number.

    Attributes:
        vocabulary: the bytes of each token, in the order of the numbers.
        numbers: the number of each token.

    Reference: R. Sennrich, B. Haddow and A. Birch, Neural Machine Translation of Rare Words with Subword Units, 2016.
    """

    def __init__(self, merges: Iterable[Pair] = ()) -> None:
        self.ranks = {pair: rank for rank, pair in enumerate(merges)}
        self.vocabulary = [bytes([byte]) for byte in range(256)] + [b"".join(pair) for pair in self.ranks]
        self.numbers = {token: number for number, token in enumerate(self.vocabulary)}

    def tokens(self, piece: tuple[Token, ...]) -> tuple[Token, ...]:
        """The tokens of a piece: of the pairs in it, the one that was learned first is merged first."""
        while found := [pair for pair in pairwise(piece) if pair in self.ranks]:
            piece = merged(piece, min(found, key=self.ranks.__getitem__))
        return piece

    def encoded(self, text: str) -> list[int]:
        """The numbers of a text's tokens."""
        words = pieces(text)
        table = {word: [self.numbers[token] for token in self.tokens(word)] for word in set(words)}
        return [number for word in words for number in table[word]]

    def decoded(self, numbers: Iterable[int]) -> str:
        """The text that the numbers stand for; bytes that make no character become question marks."""
        return b"".join(self.vocabulary[number] for number in numbers).decode(errors="replace")

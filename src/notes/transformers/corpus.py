"""A text that every Python ships, as words with numbers, and how often words stand near one another."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below, require_sizes

NOUNS = (
    "argument attribute block character comment element error exception expression file function instance integer item "
    "key line literal method module name number object operator parameter statement string type value variable"
)
PLURALS = tuple((noun, f"{noun}s") for noun in NOUNS.split())
"""Nouns of the text, each with its plural."""


def topics() -> list[list[str]]:
    """The help topics of Python's standard library, each as its words in lower case.

    Returns:
        One list of words per topic, in the alphabetical order of the topics; a word is a run of letters.
    """
    from pydoc_data.topics import topics as texts  # half a megabyte of text, read when it is asked for

    return [re.findall(r"[a-z]+", texts[name].lower()) for name in sorted(texts)]


def help_texts() -> tuple[str, str]:
    """The same topics as they are written: one text to learn from, and every eighth topic kept apart in another.

    Returns:
        The two texts.
    """
    from pydoc_data.topics import topics as texts

    parts = [texts[name] for name in sorted(texts)]
    return "".join(text for place, text in enumerate(parts) if place % 8), "".join(parts[::8])


@jaxtyped(typechecker=beartype)
def frequent_words(sequences: Sequence[Sequence[str]], size: int) -> dict[str, int]:
    """The words that occur most often, each with its number.

    Args:
        sequences: texts as words.
        size: how many words to keep, at least 1.

    Returns:
        Words numbered from 0, the most frequent first; words of one frequency in alphabetical order.

    Raises:
        ValueError: if the texts have fewer different words.

    Example:
        ```python
        from notes.transformers.corpus import frequent_words

        print(frequent_words([["the", "cat"], ["the", "table", "the", "cat"]], 2))
        #> {'the': 0, 'cat': 1}
        ```
    """
    frequencies = Counter(word for sequence in sequences for word in sequence)
    if not 1 <= size <= len(frequencies):
        raise ValueError(f"`size` must be from 1 to the {len(frequencies)} different words, got {size}")
    ranked = sorted(frequencies, key=lambda word: (-frequencies[word], word))
    return {word: number for number, word in enumerate(ranked[:size])}


def encoded(sequences: Sequence[Sequence[str]], numbers: Mapping[str, int]) -> list[Tensor]:
    """The texts as numbers; words without a number are left out, so that their neighbours move together.

    Args:
        sequences: texts as words.
        numbers: the number of each word that is kept.

    Returns:
        One vector of whole numbers per text, possibly empty.

    Example:
        ```python
        from notes.transformers.corpus import encoded

        print(encoded([["the", "black", "cat"]], {"the": 0, "cat": 1})[0].tolist())
        #> [0, 1]
        ```
    """
    return [
        torch.tensor([numbers[word] for word in sequence if word in numbers], dtype=torch.int64)
        for sequence in sequences
    ]


class Windows(NamedTuple):
    """Words with their neighbours.

    Attributes:
        targets: the word in the middle of each window.
        contexts: the words around it, in the order of the text.
    """

    targets: Int[Tensor, " windows"]
    contexts: Int[Tensor, "windows context"]


@jaxtyped(typechecker=beartype)
def windows(sequences: Sequence[Int[Tensor, " _"]], reach: int) -> Windows:
    """Every word that has all its neighbours, with them.

    Args:
        sequences: texts as numbers.
        reach: how many neighbours $h$ on either side, at least 1.

    Returns:
        The words and their $2h$ neighbours; nothing reaches over the end of a text.

    Raises:
        ValueError: if `reach` is below 1, or no text is long enough.

    Example:
        ```python
        import torch
        from notes.transformers.corpus import windows

        found = windows([torch.tensor([5, 6, 7, 8, 9])], reach=2)
        print(found.targets.tolist(), found.contexts.tolist())
        #> [7] [[5, 6, 8, 9]]
        ```
    """
    if reach < 1:
        raise ValueError(f"`reach` must be at least 1, got {reach}")
    long = [sequence.unfold(0, 2 * reach + 1, 1) for sequence in sequences if len(sequence) > 2 * reach]
    if not long:
        raise ValueError(f"`sequences` must hold a text of {2 * reach + 1} words at least, got none")
    around = torch.cat(long)
    return Windows(around[:, reach], torch.cat([around[:, :reach], around[:, reach + 1 :]], dim=1))


@jaxtyped(typechecker=beartype)
def cooccurrence_counts(
    sequences: Sequence[Int[Tensor, " _"]], size: int, reach: int
) -> Float[Tensor, "{size} {size}"]:
    r"""How often each word stands near each other one.

    $$n_{wc} = \sum_t \sum_{0 < |j| \le h} \mathbb{1}[w_t = w, \, w_{t+j} = c]$$

    Args:
        sequences: texts as numbers below `size`.
        size: number of words.
        reach: how far $h$ a neighbour may be, at least 1.

    Returns:
        A symmetric matrix of counts, one row per word.

    Raises:
        ValueError: if `reach` or `size` is below 1.

    Example:
        ```python
        import torch
        from notes.transformers.corpus import cooccurrence_counts

        print(cooccurrence_counts([torch.tensor([0, 1, 0])], size=2, reach=1).tolist())
        #> [[0.0, 2.0], [2.0, 0.0]]
        ```
    """
    require_sizes(size=size)
    if reach < 1:
        raise ValueError(f"`reach` must be at least 1, got {reach}")
    ahead = torch.zeros(size * size, device=sequences[0].device if sequences else None)
    for sequence in sequences:
        require_below(size, sequences=sequence)
        for step in range(1, min(reach, len(sequence) - 1) + 1):
            ahead += torch.bincount(sequence[:-step] * size + sequence[step:], minlength=size * size)
    counts = ahead.view(size, size)
    return counts + counts.T

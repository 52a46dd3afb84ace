r"""Words of a text, and texts as counts of words: the order of the words is given up, their number is kept."""

import re
from collections.abc import Iterable, Mapping, Sequence

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype


def words(text: str) -> list[str]:
    """The words of a text in their order, without capitals; a word is a run of letters and digits of any script.

    Args:
        text: any text.

    Returns:
        Its words, repetitions included.

    Example:
        ```python
        from notes.retrieval.vocabulary import words

        print(words("A red cat, a RED hat."))
        #> ['a', 'red', 'cat', 'a', 'red', 'hat']
        ```
    """
    return re.findall(r"[^\W_]+", text.casefold())


def vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """The different words of some texts, each with the number of its column.

    Args:
        texts: what the words are taken from.

    Returns:
        Words in alphabetical order, numbered from 0.

    Example:
        ```python
        from notes.retrieval.vocabulary import vocabulary

        print(vocabulary(["a red cat", "a hat"]))
        #> {'a': 0, 'cat': 1, 'hat': 2, 'red': 3}
        ```
    """
    different = sorted({word for text in texts for word in words(text)})
    return {word: column for column, word in enumerate(different)}


@jaxtyped(typechecker=beartype)
def word_counts(
    texts: Sequence[str], columns: Mapping[str, int], *, device: torch.device | None = None
) -> Float[Tensor, "texts words"]:
    r"""How often each word of a vocabulary stands in each text.

    $$\operatorname{tf}(w, z) = \sum_{i} \mathbb{1}[z_i = w]$$

    Args:
        texts: the texts $z$.
        columns: the vocabulary, numbered from 0.
        device: where the numbers are to live, by default where PyTorch puts new ones.

    Returns:
        Counts, one row per text, one column per word.

    Raises:
        ValueError: if a text has a word that the vocabulary lacks.

    Example:
        ```python
        from notes.retrieval.vocabulary import vocabulary, word_counts

        texts = ["a red cat", "a hat, a cat"]
        print(word_counts(texts, vocabulary(texts)).tolist())
        #> [[1.0, 1.0, 0.0, 1.0], [2.0, 1.0, 1.0, 0.0]]
        ```

    Reference: C. D. Manning, P. Raghavan and H. Schütze, Introduction to Information Retrieval, 2008, section 6.2.
    """
    counts = torch.zeros(len(texts), len(columns), device=device)
    for row, text in enumerate(texts):
        for word in words(text):
            if word not in columns:
                raise ValueError(f"`texts` must have no word outside the vocabulary, got {word!r}")
            counts[row, columns[word]] += 1
    return counts


@jaxtyped(typechecker=beartype)
def word_numbers(
    texts: Sequence[str], columns: Mapping[str, int], *, device: torch.device | None = None
) -> Int64[Tensor, "texts length"]:
    """The words of each text in their order, as numbers of a vocabulary.

    Args:
        texts: some texts.
        columns: the vocabulary, numbered from 0.
        device: where the numbers are to live, by default where PyTorch puts new ones.

    Returns:
        One row per text, as long as the longest of them; behind the end of a shorter one stands -1.

    Raises:
        ValueError: if a text has a word that the vocabulary lacks.

    Example:
        ```python
        from notes.retrieval.vocabulary import vocabulary, word_numbers

        texts = ["a red cat", "a hat"]
        print(word_numbers(texts, vocabulary(texts)).tolist())
        #> [[0, 3, 1], [0, 2, -1]]
        ```
    """
    rows = [words(text) for text in texts]
    unknown = {word for row in rows for word in row} - set(columns)
    if unknown:
        raise ValueError(f"`texts` must have no word outside the vocabulary, got {min(unknown)!r}")
    numbers = torch.full((len(rows), max(map(len, rows), default=0)), -1, device=device)
    for place, row in enumerate(rows):
        numbers[place, : len(row)] = torch.tensor([columns[word] for word in row], dtype=torch.int64, device=device)
    return numbers

"""Sentences made from a seed, in which one word has two senses: *stick to a plan* and *throw a stick*."""

from typing import NamedTuple

import torch
from jaxtyping import Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below

AMBIGUOUS, VERBS, NOUNS = "stick", ("keep", "cling", "hold"), ("branch", "twig", "log")
FRAMES = (
    (
        ("we", "they", "people", "you"),
        ("must", "can", "will", "should"),
        (AMBIGUOUS, *VERBS),
        ("to",),
        ("the", "this", "that"),
        ("plan", "rule", "promise", "deadline"),
    ),
    (
        ("throw", "bring", "carry", "drop"),
        ("the", "this", "that", "one"),
        (AMBIGUOUS, *NOUNS),
        ("to",),
        ("the", "this", "that"),
        ("dog", "fire", "river", "child"),
    ),
)
"""What may stand at each of the six places, for the verb and for the noun."""

PLACE = 2
"""Where the verb or the noun stands."""

WORDS = {
    word: number for number, word in enumerate(sorted({word for frame in FRAMES for slot in frame for word in slot}))
}
"""The number of each word."""


class Sentences(NamedTuple):
    """Sentences with the sense of the word in question.

    Attributes:
        words: six numbers of words a sentence.
        senses: 0 where the third word is a verb, 1 where it is a noun.
    """

    words: Int[Tensor, "sentences 6"]
    senses: Int[Tensor, " sentences"]

    @property
    def ambiguous(self) -> "Sentences":
        """Those sentences whose third word has both senses."""
        chosen = self.words[:, PLACE] == WORDS[AMBIGUOUS]
        return Sentences(self.words[chosen], self.senses[chosen])

    @property
    def unambiguous(self) -> "Sentences":
        """The others."""
        chosen = self.words[:, PLACE] != WORDS[AMBIGUOUS]
        return Sentences(self.words[chosen], self.senses[chosen])


@jaxtyped(typechecker=beartype)
def sentences(size: int, generator: torch.Generator) -> Sentences:
    """Sentences whose sense, and then each word, is drawn with equal chances.

    Args:
        size: how many, at least 1.
        generator: source of all choices.

    Returns:
        The sentences; the ambiguous word stands in about a quarter of them.

    Raises:
        ValueError: if `size` is below 1.

    Example:
        ```python
        import torch
        from notes.transformers.senses import sentences, spelled

        print(spelled(sentences(1, torch.Generator().manual_seed(1)).words[0]))
        #> bring one stick to the dog
        ```
    """
    if size < 1:
        raise ValueError(f"`size` must be at least 1, got {size}")
    senses = torch.randint(len(FRAMES), (size,), generator=generator)
    verbs, nouns = (
        torch.stack(
            [
                torch.tensor([WORDS[word] for word in slot])[torch.randint(len(slot), (size,), generator=generator)]
                for slot in frame
            ],
            dim=1,
        )
        for frame in FRAMES
    )
    return Sentences(torch.where(senses[:, None] == 0, verbs, nouns), senses)


@jaxtyped(typechecker=beartype)
def spelled(numbers: Int[Tensor, " words"]) -> str:
    """A sentence as text.

    Args:
        numbers: its words.

    Returns:
        The words with spaces between them.

    Raises:
        ValueError: if a number is that of no word.

    Example:
        ```python
        import torch
        from notes.transformers.senses import WORDS, spelled

        print(spelled(torch.tensor([WORDS["throw"], WORDS["stick"]])))
        #> throw stick
        ```
    """
    require_below(len(WORDS), numbers=numbers)
    names = list(WORDS)
    return " ".join(names[number] for number in numbers.tolist())

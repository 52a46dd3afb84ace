"""A made-up language small enough to be learnt in seconds: documents keep to a topic, and verbs agree with subjects.

Its tokens are pieces of words: the ending `##s`, of plural nouns and of verbs in the singular, is one of its own.
"""

from typing import NamedTuple

import torch
from jaxtyping import jaxtyped

from notes.domain import beartype
from notes.transformers.packing import SPECIAL

TOPICS = {
    "sea": "sailor boat whale anchor | drift float sail | salty deep stormy",
    "farm": "farmer cow tractor goat | graze plough wander | muddy green wide",
    "space": "planet rocket comet moon | orbit shine spin | dark remote cold",
}
DETERMINERS = (("the", "a", "every"), ("the", "some", "many"))
LINKS = ("near", "with", "behind")
ENDING = "##s"

Sentence = tuple[int, ...]


class Document(NamedTuple):
    """Sentences about one topic.

    Attributes:
        topic: its number, in the order of `TOPICS`.
        sentences: each as numbers of tokens.
    """

    topic: int
    sentences: tuple[Sentence, ...]


def _parts(topic: str) -> tuple[list[str], ...]:
    """Nouns, verbs and adjectives of a topic, all without their endings."""
    return tuple(part.split() for part in TOPICS[topic].split("|"))


def _words() -> tuple[str, ...]:
    """All tokens: special ones, the ending, then the words in order of their first use."""
    found = [*SPECIAL, ENDING, *DETERMINERS[0], *DETERMINERS[1], *LINKS]
    for topic in TOPICS:
        nouns, verbs, adjectives = _parts(topic)
        found += [*nouns, *verbs, *adjectives]
    return tuple(dict.fromkeys(found))


WORDS = _words()
NUMBERS = {word: number for number, word in enumerate(WORDS)}


@jaxtyped(typechecker=beartype)
def sentence(topic: int, generator: torch.Generator) -> Sentence:
    """A sentence about a topic, such as "some sailor ##s float behind a deep boat".

    Determiner, perhaps an adjective, noun, verb, link, determiner, adjective, noun, with the endings of number.
    Determiners agree with their nouns and the verb agrees with the first noun; all other choices are independent.

    Args:
        topic: number of the topic.
        generator: source of the choices.

    Returns:
        The numbers of its tokens, from eight to ten.

    Raises:
        ValueError: if there is no such topic.

    Example:
        ```python
        import torch
        from notes.transformers.grammar import WORDS, sentence

        print(" ".join(WORDS[number] for number in sentence(0, torch.Generator().manual_seed(3))))
        #> some salty sailor ##s sail behind some stormy boat ##s
        ```
    """
    if not 0 <= topic < len(TOPICS):
        raise ValueError(f"`topic` must be from 0 to {len(TOPICS) - 1}, got {topic}")
    draws = iter(torch.rand(11, generator=generator, device=generator.device).tolist())

    def chosen(options: list[str] | tuple[str, ...]) -> str:
        return options[int(next(draws) * len(options))]

    nouns, verbs, adjectives = _parts(list(TOPICS)[topic])
    plural, other = (int(next(draws) < 0.5) for _ in range(2))
    adjective = [chosen(adjectives)] if next(draws) < 0.5 else []
    subject = [chosen(DETERMINERS[plural]), *adjective, chosen(nouns), *[ENDING] * plural]
    predicate = [chosen(verbs), *[ENDING] * (1 - plural), chosen(LINKS)]
    companion = [chosen(DETERMINERS[other]), chosen(adjectives), chosen(nouns), *[ENDING] * other]
    return tuple(NUMBERS[word] for word in [*subject, *predicate, *companion])


@jaxtyped(typechecker=beartype)
def documents(number: int, length: int, generator: torch.Generator) -> list[Document]:
    """Documents of equally likely topics.

    Args:
        number: how many, positive.
        length: sentences in each, positive.
        generator: source of the choices.

    Returns:
        The documents.

    Raises:
        ValueError: if `number` or `length` is not positive.

    Example:
        ```python
        import torch
        from notes.transformers.grammar import TOPICS, documents

        text = documents(4, 2, torch.Generator().manual_seed(0))
        print([list(TOPICS)[document.topic] for document in text])
        #> ['space', 'sea', 'space', 'sea']
        ```
    """
    if number < 1 or length < 1:
        raise ValueError(f"`number` and `length` must be positive, got {number} and {length}")
    topics = torch.randint(len(TOPICS), (number,), generator=generator, device=generator.device).tolist()
    return [Document(topic, tuple(sentence(topic, generator) for _ in range(length))) for topic in topics]

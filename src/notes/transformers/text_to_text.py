"""A small text-to-text model: one Transformer that classifies, extracts and fills gaps, as the first word asks."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below, require_sizes
from notes.transformers import grammar
from notes.transformers.framing import framed
from notes.transformers.initialization import initialized
from notes.transformers.spans import SENTINEL, corrupted, corruption_mask
from notes.transformers.transformer import PreNormTransformer
from notes.transformers.translation import trained_translator

TASKS = ("topic", "subject", "fill")
END = "[END]"
READ, WRITTEN = 11, 8
"""Places of what is read and of what is written; [END] fills them up."""

WORDS = (END, *TASKS, *grammar.TOPICS, *(f"<{span}>" for span in range(3)), *grammar.WORDS)
NUMBERS = {word: number for number, word in enumerate(WORDS)}
NOUNS = {noun for topic in grammar.TOPICS.values() for noun in topic.split("|")[0].split()}


class Texts(NamedTuple):
    """Texts to read, and what to write for each.

    Attributes:
        read: numbers of the words, the task first.
        written: numbers of the words of the answer.
    """

    read: Int[Tensor, "texts 11"]
    written: Int[Tensor, "texts 8"]


def subject(words: Sequence[str]) -> list[str]:
    """The first noun of a sentence of the made-up language, with its ending.

    Args:
        words: the sentence.

    Returns:
        One word, or two.

    Raises:
        ValueError: if there is no noun.

    Example:
        ```python
        from notes.transformers.text_to_text import subject

        print(subject("some salty sailor ##s sail behind a deep boat".split()))
        #> ['sailor', '##s']
        ```
    """
    place = next((place for place, word in enumerate(words) if word in NOUNS), None)
    if place is None:
        raise ValueError(f"`words` must hold a noun, got {' '.join(words)!r}")
    return [*words[place : place + 1], *(word for word in words[place + 1 : place + 2] if word == grammar.ENDING)]


def example(task: str, topic: int, generator: torch.Generator) -> tuple[list[str], list[str]]:
    """A line to read and a line to write about a new sentence.

    Args:
        task: `topic` asks for a class, `subject` for a part of the text, `fill` for what was cut out.
        topic: number of the sentence's topic.
        generator: source of the sentence and of what is cut out.

    Returns:
        The words to read, and those to write.

    Raises:
        ValueError: if there is no such task.
    """
    if task not in TASKS:
        raise ValueError(f"`task` must be one of {TASKS}, got {task!r}")
    words = [grammar.WORDS[number] for number in grammar.sentence(topic, generator)]
    answer = [list(grammar.TOPICS)[topic]] if task == "topic" else subject(words)
    if task == "fill":
        words, answer = corrupted(words, corruption_mask(len(words), generator, rate=0.3, span=1.5))
    return framed(task, text=" ".join(words)).split(), answer


@jaxtyped(typechecker=beartype)
def texts(task: str, number: int, generator: torch.Generator) -> Texts:
    """Examples of one task about sentences of all topics.

    Args:
        task: one of `TASKS`.
        number: how many.
        generator: source of the sentences.

    Returns:
        The examples.

    Raises:
        ValueError: if `number` is below 1 or there is no such task.

    Example:
        ```python
        import torch
        from notes.transformers.text_to_text import WORDS, texts

        read, written = texts("topic", 1, torch.Generator().manual_seed(0))
        print(*(WORDS[number] for number in read[0].tolist()))
        #> topic the salty whale ##s float behind a deep boat [END]
        print(*(WORDS[number] for number in written[0, :2].tolist()))
        #> sea [END]
        ```

    Reference: C. Raffel et al., Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer,
    2020.
    """
    require_sizes(number=number)
    pairs = [example(task, place % len(grammar.TOPICS), generator) for place in range(number)]
    columns = zip(*pairs, strict=True)
    return Texts(*(_numbered(lines, places) for lines, places in zip(columns, (READ, WRITTEN), strict=True)))


def _numbered(lines: Sequence[Sequence[str]], places: int) -> Tensor:
    """Lines as rows of numbers, filled up with [END]."""
    return torch.tensor([[NUMBERS[word] for word in [*line, *[END] * (places - len(line))]] for line in lines])


@jaxtyped(typechecker=beartype)
def sentinels(rows: Int[Tensor, "texts places"]) -> list[list[str]]:
    """The sentinels of each text, in their order.

    Args:
        rows: numbers of words.

    Returns:
        One list a text.

    Raises:
        ValueError: if a number is of no word.

    Example:
        ```python
        import torch
        from notes.transformers.text_to_text import NUMBERS, sentinels

        print(sentinels(torch.tensor([[NUMBERS[word] for word in ("<0>", "the", "<1>")]])))
        #> [['<0>', '<1>']]
        ```
    """
    require_below(len(WORDS), rows=rows)
    return [[word for word in map(WORDS.__getitem__, row) if SENTINEL.fullmatch(word)] for row in rows.tolist()]


@jaxtyped(typechecker=beartype)
def trained_on_all_tasks(
    generator: torch.Generator, *, number: int = 600, steps: int = 200, width: int = 32
) -> PreNormTransformer:
    """One Transformer trained on all tasks at once, by the cross entropy of the next word.

    Args:
        generator: source of the weights, of the texts and of the batches.
        number: texts of each task.
        steps: number of updates, each with 48 texts of mixed tasks.
        width: width of the vectors; even.

    Returns:
        The model.

    Raises:
        ValueError: if `number` is below 1, or `width` is not even and positive.
    """
    if width < 2 or width % 2:
        raise ValueError(f"`width` must be even and positive, got {width}")
    parts = [texts(task, number, generator) for task in TASKS]
    read, written = (torch.cat(columns) for columns in zip(*parts, strict=True))

    def batch() -> tuple[Tensor, Tensor]:
        chosen = torch.randint(len(read), (48,), generator=generator)
        return read[chosen], written[chosen]

    model = initialized(PreNormTransformer(len(WORDS), width), generator)
    return trained_translator(model, batch, steps=steps)

"""Span corruption: spans of a text are cut out, a mark is left for each, and the spans are what has to be written."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Bool, Int, jaxtyped
from torch import Tensor

from notes.domain import beartype

SENTINEL = re.compile(r"<\d+>")


class Corrupted(NamedTuple):
    """A text with holes, and what was in them.

    Attributes:
        inputs: the text with a sentinel, `<0>`, `<1>`, ..., in place of each span.
        targets: each sentinel followed by its span, and one more sentinel as the end.
    """

    inputs: list[str]
    targets: list[str]


@jaxtyped(typechecker=beartype)
def composition(total: int, parts: int, generator: torch.Generator) -> Int[Tensor, "{parts}"]:
    r"""A sum of positive whole numbers, drawn from all $\binom{n - 1}{m - 1}$ with equal chances.

    Args:
        total: the sum $n$.
        parts: how many numbers $m$, from 1 to the sum.
        generator: source of the places where the sum is cut.

    Returns:
        The numbers, each 1 at least.

    Raises:
        ValueError: if `parts` is not between 1 and `total`.

    Example:
        ```python
        import torch
        from notes.transformers.spans import composition

        print(composition(9, 3, torch.Generator().manual_seed(0)).sum().item())
        #> 9
        ```
    """
    if not 1 <= parts <= total:
        raise ValueError(f"`parts` must be from 1 to the total {total}, got {parts}")
    cuts = torch.randperm(total - 1, generator=generator)[: parts - 1].sort().values + 1
    return torch.diff(cuts, prepend=torch.tensor([0]), append=torch.tensor([total]))


@jaxtyped(typechecker=beartype)
def corruption_mask(
    length: int, generator: torch.Generator, *, rate: float = 0.15, span: float = 3.0
) -> Bool[Tensor, "{length}"]:
    r"""Which words of a text are cut out: a fixed number of them, in a fixed number of spans of random lengths.

    $$n = \operatorname{round}(r L), \qquad m = \operatorname{round}(n / \mu)$$

    Kept and corrupted stretches alternate, and a kept one comes first.

    Args:
        length: number $L$ of words, at least 2.
        generator: source of the lengths.
        rate: share $r$ of words to cut out, strictly between 0 and 1.
        span: mean length $\mu$ of a span, at least 1.

    Returns:
        True where a word is cut out; at least one word is, and at least one is kept.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        import torch
        from notes.transformers.spans import corruption_mask

        mask = corruption_mask(100, torch.Generator().manual_seed(0))
        print(mask.sum().item(), (mask[1:] & ~mask[:-1]).sum().item())
        #> 15 5
        ```

    Reference: C. Raffel et al., Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer,
    2020, section 3.3.4.
    """
    if length < 2:
        raise ValueError(f"`length` must be at least 2, got {length}")
    if not 0 < rate < 1:
        raise ValueError(f"`rate` must be between 0 and 1, got {rate}")
    if not span >= 1:
        raise ValueError(f"`span` must be at least 1, got {span}")
    lost = min(max(round(rate * length), 1), length - 1)
    spans = min(max(round(lost / span), 1), lost, length - lost)
    lengths = torch.stack(
        [composition(length - lost, spans, generator), composition(lost, spans, generator)], dim=1
    ).flatten()
    return torch.arange(2 * spans).repeat_interleave(lengths) % 2 == 1


@jaxtyped(typechecker=beartype)
def corrupted(words: Sequence[str], mask: Bool[Tensor, " words"]) -> Corrupted:
    """A text with the masked spans cut out, and the text that says what was there.

    Args:
        words: the text.
        mask: true where a word is cut out; neighbours form one span.

    Returns:
        What a model reads, and what it has to write.

    Raises:
        ValueError: if the mask has another length, or a word looks like a sentinel.

    Example:
        ```python
        import torch
        from notes.transformers.spans import corrupted

        mask = torch.tensor([False, True, True, False, False, True])
        for part in corrupted("the cat is on the table".split(), mask):
            print(" ".join(part))
        #> the <0> on the <1>
        #> <0> cat is <1> table <2>
        ```

    Reference: C. Raffel et al., Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer,
    2020, figure 2.
    """
    if len(mask) != len(words):
        raise ValueError(f"`mask` must have {len(words)} entries, got {len(mask)}")
    for word in words:
        if SENTINEL.fullmatch(word):
            raise ValueError(f"`words` must hold no sentinel, got {word!r}")
    inputs: list[str] = []
    targets: list[str] = []
    spans, inside = 0, False
    for word, lost in zip(words, mask.tolist(), strict=True):
        if lost and not inside:
            inputs.append(f"<{spans}>")
            targets.append(f"<{spans}>")
            spans += 1
        (targets if lost else inputs).append(word)
        inside = lost
    return Corrupted(inputs, [*targets, f"<{spans}>"])


def restored(inputs: Sequence[str], targets: Sequence[str]) -> list[str]:
    """The text, put together again from what was read and what was written.

    Args:
        inputs: the text with sentinels.
        targets: sentinels, each followed by its span, with one more at the end.

    Returns:
        The words without any sentinel.

    Raises:
        ValueError: if the sentinels of the targets are not those of the inputs and one more, in this order.

    Example:
        ```python
        from notes.transformers.spans import restored

        print(" ".join(restored("the <0> on the <1>".split(), "<0> cat is <1> table <2>".split())))
        #> the cat is on the table
        ```
    """
    marks = [word for word in inputs if SENTINEL.fullmatch(word)]
    written = [word for word in targets if SENTINEL.fullmatch(word)]
    if written != [*marks, f"<{len(marks)}>"] or targets[0] != written[0]:
        raise ValueError(f"`targets` must hold the sentinels {[*marks, f'<{len(marks)}>']} in order, got {written}")
    spans: dict[str, list[str]] = {}
    for word in targets:
        if SENTINEL.fullmatch(word):
            spans[word] = []
            span = spans[word]
        else:
            span.append(word)
    return [part for word in inputs for part in spans.get(word, [word])]

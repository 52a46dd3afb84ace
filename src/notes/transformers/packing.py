"""Sentences as BERT reads them: special tokens, segments, padding; and pairs that follow each other or do not."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Bool, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype

PAD, CLS, SEP, MASK = range(4)
SPECIAL = ("[PAD]", "[CLS]", "[SEP]", "[MASK]")

Sentence = Sequence[int]


class Packed(NamedTuple):
    """A batch of sequences as BERT reads them.

    Attributes:
        tokens: numbers of the tokens, padded at the end.
        segments: 0 up to the first [SEP], 1 after it.
        present: true where there is a token, false where there is padding.
    """

    tokens: Int64[Tensor, "batch time"]
    segments: Int64[Tensor, "batch time"]
    present: Bool[Tensor, "batch time"]


class SentencePairs(NamedTuple):
    """Pairs of sentences for next sentence prediction.

    Attributes:
        first: the sentences that come first.
        second: those that may follow them.
        follows: 1 where the second is the next one of its document, 0 where it comes from another document.
    """

    first: tuple[Sentence, ...]
    second: tuple[Sentence, ...]
    follows: Int64[Tensor, "pairs"]


def packed(
    first: Sequence[Sentence], second: Sequence[Sentence] | None = None, *, device: torch.device | None = None
) -> Packed:
    r"""Sentences, or pairs of them, between special tokens and padded to one length.

    $$[\text{CLS}]\ a_1 \dots a_m\ [\text{SEP}] \qquad\text{or}\qquad
    [\text{CLS}]\ a_1 \dots a_m\ [\text{SEP}]\ b_1 \dots b_n\ [\text{SEP}]$$

    Args:
        first: the sentences, as numbers of words that are not special.
        second: for each of them its partner; none for single sentences.
        device: where the numbers are to live, by default where PyTorch puts new ones.

    Returns:
        The batch.

    Raises:
        ValueError: if there is no sentence, partners are missing, or a sentence holds a special token.

    Example:
        ```python
        from notes.transformers.packing import packed

        batch = packed([[7, 8], [9]], [[5], [6]])
        print(batch.tokens.tolist())
        #> [[1, 7, 8, 2, 5, 2], [1, 9, 2, 6, 2, 0]]
        print(batch.segments.tolist())
        #> [[0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 0]]
        ```

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, figure 2.
    """
    if not first or (second is not None and len(second) != len(first)):
        raise ValueError(f"`first` and `second` must pair at least one sentence, got {len(first)} and {second}")
    if any(token < len(SPECIAL) for sentence in (*first, *(second or ())) for token in sentence):
        raise ValueError("`first` and `second` must hold no special token, got a number below 4")
    heads = [[CLS, *sentence, SEP] for sentence in first]
    tails = [[*sentence, SEP] for sentence in second] if second else [[] for _ in first]
    time = max(len(head) + len(tail) for head, tail in zip(heads, tails, strict=True))
    rows, marks = [], []
    for head, tail in zip(heads, tails, strict=True):
        padding = [PAD] * (time - len(head) - len(tail))
        rows.append(head + tail + padding)
        marks.append([0] * len(head) + [1] * len(tail) + [0] * len(padding))
    tokens, segments = torch.tensor(rows, device=device), torch.tensor(marks, device=device)
    return Packed(tokens, segments, tokens != PAD)


@jaxtyped(typechecker=beartype)
def sentence_pairs(documents: Sequence[Sequence[Sentence]], number: int, generator: torch.Generator) -> SentencePairs:
    """Pairs of which about half are neighbours in a document; the others have a second sentence from elsewhere.

    Args:
        documents: documents as sequences of sentences; two at least, each of two sentences at least.
        number: number of pairs, positive.
        generator: source of the choices.

    Returns:
        The pairs.

    Raises:
        ValueError: if there are too few documents, sentences or pairs.

    Example:
        ```python
        import torch
        from notes.transformers.packing import sentence_pairs

        pairs = sentence_pairs([[[4], [5]], [[6], [7]]], 3, torch.Generator().manual_seed(1))
        print(pairs.first, pairs.second, pairs.follows.tolist())
        #> ([6], [6], [6]) ([7], [7], [4]) [1, 1, 0]
        ```

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, section 3.1.
    """
    if len(documents) < 2 or min(map(len, documents)) < 2 or number < 1:
        raise ValueError("`documents` must be two or more of two sentences or more, and `number` positive")

    first, second, follows = [], [], torch.randint(2, (number,), generator=generator, device=generator.device)
    for label, draws in zip(
        follows.tolist(), torch.rand(number, 4, generator=generator, device=generator.device).tolist(), strict=True
    ):
        origin = int(draws[0] * len(documents))
        place = int(draws[1] * (len(documents[origin]) - 1))
        other = documents[(origin + 1 + int(draws[2] * (len(documents) - 1))) % len(documents)]
        first.append(documents[origin][place])
        second.append(documents[origin][place + 1] if label else other[int(draws[3] * len(other))])
    return SentencePairs(tuple(first), tuple(second), follows)

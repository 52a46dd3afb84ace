"""Masked language modelling: which tokens are hidden, what stands in their place, and the loss on them."""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor
from torch.nn.functional import cross_entropy

from notes.domain import beartype, require, require_below
from notes.transformers.packing import MASK, SPECIAL

MASKED, RANDOM = 0.8, 0.1
"""Shares of the selected tokens that become [MASK], and that become a word at random; the rest stays."""


class Corrupted(NamedTuple):
    """Tokens made ready for masked language modelling.

    Attributes:
        tokens: what the model sees.
        selected: true where it has to say which word was there.
    """

    tokens: Int64[Tensor, "*shape"]
    selected: Bool[Tensor, "*shape"]


@jaxtyped(typechecker=beartype)
def corrupted(
    tokens: Int64[Tensor, "*shape"], words: int, generator: torch.Generator, *, share: float = 0.15
) -> Corrupted:
    """Tokens of which some are selected, and most of those replaced.

    Each token that is not special is selected with probability `share`, on its own. Of the selected ones 80 % become
    [MASK], 10 % a word at random (which may be the same), and 10 % stay as they are.

    Args:
        tokens: numbers of tokens; those below 4 are special and never selected.
        words: size of the vocabulary, special tokens included.
        generator: source of the choices.
        share: probability of being selected, between 0 and 1.

    Returns:
        The tokens to read, and where to predict.

    Raises:
        ValueError: if a token is outside the vocabulary, or `share` outside its range.

    Example:
        ```python
        import torch
        from notes.transformers.masked_language import corrupted

        tokens = torch.arange(4, 14)
        seen = corrupted(tokens, 100, torch.Generator().manual_seed(5), share=0.5)
        print(seen.tokens.tolist())
        #> [4, 3, 6, 7, 8, 3, 10, 11, 3, 13]
        print(seen.selected.int().tolist())
        #> [0, 1, 0, 0, 0, 1, 1, 0, 1, 0]
        ```

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, section 3.1.
    """
    if not 0 < share < 1:
        raise ValueError(f"`share` must be strictly between 0 and 1, got {share}")
    require((tokens >= 0) & (tokens < words), "tokens", f"from 0 to {words - 1}", tokens)
    selecting, replacing = torch.rand((2, *tokens.shape), generator=generator, device=generator.device)
    selected = (selecting < share) & (tokens >= len(SPECIAL))
    drawn = torch.randint(len(SPECIAL), words, tokens.shape, generator=generator, device=generator.device)
    shown = torch.where(replacing < MASKED, MASK, torch.where(replacing < MASKED + RANDOM, drawn, tokens))
    return Corrupted(torch.where(selected, shown, tokens), selected)


@jaxtyped(typechecker=beartype)
def masked_cross_entropy(
    logits: Float[Tensor, "batch time words"],
    targets: Int64[Tensor, "batch time"],
    selected: Bool[Tensor, "batch time"],
) -> Float[Tensor, ""]:
    r"""Mean cross entropy over the selected positions; the others do not count.

    $$\ell = -\frac{1}{|M|} \sum_{t \in M} \log p(x_t \mid \tilde x)$$

    Args:
        logits: scores of all words at all positions.
        targets: the words $x_t$ that were there.
        selected: true on the set $M$.

    Returns:
        The loss, in nats.

    Raises:
        ValueError: if no position is selected or a target is no word.

    Example:
        ```python
        import torch
        from notes.transformers.masked_language import masked_cross_entropy

        selected = torch.tensor([[True, False]])
        print(f"{masked_cross_entropy(torch.zeros(1, 2, 10), torch.zeros(1, 2).long(), selected):.4f}")
        #> 2.3026
        ```

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, section 3.1.
    """
    require_below(logits.shape[-1], targets=targets)
    if not bool(selected.any()):
        raise ValueError("`selected` must hold at least one position, got none")
    return cross_entropy(logits[selected], targets[selected])

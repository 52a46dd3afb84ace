"""A decoder-only language model, as they are built now, its training on a text, and its perplexity."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from notes.domain import beartype, require_below, require_not_negative, require_sizes, require_some
from notes.losses.training import trained
from notes.networks.gated import gated_units
from notes.transformers.grouped_queries import Cache, GroupedQueryAttention


class Sizes(NamedTuple):
    """The sizes of a language model.

    Attributes:
        tokens: size of the vocabulary.
        width: width of all vectors.
        layers: number of layers.
        heads: heads of each attention.
        groups: sets of keys and values that the heads share.
        hidden: gated units of each layer.
    """

    tokens: int
    width: int = 48
    layers: int = 2
    heads: int = 4
    groups: int = 2
    hidden: int = 128


class Block(nn.Module):
    r"""A layer of a language model: attention, then gated units, each behind RMS normalisation and with a way around.

    $$y = x + \operatorname{GQA}(\operatorname{RMS}(x)), \qquad
    z = y + W \big(\operatorname{silu}(\Gamma \bar y) \odot \Omega \bar y\big), \qquad \bar y = \operatorname{RMS}(y)$$

    Attributes:
        attention: causal self-attention.
        gates: weights of the gates.
        values: weights of what they let through.
        output: weights from the gated units back.
        norms: the two normalisations, in the order of their use.

    Reference: H. Touvron et al., LLaMA: Open and Efficient Foundation Language Models, 2023, section 2.2.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.attention = GroupedQueryAttention(sizes.width, sizes.heads, sizes.groups)
        self.gates, self.values = (nn.Linear(sizes.width, sizes.hidden, bias=False) for _ in range(2))
        self.output = nn.Linear(sizes.hidden, sizes.width, bias=False)
        self.norms = nn.ModuleList([nn.RMSNorm(sizes.width) for _ in range(2)])

    @jaxtyped(typechecker=beartype)
    def forward(
        self, vectors: Float[Tensor, "batch time width"], cache: Cache | None = None
    ) -> tuple[Float[Tensor, "batch time width"], Cache]:
        """The vectors after the layer, and the keys and values that it keeps."""
        found, kept = self.attention(self.norms[0](vectors), cache)
        vectors = vectors + found
        normed = self.norms[1](vectors).flatten(end_dim=1)
        units = gated_units(normed, self.gates.weight, self.values.weight)
        return vectors + self.output(units).view_as(vectors), kept


class LanguageModel(nn.Module):
    """A stack of causal layers between a table of vectors and a linear map to the scores of the next token.

    Attributes:
        embedding: one vector for each token.
        blocks: the layers.
        norm: the last normalisation.
        output: the weights of the scores.

    Reference: H. Touvron et al., LLaMA: Open and Efficient Foundation Language Models, 2023.
    """

    def __init__(self, sizes: Sizes) -> None:
        require_sizes(**sizes._asdict())
        super().__init__()
        self.embedding = nn.Embedding(sizes.tokens, sizes.width)
        self.blocks = nn.ModuleList([Block(sizes) for _ in range(sizes.layers)])
        self.norm = nn.RMSNorm(sizes.width)
        self.output = nn.Linear(sizes.width, sizes.tokens, bias=False)

    @jaxtyped(typechecker=beartype)
    def forward(
        self, tokens: Int64[Tensor, "batch time"], caches: Sequence[Cache] | None = None
    ) -> tuple[Float[Tensor, "batch time tokens"], list[Cache]]:
        """The scores of the token after each one, and what each layer keeps of all that was read."""
        vectors, kept = self.embedding(tokens), list[Cache]()
        for number, block in enumerate(self.blocks):
            vectors, keep = block(vectors, caches[number] if caches else None)
            kept.append(keep)
        return self.output(self.norm(vectors)), kept


def new_language_model(sizes: Sizes, generator: torch.Generator) -> LanguageModel:
    """A language model with normal weights, small in the maps and large in the vectors of the tokens.

    Args:
        sizes: its sizes.
        generator: source of the weights.

    Returns:
        The model.

    Raises:
        ValueError: if a size is below 1, or does not fit the others.
    """
    model = LanguageModel(sizes)
    for module in model.modules():
        if isinstance(module, nn.Linear | nn.Embedding):
            deviation = 0.05 if isinstance(module, nn.Linear) else 1.0
            nn.init.normal_(module.weight, std=deviation, generator=generator)
    return model


@jaxtyped(typechecker=beartype)
def trained_on_text(
    model: LanguageModel, text: Int64[Tensor, " length"], generator: torch.Generator, *, time: int, steps: int
) -> LanguageModel:
    """A copy of the model that has learned to predict each token of a text from those before it.

    Args:
        model: what to start from.
        text: the tokens of the text, more than `time`.
        generator: source of the places where it reads.
        time: tokens that it reads at once.
        steps: updates, each of eight passages; the rate is 0.02 at first.

    Returns:
        The trained copy.

    Raises:
        ValueError: if the text is too short, a token is none of the model's, or `time` or `steps` is below 1.
    """
    require_sizes(time=time)
    require_sizes(time + 1, text=len(text))
    require_below(model.embedding.num_embeddings, text=text)

    def loss(network: nn.Module) -> Tensor:
        starts = torch.randint(len(text) - time, (8, 1), generator=generator, device=generator.device)
        passages = text[starts + torch.arange(time + 1, device=text.device)]
        return token_losses(cast(LanguageModel, network), passages).mean()

    return cast(LanguageModel, trained(model, loss, steps=steps, learning_rate=0.02))


@jaxtyped(typechecker=beartype)
def token_losses(model: LanguageModel, passages: Int64[Tensor, "batch time"]) -> Float[Tensor, "batch predicted"]:
    r"""How surprising each token is after those before it in its passage, the first one left out.

    $$-\log p(w_t \mid w_{<t})$$

    Args:
        model: the language model.
        passages: tokens, two at least in each row.

    Returns:
        Nats, one number for each token but the first.

    Raises:
        ValueError: if there is no passage, one has fewer than two tokens, or a token is none of the model's.
    """
    require_some(passages=passages)
    require_sizes(2, passages=passages.shape[1])
    require_below(model.embedding.num_embeddings, passages=passages)
    scores, _ = model(passages[:, :-1])
    return cross_entropy(scores.mT, passages[:, 1:], reduction="none")


@jaxtyped(typechecker=beartype)
def perplexity(losses: Float[Tensor, "*tokens"], units: int) -> float:
    r"""Perplexity of a text: the number of equally likely choices that would be as surprising, for each unit of it.

    $$\exp\Big(-\frac1n \sum_t \log p(w_t \mid w_{<t})\Big)$$

    Args:
        losses: nats of each token, not negative.
        units: the number $n$ of what is counted, tokens or bytes.

    Returns:
        The perplexity, at least 1.

    Raises:
        ValueError: if a loss is negative or not finite, or `units` is below 1.

    Example:
        ```python
        import math
        import torch
        from notes.transformers.language_model import perplexity

        losses = torch.full((5,), math.log(8))  # five tokens of three bytes, each one of eight
        print(round(perplexity(losses, 5), 4), round(perplexity(losses, 15), 4))
        #> 8.0 2.0
        ```

    Reference: F. Jelinek, R. L. Mercer, L. R. Bahl and J. K. Baker, Perplexity: A Measure of the Difficulty of Speech
    Recognition Tasks, 1977.
    """
    require_not_negative(losses=losses)
    require_sizes(units=units)
    return (losses.double().sum() / units).exp().item()


Filter = Callable[[Tensor], Tensor]


@jaxtyped(typechecker=beartype)
@torch.no_grad()
def continued(
    model: LanguageModel, tokens: Int64[Tensor, "batch time"], length: int, choices: Filter, generator: torch.Generator
) -> Int64[Tensor, "batch longer"]:
    """Texts that the model continues, token after token; it reads each one once, and keeps its keys and values.

    Args:
        model: the language model.
        tokens: the beginnings, of one token at least.
        length: how many tokens to add, at least 0.
        choices: from the scores of the next token to the probabilities that it is drawn by.
        generator: source of randomness.

    Returns:
        The beginnings with their continuations.

    Raises:
        ValueError: if `length` is negative, `tokens` is empty, or a token is none of the model's.
    """
    require_sizes(0, length=length)
    require_some(tokens=tokens)
    require_below(model.embedding.num_embeddings, tokens=tokens)
    unread, caches = tokens, None
    for _ in range(length):
        scores, caches = model(unread, caches)
        unread = torch.multinomial(choices(scores[:, -1]), 1, generator=generator)
        tokens = torch.cat([tokens, unread], dim=1)
    return tokens

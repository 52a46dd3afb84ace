"""The Transformer: an encoder that reads all at once, and a decoder that writes one word after the other."""

import math

import torch
from jaxtyping import Bool, Float, Int, jaxtyped
from torch import Tensor, nn
from torch.nn import functional

from notes.domain import beartype, require_below, require_finite, require_sizes
from notes.transformers.attention import MultiHeadAttention, attention_weights
from notes.transformers.autoregressive import greedy_sequences
from notes.transformers.decoder import DecoderLayer, PreNormDecoderLayer
from notes.transformers.layers import EncoderLayer, PreNormEncoderLayer
from notes.transformers.positional import sinusoidal_encoding


@jaxtyped(typechecker=beartype)
def causal_mask(length: int, *, device: torch.device | None = None) -> Bool[Tensor, "{length} {length}"]:
    """Where a position may look if it must not look ahead: at itself and at those before it.

    Args:
        length: number of positions.
        device: where the numbers are to live, by default where PyTorch puts new ones.

    Returns:
        True on the diagonal and below.

    Raises:
        ValueError: if `length` is negative.

    Example:
        ```python
        from notes.transformers.transformer import causal_mask

        print(causal_mask(3).int().tolist())
        #> [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
        ```

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.2.3.
    """
    require_sizes(0, length=length)
    return torch.ones(length, length, dtype=torch.bool, device=device).tril()


class Transformer(nn.Module):
    r"""Embeddings with positions, a stack of encoder layers, a stack of decoder layers, and the scores of the words.

    Attributes:
        words: size of the alphabet; one symbol more stands before the first word that is written.
        embedding: one vector a word, for reading and for writing.
        encoder: the layers that read.
        decoder: the layers that write.
        norms: what comes after the last layer of either stack: nothing, or a normalisation.
        output: the scores of the words.

    Reference: A. Vaswani et al., Attention Is All You Need, 2017.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, words: int, width: int, *, heads: int = 2, hidden: int = 64, depth: int = 1) -> None:
        require_sizes(words=words, width=width, hidden=hidden)
        super().__init__()
        self.words, self.embedding = words, nn.Embedding(words + 1, width)
        self.encoder = nn.ModuleList([EncoderLayer(width, heads, hidden) for _ in range(depth)])
        self.decoder = nn.ModuleList([DecoderLayer(width, heads, hidden) for _ in range(depth)])
        self.norms = nn.ModuleList([nn.Identity(), nn.Identity()])
        self.output = nn.Linear(width, words)

    @jaxtyped(typechecker=beartype)
    def embedded(self, words: Int[Tensor, "batch time"]) -> Float[Tensor, "batch time width"]:
        r"""The vectors of words at their places: $\sqrt{d}$ times the embedding, and the encoding of the position."""
        vectors = self.embedding(words) * math.sqrt(self.embedding.embedding_dim)
        positions: Tensor = sinusoidal_encoding(words.shape[1], self.embedding.embedding_dim, device=vectors.device).to(
            vectors.dtype
        )
        return vectors + positions

    @jaxtyped(typechecker=beartype)
    def encoded(self, source: Int[Tensor, "batch read"]) -> Float[Tensor, "batch read width"]:
        """What the encoder makes of the source, one vector a word."""
        vectors = self.embedded(source)
        for layer in self.encoder:
            vectors = layer(vectors)
        memory: Tensor = self.norms[0](vectors)
        return memory

    @jaxtyped(typechecker=beartype)
    def next_word_scores(
        self, memory: Float[Tensor, "batch read width"], written: Int[Tensor, "batch before"]
    ) -> Float[Tensor, "batch after words"]:
        """The scores of the word after each prefix of what was written, the empty one first."""
        vectors = self.embedded(functional.pad(written, (1, 0), value=self.words))
        for layer in self.decoder:
            vectors = layer(vectors, memory, causal_mask(vectors.shape[1], device=vectors.device)[None])
        scores: Tensor = self.output(self.norms[1](vectors))
        return scores

    @jaxtyped(typechecker=beartype)
    def forward(
        self, source: Int[Tensor, "batch read"], target: Int[Tensor, "batch written"]
    ) -> Float[Tensor, "batch written words"]:
        """The scores of each word of the target, given the source and the true words before: all steps at once."""
        require_below(self.words, source=source, target=target)
        return self.next_word_scores(self.encoded(source), target[:, :-1])

    @torch.no_grad()
    @jaxtyped(typechecker=beartype)
    def written(self, source: Int[Tensor, "batch read"], length: int) -> Int[Tensor, "batch {length}"]:
        """What the model writes for each source if it takes the likeliest word at every step."""
        memory = self.encoded(source)
        return greedy_sequences(
            lambda prefixes: self.next_word_scores(memory, prefixes)[:, -1].log_softmax(dim=-1), length, len(source)
        )


class PreNormTransformer(Transformer):
    """The Transformer whose layers normalise what enters each part, with a last normalisation after either stack.

    Attributes:
        words: size of the alphabet; one symbol more stands before the first word that is written.
        embedding: one vector a word, for reading and for writing.
        encoder: the layers that read.
        decoder: the layers that write.
        norms: the normalisation after the last layer of either stack.
        output: the scores of the words.

    Reference: R. Xiong et al., On Layer Normalization in the Transformer Architecture, 2020.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, words: int, width: int, *, heads: int = 2, hidden: int = 64, depth: int = 1) -> None:
        require_sizes(words=words, width=width)
        super().__init__(words, width, heads=heads, hidden=hidden, depth=0)
        self.encoder = nn.ModuleList([PreNormEncoderLayer(width, heads, hidden) for _ in range(depth)])
        self.decoder = nn.ModuleList([PreNormDecoderLayer(width, heads, hidden) for _ in range(depth)])
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])


@jaxtyped(typechecker=beartype)
def head_weights(
    attention: MultiHeadAttention, asking: Float[Tensor, "batch asked width"], held: Float[Tensor, "batch held width"]
) -> Float[Tensor, "batch heads asked held"]:
    """How much each vector that asks looks at each that is held, head by head.

    Args:
        attention: the attention with its projections.
        asking: the vectors that ask.
        held: the vectors that are looked at.

    Returns:
        For each head one row per vector that asks, summing to 1.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.2.2.
    """
    require_finite(asking=asking, held=held)
    queries, keys = (
        projection(vectors).unflatten(-1, (attention.heads, -1)).transpose(1, 2)
        for projection, vectors in ((attention.query, asking), (attention.key, held))
    )
    return attention_weights(queries, keys)


@torch.no_grad()
@jaxtyped(typechecker=beartype)
def cross_attention(
    model: Transformer, source: Int[Tensor, "batch read"], target: Int[Tensor, "batch written"]
) -> Float[Tensor, "batch heads written read"]:
    """Where the last decoder layer looks in the source while it writes the target.

    Args:
        model: the Transformer.
        source: what is read.
        target: what is written.

    Returns:
        For each head one row per word that is written.

    Raises:
        ValueError: if a word is none of the model's.
    """
    require_below(model.words, source=source, target=target)
    seen: list[tuple[Tensor, Tensor]] = []
    cross = model.get_submodule(f"decoder.{len(model.decoder) - 1}.cross")
    assert isinstance(cross, MultiHeadAttention)
    hook = cross.register_forward_pre_hook(lambda _, vectors: seen.append(vectors[:2]))
    model(source, target)
    hook.remove()
    return head_weights(cross, *seen[0])

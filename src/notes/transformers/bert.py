"""BERT: embeddings of words, positions and segments, a stack of encoder layers, and a pooler for the whole sequence."""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_sizes
from notes.transformers.layers import EncoderLayer


class Sizes(NamedTuple):
    """The sizes of a BERT.

    Attributes:
        words: size of the vocabulary.
        width: width $d$ of all vectors.
        layers: number $L$ of encoder layers.
        heads: attention heads of each layer.
        hidden: width between the two maps of each feed-forward network.
        positions: longest sequence.
        segments: number of segments.
    """

    words: int
    width: int
    layers: int
    heads: int
    hidden: int
    positions: int = 512
    segments: int = 2


BASE = Sizes(30_522, 768, 12, 12, 3072)
LARGE = Sizes(30_522, 1024, 24, 16, 4096)


@jaxtyped(typechecker=beartype)
def gelu_feed_forward(width: int, hidden: int) -> nn.Sequential:
    r"""Network of each position with the Gaussian error linear unit in place of the rectifier.

    $$\operatorname{FFN}(x) = W_2\, g(W_1 x + b_1) + b_2, \qquad g(u) = u\, \Phi(u)$$

    Args:
        width: width of the vectors that come in and go out.
        hidden: width between them.

    Returns:
        The network, freshly initialised.

    Raises:
        ValueError: if `width` or `hidden` is below 1.

    Reference: D. Hendrycks and K. Gimpel, Gaussian Error Linear Units (GELUs), 2016.
    """
    require_sizes(width=width, hidden=hidden)
    return nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width))


class BertLayer(EncoderLayer):
    """Encoder layer that normalises after each sum, with the Gaussian error linear unit.

    Attributes:
        attention: self-attention.
        network: the network of each position.
        norms: the two normalisations, in the order of their use.

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, section 3.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, width: int, heads: int, hidden: int) -> None:
        require_sizes(width=width, hidden=hidden)
        super().__init__(width, heads, hidden)
        self.network = gelu_feed_forward(width, hidden)


class Embeddings(nn.Module):
    r"""The sum of what is learnt of a word, of its position and of its segment, normalised.

    $$h_t = \operatorname{LN}\left(E_{x_t} + P_t + S_{s_t}\right)$$

    Attributes:
        word: a vector for each token, special ones included.
        position: a vector for each position.
        segment: a vector for each segment.
        norm: the normalisation.

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, figure 2.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.word = nn.Embedding(sizes.words, sizes.width)
        self.position = nn.Embedding(sizes.positions, sizes.width)
        self.segment = nn.Embedding(sizes.segments, sizes.width)
        self.norm = nn.LayerNorm(sizes.width)

    @jaxtyped(typechecker=beartype)
    def forward(
        self, tokens: Int64[Tensor, "batch time"], segments: Int64[Tensor, "batch time"]
    ) -> Float[Tensor, "batch time width"]:
        """One vector per position."""
        time, longest = tokens.shape[1], self.position.num_embeddings
        if time > longest:
            raise ValueError(f"`tokens` must have at most {longest} positions, got {time}")
        summed = self.word(tokens) + self.position.weight[:time] + self.segment(segments)
        result: Tensor = self.norm(summed)
        return result


class Bert(nn.Module):
    r"""Encoder that reads a sequence in both directions at once, and a summary of it taken at [CLS].

    $$H^0 = \operatorname{Emb}(x, s), \qquad H^l = \operatorname{Layer}_l(H^{l-1}), \qquad
    c = \tanh(W H^L_0 + b)$$

    Dropout, which the paper has after each part, is left out.

    Attributes:
        embeddings: of words, positions and segments.
        layers: the encoder layers.
        pooler: the map $W, b$ of the summary.

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.embeddings = Embeddings(sizes)
        self.layers = nn.ModuleList([BertLayer(sizes.width, sizes.heads, sizes.hidden) for _ in range(sizes.layers)])
        self.pooler = nn.Linear(sizes.width, sizes.width)

    @jaxtyped(typechecker=beartype)
    def hidden_states(
        self,
        tokens: Int64[Tensor, "batch time"],
        segments: Int64[Tensor, "batch time"],
        present: Bool[Tensor, "batch time"],
    ) -> Float[Tensor, "states batch time width"]:
        """The embeddings, then the vectors after each layer; nothing looks at padding."""
        states = [self.embeddings(tokens, segments)]
        mask = present[:, None].expand(-1, tokens.shape[1], -1)
        for layer in self.layers:
            states.append(layer(states[-1], mask))
        return torch.stack(states)

    @jaxtyped(typechecker=beartype)
    def forward(
        self,
        tokens: Int64[Tensor, "batch time"],
        segments: Int64[Tensor, "batch time"],
        present: Bool[Tensor, "batch time"],
    ) -> Float[Tensor, "batch time width"]:
        """The vectors after the last layer."""
        return self.hidden_states(tokens, segments, present)[-1]

    @jaxtyped(typechecker=beartype)
    def pooled(self, vectors: Float[Tensor, "batch time width"]) -> Float[Tensor, "batch width"]:
        """The summary of each sequence, from its vector at [CLS]."""
        result: Tensor = self.pooler(vectors[:, 0]).tanh()
        return result

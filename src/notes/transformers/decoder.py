"""The layer of the Transformer's decoder: attention to what was written, then to what was read, then a network."""

from jaxtyping import Bool, Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_sizes
from notes.transformers.attention import MultiHeadAttention
from notes.transformers.layers import feed_forward


class DecoderLayer(nn.Module):
    r"""Decoder layer that normalises after each sum, as first published.

    $$y = \operatorname{LN}(x + \operatorname{MHA}(x, x, x)), \qquad
    u = \operatorname{LN}(y + \operatorname{MHA}(y, m, m)), \qquad z = \operatorname{LN}(u + \operatorname{FFN}(u))$$

    Attributes:
        own: attention to the decoder's own vectors, masked so that none looks ahead.
        cross: attention to what the encoder read.
        network: the network of each position.
        norms: the three normalisations, in the order of their use.

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.1.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, width: int, heads: int, hidden: int) -> None:
        require_sizes(width=width, hidden=hidden)
        super().__init__()
        self.own = MultiHeadAttention(width, heads)
        self.cross = MultiHeadAttention(width, heads)
        self.network = feed_forward(width, hidden)
        self.norms = nn.ModuleList([nn.LayerNorm(width) for _ in range(3)])

    @jaxtyped(typechecker=beartype)
    def forward(
        self,
        vectors: Float[Tensor, "batch time width"],
        memory: Float[Tensor, "batch held width"],
        mask: Bool[Tensor, "#batch time time"] | None = None,
    ) -> Float[Tensor, "batch time width"]:
        """The vectors after the layer; the mask is true where a position may look at another of its own sequence."""
        own = self.norms[0](vectors + self.own(vectors, vectors, mask))
        crossed = self.norms[1](own + self.cross(own, memory))
        result: Tensor = self.norms[2](crossed + self.network(crossed))
        return result


class PreNormDecoderLayer(DecoderLayer):
    r"""Decoder layer that normalises what enters each part; the encoder's vectors come as they are.

    $$y = x + \operatorname{MHA}(\bar x, \bar x, \bar x), \qquad u = y + \operatorname{MHA}(\bar y, m, m), \qquad
    z = u + \operatorname{FFN}(\bar u), \qquad \bar x = \operatorname{LN}(x)$$

    Attributes:
        own: attention to the decoder's own vectors, masked so that none looks ahead.
        cross: attention to what the encoder read.
        network: the network of each position.
        norms: the three normalisations, in the order of their use.

    Reference: R. Xiong et al., On Layer Normalization in the Transformer Architecture, 2020.
    """

    @jaxtyped(typechecker=beartype)
    def forward(
        self,
        vectors: Float[Tensor, "batch time width"],
        memory: Float[Tensor, "batch held width"],
        mask: Bool[Tensor, "#batch time time"] | None = None,
    ) -> Float[Tensor, "batch time width"]:
        """The vectors after the layer; the mask is true where a position may look at another of its own sequence."""
        normed = self.norms[0](vectors)
        own = vectors + self.own(normed, normed, mask)
        crossed = own + self.cross(self.norms[1](own), memory)
        result: Tensor = crossed + self.network(self.norms[2](crossed))
        return result

"""The layers of the Transformer: attention, then a network for each position, with a way around both."""

from jaxtyping import Bool, Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_sizes
from notes.transformers.attention import MultiHeadAttention


@jaxtyped(typechecker=beartype)
def feed_forward(width: int, hidden: int) -> nn.Sequential:
    r"""Network applied to each position alone.

    $$\operatorname{FFN}(x) = W_2 \max(0, W_1 x + b_1) + b_2$$

    Args:
        width: width of the vectors that come in and go out.
        hidden: width between them.

    Returns:
        The network, freshly initialised.

    Raises:
        ValueError: if `width` or `hidden` is below 1.

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, equation 2.
    """
    require_sizes(width=width, hidden=hidden)
    return nn.Sequential(nn.Linear(width, hidden), nn.ReLU(), nn.Linear(hidden, width))


class EncoderLayer(nn.Module):
    r"""Encoder layer that normalises after each sum, as first published.

    $$y = \operatorname{LN}(x + \operatorname{MHA}(x, x, x)), \qquad z = \operatorname{LN}(y + \operatorname{FFN}(y))$$

    Attributes:
        attention: self-attention.
        network: the network of each position.
        norms: the two normalisations, in the order of their use.

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.1.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, width: int, heads: int, hidden: int) -> None:
        require_sizes(width=width, hidden=hidden)
        super().__init__()
        self.attention = MultiHeadAttention(width, heads)
        self.network = feed_forward(width, hidden)
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])

    @jaxtyped(typechecker=beartype)
    def forward(
        self, vectors: Float[Tensor, "batch time width"], mask: Bool[Tensor, "#batch time time"] | None = None
    ) -> Float[Tensor, "batch time width"]:
        """The vectors after the layer; the mask is true where a position may look."""
        attended = self.norms[0](vectors + self.attention(vectors, vectors, mask))
        result: Tensor = self.norms[1](attended + self.network(attended))
        return result


class PreNormEncoderLayer(EncoderLayer):
    r"""Encoder layer that normalises what enters each part, so that the way around stays free.

    $$y = x + \operatorname{MHA}(\operatorname{LN}(x), \operatorname{LN}(x), \operatorname{LN}(x)), \qquad
    z = y + \operatorname{FFN}(\operatorname{LN}(y))$$

    Attributes:
        attention: self-attention.
        network: the network of each position.
        norms: the two normalisations, in the order of their use.

    Reference: R. Xiong et al., On Layer Normalization in the Transformer Architecture, 2020.
    """

    @jaxtyped(typechecker=beartype)
    def forward(
        self, vectors: Float[Tensor, "batch time width"], mask: Bool[Tensor, "#batch time time"] | None = None
    ) -> Float[Tensor, "batch time width"]:
        """The vectors after the layer; the mask is true where a position may look."""
        normed = self.norms[0](vectors)
        attended = vectors + self.attention(normed, normed, mask)
        result: Tensor = attended + self.network(self.norms[1](attended))
        return result

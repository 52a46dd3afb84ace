"""Scaled dot-product attention, alone and with several heads."""

import math

import torch
from jaxtyping import Bool, Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes


@jaxtyped(typechecker=beartype)
def attention_weights(
    queries: Float[Tensor, "*batch asked width"],
    keys: Float[Tensor, "*batch held width"],
    mask: Bool[Tensor, "*#batch asked held"] | None = None,
) -> Float[Tensor, "*batch asked held"]:
    r"""How much each query looks at each key.

    $$A = \operatorname{softmax}\left(\frac{Q K^\top}{\sqrt{d_k}}\right), \text{ row by row}$$

    Args:
        queries: the queries $Q$, one a row.
        keys: the keys $K$, one a row.
        mask: true where a query may look; everywhere if not given.

    Returns:
        One row per query, non-negative and summing to 1.

    Raises:
        ValueError: if a query may look nowhere, or an entry is not finite.

    Example:
        ```python
        import torch
        from notes.transformers.attention import attention_weights

        print(attention_weights(torch.ones(1, 4), torch.zeros(2, 4)).tolist())
        #> [[0.5, 0.5]]
        ```

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, equation 1.
    """
    require_finite(queries=queries, keys=keys)
    scores = queries / math.sqrt(queries.shape[-1]) @ keys.mT  # the product alone may overflow
    if mask is not None:
        if not bool(mask.any(dim=-1).all()):
            raise ValueError("`mask` must let every query look somewhere, got a row of false")
        scores = scores.masked_fill(~mask, -math.inf)
    return scores.softmax(dim=-1)


@jaxtyped(typechecker=beartype)
def scaled_dot_product_attention(
    queries: Float[Tensor, "*batch asked width"],
    keys: Float[Tensor, "*batch held width"],
    values: Float[Tensor, "*batch held outputs"],
    mask: Bool[Tensor, "*#batch asked held"] | None = None,
) -> Float[Tensor, "*batch asked outputs"]:
    r"""Averages of the values, weighted by how well the keys fit each query.

    $$\operatorname{softmax}\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V$$

    Args:
        queries: the queries $Q$, one a row.
        keys: the keys $K$, one a row.
        values: the values $V$, one for each key.
        mask: true where a query may look; everywhere if not given.

    Returns:
        One row per query.

    Raises:
        ValueError: if a query may look nowhere, or a query or key is not finite, or `values` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.attention import scaled_dot_product_attention

        values = torch.tensor([[1.0], [3.0]])
        print(scaled_dot_product_attention(torch.ones(1, 4), torch.zeros(2, 4), values).tolist())
        #> [[2.0]]
        ```

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, equation 1.
    """
    require_finite(values=values)
    return attention_weights(queries, keys, mask) @ values


class MultiHeadAttention(torch.nn.Module):
    r"""Attention with several heads, each in a narrower space of its own, and a projection of all that they found.

    $$\operatorname{MHA}(Q, K, V) = \operatorname{Concat}(H_1, \dots, H_h)\, W^O, \qquad
    H_i = \operatorname{Attention}(Q W_i^Q, K W_i^K, V W_i^V)$$

    Attributes:
        heads: number of heads; divides the width.
        query: projection of what asks, all heads side by side.
        key: projection of what is held, for being found.
        value: projection of what is held, for being read.
        output: projection of the heads' results.

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.2.2.
    """

    def __init__(self, width: int, heads: int) -> None:
        require_sizes(width=width)
        super().__init__()
        if heads < 1 or width % heads:
            raise ValueError(f"`heads` must divide the width {width}, got {heads}")
        self.heads = heads
        self.query, self.key, self.value, self.output = (torch.nn.Linear(width, width) for _ in range(4))

    @jaxtyped(typechecker=beartype)
    def forward(
        self,
        asking: Float[Tensor, "batch asked width"],
        held: Float[Tensor, "batch held width"],
        mask: Bool[Tensor, "#batch asked held"] | None = None,
    ) -> Float[Tensor, "batch asked width"]:
        """What each vector that asks finds among those held; self-attention where both are the same."""
        queries, keys, values = (
            projection(vectors).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for projection, vectors in ((self.query, asking), (self.key, held), (self.value, held))
        )
        found = scaled_dot_product_attention(queries, keys, values, None if mask is None else mask[:, None])
        result: Tensor = self.output(found.transpose(1, 2).flatten(start_dim=2))
        return result

"""Self-attention of a language model: nobody looks ahead, heads share keys and values, and these are kept."""

from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_sizes
from notes.transformers.attention import scaled_dot_product_attention
from notes.transformers.rotary import rotated


class Cache(NamedTuple):
    """The keys and values of all that was read so far.

    Attributes:
        keys: turned by their places.
        values: as they are.
    """

    keys: Float[Tensor, "batch groups held depth"]
    values: Float[Tensor, "batch groups held depth"]


class GroupedQueryAttention(nn.Module):
    r"""Causal self-attention with rotary positions, in which several heads share the keys and values of a group.

    $$H_i = \operatorname{Attention}(Q_i, K_{\lceil i g / h \rceil}, V_{\lceil i g / h \rceil})$$

    Attributes:
        query: projection of what asks, all heads side by side.
        key: projection of what is held, for being found, all groups side by side.
        value: projection of what is held, for being read, all groups side by side.
        output: projection of the heads' results.
        depth: width of a head.

    Reference: J. Ainslie et al., GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints,
    2023.
    """

    @beartype
    def __init__(self, width: int, heads: int, groups: int) -> None:
        require_sizes(width=width, heads=heads, groups=groups)
        super().__init__()
        if width % (2 * heads):
            raise ValueError(f"`heads` must cut the width {width} into parts of even width, got {heads}")
        if heads % groups:
            raise ValueError(f"`groups` must divide the number of heads {heads}, got {groups}")
        self.depth, self.shared = width // heads, heads // groups
        self.query, self.output = (nn.Linear(width, width, bias=False) for _ in range(2))
        self.key, self.value = (nn.Linear(width, groups * self.depth, bias=False) for _ in range(2))

    @jaxtyped(typechecker=beartype)
    def forward(
        self, vectors: Float[Tensor, "batch time width"], cache: Cache | None = None
    ) -> tuple[Float[Tensor, "batch time width"], Cache]:
        """What each vector finds among itself and those before it, and the keys and values, now with its own."""
        projections = (self.query, self.key, self.value)
        queries, keys, values = (p(vectors).unflatten(-1, (-1, self.depth)).transpose(1, 2) for p in projections)
        start = 0 if cache is None else cache.keys.shape[2]
        queries, keys = rotated(queries, start), rotated(keys, start)
        if cache is not None:
            keys, values = torch.cat([cache.keys, keys], dim=2), torch.cat([cache.values, values], dim=2)
        keys_by_head, values_by_head = (each.repeat_interleave(self.shared, dim=1) for each in (keys, values))
        shape = (queries.shape[2], keys.shape[2])
        mask = torch.ones(shape, dtype=torch.bool, device=vectors.device).tril(diagonal=start)
        found = scaled_dot_product_attention(queries, keys_by_head, values_by_head, mask)
        return self.output(found.transpose(1, 2).flatten(start_dim=2)), Cache(keys, values)


@beartype
def cached_numbers(length: int, *, layers: int, groups: int, depth: int) -> int:
    r"""How many numbers a model keeps of the text that it has read.

    $$2\, T L g\, d_k$$

    Args:
        length: tokens $T$ that were read.
        layers: the number $L$ of layers.
        groups: the number $g$ of groups in each.
        depth: the width $d_k$ of a key.

    Returns:
        The number of entries of all keys and values.

    Raises:
        ValueError: if `length` is negative, or another argument is below 1.

    Example:
        ```python
        from notes.transformers.grouped_queries import cached_numbers

        print(cached_numbers(4096, layers=32, groups=8, depth=128))
        #> 268435456
        ```

    Reference: J. Ainslie et al., GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints,
    2023.
    """
    require_sizes(0, length=length)
    require_sizes(layers=layers, groups=groups, depth=depth)
    return 2 * length * layers * groups * depth

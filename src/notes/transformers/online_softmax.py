"""Attention block by block, with a running maximum and running sums: no row of scores is ever whole in memory."""

import math

from jaxtyping import Float, jaxtyped
from torch import Tensor, maximum

from notes.domain import beartype, require_finite, require_sizes


@jaxtyped(typechecker=beartype)
def blockwise_attention(
    queries: Float[Tensor, "*batch asked width"],
    keys: Float[Tensor, "*batch held width"],
    values: Float[Tensor, "*batch held outputs"],
    size: int,
) -> Float[Tensor, "*batch asked outputs"]:
    r"""Scaled dot-product attention in one pass over blocks of keys and values.

    $$m' = \max(m, \max_j s_j), \qquad \ell' = e^{m - m'} \ell + \sum_j e^{s_j - m'}, \qquad
    u' = e^{m - m'} u + \sum_j e^{s_j - m'} v_j$$

    Args:
        queries: the queries $Q$, one a row.
        keys: the keys $K$, one a row, at least one.
        values: the values $V$, one for each key.
        size: keys in a block, at least 1; the last block may have fewer.

    Returns:
        One row per query, equal to attention with whole rows of scores.

    Raises:
        ValueError: if an entry is not finite, there is no key, or `size` is below 1.

    Example:
        ```python
        import torch
        from notes.transformers.online_softmax import blockwise_attention

        values = torch.tensor([[1.0], [3.0]])
        print(blockwise_attention(torch.ones(1, 4), torch.zeros(2, 4), values, 1).tolist())
        #> [[2.0]]
        ```

    Reference: T. Dao, D. Y. Fu, S. Ermon, A. Rudra and C. Ré, FlashAttention: Fast and Memory-Efficient Exact Attention
    with IO-Awareness, 2022, algorithm 1.
    """
    require_finite(queries=queries, keys=keys, values=values)
    require_sizes(size=size, keys=keys.shape[-2])
    queries = queries / math.sqrt(queries.shape[-1])
    largest = queries.new_full((*queries.shape[:-1], 1), -math.inf)
    total = largest.exp()  # zero
    mixed = total * values[..., :1, :]
    for block, read in zip(keys.split(size, dim=-2), values.split(size, dim=-2), strict=True):
        scores = queries @ block.mT
        larger = maximum(largest, scores.amax(dim=-1, keepdim=True))
        shrunk, weights = (largest - larger).exp(), (scores - larger).exp()
        total = shrunk * total + weights.sum(dim=-1, keepdim=True)
        mixed = shrunk * mixed + weights @ read
        largest = larger
    return mixed / total

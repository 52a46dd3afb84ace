"""Self-attention step by step, as a table with a row for each pair of words."""

import math
from typing import NamedTuple

from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_finite, require_sizes
from notes.transformers.attention import attention_weights


class AttentionTable(NamedTuple):
    """Every column of the calculation, from the scores to the vectors that come out.

    Attributes:
        scores: inner products of queries and keys, one row per query.
        scaled: the scores divided by the root of the width.
        weights: their softmax; every row sums to 1.
        contributions: for each query, each value times its weight.
        outputs: the sums of the contributions.
    """

    scores: Float[Tensor, "words words"]
    scaled: Float[Tensor, "words words"]
    weights: Float[Tensor, "words words"]
    contributions: Float[Tensor, "words words outputs"]
    outputs: Float[Tensor, "words outputs"]


@jaxtyped(typechecker=beartype)
def attention_table(
    queries: Float[Tensor, "words width"], keys: Float[Tensor, "words width"], values: Float[Tensor, "words outputs"]
) -> AttentionTable:
    """The calculation of self-attention, column by column.

    Args:
        queries: what each word asks.
        keys: by what each word is found.
        values: what each word says.

    Returns:
        The columns of the table.

    Raises:
        ValueError: if a query or key is not finite, or `values` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.self_attention import attention_table

        table = attention_table(torch.ones(2, 4), torch.zeros(2, 4), torch.tensor([[1.0], [3.0]]))
        print(table.weights.tolist(), table.outputs.tolist())
        #> [[0.5, 0.5], [0.5, 0.5]] [[2.0], [2.0]]
        ```

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, equation 1.
    """
    require_finite(values=values)
    scores = queries @ keys.T
    weights = attention_weights(queries, keys)
    contributions = weights[:, :, None] * values
    scaled = scores / math.sqrt(queries.shape[-1])
    return AttentionTable(scores, scaled, weights, contributions, contributions.sum(dim=1))


class SelfAttention(nn.Module):
    r"""Self-attention with one head: queries, keys and values are three linear maps of the same words.

    $$Q = X W^Q, \qquad K = X W^K, \qquad V = X W^V$$

    Attributes:
        query: the map to what a word asks.
        key: the map to what it is found by.
        value: the map to what it says.

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.2.3.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, width: int) -> None:
        require_sizes(inputs=inputs, width=width)
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(inputs, width, bias=False) for _ in range(3))

    @jaxtyped(typechecker=beartype)
    def table(self, words: Float[Tensor, "words inputs"]) -> AttentionTable:
        """Every column of the calculation for one sentence."""
        return attention_table(self.query(words), self.key(words), self.value(words))

    @jaxtyped(typechecker=beartype)
    def forward(self, words: Float[Tensor, "words inputs"]) -> Float[Tensor, "words width"]:
        """What each word gathers from all of them."""
        return self.table(words).outputs

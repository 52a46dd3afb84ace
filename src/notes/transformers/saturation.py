"""Why attention divides its scores: the derivative of softmax, which dies where one score towers over the others."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_sizes


@jaxtyped(typechecker=beartype)
def softmax_jacobian(weights: Float[Tensor, "*batch keys"]) -> Float[Tensor, "*batch keys keys"]:
    r"""How each weight moves with each score.

    $$\frac{\partial a}{\partial s} = \operatorname{diag}(a) - a a^\top$$

    Args:
        weights: what the softmax gave, not negative and summing to 1.

    Returns:
        One symmetric matrix per row of weights; its rows sum to zero, since the weights always sum to 1.

    Raises:
        ValueError: if a weight is negative, or `weights` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.saturation import softmax_jacobian

        print(softmax_jacobian(torch.tensor([0.5, 0.5])).tolist())
        #> [[0.25, -0.25], [-0.25, 0.25]]
        ```

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.2.1.
    """
    require_finite(weights=weights)
    require(weights >= 0, "weights", "at least 0", weights)
    return torch.diag_embed(weights) - weights[..., :, None] * weights[..., None, :]


@jaxtyped(typechecker=beartype)
def random_scores(width: int, keys: int, count: int, generator: torch.Generator) -> Float[Tensor, "count keys"]:
    """Inner products of random queries with random keys, all entries independent with mean 0 and variance 1.

    Args:
        width: length of queries and keys.
        keys: keys for each query.
        count: number of queries.
        generator: source of randomness.

    Returns:
        One row of scores per query, not divided by anything; their variance is the width.

    Raises:
        ValueError: if `width`, `keys` or `count` is negative.

    Example:
        ```python
        import torch
        from notes.transformers.saturation import random_scores

        scores = random_scores(64, 8, 10_000, torch.Generator().manual_seed(0))
        print(f"{scores.std():.1f}")
        #> 8.0
        ```

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.2.1.
    """
    require_sizes(0, width=width, keys=keys, count=count)
    queries = torch.randn(count, 1, width, generator=generator)
    held = torch.randn(count, keys, width, generator=generator)
    return (queries * held).sum(dim=-1)

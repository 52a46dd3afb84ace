"""RMS normalisation: each vector is divided by the root of its mean square."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_not_negative, require_some, require_squares


@jaxtyped(typechecker=beartype)
def rms_normalized(
    vectors: Float[Tensor, "*batch width"], gains: Float[Tensor, " width"], *, epsilon: float = 1e-6
) -> Float[Tensor, "*batch width"]:
    r"""Vectors divided by the root of their mean square, each entry times a gain of its own.

    $$\frac{x}{\sqrt{\frac1d \sum_i x_i^2 + \epsilon}} \odot \gamma$$

    Args:
        vectors: one a row.
        gains: the gain $\gamma$ of each entry, learned.
        epsilon: what keeps the denominator from zero, not negative.

    Returns:
        The normalised vectors.

    Raises:
        ValueError: if `vectors` is empty or too large to be squared, a gain is not finite, or `epsilon` is negative.

    Example:
        ```python
        import torch
        from notes.transformers.rms_norm import rms_normalized

        print(rms_normalized(torch.tensor([7.0, -1.0]), torch.ones(2)).tolist())
        #> [1.399999976158142, -0.19999998807907104]
        ```

    Reference: B. Zhang and R. Sennrich, Root Mean Square Layer Normalization, 2019, equation 4.
    """
    require_some(vectors=vectors)
    require_squares(vectors=vectors)
    require_finite(gains=gains)
    require_not_negative(epsilon=epsilon)
    mean_square = vectors.square().mean(dim=-1, keepdim=True)
    return vectors / (mean_square + epsilon).sqrt() * gains

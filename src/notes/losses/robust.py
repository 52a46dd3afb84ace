"""Absolute error as the negative log likelihood of the Laplace distribution, whose tails forgive outliers."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite


@jaxtyped(typechecker=beartype)
def laplace_nll(
    location: Float[Tensor, "*batch"], scale: Float[Tensor, ""], targets: Float[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Negative log density of each target under a Laplace distribution with a shared scale.

    $$-\log p(y \mid \mu, b) = \log 2b + \frac{|y - \mu|}{b}$$

    The slope does not grow with the residual, so an outlier pulls no harder than any other point. The best constant
    location is the median, where least squares has the mean.

    Args:
        location: predicted locations $\mu$, in the unit of the targets.
        scale: $b$, the mean absolute deviation, one number for all examples; positive.
        targets: observed values $y$.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if `scale` is not positive, or anything is NaN or infinite, $2b$ included.

    Example:
        ```python
        import torch
        from notes.losses.robust import laplace_nll

        losses = laplace_nll(torch.zeros(3), torch.tensor(0.5), torch.tensor([0.0, 1.0, -10.0]))
        print(losses.tolist())
        #> [0.0, 2.0, 20.0]
        ```

    Reference: P. S. Laplace, Mémoire sur la probabilité des causes par les événements, 1774.
    """
    require(scale > 0, "scale", "positive", scale)
    require_finite(location=location, scale=scale, targets=targets)
    require((2 * scale).isfinite(), "scale", "small enough to be doubled", scale)
    return (2 * scale).log() + (targets - location).abs() / scale

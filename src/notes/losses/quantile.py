"""Quantile loss: a piecewise linear loss whose best constant is a quantile of the targets."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite


@jaxtyped(typechecker=beartype)
def quantile_loss(
    predictions: Float[Tensor, "*batch"], targets: Float[Tensor, "*batch"], level: float
) -> Float[Tensor, "*batch"]:
    r"""A target above the prediction costs the level for each unit, one below it the rest to one.

    $$\ell_\rho(r) = \max\left( \rho r, (\rho - 1) r \right), \qquad r = y - m$$

    Args:
        predictions: predicted quantiles $m$, in the unit of the targets.
        targets: observed values $y$.
        level: the share $\rho$ of the targets that are to lie below, between 0 and 1 and neither of them.

    Returns:
        One loss per example, in the unit of the targets.

    Raises:
        ValueError: if `level` is not between 0 and 1, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.quantile import quantile_loss

        print(quantile_loss(torch.zeros(2), torch.tensor([4.0, -4.0]), 0.75).tolist())
        #> [3.0, 1.0]
        ```

    Reference: R. Koenker and G. Bassett, Regression Quantiles, 1978.
    """
    require(0 < level < 1, "level", "above 0 and below 1", level)
    require_finite(predictions=predictions, targets=targets)
    residuals = targets - predictions
    return torch.maximum(level * residuals, (level - 1) * residuals)

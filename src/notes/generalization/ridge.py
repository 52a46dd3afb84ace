"""Ridge regression: least squares with an L2 penalty, in closed form and as a filter on singular values."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_not_negative,
    require_positive,
    require_squares,
)


@jaxtyped(typechecker=beartype)
def ridge_weights(
    features: Float[Tensor, "samples features"], targets: Float[Tensor, "samples *outputs"], strength: float
) -> Float[Tensor, "features *outputs"]:
    r"""Weights that minimise the sum of squared residuals plus an L2 penalty.

    $$\hat\phi = \operatorname*{argmin}_\phi \lVert y - X \phi \rVert^2 + \lambda \lVert \phi \rVert^2
      = (X^\top X + \lambda I)^{-1} X^\top y = X^\top (X X^\top + \lambda I)^{-1} y$$

    Args:
        features: one row of X per sample; centre the columns, or add none for the bias, to leave it unpenalised.
        targets: one target per sample, or one row of targets.
        strength: weight lambda of the penalty, in squared units of the features; positive.

    Returns:
        The only minimiser, whatever the rank of the features, for each column of targets.

    Raises:
        ValueError: if `strength` is not positive, or an entry of `features` or `targets` is not finite.

    Example:
        ```python
        import torch
        from notes.generalization.ridge import ridge_weights

        print(ridge_weights(torch.tensor([[1.0], [1.0]]), torch.tensor([1.0, 3.0]), 2.0).tolist())
        #> [1.0]
        ```

    Reference: A. E. Hoerl, R. W. Kennard, Ridge Regression: Biased Estimation for Nonorthogonal Problems, 1970.
    """
    require_positive(strength=strength)
    require_decomposable(features=features, targets=targets)
    require_squares(features=features)
    samples, parameters = features.shape
    penalty = strength * torch.eye(min(samples, parameters), dtype=features.dtype, device=features.device)
    if parameters > samples:  # the same weights from the smaller system
        return features.T @ torch.linalg.solve(features @ features.T + penalty, targets)
    return torch.linalg.solve(features.T @ features + penalty, features.T @ targets)


@jaxtyped(typechecker=beartype)
def ridge_filter(eigenvalues: Float[Tensor, "*shape"], strength: float) -> Float[Tensor, "*shape"]:
    r"""Share of the least-squares solution that ridge keeps in each eigendirection.

    $$\frac{s^2}{s^2 + \lambda}$$

    Args:
        eigenvalues: eigenvalues s^2 of the Gram matrix X^T X; positive.
        strength: weight lambda of the penalty, in the same unit; not negative.

    Returns:
        One factor in (0, 1] per direction: near one where the data say much, near zero where they say little.

    Raises:
        ValueError: if an eigenvalue is not positive or `strength` is negative.

    Example:
        ```python
        import torch
        from notes.generalization.ridge import ridge_filter

        print(ridge_filter(torch.tensor([9.0, 1.0]), 1.0).tolist())
        #> [0.8999999761581421, 0.5]
        ```
    """
    require(eigenvalues > 0, "eigenvalues", "positive", eigenvalues)
    require_not_negative(strength=strength)
    return eigenvalues / (eigenvalues + strength)

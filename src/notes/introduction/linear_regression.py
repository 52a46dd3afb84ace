"""Least squares with several features: the normal equations, solved."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable, require_some, require_squares
from notes.introduction.logistic_regression import with_ones


@jaxtyped(typechecker=beartype)
def normal_equations_weights(
    features: Float[Tensor, "samples features"], targets: Float[Tensor, " samples"]
) -> Float[Tensor, " weights"]:
    r"""Weights of the least squared error, as the solution of the normal equations.

    $$X^\top X\, \hat\theta = X^\top y$$

    Args:
        features: one row a sample; their columns and a column of ones are linearly independent.
        targets: what was observed.

    Returns:
        The intercept, then one weight a feature.

    Raises:
        ValueError: if there is no sample, the columns are linearly dependent but for rounding, or anything is NaN,
            infinite, too large for a finite square, or of half precision.

    Example:
        ```python
        import torch
        from notes.introduction.linear_regression import normal_equations_weights

        features = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
        weights = normal_equations_weights(features, torch.tensor([1.0, 3.0, 4.0]))
        print([round(weight, 4) for weight in weights.tolist()])
        #> [1.0, 2.0, 3.0]
        ```

    Reference: A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805.
    """
    require_decomposable(features=features, targets=targets)
    require_some(features=features)
    require_squares(features=features, targets=targets)
    rows = with_ones(features)
    _require_independent(rows, features)
    return torch.linalg.solve(rows.T @ rows, rows.T @ targets)


def _require_independent(rows: Tensor, features: Tensor) -> None:
    values = torch.linalg.svdvals(rows.T @ rows)
    floor = values[0] * len(values) * torch.finfo(rows.dtype).eps
    require(values[-1] > floor, "features", "of linearly independent columns, with one of ones", features.amax())

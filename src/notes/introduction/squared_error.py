"""Squared error: the mismatch of predictions and targets in regression."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite


@jaxtyped(typechecker=beartype)
def sum_of_squared_errors(
    predictions: Float[Tensor, " samples"], targets: Float[Tensor, " samples"]
) -> Float[Tensor, ""]:
    r"""Sum of the squared differences between predictions and targets.

    $$L = \sum_{i=1}^{n} (\hat y_i - y_i)^2$$

    Args:
        predictions: what the model says, one number a sample.
        targets: what was observed, in the same unit.

    Returns:
        The sum, in squared units of the target; it grows with the number of samples.

    Raises:
        ValueError: if anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.introduction.squared_error import sum_of_squared_errors

        print(sum_of_squared_errors(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 4.0])).item())
        #> 5.0
        ```

    Reference: A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805.
    """
    require_finite(predictions=predictions, targets=targets)
    return (predictions - targets).square().sum()


@jaxtyped(typechecker=beartype)
def mean_squared_error(predictions: Float[Tensor, " samples"], targets: Float[Tensor, " samples"]) -> Float[Tensor, ""]:
    r"""Mean of the squared differences between predictions and targets.

    $$\frac1n \sum_{i=1}^{n} (\hat y_i - y_i)^2$$

    Args:
        predictions: what the model says, one number a sample; at least one.
        targets: what was observed, in the same unit.

    Returns:
        The mean, in squared units of the target; comparable between sets of different size.

    Raises:
        ValueError: if there are no samples, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.introduction.squared_error import mean_squared_error

        print(mean_squared_error(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 4.0])).item())
        #> 2.5
        ```

    Reference: C. F. Gauss, Theoria motus corporum coelestium, 1809.
    """
    if len(targets) == 0:
        raise ValueError("`targets` must hold at least one sample, got 0")
    return sum_of_squared_errors(predictions, targets) / len(targets)

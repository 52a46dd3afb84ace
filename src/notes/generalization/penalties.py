"""Explicit regularisation: a penalty on the parameters, added to the loss."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_not_negative


@jaxtyped(typechecker=beartype)
def l2_penalty(parameters: Float[Tensor, "*shape"]) -> Float[Tensor, ""]:
    r"""Sum of squared parameters.

    $$g(\phi) = \sum_j \phi_j^2$$

    Args:
        parameters: parameters of any shape; leave out the biases that should stay free.

    Returns:
        The penalty, in squared units of the parameters. Its gradient is twice the parameters.

    Raises:
        ValueError: if `parameters` is NaN or infinite.
    """
    require_finite(parameters=parameters)
    return parameters.square().sum()


@jaxtyped(typechecker=beartype)
def l1_penalty(parameters: Float[Tensor, "*shape"]) -> Float[Tensor, ""]:
    r"""Sum of absolute parameters.

    $$g(\phi) = \sum_j \lvert \phi_j \rvert$$

    Args:
        parameters: parameters of any shape.

    Returns:
        The penalty, in units of the parameters. Its gradient is the sign, and zero where a parameter is zero.

    Raises:
        ValueError: if `parameters` is NaN or infinite.
    """
    require_finite(parameters=parameters)
    return parameters.abs().sum()


@jaxtyped(typechecker=beartype)
def regularized_loss(
    losses: Float[Tensor, "samples"], penalty: Float[Tensor, ""], strength: float
) -> Float[Tensor, ""]:
    r"""Loss of every sample plus a weighted penalty.

    $$\tilde L[\phi] = \sum_{i=1}^{n} \ell_i[\phi] + \lambda\, g(\phi)$$

    The losses are summed, not averaged: with a mean, the same `strength` would weigh n times as much.

    Args:
        losses: loss of each sample.
        penalty: g(phi), such as `l2_penalty(weights)`.
        strength: weight lambda of the penalty; not negative.

    Returns:
        The regularised loss.

    Raises:
        ValueError: if `strength` is negative, or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generalization.penalties import l2_penalty, regularized_loss

        weights = torch.tensor([1.0, -2.0])
        print(regularized_loss(torch.tensor([0.5, 0.25]), l2_penalty(weights), 0.1).item())
        #> 1.25
        ```
    """
    require_finite(losses=losses, penalty=penalty)
    require_not_negative(strength=strength)
    return losses.sum() + strength * penalty


@jaxtyped(typechecker=beartype)
def soft_threshold(values: Float[Tensor, "*shape"], threshold: float) -> Float[Tensor, "*shape"]:
    r"""Minimiser of a quadratic with an L1 penalty: shrink towards zero by a fixed amount, and stop there.

    $$\operatorname*{argmin}_\phi \tfrac12 (\phi - c)^2 + \lambda \lvert \phi \rvert
      = \operatorname{sign}(c) \max(\lvert c \rvert - \lambda, 0)$$

    Args:
        values: minimisers v of the unpenalised quadratics.
        threshold: weight tau of the penalty, in the unit of the values; not negative.

    Returns:
        The penalised minimisers, exactly zero wherever the value is within the threshold.

    Raises:
        ValueError: if `threshold` is negative.

    Example:
        ```python
        import torch
        from notes.generalization.penalties import soft_threshold

        print(soft_threshold(torch.tensor([-3.0, 0.5, 2.0]), 1.0).tolist())
        #> [-2.0, 0.0, 1.0]
        ```

    Reference: R. Tibshirani, Regression Shrinkage and Selection via the Lasso, 1996.
    """
    require_not_negative(threshold=threshold)
    return values.sign() * torch.relu(values.abs() - threshold)

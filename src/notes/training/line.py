"""Squared error of a line and its gradient, sample by sample; `notes.introduction.line` has their sums."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite
from notes.introduction.line import line


@jaxtyped(typechecker=beartype)
def line_losses(
    parameters: Float[Tensor, "2"], inputs: Float[Tensor, " samples"], targets: Float[Tensor, " samples"]
) -> Float[Tensor, " samples"]:
    r"""Squared error of a line at each sample.

    $$\ell_i = (\phi_0 + \phi_1 x_i - y_i)^2$$

    Args:
        parameters: intercept $\phi_0$ and slope $\phi_1$.
        inputs: $x_i$.
        targets: $y_i$.

    Returns:
        One loss a sample, in squared units of the targets.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(parameters=parameters, inputs=inputs, targets=targets)
    return (line(parameters, inputs) - targets).square()


@jaxtyped(typechecker=beartype)
def line_gradients(
    parameters: Float[Tensor, "2"], inputs: Float[Tensor, " samples"], targets: Float[Tensor, " samples"]
) -> Float[Tensor, "samples 2"]:
    r"""Gradient of the squared error of a line at each sample.

    $$\frac{\partial \ell_i}{\partial \phi} =
    \begin{bmatrix} 2 (\phi_0 + \phi_1 x_i - y_i) \\ 2 x_i (\phi_0 + \phi_1 x_i - y_i) \end{bmatrix}$$

    Args:
        parameters: intercept $\phi_0$ and slope $\phi_1$.
        inputs: $x_i$.
        targets: $y_i$.

    Returns:
        One gradient a sample; their sum is the gradient of the summed loss, their mean that of the mean loss.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.training.line import line_gradients

        print(line_gradients(torch.tensor([0.0, 1.0]), torch.tensor([1.0, 2.0]), torch.tensor([2.0, 2.0])).tolist())
        #> [[-2.0, -2.0], [0.0, 0.0]]
        ```
    """
    require_finite(parameters=parameters, inputs=inputs, targets=targets)
    residuals = line(parameters, inputs) - targets
    return 2 * torch.stack([residuals, inputs * residuals], -1)

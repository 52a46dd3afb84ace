"""A line fitted by least squares: its gradient, its Hessian, and two direct solutions."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable, require_finite


@jaxtyped(typechecker=beartype)
def line(parameters: Float[Tensor, "2"], inputs: Float[Tensor, " samples"]) -> Float[Tensor, " samples"]:
    r"""Prediction of a line, for each input.

    $$f(x, \theta) = \theta_0 + \theta_1 x$$

    Args:
        parameters: intercept in units of the target, then slope in units of the target per unit of the input.
        inputs: one number a sample.

    Returns:
        One prediction a sample, in the unit of the target.

    Example:
        ```python
        import torch
        from notes.introduction.line import line

        print(line(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 3.0])).tolist())
        #> [1.0, 7.0]
        ```
    """
    require_finite(parameters=parameters, inputs=inputs)
    return parameters[0] + parameters[1] * inputs


@jaxtyped(typechecker=beartype)
def design_matrix(inputs: Float[Tensor, " samples"]) -> Float[Tensor, "samples 2"]:
    r"""Design matrix of a line, so that the predictions are $X\theta$: a column of ones, then the inputs.

    $$X = \begin{pmatrix} 1 & x_1 \\ \vdots & \vdots \\ 1 & x_n \end{pmatrix}$$

    Args:
        inputs: one number a sample.

    Returns:
        One row a sample.

    Example:
        ```python
        import torch
        from notes.introduction.line import design_matrix

        print(design_matrix(torch.tensor([5.0, 7.0])).tolist())
        #> [[1.0, 5.0], [1.0, 7.0]]
        ```
    """
    require_finite(inputs=inputs)
    return torch.stack([torch.ones_like(inputs), inputs], dim=1)


@jaxtyped(typechecker=beartype)
def line_gradient(
    parameters: Float[Tensor, "2"], inputs: Float[Tensor, " samples"], targets: Float[Tensor, " samples"]
) -> Float[Tensor, "2"]:
    r"""Gradient of a line's sum of squared errors.

    $$\nabla L = 2 \left( \sum_i r_i,\; \sum_i r_i x_i \right), \qquad r_i = \theta_0 + \theta_1 x_i - y_i$$

    Args:
        parameters: intercept and slope.
        inputs: one number a sample.
        targets: what was observed.

    Returns:
        Derivative by the intercept, then by the slope.

    Example:
        ```python
        import torch
        from notes.introduction.line import line_gradient

        print(line_gradient(torch.zeros(2), torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0])).tolist())
        #> [-8.0, -14.0]
        ```
    """
    require_finite(parameters=parameters, inputs=inputs, targets=targets)
    residuals = line(parameters, inputs) - targets
    return 2 * torch.stack([residuals.sum(), residuals @ inputs])


@jaxtyped(typechecker=beartype)
def line_hessian(inputs: Float[Tensor, " samples"]) -> Float[Tensor, "2 2"]:
    r"""Hessian of a line's sum of squared errors, the same at every parameter.

    $$H = 2 X^\top X = 2 \begin{pmatrix} n & \sum_i x_i \\ \sum_i x_i & \sum_i x_i^2 \end{pmatrix}$$

    Args:
        inputs: one number a sample.

    Returns:
        Second derivatives by intercept and slope.

    Example:
        ```python
        import torch
        from notes.introduction.line import line_hessian

        print(line_hessian(torch.tensor([1.0, 2.0])).tolist())
        #> [[4.0, 6.0], [6.0, 10.0]]
        ```
    """
    require_finite(inputs=inputs)
    matrix = design_matrix(inputs)
    return 2 * matrix.T @ matrix


@jaxtyped(typechecker=beartype)
def normal_equations_fit(inputs: Float[Tensor, " samples"], targets: Float[Tensor, " samples"]) -> Float[Tensor, "2"]:
    r"""Least-squares line as the solution of the normal equations, written out.

    $$\hat\theta_1 = \frac{\sum_i (x_i - \bar x)(y_i - \bar y)}{\sum_i (x_i - \bar x)^2}, \qquad
    \hat\theta_0 = \bar y - \hat\theta_1 \bar x$$

    Args:
        inputs: one number a sample; at least two distinct ones.
        targets: what was observed.

    Returns:
        Intercept and slope.

    Raises:
        ValueError: if the inputs hold fewer than two distinct values, for then no line alone is best, or anything
            is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.introduction.line import normal_equations_fit

        print(normal_equations_fit(torch.tensor([0.0, 1.0, 2.0]), torch.tensor([1.0, 3.0, 5.0])).tolist())
        #> [1.0, 2.0]
        ```

    Reference: C. F. Gauss, Theoria motus corporum coelestium, 1809.
    """
    require_finite(inputs=inputs, targets=targets)
    _require_distinct(inputs)
    deviations = inputs - inputs.mean()  # from n Sxx - Sx^2 digits would cancel
    slope = deviations @ (targets - targets.mean()) / deviations.square().sum()
    return torch.stack([targets.mean() - slope * inputs.mean(), slope])


@jaxtyped(typechecker=beartype)
def least_squares_fit(inputs: Float[Tensor, " samples"], targets: Float[Tensor, " samples"]) -> Float[Tensor, "2"]:
    r"""Least-squares line by an orthogonal factorisation of the design matrix, through `torch.linalg.lstsq`.

    $$\hat\theta = \operatorname*{argmin}_\theta \lVert X\theta - y \rVert^2$$

    Args:
        inputs: one number a sample; at least two distinct ones.
        targets: what was observed.

    Returns:
        Intercept and slope.

    Raises:
        ValueError: if the inputs hold fewer than two distinct values, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.introduction.line import least_squares_fit

        print([round(p, 3) for p in least_squares_fit(torch.tensor([0.0, 1.0]), torch.tensor([1.0, 3.0])).tolist()])
        #> [1.0, 2.0]
        ```

    Reference: G. H. Golub, Numerical Methods for Solving Linear Least Squares Problems, 1965.
    """
    require_decomposable(inputs=inputs, targets=targets)
    _require_distinct(inputs)
    _require_full_rank(inputs)
    matrix, column = design_matrix(inputs), targets.unsqueeze(1)
    return torch.linalg.lstsq(matrix, column).solution.squeeze(1)


def _require_distinct(inputs: Tensor) -> None:
    if len(inputs.unique()) < 2:
        raise ValueError(f"`inputs` must hold at least two distinct values, got {inputs.unique().tolist()}")
    spread = (inputs.amax() - inputs.amin()).square()
    require(spread > torch.finfo(inputs.dtype).tiny, "inputs", "far enough apart for a square above zero", inputs)
    require((len(inputs) * spread).isfinite(), "inputs", "near enough for finite squares", inputs.amax())


def _require_full_rank(inputs: Tensor) -> None:
    """Far from zero a column of nearly equal numbers is, in the eyes of the factorisation, a multiple of the ones."""
    values = torch.linalg.svdvals(design_matrix(inputs))
    floor = values[0] * len(inputs) * torch.finfo(inputs.dtype).eps
    require(values[-1] > floor, "inputs", "distinct beyond rounding beside their size", inputs.amax())

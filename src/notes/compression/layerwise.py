"""Layer-wise surgery: the weights of one linear map are rounded or pruned so that what it puts out changes least."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.compression.curvature import require_positive_definite
from notes.compression.quantization import Grid, rounded
from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_finite,
    require_not_negative,
    require_some,
    require_squares,
)


@jaxtyped(typechecker=beartype)
def output_hessian(inputs: Float[Tensor, "examples inputs"], damping: float = 0.01) -> Float[Tensor, "inputs inputs"]:
    r"""Second derivatives of the squared error of an output by the weights of its row, the same for all rows.

    $$H = 2 X X^\top + \lambda I$$

    Args:
        inputs: what the map was given, one example in each row: $X^\top$.
        damping: $\lambda$ as a share of the mean of the diagonal, so that the inverse is tame.

    Returns:
        The matrix.

    Raises:
        ValueError: if `damping` is negative, or `inputs` are none or have no finite sum of squares.

    Reference: E. Frantar, S. Ashkboos, T. Hoefler and D. Alistarh, GPTQ: Accurate Post-Training Quantization for
    Generative Pre-trained Transformers, 2023.
    """
    require_some(inputs=inputs)
    require_squares(inputs=inputs)
    require_not_negative(damping=damping)
    hessian = 2 * inputs.T @ inputs
    return hessian + damping * hessian.diagonal().mean() * torch.eye(len(hessian), device=hessian.device).to(hessian)


@jaxtyped(typechecker=beartype)
def inverse_factor(hessian: Float[Tensor, "inputs inputs"]) -> Float[Tensor, "inputs inputs"]:
    r"""The upper triangular factor of the inverse of a Hessian.

    $$U^\top U = H^{-1}, \qquad U_{qq} U_{qj} = \big[ (H_{\ge q})^{-1} \big]_{qj}$$

    It is the inverse of the upper triangular $R$ in $H = R R^\top$, which is the lower one of $H$ read backwards.

    Args:
        hessian: positive definite.

    Returns:
        The factor: its row $q$ has what the surgeon needs once all columns before $q$ are done.

    Raises:
        ValueError: if `hessian` is not positive definite, or of half precision, NaN or infinite.
    """
    require_positive_definite(hessian)
    root, failed = torch.linalg.cholesky_ex(hessian.flip(0, 1))
    require(failed == 0, "hessian", "positive definite in its precision", hessian.diagonal())
    return torch.linalg.solve_triangular(
        root.flip(0, 1), torch.eye(len(hessian), device=hessian.device).to(hessian), upper=True
    )


@jaxtyped(typechecker=beartype)
def settled(
    weights: Float[Tensor, "outputs inputs"],
    column: int,
    values: Float[Tensor, "outputs"],
    factor: Float[Tensor, "inputs inputs"],
) -> Float[Tensor, "outputs inputs"]:
    r"""Weights of which one column has got its final values, and the columns after it make up for that.

    $$w \leftarrow w - \frac{w_q - \hat w_q}{U_{qq}} U_{q \cdot}$$

    Args:
        weights: the weights, all rows at once.
        column: which column is settled, $q$.
        values: its final values $\hat w_q$.
        factor: the factor $U$ of the inverse Hessian; its row is zero before the diagonal.

    Returns:
        The weights; the columns before are as they were.

    Raises:
        ValueError: if there is no such column, `factor` has a zero on its diagonal there, or a number is not finite.
    """
    require_finite(weights=weights, values=values, factor=factor)
    require(0 <= column < weights.shape[1], "column", f"from 0 to {weights.shape[1] - 1}", column)
    require(factor[column, column] > 0, "factor", "positive on its diagonal", factor[column, column])
    error = (weights[:, column] - values) / factor[column, column]
    moved = weights - error[:, None] * factor[column]
    return moved.index_copy(1, torch.tensor([column], device=weights.device), values[:, None])


@jaxtyped(typechecker=beartype)
def gptq(
    weights: Float[Tensor, "outputs inputs"], hessian: Float[Tensor, "inputs inputs"], grid: Grid
) -> Float[Tensor, "outputs inputs"]:
    r"""Weights rounded column by column, those that are still free making up for each error.

    Args:
        weights: of one linear map.
        hessian: of a row's squared output error, damped.
        grid: the values that are allowed, one scale for all or one for each output.

    Returns:
        Weights on the grid.

    Raises:
        ValueError: if `hessian` is not positive definite, or an argument is of half precision, NaN or infinite.

    Reference: E. Frantar, S. Ashkboos, T. Hoefler and D. Alistarh, GPTQ: Accurate Post-Training Quantization for
    Generative Pre-trained Transformers, 2023, algorithm 1.
    """
    require_decomposable(weights=weights, hessian=hessian)
    factor = inverse_factor(hessian)
    for column in range(weights.shape[1]):
        nearest = rounded(weights[:, column : column + 1], grid)[:, 0]
        weights = settled(weights, column, nearest, factor)
    return weights

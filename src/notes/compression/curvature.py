"""Saliency by curvature: what the loss pays for a weight, with the other weights fixed or making up for it."""

from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable, require_finite, require_some


class Removal(NamedTuple):
    """The cheapest removal of one weight.

    Attributes:
        increase: by how much the quadratic model of the loss grows.
        step: what to add to all weights; at the removed weight it is minus that weight.
    """

    increase: Tensor
    step: Tensor


@jaxtyped(typechecker=beartype)
def damage_saliency(weights: Float[Tensor, "*shape"], curvature: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""Optimal brain damage: increase of the loss at a minimum when one weight is set to zero and the others stay.

    $$s_i = \tfrac12 h_{ii} w_i^2$$

    Args:
        weights: the weights $w_i$ at a minimum.
        curvature: the second derivatives $h_{ii}$ of the loss, the diagonal of its Hessian; not negative.

    Returns:
        One increase per weight, in the unit of the loss.

    Raises:
        ValueError: if a curvature is negative.

    Example:
        ```python
        import torch
        from notes.compression.curvature import damage_saliency

        print(damage_saliency(torch.tensor([2.0, 1.0]), torch.tensor([1.0, 6.0])).tolist())
        #> [2.0, 3.0]
        ```

    Reference: Y. LeCun, J. S. Denker and S. A. Solla, Optimal Brain Damage, 1990.
    """
    require_finite(weights=weights)
    require(curvature >= 0, "curvature", "at least 0", curvature)
    return curvature * weights.square() / 2


@jaxtyped(typechecker=beartype)
def surgeon_removal(
    weights: Float[Tensor, "weights"], hessian: Float[Tensor, "weights weights"], index: int
) -> Removal:
    r"""Optimal brain surgeon: removal of one weight, the others moving so as to make up for it.

    $$\delta = -\frac{w_q}{[H^{-1}]_{qq}} H^{-1} e_q, \qquad
    \tfrac12 \delta^\top H \delta = \frac{w_q^2}{2 [H^{-1}]_{qq}}$$

    Args:
        weights: the weights at a minimum.
        hessian: second derivatives of the loss there; positive definite.
        index: which weight to remove, $q$.

    Returns:
        The increase of the loss and the step.

    Raises:
        ValueError: if `hessian` is not positive definite, or `index` names no weight, or an argument is of half
            precision, NaN or infinite.

    Reference: B. Hassibi and D. G. Stork, Second Order Derivatives for Network Pruning: Optimal Brain Surgeon, 1993.
    """
    require_decomposable(weights=weights, hessian=hessian)
    if not 0 <= index < len(weights):
        raise ValueError(f"`index` must be from 0 to {len(weights) - 1}, got {index}")
    require_positive_definite(hessian)
    column = torch.linalg.solve(hessian, torch.eye(len(weights), dtype=weights.dtype, device=weights.device)[index])
    step = -weights[index] / column[index] * column
    return Removal(weights[index].square() / (2 * column[index]), step)


@jaxtyped(typechecker=beartype)
def surgeon_removals(
    weights: Float[Tensor, "weights"], hessian: Float[Tensor, "weights weights"], number: int
) -> Float[Tensor, "weights"]:
    r"""Weights after several removals by the surgeon, each time of the one that is cheapest then.

    $$\delta = -\frac{w_q}{[H^{-1}]_{qq}} H^{-1} e_q, \qquad
    H^{-1} \leftarrow H^{-1} - \frac{H^{-1} e_q e_q^\top H^{-1}}{[H^{-1}]_{qq}}$$

    Args:
        weights: the weights at a minimum.
        hessian: second derivatives of the loss there; positive definite.
        number: how many to remove.

    Returns:
        The weights, zero where they were removed, the others where they make up for it best.

    Raises:
        ValueError: if `hessian` is not positive definite, or `number` is negative or more than there are, or an
            argument is of half precision, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.compression.curvature import surgeon_removals

        hessian = torch.tensor([[1.0, 0.5], [0.5, 2.0]])
        print(surgeon_removals(torch.tensor([1.0, 2.0]), hessian, 1).tolist())
        #> [0.0, 2.25]
        ```

    Reference: B. Hassibi and D. G. Stork, Second Order Derivatives for Network Pruning: Optimal Brain Surgeon, 1993; E.
    Frantar, S. P. Singh and D. Alistarh, Optimal Brain Compression, 2022, lemma 1.
    """
    require_decomposable(weights=weights, hessian=hessian)
    require(0 <= number <= len(weights), "number", f"from 0 to {len(weights)}", number)
    require_positive_definite(hessian)
    inverse, left, there = torch.linalg.inv(hessian), weights, torch.ones_like(weights, dtype=torch.bool)
    for _ in range(number):
        q = torch.where(there, left.square() / inverse.diagonal(), torch.inf).argmin()
        left = left - left[q] / inverse[q, q] * inverse[:, q]
        inverse = inverse - inverse[:, q].outer(inverse[q]) / inverse[q, q]
        there = there & (torch.arange(len(weights), device=weights.device) != q)
    return left * there


@jaxtyped(typechecker=beartype)
def require_positive_definite(hessian: Float[Tensor, "weights weights"]) -> None:
    """Refuse what is no Hessian of a strict minimum.

    Args:
        hessian: a symmetric matrix.

    Raises:
        ValueError: if an eigenvalue is not positive, or the matrix is empty, of half precision, NaN or infinite.
    """
    require_some(hessian=hessian)
    require_decomposable(hessian=hessian)
    lowest = torch.linalg.eigvalsh(hessian)[0]
    require(lowest > 0, "hessian", "positive definite, all eigenvalues above 0", lowest)

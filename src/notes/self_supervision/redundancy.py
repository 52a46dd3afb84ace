"""Barlow Twins: two views' embeddings agree unit by unit, and no unit repeats another."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_positive, require_some, require_squares


@jaxtyped(typechecker=beartype)
def cross_correlation(first: Float[Tensor, "n d"], second: Float[Tensor, "n d"]) -> Float[Tensor, "d d"]:
    r"""Correlation over the batch of every unit of one view with every unit of the other.

    $$C_{ij} = \frac{\sum_b z^A_{bi} z^B_{bj}}{\sqrt{\sum_b (z^A_{bi})^2} \sqrt{\sum_b (z^B_{bj})^2}}$$

    Args:
        first: embeddings of one view, centred here; no unit may be constant over the batch.
        second: embeddings of the other view, in the same order.

    Returns:
        Correlations between -1 and 1.

    Raises:
        ValueError: if a unit is constant over the batch, which leaves its correlation undefined, or a view is empty or
            not finite, or `first` or `second` has no finite sum of squares.
    """
    require_squares(first=first, second=second)
    require_some(first=first)
    require_finite(first=first, second=second)
    require(first.amax(0) > first.amin(0), "first", "different over the batch in every unit", first[0])
    require(second.amax(0) > second.amin(0), "second", "different over the batch in every unit", second[0])
    centred = [view - view.mean(0) for view in (first, second)]
    norms = [torch.linalg.vector_norm(view, dim=0) for view in centred]
    require(norms[0] > 0, "first", "different over the batch in every unit", norms[0])
    require(norms[1] > 0, "second", "different over the batch in every unit", norms[1])
    return (centred[0] / norms[0]).T @ (centred[1] / norms[1])


@jaxtyped(typechecker=beartype)
def barlow_twins_loss(correlation: Float[Tensor, "d d"], *, redundancy: float) -> Float[Tensor, ""]:
    r"""Squared distance of the cross-correlation from the identity, its off-diagonal part weighted.

    $$\ell = \sum_i (1 - C_{ii})^2 + \lambda \sum_i \sum_{j \ne i} C_{ij}^2$$

    Args:
        correlation: cross-correlation of the two views.
        redundancy: weight of the off-diagonal entries; positive.

    Returns:
        The loss; zero exactly at the identity.

    Raises:
        ValueError: if `redundancy` is not positive, or a correlation is not finite, or `correlation` has no finite sum
            of squares.

    Reference:
        Zbontar, Jing, Misra, LeCun, Deny: Barlow Twins: self-supervised learning via redundancy reduction, 2021.
    """
    require_squares(correlation=correlation)
    require_finite(correlation=correlation)
    require_positive(redundancy=redundancy)
    diagonal = correlation.diagonal()
    return (1 - diagonal).square().sum() + redundancy * (correlation.square().sum() - diagonal.square().sum())


@jaxtyped(typechecker=beartype)
def vicreg_terms(
    first: Float[Tensor, "n d"], second: Float[Tensor, "n d"], *, target: float = 1.0
) -> tuple[Float[Tensor, ""], Float[Tensor, ""], Float[Tensor, ""]]:
    r"""The three terms of VICReg: invariance, variance and covariance, unweighted.

    $$\frac1n \sum_b \|z_b - z'_b\|^2, \qquad
    \frac1d \sum_j \max(0, \gamma - \sqrt{\operatorname{Var} z_j + \epsilon}), \qquad
    \frac1d \sum_{i \ne j} \operatorname{Cov}(z_i, z_j)^2$$

    The last two are summed over both views; variances and covariances divide by n - 1, and $\epsilon$ is $10^{-4}$.

    Args:
        first: embeddings of one view.
        second: embeddings of the other view, in the same order; at least two.
        target: the standard deviation $\gamma$ that every unit should reach; positive.

    Returns:
        Invariance, variance and covariance term.

    Raises:
        ValueError: if `target` is not positive, there are fewer than two examples, or an entry is not finite, or
            `first` or `second` has no finite sum of squares.

    Reference: A. Bardes, J. Ponce and Y. LeCun, VICReg: Variance-Invariance-Covariance Regularization for
    Self-Supervised Learning, 2022.
    """
    require_squares(first=first, second=second)
    require_positive(target=target)
    require_some(first=first)
    require_finite(first=first, second=second)
    if len(first) < 2:
        raise ValueError(f"`first` must hold at least two embeddings, got {len(first)}")
    variance = covariance = torch.zeros((), dtype=first.dtype, device=first.device)
    for view in (first, second):
        table = torch.cov(view.T).reshape(view.shape[1], view.shape[1])
        variances = table.diagonal()
        variance = variance + (target - (variances + 1e-4).sqrt()).clamp(min=0).mean()
        covariance = covariance + (table.square().sum() - variances.square().sum()) / view.shape[1]
    return (first - second).square().sum(1).mean(), variance, covariance

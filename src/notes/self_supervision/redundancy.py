"""Barlow Twins: two views' embeddings agree unit by unit, and no unit repeats another."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_not_negative, require_positive, require_some, require_squares


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
    _require_varied(first=first, second=second)
    first, second = first - first.mean(0), second - second.mean(0)
    first = first / torch.linalg.vector_norm(first, dim=0)
    second = second / torch.linalg.vector_norm(second, dim=0)
    return first.T @ second


def _require_varied(**views: Tensor) -> None:
    """Refuse views in which a unit is constant over the batch: exactly, or as far as squares can tell."""
    for name, view in views.items():
        lengths = torch.linalg.vector_norm(view - view.mean(0), dim=0)
        require((view.amax(0) > view.amin(0)) & (lengths > 0), name, "different over the batch in every unit", view[0])


@jaxtyped(typechecker=beartype)
def barlow_twins_loss(correlation: Float[Tensor, "d d"], *, redundancy: float) -> Float[Tensor, ""]:
    r"""Squared distance of the cross-correlation from the identity, its off-diagonal part weighted.

    $$\ell = \sum_i (1 - C_{ii})^2 + \lambda \sum_i \sum_{j \ne i} C_{ij}^2$$

    Args:
        correlation: cross-correlation of the two views.
        redundancy: weight of the off-diagonal entries; not negative.

    Returns:
        The loss; zero at the identity, and with a positive weight nowhere else.

    Raises:
        ValueError: if `redundancy` is negative, or a correlation is not finite, or `correlation` has no finite sum
            of squares.

    Reference:
        Zbontar, Jing, Misra, LeCun, Deny: Barlow Twins: self-supervised learning via redundancy reduction, 2021.
    """
    require_squares(correlation=correlation)
    require_not_negative(redundancy=redundancy)
    diagonal = correlation.diagonal()
    others = correlation.square().sum() - diagonal.square().sum()
    return (1 - diagonal).square().sum() + redundancy * others


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
    if len(first) < 2:
        raise ValueError(f"`first` must hold at least two embeddings, got {len(first)}")
    width = first.shape[1]
    tables = torch.stack([torch.cov(view.T).reshape(width, width) for view in (first, second)])
    variances = tables.diagonal(dim1=1, dim2=2)
    invariance = (first - second).square().sum(1).mean()
    variance = (target - (variances + 1e-4).sqrt()).clamp(min=0).mean(1).sum()
    covariance = (tables.square().sum() - variances.square().sum()) / width
    return invariance, variance, covariance

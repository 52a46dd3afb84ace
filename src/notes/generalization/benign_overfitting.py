"""Benign overfitting: interpolation of noise that does little harm, since many small directions share it."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_finite,
    require_invertible,
    require_positive,
    require_sizes,
    require_squares,
)


@jaxtyped(typechecker=beartype)
def interpolating_weights(
    features: Float[Tensor, "samples features"], targets: Float[Tensor, "samples"]
) -> Float[Tensor, "features"]:
    r"""The shortest weights that fit every target, where there are no fewer features than samples.

    $$\hat\phi = X^\top \eta, \qquad X X^\top \eta = y$$

    Args:
        features: one row of X per sample; the rows must be independent.
        targets: one target per sample.

    Returns:
        The minimum-norm weights: a sum of the samples, each with its entry of eta.

    Raises:
        ValueError: if the rows of `features` are not independent, or an argument is NaN, infinite or of half precision.

    Example:
        ```python
        import torch
        from notes.generalization.benign_overfitting import interpolating_weights

        print(interpolating_weights(torch.tensor([[1.0, 1.0]]), torch.tensor([4.0])).tolist())
        #> [2.0, 2.0]
        ```
    """
    require_decomposable(features=features, targets=targets)
    require_squares(features=features)
    gram = features @ features.T
    require_invertible(gram, features=features)
    dual = torch.linalg.solve(gram, targets)
    return features.T @ dual


@jaxtyped(typechecker=beartype)
def spiked_variances(
    large: int, small: int, total: float, *, device: torch.device | None = None
) -> Float[Tensor, "directions"]:
    r"""Variances of a few directions of variance one, and of many that share a total.

    $$\nu = \Big(1, \dots, 1, \frac{\lambda}{q}, \dots, \frac{\lambda}{q}\Big)$$

    Args:
        large: number k of directions of variance one.
        small: number q of small directions; positive.
        total: sum lambda of the variances of the small ones; positive.
        device: where the numbers are to live, by default where PyTorch puts new ones.

    Returns:
        The variances, double precision, the large ones first.

    Raises:
        ValueError: if `large` is negative, or `small` or `total` is not positive.
    """
    require_sizes(0, large=large)
    require_sizes(small=small)
    require_positive(total=total)
    one = torch.ones(large + small, dtype=torch.float64, device=device)
    return torch.cat([one[:large], one[large:] * total / small])


@jaxtyped(typechecker=beartype)
def effective_ranks(variances: Float[Tensor, "directions"], large: int) -> tuple[float, float]:
    r"""Two counts of the directions beyond the `large` first: by the largest of them, and by how evenly they share.

    $$r_k = \frac{\sum_{j > k} \nu_j}{\nu_{k+1}}, \qquad
      R_k = \frac{\big(\sum_{j > k} \nu_j\big)^2}{\sum_{j > k} \nu_j^2}$$

    Args:
        variances: variance of each direction, positive, in falling order.
        large: number k of directions that are left out.

    Returns:
        r_k and R_k; both are the number of directions if those have one variance.

    Raises:
        ValueError: if `large` is negative or leaves no direction, or `variances` are not positive or not in falling
            order.

    Example:
        ```python
        import torch
        from notes.generalization.benign_overfitting import effective_ranks

        print(effective_ranks(torch.tensor([8.0, 2.0, 1.0, 1.0]), large=1))
        #> (2.0, 2.6666667461395264)
        ```

    Reference: P. L. Bartlett, P. M. Long, G. Lugosi, A. Tsigler, Benign Overfitting in Linear Regression, 2020.
    """
    require_sizes(0, large=large)
    require_squares(variances=variances)
    require(variances > 0, "variances", "positive", variances)
    require(variances[1:] <= variances[:-1], "variances", "in falling order", variances[1:])
    if large >= len(variances):
        raise ValueError(f"`large` must leave one of {len(variances)} directions, got {large}")
    rest = variances[large:]
    first_rank = rest.sum() / rest[0]
    second_rank = 1 / (rest / rest.sum()).square().sum()
    return first_rank.item(), second_rank.item()


@jaxtyped(typechecker=beartype)
def excess_error(
    weights: Float[Tensor, "directions"], truth: Float[Tensor, "directions"], variances: Float[Tensor, "directions"]
) -> Float[Tensor, ""]:
    r"""What the wrong weights add to the expected squared error of a new sample with independent directions.

    $$\mathbb{E}_x \big(x^\top \hat\phi - x^\top \phi\big)^2 = \sum_j \nu_j\, (\hat\phi_j - \phi_j)^2$$

    Args:
        weights: the fitted weights.
        truth: the true ones.
        variances: variance nu of each direction of the inputs, whose mean is zero; positive.

    Returns:
        The excess over the noise, in squared units of the target.

    Raises:
        ValueError: if `variances` is not positive, or an argument is NaN or infinite.
    """
    require_squares(weights=weights, truth=truth)
    require_finite(variances=variances)
    require(variances > 0, "variances", "positive", variances)
    return (variances * (weights - truth).square()).sum()

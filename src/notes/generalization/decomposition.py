"""Bias, variance and noise, estimated by fitting the same model to many training sets, and what averaging does."""

import math
from dataclasses import dataclass

import torch
from jaxtyping import Float, Float64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_not_negative, require_sizes, require_squares
from notes.generalization.regression import (
    hinge_features,
    minimum_norm_weights,
    noisy_targets,
    stratified_inputs,
)


@dataclass(frozen=True)
class ErrorDecomposition:
    """The expected squared error and its three parts, averaged over the test inputs, in squared units of the target.

    Args:
        loss: Monte-Carlo mean of the squared error on fresh targets.
        variance: spread of the fits around their own mean.
        squared_bias: squared distance of the mean fit from the true mean.
        noise: variance of the target around its mean, which is known here.
        standard_error: standard error of `gap` over the training sets.
    """

    loss: float
    variance: float
    squared_bias: float
    noise: float
    standard_error: float

    @property
    def gap(self) -> float:
        """What the three parts leave of the loss: zero in expectation."""
        return self.loss - (self.variance + self.squared_bias + self.noise)


@jaxtyped(typechecker=beartype)
def error_decomposition(
    predictions: Float[Tensor, "sets points"],
    targets: Float[Tensor, "sets points"],
    mean: Float[Tensor, "points"],
    noise: float,
) -> ErrorDecomposition:
    r"""Split the squared error of many fits into variance, squared bias and noise.

    $$\mathbb{E}_{\mathcal{D}} \mathbb{E}_y (f - y)^2
      = \mathbb{E}_{\mathcal{D}} (f - f_\mu)^2 + (f_\mu - \mu)^2 + \sigma^2$$

    The estimates of variance and squared bias are unbiased: dividing by one less than the number of sets corrects the
    first, and the second is relieved of the variance of the mean fit, so that it may come out slightly negative.

    Args:
        predictions: value at each test input of the fit to each training set.
        targets: a fresh target for each of them, independent of the training sets.
        mean: true mean of the target at each test input.
        noise: standard deviation of the targets around `mean`.

    Returns:
        The parts, the loss, and the standard error of what is left between them.

    Raises:
        ValueError: if there are fewer than two training sets, or `noise` is negative, or a number is so large that its
            square is not finite.

    Example:
        ```python
        import torch
        from notes.generalization.decomposition import error_decomposition

        fits = torch.tensor([[1.0], [3.0]])
        parts = error_decomposition(fits, torch.tensor([[0.0], [0.0]]), torch.tensor([0.0]), 0.0)
        print(parts.loss, parts.variance, parts.squared_bias, parts.gap)
        #> 5.0 2.0 3.0 0.0
        ```

    Reference: S. Geman, E. Bienenstock, R. Doursat, Neural Networks and the Bias/Variance Dilemma, 1992.
    """
    require_squares(predictions=predictions, targets=targets, mean=mean)
    sets = predictions.shape[0]
    if sets < 2:
        raise ValueError(f"`predictions` must hold at least two training sets, got {sets}")
    require_not_negative(noise=noise)
    losses = (predictions - targets).square().mean(1)
    variance = predictions.var(0).mean()
    squared_bias = (predictions.mean(0) - mean).square().mean() - variance / sets
    leftover = losses - (predictions - mean).square().mean(1)
    return ErrorDecomposition(
        loss=losses.mean().item(),
        variance=variance.item(),
        squared_bias=squared_bias.item(),
        noise=noise**2,
        standard_error=leftover.std().item() / math.sqrt(sets),
    )


@jaxtyped(typechecker=beartype)
def hinge_fits(
    points: Float64[Tensor, "points"],
    hidden: int,
    size: int,
    noise: float,
    generator: torch.Generator,
    *,
    sets: int = 1000,
) -> Float[Tensor, "sets points"]:
    """Values at `points` of least-squares fits of D hinge units, each to a training set of its own.

    Args:
        points: test inputs in [0, 1].
        hidden: number D of hidden units.
        size: number of samples in each training set.
        noise: standard deviation of the targets.
        generator: source of inputs and noise.
        sets: number of training sets.

    Returns:
        One row per training set.

    Raises:
        ValueError: if `sets` is below 1 or `points` is NaN or infinite.
    """
    require_sizes(sets=sets)
    require_finite(points=points)
    inputs = stratified_inputs(sets, size, generator)
    targets = noisy_targets(inputs, noise, generator).unsqueeze(-1)
    weights = minimum_norm_weights(hinge_features(inputs, hidden), targets)
    return (hinge_features(points, hidden) @ weights).squeeze(-1)


@beartype
def variance_of_average(variance: float, correlation: float, members: int) -> float:
    r"""Variance of the mean of several fits of one variance, each two of which have one correlation.

    $$\rho\, \sigma_f^2 + \frac{1 - \rho}{M}\, \sigma_f^2$$

    Args:
        variance: that of each fit, in squared units of the target; not negative.
        correlation: of each two fits, at most 1 and at least $-1 / (M - 1)$.
        members: number M of fits; positive.

    Returns:
        The variance of their mean, in squared units of the target.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        from notes.generalization.decomposition import variance_of_average

        print(variance_of_average(1.0, 0.5, 4))
        #> 0.625
        ```

    Reference: T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, 2009, equation 15.1.
    """
    require_not_negative(variance=variance)
    require_sizes(members=members)
    lowest = -1 / max(members - 1, 1)
    inside = lowest <= correlation <= 1
    require(inside, "correlation", f"in [{lowest:.3g}, 1]", correlation)
    shared, own = correlation * variance, (1 - correlation) * variance
    return shared + own / members

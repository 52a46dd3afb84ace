"""The chapter's running example: a noisy curve on the unit interval, and shallow networks whose joints are fixed."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_decomposable, require_finite, require_not_negative


@jaxtyped(typechecker=beartype)
def true_mean(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""Mean of the target given the input, which a learner never sees: one period of a sine.

    $$\mu[x] = \sin(2 \pi x)$$

    Args:
        x: inputs in [0, 1].

    Returns:
        Expected target of each input.

    Raises:
        ValueError: if $2 \pi x$ is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generalization.regression import true_mean

        print([round(value, 3) for value in true_mean(torch.tensor([0.0, 0.25, 0.75])).tolist()])
        #> [0.0, 1.0, -1.0]
        ```
    """
    require_finite(x=2 * math.pi * x)
    return torch.sin(2 * math.pi * x)


@jaxtyped(typechecker=beartype)
def noisy_targets(x: Float[Tensor, "*shape"], noise: float, generator: torch.Generator) -> Float[Tensor, "*shape"]:
    r"""One target for each input, drawn with Gaussian noise around the true mean.

    $$y = \mu[x] + \sigma \epsilon, \qquad \epsilon \sim \mathcal{N}(0, 1)$$

    Args:
        x: inputs in [0, 1].
        noise: standard deviation sigma of the noise, in the unit of the target; not negative.
        generator: source of the noise.

    Returns:
        One target per input.

    Raises:
        ValueError: if `noise` is negative.
    """
    require_not_negative(noise=noise)
    return true_mean(x) + noise * torch.randn(x.shape, generator=generator, dtype=x.dtype, device=generator.device)


@jaxtyped(typechecker=beartype)
def stratified_inputs(repetitions: int, size: int, generator: torch.Generator) -> Float[Tensor, "repetitions size"]:
    r"""Inputs of several training sets: one uniform point in each of `size` equal cells of the unit interval.

    $$x_i = \frac{i + u_i}{n}, \qquad i = 0, \dots, n - 1, \quad u_i \sim \mathcal{U}(0, 1)$$

    Independent uniform inputs now and then leave a wide gap, in which a least-squares fit is free to go anywhere;
    one point a cell keeps the spread of the fits finite and small enough to be estimated.

    Args:
        repetitions: number of training sets; positive.
        size: number n of points in each; positive.
        generator: source of the positions.

    Returns:
        Sorted inputs in [0, 1], double precision.

    Raises:
        ValueError: if `repetitions` or `size` is not positive.

    Example:
        ```python
        import torch
        from notes.generalization.regression import stratified_inputs

        inputs = stratified_inputs(2, 4, torch.Generator().manual_seed(0))
        print((4 * inputs).floor().tolist())
        #> [[0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 2.0, 3.0]]
        ```
    """
    for name, value in (("repetitions", repetitions), ("size", size)):
        if value < 1:
            raise ValueError(f"`{name}` must be positive, got {value}")
    jitter = torch.rand(repetitions, size, generator=generator, dtype=torch.float64, device=generator.device)
    return (torch.arange(size, dtype=torch.float64, device=generator.device) + jitter) / size


@jaxtyped(typechecker=beartype)
def hinge_features(x: Float[Tensor, "*shape"], hidden: int) -> Float[Tensor, "*shape features"]:
    r"""Hidden layer of a shallow network on [0, 1] whose joints are fixed and evenly spaced, after a constant feature.

    $$h_0 = 1, \qquad h_k = \operatorname{ReLU}\!\left(x - \frac{k - 1}{D}\right), \quad k = 1, \dots, D$$

    A combination of these features is continuous and linear on each of D pieces of equal width, and the best
    combination is a linear least-squares problem: fits are exact, so no error comes from an optimiser.

    Args:
        x: inputs in [0, 1].
        hidden: number D of hidden units; positive.

    Returns:
        The D + 1 features of each input, in a new last axis.

    Raises:
        ValueError: if `hidden` is not positive, or `x` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generalization.regression import hinge_features

        print(hinge_features(torch.tensor([0.75]), 2).tolist())
        #> [[1.0, 0.75, 0.25]]
        ```
    """
    require_finite(x=x)
    if hidden < 1:
        raise ValueError(f"`hidden` must be positive, got {hidden}")
    joints = torch.arange(hidden, dtype=x.dtype, device=x.device) / hidden
    units = torch.relu(x.unsqueeze(-1) - joints)
    return torch.cat([torch.ones_like(units[..., :1]), units], dim=-1)


@jaxtyped(typechecker=beartype)
def minimum_norm_weights(
    features: Float[Tensor, "*sets samples features"], targets: Float[Tensor, "*sets samples outputs"]
) -> Float[Tensor, "*sets features outputs"]:
    r"""Least-squares weights, and among all of them those of smallest norm.

    $$\hat\phi = X^{+} y = \lim_{\lambda \to 0^+} (X^\top X + \lambda I)^{-1} X^\top y$$

    With fewer features than samples this is ordinary least squares; with more, the fit passes through every target and
    the norm decides between the many that do. It is also where gradient descent from zero ends.

    Args:
        features: one row H per sample.
        targets: one row per sample.

    Returns:
        Weights such that `features @ weights` are the fitted values.

    Raises:
        ValueError: if `features` or `targets` has an entry that is not finite, or `features` are of half precision.
    """
    require_decomposable(features=features)
    require_finite(features=features, targets=targets)
    return torch.linalg.pinv(features) @ targets

r"""Variational inference with Gaussians: the divergence in closed form, the evidence bound, and tighter ones."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_finite,
    require_positive,
    require_sizes,
    require_some,
)


@jaxtyped(typechecker=beartype)
def gaussian_divergence(
    mean: Float[Tensor, "*shape"],
    log_variance: Float[Tensor, "*shape"],
    other_mean: Float[Tensor, "*shape"],
    other_log_variance: Float[Tensor, "*shape"],
) -> Float[Tensor, "*shape"]:
    r"""Divergence between Gaussians, coordinate by coordinate, from means and log variances.

    $$\tfrac12 \Big( \log\frac{\sigma_2^2}{\sigma_1^2} + \frac{\sigma_1^2 + (\mu_1 - \mu_2)^2}{\sigma_2^2} - 1 \Big)$$

    Args:
        mean: $\mu_1$.
        log_variance: $\log \sigma_1^2$, any real number.
        other_mean: $\mu_2$.
        other_log_variance: $\log \sigma_2^2$.

    Returns:
        Divergences in nats; sum them over independent coordinates.

    Raises:
        ValueError: if anything is NaN or infinite, or $1 / \sigma_2$ is.

    Example:
        ```python
        import torch
        from notes.generative.inference import gaussian_divergence

        zero, one = torch.tensor(0.0), torch.tensor(1.0)
        print(gaussian_divergence(one, zero, zero, zero).item())
        #> 0.5
        ```

    Reference: S. Kullback and R. A. Leibler, On Information and Sufficiency, 1951.
    """
    require_finite(mean=mean, log_variance=log_variance, other_mean=other_mean, other_log_variance=other_log_variance)
    _require_precision(other_log_variance=other_log_variance)
    excess = log_variance - other_log_variance
    distance = ((mean - other_mean) * (-other_log_variance / 2).exp()).square()
    return (excess.exp() + distance - 1 - excess) / 2


@jaxtyped(typechecker=beartype)
def gaussian_log_density(
    values: Float[Tensor, "*shape"], mean: Float[Tensor, "*shape"], log_variance: Float[Tensor, "*shape"]
) -> Float[Tensor, "*shape"]:
    r"""Log density of a Gaussian, coordinate by coordinate.

    Args:
        values: where to evaluate it.
        mean: its mean.
        log_variance: the logarithm of its variance.

    Returns:
        Log densities in nats.

    Raises:
        ValueError: if anything is NaN or infinite, or so is the precision that `log_variance` stands for.

    Example:
        ```python
        import torch
        from notes.generative.inference import gaussian_log_density

        zero = torch.tensor(0.0)
        print(f"{gaussian_log_density(zero, zero, zero):.4f}")
        #> -0.9189
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, equation 1.46.
    """
    require_finite(values=values, mean=mean, log_variance=log_variance)
    _require_precision(log_variance=log_variance)
    return -(log_variance + ((values - mean) * (-log_variance / 2).exp()).square() + math.log(2 * math.pi)) / 2


@jaxtyped(typechecker=beartype)
def divergence_to_mixture(
    guess: Float[Tensor, "2"], centres: Float[Tensor, " modes"], variance: float, points: int = 1000
) -> Float[Tensor, ""]:
    r"""Divergence of a Gaussian from an even mixture of Gaussians of one variance, on even quantiles of the first.

    $$D_{\mathrm{KL}}(q \,\|\, p) = \mathbb{E}_{x \sim q}[\log q(x) - \log p(x)]$$

    Args:
        guess: mean and log variance of the Gaussian $q$.
        centres: means of the modes of the mixture $p$.
        variance: variance of each mode; positive.
        points: number of quantiles, at least 1.

    Returns:
        The divergence in nats, up to the error of the grid; differentiable.

    Raises:
        ValueError: if `variance` is not positive, `points` below 1, `centres` empty, an argument of half precision, NaN
            or infinite, or `guess` so far from the modes that squares are infinite.

    Example:
        ```python
        import torch
        from notes.generative.inference import divergence_to_mixture

        one = torch.tensor([2.0, 0.0])
        print(abs(round(divergence_to_mixture(one, torch.tensor([2.0]), 1.0).item(), 4)))
        #> 0.0
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 10.1.2.
    """
    require_some(centres=centres)
    require_decomposable(guess=guess, centres=centres)
    require_finite(guess=guess, centres=centres)
    require_positive(variance=variance)
    require_sizes(points=points)
    noise = torch.special.ndtri((torch.arange(points, dtype=guess.dtype, device=guess.device) + 0.5) / points)
    mean, log_variance = guess
    x = mean + (log_variance / 2).exp() * noise
    near = -(x[:, None] - centres).square() / (2 * variance)
    require(near.isfinite(), "guess", "near enough to the modes for finite squares", near)
    log_p = near.logsumexp(-1) - math.log(len(centres)) - math.log(2 * math.pi * variance) / 2
    log_q = -(log_variance + noise.square() + math.log(2 * math.pi)) / 2
    return (log_q - log_p).mean()


def _require_precision(**arguments: Tensor) -> None:
    """Zero times infinity is no number: a value that is hit exactly needs a precision that is one."""
    for name, log_variance in arguments.items():
        require((-log_variance / 2).exp().isfinite(), name, "that of a variance above zero", log_variance)


@jaxtyped(typechecker=beartype)
def importance_weighted_bound(log_weights: Float[Tensor, "draws *batch"]) -> Float[Tensor, "*batch"]:
    r"""Bound on the log evidence from several draws of the latent variable; one draw gives the evidence bound.

    $$\log \frac1K \sum_{k=1}^{K} \frac{p_\theta(x, z_k)}{q_\phi(z_k \mid x)}, \qquad z_k \sim q_\phi$$

    Args:
        log_weights: $\log p_\theta(x, z_k) - \log q_\phi(z_k \mid x)$, the draws first.

    Returns:
        A random number whose mean is at most the log evidence, and closer to it the more draws there are.

    Raises:
        ValueError: if there is no log weight, or one is NaN.

    Example:
        ```python
        import torch
        from notes.generative.inference import importance_weighted_bound

        print(f"{importance_weighted_bound(torch.tensor([0.0, 2.0])):.4f}")
        #> 1.4338
        ```

    Reference: Y. Burda, R. Grosse and R. Salakhutdinov, Importance Weighted Autoencoders, 2016, equation 8.
    """
    require_some(log_weights=log_weights)
    require(~log_weights.isnan(), "log_weights", "a number", log_weights)
    return torch.logsumexp(log_weights, 0) - math.log(len(log_weights))

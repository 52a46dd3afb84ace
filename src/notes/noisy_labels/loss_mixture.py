"""Which labels are right, by a mixture of two normal densities fitted to the losses."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require,
    require_distributions,
    require_finite,
    require_positive,
    require_sizes,
    require_some,
)

FLOOR = 1e-3
"""Least variance of a component, as a share of that of all losses: at one loss its likelihood would be infinite."""


@jaxtyped(typechecker=beartype)
def component_posterior(
    losses: Float[Tensor, "examples"],
    weights: Float[Tensor, "2"],
    means: Float[Tensor, "2"],
    variances: Float[Tensor, "2"],
) -> Float[Tensor, "examples 2"]:
    r"""Probabilities that a loss comes from either component.

    $$\gamma_{ik} \propto \pi_k \, \sigma_k^{-1} \, e^{-(\ell_i - \mu_k)^2 / 2 \sigma_k^2}$$

    Args:
        losses: one loss per example.
        weights: the shares $\pi$ of the components.
        means: their means $\mu$.
        variances: their variances $\sigma^2$.

    Returns:
        One distribution per example.

    Raises:
        ValueError: if `weights` is no distribution, a variance is not positive, or `losses` or `means` is NaN or
            infinite, or so far apart that squares of distances are.

    Example:
        ```python
        import torch
        from notes.noisy_labels.loss_mixture import component_posterior

        half, means, one = torch.tensor([0.5, 0.5]), torch.tensor([0.0, 2.0]), torch.ones(2)
        print([round(p, 2) for p in component_posterior(torch.tensor([0.0, 1.0]), half, means, one)[:, 0].tolist()])
        #> [0.88, 0.5]
        ```
    """
    require_finite(losses=losses, means=means)
    require_distributions(weights=weights)
    require_positive(variances=variances)
    squares = (losses[:, None] - means) ** 2
    require((squares / variances).isfinite(), "losses", "near enough to the means for finite squares, but one", squares)
    return (weights.log() - variances.log() / 2 - squares / (2 * variances)).softmax(-1)


@jaxtyped(typechecker=beartype)
def clean_probabilities(losses: Float[Tensor, "examples"], steps: int = 50) -> Float[Tensor, "examples"]:
    r"""Probability that a label is right: that its loss comes from the component of the smaller mean.

    The mixture is fitted by expectation-maximisation, from the least and the greatest loss as means.

    $$\pi_k = \frac1m \sum_i \gamma_{ik}, \qquad \mu_k = \frac{\sum_i \gamma_{ik} \ell_i}{\sum_i \gamma_{ik}}, \qquad
    \sigma_k^2 = \frac{\sum_i \gamma_{ik} (\ell_i - \mu_k)^2}{\sum_i \gamma_{ik}}$$

    Args:
        losses: one loss per example, not all equal.
        steps: number of pairs of an E-step and an M-step.

    Returns:
        One probability per example.

    Raises:
        ValueError: if `losses` is empty, NaN, infinite or of zero or infinite variance, or `steps` is below 1.

    Example:
        ```python
        import torch
        from notes.noisy_labels.loss_mixture import clean_probabilities

        print([round(p, 2) for p in clean_probabilities(torch.tensor([0.1, 0.2, 0.3, 2.0, 2.4])).tolist()])
        #> [1.0, 1.0, 1.0, 0.0, 0.0]
        ```

    Reference: J. Li, R. Socher and S. C. H. Hoi, DivideMix: Learning with Noisy Labels as Semi-supervised Learning,
    2020, section 3.1.
    """
    require_some(losses=losses)
    require_finite(losses=losses)
    require_sizes(steps=steps)
    spread = losses.var(unbiased=False)
    require((spread > 0) & spread.isfinite(), "losses", "of a positive and finite variance, but it", spread)
    weights, means = torch.full_like(losses[:2], 0.5), torch.stack([losses.min(), losses.max()])
    variances = spread.expand(2)
    for _ in range(steps):
        posterior = component_posterior(losses, weights, means, variances)
        total = posterior.sum(0)
        weights, means = total / len(losses), losses @ posterior / total
        variances = (((losses[:, None] - means) ** 2 * posterior).sum(0) / total).maximum(FLOOR * spread)
    posterior = component_posterior(losses, weights, means, variances)
    return posterior[:, means.argmin()]

"""Dropout: inverted scaling, the ensemble of sub-networks, and what it does to linear regression."""

import itertools
from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_decomposable, require_finite, require_invertible, require_squares


def _checked_rate(rate: float) -> float:
    if not 0 <= rate < 1:
        raise ValueError(f"`rate` must be in [0, 1), got {rate}")
    return rate


@jaxtyped(typechecker=beartype)
def inverted_dropout(
    hidden: Float[Tensor, "*shape"], rate: float, generator: torch.Generator
) -> Float[Tensor, "*shape"]:
    r"""Hidden units with some set to zero at random and the others scaled up, so that the mean stays.

    $$\tilde h_k = \frac{m_k}{1 - p}\, h_k, \qquad m_k \sim \mathrm{Bernoulli}(1 - p)$$

    Used in training only. Nothing is left to do at test time, since the expectation is the unit itself.

    Args:
        hidden: activations of any shape.
        rate: probability p of dropping a unit, in [0, 1).
        generator: source of the masks.

    Returns:
        The masked and scaled activations. The gradient passes the kept units only, scaled alike.

    Raises:
        ValueError: if `rate` is not in [0, 1).

    Example:
        ```python
        import torch
        from notes.generalization.dropout import inverted_dropout

        dropped = inverted_dropout(torch.ones(100_000), 0.75, torch.Generator().manual_seed(0))
        print(sorted(dropped.unique().tolist()), f"{dropped.mean():.2f}")
        #> [0.0, 4.0] 1.00
        ```

    Reference: N. Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014.
    """
    kept = 1 - _checked_rate(rate)
    mask = torch.rand(hidden.shape, generator=generator, dtype=hidden.dtype, device=generator.device) < kept
    return hidden * mask / kept


@jaxtyped(typechecker=beartype)
def subnetwork_masks(
    units: int, rate: float, *, device: torch.device | None = None
) -> tuple[Float[Tensor, "subnetworks units"], Float[Tensor, "subnetworks"]]:
    r"""Every sub-network of a hidden layer, as a 0-1 mask, with its probability.

    $$\Pr(m) = \prod_k (1 - p)^{m_k} p^{1 - m_k}, \qquad m \in \{0, 1\}^D$$

    Args:
        units: number D of hidden units, at most 16.
        rate: probability p of dropping a unit.
        device: where the numbers are to live, by default where PyTorch puts new ones.

    Returns:
        The 2^D masks and their probabilities, which sum to one.

    Raises:
        ValueError: if `units` is not from 1 to 16, or `rate` not in [0, 1).
    """
    if not 1 <= units <= 16:
        raise ValueError(f"`units` must be from 1 to 16, since all 2^units masks are listed, got {units}")
    kept = 1 - _checked_rate(rate)
    masks = torch.tensor(list(itertools.product([0.0, 1.0], repeat=units)), dtype=torch.float64, device=device)
    return masks, (masks * kept + (1 - masks) * (1 - kept)).prod(1)


@jaxtyped(typechecker=beartype)
def subnetwork_outputs(
    hidden: Float[Tensor, "samples units"], head: Callable[[Tensor], Tensor], rate: float
) -> tuple[Float[Tensor, "subnetworks samples outputs"], Float[Tensor, "subnetworks"]]:
    """Output of every sub-network that dropout can draw, with its probability.

    Args:
        hidden: activations of the layer that is thinned, double precision.
        head: what follows it, from activations to outputs.
        rate: probability of dropping a unit.

    Returns:
        Outputs by sub-network, and their probabilities. The weighted mean is the ensemble; for a linear head it
        equals the whole network.

    Raises:
        ValueError: if `hidden` is NaN or infinite.
    """
    require_finite(hidden=hidden)
    masks, probabilities = subnetwork_masks(hidden.shape[1], rate, device=hidden.device)
    thinned = hidden * masks.unsqueeze(1) / (1 - rate)
    return head(thinned), probabilities


@jaxtyped(typechecker=beartype)
def dropout_penalty(
    features: Float[Tensor, "samples features"], weights: Float[Tensor, "features"], rate: float
) -> Float[Tensor, ""]:
    r"""What dropping features adds, on average over the masks, to the squared error of a linear regression.

    $$\mathbb{E}_m \sum_i \Big( y_i - \sum_k \frac{m_{ik}}{1 - p} x_{ik} \phi_k \Big)^2
      = \lVert y - X \phi \rVert^2 + \frac{p}{1 - p} \sum_k \Big( \sum_i x_{ik}^2 \Big) \phi_k^2$$

    Args:
        features: one row of X per sample.
        weights: phi.
        rate: probability p of dropping a feature.

    Returns:
        The second term on the right: an L2 penalty that weighs every parameter with the energy of its feature.

    Raises:
        ValueError: if `rate` is not in [0, 1), or an argument is NaN or infinite.

    Reference: S. Wager, S. Wang, P. Liang, Dropout Training as Adaptive Regularization, 2013.
    """
    require_finite(features=features, weights=weights)
    odds = _checked_rate(rate) / (1 - rate)
    return odds * (features.square().sum(0) * weights.square()).sum()


@jaxtyped(typechecker=beartype)
def dropout_regression_weights(
    features: Float[Tensor, "samples features"], targets: Float[Tensor, "samples"], rate: float
) -> Float[Tensor, "features"]:
    r"""Minimiser of the expected squared error of a linear regression whose features are dropped.

    $$\hat\phi = \Big( X^\top X + \frac{p}{1 - p} \operatorname{diag}(X^\top X) \Big)^{-1} X^\top y$$

    Args:
        features: one row of X per sample; no column may be zero, and with `rate` 0 the columns must be independent.
        targets: one target per sample.
        rate: probability p of dropping a feature.

    Returns:
        The weights that infinitely many masks would lead to.

    Raises:
        ValueError: if `rate` is not in [0, 1), or an argument is NaN, infinite or of half precision, or features that
            do not differ leave several solutions.
    """
    require_decomposable(features=features, targets=targets)
    require_squares(features=features)
    gram = features.T @ features
    odds = _checked_rate(rate) / (1 - rate)
    require_invertible(gram + odds * torch.diag(gram.diagonal()), features=features)
    return torch.linalg.solve(gram + odds * torch.diag(gram.diagonal()), features.T @ targets)

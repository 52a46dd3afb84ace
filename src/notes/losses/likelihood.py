"""Likelihood of a data set under a distribution, and the two transformations that make it a loss.

Each function takes the distribution that a model predicts for every example, and the targets that were observed.
Examples are independent given the model, which is what turns their joint probability into a product.
"""

from jaxtyping import Float, Shaped, jaxtyped
from torch import Tensor
from torch.distributions import Distribution

from notes.domain import beartype, require


def _log_probabilities(distribution: Distribution, targets: Tensor) -> Tensor:
    """Log probability (or log density) of each target, refusing what `log_prob` would broadcast or turn into NaN."""
    expected = distribution.batch_shape + distribution.event_shape
    if targets.shape != expected:
        raise ValueError(f"`targets` must have the distribution's shape {tuple(expected)}, got {tuple(targets.shape)}")
    family = type(distribution).__name__
    support = distribution.support
    assert support is not None, "every family with a log probability has a support"
    require(support.check(targets), "targets", f"in the support of {family}", targets)
    return distribution.log_prob(targets)


@jaxtyped(typechecker=beartype)
def likelihood(distribution: Distribution, targets: Shaped[Tensor, "..."]) -> Float[Tensor, ""]:
    r"""Probability (density) of all targets together, the product over the examples.

    $$\prod_{i=1}^{n} p(y_i \mid x_i, \phi)$$

    A product of many factors leaves the range of floating-point numbers: in float32 some hundred examples are enough
    for zero (or for infinity, with densities above one). `log_likelihood` does not have that problem.

    Args:
        distribution: the predicted distributions, one per example in its batch shape.
        targets: the observed outcomes, of exactly the distribution's shape.

    Returns:
        The likelihood, in the inverse unit of the targets to the power of their number, for a density.

    Raises:
        ValueError: if `targets` has another shape than the distribution, or a value outside its support.

    Example:
        ```python
        import torch
        from torch.distributions import Bernoulli
        from notes.losses.likelihood import likelihood

        heads = torch.tensor([1.0, 1.0, 0.0])
        print(f"{likelihood(Bernoulli(torch.full((3,), 0.5)), heads):.4f}")
        #> 0.1250
        ```

    Reference: R. A. Fisher, On the Mathematical Foundations of Theoretical Statistics, 1922.
    """
    return _log_probabilities(distribution, targets).exp().prod()


@jaxtyped(typechecker=beartype)
def log_likelihood(distribution: Distribution, targets: Shaped[Tensor, "..."]) -> Float[Tensor, ""]:
    r"""Logarithm of the likelihood: a sum over the examples, with the same maximiser.

    $$\sum_{i=1}^{n} \log p(y_i \mid x_i, \phi)$$

    Args:
        distribution: the predicted distributions, one per example in its batch shape.
        targets: the observed outcomes, of exactly the distribution's shape.

    Returns:
        The log likelihood, in nats.

    Raises:
        ValueError: if `targets` has another shape than the distribution, or a value outside its support.

    Example:
        ```python
        import torch
        from torch.distributions import Normal
        from notes.losses.likelihood import likelihood, log_likelihood

        targets = torch.zeros(1000)
        standard = Normal(torch.zeros(1000), torch.ones(1000))
        print(likelihood(standard, targets).item(), f"{log_likelihood(standard, targets):.1f}")
        #> 0.0 -918.9
        ```

    Reference: R. A. Fisher, On the Mathematical Foundations of Theoretical Statistics, 1922.
    """
    return _log_probabilities(distribution, targets).sum()


@jaxtyped(typechecker=beartype)
def negative_log_likelihood(distribution: Distribution, targets: Shaped[Tensor, "..."]) -> Float[Tensor, ""]:
    r"""Negative log likelihood: the loss whose minimiser is the maximiser of the likelihood.

    $$L(\phi) = -\sum_{i=1}^{n} \log p(y_i \mid x_i, \phi)$$

    Args:
        distribution: the predicted distributions, one per example in its batch shape.
        targets: the observed outcomes, of exactly the distribution's shape.

    Returns:
        The loss, in nats.

    Raises:
        ValueError: if `targets` has another shape than the distribution, or a value outside its support.

    Example:
        ```python
        import torch
        from torch.distributions import Poisson
        from notes.losses.likelihood import negative_log_likelihood

        counts = torch.tensor([0.0, 2.0, 4.0])
        print(f"{negative_log_likelihood(Poisson(torch.full((3,), 2.0)), counts):.4f}")
        #> 5.7123
        ```

    Reference: R. A. Fisher, On the Mathematical Foundations of Theoretical Statistics, 1922.
    """
    return -log_likelihood(distribution, targets)

"""Losses from the Gaussian: least squares when every example has the same variance, and what replaces it when not.

A function named `..._nll` gives one loss per example, in nats; a data set's loss is their sum, or their mean, which has
the same minimiser.
"""

import math

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_share


@jaxtyped(typechecker=beartype)
def gaussian_nll(
    mean: Float[Tensor, "*batch"], variance: Float[Tensor, ""], targets: Float[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Negative log density of each target under a Gaussian with the one variance that all share (homoscedastic).

    $$-\log p(y \mid \mu, \sigma^2) = \tfrac12 \log(2\pi\sigma^2) + \frac{(y - \mu)^2}{2\sigma^2}$$

    Args:
        mean: predicted means $\mu$, in the unit of the targets.
        variance: $\sigma^2$, one number for all examples, in that unit squared; positive.
        targets: observed values $y$.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if `variance` is not positive, or anything is NaN or infinite, $2 \pi \sigma^2$ included.

    Example:
        ```python
        import torch
        from notes.losses.gaussian import gaussian_nll

        targets = torch.tensor([0.0, 1.0, 2.0])
        print(f"{gaussian_nll(torch.zeros(3), torch.tensor(1.0), targets).mean():.4f}")
        #> 1.7523
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 1.2.5.
    """
    require(variance > 0, "variance", "positive", variance)
    require_finite(mean=mean, variance=variance, targets=targets)
    require((2 * math.pi * variance).isfinite(), "variance", "small enough to be multiplied by two pi", variance)
    return ((2 * math.pi * variance).log() + (targets - mean).square() / variance) / 2


@jaxtyped(typechecker=beartype)
def optimal_variance(mean: Float[Tensor, "*batch"], targets: Float[Tensor, "*batch"]) -> Float[Tensor, ""]:
    r"""The shared variance that minimises `gaussian_nll` for given means: the mean squared residual.

    $$\hat\sigma^2 = \frac1n \sum_{i=1}^{n} (y_i - \mu_i)^2$$

    It divides by $n$ and not by $n - 1$: it is the maximum-likelihood estimate, which is biased.

    Args:
        mean: predicted means $\mu_i$, in the unit of the targets.
        targets: observed values $y_i$.

    Returns:
        The variance, in that unit squared; zero if every target is predicted exactly.

    Raises:
        ValueError: if there is no example, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.gaussian import optimal_variance

        print(optimal_variance(torch.zeros(2), torch.tensor([1.0, -3.0])).item())
        #> 5.0
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, equation 1.63.
    """
    if targets.numel() == 0:
        raise ValueError("`targets` must hold at least one example, got none")
    require_finite(mean=mean, targets=targets)
    return (targets - mean).square().mean()


@jaxtyped(typechecker=beartype)
def heteroscedastic_nll(
    mean: Float[Tensor, "*batch"], log_variance: Float[Tensor, "*batch"], targets: Float[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Negative log density of each target under a Gaussian with a variance of its own.

    $$-\log p(y \mid \mu, s) = \tfrac12 \left( \log 2\pi + s + (y - \mu)^2 e^{-s} \right), \qquad s = \log \sigma^2$$

    The network predicts $s$, which may be any real number, so the variance $e^s$ is positive without a constraint.

    Args:
        mean: predicted means $\mu$, in the unit of the targets.
        log_variance: predicted $s$, one number per example.
        targets: observed values $y$.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if anything is NaN or infinite, or so is the precision $e^{-s/2}$ that `log_variance` stands for.

    Example:
        ```python
        import torch
        from notes.losses.gaussian import heteroscedastic_nll

        targets = torch.tensor([0.0, 1.0, 2.0])
        print([round(loss, 4) for loss in heteroscedastic_nll(torch.zeros(3), targets, targets).tolist()])
        #> [0.9189, 1.6029, 2.1896]
        ```

    Reference: D. A. Nix and A. S. Weigend, Estimating the Mean and Variance of the Target Probability Distribution,
    1994.
    """
    require_finite(mean=mean, log_variance=log_variance, targets=targets)
    require((-log_variance / 2).exp().isfinite(), "log_variance", "that of a variance above zero", log_variance)
    return (math.log(2 * math.pi) + log_variance + ((targets - mean) * (-log_variance / 2).exp()).square()) / 2


@jaxtyped(typechecker=beartype)
def beta_nll(
    mean: Float[Tensor, "*batch"],
    log_variance: Float[Tensor, "*batch"],
    targets: Float[Tensor, "*batch"],
    beta: float = 0.5,
) -> Float[Tensor, "*batch"]:
    r"""The heteroscedastic loss of each example, weighted by a power of its variance that counts as a constant.

    $$\ell_\beta = \operatorname{sg}[e^{\beta s}] \, \ell(\mu, s)$$

    The weight counts as a constant: no gradient goes through it. For $\beta = 0$ it is `heteroscedastic_nll`; for
    $\beta = 1$ the mean is pulled as by least squares.

    Args:
        mean: predicted means $\mu$, in the unit of the targets.
        log_variance: predicted $s$, one number per example.
        targets: observed values $y$.
        beta: the power $\beta$, between 0 and 1.

    Returns:
        One number per example, to be differentiated: its value is no log probability.

    Raises:
        ValueError: if `beta` is not between 0 and 1, or anything is NaN or infinite, the weight included.

    Example:
        ```python
        import torch
        from notes.losses.gaussian import beta_nll

        mean, log_variance = torch.zeros(1, requires_grad=True), torch.tensor([4.0]).log()
        for beta in (0.0, 0.5, 1.0):
            loss = beta_nll(mean, log_variance, torch.ones(1), beta)
            print(torch.autograd.grad(loss.sum(), mean)[0].item())
        #> -0.25
        #> -0.5
        #> -1.0
        ```

    Reference: M. Seitzer et al., On the Pitfalls of Heteroscedastic Uncertainty Estimation, 2022, equation 5.
    """
    require_share(beta=beta)
    losses = heteroscedastic_nll(mean, log_variance, targets)
    weights = (beta * log_variance).exp().detach()
    require(weights.isfinite(), "log_variance", "that of a finite weight", log_variance)
    return weights * losses

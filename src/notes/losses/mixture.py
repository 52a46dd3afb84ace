"""Mixture densities: a Gaussian for each way in which the target may turn out, and the probability of each."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_distributions, require_finite, require_not_negative
from notes.losses.categorical import log_softmax
from notes.losses.gaussian import heteroscedastic_nll


@jaxtyped(typechecker=beartype)
def mixture_nll(
    logits: Float[Tensor, "*batch modes"],
    mean: Float[Tensor, "*batch modes"],
    log_variance: Float[Tensor, "*batch modes"],
    targets: Float[Tensor, "*batch"],
) -> Float[Tensor, "*batch"]:
    r"""Negative log density of each target under a mixture of Gaussians.

    $$\ell = -\log \sum_{m=1}^{M} e^{a_m}, \qquad
    a_m = \log w_m + \log \mathcal{N}(y; \mu_m, e^{s_m}), \qquad w = \operatorname{softmax}(f)$$

    The largest $a_m$ is taken out of the sum before anything is exponentiated, so a target far from all modes has a
    large loss, and not an infinite one.

    Args:
        logits: real outputs $f$ whose softmax are the weights, the modes last.
        mean: means $\mu_m$ of the modes, in the unit of the targets.
        log_variance: their log variances $s_m$.
        targets: observed values $y$.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if there is no mode, anything is NaN or infinite, or a log variance is that of a variance of zero.

    Example:
        ```python
        import torch
        from notes.losses.mixture import mixture_nll

        two = torch.zeros(2, 2), torch.tensor([[-1.0, 1.0]]).expand(2, 2), torch.full((2, 2), -2.0)
        print([round(loss, 4) for loss in mixture_nll(*two, torch.tensor([1.0, 0.0])).tolist()])
        #> [0.6121, 3.6135]
        ```

    Reference: C. M. Bishop, Mixture Density Networks, 1994.
    """
    each = heteroscedastic_nll(mean, log_variance, targets.unsqueeze(-1).expand_as(mean))
    log_joint = log_softmax(logits) - each
    return -log_joint.logsumexp(-1)


@jaxtyped(typechecker=beartype)
def mixture_variance(
    weights: Float[Tensor, "*batch modes"],
    means: Float[Tensor, "*batch modes"],
    variances: Float[Tensor, "*batch modes"],
) -> tuple[Float[Tensor, "*batch"], Float[Tensor, "*batch"]]:
    r"""The two parts of the variance of a mixture: the mean of the variances, and the variance of the means.

    $$\operatorname{Var}[y] = \sum_m w_m v_m + \sum_m w_m (\mu_m - \bar\mu)^2, \qquad \bar\mu = \sum_m w_m \mu_m$$

    Args:
        weights: probabilities $w_m$ of the modes, or of the members of an ensemble, last.
        means: their means $\mu_m$.
        variances: their variances $v_m$.

    Returns:
        What each mode holds to be noise, on average, and what the modes disagree on.

    Raises:
        ValueError: if the weights are negative somewhere or do not sum to one, a variance is negative, or anything is
            NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.mixture import mixture_variance

        noise, doubt = mixture_variance(torch.full((2,), 0.5), torch.tensor([1.0, 3.0]), torch.tensor([0.25, 0.75]))
        print(noise.item(), doubt.item())
        #> 0.5 1.0
        ```

    Reference: B. Lakshminarayanan, A. Pritzel and C. Blundell, Simple and Scalable Predictive Uncertainty Estimation
    using Deep Ensembles, 2017.
    """
    require_distributions(weights=weights)
    require_finite(means=means)
    require_not_negative(variances=variances)
    mean = (weights * means).sum(-1, keepdim=True)
    return (weights * variances).sum(-1), (weights * (means - mean).square()).sum(-1)

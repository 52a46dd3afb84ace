"""Regularisation as a prior: the penalty is the negative logarithm of a density over the parameters."""

import math

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_positive


@jaxtyped(typechecker=beartype)
def gaussian_log_prior(parameters: Float[Tensor, "*shape"], deviation: float) -> Float[Tensor, ""]:
    r"""Log density of independent zero-mean Gaussian parameters.

    $$\log \Pr(\phi) = -\frac{1}{2 \sigma_\phi^2} \sum_j \phi_j^2 - \frac{J}{2} \log(2 \pi \sigma_\phi^2)$$

    Args:
        parameters: J parameters of any shape.
        deviation: standard deviation sigma_phi of the prior, in the unit of the parameters; positive.

    Returns:
        The log density, summed over the parameters.

    Raises:
        ValueError: if `deviation` is not positive, or `parameters` is NaN or infinite.
    """
    require_finite(parameters=parameters)
    require_positive(deviation=deviation)
    constant = parameters.numel() / 2 * math.log(2 * math.pi * deviation**2)
    return -parameters.square().sum() / (2 * deviation**2) - constant


@jaxtyped(typechecker=beartype)
def laplace_log_prior(parameters: Float[Tensor, "*shape"], scale: float) -> Float[Tensor, ""]:
    r"""Log density of independent zero-mean Laplace parameters.

    $$\log \Pr(\phi) = -\frac{1}{b} \sum_j \lvert \phi_j \rvert - J \log(2 b)$$

    Args:
        parameters: J parameters of any shape.
        scale: scale b of the prior, in the unit of the parameters; positive.

    Returns:
        The log density, summed over the parameters.

    Raises:
        ValueError: if `scale` is not positive, or `parameters` is NaN or infinite.
    """
    require_finite(parameters=parameters)
    require_positive(scale=scale)
    return -parameters.abs().sum() / scale - parameters.numel() * math.log(2 * scale)


@jaxtyped(typechecker=beartype)
def map_objective(nll: Float[Tensor, ""], log_prior: Float[Tensor, ""]) -> Float[Tensor, ""]:
    r"""What maximum a posteriori estimation minimises: negative log likelihood minus log prior.

    $$-\log \Big( \Pr(\phi) \prod_{i=1}^{n} \Pr(y_i \mid f[x_i, \phi]) \Big)
      = \sum_{i=1}^{n} \ell_i[\phi] - \log \Pr(\phi)$$

    The prior enters once, whatever the number of samples: the more data, the less it matters.

    Args:
        nll: negative log likelihood of the whole data set, a sum and not a mean.
        log_prior: log density of the parameters.

    Returns:
        The objective, which equals the negative log posterior up to a constant that no parameter moves.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generalization.priors import gaussian_log_prior, map_objective

        weights = torch.tensor([1.0, 2.0], requires_grad=True)
        map_objective(weights.sum() * 0, gaussian_log_prior(weights, 0.5)).backward()
        print(weights.grad.tolist())
        #> [4.0, 8.0]
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 3.3.
    """
    require_finite(nll=nll, log_prior=log_prior)
    return nll - log_prior

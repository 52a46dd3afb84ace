r"""Two estimators of the gradient of an expectation over a Gaussian."""

from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite


@jaxtyped(typechecker=beartype)
def pathwise_gradients(
    f: Callable[[Tensor], Tensor], mean: float, deviation: float, noise: Float[Tensor, "draws"]
) -> Float[Tensor, "draws"]:
    r"""One estimate per draw of the slope of $\mathbb{E}[f(x)]$ by the mean, through the sample.

    $$\nabla_\mu f(\mu + \sigma \epsilon) = f'(\mu + \sigma \epsilon)$$

    Args:
        f: a differentiable function, entry by entry.
        mean: $\mu$ of the Gaussian.
        deviation: $\sigma$; positive.
        noise: standard Gaussian draws $\epsilon$.

    Returns:
        Estimates whose mean is the gradient.

    Raises:
        ValueError: if `deviation` is not positive, or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.reparameterization import pathwise_gradients

        print(pathwise_gradients(torch.square, 1.0, 0.5, torch.tensor([-1.0, 0.0, 1.0])).tolist())
        #> [1.0, 2.0, 3.0]
        ```

    Reference: D. P. Kingma and M. Welling, Auto-Encoding Variational Bayes, 2014, section 2.4.
    """
    require_finite(mean=mean, deviation=deviation, noise=noise)
    require(torch.tensor([deviation]) > 0, "deviation", "positive", torch.tensor([deviation]))
    samples = (mean + deviation * noise).requires_grad_()
    return torch.autograd.grad(f(samples).sum(), samples)[0]


@jaxtyped(typechecker=beartype)
def score_function_gradients(
    f: Callable[[Tensor], Tensor], mean: float, deviation: float, noise: Float[Tensor, "draws"]
) -> Float[Tensor, "draws"]:
    r"""One estimate per draw of the slope of $\mathbb{E}[f(x)]$ by the mean, through the density.

    $$f(x) \, \nabla_\mu \log p(x) = f(\mu + \sigma \epsilon) \, \frac{\epsilon}{\sigma}$$

    Args:
        f: any function, entry by entry; it need not be differentiable.
        mean: $\mu$ of the Gaussian.
        deviation: $\sigma$; positive.
        noise: standard Gaussian draws $\epsilon$.

    Returns:
        Estimates whose mean is the gradient.

    Raises:
        ValueError: if `deviation` is not positive, or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.reparameterization import score_function_gradients

        print(score_function_gradients(torch.square, 1.0, 0.5, torch.tensor([-1.0, 0.0, 1.0])).tolist())
        #> [-0.5, 0.0, 4.5]
        ```

    Reference: R. J. Williams, Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement
    Learning, 1992.
    """
    require_finite(mean=mean, deviation=deviation, noise=noise)
    require(torch.tensor([deviation]) > 0, "deviation", "positive", torch.tensor([deviation]))
    return f(mean + deviation * noise) * noise / deviation

"""Losses that forgive outliers: absolute error, from the Laplace distribution, Huber's, and that of Student's t."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_positive


@jaxtyped(typechecker=beartype)
def laplace_nll(
    location: Float[Tensor, "*batch"], scale: Float[Tensor, ""], targets: Float[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Negative log density of each target under a Laplace distribution with a shared scale.

    $$-\log p(y \mid \mu, b) = \log 2b + \frac{|y - \mu|}{b}$$

    The slope does not grow with the residual, so an outlier pulls no harder than any other point. The best constant
    location is the median, where least squares has the mean.

    Args:
        location: predicted locations $\mu$, in the unit of the targets.
        scale: $b$, the mean absolute deviation, one number for all examples; positive.
        targets: observed values $y$.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if `scale` is not positive, or anything is NaN or infinite, $2b$ included.

    Example:
        ```python
        import torch
        from notes.losses.robust import laplace_nll

        losses = laplace_nll(torch.zeros(3), torch.tensor(0.5), torch.tensor([0.0, 1.0, -10.0]))
        print(losses.tolist())
        #> [0.0, 2.0, 20.0]
        ```

    Reference: P. S. Laplace, Mémoire sur la probabilité des causes par les événements, 1774.
    """
    require(scale > 0, "scale", "positive", scale)
    require_finite(location=location, scale=scale, targets=targets)
    require((2 * scale).isfinite(), "scale", "small enough to be doubled", scale)
    return (2 * scale).log() + (targets - location).abs() / scale


@jaxtyped(typechecker=beartype)
def huber_loss(
    predictions: Float[Tensor, "*batch"], targets: Float[Tensor, "*batch"], threshold: float = 1.0
) -> Float[Tensor, "*batch"]:
    r"""Squared error up to a threshold, and from there on along the tangent.

    $$\ell_\delta(r) = c \left( r - \tfrac12 c \right), \qquad c = \min(\max(r, -\delta), \delta), \qquad r = y - \mu$$

    The clipped residual $c$ is the slope: a target ten times as far pulls no harder.

    Args:
        predictions: $\mu$, in the unit of the targets.
        targets: observed values $y$.
        threshold: $\delta$, in that unit; positive.

    Returns:
        One loss per example, in that unit squared.

    Raises:
        ValueError: if `threshold` is not positive, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.robust import huber_loss

        print(huber_loss(torch.zeros(3), torch.tensor([0.5, -1.0, 4.0])).tolist())
        #> [0.125, 0.5, 3.5]
        ```

    Reference: P. J. Huber, Robust Estimation of a Location Parameter, 1964.
    """
    require_positive(threshold=threshold)
    require_finite(predictions=predictions, targets=targets)
    residuals = targets - predictions
    clipped = residuals.clamp(-threshold, threshold)
    return clipped * (residuals - clipped / 2)


@jaxtyped(typechecker=beartype)
def student_t_nll(
    location: Float[Tensor, "*batch"],
    scale: Float[Tensor, ""],
    targets: Float[Tensor, "*batch"],
    degrees: float = 3.0,
) -> Float[Tensor, "*batch"]:
    r"""Negative log density of each target under Student's t distribution with a shared scale.

    $$-\log p(y \mid \mu, b, \nu) = \frac{\nu + 1}{2} \log\left( 1 + \frac{(y - \mu)^2}{\nu b^2} \right) + \log b
    + \tfrac12 \log \nu\pi + \log\Gamma\left( \tfrac{\nu}{2} \right) - \log\Gamma\left( \tfrac{\nu + 1}{2} \right)$$

    Args:
        location: predicted locations $\mu$, in the unit of the targets.
        scale: $b$, one number for all examples, in that unit; positive.
        targets: observed values $y$.
        degrees: of freedom, $\nu$; positive. The fewer, the heavier the tails.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if `scale` or `degrees` is not positive, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.robust import student_t_nll

        losses = student_t_nll(torch.zeros(3), torch.tensor(1.0), torch.tensor([0.0, 1.0, 100.0]))
        print([round(loss, 4) for loss in losses.tolist()])
        #> [1.0009, 1.5763, 17.2249]
        ```

    Reference: K. L. Lange, R. J. A. Little and J. M. G. Taylor, Robust Statistical Modeling Using the t Distribution,
    1989.
    """
    require_positive(scale=scale, degrees=degrees)
    require_finite(location=location, targets=targets)
    size = (targets - location).abs() / (degrees**0.5 * scale)
    larger, smaller = torch.where(size > 1, size, 1), torch.where(size > 1, 1, size)
    log_tail = 2 * larger.log() + (smaller / larger).square().log1p()  # log(1 + size²)
    constant = math.log(degrees * math.pi) / 2 + math.lgamma(degrees / 2) - math.lgamma((degrees + 1) / 2)
    return (degrees + 1) / 2 * log_tail + scale.log() + constant

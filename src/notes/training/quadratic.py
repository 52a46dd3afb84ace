"""What momentum does on a parabola, and how far noise keeps descent from its minimum."""

import math

from jaxtyping import jaxtyped

from notes.domain import beartype, require_not_negative, require_positive


@jaxtyped(typechecker=beartype)
def momentum_factor(rate: float, decay: float, curvature: float) -> float:
    r"""The factor by which momentum multiplies the distance to the minimum of a parabola, a step in the long run.

    $$\max |\rho| \quad \text{over the roots of} \quad \rho^2 - (1 + \beta - \tau)\, \rho + \beta = 0, \qquad
    \tau = \alpha (1 - \beta) \lambda$$

    Args:
        rate: the learning rate $\alpha$, non-negative.
        decay: the weight of the past, $\beta$, in [0, 1).
        curvature: $\lambda$, positive.

    Returns:
        The largest modulus of a root; below one, the distance shrinks.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        from notes.training.quadratic import momentum_factor

        print(momentum_factor(1.0, 0.75, 1.0), momentum_factor(14.0, 0.75, 1.0))
        #> 0.8660254037844386 1.0
        ```
    """
    require_not_negative(rate=rate)
    require_positive(curvature=curvature)
    if not 0 <= decay < 1:
        raise ValueError(f"`decay` must lie in [0, 1), got {decay}")
    half = (1 + decay - rate * (1 - decay) * curvature) / 2
    inside = half**2 - decay
    return abs(half) + math.sqrt(inside) if inside > 0 else math.sqrt(decay)


@jaxtyped(typechecker=beartype)
def best_momentum(flattest: float, steepest: float) -> tuple[float, float]:
    r"""The rate and the decay that make the slowest direction of a quadratic loss as fast as momentum can.

    $$\sqrt\beta = \frac{\sqrt{\lambda_{\max}} - \sqrt{\lambda_{\min}}}{\sqrt{\lambda_{\max}} + \sqrt{\lambda_{\min}}},
    \qquad \alpha = \frac{1}{\sqrt{\lambda_{\min} \lambda_{\max}}}$$

    Args:
        flattest: the smallest curvature, positive.
        steepest: the largest curvature, at least as large.

    Returns:
        The learning rate $\alpha$ and the decay $\beta$, for `notes.training.momentum.Momentum`.

    Raises:
        ValueError: if a curvature is out of its range.

    Example:
        ```python
        from notes.training.quadratic import best_momentum

        rate, decay = best_momentum(1.0, 25.0)
        print(f"{rate:.3f} {decay:.3f}")
        #> 0.200 0.444
        ```

    Reference: B. T. Polyak, Some Methods of Speeding up the Convergence of Iteration Methods, 1964.
    """
    require_positive(flattest=flattest, steepest=steepest)
    if not flattest <= steepest:
        raise ValueError(f"`steepest` must be at least `flattest`, {flattest}, got {steepest}")
    slow, fast = math.sqrt(flattest), math.sqrt(steepest)
    return 1 / (slow * fast), ((fast - slow) / (fast + slow)) ** 2


@jaxtyped(typechecker=beartype)
def resting_variance(rate: float, curvature: float, noise: float) -> float:
    r"""Variance of the iterates of descent on a parabola under a noisy gradient, when it no longer changes.

    $$V = \frac{\alpha\, \nu^2}{\lambda (2 - \alpha \lambda)}$$

    Args:
        rate: the constant learning rate $\alpha$, positive and below $2 / \lambda$.
        curvature: $\lambda$, positive.
        noise: variance of the gradient's noise, $\nu^2$, non-negative.

    Returns:
        The variance about the minimum, in squared units of the parameter.

    Raises:
        ValueError: if an argument is out of its range.
    """
    require_positive(rate=rate, curvature=curvature)
    require_not_negative(noise=noise)
    if not rate < 2 / curvature:
        raise ValueError(f"`rate` must be below 2 / curvature, {2 / curvature}, got {rate}")
    return rate * noise / (curvature * (2 - rate * curvature))

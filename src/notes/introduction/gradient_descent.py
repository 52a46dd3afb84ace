"""Gradient descent: the one update rule of this chapter, its path, and the decrease it guarantees."""

from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_positive


@jaxtyped(typechecker=beartype)
def gradient_descent_update(
    parameters: Float[Tensor, " parameters"], gradient: Float[Tensor, " parameters"], learning_rate: float
) -> Float[Tensor, " parameters"]:
    r"""Parameters after one step of gradient descent.

    $$w^{\text{new}} = w - \alpha \nabla L(w)$$

    Args:
        parameters: where the step starts.
        gradient: gradient of the loss there.
        learning_rate: $\alpha$, positive, in squared units of the parameter per unit of the loss.

    Returns:
        Where the step ends.

    Raises:
        ValueError: if the learning rate is not positive.

    Example:
        ```python
        import torch
        from notes.introduction.gradient_descent import gradient_descent_update

        print(gradient_descent_update(torch.tensor([1.0, 2.0]), torch.tensor([4.0, -2.0]), 0.5).tolist())
        #> [-1.0, 3.0]
        ```

    Reference: A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847.
    """
    require_positive(learning_rate=learning_rate)
    return parameters - learning_rate * gradient


@jaxtyped(typechecker=beartype)
def descent_path(
    gradient: Callable[[Tensor], Tensor], start: Float[Tensor, " parameters"], learning_rate: float, steps: int
) -> Float[Tensor, "iterates parameters"]:
    r"""Every iterate of gradient descent, the start included.

    $$w^{(t+1)} = w^{(t)} - \alpha \nabla L(w^{(t)})$$

    Args:
        gradient: the gradient of the loss as a function of the parameters.
        start: $w^{(0)}$.
        learning_rate: $\alpha$, positive.
        steps: number of updates, at least zero.

    Returns:
        `steps + 1` rows; the last is where descent stopped.

    Raises:
        ValueError: if the number of steps is negative, or the learning rate not positive or so large that the
            iterates overflow.

    Example:
        ```python
        import torch
        from notes.introduction.gradient_descent import descent_path

        print(descent_path(lambda w: 2 * w, torch.tensor([8.0]), learning_rate=0.25, steps=3).flatten().tolist())
        #> [8.0, 4.0, 2.0, 1.0]
        ```

    Reference: A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847.
    """
    if steps < 0:
        raise ValueError(f"`steps` must be at least 0, got {steps}")
    require_finite(start=start)
    iterates = [start]
    for _ in range(steps):
        here = iterates[-1]
        iterates.append(gradient_descent_update(here, gradient(here), learning_rate))
    _require_finite_end(iterates[-1], learning_rate)
    return torch.stack(iterates)


@jaxtyped(typechecker=beartype)
def guaranteed_decrease(
    gradient: Float[Tensor, " parameters"], learning_rate: float, smoothness: float
) -> Float[Tensor, ""]:
    r"""Decrease of the loss that one step is sure of when the gradient is Lipschitz with constant `smoothness`.

    $$L(w) - L(w - \alpha \nabla L(w)) \ge \alpha \left(1 - \tfrac12 \alpha \lambda\right)
    \lVert \nabla L(w) \rVert^2$$

    Args:
        gradient: gradient where the step starts.
        learning_rate: $\alpha$, positive.
        smoothness: $\lambda$, for a quadratic the largest eigenvalue of its Hessian; positive.

    Returns:
        The bound, in units of the loss; negative, and so no guarantee, once $\alpha > 2 / \lambda$.

    Raises:
        ValueError: if the learning rate or the smoothness is not positive, or the gradient not finite.

    Example:
        ```python
        import torch
        from notes.introduction.gradient_descent import guaranteed_decrease

        print(guaranteed_decrease(torch.tensor([3.0, 4.0]), learning_rate=0.5, smoothness=2.0).item())
        #> 6.25
        ```

    Reference: Y. Nesterov, Introductory Lectures on Convex Optimization, 2004, section 1.2.3.
    """
    require_positive(learning_rate=learning_rate)
    require_positive(smoothness=smoothness)
    require_finite(gradient=gradient)
    share = 1 - learning_rate * smoothness / 2
    return learning_rate * share * gradient.square().sum()


def _require_finite_end(end: Tensor, learning_rate: float) -> None:
    require(end.isfinite().all(), "learning_rate", "small enough for the iterates to stay finite", learning_rate)

"""L2 penalty against weight decay: one and the same for plain gradient descent, two different things for Adam."""

from dataclasses import dataclass

import torch
from beartype import beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor


@jaxtyped(typechecker=beartype)
def l2_step(
    parameters: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], rate: float, strength: float
) -> Float[Tensor, "*shape"]:
    r"""One step of gradient descent on the loss plus an L2 penalty.

    $$\phi_{t+1} = \phi_t - \alpha \left( \nabla L[\phi_t] + 2 \lambda \phi_t \right)$$

    Args:
        parameters: phi before the step.
        gradient: gradient of the unpenalised loss there.
        rate: learning rate alpha.
        strength: weight lambda of the penalty.

    Returns:
        The parameters after the step.
    """
    return parameters - rate * (gradient + 2 * strength * parameters)


@jaxtyped(typechecker=beartype)
def decay_step(
    parameters: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], rate: float, decay: float
) -> Float[Tensor, "*shape"]:
    r"""One step of gradient descent with weight decay: shrink the parameters, then descend.

    $$\phi_{t+1} = (1 - \alpha \kappa) \phi_t - \alpha \nabla L[\phi_t]$$

    Args:
        parameters: phi before the step.
        gradient: gradient of the loss there.
        rate: learning rate alpha.
        decay: weight decay kappa.

    Returns:
        The parameters after the step.

    Example:
        ```python
        import torch
        from notes.generalization.weight_decay import decay_step, l2_step

        phi, gradient = torch.tensor([2.0]), torch.tensor([1.0])
        print(l2_step(phi, gradient, 0.1, 0.25).item() == decay_step(phi, gradient, 0.1, 0.5).item())
        #> True
        ```

    Reference: S. J. Hanson, L. Y. Pratt, Comparing Biases for Minimal Network Construction with Back-Propagation, 1988.
    """
    return (1 - rate * decay) * parameters - rate * gradient


@dataclass(frozen=True)
class AdamMoments:
    """Running averages of the gradient and of its square, and how many gradients they have seen."""

    first: Tensor
    second: Tensor
    step: int = 0


@jaxtyped(typechecker=beartype)
def zero_moments(parameters: Float[Tensor, "*shape"]) -> AdamMoments:
    """Moments before the first step: zero, and shaped like the parameters.

    Args:
        parameters: the parameters to be updated.

    Returns:
        The moments to hand to the first step.
    """
    return AdamMoments(torch.zeros_like(parameters), torch.zeros_like(parameters))


@jaxtyped(typechecker=beartype)
def adam_direction(
    moments: AdamMoments,
    gradient: Float[Tensor, "*shape"],
    betas: tuple[float, float] = (0.9, 0.999),
    epsilon: float = 1e-8,
) -> tuple[Float[Tensor, "*shape"], AdamMoments]:
    r"""Adam's direction: the mean gradient divided by the root of the mean squared gradient.

    $$\frac{\tilde m}{\sqrt{\tilde v} + \epsilon}, \qquad
      \tilde m = \frac{m_{t+1}}{1 - \beta^{t+1}}, \quad \tilde v = \frac{v_{t+1}}{1 - \gamma^{t+1}}$$

    Args:
        moments: averages before this gradient.
        gradient: whatever is to be normalised: with or without the penalty's part.
        betas: memory beta of the gradient and gamma of its square.
        epsilon: keeps the quotient finite.

    Returns:
        The direction, to be scaled by the learning rate and subtracted, and the new moments.
    """
    beta, gamma = betas
    step = moments.step + 1
    first = beta * moments.first + (1 - beta) * gradient
    second = gamma * moments.second + (1 - gamma) * gradient.square()
    direction = first / (1 - beta**step) / ((second / (1 - gamma**step)).sqrt() + epsilon)
    return direction, AdamMoments(first, second, step)


@jaxtyped(typechecker=beartype)
def adam_l2_step(
    parameters: Float[Tensor, "*shape"],
    gradient: Float[Tensor, "*shape"],
    moments: AdamMoments,
    rate: float,
    strength: float,
) -> tuple[Float[Tensor, "*shape"], AdamMoments]:
    r"""One step of Adam on the loss plus an L2 penalty: the penalty's gradient is normalised with the rest.

    $$\phi_{t+1} = \phi_t - \alpha\, \mathrm{direction}\!\left( \nabla L[\phi_t] + 2 \lambda \phi_t \right)$$

    Args:
        parameters: phi before the step.
        gradient: gradient of the unpenalised loss there.
        moments: Adam's averages before the step.
        rate: learning rate alpha.
        strength: weight lambda of the penalty.

    Returns:
        The parameters and the moments after the step.
    """
    direction, moments = adam_direction(moments, gradient + 2 * strength * parameters)
    return parameters - rate * direction, moments


@jaxtyped(typechecker=beartype)
def adam_decay_step(
    parameters: Float[Tensor, "*shape"],
    gradient: Float[Tensor, "*shape"],
    moments: AdamMoments,
    rate: float,
    decay: float,
) -> tuple[Float[Tensor, "*shape"], AdamMoments]:
    r"""One step of Adam with decoupled weight decay (AdamW): only the loss's gradient is normalised.

    $$\phi_{t+1} = (1 - \alpha \kappa) \phi_t - \alpha\, \mathrm{direction}\!\left( \nabla L[\phi_t] \right)$$

    Args:
        parameters: phi before the step.
        gradient: gradient of the loss there.
        moments: Adam's averages before the step.
        rate: learning rate alpha.
        decay: weight decay kappa.

    Returns:
        The parameters and the moments after the step.

    Reference: I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, 2019.
    """
    direction, moments = adam_direction(moments, gradient)
    return (1 - rate * decay) * parameters - rate * direction, moments

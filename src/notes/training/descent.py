"""The rule that every optimiser of the chapter follows, plain gradient descent, and the path of iterates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_not_negative

Loss = Callable[[Tensor], Tensor]
Gradient = Callable[[Tensor], Tensor]


class Optimizer(Protocol):
    """A rule that moves parameters: it carries no memory of its own, `state` is handed in and out."""

    def initial_state(self, parameters: Tensor) -> Any:
        """What the rule remembers before its first step."""

    def step(self, parameters: Tensor, state: Any, gradient: Gradient, rate: float) -> tuple[Tensor, Any]:
        """The parameters and the memory after one step."""


@dataclass(frozen=True)
class GradientDescent:
    r"""Gradient descent: a step against the gradient.

    $$\phi_{t+1} = \phi_t - \alpha \frac{\partial L(\phi_t)}{\partial \phi}$$

    Reference: A.-L. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847.
    """

    def initial_state(self, parameters: Tensor) -> None:  # noqa: ARG002
        """Nothing: the rule has no memory."""
        return

    def step(self, parameters: Tensor, state: None, gradient: Gradient, rate: float) -> tuple[Tensor, None]:
        """The parameters after one step of length `rate` times the gradient."""
        return parameters - rate * gradient(parameters), state


@jaxtyped(typechecker=beartype)
def gradient_of(loss: Loss) -> Gradient:
    r"""The gradient of a loss, as a function, by automatic differentiation.

    Args:
        loss: from parameters "*runs n" to one loss a run, "*runs".

    Returns:
        The function from parameters to $\partial L / \partial \phi$, of the parameters' shape.

    Example:
        ```python
        import torch
        from notes.training.descent import gradient_of

        gradient = gradient_of(lambda phi: (phi**2).sum(-1))
        print(gradient(torch.tensor([1.0, -2.0])).tolist())
        #> [2.0, -4.0]
        ```
    """

    @jaxtyped(typechecker=beartype)
    def gradient(parameters: Float[Tensor, "*runs n"]) -> Tensor:
        require_finite(parameters=parameters)
        point = parameters.detach().requires_grad_()
        return torch.autograd.grad(loss(point).sum(), point)[0]

    return gradient


@jaxtyped(typechecker=beartype)
def optimizer_path(
    optimizer: Any, gradient: Gradient, start: Float[Tensor, "*runs n"], rates: Float[Tensor, " steps"]
) -> Float[Tensor, "points *runs n"]:
    r"""Every iterate of an optimiser, the start included.

    $$\phi_0, \phi_1, \dots, \phi_T$$

    Args:
        optimizer: the rule of the step, an `Optimizer`.
        gradient: from parameters to their gradient; it is called once a step, so it may draw a fresh batch each time.
        start: where to start from; leading dimensions are independent runs side by side.
        rates: the learning rate of each step, as the functions of `notes.training.schedules` give it.

    Returns:
        The iterates, one more than there are steps.

    Raises:
        ValueError: if a learning rate is negative, if anything given is NaN or infinite, or if an iterate becomes so.

    Example:
        ```python
        import torch
        from notes.training.descent import GradientDescent, optimizer_path
        from notes.training.schedules import constant_rate

        path = optimizer_path(GradientDescent(), lambda phi: phi, torch.tensor([1.0]), constant_rate(0.5, steps=3))
        print(path.flatten().tolist())
        #> [1.0, 0.5, 0.25, 0.125]
        ```
    """
    require_finite(start=start, rates=rates)
    require(rates >= 0, "rates", "non-negative", rates)
    path, state = [start.detach()], optimizer.initial_state(start.detach())
    for t, rate in enumerate(rates.tolist(), start=1):
        parameters, state = optimizer.step(path[-1], state, gradient, rate)
        if not parameters.isfinite().all():
            raise ValueError(f"`rates` must keep the iterates finite, got {rate} at step {t}")
        path.append(parameters)
    return torch.stack(path)


@jaxtyped(typechecker=beartype)
def torch_path(
    optimizer: Callable[[list[Tensor]], torch.optim.Optimizer],
    loss: Loss,
    start: Float[Tensor, " n"],
    rates: Float[Tensor, " steps"],
) -> Float[Tensor, "points n"]:
    """Every iterate of an optimiser of torch, the start included: what ours are held against.

    Args:
        optimizer: from the list of parameters to the optimiser; the learning rate it is made with is not used.
        loss: from parameters "n" to the loss.
        start: where to start from, "n".
        rates: the learning rate of each step, "steps".

    Returns:
        The iterates, "points n", one more than there are steps.

    Raises:
        ValueError: if a learning rate is negative, or a number is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.training.descent import torch_path
        from notes.training.schedules import constant_rate

        path = torch_path(torch.optim.SGD, lambda phi: phi.square().sum() / 2, torch.ones(1), constant_rate(0.5, 3))
        print(path.flatten().tolist())
        #> [1.0, 0.5, 0.25, 0.125]
        ```
    """
    require_finite(start=start)
    require_not_negative(rates=rates)
    parameters = start.detach().clone().requires_grad_()
    rule, path = optimizer([parameters]), [start]
    for rate in rates.tolist():
        rule.param_groups[0]["lr"] = rate
        rule.zero_grad()
        loss(parameters).backward()
        rule.step()
        require(parameters.isfinite(), "rates", "small enough for the iterates to stay finite", rate)
        path.append(parameters.detach().clone())
    return torch.stack(path)

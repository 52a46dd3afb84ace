"""Model-agnostic meta-learning, its first-order form and Reptile: a start from which few steps of descent do well."""

import math
from collections.abc import Callable

import torch
from jaxtyping import jaxtyped
from torch import Tensor, nn
from torch.func import functional_call, grad, vmap

from notes.domain import (
    beartype,
    require,
    require_finite,
    require_length,
    require_positive,
    require_real,
    require_sizes,
    require_some,
)

Parameters = dict[str, Tensor]
Loss = Callable[[Parameters, Tensor, Tensor], Tensor]


def curve_network() -> nn.Module:
    """A network for curves: two hidden layers of forty units.

    Returns:
        The network, with random weights.
    """
    return nn.Sequential(nn.Linear(1, 40), nn.Tanh(), nn.Linear(40, 40), nn.Tanh(), nn.Linear(40, 1))


def regression_loss(network: nn.Module) -> Loss:
    """The mean squared error of a network as a function of its parameters.

    Args:
        network: the learner.

    Returns:
        A function of parameters, inputs and targets.
    """
    return lambda phi, x, y: (functional_call(network, phi, (x,)) - y).square().mean()


@jaxtyped(typechecker=beartype)
def adapted(loss: Loss, phi: Parameters, x: Tensor, y: Tensor, *, rate: float, steps: int = 1) -> Parameters:
    r"""Parameters after steps of gradient descent on one task, differentiable in where they started.

    $$\theta_i' = \theta - \alpha \nabla L_i(\theta)$$

    Args:
        loss: of a task.
        phi: the common initialisation, $\theta$.
        x: inputs of the support set.
        y: its targets.
        rate: $\alpha$.
        steps: number of steps.

    Returns:
        The parameters of the task.

    Raises:
        ValueError: if `x` is empty, `y` is empty or an argument is NaN or infinite.
    """
    require_some(x=x, y=y)
    require_finite(x=x, y=y, rate=rate)
    for _ in range(steps):
        slopes = grad(loss)(phi, x, y)
        phi = {name: value - rate * slopes[name] for name, value in phi.items()}
    return phi


def _require_tasks(**arguments: tuple[Tensor, Tensor]) -> None:
    """Refuse what is no pair of inputs and outputs, or not of as many tasks."""
    require_length(2, **arguments)
    require_real(**arguments)
    require_finite(**arguments)
    for name, pair in arguments.items():
        if not len(pair[0]) == len(pair[1]) > 0:
            raise ValueError(f"`{name}` must be of as many tasks on both sides, got {len(pair[0])} and {len(pair[1])}")


def outer_gradient(
    loss: Loss,
    phi: Parameters,
    support: tuple[Tensor, Tensor],
    query: tuple[Tensor, Tensor],
    *,
    rate: float,
    steps: int = 1,
) -> Parameters:
    r"""Mean gradient of the loss after adaptation, through the inner steps, over a batch of tasks.

    Args:
        loss: of a task.
        phi: the initialisation.
        support: inputs and targets to adapt on, first axis tasks.
        query: inputs and targets to be judged on.
        rate: $\alpha$ of the inner steps.
        steps: number of inner steps.

    Returns:
        One gradient a parameter.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """

    _require_tasks(support=support, query=query)
    require_finite(rate=rate)

    def after(start: Parameters, sx: Tensor, sy: Tensor, qx: Tensor, qy: Tensor) -> Tensor:
        return loss(adapted(loss, start, sx, sy, rate=rate, steps=steps), qx, qy)

    slopes = vmap(grad(after), in_dims=(None, 0, 0, 0, 0))(phi, *support, *query)
    return {name: value.mean(0) for name, value in slopes.items()}


def first_order_gradient(
    loss: Loss,
    phi: Parameters,
    support: tuple[Tensor, Tensor],
    query: tuple[Tensor, Tensor],
    *,
    rate: float,
    steps: int = 1,
) -> Parameters:
    r"""The same without the Hessians: the gradient is taken at the adapted parameters and used at the initial ones.

    Args:
        loss: of a task.
        phi: the initialisation.
        support: inputs and targets to adapt on, first axis tasks.
        query: inputs and targets to be judged on.
        rate: $\alpha$ of the inner steps.
        steps: number of inner steps.

    Returns:
        One gradient a parameter.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """

    _require_tasks(support=support, query=query)
    require_finite(rate=rate)

    def at_adapted(sx: Tensor, sy: Tensor, qx: Tensor, qy: Tensor) -> Parameters:
        return grad(loss)(adapted(loss, phi, sx, sy, rate=rate, steps=steps), qx, qy)

    slopes = vmap(at_adapted)(*support, *query)
    return {name: value.mean(0) for name, value in slopes.items()}


def reptile_gradient(
    loss: Loss, phi: Parameters, support: tuple[Tensor, Tensor], query: tuple[Tensor, Tensor], *, rate: float
) -> Parameters:
    r"""Minus the way of a step on the support set and a step on the query set, over the rate: Reptile with two steps.

    $$\frac{\theta - \theta_2}{\alpha} = \nabla L^S(\theta) + \nabla L^B(\theta_1)$$

    Args:
        loss: of a task.
        phi: the initialisation.
        support: inputs and targets of the first step, first axis tasks.
        query: inputs and targets of the second.
        rate: $\alpha$ of both steps, positive.

    Returns:
        Its mean over the tasks, for each parameter.

    Raises:
        ValueError: if `rate` is not positive, or an argument is NaN or infinite.
    """

    _require_tasks(support=support, query=query)
    require_positive(rate=rate)

    def way(sx: Tensor, sy: Tensor, qx: Tensor, qy: Tensor) -> Parameters:
        first = adapted(loss, phi, sx, sy, rate=rate)
        second = adapted(loss, first, qx, qy, rate=rate)
        return {name: (phi[name] - second[name]) / rate for name in phi}

    return {name: value.mean(0) for name, value in vmap(way)(*support, *query).items()}


@jaxtyped(typechecker=beartype)
def sinusoids(tasks: int, points: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Points on sine curves of random amplitude (0.1 to 5) and phase (0 to pi).

    Args:
        tasks: number of curves.
        points: number of points on each.
        generator: source of the draws.

    Returns:
        Inputs between -5 and 5 and targets, both `tasks points 1`.

    Raises:
        ValueError: if `tasks` or `points` is negative.
    """
    require_sizes(0, tasks=tasks, points=points)
    amplitude = 0.1 + 4.9 * torch.rand(tasks, 1, 1, generator=generator)
    phase = math.pi * torch.rand(tasks, 1, 1, generator=generator)
    x = 10 * torch.rand(tasks, points, 1, generator=generator) - 5
    return x, amplitude * torch.sin(x - phase)


@jaxtyped(typechecker=beartype)
def meta_trained(
    network: nn.Module, gradient: Callable[..., Parameters], generator: torch.Generator, *, rate: float, steps: int
) -> Parameters:
    """An initialisation found by Adam on outer gradients over sinusoids, ten support points a task.

    Args:
        network: the learner; its parameters are the start.
        gradient: `outer_gradient`, `first_order_gradient` or `reptile_gradient`.
        generator: source of the tasks.
        rate: of the inner step; zero is pretraining on all tasks at once.
        steps: number of outer updates.

    Returns:
        The initialisation.

    Raises:
        ValueError: if `rate` is NaN or infinite.
    """
    require_finite(rate=rate)
    phi = {name: w.detach().clone() for name, w in network.named_parameters()}
    optimizer = torch.optim.Adam(phi.values(), lr=1e-2)
    for _ in range(steps):
        x, y = sinusoids(25, 20, generator)
        support, query = (x[:, :10], y[:, :10]), (x[:, 10:], y[:, 10:])
        slopes = gradient(regression_loss(network), phi, support, query, rate=rate)
        for name, slope in slopes.items():
            require(slope.isfinite(), "rate", "small enough for finite gradients", rate)
            phi[name].grad = slope
        optimizer.step()
    return phi


def losses_after(
    network: nn.Module, phi: Parameters, generator: torch.Generator, *, rate: float, steps: tuple[int, ...]
) -> list[float]:
    """Mean query loss on 200 new sinusoids after each number of inner steps on ten points.

    Args:
        network: the learner.
        phi: the initialisation.
        generator: source of the new tasks.
        rate: of the inner steps.
        steps: numbers of steps.

    Returns:
        One mean squared error a number of steps.

    Raises:
        ValueError: if `rate` is NaN or infinite.
    """
    require_finite(rate=rate)
    loss = regression_loss(network)
    x, y = sinusoids(200, 60, generator)

    def after(number: int) -> float:
        def one(sx: Tensor, sy: Tensor, qx: Tensor, qy: Tensor) -> Tensor:
            return loss(adapted(loss, phi, sx, sy, rate=rate, steps=number), qx, qy)

        return float(vmap(one)(x[:, :10], y[:, :10], x[:, 10:], y[:, 10:]).mean())

    return [after(number) for number in steps]

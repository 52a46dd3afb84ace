"""Optimisers as recurrent networks: the update as an LSTM cell, and a coordinate-wise one trained over a horizon."""

from collections.abc import Mapping

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_finite, require_sizes, require_squares


@jaxtyped(typechecker=beartype)
def cell_update(
    parameters: Float[Tensor, "*shape"],
    gradient: Float[Tensor, "*shape"],
    forget: Float[Tensor, "*shape"],
    admit: Float[Tensor, "*shape"],
) -> Float[Tensor, "*shape"]:
    r"""The cell of an LSTM whose state is the parameters and whose candidate is minus the gradient.

    $$z_t = b_t \odot z_{t-1} + i_t \odot \tilde z_t, \qquad z = \theta, \quad \tilde z_t = -\nabla L(\theta_{t-1})$$

    Args:
        parameters: $\theta_{t-1}$.
        gradient: of the loss at them.
        forget: gate $b_t$; one keeps everything.
        admit: input gate $i_t$; the learning rate.

    Returns:
        $\theta_t$.
    """
    return forget * parameters - admit * gradient


class LearnedOptimizer(nn.Module):
    """One small LSTM, shared by all coordinates, that maps the gradient of each to its update."""

    @jaxtyped(typechecker=beartype)
    def __init__(self, width: int = 16) -> None:
        require_sizes(width=width)
        super().__init__()
        self.cell, self.update = nn.LSTMCell(2, width), nn.Linear(width, 1)

    def forward(self, a: Tensor, b: Tensor, *, horizon: int) -> Tensor:
        """Losses of quadratics along the trajectories that the optimiser takes from zero.

        Args:
            a: matrices of the tasks, `tasks rows size`.
            b: their targets, `tasks rows`.
            horizon: number of updates.

        Returns:
            Mean squared residual before each update and after the last, `horizon+1 tasks`.
        """
        theta, state, losses = torch.zeros_like(a[:, 0]), None, [quadratic_loss(a, b, torch.zeros_like(a[:, 0]))]
        for _ in range(horizon):
            slope = quadratic_gradient(a, b, theta.detach()).flatten()
            size = slope.abs().clamp_min(1e-6).log() / 7
            state = self.cell(torch.stack([size, slope.sign()], -1), state)
            theta = theta + 0.1 * self.update(state[0]).view_as(theta)
            losses.append(quadratic_loss(a, b, theta))
        return torch.stack(losses)


@jaxtyped(typechecker=beartype)
def quadratics(tasks: int, generator: torch.Generator, size: int = 6) -> tuple[Tensor, Tensor]:
    """Random linear systems to be solved in the least-squares sense.

    Args:
        tasks: number of systems.
        generator: source of the draws.
        size: number of unknowns and equations.

    Returns:
        Matrices `tasks size size` and right-hand sides `tasks size`.

    Raises:
        ValueError: if `tasks` or `size` is negative.
    """
    require_sizes(0, tasks=tasks, size=size)
    return torch.randn(tasks, size, size, generator=generator), torch.randn(tasks, size, generator=generator)


@jaxtyped(typechecker=beartype)
def quadratic_loss(
    a: Float[Tensor, "*tasks size size"], b: Float[Tensor, "*tasks size"], theta: Float[Tensor, "*tasks size"]
) -> Float[Tensor, "*tasks"]:
    """Mean squared residual of each system.

    Args:
        a: matrices.
        b: right-hand sides.
        theta: unknowns, `tasks size`.

    Returns:
        One loss a task.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(a=a, b=b, theta=theta)
    return ((a @ theta[..., None])[..., 0] - b).square().mean(-1)


@jaxtyped(typechecker=beartype)
def quadratic_gradient(
    a: Float[Tensor, "*tasks size size"], b: Float[Tensor, "*tasks size"], theta: Float[Tensor, "*tasks size"]
) -> Float[Tensor, "*tasks size"]:
    """Gradient of `quadratic_loss` by the unknowns.

    Args:
        a: matrices.
        b: right-hand sides.
        theta: unknowns.

    Returns:
        One gradient a task.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(a=a, b=b, theta=theta)
    residual = (a @ theta[..., None])[..., 0] - b
    return 2 * (a.mT @ residual[..., None])[..., 0] / b.shape[-1]


@jaxtyped(typechecker=beartype)
def trained_optimizer(generator: torch.Generator, *, steps: int, horizon: int = 20) -> LearnedOptimizer:
    """An optimiser trained on the sum of the losses along the trajectory, all weighted alike.

    Args:
        generator: source of tasks; the weights start from its first draw.
        steps: number of training updates.
        horizon: length of the trajectories.

    Returns:
        The trained optimiser.

    Raises:
        ValueError: if `steps` is negative or `horizon` below 1.
    """
    require_sizes(0, steps=steps)
    require_sizes(horizon=horizon)
    model = LearnedOptimizer()
    for weight in model.parameters():
        nn.init.normal_(weight, std=0.2, generator=generator)
    adam = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(steps):
        adam.zero_grad()
        model(*quadratics(64, generator), horizon=horizon)[1:].mean().backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
    return model


@jaxtyped(typechecker=beartype)
def baseline_losses(
    a: Float[Tensor, "tasks size size"],
    b: Float[Tensor, "tasks size"],
    optimizer: type[torch.optim.Optimizer],
    settings: Mapping[str, float | tuple[float, float]],
    *,
    horizon: int,
) -> Float[Tensor, "steps tasks"]:
    """Losses along the trajectories of an optimiser of PyTorch.

    Args:
        a: matrices of the tasks.
        b: right-hand sides.
        optimizer: its class, such as `torch.optim.SGD`.
        settings: its rate and further arguments, by name.
        horizon: number of updates.

    Returns:
        `horizon+1 tasks`.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_squares(a=a, b=b)
    theta = torch.zeros_like(b).requires_grad_()
    rule = optimizer([theta], **settings)  # type: ignore[arg-type]
    losses = [quadratic_loss(a, b, theta).detach()]
    for _ in range(horizon):
        theta.grad = quadratic_gradient(a, b, theta.detach())
        rule.step()
        losses.append(quadratic_loss(a, b, theta).detach())
    return torch.stack(losses)

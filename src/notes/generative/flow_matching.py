r"""Flow matching: a velocity that carries noise to data, learnt from straight lines between the two."""

from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes, require_some

Velocity = Callable[[Tensor, Tensor], Tensor]


@jaxtyped(typechecker=beartype)
def flow_matching_loss(
    velocity: Velocity, data: Float[Tensor, "points coordinates"], generator: torch.Generator
) -> Float[Tensor, ""]:
    r"""Mean squared distance of a velocity from that of the straight line from noise to a data point.

    $$\mathbb{E}\big[ \lVert v(x_t, t) - (x_1 - z) \rVert^2 \big], \qquad x_t = (1 - t) \, z + t \, x_1$$

    Args:
        velocity: the function $v$ of points and of times.
        data: the points $x_1$; the noise $z$ and the times are drawn.
        generator: source of randomness.

    Returns:
        The loss, in squared units of the coordinates.

    Raises:
        ValueError: if `data` is empty, or NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.flow_matching import flow_matching_loss

        random = torch.Generator().manual_seed(0)
        print(f"{flow_matching_loss(lambda points, times: 0 * points, torch.zeros(100_000, 1), random):.1f}")
        #> 1.0
        ```

    Reference: Y. Lipman et al., Flow Matching for Generative Modeling, 2023, equation 9.
    """
    require_some(data=data)
    require_finite(data=data)
    times = torch.rand(len(data), generator=generator, dtype=data.dtype, device=generator.device)
    noise = torch.randn(data.shape, generator=generator, dtype=data.dtype, device=generator.device)
    between = (1 - times[:, None]) * noise + times[:, None] * data
    return (velocity(between, times) - (data - noise)).square().sum(-1).mean()


@torch.no_grad()
@jaxtyped(typechecker=beartype)
def flow_matching_samples(
    velocity: Velocity, start: Float[Tensor, "points coordinates"], steps: int
) -> Float[Tensor, "points coordinates"]:
    r"""Samples of a velocity: noise that follows it from time zero to time one, in even steps of Euler.

    $$x \leftarrow x + \tfrac1n \, v(x, \tfrac{k}{n}), \qquad k = 0, \dots, n - 1$$

    Args:
        velocity: a trained velocity of points and of times.
        start: standard Gaussian noise, one row for each sample.
        steps: $n$, the number of steps.

    Returns:
        One sample per row; without gradients.

    Raises:
        ValueError: if `start` is NaN or infinite, or `steps` is below 1.

    Example:
        ```python
        import torch
        from notes.generative.flow_matching import flow_matching_samples

        print(flow_matching_samples(lambda points, times: points, torch.ones(1, 1), 2).item())
        #> 2.25
        ```

    Reference: X. Liu, C. Gong and Q. Liu, Flow Straight and Fast, 2023, algorithm 1.
    """
    require_finite(start=start)
    require_sizes(steps=steps)
    points = start
    for step in range(steps):
        times = torch.full_like(points[:, 0], step / steps)
        points = points + velocity(points, times) / steps
    return points

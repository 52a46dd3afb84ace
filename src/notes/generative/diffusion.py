r"""Diffusion: data are drowned in noise in many small steps, and a denoiser leads back, step by step."""

import math
from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_finite, require_sizes, require_some
from notes.generative.players import network

Denoiser = Callable[[Tensor, Tensor], Tensor]


class TimedNetwork(nn.Module):
    """A network with two hidden layers that is told the time, and what else is known of the points.

    Args:
        coordinates: number of coordinates of a point, and of an output.
        generator: source of randomness for the weights.
        width: number of units in each hidden layer.
        known: number of further inputs, such as one for each class.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, coordinates: int, generator: torch.Generator, width: int = 64, known: int = 0) -> None:
        require_sizes(coordinates=coordinates)
        require_sizes(0, known=known)
        super().__init__()
        self.network = network(coordinates + 1 + known, coordinates, generator, width)

    def forward(self, points: Tensor, times: Tensor, *known: Tensor) -> Tensor:
        """Outputs for points at times between zero and one, one of each a row."""
        return self.network(torch.cat([points, times[:, None], *known], dim=-1))


@jaxtyped(typechecker=beartype)
def cosine_signal(steps: int) -> Float[Tensor, " steps"]:
    r"""Share of the variance that is left of the data after each step, along the square of a cosine.

    $$\bar\alpha_t = \cos^2 \Big( \frac\pi2 \, \frac{t}{T + 1} \Big), \qquad t = 1, \dots, T$$

    Args:
        steps: $T$, the number of steps.

    Returns:
        Shares that fall from nearly one to nearly zero.

    Raises:
        ValueError: if `steps` is below 1.

    Example:
        ```python
        from notes.generative.diffusion import cosine_signal

        print([round(share, 4) for share in cosine_signal(3).tolist()])
        #> [0.8536, 0.5, 0.1464]
        ```

    Reference: A. Nichol and P. Dhariwal, Improved Denoising Diffusion Probabilistic Models, 2021, equation 17.
    """
    require_sizes(steps=steps)
    return (torch.arange(1, steps + 1) * math.pi / 2 / (steps + 1)).cos().square()


def _require_shares(**arguments: Tensor) -> None:
    for name, shares in arguments.items():
        require((shares > 0) & (shares < 1), name, "between 0 and 1", shares)


@jaxtyped(typechecker=beartype)
def noised(
    clean: Float[Tensor, "points coordinates"],
    signal: Float[Tensor, " points"],
    noise: Float[Tensor, "points coordinates"],
) -> Float[Tensor, "points coordinates"]:
    r"""Points after many steps of noise, in one step.

    $$x_t = \sqrt{\bar\alpha_t} \, x_0 + \sqrt{1 - \bar\alpha_t} \, \epsilon$$

    Args:
        clean: the points $x_0$.
        signal: $\bar\alpha_t$, for each point that of its own time; between zero and one.
        noise: standard Gaussian $\epsilon$.

    Returns:
        The noisy points $x_t$.

    Raises:
        ValueError: if `signal` is not between 0 and 1, or `clean` or `noise` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.diffusion import noised

        print(noised(torch.tensor([[1.0]]), torch.tensor([0.64]), torch.tensor([[2.0]])).tolist())
        #> [[2.0]]
        ```

    Reference: J. Ho, A. Jain and P. Abbeel, Denoising Diffusion Probabilistic Models, 2020, equation 4.
    """
    require_finite(clean=clean, noise=noise)
    _require_shares(signal=signal)
    return signal[:, None].sqrt() * clean + (1 - signal[:, None]).sqrt() * noise


@jaxtyped(typechecker=beartype)
def diffusion_loss(
    denoiser: Denoiser,
    clean: Float[Tensor, "points coordinates"],
    signal: Float[Tensor, " steps"],
    generator: torch.Generator,
) -> Float[Tensor, ""]:
    r"""Mean squared distance of a denoiser's answer from the clean points, each at a random time.

    $$\mathbb{E}\big[ \lVert x_0 - f(x_t, t) \rVert^2 \big]$$

    Args:
        denoiser: the function $f$ of noisy points and of their times, $t / T$.
        clean: the points $x_0$.
        signal: $\bar\alpha_t$ of all steps.
        generator: source of the times and of the noise.

    Returns:
        The loss, in squared units of the coordinates.

    Raises:
        ValueError: if `clean` or `signal` is empty, `clean` is NaN or infinite, or a signal not between 0 and 1.

    Example:
        ```python
        import torch
        from notes.generative.diffusion import cosine_signal, diffusion_loss

        random = torch.Generator().manual_seed(0)
        print(diffusion_loss(lambda points, times: 0 * points, torch.ones(9, 2), cosine_signal(5), random).item())
        #> 2.0
        ```

    Reference: J. Ho, A. Jain and P. Abbeel, Denoising Diffusion Probabilistic Models, 2020, algorithm 1.
    """
    require_some(clean=clean, signal=signal)
    require_finite(clean=clean)
    steps = torch.randint(len(signal), (len(clean),), generator=generator, device=generator.device)
    noise = torch.randn(clean.shape, generator=generator, dtype=clean.dtype, device=generator.device)
    noisy = noised(clean, signal[steps], noise)
    return (denoiser(noisy, (steps + 1) / len(signal)) - clean).square().sum(-1).mean()


@jaxtyped(typechecker=beartype)
def posterior_mean_and_variance(
    noisy: Float[Tensor, "points coordinates"],
    clean: Float[Tensor, "points coordinates"],
    signal: float,
    before: float,
) -> tuple[Float[Tensor, "points coordinates"], float]:
    r"""Mean and variance of the point one step before, given the noisy point and the clean one.

    $$\frac{\sqrt{\bar\alpha_{t-1}} \, \beta_t \, x_0 + \sqrt{\alpha_t} \, (1 - \bar\alpha_{t-1}) \, x_t}
    {1 - \bar\alpha_t}, \qquad \frac{1 - \bar\alpha_{t-1}}{1 - \bar\alpha_t} \, \beta_t$$

    Args:
        noisy: $x_t$.
        clean: $x_0$.
        signal: $\bar\alpha_t$, positive and below `before`.
        before: $\bar\alpha_{t-1}$, at most one; $\alpha_t = 1 - \beta_t$ is the quotient.

    Returns:
        The mean of $x_{t-1}$, and its variance in each coordinate, zero if `before` is one.

    Raises:
        ValueError: if the signals are not in this order, or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.diffusion import posterior_mean_and_variance

        mean, variance = posterior_mean_and_variance(torch.ones(1, 1), torch.zeros(1, 1), 0.25, 0.5)
        print(f"{mean.item():.4f} {variance:.4f}")
        #> 0.4714 0.3333
        ```

    Reference: J. Ho, A. Jain and P. Abbeel, Denoising Diffusion Probabilistic Models, 2020, equation 7.
    """
    require_finite(noisy=noisy, clean=clean)
    require(0 < signal < 1, "signal", "between 0 and 1", signal)
    require(signal < before <= 1, "before", "above `signal` and at most 1", before)
    alpha, beta = signal / before, 1 - signal / before
    mean = (before**0.5 * beta * clean + alpha**0.5 * (1 - before) * noisy) / (1 - signal)
    return mean, (1 - before) / (1 - signal) * beta


@torch.no_grad()
@jaxtyped(typechecker=beartype)
def diffusion_samples(
    denoiser: Denoiser,
    signal: Float[Tensor, " steps"],
    start: Float[Tensor, "points coordinates"],
    generator: torch.Generator,
) -> Float[Tensor, "points coordinates"]:
    """Samples of a diffusion model: from pure noise back to data, one step after the other.

    Args:
        denoiser: a trained denoiser of noisy points and of their times.
        signal: the falling shares of the signal by which it was trained.
        start: standard Gaussian noise, one row for each sample.
        generator: source of the noise of the steps.

    Returns:
        One sample per row; without gradients.

    Raises:
        ValueError: if `start` is NaN or infinite, or `signal` does not fall from below one to above zero.

    Example:
        ```python
        import torch
        from notes.generative.diffusion import cosine_signal, diffusion_samples

        random, five = torch.Generator().manual_seed(0), torch.full((3, 1), 5.0)
        print(diffusion_samples(lambda points, times: five, cosine_signal(4), torch.zeros(3, 1), random).flatten())
        #> tensor([5., 5., 5.])
        ```

    Reference: J. Ho, A. Jain and P. Abbeel, Denoising Diffusion Probabilistic Models, 2020, algorithm 2.
    """
    require_finite(start=start)
    _require_shares(signal=signal)
    shares, points = [1.0, *signal.tolist()], start
    for step in range(len(signal), 0, -1):
        times = torch.full_like(points[:, 0], step / len(signal))
        clean = denoiser(points, times)
        mean, variance = posterior_mean_and_variance(points, clean, shares[step], shares[step - 1])
        noise = torch.randn(points.shape, generator=generator, dtype=points.dtype, device=generator.device)
        points = mean + variance**0.5 * noise
    return points

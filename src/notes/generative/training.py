r"""Alternating training: the GAN, and the Wasserstein GAN with clipped weights or a gradient penalty."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import torch
from beartype import beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.generative.game import non_saturating_loss, value
from notes.generative.ring import modes_covered, ring

NOISE = 4
Losses = Callable[[nn.Module, Tensor, Tensor, torch.Generator], Tensor]


class Players(NamedTuple):
    """A generator and its opponent.

    Args:
        generator: from noise of four coordinates to points of the plane.
        critic: from points of the plane to a number.
    """

    generator: nn.Module
    critic: nn.Module


def network(inputs: int, outputs: int, generator: torch.Generator, width: int = 64) -> nn.Sequential:
    """Network with two hidden ReLU layers, its weights drawn from the given generator.

    Args:
        inputs: number of inputs.
        outputs: number of outputs.
        generator: source of randomness.
        width: number of units in each hidden layer.

    Returns:
        The network.

    Example:
        ```python
        import torch
        from notes.generative.training import network

        print(tuple(network(4, 2, torch.Generator().manual_seed(0))(torch.zeros(5, 4)).shape))
        #> (5, 2)
        ```
    """
    first, second, last = nn.Linear(inputs, width), nn.Linear(width, width), nn.Linear(width, outputs)
    for layer in (first, second, last):
        nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu", generator=generator)
        nn.init.zeros_(layer.bias)
    return nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), last)


def players(generator: torch.Generator) -> Players:
    """A generator and a critic for points of the plane, untrained.

    Args:
        generator: source of randomness.

    Returns:
        Both networks.

    Example:
        ```python
        import torch
        from notes.generative.training import players

        print(len(players(torch.Generator().manual_seed(0))))
        #> 2
        ```
    """
    return Players(network(NOISE, 2, generator), network(2, 1, generator))


def logits(critic: nn.Module, points: Tensor) -> Tensor:
    """Outputs of a critic as a vector.

    Args:
        critic: a network with one output.
        points: its inputs.

    Returns:
        One number per point.

    Example:
        ```python
        import torch
        from notes.generative.training import logits

        print(tuple(logits(torch.nn.Linear(2, 1), torch.zeros(3, 2)).shape))
        #> (3,)
        ```
    """
    return critic(points).squeeze(-1)


def critic_gain(critic: nn.Module, data: Tensor, generated: Tensor) -> Tensor:
    r"""What the critic of a Wasserstein GAN maximises, $\mathbb{E}_{\text{data}}[f] - \mathbb{E}_G[f]$.

    Args:
        critic: the function $f$.
        data: samples of the data.
        generated: samples of the generator.

    Returns:
        The gain; at most the Wasserstein distance if $f$ has slope one at most.

    Example:
        ```python
        import torch
        from notes.generative.training import critic_gain

        mean = torch.nn.Linear(1, 1, bias=False)
        torch.nn.init.ones_(mean.weight)
        print(critic_gain(mean, torch.ones(4, 1), torch.zeros(4, 1)).item())
        #> 1.0
        ```

    Reference: M. Arjovsky, S. Chintala and L. Bottou, Wasserstein Generative Adversarial Networks, 2017, equation 3.
    """
    return logits(critic, data).mean() - logits(critic, generated).mean()


def gradient_penalty(critic: nn.Module, data: Tensor, generated: Tensor, generator: torch.Generator) -> Tensor:
    r"""Mean squared distance of the critic's slope from one, on lines between data and generated samples.

    $$\mathbb{E}\big[(\lVert \nabla f(\hat x) \rVert - 1)^2\big], \qquad \hat x = u x + (1 - u) G(z)$$

    Args:
        critic: the function $f$.
        data: samples of the data.
        generated: as many samples of the generator.
        generator: source of randomness for $u$.

    Returns:
        The penalty, differentiable in the critic's parameters.

    Example:
        ```python
        import torch
        from notes.generative.training import gradient_penalty

        line = torch.nn.Linear(1, 1)
        torch.nn.init.constant_(line.weight, 3.0)
        generator = torch.Generator().manual_seed(0)
        print(gradient_penalty(line, torch.ones(4, 1), torch.zeros(4, 1), generator).item())
        #> 4.0
        ```

    Reference: I. Gulrajani et al., Improved Training of Wasserstein GANs, 2017, equation 3.
    """
    share = torch.rand(len(data), 1, generator=generator)
    between = (share * data + (1 - share) * generated).detach().requires_grad_()
    (slopes,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return (slopes.norm(dim=-1) - 1).square().mean()


class Recipe(NamedTuple):
    """What distinguishes one kind of adversarial training from another.

    Args:
        critic_loss: what the critic minimises, from itself, data, generated samples and a source of randomness.
        generator_loss: what the generator minimises, from the critic's outputs on its samples.
        optimiser: constructor of both optimisers, from parameters.
        critic_steps: steps of the critic for one of the generator, the k of the algorithm.
        clip: bound of the critic's weights, or infinity.
    """

    critic_loss: Losses
    generator_loss: Callable[[Tensor], Tensor]
    optimiser: Callable[[Iterable[nn.Parameter]], torch.optim.Optimizer]
    critic_steps: int = 1
    clip: float = float("inf")


GAN = Recipe(
    lambda critic, data, generated, _: -value(logits(critic, data), logits(critic, generated)),
    non_saturating_loss,
    lambda parameters: torch.optim.Adam(parameters, lr=1e-3, betas=(0.5, 0.9)),
)
CLIPPED = Recipe(
    lambda critic, data, generated, _: -critic_gain(critic, data, generated),
    lambda outputs: -outputs.mean(),
    lambda parameters: torch.optim.RMSprop(parameters, lr=5e-4),
    critic_steps=5,
    clip=0.1,
)
PENALISED = Recipe(
    lambda critic, data, generated, generator: (
        gradient_penalty(critic, data, generated, generator) - critic_gain(critic, data, generated)
    ),
    lambda outputs: -outputs.mean(),
    lambda parameters: torch.optim.Adam(parameters, lr=1e-3, betas=(0.5, 0.9)),
    critic_steps=5,
)


class Course(NamedTuple):
    """What became of a training.

    Args:
        players: the trained networks.
        steps: number of generator steps at each look.
        covered: modes covered at each look.
    """

    players: Players
    steps: list[int]
    covered: list[int]


@jaxtyped(typechecker=beartype)
def trained_on_ring(
    recipe: Recipe, steps: int, generator: torch.Generator, batch: int = 128, looks: int = 10
) -> Course:
    """Train a generator on the ring of eight Gaussians, and count the modes that it covers on the way.

    Args:
        recipe: `GAN`, `CLIPPED` or `PENALISED`.
        steps: number of generator steps.
        generator: source of randomness.
        batch: number of samples in every step.
        looks: how often to count modes.

    Returns:
        The trained networks and the modes covered over time.

    Raises:
        ValueError: if `looks` does not divide `steps`.

    Example:
        ```python
        import torch
        from notes.generative.training import GAN, trained_on_ring

        course = trained_on_ring(GAN, 2, torch.Generator().manual_seed(0), looks=1)
        print(course.steps, len(course.covered))
        #> [2] 1
        ```

    Reference: I. Goodfellow et al., Generative Adversarial Nets, 2014, algorithm 1; M. Arjovsky, S. Chintala and
    L. Bottou, Wasserstein Generative Adversarial Networks, 2017, algorithm 1.
    """
    if steps % looks:
        raise ValueError(f"`looks` must divide `steps`, {steps}, got {looks}")
    course = Course(players(generator), [], [])
    creator, judge = (recipe.optimiser(player.parameters()) for player in course.players)
    for step in range(1, steps + 1):
        for _ in range(recipe.critic_steps):
            _critic_step(recipe, course.players, judge, generator, batch)
        outputs = logits(course.players.critic, samples(course.players.generator, batch, generator))
        creator.zero_grad()
        recipe.generator_loss(outputs).backward()
        creator.step()
        if step % (steps // looks) == 0:
            course.steps.append(step)
            course.covered.append(modes_covered(samples(course.players.generator, 512, generator).detach()))
    return course


def samples(network: nn.Module, count: int, generator: torch.Generator) -> Float[Tensor, "count 2"]:
    """Samples of a generator from standard Gaussian noise.

    Args:
        network: the generator, from four coordinates of noise.
        count: number of samples.
        generator: source of randomness.

    Returns:
        One sample per row.

    Example:
        ```python
        import torch
        from notes.generative.training import players, samples

        generator = torch.Generator().manual_seed(0)
        print(tuple(samples(players(generator).generator, 3, generator).shape))
        #> (3, 2)
        ```
    """
    return network(torch.randn(count, NOISE, generator=generator))


def _critic_step(
    recipe: Recipe, pair: Players, optimiser: torch.optim.Optimizer, generator: torch.Generator, batch: int
) -> None:
    """One step of the critic against a fixed generator, its weights clipped afterwards."""
    generated = samples(pair.generator, batch, generator).detach()
    optimiser.zero_grad()
    recipe.critic_loss(pair.critic, ring(batch, generator), generated, generator).backward()
    optimiser.step()
    if recipe.clip < float("inf"):
        with torch.no_grad():
            for parameter in pair.critic.parameters():
                parameter.clamp_(-recipe.clip, recipe.clip)

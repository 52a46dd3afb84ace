r"""Alternating training: the GAN, and the Wasserstein GAN with clipped weights or a gradient penalty."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_decomposable, require_finite, require_sizes, require_some
from notes.generative.game import non_saturating_loss, value
from notes.generative.players import NOISE, Players, players
from notes.generative.ring import modes_covered, ring

Losses = Callable[[nn.Module, Tensor, Tensor, torch.Generator], Tensor]


@jaxtyped(typechecker=beartype)
def logits(critic: nn.Module, points: Float[Tensor, "*shape coordinates"]) -> Float[Tensor, " points"]:
    """Outputs of a critic as a vector.

    Args:
        critic: a network with one output.
        points: its inputs.

    Returns:
        One number per point.

    Raises:
        ValueError: if `points` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.training import logits

        print(tuple(logits(torch.nn.Linear(2, 1), torch.zeros(3, 2)).shape))
        #> (3,)
        ```
    """
    require_finite(points=points)
    return critic(points).flatten()


@jaxtyped(typechecker=beartype)
def critic_gain(
    critic: nn.Module, data: Float[Tensor, "*shape coordinates"], generated: Float[Tensor, "*others coordinates"]
) -> Float[Tensor, ""]:
    r"""What the critic of a Wasserstein GAN maximises, $\mathbb{E}_{\text{data}}[f] - \mathbb{E}_G[f]$.

    Args:
        critic: the function $f$.
        data: samples of the data.
        generated: samples of the generator.

    Returns:
        The gain; at most the Wasserstein distance if $f$ has slope one at most.

    Raises:
        ValueError: if `data` is empty, `generated` is empty or an argument is NaN or infinite.

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
    require_some(data=data, generated=generated)
    require_finite(data=data, generated=generated)
    return logits(critic, data).mean() - logits(critic, generated).mean()


@jaxtyped(typechecker=beartype)
def gradient_penalty(
    critic: nn.Module,
    data: Float[Tensor, "samples *coordinates"],
    generated: Float[Tensor, "samples *coordinates"],
    generator: torch.Generator,
) -> Float[Tensor, ""]:
    r"""Mean squared distance of the critic's slope from one, on lines between data and generated samples.

    $$\mathbb{E}\big[(\lVert \nabla f(\hat x) \rVert - 1)^2\big], \qquad \hat x = u x + (1 - u) G(z)$$

    Args:
        critic: the function $f$.
        data: samples of the data.
        generated: as many samples of the generator.
        generator: source of randomness for $u$.

    Returns:
        The penalty, differentiable in the critic's parameters.

    Raises:
        ValueError: if there is no sample, or one is not finite, or an argument is of half precision.

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
    require_decomposable(data=data, generated=generated)
    require_some(data=data)
    require_finite(data=data, generated=generated)
    share = torch.rand(*data.shape[:-1], 1, generator=generator, device=generator.device)
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
    lambda parameters: torch.optim.Adam(parameters, lr=1e-3, betas=(0.5, 0.9), fused=True),
)
CLIPPED = Recipe(
    lambda critic, data, generated, _: -critic_gain(critic, data, generated),
    lambda outputs: -outputs.mean(),
    lambda parameters: torch.optim.RMSprop(parameters, lr=1e-3),
    critic_steps=5,
    clip=0.1,
)
PENALISED = Recipe(
    lambda critic, data, generated, generator: (
        gradient_penalty(critic, data, generated, generator) - critic_gain(critic, data, generated)
    ),
    lambda outputs: -outputs.mean(),
    lambda parameters: torch.optim.Adam(parameters, lr=1e-3, betas=(0.5, 0.9), fused=True),
    critic_steps=5,
)


class Course(NamedTuple):
    """What became of a training.

    Args:
        players: the trained networks.
        steps: number of generator steps at each look.
        covered: at each look, the modes that each generator covers.
        shown: at each look, samples of each generator.
    """

    players: Players
    steps: list[int]
    covered: list[list[int]]
    shown: list[Tensor]


@jaxtyped(typechecker=beartype)
def trained_on_ring(
    recipe: Recipe, steps: int, generator: torch.Generator, batch: int = 128, looks: int = 10, *, members: int = 1
) -> Course:
    """Train generators on the ring of eight Gaussians, and count the modes that each covers on the way.

    Args:
        recipe: `GAN`, `CLIPPED` or `PENALISED`.
        steps: number of generator steps.
        generator: source of randomness.
        batch: number of samples in every step.
        looks: how often to count modes.
        members: number of pairs to train side by side, each with its own weights, data and noise.

    Returns:
        The trained networks and the modes covered over time.

    Raises:
        ValueError: if `looks` does not divide `steps`, or one of the numbers is below 1.

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
    require_sizes(steps=steps, looks=looks, batch=batch, members=members)
    if steps % looks:
        raise ValueError(f"`looks` must divide `steps`, {steps}, got {looks}")
    course = Course(players(members, generator), [], [], [])
    creator, judge = (recipe.optimiser(player.parameters()) for player in course.players)
    for step in range(1, steps + 1):
        for _ in range(recipe.critic_steps):
            _critic_step(recipe, course.players, judge, generator, batch)
        outputs = logits(course.players.critic, samples(course.players.generator, batch, generator))
        creator.zero_grad()
        (members * recipe.generator_loss(outputs)).backward()  # a mean over all pairs, of which each takes its own
        creator.step()
        if step % (steps // looks) == 0:
            course.steps.append(step)
            shown = samples(course.players.generator, 512, generator).detach()
            course.shown.append(shown)
            course.covered.append([modes_covered(points) for points in shown])
    return course


@jaxtyped(typechecker=beartype)
def samples(networks: nn.Module, count: int, generator: torch.Generator) -> Float[Tensor, "members count 2"]:
    """Samples of generators from standard Gaussian noise.

    Args:
        networks: the generators, from four coordinates of noise.
        count: number of samples of each.
        generator: source of randomness.

    Returns:
        One sample per row, generator by generator.

    Example:
        ```python
        import torch
        from notes.generative.players import players
        from notes.generative.training import samples

        generator = torch.Generator().manual_seed(0)
        print(tuple(samples(players(2, generator).generator, 3, generator).shape))
        #> (2, 3, 2)
        ```
    """
    require_sizes(0, count=count)
    members = len(next(networks.parameters()))
    return networks(torch.randn(members, count, NOISE, generator=generator))


def _critic_step(
    recipe: Recipe, pair: Players, optimiser: torch.optim.Optimizer, generator: torch.Generator, batch: int
) -> None:
    """One step of the critics against fixed generators, their weights clipped afterwards."""
    with torch.no_grad():
        generated = samples(pair.generator, batch, generator)
    data = ring(generated[..., 0].numel(), generator).view_as(generated)
    optimiser.zero_grad()
    (len(generated) * recipe.critic_loss(pair.critic, data, generated, generator)).backward()
    optimiser.step()
    if recipe.clip < float("inf"):
        with torch.no_grad():
            for parameter in pair.critic.parameters():
                parameter.clamp_(-recipe.clip, recipe.clip)

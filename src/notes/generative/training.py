r"""Alternating training: the GAN, and the Wasserstein GAN with clipped weights or a gradient penalty."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import torch
from jaxtyping import Float, Float32, jaxtyped
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
        covered: modes that the generator covers at each look.
        shown: samples of the generator at each look.
    """

    players: Players
    steps: list[int]
    covered: list[int]
    shown: list[Tensor]


@jaxtyped(typechecker=beartype)
def samples(network: nn.Module, count: int, generator: torch.Generator) -> Float[Tensor, "count coordinates"]:
    """Samples of a generator network from standard Gaussian noise.

    Args:
        network: the generator, from four coordinates of noise.
        count: number of samples.
        generator: source of randomness.

    Returns:
        One sample per row.

    Raises:
        ValueError: if `count` is negative.

    Example:
        ```python
        import torch
        from notes.generative.players import players
        from notes.generative.training import samples

        generator = torch.Generator().manual_seed(0)
        print(tuple(samples(players(generator).generator, 3, generator).shape))
        #> (3, 2)
        ```
    """
    require_sizes(0, count=count)
    return network(torch.randn(count, NOISE, generator=generator, device=generator.device))


@jaxtyped(typechecker=beartype)
def critic_step(
    recipe: Recipe,
    players: Players,
    optimiser: torch.optim.Optimizer,
    data: Float32[Tensor, "batch 2"],
    generator: torch.Generator,
) -> None:
    """One step of the critic against the generator as it is; its weights are clipped afterwards.

    Args:
        recipe: what the critic minimises, and the bound of its weights.
        players: both networks; the critic is changed.
        optimiser: the optimiser of the critic's parameters.
        data: a batch of the data, answered by as many samples.
        generator: source of randomness.

    Raises:
        ValueError: if `data` is empty, or NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.players import players
        from notes.generative.training import CLIPPED, critic_step

        random = torch.Generator().manual_seed(0)
        pair = players(random)
        critic_step(CLIPPED, pair, CLIPPED.optimiser(pair.critic.parameters()), torch.ones(8, 2), random)
        print(all(bool((weights.abs() <= CLIPPED.clip).all()) for weights in pair.critic.parameters()))
        #> True
        ```

    Reference: I. Goodfellow et al., Generative Adversarial Nets, 2014, algorithm 1.
    """
    require_some(data=data)
    require_finite(data=data)
    generated = samples(players.generator, len(data), generator).detach()
    loss = recipe.critic_loss(players.critic, data, generated, generator)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    with torch.no_grad():
        for weights in players.critic.parameters():
            weights.clamp_(-recipe.clip, recipe.clip)


@jaxtyped(typechecker=beartype)
def generator_step(
    recipe: Recipe, players: Players, optimiser: torch.optim.Optimizer, batch: int, generator: torch.Generator
) -> None:
    """One step of the generator along the slope of the critic at its samples; the critic stays as it is.

    Args:
        recipe: what the generator minimises.
        players: both networks; the generator is changed.
        optimiser: the optimiser of the generator's parameters.
        batch: number of samples.
        generator: source of randomness.

    Raises:
        ValueError: if `batch` is below 1.

    Example:
        ```python
        import torch
        from notes.generative.players import players
        from notes.generative.training import GAN, generator_step

        random = torch.Generator().manual_seed(0)
        pair = players(random)
        before = pair.generator[0].weight.clone()
        generator_step(GAN, pair, GAN.optimiser(pair.generator.parameters()), 8, random)
        print(bool((pair.generator[0].weight != before).any()))
        #> True
        ```

    Reference: I. Goodfellow et al., Generative Adversarial Nets, 2014, algorithm 1.
    """
    require_sizes(batch=batch)
    outputs = logits(players.critic, samples(players.generator, batch, generator))
    optimiser.zero_grad()
    recipe.generator_loss(outputs).backward()
    optimiser.step()


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
    require_sizes(steps=steps, looks=looks, batch=batch)
    if steps % looks:
        raise ValueError(f"`looks` must divide `steps`, {steps}, got {looks}")
    course = Course(players(generator), [], [], [])
    creator, judge = (recipe.optimiser(player.parameters()) for player in course.players)
    for step in range(1, steps + 1):
        for _ in range(recipe.critic_steps):
            critic_step(recipe, course.players, judge, ring(batch, generator), generator)
        generator_step(recipe, course.players, creator, batch, generator)
        if step % (steps // looks) == 0:
            shown = samples(course.players.generator, 512, generator).detach()
            course.steps.append(step)
            course.shown.append(shown)
            course.covered.append(modes_covered(shown))
    return course

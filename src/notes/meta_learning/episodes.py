"""Tasks as episodes: a support set to learn from and a query set to be judged on."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from jaxtyping import Float, Float32, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_finite, require_sizes

Learner = Callable[[Tensor, Tensor], Tensor]


class Episodes(NamedTuple):
    """A batch of tasks; the class of an image is its place along `ways`.

    Attributes:
        support: labelled images, `tasks ways shots height width`.
        query: images to be classified, `tasks ways queries height width`.
    """

    support: Tensor
    query: Tensor


@jaxtyped(typechecker=beartype)
def episodes(
    images: Float[Tensor, "classes samples height width"],
    generator: torch.Generator,
    *,
    tasks: int,
    ways: int = 5,
    shots: int = 1,
    queries: int = 3,
) -> Episodes:
    """Draw N-way k-shot tasks: classes without repetition, then samples of each without repetition.

    Args:
        images: examples of each class.
        generator: source of the draws.
        tasks: number of episodes.
        ways: N, classes of a task.
        shots: k, labelled examples of each class.
        queries: examples of each class to be classified.

    Returns:
        The episodes; no query is in its support set.

    Raises:
        ValueError: if there are too few classes or samples, or a number is too small, or a pixel is NaN or infinite.
    """
    require_sizes(ways=ways, shots=shots, queries=queries)
    require_sizes(0, tasks=tasks)
    require_finite(images=images)
    classes, samples = images.shape[:2]
    require(ways <= classes, "ways", f"at most the number of classes, {classes}", ways)
    require(shots + queries <= samples, "shots + queries", f"at most {samples}", shots + queries)
    chosen = _orders(tasks, classes, generator=generator)[:, :ways, None]
    order = _orders(tasks, ways, samples, generator=generator)[..., : shots + queries]
    drawn = images[chosen, order]
    return Episodes(drawn[:, :, :shots], drawn[:, :, shots:])


def _orders(*shape: int, generator: torch.Generator) -> Tensor:
    """Random orders along the last axis."""
    return torch.rand(shape, generator=generator, device=generator.device).argsort(-1)


@jaxtyped(typechecker=beartype)
def query_labels(batch: Episodes) -> torch.Tensor:
    """The classes of the queries, in the order of a learner's answers.

    Args:
        batch: the episodes.

    Returns:
        Integers, `tasks ways*queries`.
    """
    tasks, ways, queries = batch.query.shape[:3]
    return torch.arange(ways, device=batch.query.device).repeat_interleave(queries).expand(tasks, -1)


@jaxtyped(typechecker=beartype)
def support_labels(
    support: Float[Tensor, "tasks ways shots height width"],
) -> Float[Tensor, "tasks support ways"]:
    """The labels of a support set, one-hot, in the order of its examples.

    Args:
        support: labelled images.

    Returns:
        Rows of zeros and a one.
    """
    tasks, ways, shots = support.shape[:3]
    return torch.eye(ways, device=support.device).repeat_interleave(shots, 0).expand(tasks, -1, -1)


def episode_loss(learner: Learner, batch: Episodes) -> Tensor:
    """Mean negative log likelihood of the queries, each given its support set.

    Args:
        learner: maps support and query to logits, `tasks ways*queries ways`.
        batch: the episodes.

    Returns:
        A scalar, in nats.
    """
    logits = learner(batch.support, batch.query)
    return nn.functional.cross_entropy(logits.flatten(0, 1), query_labels(batch).flatten())


@jaxtyped(typechecker=beartype)
def trained(
    model: nn.Module,
    images: Float32[Tensor, "classes samples height width"],
    generator: torch.Generator,
    *,
    steps: int,
    tasks: int = 8,
) -> nn.Module:
    """The learner after episodic training with Adam.

    Args:
        model: a module that is a learner; trained in place.
        images: the training classes.
        generator: source of the episodes.
        steps: number of updates.
        tasks: episodes of an update.

    Returns:
        The same module.
    """
    require_sizes(steps=steps, tasks=tasks)
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(steps):
        optimizer.zero_grad()
        episode_loss(model, episodes(images, generator, tasks=tasks)).backward()
        optimizer.step()
    return model


class Accuracy(NamedTuple):
    """Mean accuracy over tasks, with half the width of its 95 % interval.

    Attributes:
        mean: share of queries classified rightly.
        margin: 1.96 standard errors over the tasks.
    """

    mean: float
    margin: float


def accuracy(learner: Learner, batch: Episodes) -> Accuracy:
    """Share of right answers, task by task, with its interval.

    Args:
        learner: maps support and query to logits.
        batch: the episodes, at least two tasks.

    Returns:
        Mean and margin.
    """
    with torch.no_grad():
        right = (learner(batch.support, batch.query).argmax(-1) == query_labels(batch)).float().mean(-1)
    return Accuracy(right.mean().item(), 1.96 * right.std().item() / len(right) ** 0.5)

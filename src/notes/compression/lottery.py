"""The lottery ticket hypothesis: a mask found by training, put on the weights from before the training."""

from collections.abc import Callable
from typing import TypeAlias

import torch
from jaxtyping import jaxtyped
from torch import Tensor

from notes.compression.pruning import Masks, global_masks, magnitude_saliency, masked
from notes.compression.stacked import Networks
from notes.domain import beartype

Training: TypeAlias = Callable[[Networks, Masks], Networks]
"""Trains networks of which only the weights under the masks exist."""


def full_masks(networks: Networks) -> Masks:
    """Masks that keep every weight.

    Args:
        networks: the networks.

    Returns:
        For each layer, True everywhere.
    """
    return tuple(torch.ones_like(weight, dtype=torch.bool) for weight in networks.weights)


def one_shot_masks(start: Networks, training: Training, sparsity: float) -> Masks:
    """The masks of the tickets found in one go: train, remove the smallest weights, keep the mask.

    The winning tickets are `start` under these masks: what training did to the weights is thrown away.

    Args:
        start: networks before training, or at the step to rewind to.
        training: how networks are trained.
        sparsity: share to be removed, at least 0 and less than 1.

    Returns:
        For each layer, True where a weight belongs to the ticket.

    Raises:
        ValueError: if `sparsity` is out of range.

    Reference: J. Frankle and M. Carbin, The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks, 2019.
    """
    return global_masks(magnitude_saliency(training(start, full_masks(start))), sparsity)


@jaxtyped(typechecker=beartype)
def round_sparsities(sparsity: float, rounds: int) -> list[float]:
    r"""Share removed after each round, when every round keeps the same share of what is left.

    $$1 - (1 - p)^{r / n}, \qquad r = 1, \dots, n$$

    Args:
        sparsity: share removed in the end, $p$, at least 0 and less than 1.
        rounds: number of rounds, $n$.

    Returns:
        One share per round; the last is `sparsity`.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        ```python
        from notes.compression.lottery import round_sparsities

        print([round(share, 4) for share in round_sparsities(0.875, 3)])
        #> [0.5, 0.75, 0.875]
        ```
    """
    if not 0 <= sparsity < 1:
        raise ValueError(f"`sparsity` must be at least 0 and less than 1, got {sparsity}")
    if rounds < 1:
        raise ValueError(f"`rounds` must be at least 1, got {rounds}")
    return [1 - (1 - sparsity) ** (r / rounds) for r in range(1, rounds + 1)]


@jaxtyped(typechecker=beartype)
def iterative_masks(start: Networks, training: Training, sparsity: float, rounds: int) -> list[Masks]:
    """The masks of the tickets found in rounds: train, remove some, go back to the start, and again.

    Args:
        start: networks before training, or at the step to rewind to.
        training: how networks are trained.
        sparsity: share removed in the end, at least 0 and less than 1.
        rounds: number of rounds; one round is `one_shot_masks`.

    Returns:
        The masks after each round; what one round removes never comes back.

    Raises:
        ValueError: if an argument is out of range.

    Reference: J. Frankle and M. Carbin, The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks, 2019.
    """
    found = [full_masks(start)]
    for share in round_sparsities(sparsity, rounds):
        survivors = masked(training(start, found[-1]), found[-1])
        saliencies = tuple(
            size.where(mask, -1.0) for size, mask in zip(magnitude_saliency(survivors), found[-1], strict=True)
        )
        found.append(global_masks(saliencies, share))
    return found[1:]


def shuffled_masks(masks: Masks, generator: torch.Generator) -> Masks:
    """Masks that keep as many weights in every layer of every network, but at random places.

    Args:
        masks: for each layer, True where a weight is kept.
        generator: source of randomness.

    Returns:
        The masks with their entries in random order.
    """
    return tuple(_shuffled(mask, generator) for mask in masks)


def _shuffled(mask: Tensor, generator: torch.Generator) -> Tensor:
    order = torch.rand(mask.flatten(1).shape, generator=generator).argsort(1)
    return mask.flatten(1).gather(1, order).view_as(mask)

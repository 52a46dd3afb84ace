"""The task on which this chapter measures: small networks on digits of 8 by 8 pixels, several seeds at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import torch
from jaxtyping import jaxtyped
from torch import Tensor

from notes.compression.lottery import Training, full_masks
from notes.compression.pruning import Masks, global_masks, masked
from notes.compression.stacked import (
    Loss,
    Networks,
    accuracies,
    cross_entropies,
    random_networks,
    repeated,
    trained_networks,
)
from notes.compression.straight_through import quantised_networks
from notes.data import Dataset, digits, split
from notes.domain import beartype, require_sizes, require_widths
from notes.networks.mlp import layer_shapes

WIDTHS = (64, 64, 32, 10)


class Study(NamedTuple):
    """Networks before and after training, and the digits.

    Attributes:
        start: the networks as they were initialised.
        dense: the same after training.
        train: two thirds of the digits, as vectors of 64 numbers.
        test: the other third.
        training: how networks under masks are trained.
    """

    start: Networks
    dense: Networks
    train: Dataset
    test: Dataset
    training: Training


@jaxtyped(typechecker=beartype)
def masked_training(data: Dataset, generator: torch.Generator, *, steps: int, stop: int | None = None) -> Training:
    """Training in which only the weights under the masks exist.

    Args:
        data: flat inputs with their classes.
        generator: source of the batches.
        steps: number of updates.
        stop: number of updates after which to stop on the way, at the learning rates of the whole run.

    Returns:
        A function of networks and masks, which returns trained networks with zeros off the masks.
    """

    def training(networks: Networks, masks: Masks) -> Networks:
        loss = cross_entropies(data, lambda seen: masked(seen, masks))
        return masked(trained_networks(networks, loss, len(data), generator, steps=steps, stop=stop), masks)

    return training


@jaxtyped(typechecker=beartype)
def study(seeds: int, generator: torch.Generator, *, steps: int = 120) -> Study:
    """The digits and trained networks.

    Args:
        seeds: number of networks.
        generator: source of the split, the initialisations and the batches.
        steps: updates in a training.

    Returns:
        All of it.

    Raises:
        ValueError: if `seeds` or `steps` is below 1.
    """
    require_sizes(seeds=seeds)
    whole = digits()
    train, test = split(replace(whole, inputs=whole.inputs.flatten(1).float()), 2 / 3, generator)
    start = random_networks(WIDTHS, seeds, generator)
    training = masked_training(train, generator, steps=steps)
    return Study(start, training(start, full_masks(start)), train, test, training)


def joined_masks(masks: Sequence[Masks]) -> Masks:
    """The masks of several stacks of networks as those of one stack.

    Args:
        masks: one entry per stack.

    Returns:
        For each layer, the masks of all stacks in the order given.
    """
    return tuple(torch.cat(layer) for layer in zip(*masks, strict=True))


def masked_accuracies(networks: Networks, masks: Sequence[Masks], data: Dataset, training: Training = masked) -> Tensor:
    """Accuracy under each of several masks, all trained at once.

    Args:
        networks: the networks to be masked.
        masks: one entry per sparsity, each for all networks.
        data: the examples to measure on.
        training: what happens to networks under masks; nothing but the masking unless given.

    Returns:
        Shares of right answers, of shape (masks, networks).
    """
    after = training(repeated(networks, len(masks)), joined_masks(masks))
    return accuracies(after, data).view(len(masks), -1)


def accuracy_curves(
    networks: Networks,
    saliencies: Mapping[str, tuple[Tensor, ...]],
    sparsities: Sequence[float],
    data: Dataset,
    training: Training = masked,
) -> dict[str, Tensor]:
    """Accuracy by sparsity, under global masks by each of several criteria.

    Args:
        networks: the networks to be pruned.
        saliencies: for each criterion by name, one number per weight.
        sparsities: shares to be removed.
        data: the examples to measure on.
        training: what happens to networks under masks; nothing but the masking unless given.

    Returns:
        By name, shares of right answers, of shape (sparsities, networks).

    Raises:
        ValueError: if there is no share, or one is not from 0 to below 1.
    """
    if not sparsities or not all(0 <= share < 1 for share in sparsities):
        raise ValueError(f"`sparsities` must be one share at least, each from 0 to below 1, got {list(sparsities)}")
    return {
        name: masked_accuracies(networks, [global_masks(saliency, share) for share in sparsities], data, training)
        for name, saliency in saliencies.items()
    }


@jaxtyped(typechecker=beartype)
def quantisation_aware(task: Study, bits: int, generator: torch.Generator, *, steps: int = 60) -> Networks:
    """The dense networks trained on with rounded weights in the forward pass, then rounded.

    Args:
        task: the networks and the digits.
        bits: number of bits, from 2 to 8.
        generator: source of the batches.
        steps: number of updates.

    Returns:
        Networks whose weights are on a symmetric grid for each unit.

    Raises:
        ValueError: if `bits` is out of range.
    """

    def view(networks: Networks) -> Networks:
        return quantised_networks(networks, bits)

    loss = cross_entropies(task.train, view)
    return view(trained_networks(task.dense, loss, len(task.train), generator, steps=steps))


def accuracies_by_bits(way: Callable[[int], Networks], bits: Sequence[int], data: Dataset) -> Tensor:
    """Accuracy by the number of bits.

    Args:
        way: makes networks with rounded weights from a number of bits.
        bits: numbers of bits.
        data: the examples to measure on.

    Returns:
        Shares of right answers, of shape (bits, networks).

    Raises:
        ValueError: if there is no number of bits.
    """
    require_widths(bits=bits)
    return torch.stack([accuracies(way(number), data) for number in bits])


@jaxtyped(typechecker=beartype)
def quantised_bytes(bits: int) -> int:
    """Bytes of the packed weights of one network of the study, with a float32 scale for each unit and its bias.

    Args:
        bits: number of bits of a weight.

    Returns:
        The number of bytes.
    """
    packed_bytes = sum(-(-after * before * bits // 8) for (after, before), _ in layer_shapes(WIDTHS))
    return packed_bytes + sum(4 * 2 * units for _, units in layer_shapes(WIDTHS))


@jaxtyped(typechecker=beartype)
def students(
    width: int, seeds: int, loss: Loss, examples: int, generator: torch.Generator, *, steps: int = 300
) -> Networks:
    """Networks with one hidden layer, trained on the given loss.

    Args:
        width: number of hidden units.
        seeds: number of networks.
        loss: one loss per network on the rows of a batch.
        examples: number of rows to draw from.
        generator: source of the initialisations and the batches.
        steps: number of updates.

    Returns:
        The trained networks.

    Raises:
        ValueError: if `width`, `seeds` or `examples` is below 1.
    """
    require_sizes(width=width, seeds=seeds, examples=examples)
    start = random_networks((WIDTHS[0], width, WIDTHS[-1]), seeds, generator)
    return trained_networks(start, loss, examples, generator, steps=steps)


@jaxtyped(typechecker=beartype)
def first_examples(data: Dataset, number: int) -> Dataset:
    """The first examples of a data set.

    Args:
        data: the data set, in random order.
        number: how many.

    Returns:
        A smaller data set.

    Raises:
        ValueError: if there are not so many.
    """
    if not 1 <= number <= len(data):
        raise ValueError(f"`number` must be from 1 to {len(data)}, got {number}")
    return replace(data, inputs=data.inputs[:number], targets=data.targets[:number])


@jaxtyped(typechecker=beartype)
def without_class(data: Dataset, label: int) -> Dataset:
    """A data set without the examples of one class.

    Args:
        data: the data set.
        label: the class that goes.

    Returns:
        The other examples.
    """
    others = data.targets != label
    return replace(data, inputs=data.inputs[others], targets=data.targets[others])


@jaxtyped(typechecker=beartype)
def only_class(data: Dataset, label: int) -> Dataset:
    """The examples of one class.

    Args:
        data: the data set.
        label: the class that stays.

    Returns:
        Its examples.
    """
    same = data.targets == label
    return replace(data, inputs=data.inputs[same], targets=data.targets[same])

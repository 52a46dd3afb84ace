"""Experiments of chapter 11: digits that are turned, functions of sets, deformations, shapes in space.

Rates, sizes and numbers of steps were chosen on seeds below 100, for all rivals alike, so that a run takes seconds.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import cross_entropy

from notes.convolution.training import fitted
from notes.data import digits, mnist
from notes.experiment import always, difference, experiment, mean
from notes.geometric.frames import poses
from notes.geometric.group_convolution import TURNS, GroupNetwork, PlainNetwork
from notes.geometric.point_clouds import EquivariantGraphNetwork, PointSetNetwork, random_rotations, tetrominoes
from notes.geometric.representation import turned
from notes.geometric.scale import deformed, locally_pooled, relative_change
from notes.geometric.sets import DeepSet
from notes.losses.training import trained

SHOWN = {"upright": 0, "quarter": 1, "half": 2}


@experiment(
    "A group network knows turned digits; a plain one must have seen them",
    always(
        "the group network is right as often on turned digits, but for ties",
        lambda run: abs(run["group quarter"] - run["group upright"]) < 0.005,
    ),
    always("at a quarter turn the plain network is wrong on most", lambda run: run["plain quarter"] < 0.5),
    difference("plain upright", "group upright"),
    difference("plain half", "plain quarter"),
    always(
        "having seen turned digits helps the plain network at a quarter turn",
        lambda run: run["augmented quarter"] > run["plain quarter"],
    ),
    difference("group quarter", "augmented quarter"),
    panels={
        "share of unseen digits that are right": tuple(
            f"{name} {turn}" for turn in ("upright", "quarter", "half") for name in ("plain", "augmented", "group")
        )
    },
)
def turned_digits(seed: int) -> dict[str, float]:
    """Accuracy on 500 digits, upright and turned, after 100 batches of 1,000 others.

    Plain and group network see them upright; the augmented one is the plain one, and sees each turned at random.
    """
    random = Generator().manual_seed(seed)
    places = torch.randperm(len(digits().inputs), generator=random)[:1500]
    images, targets = digits().inputs[places, None].float(), digits().targets[places]
    first, order = torch.randint(2**31, (2,), generator=random).tolist()
    turns = torch.randint(4, (1000,), generator=random)
    augmented = torch.stack([turned(image, int(turn)) for image, turn in zip(images, turns, strict=False)])
    rivals = {
        "plain": (PlainNetwork((16, 32), Generator().manual_seed(first)), images[:1000]),
        "augmented": (PlainNetwork((16, 32), Generator().manual_seed(first)), augmented),
        "group": (GroupNetwork(TURNS, (8, 16), Generator().manual_seed(first)), images[:1000]),
    }
    numbers = {}
    for name, (network, seen) in rivals.items():
        batches = Generator().manual_seed(order)
        history = fitted(
            network, cross_entropy, (seen, targets[:1000]), batches, batch=32, steps=100, learning_rate=0.02
        )
        for shown, turn in SHOWN.items():
            right = answers(history.network, turned(images[1000:], turn)) == targets[1000:]
            numbers[f"{name} {shown}"] = right.double().mean().item()
    return numbers


def answers(network: nn.Module, images: Tensor) -> Tensor:
    """The classes that a network in evaluation mode finds most likely.

    Args:
        network: a classifier.
        images: a batch.

    Returns:
        A class for each.
    """
    with torch.no_grad():
        return network.eval()(images).argmax(1)


def squared_error(sets: Tensor, wanted: Tensor, network: nn.Module) -> Tensor:
    """Mean squared error of a network's answers to sets.

    Args:
        sets: one set of elements per row.
        wanted: the true answers.
        network: from sets to numbers.

    Returns:
        A scalar.
    """
    return (network(sets) - wanted).square().mean()


GOALS: dict[str, Callable[[Tensor], Tensor]] = {
    "sum": lambda x: x.sum(-1),
    "maximum": lambda x: x.amax(-1),
    "median": lambda x: x.quantile(0.5, -1),
}


@experiment(
    "A Deep Set learns sums well, and maxima and medians less well",
    always(
        "the error of the sum is the smallest",
        lambda run: run["error of sum"] < min(run["error of maximum"], run["error of median"]),
    ),
    mean("error of sum", below=0.1),
    always(
        "maxima and medians are met better than by their mean",
        lambda run: max(run["error of maximum"], run["error of median"]) < 1,
    ),
    mean("excess at small maxima", above=0.0),
    panels={
        "error over spread": tuple(f"error of {goal}" for goal in GOALS),
        "mean error over spread, for the smallest quarter": ("excess at small maxima",),
    },
)
def sets(seed: int) -> dict[str, float]:
    """Errors on 200 unseen sets of six numbers after 300 steps on 200 others, over the spread of the true values."""
    numbers = {}
    for name, goal in GOALS.items():
        random = Generator().manual_seed(seed)
        train, test = (torch.rand(200, 6, 1, generator=random) for _ in range(2))
        wanted, true = goal(train[..., 0]), goal(test[..., 0])
        loss = partial(squared_error, train, wanted)
        fit = trained(DeepSet(1, 32, random), loss, steps=300, learning_rate=0.02)
        with torch.no_grad():
            errors = (fit(test) - true) / true.std()
        numbers[f"error of {name}"] = errors.square().mean().sqrt().item()
        if name == "maximum":
            numbers["excess at small maxima"] = errors[true < true.quantile(0.25)].mean().item()
    return numbers


@experiment(
    "The coarser the scale, the less a deformation changes",
    always(
        "pixels change more than means over cells of two, of four, of seven",
        lambda run: run["pixels"] > run["cells of 2"] > run["cells of 4"] > run["cells of 7"],
    ),
    mean("pixels"),
    mean("cells of 7"),
    panels={"relative change, points moved by up to a pixel": ("pixels", "cells of 2", "cells of 4", "cells of 7")},
)
def deformation(seed: int) -> dict[str, float]:
    """Relative change of 100 digits, and of their poolings, if a random field moves points by up to a pixel."""
    images = mnist().inputs[::50, None].float()
    bent = deformed(images, 1.0, Generator().manual_seed(seed))
    cells = {"pixels": 1, "cells of 2": 2, "cells of 4": 4, "cells of 7": 7}
    return {
        name: relative_change(locally_pooled(images, size), locally_pooled(bent, size)).item()
        for name, size in cells.items()
    }


@experiment(
    "At equal steps the group network is ahead of augmentation, at equal work it is behind",
    always(
        "the group network says the same of all four turns of a digit, but for ties",
        lambda run: run["group agrees"] > 0.99,
    ),
    always(
        "the augmented network contradicts itself on some digits, at equal work too",
        lambda run: max(run["augmented agrees"], run["equal work agrees"]) < 0.95,
    ),
    difference("group", "augmented"),
    difference("equal work", "group"),
    panels={
        "share of unseen digits, turned in four ways, that are right": ("augmented", "equal work", "group"),
        "share of them with one answer for all four turns": ("augmented agrees", "equal work agrees", "group agrees"),
    },
)
def augmentation(seed: int) -> dict[str, float]:
    """Accuracy on 500 digits in all four turns, after training on 300 others.

    The plain network sees each training digit in a turn that is drawn anew for every batch: for as many batches as the
    group network, and for as many as cost the same number of multiplications, 82,944 a digit against 313,344.
    """
    random = Generator().manual_seed(seed)
    places = torch.randperm(len(digits().inputs), generator=random)[:800]
    first, order = torch.randint(2**31, (2,), generator=random).tolist()
    images, targets = digits().inputs[places, None].float(), digits().targets[places].repeat(4, 1)
    seen, unseen = (torch.stack([turned(some, turn) for turn in range(4)]) for some in (images[:300], images[300:]))
    plain = PlainNetwork((16, 32), Generator().manual_seed(first))
    group = GroupNetwork(TURNS, (8, 16), Generator().manual_seed(first))
    rivals = {"augmented": (plain, 4, 120), "equal work": (plain, 4, 453), "group": (group, 1, 120)}
    numbers = {}
    for name, (network, turns, steps) in rivals.items():
        examples = (seen[:turns].flatten(0, 1), targets[:turns, :300].flatten())
        batches = Generator().manual_seed(order)
        history = fitted(network, cross_entropy, examples, batches, batch=32, steps=steps, learning_rate=0.02)
        said = answers(history.network, unseen.flatten(0, 1)).view(4, -1)
        numbers[name] = (said == targets[:, 300:]).double().mean().item()
        numbers[f"{name} agrees"] = (said == said[0]).all(0).double().mean().item()
    return numbers


def shape_logits(network: nn.Module, points: Tensor) -> Tensor:
    """A network's answers to clouds of points, or their means over several poses of each.

    Args:
        network: from clouds to logits.
        points: clouds in a row, or a row of poses of each.

    Returns:
        Eight logits for each cloud.
    """
    return network(points).reshape(len(points), -1, 8).mean(1)


def shape_loss(network: nn.Module, shown: Callable[[], Tensor], classes: Tensor) -> Tensor:
    """Cross-entropy of a network's answers to the clouds of one step.

    Args:
        network: from clouds to logits.
        shown: the clouds, or several poses of each.
        classes: the true classes.

    Returns:
        A scalar.
    """
    return cross_entropy(shape_logits(network, shown()), classes)


@experiment(
    "Shapes in space: a plain network must have seen them turned, distances cannot tell left from right",
    always(
        "the plain network is right on nearly all shapes upright and on less than half turned",
        lambda run: run["plain upright"] > 0.95 and run["plain"] < 0.5,
    ),
    difference("frames", "augmented"),
    difference("equivariant", "augmented"),
    difference("frames", "equivariant"),
    mean("equivariant on mirror images", below=0.55),
    difference("frames on mirror images", "equivariant on mirror images"),
    panels={
        "share of turned shapes that are right": ("plain", "augmented", "equivariant", "frames"),
        "of the two mirror images": tuple(
            f"{name} on mirror images" for name in ("augmented", "equivariant", "frames")
        ),
    },
)
def shapes(seed: int) -> dict[str, float]:
    """Accuracy on 128 noisy tetrominoes, turned at random, after 330 steps on 128 others that stand upright.

    The augmented network sees them turned anew in each step. About 4,100 parameters each.
    """
    random = Generator().manual_seed(seed)
    seen, classes = tetrominoes(16, 0.05, random)
    unseen, asked = tetrominoes(16, 0.05, random)
    moved = unseen @ random_rotations(len(unseen), 3, random)
    first = int(torch.randint(2**31, (1,), generator=random))
    plain = PointSetNetwork(3, 42, 8, Generator().manual_seed(first))
    equivariant = EquivariantGraphNetwork(16, 2, 8, Generator().manual_seed(first))
    canonical, numbers = poses(seen), {}
    rivals = {
        "plain": (plain, lambda: seen, moved),
        "augmented": (plain, lambda: seen @ random_rotations(len(seen), 3, random), moved),
        "equivariant": (equivariant, lambda: seen, moved),
        "frames": (plain, lambda: canonical, poses(moved)),
        "plain upright": (plain, lambda: seen, unseen),
    }
    for name, (network, shown, asked_about) in rivals.items():
        loss = partial(shape_loss, shown=shown, classes=classes)
        fit = trained(network, loss, steps=330, learning_rate=0.01)
        with torch.no_grad():
            right = shape_logits(fit, asked_about).argmax(-1) == asked
        numbers[name] = right.double().mean().item()
        numbers[f"{name} on mirror images"] = right[asked < 2].double().mean().item()
    return numbers

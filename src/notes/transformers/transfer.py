"""Transfer: features learnt where labels are many, used where they are few, frozen or trained further."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, cross_entropy

from notes.convolution.resnet import he_initialized
from notes.convolution.training import fitted
from notes.data import Dataset
from notes.domain import beartype, require_sizes, require_widths
from notes.losses.training import trained

CLASSES, GRAIN = 5, 0.4
WAYS = ("frozen", "fine-tuned", "from scratch", "frozen at random")


class Digits(NamedTuple):
    """Images of some digits with their labels.

    Attributes:
        images: 14 by 14 pixels.
        labels: from 0 to 4: the digit, less 5 for the upper ones.
    """

    images: Float[Tensor, "images 1 14 14"]
    labels: Int64[Tensor, "images"]


class Task(NamedTuple):
    """Digits to learn features from, and other digits to use them on.

    Attributes:
        source: the digits 0 to 4, each image several times with other grain.
        target: digits 5 to 9, of which the first may be labelled; in random order.
        test: other images of the digits 5 to 9.
    """

    source: Digits
    target: Digits
    test: Digits


@jaxtyped(typechecker=beartype)
def digits_task(data: Dataset, generator: torch.Generator, *, tested: int = 1000, copies: int = 4) -> Task:
    """The lower five digits as the task with many labels, the upper five as that with few; all images are grainy.

    Args:
        data: images of 28 by 28 pixels of all ten digits; they are halved by averages of four pixels.
        generator: source of the order and of the grain, Gaussian noise of standard deviation 0.4.
        tested: images of the upper digits kept for testing; fewer than there are.
        copies: how often each lower digit is used, each time with other grain.

    Returns:
        The task.

    Raises:
        ValueError: if no image of the upper digits is left to train on or `copies` is negative.
    """
    require_sizes(0, copies=copies)
    images = avg_pool2d(data.inputs[:, None], 2)

    def grainy(chosen: Tensor, labels: Tensor) -> Digits:
        return Digits(images[chosen] + GRAIN * torch.randn(len(chosen), 1, 14, 14, generator=generator), labels)

    lower = (data.targets < CLASSES).nonzero()[:, 0].repeat(copies)
    upper = (data.targets >= CLASSES).nonzero()[:, 0]
    if not 0 < tested < len(upper):
        raise ValueError(f"`tested` must be positive and below {len(upper)}, got {tested}")
    order = upper[torch.randperm(len(upper), generator=generator)]
    target, test = (grainy(part, data.targets[part] - CLASSES) for part in (order[tested:], order[:tested]))
    return Task(grainy(lower, data.targets[lower]), target, test)


class Network(nn.Module):
    """Two convolutions that halve the image, a dense layer, and a head of one dense layer.

    Attributes:
        features: all but the head.
        head: from features to logits.
    """

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 8, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(8, 16, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(256, 64),
            nn.ReLU(),
        )
        self.head = nn.Linear(64, CLASSES)
        he_initialized(self, generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, images: Float[Tensor, "batch 1 14 14"]) -> Float[Tensor, "batch classes"]:
        """Logits of the classes."""
        result: Tensor = self.head(self.features(images))
        return result


@jaxtyped(typechecker=beartype)
def pretrained(source: Digits, generator: torch.Generator, *, steps: int = 200) -> Network:
    """A network trained on the task with many labels.

    Args:
        source: its images and labels.
        generator: source of weights and batches.
        steps: number of updates.

    Returns:
        The network.
    """
    return _trained_on(Network(generator), source, generator, steps)


@jaxtyped(typechecker=beartype)
def fine_tuned(network: Network, few: Digits, generator: torch.Generator, *, steps: int = 60) -> Network:
    r"""A network with a new head, all of which is trained on few labels, from the features of another.

    $$\min_{\phi,\, \theta} L(h_\theta \circ f_\phi) \text{ by descent from } \phi_0$$

    Args:
        network: the network whose features to start from; it stays as it is.
        few: labelled images.
        generator: source of the head's weights and the batches.
        steps: number of updates.

    Returns:
        The network.
    """
    start = Network(generator)
    start.features.load_state_dict(network.features.state_dict())
    return _trained_on(start, few, generator, steps)


@jaxtyped(typechecker=beartype)
def frozen(network: Network, few: Digits, generator: torch.Generator, *, steps: int = 100) -> Network:
    r"""A network with a new head, which alone is trained on few labels.

    $$\min_\theta L(h_\theta \circ f_{\phi_0})$$

    Args:
        network: the network whose features to keep.
        few: labelled images.
        generator: source of the head's first weights.
        steps: number of updates, each on all labels.

    Returns:
        The network.
    """
    result = Network(generator)
    result.features.load_state_dict(network.features.state_dict())
    with torch.no_grad():
        features = result.features(few.images)
    head = trained(result.head, lambda head: cross_entropy(head(features), few.labels), steps=steps, learning_rate=0.02)
    result.head.load_state_dict(head.state_dict())
    return result


@torch.no_grad()
def accuracy(network: Network, digits: Digits) -> float:
    """Share of images that get their label.

    Args:
        network: the network.
        digits: the images.

    Returns:
        The share, between 0 and 1.
    """
    return (network(digits.images).argmax(-1) == digits.labels).float().mean().item()


@jaxtyped(typechecker=beartype)
def transfer_accuracies(
    task: Task, sizes: Sequence[int], generator: torch.Generator, *, steps: int = 200
) -> dict[str, Float[Tensor, "sizes"]]:
    """Accuracy on the target task by number of labels, for each way to use the features, and for two without them.

    Args:
        task: the two tasks.
        sizes: numbers of labels.
        generator: source of all weights and batches.
        steps: updates on the source task.

    Returns:
        For each of `WAYS` one accuracy a size.

    Raises:
        ValueError: if a size is not positive or above the number of target images.
    """
    require_widths(sizes=sizes)
    if min(sizes) < 1 or max(sizes) > len(task.target.labels):
        raise ValueError(f"`sizes` must be from 1 to {len(task.target.labels)}, got {list(sizes)}")
    learnt, random = pretrained(task.source, generator, steps=steps), Network(generator)
    rows = []
    for size in sizes:
        few = Digits(task.target.images[:size], task.target.labels[:size])
        networks = (
            frozen(learnt, few, generator),
            fine_tuned(learnt, few, generator),
            fine_tuned(Network(generator), few, generator),
            frozen(random, few, generator),
        )
        rows.append([accuracy(network, task.test) for network in networks])
    return dict(zip(WAYS, torch.tensor(rows).T, strict=True))


def _trained_on(network: Network, digits: Digits, generator: torch.Generator, steps: int) -> Network:
    """The network after updates on small batches."""
    examples, size = (digits.images, digits.labels), min(32, len(digits.labels))
    result = fitted(network, cross_entropy, examples, generator, batch=size, steps=steps, learning_rate=0.005).network
    assert isinstance(result, Network)
    return result

"""What dense connections and skips contribute.

Rates, sizes and numbers of steps were chosen on seeds below 100, for all rivals alike, so that a run takes seconds.
"""

from collections.abc import Callable

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import cross_entropy

from notes.convolution.densenet import DenseNet
from notes.convolution.residual import PreActivationBlock
from notes.convolution.resnet import StagedNetwork
from notes.convolution.shapes import drawn_shapes
from notes.convolution.training import fitted
from notes.convolution.unet import SkiplessUNet, UNet
from notes.data import Dataset, digits, split
from notes.experiment import always, difference, experiment


def accuracy(make: Callable[[Generator], nn.Module], seed: int) -> float:
    """Share of unseen digits that a network gets right after thirty batches of 32.

    Args:
        make: the network, from the source of its weights.
        seed: of the split, the weights and the batches.

    Returns:
        The share.
    """
    generator = Generator().manual_seed(seed)
    train, test = split(digits(), 0.8, generator)
    found = fitted(make(generator), cross_entropy, _images(train), generator, batch=32, steps=30, learning_rate=0.02)
    inputs, targets = _images(test)
    with torch.no_grad():
        return (found.network.eval()(inputs).argmax(1) == targets).double().mean().item()


def _images(data: Dataset) -> tuple[Tensor, Tensor]:
    return data.inputs[:, None], data.targets


@experiment(
    "A DenseNet with a quarter of the weights is some points behind a residual network",
    always(
        "both are right on more than half of the unseen digits",
        lambda run: min(run["dense"], run["residual"]) > 0.5,
    ),
    difference("residual", "dense"),
    panels={"share of unseen digits that are right": ("dense", "residual")},
)
def narrow(seed: int) -> dict[str, float]:
    """Accuracy of a DenseNet and of a residual network of 14 layers with nearly four times as many weights."""
    return {
        "dense": accuracy(DenseNet, seed),
        "residual": accuracy(lambda generator: StagedNetwork(PreActivationBlock, 14, generator), seed),
    }


@experiment(
    "The skips of a U-Net say where shapes end",
    always("the overlap with skips is larger", lambda run: run["overlap with skips"] > run["overlap without"]),
    difference("overlap with skips", "overlap without"),
    panels={
        "overlap of shapes with predicted shapes": ("overlap with skips", "overlap without"),
        "share of pixels of shapes whose kind is right": ("kind with skips", "kind without"),
    },
)
def skips(seed: int) -> dict[str, float]:
    """Overlap of shapes and predicted shapes, disc or square, and whether the kind is right, with skips and cut off."""
    numbers = {}
    for name, kind in (("with skips", UNet), ("without", SkiplessUNet)):
        random = Generator().manual_seed(seed)
        data, (images, true) = drawn_shapes(200, random), drawn_shapes(60, random)
        found = fitted(kind(random), cross_entropy, data, random, batch=12, steps=30, learning_rate=0.02)
        with torch.no_grad():
            predicted = found.network.eval()(images).argmax(1)
        either = ((predicted > 0) | (true > 0)).double().sum()
        numbers[f"overlap {name}"] = (((predicted > 0) & (true > 0)).double().sum() / either).item()
        numbers[f"kind {name}"] = (predicted == true)[true > 0].double().mean().item()
    return numbers

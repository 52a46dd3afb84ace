"""A Vision Transformer beside a convolutional network and a linear model, on the same few digits."""

from typing import NamedTuple

import torch
from jaxtyping import jaxtyped
from torch import nn
from torch.nn.functional import cross_entropy

from notes.convolution.residual import PlainBlock
from notes.convolution.resnet import StagedNetwork
from notes.convolution.training import fitted
from notes.data import Dataset
from notes.domain import beartype
from notes.transformers.initialization import normally_initialized
from notes.transformers.vision_transformer import VIT_DIGITS, VisionTransformer


class Classifier(NamedTuple):
    """A trained network and how often it is right.

    Attributes:
        network: from images with one channel to logits.
        accuracy: share of the test images that get their class.
    """

    network: nn.Module
    accuracy: float


@jaxtyped(typechecker=beartype)
def digit_classifiers(
    train: Dataset, test: Dataset, generator: torch.Generator, *, steps: int = 250, batch: int = 64
) -> dict[str, Classifier]:
    """Three kinds of network, each trained by Adam on the same images with settings of its own.

    Args:
        train: images of 8 by 8 pixels to train on.
        test: images to judge by.
        generator: source of weights and batches.
        steps: updates of the Vision Transformer; the other two, which settle sooner and later, take 3/5 and 6/5 of it.
        batch: images in each update.

    Returns:
        A Vision Transformer, a plain convolutional network of eight layers, and a linear model.
    """
    transformer = VisionTransformer(VIT_DIGITS)
    normally_initialized(transformer, generator, deviation=0.2)
    linear = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
    normally_initialized(linear, generator, deviation=0.1)
    recipes: dict[str, tuple[nn.Module, int, float]] = {
        "Vision Transformer": (transformer, steps, 0.003),
        "convolutional": (StagedNetwork(PlainBlock, 8, generator, channels=8), steps * 3 // 5, 0.01),
        "linear": (linear, steps * 6 // 5, 0.05),
    }
    found = {}
    for name, (network, updates, rate) in recipes.items():
        examples = (train.inputs[:, None], train.targets)
        history = fitted(network, cross_entropy, examples, generator, batch=batch, steps=updates, learning_rate=rate)
        learnt = history.network.eval()
        with torch.no_grad():
            right = learnt(test.inputs[:, None]).argmax(1) == test.targets
        found[name] = Classifier(learnt, right.float().mean().item())
    return found

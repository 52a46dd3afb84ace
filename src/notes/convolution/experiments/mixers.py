"""Convolution against attention, at equal multiplications, and against itself where neighbours are no neighbours."""

from functools import partial

import torch
from torch import Generator
from torch.nn.functional import cross_entropy

from notes.convolution.mixing import Attending, Convolving, MixingNetwork
from notes.convolution.training import fitted
from notes.data import digits, split
from notes.experiment import always, difference, experiment, mean

PLACES, CHANNELS, WIDTH = 16, 16, 32
RIVALS = {"convolution": (Convolving, False), "shuffled": (Convolving, True)}


@experiment(
    "At equal multiplications and in few steps convolution reads more digits than attention, also of shuffled patches",
    always("convolution reads more than attention", lambda run: run["convolution"] > run["attention"]),
    difference("convolution", "attention"),
    difference("shuffled", "attention"),
    mean("gain by order"),
    panels={
        "share of unseen digits that are right": ("convolution", "shuffled", "attention"),
        "convolution minus shuffled": ("gain by order",),
    },
)
def mixers(seed: int) -> dict[str, float]:
    """Accuracy after 100 batches of 32 digits, cut into 16 patches, whose places are as they were or in a random order.

    The rate is the better one of the two that were tried, for all rivals.
    """
    numbers = {}
    attending = partial(Attending, width=WIDTH)
    for name, (mixer, is_shuffled) in (RIVALS | {"attention": (attending, False)}).items():
        random = Generator().manual_seed(seed)
        train, test = split(digits(), 0.8, random)
        order = torch.randperm(PLACES, generator=random) if is_shuffled else torch.arange(PLACES)
        network = MixingNetwork(mixer, order, random, channels=CHANNELS)
        examples = (train.inputs[:, None], train.targets)
        found = fitted(network, cross_entropy, examples, random, batch=32, steps=100, learning_rate=0.01)
        with torch.no_grad():
            right = found.network(test.inputs[:, None]).argmax(1) == test.targets
        numbers[name] = right.double().mean().item()
    return numbers | {"gain by order": numbers["convolution"] - numbers["shuffled"]}

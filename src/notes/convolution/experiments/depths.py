"""What depth costs, with and without shortcuts and gates.

Rates, sizes and numbers of steps were chosen on seeds below 100, for all rivals alike, so that a run takes seconds.
"""

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import cross_entropy

from notes.convolution.batch_normalization import batch_statistics, normalized
from notes.convolution.highway import HighwayLayer, deep_classifier, plain_layer
from notes.convolution.residual import PlainBlock, PostActivationBlock, PreActivationBlock
from notes.convolution.resnet import Block, StagedNetwork, gradient_norms
from notes.convolution.shattering import DenseStack, autocorrelation, input_gradients, plain_step, residual_step
from notes.convolution.training import fitted
from notes.data import digits
from notes.experiment import always, difference, experiment, often

DEPTHS = (8, 20, 56)


def staged(block: Block, depth: int, seed: int) -> StagedNetwork:
    """A network of narrow stages with the weights of a seed.

    Args:
        block: what its stages are made of.
        depth: number of layers.
        seed: of the weights.

    Returns:
        The network.
    """
    return StagedNetwork(block, depth, Generator().manual_seed(seed), channels=4)


@experiment(
    "At the start gradients explode with depth in plain networks, and far less with shortcuts",
    always(
        "plain networks: the deeper, the more the gradient grows towards the input",
        lambda run: run["plain 56"] > run["plain 20"] > run["plain 8"],
    ),
    always(
        "with 56 layers the plain gradient grows by thirty times more than that with shortcuts",
        lambda run: run["plain 56"] > run["after 56"] + 1.477,
    ),
    difference("plain 20", "after 20"),
    difference("plain 20", "before 20"),
    panels={
        "gradient over weights, first layer against last (power of ten)": (
            "plain 8", "plain 20", "plain 56", "after 20", "after 56", "before 20"
        )
    },
)  # fmt: skip
def gradients(seed: int) -> dict[str, float]:
    """How much the relative gradient grows from the last convolution to the first, with the activation after or before.

    The networks are new, and look at 64 digits.
    """
    images, targets = digits().inputs[:64, None], digits().targets[:64]
    blocks = {"plain": PlainBlock, "after": PostActivationBlock, "before": PreActivationBlock}
    wanted = [("plain", 8), ("plain", 20), ("plain", 56), ("after", 20), ("after", 56), ("before", 20)]
    numbers = {}
    for name, layers in wanted:
        norms = gradient_norms(staged(blocks[name], layers, seed), images, targets)
        numbers[f"{name} {layers}"] = (norms[0] / norms[-1]).log10().item()
    return numbers


def equal_step(layer: nn.Module, hidden: Tensor) -> Tensor:
    """The input plus all of a layer of its normalised rectification.

    Args:
        layer: a dense layer.
        hidden: its input.

    Returns:
        Its output.
    """
    return hidden + layer(normalized(hidden, *batch_statistics(hidden)).relu())


@experiment(
    "Deep plain networks shatter their gradients; small branches beside shortcuts seldom do",
    always("one plain layer: above 0.7", lambda run: run["plain 1"] > 0.7),
    always("48 plain layers: below 0.4", lambda run: run["plain 48"] < 0.4),
    often("48 layers with small branches: above 0.4", lambda run: run["small branches 48"] > 0.4),
    difference("small branches 48", "equal branches 48"),
    panels={
        "correlation of slopes at neighbouring inputs": (
            "plain 1", "plain 48", "equal branches 48", "small branches 48"
        )
    },
)  # fmt: skip
def shattering(seed: int) -> dict[str, float]:
    """Correlation of the slopes at neighbouring ones of 256 inputs, for four kinds of new networks."""
    inputs = torch.linspace(-2, 2, 256)
    kinds = {
        "plain 1": (plain_step, 1),
        "plain 48": (plain_step, 48),
        "equal branches 48": (equal_step, 48),
        "small branches 48": (residual_step, 48),
    }
    numbers = {}
    for name, (step, layers) in kinds.items():
        slopes = input_gradients(DenseStack(step, layers, Generator().manual_seed(seed)), inputs)
        numbers[name] = autocorrelation(slopes, 2)[1].item()
    return numbers


@experiment(
    "Plain networks train worse with depth; residual ones pay less",
    always("plain 20 ends above plain 8", lambda run: run["plain 20"] > run["plain 8"]),
    often("plain 56 ends above plain 20", lambda run: run["plain 56"] > run["plain 20"]),
    always("residual 56 ends below plain 20", lambda run: run["residual 56"] < run["plain 20"]),
    difference("residual 56", "residual 20"),
    difference("price plain", "price residual"),
    panels={
        "training loss (nats)": tuple(f"{kind} {depth}" for kind in ("plain", "residual") for depth in DEPTHS),
        "loss with 56 layers minus loss with 8 (nats)": ("price plain", "price residual"),
    },
)
def depth(seed: int) -> dict[str, float]:
    """Training loss of plain and residual networks of 8, 20 and 56 layers on all digits after ten steps of Adam.

    For one seed, the networks have the same first weights and see the same batches.
    """
    images, targets = digits().inputs[:, None], digits().targets
    numbers = {}
    for kind, block in (("plain", PlainBlock), ("residual", PostActivationBlock)):
        for layers in DEPTHS:
            batches = Generator().manual_seed(seed)
            network = staged(block, layers, seed)
            found = fitted(network, cross_entropy, (images, targets), batches, batch=32, steps=10)
            with torch.no_grad():
                numbers[f"{kind} {layers}"] = cross_entropy(found.network(images), targets).item()
        numbers[f"price {kind}"] = numbers[f"{kind} 56"] - numbers[f"{kind} 8"]
    return numbers


@experiment(
    "Gates keep twenty layers trainable if they start nearly closed",
    always("plain ends above b = -3", lambda run: run["plain"] > run["b = -3"]),
    always("b = -1 ends above b = -3", lambda run: run["b = -1"] > run["b = -3"]),
    always("b = -3 ends below half the loss of guessing", lambda run: run["b = -3"] < math.log(10) / 2),
    panels={"training loss (nats), mean of the last ten batches": ("plain", "b = -1", "b = -3")},
)
def gates(seed: int) -> dict[str, float]:
    """Training loss of twenty dense layers after thirty batches of 32: plain, and gated with two first biases."""
    examples = (digits().inputs.flatten(1), digits().targets)
    makers: dict[str, Callable[[Generator], nn.Module]] = {
        "plain": lambda random: plain_layer(20, random),
        "b = -1": lambda random: HighwayLayer(20, random, gate_bias=-1.0),
        "b = -3": lambda random: HighwayLayer(20, random, gate_bias=-3.0),
    }
    numbers = {}
    for name, make in makers.items():
        random = Generator().manual_seed(seed)
        network = deep_classifier([make(random) for _ in range(20)], 20, random)
        found = fitted(network, cross_entropy, examples, random, batch=32, steps=30, learning_rate=0.02)
        numbers[name] = found.losses[-10:].mean().item()
    return numbers

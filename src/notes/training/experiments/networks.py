"""Signals and gradients sent through fifty layers, networks of thirty trained, and one trained by the engine."""

import numpy as np
import torch
from torch import Generator, Tensor
from torch.nn.functional import cross_entropy

from notes.data import digits, split, standardised
from notes.experiment import always, difference, experiment, mean
from notes.training.backpropagation import backward_pass, forward_pass, random_layers
from notes.training.initialization import he_variance
from notes.training.perceptron import predicted_classes, trained_on_tape
from notes.training.signal import signal_powers

SHARES = {"1/D": 0.5, "1.6/D": 0.8, "2/D": 1.0, "2.5/D": 1.25, "4/D": 2.0}  # of He's variance
RATES = (0.001, 0.003, 0.01, 0.03)


def power_of_ten(ratio: Tensor) -> float:
    """Logarithm to the base ten."""
    return ratio.log10().item()


POWERS = tuple(f"{way} {name}" for way in ("forward", "backward") for name in ("1/D", "2/D", "4/D"))


@experiment(
    "Fifty layers raise a wrong variance to its fiftieth power, for all weight gradients alike",
    always(
        "with 1/D the power falls by more than ten powers of ten both ways",
        lambda run: max(run["forward 1/D"], run["backward 1/D"]) < -10,
    ),
    always(
        "with 4/D it rises by more than ten powers of ten both ways",
        lambda run: min(run["forward 4/D"], run["backward 4/D"]) > 10,
    ),
    always(
        "with 2/D it changes by less than five powers of ten both ways",
        lambda run: max(abs(run["forward 2/D"]), abs(run["backward 2/D"])) < 5,
    ),
    always(
        "first and last weight gradients differ by less than five powers of ten for each variance",
        lambda run: max(abs(run[f"weights {name}"]) for name in SHARES) < 5,
    ),
    mean("median of 40 with 2/D", below=-0.2),
    difference("mean of 40 with 2/D", "median of 40 with 2/D"),
    panels={
        "power at the end over that at the start (power of ten)": POWERS,
        "weight gradients, first layer over last (power of ten)": ("weights 1/D", "weights 4/D"),
    },
)
def powers(seed: int) -> dict[str, float]:
    """What 50 layers of width 100 do to signal and gradient, for five variances and over 40 networks with He's."""
    generator = Generator().manual_seed(seed)
    numbers = {}
    for name, share in SHARES.items():
        layers = random_layers([100] * 51, [share * he_variance(100)] * 50, generator)
        inputs, gradient = torch.randn(2, 16, 100, generator=generator, dtype=torch.float64)
        forward, backward = signal_powers(layers, inputs, gradient)
        numbers[f"forward {name}"] = power_of_ten(forward[-1] / forward[0])
        numbers[f"backward {name}"] = power_of_ten(backward[0] / backward[-1])
        slopes = backward_pass(layers, forward_pass(layers, inputs), gradient)
        numbers[f"weights {name}"] = power_of_ten(
            slopes[0].weights.square().mean() / slopes[-1].weights.square().mean()
        )
    ratios = []
    for _ in range(40):
        layers = random_layers([100] * 51, [he_variance(100)] * 50, generator)
        inputs = torch.randn(16, 100, generator=generator, dtype=torch.float64)
        outputs = forward_pass(layers, inputs).preactivations
        ratios.append(outputs[-1].square().mean() / outputs[0].square().mean())
    ratio = torch.stack(ratios)
    return numbers | {
        "median of 40 with 2/D": power_of_ten(ratio.median()),
        "mean of 40 with 2/D": power_of_ten(ratio.mean()),
    }


class DeepNetworks(torch.nn.Module):
    """Thirty hidden layers of 32 units, for every pair of a first variance and a rate, from the same draws.

    Args:
        generator: source of the first weights.
    """

    def __init__(self, generator: Generator):
        super().__init__()
        widths = [64, *[32] * 30, 10]
        drawn = random_layers(widths, [he_variance(width) for width in widths[:-1]], generator)
        scales = torch.tensor([share**0.5 for share in SHARES.values() for _ in RATES])[:, None, None]
        self.weights = torch.nn.ParameterList([scales * layer.weights.T.float() for layer in drawn])
        self.biases = torch.nn.ParameterList([torch.zeros(len(scales), 1, len(layer.biases)) for layer in drawn])

    def forward(self, images: Tensor) -> Tensor:
        """Logits of every network."""
        outputs = images.flatten(1)
        for place, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            outputs = (outputs.relu() if place else outputs) @ weights + biases
        return outputs


def descend(networks: DeepNetworks, images: Tensor, targets: Tensor) -> None:
    """One step of descent on the loss of each network, at its own rate."""
    logits = networks(images)
    repeated = targets.repeat(len(logits))
    loss = cross_entropy(logits.flatten(0, 1), repeated, reduction="sum") / len(targets)
    parameters = list(networks.parameters())
    rates = torch.tensor([*RATES] * len(SHARES))[:, None, None]
    with torch.no_grad():
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
            parameter.sub_(rates * gradient)


TOLD = ("at rate 0.01", "at its best rate")


@experiment(
    "Thirty layers start to learn from a variance near 2/D, and from none far from it at any of four rates",
    always(
        "with 1/D and with 4/D fewer than a quarter are right at every rate",
        lambda run: max(run["1/D at its best rate"], run["4/D at its best rate"]) < 0.25,
    ),
    difference("2/D at its best rate", "1/D at its best rate"),
    difference("2/D at its best rate", "4/D at its best rate"),
    difference("2/D at rate 0.01", "1.6/D at rate 0.01"),
    difference("2.5/D at its best rate", "2/D at its best rate", above=-0.1),
    panels={
        f"share of held-out digits that are right, {told}": tuple(f"{name} {told}" for name in SHARES) for told in TOLD
    },
)
def thirty_layers(seed: int) -> dict[str, float]:
    """Held-out accuracy on digits after 150 steps of descent, for five first variances and four rates for each."""
    generator = Generator().manual_seed(seed)
    train, test = standardised(*split(digits(), 0.8, generator))
    networks = DeepNetworks(generator)
    for _ in range(150):
        batch = torch.randint(len(train), (32,), generator=generator)
        descend(networks, train.inputs[batch], train.targets[batch])
    right = (networks(test.inputs).argmax(-1) == test.targets).double().mean(1).reshape(len(SHARES), len(RATES))
    numbers = {}
    for name, by_rate in zip(SHARES, right, strict=True):
        numbers[f"{name} at rate 0.01"] = by_rate[RATES.index(0.01)].item()
        numbers[f"{name} at its best rate"] = by_rate.max().item()
    return numbers


@experiment(
    "A network trained by the engine learns the digits",
    always(
        "the loss ends below a tenth of what it was",
        lambda run: run["loss at the end"] < 0.1 * run["loss at the start"],
    ),
    always("more than 85% of the held-out digits are right", lambda run: run["held-out accuracy"] > 0.85),
    panels={"loss (nats)": ("loss at the start", "loss at the end"), "share right": ("held-out accuracy",)},
)
def engine(seed: int) -> dict[str, float]:
    """Losses and held-out accuracy of the page's network of 32 units after 150 steps on the tape."""
    data, generator = digits(), np.random.default_rng(seed)
    images, classes = data.inputs.flatten(1).double().numpy(), data.targets.numpy()
    train, test = slice(0, 1400), slice(1400, None)
    shapes = ((64, 32), (1, 32), (32, 10), (1, 10))
    start = [generator.normal(scale=0.2, size=shape) for shape in shapes]
    training = trained_on_tape(images[train], np.eye(10)[classes[train]], start, rate=0.5, steps=150)
    right = predicted_classes(training.parameters, images[test]) == classes[test]
    return {
        "loss at the start": training.losses[0],
        "loss at the end": training.losses[-1],
        "held-out accuracy": float(right.mean()),
    }

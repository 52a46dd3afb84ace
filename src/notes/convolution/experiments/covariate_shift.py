"""Whether batch normalisation helps because it keeps distributions where they were: move them, and see."""

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import cross_entropy

from notes.convolution.batch_normalization import BatchNormalization
from notes.convolution.resnet import he_initialized
from notes.convolution.training import fitted
from notes.data import digits
from notes.experiment import always, difference, experiment, often

DEPTH, WIDTH, WATCHED = 10, 40, 5
FAST, SLOW = 0.03, 0.01


class Moved(nn.Module):
    """Activations with a scale and a shift of every unit that are drawn anew for each batch, and not learned."""

    def __init__(self, generator: Generator):
        super().__init__()
        self.generator = generator

    def forward(self, x: Tensor) -> Tensor:
        """Scaled by a factor from 0.7 to 1.3, and shifted by at most 0.3."""
        scale, shift = 0.6 * torch.rand(2, x.shape[1], generator=self.generator) - 0.3
        return (1 + scale) * x + shift


class Watched(nn.Module):
    """Activations as they are, with the mean and the deviation of each unit over every batch written down."""

    def __init__(self) -> None:
        super().__init__()
        self.means: list[Tensor] = []
        self.deviations: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        """The same activations."""
        self.means.append(x.detach().mean(0))
        self.deviations.append(x.detach().std(0))
        return x

    def movement(self) -> float:
        """How far a unit's mean moves from batch to batch, in its deviations: the median over units and batches."""
        steps = torch.stack(self.means).diff(dim=0).abs()
        return (steps / torch.stack(self.deviations)[1:].clamp(min=1e-6)).median().item()


def dense_network(kind: str, seed: int) -> nn.Sequential:
    """Ten dense layers, plain or normalised, and then perhaps moved; one of them is watched.

    Args:
        kind: `plain`, `normalised` or `moved`.
        seed: of the weights, and of the movements.

    Returns:
        The network.
    """
    generator, layers = Generator().manual_seed(seed), list[nn.Module]()
    for number in range(1, DEPTH + 1):
        layers.append(nn.Linear(64 if number == 1 else WIDTH, WIDTH))
        layers += [BatchNormalization(WIDTH)] if kind != "plain" else []
        layers += [Moved(Generator().manual_seed(1000 * seed + number))] if kind == "moved" else []
        layers += [Watched()] if number == WATCHED else []
        layers.append(nn.ReLU())
    network = nn.Sequential(*layers, nn.Linear(WIDTH, 10))
    he_initialized(network, generator)
    return network


@experiment(
    "Normalisation helps at a large rate even where the distributions are moved on purpose",
    always("plain fast ends above moved", lambda run: run["plain fast"] > run["moved"]),
    often(
        "a unit of moved wanders farther from batch to batch than one of plain slow",
        lambda run: run["movement moved"] > run["movement plain slow"],
    ),
    difference("plain fast", "moved"),
    difference("moved", "normalised"),
    difference("plain slow", "normalised"),
    panels={
        "training loss (nats), mean of the last ten batches": (
            "plain fast", "plain slow", "normalised", "moved"
        ),
        "movement of a unit's mean from batch to batch, in deviations": (
            "movement plain fast", "movement plain slow", "movement normalised", "movement moved"
        ),
    },
)  # fmt: skip
def covariate_shift(seed: int) -> dict[str, float]:
    """Training loss of ten dense layers after 60 batches of 64 digits, and how much a unit of the fifth layer moves.

    All rates but that of `plain slow` are three times as large.
    """
    examples, numbers = (digits().inputs.flatten(1), digits().targets), {}
    rivals = {
        "plain fast": ("plain", FAST),
        "plain slow": ("plain", SLOW),
        "normalised": ("normalised", FAST),
        "moved": ("moved", FAST),
    }
    for name, (kind, rate) in rivals.items():
        batches, network = Generator().manual_seed(seed), dense_network(kind, seed)
        found = fitted(network, cross_entropy, examples, batches, batch=64, steps=60, learning_rate=rate)
        numbers[name] = found.losses[-10:].mean().item()
        watched = next(layer for layer in found.network.modules() if isinstance(layer, Watched))
        numbers[f"movement {name}"] = watched.movement()
    return numbers

"""Experiments of chapter 2: the linear pieces of random and of trained networks, and signals in fifty random layers."""

import torch
from torch import Generator

from notes.experiment import always, difference, experiment, mean
from notes.networks.activation import relu, selu
from notes.networks.mlp import MultilayerPerceptron, random_mlp
from notes.networks.pieces import linear_pieces
from notes.networks.sawtooth import sawtooth_values

UNITS = 24
ARRANGEMENTS = {f"{UNITS // layers} x {layers}": [UNITS // layers] * layers for layers in (1, 2, 3, 4, 6)}
KINDS = {"2-2-2": [1, 2, 2, 2, 1], "16-16-16": [1, 16, 16, 16, 1], "200": [1, 200, 1]}


@experiment(
    "Random networks have about as many pieces as units on average, in one layer as in six",
    always("one layer of 24 units has 25 pieces", lambda run: run["24 x 1"] == UNITS + 1),
    always("no network has twice as many pieces as units", lambda run: max(run.values()) < 2 * UNITS),
    *(mean(name, above=UNITS / 2, below=UNITS * 1.5) for name in list(ARRANGEMENTS)[1:]),
    panels={"linear pieces on the whole line (units a layer x layers)": tuple(ARRANGEMENTS)},
)
def random_pieces(seed: int) -> dict[str, float]:
    """Exact numbers of linear pieces of random networks with 24 hidden units in one to six layers."""
    networks = {
        name: random_mlp([1, *widths, 1], Generator().manual_seed(seed)) for name, widths in ARRANGEMENTS.items()
    }
    return {name: len(linear_pieces(network)) for name, network in networks.items()}


def trained_on_teeth(widths: list[int], seed: int, steps: int = 400) -> tuple[MultilayerPerceptron, float]:
    """A network trained by Adam on a tent folded three times, and its root mean square error."""
    x = torch.linspace(0, 1, 129, dtype=torch.float64)
    target = sawtooth_values(x, 3)
    network = random_mlp(widths, Generator().manual_seed(seed))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01, fused=True)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (network(x[:, None]).squeeze(1) - target).square().mean()
        loss.backward()
        optimizer.step()
    return network, float(loss.detach().sqrt())


@experiment(
    "The smallest network could be perfect, and training does not find it",
    always("2-2-2 has at least half of the error of the best constant", lambda run: run["error 2-2-2"] > 0.15),
    always("2-2-2 has fewer than the eight pieces that it could have", lambda run: run["pieces 2-2-2"] < 8),
    always(
        "no trained network has more pieces than units and one",
        lambda run: all(run[f"pieces {name}"] <= sum(widths[1:-1]) + 1 for name, widths in KINDS.items()),
    ),
    difference("error 2-2-2", "error 16-16-16"),
    difference("error 2-2-2", "error 200"),
    difference("pieces 200", "pieces 16-16-16"),
    panels={
        "root mean square error": tuple(f"error {name}" for name in KINDS),
        "linear pieces on the unit interval": tuple(f"pieces {name}" for name in KINDS),
    },
)
def trained_pieces(seed: int) -> dict[str, float]:
    """Errors and exact numbers of pieces of networks trained on a zigzag that the smallest of them can represent."""
    numbers = {}
    for name, widths in KINDS.items():
        network, numbers[f"error {name}"] = trained_on_teeth(widths, seed)
        numbers[f"pieces {name}"] = len(linear_pieces(network, 0.0, 1.0))
    return numbers


@experiment(
    "Fifty random layers: SELU keeps the size of signals, ReLU halves their mean square again and again",
    always("SELU keeps the mean square between 0.1 and 10", lambda run: abs(run["SELU"]) < 1),
    always("ReLU ends below one part in ten thousand million", lambda run: run["ReLU"] < -10),
    mean("factor of a ReLU layer", above=0.4, below=0.6),
    panels={"mean square after fifty layers (power of ten)": ("SELU", "ReLU")},
)
def fifty_layers(seed: int) -> dict[str, float]:
    """Mean square of a signal after fifty layers of 200 units with uniform weights of variance 1/200."""
    numbers = {}
    for name, activation in (("SELU", selu), ("ReLU", relu)):
        generator = Generator().manual_seed(seed)
        signal = start = torch.rand(100, 200, generator=generator, dtype=torch.float64)
        for _ in range(50):
            uniform = 2 * torch.rand(200, 200, generator=generator, dtype=torch.float64) - 1
            signal = activation(signal @ uniform * (3 / 200) ** 0.5)
        numbers[name] = signal.square().mean().log10().item()
    factor = 10 ** ((numbers["ReLU"] - start.square().mean().log10().item()) / 50)
    return numbers | {"factor of a ReLU layer": factor}

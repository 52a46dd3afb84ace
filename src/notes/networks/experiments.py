"""Experiments of chapter 2: the linear pieces of random networks, and of trained ones."""

import torch
from torch import Generator

from notes.experiment import always, experiment, mean, often, order
from notes.networks.mlp import MultilayerPerceptron, random_mlp
from notes.networks.pieces import linear_pieces
from notes.networks.sawtooth import sawtooth_values

UNITS = 24
ARRANGEMENTS = {f"{UNITS // layers} x {layers}": [UNITS // layers] * layers for layers in (1, 2, 3, 4, 6)}
KINDS = {"2-2-2": [1, 2, 2, 2, 1], "16-16-16": [1, 16, 16, 16, 1], "200": [1, 200, 1]}


@experiment(
    "Random networks have about as many pieces as units, whatever their depth",
    always("one layer of 24 units has 25 pieces", lambda run: run["24 x 1"] == UNITS + 1),
    always("no network has twice as many pieces as units", lambda run: max(run.values()) < 2 * UNITS),
    *(mean(name, below=UNITS + 2) for name in list(ARRANGEMENTS)[1:]),
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
    "The network that could be perfect ends as a constant",
    often("2-2-2 ends as a constant, of one piece", lambda run: run["pieces 2-2-2"] == 1),
    always("2-2-2 has an error of at least half that of the best constant", lambda run: run["error 2-2-2"] > 0.15),
    always(
        "no trained network has more pieces than units and one",
        lambda run: all(run[f"pieces {name}"] <= sum(widths[1:-1]) + 1 for name, widths in KINDS.items()),
    ),
    order("error 2-2-2", "error 200", "error 16-16-16"),
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

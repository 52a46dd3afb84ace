"""Experiments of chapter 6: what depth costs plain networks, and residual ones."""

from torch import Generator
from torch.nn.functional import cross_entropy

from notes.convolution.residual import PlainBlock, PostActivationBlock
from notes.convolution.resnet import StagedNetwork, gradient_norms
from notes.convolution.training import fitted
from notes.data import digits
from notes.experiment import always, difference, experiment

BLOCKS = {"plain": PlainBlock, "residual": PostActivationBlock}
LOSSES = tuple(f"{kind} {depth}" for kind in BLOCKS for depth in (8, 20, 56))


@experiment(
    "Plain networks train worse with depth; residual ones far less",
    always("plain 20 ends above plain 8", lambda run: run["plain 20"] > run["plain 8"]),
    always("plain 56 ends above plain 20", lambda run: run["plain 56"] > run["plain 20"]),
    always("residual 56 ends below plain 56", lambda run: run["residual 56"] < run["plain 56"]),
    always(
        "56 plain layers multiply gradients by 30 times more than 56 residual ones",
        lambda run: run["plain growth"] > run["residual growth"] + 1.477,
    ),
    difference("residual 56", "residual 20"),
    panels={
        "training loss (nats), mean of the last ten batches": LOSSES,
        "growth of the gradient from output to input (power of ten)": ("plain growth", "residual growth"),
    },
)
def depth(seed: int) -> dict[str, float]:
    """Training loss of plain and residual networks of 8, 20 and 56 layers on digits after 45 steps of Adam."""
    images, targets = digits().inputs[:, None], digits().targets
    numbers = {}
    for kind, block in BLOCKS.items():
        for layers in (8, 20, 56):
            generator = Generator().manual_seed(seed)
            network = StagedNetwork(block, layers, generator, channels=4)
            norms = gradient_norms(network, images[:64], targets[:64])
            history = fitted(network, cross_entropy, (images, targets), generator, batch=32, steps=45)
            numbers[f"{kind} {layers}"] = history.losses[-10:].mean().item()
        numbers[f"{kind} growth"] = (norms[0] / norms[-1]).log10().item()
    return numbers

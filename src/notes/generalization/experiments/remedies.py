"""What noise, rotation, shifts, dropout, early stopping and weight decay do for small networks on few digits."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Generator, Tensor

from notes.data import digits
from notes.experiment import always, difference, experiment, often
from notes.generalization.augmentation import noisy, rotated, shifted, uniform_angles
from notes.generalization.double_descent import corrupted_labels
from notes.generalization.dropout import inverted_dropout
from notes.generalization.early_stopping import EarlyStopping, stopped_descent
from notes.generalization.ensembles import ShallowEnsemble, ensemble_cross_entropy, ensemble_error, trained_ensemble
from notes.generalization.weight_decay import WeightDecay, penalized_gradient
from notes.training.adam import Adam
from notes.training.descent import optimizer_path
from notes.training.schedules import constant_rate

Remedy = tuple[Callable[[Tensor, Generator], Tensor], float]  # what is done to the images, and the rate of dropout


def unchanged(images: Tensor, _: Generator) -> Tensor:
    """The images as they are."""
    return images


REMEDIES: dict[str, Remedy] = {
    "as it is": (unchanged, 0.0),
    "noise": (lambda images, generator: noisy(images, 0.2, generator), 0.0),
    "rotation": (lambda images, generator: rotated(images, uniform_angles(len(images), 15.0, generator)), 0.0),
    "shift": (lambda images, generator: shifted(images, 1, generator), 0.0),
    "dropout": (unchanged, 0.5),
}


def shuffled_digits(generator: Generator) -> tuple[Tensor, Tensor]:
    """All digits and their classes in an order of their own."""
    data = digits()
    order = torch.randperm(len(data), generator=generator)
    return data.inputs[order], data.targets[order]


def held_out_errors(names: Sequence[str], size: int, steps: int, seed: int) -> list[float]:
    """Test errors of networks of 100 hidden units, one for each remedy, trained from one start on the same digits."""
    generator, remedies = Generator().manual_seed(seed), [REMEDIES[name] for name in names]
    images, labels = shuffled_digits(generator)
    networks = ShallowEnsemble(len(names), 64, 100, 10, generator)
    with torch.no_grad():
        for parameter in networks.parameters():
            parameter.copy_(parameter[:1].clone())

    def loss(net: ShallowEnsemble) -> Tensor:
        batch = torch.stack([change(images[:size], generator).flatten(1) for change, _ in remedies])
        hidden = [
            inverted_dropout(h, rate, generator) for h, (_, rate) in zip(net.hidden(batch), remedies, strict=True)
        ]
        return ensemble_cross_entropy(net.head(torch.stack(hidden)), labels[:size].expand(len(names), size))

    trained_ensemble(networks, loss, steps)
    held_out = images[size:].flatten(1).expand(len(names), -1, -1)
    with torch.no_grad():
        return ensemble_error(networks(held_out), labels[size:].expand(len(names), -1)).tolist()


HELPS = ("noise", "rotation", "dropout")


@experiment(
    "On a hundred digits noise, rotation and dropout lower the error on average; shifts raise it in a short training",
    *(difference("as it is", name) for name in HELPS),
    often("noise lowers the error", lambda run: run["noise"] < run["as it is"]),
    difference("shift", "as it is"),
    panels={"test error after 200 steps": tuple(REMEDIES)},
)
def hundred_digits(seed: int) -> dict[str, float]:
    """Test errors of networks trained on a hundred digits, with each augmentation and with dropout."""
    return dict(zip(REMEDIES, held_out_errors(tuple(REMEDIES), 100, 200, seed), strict=True))


SIZES = (30, 300)


@experiment(
    "Dropout saves a larger share of the error with 300 digits than with 30",
    difference("300 without", "300 with"),
    difference("share saved with 300", "share saved with 30"),
    panels={
        "test error": tuple(f"{size} {way}" for size in SIZES for way in ("without", "with")),
        "share of the error that dropout saves": tuple(f"share saved with {size}" for size in SIZES),
    },
)
def dropout_sizes(seed: int) -> dict[str, float]:
    """Test error with and without dropout for 30 and for 300 digits, and the share of it that dropout saves."""
    numbers: dict[str, float] = {}
    for size in SIZES:
        without, dropped = held_out_errors(("as it is", "dropout"), size, 200, seed)
        numbers |= {f"{size} without": without, f"{size} with": dropped}
        numbers[f"share saved with {size}"] = 1 - dropped / without
    return numbers


STOPS = ("stopped", "stopped by wrong labels", "after all 300 steps")


@experiment(
    "Against wrong labels early stopping helps, even if the validation labels are as wrong",
    always(
        "stopping by right labels ends with a lower error than taking all steps",
        lambda run: run[STOPS[0]] < run[STOPS[2]],
    ),
    difference(STOPS[2], STOPS[0], above=0.05),
    difference(STOPS[2], STOPS[1]),
    difference(STOPS[1], STOPS[0]),
    panels={"test error": STOPS},
)
def stopping(seed: int) -> dict[str, float]:
    """Test errors after training on 180 digits, 30% of whose labels were drawn anew, with and without stopping."""
    generator = Generator().manual_seed(seed)
    images, labels = shuffled_digits(generator)
    wrong = corrupted_labels(labels[:480], 0.3, generator)
    start = ShallowEnsemble(1, 64, 100, 10, generator)

    def loss(part: slice, targets: Tensor) -> Callable[[Any], Tensor]:
        return lambda net: ensemble_cross_entropy(net(images[part].flatten(1)[None]), targets[part][None]).sum()

    numbers, training = {}, loss(slice(180), wrong)
    runs = ((20, loss(slice(180, 480), labels)), (20, loss(slice(180, 480), wrong)), (300, training))
    for name, (patience, watched) in zip(STOPS, runs, strict=True):
        network = copy.deepcopy(start)
        adam = torch.optim.Adam(network.parameters(), lr=0.01)
        stopped_descent(EarlyStopping(network, patience), training, watched, adam, steps=300)
        wrong_ones = ensemble_error(network(images[480:].flatten(1)[None]), labels[480:][None])
        numbers[name] = wrong_ones.item()
    return numbers


@experiment(
    "Under Adam an L2 penalty spares the weight with loud gradients; weight decay shrinks both",
    always("with L2 the loud weight keeps more than half of its value", lambda run: run["L2 loud"] > 0.5),
    always("with L2 the quiet weight keeps less than a third", lambda run: abs(run["L2 quiet"]) < 1 / 3),
    always(
        "with weight decay each keeps less than a third",
        lambda run: max(abs(run["decay loud"]), abs(run["decay quiet"])) < 1 / 3,
    ),
    panels={"weight after 1500 steps, from one": ("L2 loud", "L2 quiet", "decay loud", "decay quiet")},
)
def loud_and_quiet(seed: int) -> dict[str, float]:
    """Two weights after 1500 steps of Adam on pure noise, a hundred times louder for the first."""
    generator, scale = Generator().manual_seed(seed), torch.tensor([10.0, 0.1])

    def gradient(_: Tensor) -> Tensor:
        return scale * (2 * torch.rand(2, generator=generator) - 1)

    start, rates = torch.ones(2), constant_rate(0.002, steps=1500)
    penalised = optimizer_path(Adam(), penalized_gradient(gradient, 0.03), start, rates)[-1].tolist()
    decayed = optimizer_path(WeightDecay(Adam(), 1.0), gradient, start, rates)[-1].tolist()
    return dict(zip(("L2 loud", "L2 quiet", "decay loud", "decay quiet"), penalised + decayed, strict=True))

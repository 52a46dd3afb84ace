"""Experiments of chapter 13: learners of tasks side by side, learned starts, learned updates, a learned procedure.

Sizes and steps were chosen so that a run takes seconds, on seeds below 1000. Settings of rival optimisers are chosen
within each run, on tasks that judge none of them.
"""

from collections.abc import Callable

import torch
from torch import Generator, Tensor, nn

from notes.experiment import always, difference, experiment, mean, often, order
from notes.meta_learning import comparison, maml
from notes.meta_learning.episodes import accuracy, episodes, trained
from notes.meta_learning.glyphs import glyphs
from notes.meta_learning.gradient_learner import FirstOrderLearner, GradientLearner, HeadLearner
from notes.meta_learning.in_context import (
    descent_layer,
    least_squares_answers,
    linear_attention,
    linear_functions,
    trained_in_context,
)
from notes.meta_learning.learned_optimizer import baseline_losses, quadratics, trained_optimizer
from notes.meta_learning.memory_augmented import MemoryAugmentedNetwork
from notes.meta_learning.pretraining import NearestMean, pretrained
from notes.meta_learning.turing_machine import share_copied, trained_machine

COMPARING: dict[str, Callable[[], nn.Module]] = {
    "siamese": comparison.SiameseNetwork,
    "matching": comparison.MatchingNetwork,
    "relation": comparison.RelationNetwork,
    "prototypical": comparison.PrototypicalNetwork,
    "memory": MemoryAugmentedNetwork,
}
ADAPTING: dict[str, Callable[[], nn.Module]] = {
    "MAML": GradientLearner,
    "first-order MAML": FirstOrderLearner,
    "ANIL": HeadLearner,
}
CHANCE = 0.2


@experiment(
    "Eight learners of tasks and a pretrained embedding on new characters",
    always(
        "every learner is above chance",
        lambda run: min(run[name] for name in (*COMPARING, *ADAPTING)) > CHANCE,
    ),
    often("the memory is above pixels", lambda run: run["memory"] > run["pixels"]),
    often(
        "matching, prototypical and relation networks and the memory are above all that take gradient steps",
        lambda run: (
            min(run[name] for name in ("matching", "prototypical", "relation", "memory"))
            > max(run[name] for name in ADAPTING)
        ),
    ),
    difference("matching", "MAML"),
    difference("memory", "MAML"),
    difference("pixels", "first-order MAML"),
    difference("prototypical", "pretrained"),
    difference("pretrained", "MAML"),
    difference("ANIL", "MAML"),
    always("five shots are easier than one", lambda run: run["prototypical 5 shots"] > run["prototypical"]),
    always("twenty ways are harder than five", lambda run: run["prototypical 20 ways"] < run["prototypical"]),
    always(
        "thirty steps from a random start leave chance",
        lambda run: run["random start 30 steps"] > CHANCE,
    ),
    often(
        "a start at random gains with thirty steps on five",
        lambda run: run["random start 30 steps"] > run["random start 5 steps"],
    ),
    often("MAML is above the random start of five steps", lambda run: run["MAML"] > run["random start 5 steps"]),
    panels={
        "accuracy, 5 ways and 1 shot; chance 0.2": ("pixels", "pretrained", *COMPARING, *ADAPTING),
        "accuracy on other tasks": ("prototypical 5 shots", "prototypical 20 ways"),
        "accuracy without meta learning": ("random start 5 steps", "random start 30 steps"),
    },
)
def approaches(seed: int) -> dict[str, float]:
    """Accuracy on 60 tasks with new characters after 20 updates on four tasks each, and without any update."""
    torch.manual_seed(seed)
    known, new = glyphs()[0::2], glyphs()[1::2]
    draw = Generator().manual_seed(seed)
    tasks = episodes(new, draw, tasks=60)
    learner = GradientLearner()
    numbers = {"pixels": accuracy(comparison.nearest_neighbour, tasks).mean}
    for learner.steps in (5, 30):
        numbers[f"random start {learner.steps} steps"] = accuracy(learner, episodes(new, draw, tasks=25)).mean
    models = {
        name: trained(kind(), known, Generator().manual_seed(seed), steps=20, tasks=4)
        for name, kind in (COMPARING | ADAPTING).items()
    }
    models["pretrained"] = pretrained(NearestMean(), known, Generator().manual_seed(seed), steps=20, batch=80)
    numbers |= {name: accuracy(model, tasks).mean for name, model in models.items()}
    for name, ways, shots in (("5 shots", 5, 5), ("20 ways", 20, 1)):
        other = episodes(new, draw, tasks=30, ways=ways, shots=shots)
        numbers[f"prototypical {name}"] = accuracy(models["prototypical"], other).mean
    return numbers


LONGER: dict[str, Callable[[], nn.Module]] = {
    "matching": comparison.MatchingNetwork,
    "prototypical": comparison.PrototypicalNetwork,
    "ANIL": HeadLearner,
}


@experiment(
    "A pretrained embedding and three learners of tasks after a hundred updates",
    always("pretraining is above pixels", lambda run: run["pretrained"] > run["pixels"]),
    difference("matching", "pretrained"),
    difference("prototypical", "pretrained"),
    difference("pretrained", "ANIL"),
    panels={"accuracy, 5 ways and 1 shot; chance 0.2": ("pixels", "pretrained", *LONGER)},
)
def longer(seed: int) -> dict[str, float]:
    """Accuracy on 60 tasks with new characters after 100 updates, each on 80 glyphs of the known ones."""
    torch.manual_seed(seed)
    known, new = glyphs()[0::2], glyphs()[1::2]
    tasks = episodes(new, Generator().manual_seed(seed), tasks=60)
    models = {
        name: trained(kind(), known, Generator().manual_seed(seed), steps=100, tasks=4) for name, kind in LONGER.items()
    }
    models["pretrained"] = pretrained(NearestMean(), known, Generator().manual_seed(seed), steps=100, batch=80)
    numbers = {name: accuracy(model, tasks).mean for name, model in models.items()}
    return {"pixels": accuracy(comparison.nearest_neighbour, tasks).mean} | numbers


STARTS = {
    "MAML": (maml.outer_gradient, 0.02),
    "first order": (maml.first_order_gradient, 0.02),
    "Reptile": (maml.reptile_gradient, 0.02),
    "pretraining": (maml.outer_gradient, 0.0),
}
STEPS = (0, 1, 10)


@experiment(
    "The first steps from a learned start",
    always("one step from MAML's start lowers the loss", lambda run: run["MAML after 1"] < run["MAML after 0"]),
    always(
        "after one step MAML is below pretraining",
        lambda run: run["MAML after 1"] < run["pretraining after 1"],
    ),
    always(
        "after one step MAML is below its first-order form",
        lambda run: run["MAML after 1"] < run["first order after 1"],
    ),
    always(
        "after ten steps the first-order form is below pretraining",
        lambda run: run["first order after 10"] < run["pretraining after 10"],
    ),
    order("pretraining after 1", "Reptile after 1", "first order after 1", "MAML after 1"),
    panels={
        f"mean squared error after {step} steps" if step != 1 else "mean squared error after 1 step": tuple(
            f"{name} after {step}" for name in STARTS
        )
        for step in STEPS
    },
)
def first_steps(seed: int) -> dict[str, float]:
    """Squared error on new sine curves after a few inner steps from four starts, each of 80 outer updates."""
    numbers: dict[str, float] = {}
    for name, (gradient, rate) in STARTS.items():
        torch.manual_seed(seed)
        network, generator = maml.curve_network(), Generator().manual_seed(seed)
        phi = maml.meta_trained(network, gradient, generator, rate=rate, steps=80)
        losses = maml.losses_after(network, phi, generator, rate=0.02, steps=STEPS)
        numbers |= {f"{name} after {step}": loss for step, loss in zip(STEPS, losses, strict=True)}
    return numbers


@experiment(
    "Layers of linear attention, trained to answer for linear functions, beside descent and least squares",
    often(
        "one layer is within a tenth of one step at the best rate",
        lambda run: abs(run["one layer"] / run["one step"] - 1) < 0.1,
    ),
    often("three layers are below one layer", lambda run: run["three layers"] < run["one layer"]),
    difference("one layer", "three layers"),
    always(
        "least squares is below both", lambda run: run["least squares"] < min(run["one layer"], run["three layers"])
    ),
    always(
        "with inputs twice as large one layer is worse than the answer zero",
        lambda run: run["one layer for doubled inputs"] > 1,
    ),
    panels={
        "squared error over that of the answer zero": ("one layer", "three layers", "one step", "least squares"),
        "the same with inputs twice as large": ("one layer for doubled inputs",),
    },
)
def in_context(seed: int) -> dict[str, float]:
    """Squared error for 2000 new functions of three inputs, ten examples each, over that of the answer zero."""
    torch.manual_seed(seed)
    draw = Generator().manual_seed(seed)
    tokens, answers = linear_functions(2000, 10, 3, draw)
    doubled, doubled_answers = linear_functions(2000, 10, 3, draw, scale=2.0)
    models = {
        name: trained_in_context(draw, layers=layers, steps=400)
        for name, layers in (("one layer", 1), ("three layers", 3))
    }

    def error(found: Tensor, right: Tensor) -> float:
        return ((found - right).square().mean() / right.square().mean()).item()

    with torch.no_grad():
        numbers = {name: error(model(tokens), answers) for name, model in models.items()}
        numbers["one layer for doubled inputs"] = error(models["one layer"](doubled), doubled_answers)
    stepped = linear_attention(tokens, *descent_layer(3, 10 / (10 + 3 + 1)))
    numbers["one step"] = error(-stepped[:, -1, -1], answers)
    return numbers | {"least squares": error(least_squares_answers(tokens), answers)}


Settings = dict[str, float | tuple[float, float]]
RATES = (0.05, 0.1, 0.2, 0.3, 0.4)
PLAIN: list[Settings] = [{"lr": rate} for rate in RATES]
MOMENTUM: list[Settings] = [{"lr": rate, "momentum": share} for rate in RATES for share in (0.0, 0.5, 0.7, 0.8, 0.9)]
ADAM: list[Settings] = [
    {"lr": rate, "betas": (first, second)} for rate in RATES for first in (0.5, 0.7, 0.9) for second in (0.9, 0.99)
]
RIVALS: dict[str, tuple[type[torch.optim.Optimizer], list[Settings]]] = {
    "SGD by rate": (torch.optim.SGD, PLAIN),
    "SGD with momentum": (torch.optim.SGD, MOMENTUM),
    "Adam by rate": (torch.optim.Adam, PLAIN),
    "Adam": (torch.optim.Adam, ADAM),
}


def logarithm(loss: Tensor) -> float:
    """The power of ten of a loss, at most 2: what diverges counts as a hundred."""
    return loss.nan_to_num(100.0).clamp(max=100.0).log10().item()


@experiment(
    "A learned optimiser against rivals with all settings tuned on other tasks",
    always("the learned optimiser ends below SGD with its best rate", lambda run: run["learned"] < run["SGD by rate"]),
    often("the learned optimiser ends below Adam with its best rate", lambda run: run["learned"] < run["Adam by rate"]),
    often(
        "Adam with all its settings tuned ends below the learned optimiser", lambda run: run["Adam"] < run["learned"]
    ),
    difference("learned", "Adam"),
    difference("median of learned", "median of SGD with momentum"),
    panels={
        "mean loss after 20 steps (power of ten, at most 2)": ("learned", *RIVALS),
        "median loss after 20 steps (power of ten)": ("median of learned", *(f"median of {name}" for name in RIVALS)),
    },
)
def optimisers(seed: int) -> dict[str, float]:
    """Loss on 400 new quadratics after 20 steps of a learned optimiser, trained for 60 updates, and of tuned rivals."""
    generator = Generator().manual_seed(seed)
    others, new = quadratics(200, generator), quadratics(400, generator)
    ends = {"learned": trained_optimizer(generator, steps=60)(*new, horizon=20)[-1].detach()}
    for name, (kind, grid) in RIVALS.items():
        tried = [logarithm(baseline_losses(*others, kind, settings, horizon=20)[-1].mean()) for settings in grid]
        best = grid[tried.index(min(tried))]
        ends[name] = baseline_losses(*new, kind, best, horizon=20)[-1]
    means = {name: logarithm(end.mean()) for name, end in ends.items()}
    return means | {f"median of {name}": logarithm(end.median()) for name, end in ends.items()}


@experiment(
    "A Turing machine learns to copy in some runs, with and without shifts that lean one row on",
    always("after 50 updates four vectors are copied better than by chance", lambda run: run["four vectors"] > 0.5),
    always(
        "a machine that copies 95 % of four vectors copies 90 % of five",
        lambda run: run["four vectors"] <= 0.95 or run["five vectors"] > 0.9,
    ),
    always("eight vectors are copied worse than four", lambda run: run["eight vectors"] < run["four vectors"]),
    mean("four vectors", above=0.75),
    mean("four vectors without the lean", above=0.75),
    panels={
        "share of bits copied (chance 0.5)": (
            "four vectors",
            "five vectors",
            "eight vectors",
            "four vectors without the lean",
        )
    },
)
def copying(seed: int) -> dict[str, float]:
    """Share of the bits of new sequences that a machine copies after 50 updates on two to four vectors."""
    numbers = {}
    for name, lean in (("", 1.0), (" without the lean", 0.0)):
        torch.manual_seed(seed)
        generator = Generator().manual_seed(seed)
        machine = trained_machine(generator, steps=50, lean=lean)
        for count, length in (("four", 4), ("five", 5), ("eight", 8)):
            bits = torch.rand(200, length, 3, generator=generator).round()
            numbers[f"{count} vectors{name}"] = share_copied(machine, bits)
    return numbers

"""Experiments of chapter 12, on small networks of digits, of such sizes that a run takes seconds."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch
from torch import Generator, Tensor
from torch.nn.functional import avg_pool2d

from notes.compression import pruning
from notes.compression.calibration import layer_inputs, least_error_grid, percentile_grid, rounded_logits
from notes.compression.distillation import distillation
from notes.compression.lottery import Training, full_masks, iterative_masks, round_sparsities, shuffled_masks
from notes.compression.pruning import Masks, global_masks, layerwise_masks, magnitude_saliency
from notes.compression.quantization import Grid, affine_grid
from notes.compression.stacked import (
    Loss,
    Networks,
    accuracies,
    cross_entropies,
    joined,
    logits,
    random_networks,
    repeated,
)
from notes.compression.straight_through import quantised_networks
from notes.compression.structure import multiplications, narrowed
from notes.compression.study import (
    WIDTHS,
    first_examples,
    joined_masks,
    masked_accuracies,
    masked_training,
    only_class,
    quantisation_aware,
    students,
    study,
    without_class,
)
from notes.data import Dataset, digits, mnist, split
from notes.experiment import always, difference, experiment, often, order
from notes.networks.mlp import MultilayerPerceptron

WIDE, NARROW = (196, 256, 256, 10), (196, 32, 32, 10)
TICKET_WIDTHS, ROUNDS, LEAST = (196, 64, 10), 4, 0.02
LEFT = ("38 %", "14 %", "5 %", "2 %")
ENDS: dict[str, Callable[[Tensor, int], Grid]] = {
    "range": affine_grid,
    "percentile": partial(percentile_grid, share=0.99),
    "least error": least_error_grid,
}
CRITERIA = ("magnitude", "gradient", "random")


@experiment(
    "What is left of accuracy with a fifth of the weights, and what retraining repairs",
    order(*CRITERIA),
    always("pruning by magnitude loses more than ten points", lambda run: run["magnitude"] < run["whole"] - 0.1),
    always(
        "retrained for as many steps it loses fewer than five",
        lambda run: run["magnitude retrained"] > run["whole"] - 0.05,
    ),
    always(
        "retraining raises every criterion",
        lambda run: all(run[f"{name} retrained"] > run[name] for name in CRITERIA),
    ),
    difference("magnitude retrained", "random retrained"),
    panels={"accuracy on held-out digits": ("whole", *CRITERIA, *(f"{name} retrained" for name in CRITERIA))},
)
def criteria(seed: int) -> dict[str, float]:
    """Accuracy with 80 % of the weights removed by each criterion, before and after retraining."""
    random = Generator().manual_seed(seed)
    s = study(1, random)
    rows = torch.arange(len(s.train))
    saliencies = {
        "magnitude": pruning.magnitude_saliency(s.dense),
        "gradient": pruning.gradient_saliency(s.dense, cross_entropies(s.train), rows),
        "random": pruning.random_saliency(s.dense, random),
    }
    masks = [global_masks(saliency, 0.8) for saliency in saliencies.values()]
    numbers = {"whole": accuracies(s.dense, s.test).item()}
    numbers |= dict(zip(saliencies, masked_accuracies(s.dense, masks, s.test)[:, 0].tolist(), strict=True))
    retrained = masked_accuracies(s.dense, masks, s.test, s.training)[:, 0].tolist()
    return numbers | {f"{name} retrained": share for name, share in zip(saliencies, retrained, strict=True)}


@experiment(
    "One comparison for all layers spares the last one, and keeps more accuracy on average",
    always("of the last layer the global mask leaves more than of the first", lambda run: run["last"] > run["first"]),
    difference("global", "layerwise"),
    panels={
        "accuracy with 70 % of the weights removed": ("global", "layerwise"),
        "share left by the global mask": ("first", "middle", "last"),
    },
)
def scope(seed: int) -> dict[str, float]:
    """Accuracy under a global and a layerwise mask, and the share of each layer that the global one leaves."""
    s = study(1, Generator().manual_seed(seed))
    saliency = magnitude_saliency(s.dense)
    masks = [global_masks(saliency, 0.7), layerwise_masks(saliency, 0.7)]
    numbers = dict(zip(("global", "layerwise"), masked_accuracies(s.dense, masks, s.test)[:, 0].tolist(), strict=True))
    return numbers | {
        name: mask.float().mean().item() for name, mask in zip(("first", "middle", "last"), masks[0], strict=True)
    }


def small_mnist(generator: Generator) -> list[Dataset]:
    """MNIST averaged over squares of two by two pixels, split into four fifths and one fifth."""
    whole = mnist()
    return list(split(replace(whole, inputs=avg_pool2d(whole.inputs[:, None], 2).flatten(1)), 0.8, generator))


@experiment(
    "Tickets against the whole network, against new weights and against other places",
    always("the ticket of 5 % is worse than the whole", lambda run: run["rounds 5 %"] < run["whole"]),
    always("it is better than its mask on new weights", lambda run: run["rounds 5 %"] > run["new weights 5 %"]),
    always("it is better than as many in other places", lambda run: run["rounds 5 %"] > run["other places 5 %"]),
    difference("rounds 38 %", "new weights 38 %"),
    difference("new weights 5 %", "other places 5 %"),
    always("with 2 % left rounds are better than one shot", lambda run: run["rounds 2 %"] > run["one shot 2 %"]),
    always(
        "after 50 steps the ticket of 14 % is ahead of its mask on new weights",
        lambda run: run["rounds 14 % after 50 steps"] > run["new weights 14 % after 50 steps"],
    ),
    difference("rounds 14 % after 50 steps", "whole after 50 steps"),
    often(
        "after 50 steps the ticket of 14 % is at least as good as the whole",
        lambda run: run["rounds 14 % after 50 steps"] >= run["whole after 50 steps"],
    ),
    difference("rounds 38 %", "whole", above=-0.005),
    panels={
        "accuracy after 150 steps": (
            "whole",
            *(f"{way} {left}" for left in LEFT for way in ("rounds", "one shot", "new weights", "other places")),
        ),
        "accuracy after 50 steps": (
            "whole after 50 steps",
            "rounds 14 % after 50 steps",
            "new weights 14 % after 50 steps",
        ),
    },
)
def tickets(seed: int) -> dict[str, float]:
    """Accuracy on MNIST of a whole network, its tickets and their controls, all trained for equally many steps."""
    random = Generator().manual_seed(seed)
    train, test = small_mnist(random)
    start, fresh = (random_networks(TICKET_WIDTHS, 1, random) for _ in range(2))
    training = masked_training(train, random, steps=150)
    dense = training(start, full_masks(start))
    rounds = iterative_masks(start, training, 1 - LEAST, ROUNDS)
    once = [global_masks(magnitude_saliency(dense), share) for share in round_sparsities(1 - LEAST, ROUNDS)]
    elsewhere = [shuffled_masks(mask, random) for mask in rounds]
    ways = {"rounds": (start, rounds), "one shot": (start, once)}
    ways |= {"new weights": (fresh, rounds), "other places": (start, elsewhere)}
    numbers = {"whole": accuracies(dense, test).item()} | named_accuracies(ways, test, training)
    short = masked_training(train, random, steps=50)
    numbers["whole after 50 steps"] = accuracies(short(start, full_masks(start)), test).item()
    for name, networks in (("rounds", start), ("new weights", fresh)):
        found = masked_accuracies(networks, [rounds[1]], test, short)
        numbers[f"{name} 14 % after 50 steps"] = found.item()
    return numbers


def named_accuracies(
    ways: dict[str, tuple[Networks, list[Masks]]], test: Dataset, training: Training
) -> dict[str, float]:
    """Accuracy of networks under their masks, all trained side by side, by way and share of weights left."""
    starts = joined([repeated(networks, len(masks)) for networks, masks in ways.values()])
    masks = joined_masks([mask for _, found in ways.values() for mask in found])
    found = accuracies(training(starts, masks), test).tolist()
    return dict(zip((f"{way} {left}" for way in ways for left in LEFT), found, strict=True))


@experiment(
    "One mask from three starting points of the run that made it",
    order("trained", "after 20 steps", "first weights"),
    often("20 steps are better than none", lambda run: run["after 20 steps"] > run["first weights"]),
    panels={"accuracy with 5 % of the weights": ("first weights", "after 20 steps", "trained")},
)
def rewinding(seed: int) -> dict[str, float]:
    """Accuracy under one mask of 5 % from the weights at the start of its run, after 20 steps of it, and at its end."""
    random = Generator().manual_seed(seed)
    whole = digits()
    train, test = split(replace(whole, inputs=whole.inputs.flatten(1).float()), 2 / 3, random)
    start, batches = random_networks(WIDTHS, 1, random), int(torch.randint(2**31, (1,), generator=random))
    points = {"first weights": start}
    for name, stop in (("after 20 steps", 20), ("trained", None)):
        run = masked_training(train, Generator().manual_seed(batches), steps=120, stop=stop)
        points[name] = run(start, full_masks(start))
    mask = global_masks(magnitude_saliency(points["trained"]), 0.95)
    training = masked_training(train, random, steps=120)
    after = training(joined(list(points.values())), joined_masks([mask] * len(points)))
    return dict(zip(points, accuracies(after, test).tolist(), strict=True))


def single(networks: Networks) -> MultilayerPerceptron:
    """The first network of a stack."""
    return MultilayerPerceptron([part[0] for part in networks.weights], [part[0] for part in networks.biases])


def stacked(model: MultilayerPerceptron) -> Networks:
    """A stack of one network."""
    weights, biases = (tuple(part.detach()[None] for part in parts) for parts in (model.weights, model.biases))
    return Networks(weights, biases)


@experiment(
    "A network cut to an eighth of its units, and its rivals of equal size",
    always("retraining raises the cut network", lambda run: run["cut and retrained"] > run["cut"]),
    difference("whole", "cut and retrained"),
    difference("cut and retrained", "sparse and retrained"),
    panels={
        "accuracy on held-out digits": (
            "whole",
            "cut",
            "cut and retrained",
            "small from the start",
            "sparse and retrained",
        )
    },
)
def narrowing(seed: int) -> dict[str, float]:
    """Accuracy on MNIST of a wide network, of what is left when units go, and of small and sparse ones of that size."""
    random = Generator().manual_seed(seed)
    train, test = small_mnist(random)
    start, fresh = random_networks(WIDE, 1, random), random_networks(NARROW, 1, random)
    training, longer = (masked_training(train, random, steps=steps) for steps in (80, 160))
    dense = training(start, full_masks(start))
    cut = stacked(narrowed(single(dense), NARROW[1:-1]))
    masks = global_masks(magnitude_saliency(dense), 1 - multiplications(NARROW) / multiplications(WIDE))
    networks = {
        "whole": dense,
        "cut": cut,
        "cut and retrained": training(cut, full_masks(cut)),
        "small from the start": longer(fresh, full_masks(fresh)),
        "sparse and retrained": training(dense, masks),
    }
    return {name: accuracies(one, test).item() for name, one in networks.items()}


@experiment(
    "Rounded weights: after training, and while training",
    always(
        "a scale for each unit loses fewer than three points at four bits",
        lambda run: run["unit 4"] > run["float32"] - 0.03,
    ),
    difference("unit 3", "layer 3"),
    always("at two bits training while rounding beats longer training", lambda run: run["aware 2"] > run["longer 2"]),
    always(
        "at two bits training while rounding loses fewer than ten points",
        lambda run: run["aware 2"] > run["float32"] - 0.1,
    ),
    panels={
        "accuracy on held-out digits": (
            "float32",
            *(f"{way} {bits}" for bits in (4, 3, 2) for way in ("layer", "unit")),
            "longer 2",
            "aware 2",
        )
    },
)
def rounding(seed: int) -> dict[str, float]:
    """Accuracy of a network on digits with weights of 4, 3 and 2 bits, by where scales are and when rounding comes."""
    random = Generator().manual_seed(seed)
    s = study(1, random)
    longer = masked_training(s.train, random, steps=60)(s.dense, full_masks(s.dense))
    networks = {"float32": s.dense}
    for bits in (4, 3, 2):
        networks[f"layer {bits}"] = quantised_networks(s.dense, bits, per_channel=False)
        networks[f"unit {bits}"] = quantised_networks(s.dense, bits)
    networks["longer 2"] = quantised_networks(longer, 2)
    networks["aware 2"] = quantisation_aware(s, 2, random)
    return {name: accuracies(one, s.test).item() for name, one in networks.items()}


@experiment(
    "Where the grid of activations ends",
    always("with eight bits less than a point is lost", lambda run: run["range 8"] > run["float32"] - 0.01),
    difference("least error 2", "range 2"),
    difference("percentile 2", "range 2"),
    difference("least error 4 glitch", "range 4 glitch"),
    difference("percentile 4 glitch", "range 4 glitch"),
    panels={
        "accuracy on held-out digits": (
            "float32",
            *(f"{way} {bits}" for bits in ("8", "4", "2", "4 glitch") for way in ENDS),
        )
    },
)
def activations(seed: int) -> dict[str, float]:
    """Accuracy with rounded activations, by how 100 digits set their grids; in the glitch one of them is 30-fold."""
    s = study(1, Generator().manual_seed(seed))
    few = first_examples(s.train, 100).inputs
    glitch = torch.cat([few[:-1], 30 * few[-1:]])
    numbers = {"float32": accuracies(s.dense, s.test).item()}
    for bits, name, seen in ((8, "8", few), (4, "4", few), (2, "2", few), (4, "4 glitch", glitch)):
        for way, end in ENDS.items():
            grids = [end(values, bits) for values in layer_inputs(s.dense, seen)]
            right = rounded_logits(s.dense, grids, s.test.inputs).argmax(-1) == s.test.targets
            numbers[f"{way} {name}"] = right.float().mean().item()
    return numbers


@experiment(
    "What a teacher's soft targets are worth to a student",
    difference("100 soft targets at 4", "100 labels"),
    difference("100 soft targets at 4", "100 soft targets at 1"),
    always("labels without threes teach fewer than half of the threes", lambda run: run["threes from labels"] < 0.5),
    difference("threes from soft targets", "threes from labels"),
    panels={
        "accuracy on held-out digits": (
            "100 labels",
            "200 labels",
            "100 soft targets at 1",
            "100 soft targets at 4",
        ),
        "share of threes recognised, none seen": ("threes from labels", "threes from soft targets"),
    },
)
def soft_targets(seed: int) -> dict[str, float]:
    """Accuracy of students on digits that learn from labels or from the mean of three networks; threes never seen."""
    random = Generator().manual_seed(seed)
    s = study(3, random)
    few, more = (first_examples(s.train, number) for number in (100, 200))

    def taught(data: Dataset, temperature: float) -> Loss:
        teacher = logits(s.dense, data.inputs).mean(0, keepdim=True)
        return distillation(data, teacher, temperature)

    tasks = {"100 labels": (cross_entropies(few), few), "200 labels": (cross_entropies(more), more)}
    tasks |= {f"100 soft targets at {t}": (taught(few, float(t)), few) for t in (1, 4)}
    numbers = {
        name: accuracies(students(16, 1, loss, len(data), random, steps=200), s.test).item()
        for name, (loss, data) in tasks.items()
    }
    seen, threes = without_class(s.train, 3), only_class(s.test, 3)
    for name, loss in {"labels": cross_entropies(seen), "soft targets": taught(seen, 4.0)}.items():
        numbers[f"threes from {name}"] = accuracies(students(32, 1, loss, len(seen), random, steps=200), threes).item()
    return numbers

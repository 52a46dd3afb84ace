"""Rules raced on the digits, schedules with and without a shared trunk, and descent at the edge of stability.

Rates were chosen on seeds 0 to 19, each the best of eight that rise by factors of two, for all rivals alike.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn.functional import cross_entropy, one_hot

from notes.data import Dataset, digits, split, standardised
from notes.experiment import always, difference, experiment, often
from notes.training.adam import Adam
from notes.training.backpropagation import random_layers
from notes.training.descent import gradient_of
from notes.training.initialization import he_variance
from notes.training.lion import Lion
from notes.training.momentum import Momentum
from notes.training.muon import Muon
from notes.training.schedules import constant_rate, cosine_annealing, warmed_up, warmup_stable_decay

WIDTHS = (64, 64, 64, 10)
RACERS: dict[str, tuple[Any, float]] = {
    "momentum": (Momentum(0.9), 0.64),
    "Adam": (Adam(), 0.016),
    "Lion": (Lion(), 0.004),
    "Muon": (Muon(), 0.02),
}
State = tuple[list[Tensor], list[Any]]


def logits(parameters: Sequence[Tensor], images: Tensor) -> Tensor:
    """Scores of the classes, from weights and biases in turn."""
    outputs = images.flatten(1)
    for place in range(0, len(parameters), 2):
        outputs = (outputs.relu() if place else outputs) @ parameters[place].T + parameters[place + 1]
    return outputs


def loss_on(data: Dataset, parameters: Sequence[Tensor]) -> float:
    """Mean cross entropy in nats."""
    return cross_entropy(logits(parameters, data.inputs), data.targets).item()


def begun(rules: Sequence[tuple[Any, float]], generator: Generator) -> State:
    """A network with He's variance, weights and biases in turn, and what their rules remember before they start."""
    layers = random_layers(WIDTHS, [he_variance(width) for width in WIDTHS[:-1]], generator)
    parameters = [part.float() for layer in layers for part in layer]
    return parameters, [rule.initial_state(one) for (rule, _), one in zip(rules, parameters, strict=True)]


def trained(rules: Sequence[tuple[Any, float]], shares: Tensor, batches: Tensor, data: Dataset, state: State) -> State:
    """A network after the batches: each parameter by its own rule, at a share of its rate."""
    parameters, memories = state
    for share, batch in zip(shares.tolist(), batches, strict=True):
        tracked = [parameter.detach().requires_grad_() for parameter in parameters]
        loss = cross_entropy(logits(tracked, data.inputs[batch]), data.targets[batch])
        slopes = torch.autograd.grad(loss, tracked)
        stepped = [
            rule.step(parameter, memory, lambda _, slope=slope: slope, share * rate)
            for (rule, rate), parameter, memory, slope in zip(rules, parameters, memories, slopes, strict=True)
        ]
        parameters, memories = [one for one, _ in stepped], [memory for _, memory in stepped]
    return parameters, memories


def rules_of(name: str) -> list[tuple[Any, float]]:
    """The rule of every parameter: Muon takes the weights of hidden units, and leaves the rest to Adam at its rate."""
    return [RACERS[name if name != "Muon" or place in (0, 2) else "Adam"] for place in range(2 * len(WIDTHS) - 2)]


def lowest(run: Mapping[str, float]) -> str:
    """Which training loss is lowest."""
    return min((f"loss {name}" for name in RACERS), key=run.__getitem__)


@experiment(
    "Adam has the lowest training loss in most runs and Muon in all others, momentum and Lion in none",
    often("Adam ends lowest", lambda run: lowest(run) == "loss Adam"),
    always("Adam or Muon ends lowest", lambda run: lowest(run) in ("loss Adam", "loss Muon")),
    difference("loss momentum", "loss Muon"),
    difference("loss Lion", "loss momentum"),
    difference("right Muon", "right Adam", above=-0.01),
    panels={
        "training loss (nats)": tuple(f"loss {name}" for name in RACERS),
        "share of held-out digits that are right": tuple(f"right {name}" for name in RACERS),
    },
)
def rivals(seed: int) -> dict[str, float]:
    """Training loss and held-out accuracy of one network after 100 batches of 64, by four rules."""
    generator = Generator().manual_seed(seed)
    train, test = standardised(*split(digits(), 0.8, generator))
    start, shares = begun(rules_of("Adam"), generator)[0], warmup_stable_decay(1.0, 100, 10, 50)
    batches = torch.randint(len(train), (100, 64), generator=generator)
    numbers = {}
    for name in RACERS:
        memories = [rule.initial_state(one) for (rule, _), one in zip(rules_of(name), start, strict=True)]
        parameters, _ = trained(rules_of(name), shares, batches, train, (start, memories))
        numbers[f"loss {name}"] = loss_on(train, parameters)
        right = logits(parameters, test.inputs).argmax(-1) == test.targets
        numbers[f"right {name}"] = right.double().mean().item()
    return numbers


BUDGETS = (100, 200, 400)
SCHEDULES = {"cosine": 0.32, "constant": 0.16, "stable and decay": 0.16}


@experiment(
    "Decays that branch off one trunk end no higher than cosines that were each run for their own length",
    *(difference(f"cosine {budget}", f"stable and decay {budget}", above=-0.005) for budget in BUDGETS),
    difference("constant 400", "stable and decay 400", above=-0.005),
    panels={
        f"training loss after {budget} batches (nats)": tuple(f"{name} {budget}" for name in SCHEDULES)
        for budget in BUDGETS
    },
)
def schedules(seed: int) -> dict[str, float]:
    """Training losses of momentum after 100, 200 and 400 batches of 16, each schedule at its best rate for 400."""
    generator = Generator().manual_seed(seed)
    train, _ = standardised(*split(digits(), 0.8, generator))
    rules = {name: [(Momentum(0.9), rate)] * 6 for name, rate in SCHEDULES.items()}
    start, numbers = begun(rules["cosine"], generator), dict[str, float]()
    batches = torch.randint(len(train), (BUDGETS[-1], 16), generator=generator)
    level = warmed_up(constant_rate(1.0, BUDGETS[-1]), 10)
    trunk, steady, done, reached = start, start, 0, 0
    for budget in BUDGETS:
        falling = warmed_up(cosine_annealing(1.0, budget), 10)
        ends = {"cosine": trained(rules["cosine"], falling, batches[:budget], train, start)}
        steady = trained(rules["constant"], level[reached:budget], batches[reached:budget], train, steady)
        leaves, decaying = budget - budget // 4, warmup_stable_decay(1.0, budget, 10, budget // 4)
        trunk = trained(rules["stable and decay"], level[done:leaves], batches[done:leaves], train, trunk)
        decayed = trained(rules["stable and decay"], decaying[leaves:], batches[leaves:budget], train, trunk)
        ends |= {"constant": steady, "stable and decay": decayed}
        numbers |= {f"{name} {budget}": loss_on(train, end[0]) for name, end in ends.items()}
        done, reached = leaves, budget
    return numbers


SHAPES = ((32, 64), (32,), (10, 32), (10,))
EDGES = (0.2, 0.4, 0.8)


def squared_error(point: Tensor, images: Tensor, onehot: Tensor) -> Tensor:
    """Half the mean squared distance of a tanh network's outputs, its parameters in one row, from the classes."""
    parts = point.split([torch.Size(shape).numel() for shape in SHAPES])
    first, bias, second, last = (part.reshape(shape) for part, shape in zip(parts, SHAPES, strict=True))
    return ((images @ first.T + bias).tanh() @ second.T + last - onehot).square().sum(1).mean() / 2


def largest_curvature(loss: Callable[[Tensor], Tensor], point: Tensor, direction: Tensor) -> float:
    """The largest eigenvalue of the second derivatives in modulus, by thirty rounds of the power iteration."""
    tracked = point.detach().requires_grad_()
    (slope,) = torch.autograd.grad(loss(tracked), tracked, create_graph=True)
    for _ in range(30):
        (product,) = torch.autograd.grad(slope, tracked, direction, retain_graph=True)
        curvature, direction = direction @ product, product / product.norm()
    return curvature.item()


def settled(rate: float) -> Callable[[Mapping[str, float]], bool]:
    """Whether the largest curvature of a run ends about where this rate has its bound."""
    return lambda run: 0.9 < run[f"end {rate}"] < 1.2


@experiment(
    "Full-batch descent on a network settles where the largest curvature is about 2 over the rate",
    *(
        often(f"at rate {rate} the curvature ends between 0.9 and 1.2 times 2/rate", settled(rate))
        for rate in EDGES[1:]
    ),
    always("at rate 0.2 it rises, and has not arrived", lambda run: run["start 0.2"] < run["end 0.2"] < 0.95),
    always("the loss ends below a tenth at every rate", lambda run: max(run[f"loss {one}"] for one in EDGES) < 0.1),
    always("at rate 0.4 the loss rises in more than 100 of 1000 steps", lambda run: run["rises 0.4"] > 100),
    panels={
        "largest curvature times rate / 2": tuple(f"{when} {rate}" for rate in EDGES for when in ("start", "end")),
        "steps out of 1000 in which the loss rises": tuple(f"rises {rate}" for rate in EDGES),
    },
)
def edge(seed: int) -> dict[str, float]:
    """Curvatures over 2/rate before and after 1000 full-batch steps on 200 digits, at three rates."""
    generator = Generator().manual_seed(seed)
    train, _ = standardised(*split(digits(), 0.8, generator))
    images, onehot = train.inputs[:200].flatten(1), one_hot(train.targets[:200], 10).float()
    drawn = [torch.randn(shape, generator=generator) / 2 / shape[-1] ** 0.5 for shape in SHAPES]
    start = torch.cat([one.flatten() * (one.ndim > 1) for one in drawn])
    direction = torch.nn.functional.normalize(torch.randn(start.shape, generator=generator), dim=0)

    def loss(point: Tensor) -> Tensor:
        return squared_error(point, images, onehot)

    numbers = {}
    for rate in EDGES:
        gradient, losses, point = gradient_of(loss), [], start
        for _ in range(1000):
            losses.append(loss(point).item())
            point = point - rate * gradient(point)
        numbers[f"start {rate}"] = rate / 2 * largest_curvature(loss, start, direction)
        numbers[f"end {rate}"] = rate / 2 * largest_curvature(loss, point, direction)
        numbers[f"rises {rate}"] = float(sum(after > before for before, after in pairwise(losses)))
        numbers[f"loss {rate}"] = loss(point).item() / losses[0]
    return numbers

"""Optimisers raced on the Gabor loss, and what leaves its minima: noise, or a rate that is too large."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Generator, Tensor

from notes.experiment import always, difference, experiment, mean, often
from notes.training.adam import Adam
from notes.training.descent import GradientDescent, optimizer_path
from notes.training.gabor import TRUE_PARAMETERS, GaborData, gabor_data, gabor_gradient, gabor_loss
from notes.training.minibatch import shuffled_batches, stochastic_gradient
from notes.training.momentum import Momentum, NesterovMomentum
from notes.training.schedules import cosine_annealing

STEPS = 400
RULES: dict[str, tuple[Any, tuple[float, ...]]] = {
    "plain": (GradientDescent(), (1, 4, 8, 16, 32)),
    "momentum": (Momentum(0.9), (1, 4, 8, 16, 32)),
    "Nesterov": (NesterovMomentum(0.9), (1, 4, 8, 16, 32)),
    "Adam": (Adam(), (0.03, 0.1, 0.3, 1)),
}
RACERS = {name: tuple(f"{name} {rate:g}" for rate in rates) for name, (_, rates) in RULES.items()}
GOOD = 0.02  # a loss below it is that of the best minimum, where the noise alone makes about 0.01
WINDOW = ((-10.0, 2.5), (20.0, 20.0))  # corner and sides of the rectangle of random starts


def uniform_starts(rectangle: Sequence[Sequence[float]], runs: int, generator: Generator) -> Tensor:
    """Points drawn uniformly from a rectangle, given by its lower left corner and its sides."""
    corner, sides = torch.tensor(rectangle, dtype=torch.float64)
    return corner + sides * torch.rand(runs, 2, generator=generator, dtype=torch.float64)


def rate_paths(rule: Any, rates: Sequence[float], starts: Tensor, data: GaborData) -> Tensor:
    """Iterates "points rates starts 2" of a rule with several constant rates side by side."""
    rate = torch.tensor(rates, dtype=torch.float64)[:, None, None]
    path = [starts.expand(len(rates), *starts.shape)]
    state = rule.initial_state(path[-1])
    for _ in range(STEPS):
        parameters, state = rule.step(path[-1], state, lambda phi: gabor_gradient(phi, *data), rate)
        path.append(parameters)
    return torch.stack(path)


def slowest_over_fastest(run: Mapping[str, float]) -> float:
    """By what factor the steps of Adam differ over its rates."""
    steps = [run[racer] for racer in RACERS["Adam"]]
    return max(steps) / min(steps)


@experiment(
    "Near a minimum Nesterov momentum is fastest on average, and Adam stands the widest range of rates",
    difference("plain at its best rate", "Nesterov at its best rate"),
    often(
        "Nesterov is faster than plain descent",
        lambda run: run["Nesterov at its best rate"] < run["plain at its best rate"],
    ),
    often(
        "momentum is no faster than plain descent",
        lambda run: run["momentum at its best rate"] >= run["plain at its best rate"],
    ),
    often("plain descent at rate 16 does not arrive", lambda run: run["plain 16"] > STEPS),
    often(
        "momentum and Nesterov arrive at rates 8 to 32",
        lambda run: max(run[f"{rule} {rate}"] for rule in ("momentum", "Nesterov") for rate in (8, 16, 32)) <= STEPS,
    ),
    always(
        "Adam's slowest rate takes less than five times the steps of its fastest",
        lambda run: slowest_over_fastest(run) < 5,
    ),
    panels={
        "median steps until arrival (401: none)": (
            *RACERS["plain"],
            *RACERS["momentum"],
            *RACERS["Nesterov"],
            *RACERS["Adam"],
        )
    },
)
def race(seed: int) -> dict[str, float]:
    """Median steps, over 20 starts near the truth, until the loss stays within 0.001 of the least that any run has."""
    generator = Generator().manual_seed(seed)
    data = gabor_data(28, 0.1, generator)
    starts = uniform_starts(((-1.5, 13.0), (3.0, 7.0)), 20, generator)
    starts = torch.cat([starts, torch.tensor([TRUE_PARAMETERS], dtype=torch.float64)])
    losses = {name: gabor_loss(rate_paths(*rule, starts, data), *data) for name, rule in RULES.items()}
    best = min(loss.min() for loss in losses.values())
    numbers: dict[str, float] = {}
    for name, loss in losses.items():
        last = ((loss > best + 1e-3) * torch.arange(1, STEPS + 2)[:, None, None]).amax(0)
        steps = last[:, :-1].double().median(1).values.tolist()
        numbers |= dict(zip(RACERS[name], steps, strict=True)) | {f"{name} at its best rate": min(steps)}
    return numbers


@experiment(
    "The noise of batches empties one minimum in every run, and from another start finds the best one in none",
    always("from the first start all 100 runs leave the minimum of full-batch descent", lambda run: run["left"] == 1),
    always("from the second start none of 100 reaches the best minimum", lambda run: run["best from the second"] == 0),
    mean("best from the first", above=0.25, below=0.75),
    panels={"share of 100 runs": ("left", "best from the first", "best from the second")},
)
def escape(seed: int) -> dict[str, float]:
    """Where stochastic descent with batches of five ends on the page's data, from (-2, 5) and from (-5, 13)."""
    data = gabor_data(28, 0.1, Generator().manual_seed(4))
    starts = torch.tensor([[-2.0, 5.0], [-5.0, 13.0]], dtype=torch.float64).repeat_interleave(100, 0)
    batches = shuffled_batches(28, 5, Generator().manual_seed(seed), runs=200)
    noisy = stochastic_gradient(gabor_gradient, *data, batches)
    ends = optimizer_path(GradientDescent(), noisy, starts, cosine_annealing(2.0, 600))[-1]
    first, second = gabor_loss(ends, *data).split(100)
    return {
        "left": (first < 0.4).double().mean().item(),
        "best from the first": (first < GOOD).double().mean().item(),
        "best from the second": (second < GOOD).double().mean().item(),
    }


KINDS = ("full batch", "stochastic", "full batch at ten times the rate")


@experiment(
    "From random starts noise lowers the mean loss a little, and leaves the share that ends well about as it was",
    difference("loss full batch", "loss stochastic"),
    difference("best stochastic", "best full batch", above=-0.05),
    difference("best full batch", "best stochastic", above=-0.05),
    difference("best full batch", "best full batch at ten times the rate"),
    panels={
        "share of 100 starts that end at the best minimum": tuple(f"best {kind}" for kind in KINDS),
        "mean loss at the end": tuple(f"loss {kind}" for kind in KINDS),
    },
)
def random_starts(seed: int) -> dict[str, float]:
    """Shares and mean losses of 100 random starts on a data set of its own: without noise, with it, in long steps."""
    generator = Generator().manual_seed(seed)
    data = gabor_data(28, 0.1, generator)
    starts = uniform_starts(WINDOW, 100, generator)
    noisy = stochastic_gradient(gabor_gradient, *data, shuffled_batches(28, 5, generator, runs=100))
    numbers: dict[str, float] = {}
    for kind, rate in zip(KINDS, (2.0, 2.0, 20.0), strict=True):
        gradient = noisy if kind == "stochastic" else lambda phi: gabor_gradient(phi, *data)
        loss = gabor_loss(optimizer_path(GradientDescent(), gradient, starts, cosine_annealing(rate, STEPS))[-1], *data)
        numbers |= {f"best {kind}": (loss < GOOD).double().mean().item(), f"loss {kind}": loss.mean().item()}
    return numbers


def hessians(points: Tensor, data: GaborData, step: float = 1e-4) -> Tensor:
    """Second derivatives of the Gabor loss at several points, by central differences of its gradient."""
    moves = step * torch.eye(2, dtype=torch.float64)
    slopes = [gabor_gradient(points + move, *data) - gabor_gradient(points - move, *data) for move in moves]
    return torch.stack(slopes, -1) / (2 * step)


def exact_minima(starts: Tensor, data: GaborData) -> Tensor:
    """Minima of the Gabor loss, where descent from these starts and from the truth ends, exact by Newton's rule."""
    starts = torch.cat([starts, torch.tensor([TRUE_PARAMETERS], dtype=torch.float64)])
    ends = optimizer_path(
        GradientDescent(), lambda phi: gabor_gradient(phi, *data), starts, cosine_annealing(4.0, STEPS)
    )[-1]
    points = ends
    for _ in range(5):
        points = points - (torch.linalg.pinv(hessians(points, data)) @ gabor_gradient(points, *data)[..., None])[..., 0]
    curved = torch.linalg.eigvalsh(hessians(points, data))[:, 0] > 1e-3
    found = curved & ((points - ends).norm(dim=-1) < 1) & (gabor_gradient(points, *data).norm(dim=-1) < 1e-8)
    return points[found]


@experiment(
    "Full-batch descent rests in a minimum at a rate below 2/λ, and in none at a rate above it",
    always(
        "at nine tenths of 2/λ no run leaves the minimum beside which it began", lambda run: run["left at 0.9"] == 0
    ),
    always("at eleven tenths of 2/λ every run leaves it", lambda run: run["left at 1.1"] == 1),
    panels={"share of the minima that are left, by the rate over 2/λ": ("left at 0.9", "left at 1.1")},
)
def large_rates(seed: int) -> dict[str, float]:
    """Share of the minima of a Gabor loss that 400 steps from 0.001 beside them lead more than 0.01 away from."""
    generator = Generator().manual_seed(seed)
    data = gabor_data(28, 0.1, generator)
    minima = exact_minima(uniform_starts(WINDOW, 60, generator), data)
    bounds = 2 / torch.linalg.eigvalsh(hessians(minima, data))[:, 1:]
    beside = minima + 1e-3 * (2 * torch.rand(minima.shape, generator=generator, dtype=torch.float64) - 1)
    numbers = {"minima": float(len(minima))}
    for share in (0.9, 1.1):
        points = beside
        for _ in range(STEPS):
            points = points - share * bounds * gabor_gradient(points, *data)
        numbers[f"left at {share}"] = ((points - minima).norm(dim=-1) > 0.01).double().mean().item()
    return numbers

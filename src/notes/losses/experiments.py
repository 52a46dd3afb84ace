"""Experiments of chapter 3: predicted variances, mixtures, and whether probabilities and intervals keep their word."""

from collections.abc import Callable

import torch
from torch import Generator, Tensor, nn

from notes.data import Dataset, digits, split
from notes.experiment import always, difference, experiment, mean, often
from notes.losses.calibration import band_coverage, expected_calibration_error, reliability_diagram
from notes.losses.categorical import categorical_nll, softmax
from notes.losses.conformal import conformal_quantile, split_conformal_interval
from notes.losses.heteroscedastic import (
    HeteroscedasticNetwork,
    HomoscedasticNetwork,
    Sample,
    fitted,
    noisy_sine,
    true_mean,
)
from notes.losses.likelihood import negative_log_likelihood
from notes.losses.mixture import mixture_nll
from notes.losses.recipe import HETEROSCEDASTIC_GAUSSIAN
from notes.losses.training import minimiser, trained
from notes.networks.mlp import random_mlp

THIRDS = ("everywhere", "left third", "middle third", "right third")


class StraightMean(nn.Module):
    """A mean that can only be a straight line, with a variance as flexible as before."""

    def __init__(self, generator: Generator):
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(2))
        self.spread = HeteroscedasticNetwork(generator)

    def forward(self, inputs: Tensor) -> Tensor:
        """Mean and log variance of each input."""
        mean = self.mean[0] + self.mean[1] * inputs
        return torch.cat([mean, self.spread(inputs)[:, 1:]], dim=-1)


NETWORKS = {"one variance": HomoscedasticNetwork, "variances": HeteroscedasticNetwork, "straight": StraightMean}


@torch.no_grad()
def verdict(network: nn.Module, held_out: Sample) -> dict[str, float]:
    """Likelihood, coverage of the band of two standard deviations by thirds, and error of the mean."""
    predicted = HETEROSCEDASTIC_GAUSSIAN.predictive(network, held_out.inputs)
    third = (3 * held_out.inputs.squeeze(-1)).long().clamp(max=2)
    parts = (third >= 0, third == 0, third == 1, third == 2)
    covered = {
        name: band_coverage(predicted.mean[part], predicted.stddev[part], held_out.targets[part]).item()
        for name, part in zip(THIRDS, parts, strict=True)
    }
    nll = negative_log_likelihood(predicted, held_out.targets) / len(held_out.targets)
    error = (predicted.mean - true_mean(held_out.inputs)).square().mean().sqrt()
    return {"NLL": nll.item(), **covered, "error of mean": error.item()}


@experiment(
    "One variance or one for every input, where noise grows tenfold",
    always("the predicted variances win at least 0.1 nats", lambda r: r["variances NLL"] < r["one variance NLL"] - 0.1),
    always(
        "both bands hold 90 to 99 % of all targets",
        lambda r: all(0.9 < r[f"{name} everywhere"] < 0.99 for name in ("one variance", "variances")),
    ),
    always("the one variance is too wide on the left: over 99 %", lambda r: r["one variance left third"] > 0.99),
    always("and too narrow on the right: under 92 %", lambda r: r["one variance right third"] < 0.92),
    always(
        "in every third the predicted variances hold 85 to 99.5 %",
        lambda r: all(0.85 < r[f"variances {third}"] < 0.995 for third in THIRDS),
    ),
    *(mean(f"variances {third}", above=0.9, below=0.98) for third in THIRDS[1:]),
    always(
        "a straight mean has over twice the error and hides it in its variance: over 85 % in every third",
        lambda r: (
            r["straight error of mean"] > 2 * r["variances error of mean"]
            and all(r[f"straight {third}"] > 0.85 for third in THIRDS)
        ),
    ),
    difference("straight NLL", "variances NLL", above=0.3),
    difference("variances error of mean", "one variance error of mean"),
    panels={
        "negative log likelihood (nats)": tuple(f"{name} NLL" for name in NETWORKS),
        "share of held-out targets within two standard deviations": tuple(
            f"{name} {third}" for name in NETWORKS for third in THIRDS[1:]
        ),
        "root mean square error of the mean": tuple(f"{name} error of mean" for name in NETWORKS),
    },
)
def growing_noise(seed: int) -> dict[str, float]:
    """Three networks fitted to 800 examples of a sine with growing noise, and judged on 3,000 others."""
    generator = Generator().manual_seed(seed)
    train, held_out = noisy_sine(800, generator), noisy_sine(3000, generator)
    numbers: dict[str, float] = {}
    for name, network in NETWORKS.items():
        found = verdict(fitted(network(generator), train, steps=200), held_out)
        numbers |= {f"{name} {key}": value for key, value in found.items()}
    return numbers


def logits(network: nn.Module, data: Dataset) -> Tensor:
    """The network's raw outputs for images."""
    return network(data.inputs.flatten(1).double())


def temperature(scores: Tensor, targets: Tensor) -> Tensor:
    """The temperature under which the scores give the targets the largest likelihood."""
    start = torch.zeros((), dtype=scores.dtype)
    return minimiser(lambda log_t: categorical_nll(scores / log_t.exp(), targets).mean(), start).exp()


def reliability_numbers(scores: Tensor, targets: Tensor) -> dict[str, float]:
    """Accuracy, mean confidence, calibration error and likelihood of a classifier's scores."""
    confidences, choices = softmax(scores).max(dim=-1)
    right = choices == targets
    return {
        "accuracy": right.double().mean().item(),
        "confidence": confidences.mean().item(),
        "calibration error": expected_calibration_error(reliability_diagram(confidences, right)).item(),
        "NLL": categorical_nll(scores, targets).mean().item(),
    }


@experiment(
    "A classifier that makes no error in training promises more than it keeps, and one number mends most of it",
    always("no error on the training images", lambda r: r["training accuracy"] == 1),
    always("on new images confidence exceeds accuracy", lambda r: r["before confidence"] > r["before accuracy"]),
    always("the temperature is above one", lambda r: r["temperature"] > 1),
    always("the temperature changes no decision", lambda r: r["before accuracy"] == r["after accuracy"]),
    always("the likelihood rises", lambda r: r["after NLL"] < r["before NLL"]),
    often("the calibration error falls", lambda r: r["after calibration error"] < r["before calibration error"]),
    difference("before calibration error", "after calibration error", above=0.01),
    panels={
        "share": ("before accuracy", "before confidence", "after confidence"),
        "calibration error": ("before calibration error", "after calibration error"),
        "negative log likelihood (nats)": ("before NLL", "after NLL"),
        "temperature": ("temperature",),
    },
)
def reliability(seed: int) -> dict[str, float]:
    """A network trained on 150 digits, judged on others before and after its logits are divided by a temperature."""
    generator = Generator().manual_seed(seed)
    train, others = split(digits(), 150 / 1797, generator)
    calibration, test = split(others, 400 / len(others), generator)
    network = trained(
        random_mlp([64, 64, 10], generator),
        lambda model: categorical_nll(logits(model, train), train.targets).mean(),
        steps=200,
        learning_rate=0.05,
    )
    with torch.no_grad():
        scores, held_out, seen = (logits(network, part) for part in (test, calibration, train))
    found = temperature(held_out, calibration.targets)
    before, after = reliability_numbers(scores, test.targets), reliability_numbers(scores / found, test.targets)
    numbers = {f"before {key}": value for key, value in before.items()}
    numbers |= {f"after {key}": value for key, value in after.items()}
    accuracy = (seen.argmax(-1) == train.targets).double().mean().item()
    return numbers | {"temperature": found.item(), "training accuracy": accuracy}


Heads = Callable[[Tensor], tuple[Tensor, Tensor, Tensor]]
"""What makes logits, means and log variances of modes from the outputs of a network."""


def two_branches(examples: int, generator: Generator) -> tuple[Tensor, Tensor]:
    """Targets that lie, with equal probability, on one of two lines that part, with little noise."""
    inputs = torch.rand(examples, 1, generator=generator, dtype=torch.float64)
    side = torch.rand(examples, generator=generator) < 0.5
    noise = torch.randn(examples, generator=generator, dtype=torch.float64)
    return inputs, inputs.squeeze(-1).where(side, -inputs.squeeze(-1)) + 0.05 * noise


def gaussian_head(outputs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Logit, mean and log variance of the only mode."""
    return 0 * outputs[:, :1], outputs[:, 1:2], outputs[:, 2:3]


def mixture_heads(outputs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Logits, means and log variances of two modes, which start narrow, and one half to either side."""
    logits, mean, log_variance = outputs.unflatten(-1, (3, 2)).unbind(-2)
    return logits, mean + mean.new_tensor([-0.5, 0.5]), log_variance - 2


def trained_by_likelihood(network: nn.Module, heads: Heads, inputs: Tensor, targets: Tensor) -> nn.Module:
    """The network, trained by the likelihood of a mixture that it predicts."""

    def mean_nll(network: nn.Module) -> Tensor:
        return mixture_nll(*heads(network(inputs)), targets).mean()

    return trained(network, mean_nll, steps=300, learning_rate=0.01)


@experiment(
    "Two branches: one Gaussian predicts what lies between them, a mixture of two mostly finds both",
    always("the Gaussian mean is over 0.5 from both branches", lambda r: r["Gaussian distance"] > 0.5),
    often("the mixture wins over one nat", lambda r: r["mixture NLL"] < r["Gaussian NLL"] - 1),
    often("its likelier mode is within 0.1 of a branch", lambda r: r["mixture distance"] < 0.1),
    always("it never loses over 0.15 nats", lambda r: r["mixture NLL"] < r["Gaussian NLL"] + 0.15),
    difference("Gaussian NLL", "mixture NLL", above=0.5),
    panels={
        "negative log likelihood (nats)": ("Gaussian NLL", "mixture NLL"),
        "distance from the nearer branch, right of 0.6": ("Gaussian distance", "mixture distance"),
    },
)
def branches(seed: int) -> dict[str, float]:
    """A Gaussian and a mixture, predicted by like networks from 200 examples, and judged on 1,000 others."""
    generator = Generator().manual_seed(seed)
    (inputs, targets), (new_inputs, new_targets) = (two_branches(n, generator) for n in (200, 1000))
    far, numbers = new_inputs.squeeze(-1) > 0.6, dict[str, float]()
    for name, heads, outputs in (("Gaussian", gaussian_head, 3), ("mixture", mixture_heads, 6)):
        network = trained_by_likelihood(random_mlp([1, 16, outputs], generator), heads, inputs, targets)
        with torch.no_grad():
            logits, mean, log_variance = heads(network(new_inputs))
        likelier = mean.take_along_dim(logits.argmax(-1, keepdim=True), -1).squeeze(-1)
        distance = (likelier.abs() - new_inputs.squeeze(-1)).abs()[far].mean().item()
        nll = mixture_nll(logits, mean, log_variance, new_targets).mean().item()
        numbers |= {f"{name} NLL": nll, f"{name} distance": distance}
    return numbers


def polynomial(inputs: Tensor, targets: Tensor, degree: int) -> Callable[[Tensor], Tensor]:
    """The polynomial that fits the targets best by least squares."""
    powers = torch.arange(degree + 1)
    coefficients = torch.linalg.lstsq(inputs**powers, targets.unsqueeze(-1)).solution.squeeze(-1)
    return lambda x: x**powers @ coefficients


@experiment(
    "Conformal intervals hold nine in ten of the targets on average, whatever the model, and not at every input",
    mean("constant everywhere", above=0.89, below=0.915),
    mean("curve everywhere", above=0.89, below=0.915),
    mean("scaled everywhere", above=0.89, below=0.915),
    always("the better model has the shorter interval", lambda r: r["curve length"] < r["constant length"]),
    mean("curve left third", above=0.98),
    mean("curve right third", below=0.8),
    mean("scaled left third", above=0.85, below=0.95),
    mean("scaled right third", above=0.85, below=0.95),
    panels={
        "share of new targets in their interval": (
            "constant everywhere",
            "curve everywhere",
            "curve left third",
            "curve right third",
            "scaled everywhere",
            "scaled left third",
            "scaled right third",
        ),
        "mean length of the interval": ("constant length", "curve length", "scaled length"),
    },
)
def conformal(seed: int) -> dict[str, float]:
    """Intervals at nine tenths around a constant and a curve, and ones scaled by a fitted line of the noise."""
    generator = Generator().manual_seed(seed)
    (inputs, targets), (held_out, held_targets), (new_inputs, new_targets) = (
        Sample(*(values.double() for values in noisy_sine(n, generator))) for n in (200, 199, 2000)
    )
    bounds = {
        name: split_conformal_interval(polynomial(inputs, targets, degree), held_out, held_targets, new_inputs, 0.1)
        for name, degree in (("constant", 0), ("curve", 5))
    }
    curve = polynomial(inputs, targets, 5)
    line = polynomial(inputs, (targets - curve(inputs)).abs(), 1)
    spread, new_spread = (line(x).clamp(min=0.02) for x in (held_out, new_inputs))
    radius = conformal_quantile((held_targets - curve(held_out)).abs() / spread, 0.1) * new_spread
    bounds["scaled"] = (curve(new_inputs) - radius, curve(new_inputs) + radius)
    third = (3 * new_inputs.squeeze(-1)).long().clamp(max=2)
    parts = {"everywhere": third >= 0, "left third": third == 0, "right third": third == 2}
    numbers = dict[str, float]()
    for name, (lower, upper) in bounds.items():
        held = ((lower <= new_targets) & (new_targets <= upper)).double()
        numbers |= {f"{name} {part}": held[where].mean().item() for part, where in parts.items()}
        numbers[f"{name} length"] = (upper - lower).mean().item()
    return numbers

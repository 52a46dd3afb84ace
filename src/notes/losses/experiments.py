"""Experiments of chapter 3: predicted variances, and whether probabilities keep their word."""

import torch
from torch import Generator, Tensor, nn

from notes.data import Dataset, digits, split
from notes.experiment import always, difference, experiment, mean, often
from notes.losses.calibration import band_coverage, expected_calibration_error, reliability_diagram
from notes.losses.categorical import categorical_nll, softmax
from notes.losses.heteroscedastic import (
    HeteroscedasticNetwork,
    HomoscedasticNetwork,
    Sample,
    fitted,
    noisy_sine,
    true_mean,
)
from notes.losses.likelihood import negative_log_likelihood
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

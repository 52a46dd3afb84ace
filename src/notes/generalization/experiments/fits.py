"""Bias, variance and overfitting of least-squares fits, with one input in each cell and with independent inputs."""

import math

import torch
from torch import Generator, Tensor

from notes.experiment import always, experiment, often
from notes.generalization.decomposition import ErrorDecomposition, error_decomposition, hinge_fits
from notes.generalization.regression import (
    hinge_features,
    minimum_norm_weights,
    noisy_targets,
    stratified_inputs,
    true_mean,
)

POINTS = torch.linspace(0, 1, 101, dtype=torch.float64)
UNITS = range(1, 12)


def decomposition(fits: Tensor, generator: Generator) -> ErrorDecomposition:
    """The parts of the error of these fits on fresh targets with noise of standard deviation 0.3."""
    fresh = noisy_targets(POINTS.expand_as(fits), 0.3, generator)
    return error_decomposition(fits, fresh, true_mean(POINTS), 0.3)


def independent_fits(hidden: int, size: int, generator: Generator) -> Tensor:
    """Values at the points of 1000 fits, each to independent uniform inputs."""
    inputs = torch.rand(1000, size, generator=generator, dtype=torch.float64)
    targets = noisy_targets(inputs, 0.3, generator).unsqueeze(-1)
    weights = minimum_norm_weights(hinge_features(inputs, hidden), targets)
    return (hinge_features(POINTS, hidden) @ weights).squeeze(-1)


BEST = ("best units for 15 in cells", "best units for 60 in cells", "best units for 15 independent")


@experiment(
    "The U has its minimum where the design puts it: independent inputs make the variance explode",
    always("the parts add up to the error within four standard errors", lambda run: run["largest gap"] < 4),
    always("four units are best for 15 samples in cells", lambda run: run["best units for 15 in cells"] == 4),
    always("more than four are best for 60 samples in cells", lambda run: run["best units for 60 in cells"] > 4),
    often("fewer than four are best for 15 independent samples", lambda run: run["best units for 15 independent"] < 4),
    always(
        "of ten units the variance is over a thousand times as large with independent inputs",
        lambda run: run["independent 10"] > run["in cells 10"] + 3,
    ),
    panels={
        "variance of fits to 15 samples (power of ten)": tuple(
            f"{name} {hidden}" for name in ("in cells", "independent") for hidden in (1, 4, 10)
        ),
        "number of hidden units with the smallest expected error": BEST,
    },
)
def design(seed: int) -> dict[str, float]:
    """Variances and best capacities of 1000 fits, to inputs in equal cells and to independent ones."""
    generator, numbers = Generator().manual_seed(seed), {"largest gap": 0.0}
    for best, size, name in zip(BEST, (15, 60, 15), ("in cells", "in cells", "independent"), strict=True):
        errors = []
        for hidden in UNITS:
            if name == "in cells":
                fits = hinge_fits(POINTS, hidden, size, 0.3, generator)
            else:
                fits = independent_fits(hidden, size, generator)
            parts = decomposition(fits, generator)
            errors.append(parts.loss)
            if best != "best units for 60 in cells" and hidden in (1, 4, 10):
                numbers[f"{name} {hidden}"] = math.log10(parts.variance)
                numbers["largest gap"] = max(numbers["largest gap"], abs(parts.gap) / parts.standard_error)
        numbers[best] = 1.0 + min(range(len(UNITS)), key=errors.__getitem__)
    return numbers


WIDTHS = (1, 4, 11, 12, 300)


@experiment(
    "Twelve samples: eleven units reach them all, twelve swing wildly, three hundred do far less harm",
    always(
        "from eleven units on the training error is zero",
        lambda run: max(run[f"training {w}"] for w in WIDTHS[2:]) == 0,
    ),
    always(
        "on new samples the error rises from four units over 300 and one to eleven and twelve",
        lambda run: sorted(WIDTHS, key=lambda width: run[f"new {width}"]) == [4, 300, 1, 11, 12],
    ),
    panels={
        "mean squared error on the training samples": tuple(f"training {width}" for width in WIDTHS),
        "squared error on new samples, median of 500 training sets": tuple(f"new {width}" for width in WIDTHS),
    },
)
def overfitting(seed: int) -> dict[str, float]:
    """Errors of fits of growing width to twelve samples, one in each cell; training errors to nine digits."""
    generator, numbers = Generator().manual_seed(seed), {}
    inputs = stratified_inputs(500, 12, generator)
    targets = noisy_targets(inputs, 0.3, generator)
    new = torch.rand(200, generator=generator, dtype=torch.float64)
    for width in WIDTHS:
        weights = minimum_norm_weights(hinge_features(inputs, width), targets.unsqueeze(-1))
        fitted, predicted = ((hinge_features(x, width) @ weights).squeeze(-1) for x in (inputs, new))
        numbers[f"training {width}"] = round((fitted - targets).square().mean().item(), 9)
        numbers[f"new {width}"] = ((predicted - true_mean(new)).square().mean(1).median() + 0.3**2).item()
    return numbers

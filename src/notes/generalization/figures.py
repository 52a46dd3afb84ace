"""The pictures of chapter 5. Each function returns a figure; none trains anything, least-squares fits apart."""

from collections.abc import Mapping, Sequence

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from notes.generalization.augmentation import noisy, rotated, shifted
from notes.generalization.decomposition import ErrorDecomposition, hinge_fits
from notes.generalization.dimensionality import shell_volume
from notes.generalization.double_descent import WidthErrors
from notes.generalization.dropout import subnetwork_outputs
from notes.generalization.early_stopping import descent_filter, equivalent_strength
from notes.generalization.regression import (
    hinge_features,
    minimum_norm_weights,
    noisy_targets,
    stratified_inputs,
    true_mean,
)
from notes.generalization.ridge import ridge_filter
from notes.plotting import BLUE, GREEN, GREY, INK, LINES, ORANGE, RED, axes

GRID = torch.linspace(0, 1, 201, dtype=torch.float64)


def _draw_truth(panel: Axes) -> None:
    panel.plot(GRID, true_mean(GRID), color=INK, linestyle="--", linewidth=1.2, label="true mean $\\mu$")
    panel.set(xlabel="input $x$", ylim=(-2.2, 2.2))


def error_sources(hidden: int = 2, size: int = 15, noise: float = 0.3, seed: int = 0) -> Figure:
    """Noise, bias and variance on one regression problem, a panel each.

    Args:
        hidden: number of hidden units of the fits.
        size: number of samples in a training set.
        noise: standard deviation of the noise.
        seed: seed of inputs and noise.

    Returns:
        The figure.
    """
    generator = torch.Generator().manual_seed(seed)
    inputs = stratified_inputs(1, size, generator)[0]
    fits = hinge_fits(GRID, hidden, size, noise, generator, sets=300)
    average, spread = fits.mean(0), fits.std(0)
    figure, panels = axes(1, 3, width=8.4, height=3.0, sharey=True)
    for panel in panels:
        _draw_truth(panel)
    mean = true_mean(GRID)
    panels[0].fill_between(GRID, mean - 2 * noise, mean + 2 * noise, color=GREY, alpha=0.25, linewidth=0)
    panels[0].plot(inputs, noisy_targets(inputs, noise, generator), "o", color=ORANGE, markersize=4)
    panels[1].plot(GRID, average, color=BLUE)
    panels[1].fill_between(GRID, mean, average, color=BLUE, alpha=0.25, linewidth=0)
    panels[2].plot(GRID, fits[:12].T, color=GREEN, linewidth=0.8, alpha=0.8)
    panels[2].fill_between(GRID, average - 2 * spread, average + 2 * spread, color=GREEN, alpha=0.2, linewidth=0)
    titles = ("noise: targets spread", "bias: the mean fit is off", "variance: fits disagree")
    for panel, title in zip(panels, titles, strict=True):
        panel.set_title(title)
    panels[0].set_ylabel("target $y$")
    return figure


def reduced_errors(
    sizes: Sequence[int], variances: Mapping[int, Sequence[float]], noise: float, biases: Mapping[int, float]
) -> Figure:
    """Variance against the number of samples, with its law as a dashed line, and squared bias against capacity.

    Args:
        sizes: numbers of samples.
        variances: for each number of hidden units, the variance at each size.
        noise: standard deviation of the noise.
        biases: squared bias for each number of hidden units.

    Returns:
        The figure.
    """
    figure, (panel, right) = axes(1, 2, width=7.6, height=3.2)
    for color, (hidden, measured) in zip(LINES, variances.items(), strict=False):
        panel.plot(sizes, measured, "o", color=color, label=f"{hidden} hidden units")
        panel.plot(sizes, [noise**2 * (hidden + 1) / size for size in sizes], color=color, linewidth=1, linestyle="--")
    panel.set(xscale="log", yscale="log", xlabel="samples $n$", ylabel="variance of the fits")
    panel.set_xticks(sizes, [str(size) for size in sizes])
    panel.minorticks_off()
    panel.legend()
    right.plot(list(biases), list(biases.values()), "o-", color=BLUE)
    right.set(yscale="log", xlabel="hidden units $D$", ylabel="squared bias")
    return figure


def trade_off(hidden: Sequence[int], parts: Sequence[ErrorDecomposition]) -> Figure:
    """Variance, squared bias, noise and their sum against capacity.

    Args:
        hidden: numbers of hidden units.
        parts: the decomposition for each of them.

    Returns:
        The figure.
    """
    figure, panel = axes()
    panel.plot(hidden, [part.squared_bias for part in parts], color=BLUE, label="squared bias")
    panel.plot(hidden, [part.variance for part in parts], color=GREEN, label="variance")
    panel.axhline(parts[0].noise, color=GREY, linestyle="--", label="noise")
    panel.plot(hidden, [part.loss for part in parts], "o-", color=INK, label="expected error")
    panel.set(xlabel="hidden units $D$", ylabel="squared error", ylim=(-0.01, 0.35))
    panel.legend()
    return figure


def double_descent(sweeps: Sequence[Sequence[WidthErrors]], samples: int) -> Figure:
    """Training and test errors against width, a panel each: every seed a thin line, the mean in bold.

    Args:
        sweeps: one sweep over the same widths for each seed.
        samples: number of training samples, where the peak is expected.

    Returns:
        The figure.
    """
    widths = [errors.width for errors in sweeps[0]]
    figure, panels = axes(3, 1, height=6.6, sharex=True)
    for panel, name, color in zip(panels, ("train_error", "test_error", "test_loss"), (GREY, BLUE, BLUE), strict=True):
        values = torch.tensor([[getattr(errors, name) for errors in sweep] for sweep in sweeps])
        panel.plot(widths, values.T, color=color, linewidth=0.7, alpha=0.5)
        panel.plot(widths, values.mean(0), color=color)
        panel.axvline(samples, color=ORANGE, linestyle=":", label="width = samples")
        panel.set(xscale="log")
    panels[0].set_ylabel("training error")
    panels[1].set_ylabel("test error")
    panels[2].set(ylabel="squared error of the scores", yscale="log", xlabel="random features $D$")
    panels[0].legend()
    return figure


def high_dimensions(distances: Mapping[int, Tensor]) -> Figure:
    """Volume in the shell against the dimension, and distances between points in several dimensions.

    Args:
        distances: for each dimension, distances relative to their mean.

    Returns:
        The figure.
    """
    figure, panels = axes(1, 2, width=7.6, height=3.2)
    dimensions = list(range(1, 101))
    for color, thickness in zip(LINES, (0.2, 0.05, 0.01), strict=False):
        shares = [shell_volume(d, thickness) for d in dimensions]
        panels[0].plot(dimensions, shares, color=color, label=f"$\\epsilon = {thickness}$")
    for color, (d, values) in zip(LINES, distances.items(), strict=False):
        panels[1].hist(values.numpy(), bins=40, range=(0, 2), density=True, alpha=0.6, color=color, label=f"$d = {d}$")
    panels[0].set(xlabel="dimension $d$", ylabel="share of volume in the shell")
    panels[1].set(xlabel="distance over mean distance", ylabel="density")
    for panel in panels:
        panel.legend()
    return figure


def overfitted_network(hidden: int = 300, size: int = 12, noise: float = 0.3, seed: int = 3) -> Figure:
    """A wide network through every noisy sample, beside a narrow one that misses them.

    Args:
        hidden: number of hidden units of the wide network.
        size: number of samples.
        noise: standard deviation of the noise.
        seed: seed of inputs and noise.

    Returns:
        The figure.
    """
    generator = torch.Generator().manual_seed(seed)
    inputs = stratified_inputs(1, size, generator)[0]
    targets = noisy_targets(inputs, noise, generator)
    figure, panel = axes()
    _draw_truth(panel)
    for units, color in ((4, GREEN), (hidden, RED)):
        weights = minimum_norm_weights(hinge_features(inputs, units), targets.unsqueeze(1))
        panel.plot(GRID, hinge_features(GRID, units) @ weights, color=color, label=f"{units} hidden units")
    panel.plot(inputs, targets, "o", color=ORANGE, label="training samples")
    panel.set_ylabel("target $y$")
    panel.legend(ncols=2, fontsize=8.5)
    return figure


def priors(deviation: float = 1.0) -> Figure:
    """A Gaussian and a Laplace prior of one variance, and the penalties that they amount to.

    Args:
        deviation: standard deviation of both priors.

    Returns:
        The figure.
    """
    phi = torch.linspace(-4, 4, 401)
    families = {
        "Gaussian": torch.distributions.Normal(0.0, deviation),
        "Laplace": torch.distributions.Laplace(0.0, deviation / 2**0.5),
    }
    figure, panels = axes(1, 2, width=7.6, height=3.0)
    for color, (name, family) in zip((BLUE, ORANGE), families.items(), strict=True):
        log_prior = family.log_prob(phi)
        panels[0].plot(phi, log_prior.exp(), color=color, label=name)
        panels[1].plot(phi, log_prior.max() - log_prior, color=color, label=name)
    panels[0].set(xlabel="parameter $\\phi$", ylabel="prior density")
    panels[1].set(xlabel="parameter $\\phi$", ylabel="penalty")
    panels[0].legend()
    return figure


def ridge_path(strengths: Tensor, weights: Tensor, names: Sequence[str]) -> Figure:
    """Weights of ridge regression against the strength of the penalty.

    Args:
        strengths: the strengths.
        weights: one row of weights for each.
        names: names of the features.

    Returns:
        The figure.
    """
    figure, panel = axes()
    for index, name in enumerate(names):
        style = "-" if index < len(LINES) else "--"
        panel.plot(strengths, weights[:, index], color=LINES[index % len(LINES)], linestyle=style, label=name)
    panel.set(xscale="log", xlabel="strength $\\lambda$", ylabel="weight")
    panel.legend(ncols=2, fontsize=8)
    return figure


def shrinking_weights(paths: Mapping[str, Tensor]) -> Figure:
    """Weights against steps under several rules, the gradients of one weight being louder than those of the other.

    Args:
        paths: for each rule, iterates of the loud and the quiet weight, one row per step.

    Returns:
        The figure.
    """
    figure, panels = axes(1, len(paths), width=7.6, height=3.0, sharey=True)
    for panel, (name, path) in zip(panels, paths.items(), strict=True):
        panel.plot(path[:, 0], color=ORANGE, label="large gradients")
        panel.plot(path[:, 1], color=BLUE, label="small gradients")
        panel.set(title=name, xlabel="step", ylim=(-0.1, 1.1))
    panels[0].set_ylabel("weight")
    panels[0].legend()
    return figure


def early_stop(history: Sequence[tuple[float, float]], best: int) -> Figure:
    """Training and validation loss of a run, and where its best weights were.

    Args:
        history: pairs of training and validation loss.
        best: check at which the validation loss was lowest.

    Returns:
        The figure.
    """
    figure, panel = axes()
    training, validation = zip(*history, strict=True)
    panel.plot(training, color=GREY, label="training")
    panel.plot(validation, color=BLUE, label="validation")
    panel.axvline(best, color=ORANGE, linestyle=":", label="best weights")
    panel.set(xlabel="step", ylabel="loss")
    panel.legend()
    return figure


def filters(rate: float = 0.1, steps: int = 30) -> Figure:
    """The share of the solution kept by early stopping and by its L2 equivalent, against the curvature.

    Args:
        rate: learning rate.
        steps: number of steps after which descent is stopped.

    Returns:
        The figure.
    """
    curvatures = torch.logspace(-3, 1, 200, dtype=torch.float64)
    strength = equivalent_strength(rate, steps)
    figure, panel = axes()
    panel.plot(curvatures, descent_filter(curvatures, rate, steps), color=BLUE, label=f"{steps} steps of descent")
    panel.plot(curvatures, ridge_filter(curvatures, strength), color=ORANGE, label=f"L2, $\\lambda = {strength:.2f}$")
    panel.set(xscale="log", xlabel="curvature $s$", ylabel="share of the solution kept")
    panel.legend()
    return figure


def subnetworks(hidden: int = 5, rate: float = 0.2, size: int = 30, seed: int = 0) -> Figure:
    """Every sub-network of a shallow network, darker the likelier it is, and their mean.

    Args:
        hidden: number of hidden units, fitted to noisy samples and then dropped.
        rate: probability of dropping a unit.
        size: number of samples.
        seed: seed of the samples.

    Returns:
        The figure.
    """
    generator = torch.Generator().manual_seed(seed)
    inputs = stratified_inputs(1, size, generator)[0]
    targets = noisy_targets(inputs, 0.3, generator)
    weights = minimum_norm_weights(hinge_features(inputs, hidden), targets.unsqueeze(1))
    units = hinge_features(GRID, hidden)[:, 1:]
    outputs, probabilities = subnetwork_outputs(units, lambda kept: kept @ weights[1:] + weights[0], rate)
    figure, panel = axes()
    for output, probability in zip(outputs, probabilities / probabilities.max(), strict=True):
        name = "a sub-network, the likelier the darker" if probability == 1 else None
        panel.plot(GRID, output[:, 0], color=BLUE, linewidth=0.8, alpha=max(0.08, probability.item()), label=name)
    panel.plot(GRID, (probabilities[:, None, None] * outputs).sum(0), color=ORANGE, linewidth=2.4, label="their mean")
    panel.plot(GRID, units @ weights[1:] + weights[0], color=INK, linestyle=":", label="the whole network")
    panel.set(xlabel="input $x$", ylabel="output", ylim=(-6, 6))
    panel.legend()
    return figure


def augmented_digits(images: Tensor, seed: int = 0) -> Figure:
    """Digits as they are, shifted, rotated and with noise, a row each.

    Args:
        images: square grey images.
        seed: seed of the augmentations.

    Returns:
        The figure.
    """
    generator = torch.Generator().manual_seed(seed)
    angles = torch.linspace(-15, 15, len(images))
    rows = {
        "as it is": images,
        "shifted": shifted(images, 1, generator),
        "rotated": rotated(images, angles),
        "noise": noisy(images, 0.2, generator),
    }
    figure, panels = axes(4, len(images), width=6.4, height=3.8)
    for line, (name, shown) in zip(panels, rows.items(), strict=True):
        for panel, image in zip(line, shown, strict=True):
            panel.imshow(image.numpy(), cmap="gray_r", vmin=0, vmax=1)
            panel.set_axis_off()
        line[0].set_title(name, loc="left", fontsize=9)
    return figure

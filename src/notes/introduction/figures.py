"""The pictures of chapter 1: each function draws what it is given, or evaluates a cheap formula."""

import math

import torch
from jaxtyping import Float, Int, jaxtyped
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from notes.domain import beartype
from notes.introduction.binary_cross_entropy import binary_cross_entropy_from_logits
from notes.introduction.gaussian_classifier import GaussianClassifier
from notes.introduction.line import line
from notes.introduction.logistic_regression import logistic_loss, logits
from notes.plotting import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED, axes

WIDTH_TO_HEIGHT = 5.0


def _grid(low: Tensor, high: Tensor, size: int) -> list[Tensor]:
    """Evenly spaced values of each coordinate between two corners."""
    return [torch.linspace(a, b, size, dtype=low.dtype) for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def _levels(losses: Tensor) -> list[float]:
    """Contour levels that lie closer towards the minimum."""
    lowest, highest = losses.min(), losses.max()
    return (lowest + (highest - lowest) * torch.linspace(0.02**0.5, 1, 14) ** 2).tolist()


@jaxtyped(typechecker=beartype)
def line_fit(
    inputs: Float[Tensor, " samples"],
    targets: Float[Tensor, " samples"],
    path: Float[Tensor, "iterates 2"],
    *,
    units: tuple[str, str],
) -> Figure:
    """Samples with the fitted line; below them the mean squared error and the path of descent to it, on equal axes.

    Args:
        inputs: one number a sample.
        targets: what was observed.
        path: intercepts and slopes along the descent; the last is drawn as the fit.
        units: labels of the input and of the target.

    Returns:
        A figure of two panels.
    """
    figure, (data, surface) = axes(2, 1, height=5.4, height_ratios=[2, 1])
    data.scatter(inputs, targets, s=6, color=GREY, alpha=0.6, linewidths=0)
    ends = torch.stack([inputs.min(), inputs.max()])
    data.plot(ends, line(path[-1], ends), color=BLUE)
    data.set(xlabel=units[0], ylabel=units[1], title="the fit")
    _squared_error_contours(surface, inputs, targets, path)
    surface.set(xlabel=r"intercept $\theta_0$", ylabel=r"slope $\theta_1$", title="mean squared error and descent")
    return figure


def _squared_error_contours(panel: Axes, inputs: Tensor, targets: Tensor, path: Tensor) -> None:
    fit = path[-1]
    reach = 1.3 * (path - fit).abs().amax(dim=0)
    reach = reach.maximum(reach.amax() / WIDTH_TO_HEIGHT)
    grid = _grid(fit - reach, fit + reach, 121)
    intercepts, slopes = (values.unsqueeze(2) for values in torch.meshgrid(*grid, indexing="xy"))
    losses = (intercepts + slopes * inputs - targets).square().mean(dim=2)
    panel.contour(*grid, losses, levels=_levels(losses), linewidths=0.8)
    panel.plot(path[:, 0], path[:, 1], color=ORANGE, marker="o", markersize=2.5, linewidth=1)
    panel.plot(fit[0], fit[1], color=RED, marker="*", markersize=11, linestyle="none")
    panel.set_aspect("equal")  # else the valley would seem to lie along the axis that is drawn larger


def cross_entropy_of_logits() -> Figure:
    """Binary cross entropy against the logit for both labels, with the sigmoid for orientation."""
    figure, (curves, probability) = axes(1, 2, height=3.0, width_ratios=[3, 2])
    grid = torch.linspace(-6, 6, 241)
    for label, color in ((1, BLUE), (0, ORANGE)):
        losses = binary_cross_entropy_from_logits(grid, torch.full(grid.shape, label))
        curves.plot(grid, losses, color=color, label=f"$y = {label}$")
    curves.plot(grid, grid.clamp(min=0), color=GREY, linestyle=":", linewidth=1.2, label=r"$\max(0, h)$")
    curves.set(xlabel="logit $h$", ylabel="loss in nats", title="binary cross entropy")
    curves.legend()
    probability.plot(grid, torch.sigmoid(grid), color=GREEN)
    probability.set(xlabel="logit $h$", ylabel=r"$z = \sigma(h)$", title="probability of $y = 1$")
    return figure


@jaxtyped(typechecker=beartype)
def descent_gaps(gaps: dict[str, Float[Tensor, " iterates"]]) -> Figure:
    """What separates the loss from its optimum along several descents, on logarithmic axes.

    Args:
        gaps: for each descent its name and the loss of each iterate less the optimal loss.

    Returns:
        A figure of one panel.
    """
    figure, panel = axes(height=3.2)
    for name, gap in gaps.items():
        steps = torch.arange(1, len(gap))
        panel.loglog(steps, gap[1:].clamp(min=1e-12), label=name)
    panel.axhline(1e-6, color=GREY, linestyle=":", linewidth=1.2)
    panel.set(xlabel="step of descent", ylabel="loss above the optimum (nats)")
    panel.legend()
    return figure


@jaxtyped(typechecker=beartype)
def logistic_path(
    features: Float[Tensor, "samples 1"], targets: Int[Tensor, " samples"], path: Float[Tensor, "iterates 2"]
) -> Figure:
    """The convex loss surface of logistic regression with one feature, and a path of descent on it.

    Args:
        features: one feature a sample.
        targets: the label, 0 or 1, of each sample.
        path: bias and weight along the descent.

    Returns:
        A figure of two panels: the surface with the path, and the fitted probability over the samples.
    """
    figure, (surface, fit) = axes(1, 2, height=3.2)
    low, high = path.amin(dim=0), path.amax(dim=0)
    margin = 0.35 * (high - low)
    biases, slopes = _grid(low - margin, high + margin, 61)
    losses = torch.stack(
        [torch.stack([logistic_loss(torch.stack([b, w]), features, targets) for b in biases]) for w in slopes]
    )
    surface.contour(biases, slopes, losses, levels=_levels(losses), linewidths=0.8)
    surface.plot(path[:, 0], path[:, 1], color=ORANGE, marker="o", markersize=2.5, linewidth=1)
    surface.plot(*path[-1], color=RED, marker="*", markersize=11, linestyle="none")
    surface.set(xlabel="bias $w_0$", ylabel="weight $w_1$", title="loss and descent")
    places = torch.linspace(features.min().item(), features.max().item(), 200, dtype=features.dtype).unsqueeze(1)
    fit.scatter(features[:, 0], targets, s=8, color=GREY, alpha=0.4, linewidths=0)
    fit.plot(places[:, 0], torch.sigmoid(logits(path[-1], places)), color=BLUE)
    fit.set(xlabel="feature, standardised", ylabel="probability of class 1", title="the fit")
    return figure


@jaxtyped(typechecker=beartype)
def separable_descent(
    steps: Int[Tensor, " marks"],
    losses: Float[Tensor, " marks"],
    norms: Float[Tensor, " marks"],
    errors: Int[Tensor, " marks"],
) -> Figure:
    """Loss, length of the weights and training errors along a descent that has no optimum to reach.

    Args:
        steps: number of each step shown.
        losses: loss there, in nats.
        norms: Euclidean length of the weights there.
        errors: samples on the wrong side there.

    Returns:
        A figure of three panels that share the steps, with a logarithmic axis.
    """
    figure, panels = axes(1, 3, height=2.6)
    names = ("loss (nats)", "length of $w$", "training errors")
    for panel, values, color, name in zip(panels, (losses, norms, errors), (BLUE, PURPLE, ORANGE), names, strict=True):
        panel.plot(steps, values, color=color, marker="o", markersize=3)
        panel.set(xscale="log", xlabel="step", ylabel=name, ylim=(0, 1.1 * values.max().item()))
    return figure


@jaxtyped(typechecker=beartype)
def growing_weights(
    features: Float[Tensor, "samples 2"],
    labels: Int[Tensor, " samples"],
    paths: dict[str, Float[Tensor, "iterates 3"]],
    *,
    names: tuple[str, str],
    steps: tuple[int, ...] = (10, 100, 1000),
) -> Figure:
    """Two clouds with the strip in which a descent has doubts, ever narrower, and the length of its weights.

    Args:
        features: two features a sample.
        labels: class 0 or 1 of each sample.
        paths: iterates of descent, bias first; those of the first name are drawn between the clouds.
        names: labels of the two features.
        steps: after how many steps the strip is drawn.

    Returns:
        A figure of two panels.
    """
    figure, (plane, lengths) = axes(1, 2, width=7.6, height=3.4)
    for label, color in enumerate((BLUE, ORANGE)):
        plane.scatter(*features[labels == label].T, s=12, color=color, marker="os"[label])
    ends = torch.stack([features[:, 0].min() - 0.3, features[:, 0].max() + 0.3])
    for step, style in zip(steps, (":", "--", "-"), strict=True):
        _draw_doubt(plane, next(iter(paths.values()))[step], ends, style, f"after {step:,} steps")
    for (name, path), color in zip(paths.items(), (PURPLE, GREEN), strict=True):
        lengths.plot(range(1, len(path)), path[1:].norm(dim=1), color=color, label=name)
    plane.set(xlabel=names[0], ylabel=names[1])
    lengths.set(xscale="log", xlabel="step", ylabel="length of $w$")
    for panel in (plane, lengths):
        panel.legend(fontsize=8.5)
    return figure


def _draw_doubt(plane: Axes, weights: Tensor, ends: Tensor, style: str, name: str) -> None:
    """The two lines between which the probability is from 0.1 to 0.9."""
    bias, first, second = weights.tolist()
    for odds, label in ((-math.log(9), None), (math.log(9), name)):
        plane.plot(ends, (odds - bias - first * ends) / second, color=INK, linestyle=style, linewidth=1.1, label=label)


@jaxtyped(typechecker=beartype)
def decision_boundaries(
    features: Float[Tensor, "samples 2"],
    labels: Int[Tensor, " samples"],
    weights: dict[str, Float[Tensor, "3"]],
    model: GaussianClassifier,
    *,
    names: tuple[str, str],
    classes: tuple[str, str],
) -> Figure:
    """One sample of two classes with the straight boundaries of some weights and the curved one of a generative model.

    Args:
        features: two features a sample.
        labels: class 0 or 1 of each sample.
        weights: for each linear classifier its name and its weights, bias first.
        model: a Gaussian for each class, drawn as ellipses at one and two standard deviations.
        names: labels of the two features.
        classes: names of class 0 and class 1.

    Returns:
        A figure of one panel.
    """
    figure, panel = axes(height=4.0)
    for label, color, marker in ((0, BLUE, "o"), (1, ORANGE, "^")):
        points, name = features[labels == label], classes[label]
        panel.scatter(points[:, 0], points[:, 1], s=18, color=color, marker=marker, alpha=0.7, linewidths=0, label=name)
    first, second = _grid(features.amin(dim=0) - 0.6, features.amax(dim=0) + 0.6, 200)
    grid = torch.cartesian_prod(first, second)
    _class_ellipses(panel, model)
    odds = model.log_joint(grid).diff(dim=1).reshape(200, 200).T
    panel.contour(first, second, odds, levels=[0.0], colors=[PURPLE], linewidths=1.8)
    panel.plot([], [], color=PURPLE, label="QDA: a covariance each")
    for (name, w), color, style in zip(weights.items(), (INK, GREEN), ("-", "--"), strict=False):
        panel.plot(first, -(w[0] + w[1] * first) / w[2], color=color, linestyle=style, label=name)
    panel.set(xlabel=names[0], ylabel=names[1], xlim=first[[0, -1]].tolist(), ylim=second[[0, -1]].tolist())
    figure.legend(loc="outside upper center", ncols=3)
    return figure


def _class_ellipses(panel: Axes, model: GaussianClassifier) -> None:
    angles = torch.linspace(0, 2 * torch.pi, 100, dtype=model.means.dtype)
    circle = torch.stack([angles.cos(), angles.sin()])
    for mean, covariance, color in zip(model.means, model.covariances, (BLUE, ORANGE), strict=True):
        for radius in (1, 2):
            x, y = mean.unsqueeze(1) + radius * torch.linalg.cholesky(covariance) @ circle
            panel.plot(x, y, color=color, linewidth=0.8, linestyle=":")


@jaxtyped(typechecker=beartype)
def learning_curves(
    sizes: Int[Tensor, " sizes"], errors: dict[str, Float[Tensor, "repetitions sizes"]], *, floor: float | None = None
) -> Figure:
    """Test error against the number of training samples, with the spread over repetitions.

    Args:
        sizes: numbers of training samples.
        errors: for each classifier its name and its test errors.
        floor: the lowest possible error, where it is known.

    Returns:
        A figure of one panel; bands are two standard errors of the mean.
    """
    figure, panel = axes(height=3.4)
    for (name, values), color, marker in zip(errors.items(), (BLUE, ORANGE, GREEN, PURPLE), "o^sv", strict=False):
        mean, spread = values.mean(dim=0), 2 * values.std(dim=0) / len(values) ** 0.5
        panel.plot(sizes, mean, color=color, marker=marker, label=name)
        panel.fill_between(sizes, mean - spread, mean + spread, color=color, alpha=0.2, linewidth=0)
    if floor is not None:
        panel.axhline(floor, color=GREY, linestyle=":", label="lowest possible")
    panel.set(xlabel="training samples", ylabel="test error", xscale="log")
    panel.set_xticks(sizes.tolist(), [str(size) for size in sizes.tolist()])
    panel.minorticks_off()
    panel.legend()
    return figure

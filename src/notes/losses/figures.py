"""The pictures of chapter 3. They draw what they are given, or curves that cost nothing; none of them trains."""

import math

import torch
from jaxtyping import Float, Int64, jaxtyped
from matplotlib.figure import Figure
from torch import Tensor
from torch.distributions import Normal

from notes.domain import beartype, require
from notes.losses.bernoulli import bernoulli_nll
from notes.losses.calibration import ReliabilityDiagram
from notes.losses.circular import von_mises_nll
from notes.losses.counts import poisson_nll
from notes.losses.gaussian import gaussian_nll
from notes.losses.information import cross_entropy, entropy
from notes.losses.likelihood import likelihood, log_likelihood, negative_log_likelihood
from notes.losses.recipe import BERNOULLI, GAUSSIAN, LAPLACE, POISSON
from notes.losses.robust import laplace_nll
from notes.plotting import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, axes

COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
MARKERS = ("o", "s", "^")


@jaxtyped(typechecker=beartype)
def loss_of_slopes(
    inputs: Float[Tensor, "examples"], targets: Float[Tensor, "examples"], slopes: tuple[float, ...]
) -> Figure:
    r"""Lines $f(x, \phi) = \phi x$ on the data, and beside them the mean squared error of each against its slope.

    Args:
        inputs: the inputs $x$.
        targets: the targets $y$.
        slopes: the slopes $\phi$ to single out, up to four, in increasing order.
    """

    def risk(slope: Tensor) -> Tensor:
        return (slope.unsqueeze(-1) * inputs - targets).square().mean(-1)

    figure, (data, loss) = axes(1, 2, height=2.9)
    ends = torch.tensor([0.0, inputs.max().item()])
    family = torch.linspace(slopes[0], slopes[-1], 201)
    loss.plot(family, risk(family), color=GREY)
    for slope, colour in zip(slopes, COLOURS, strict=False):
        data.plot(ends, slope * ends, color=colour)
        loss.plot(slope, risk(torch.tensor(slope)), "o", color=colour, markersize=8)
    data.plot(inputs, targets, "o", color=INK)
    data.set(xlabel="input $x$", ylabel="target $y$")
    loss.set(xlabel=r"slope $\phi$", ylabel=r"loss $L(\phi)$")
    return figure


@jaxtyped(typechecker=beartype)
def three_criteria(targets: Float[Tensor, "examples"], standard_deviation: float = 1.0) -> Figure:
    """Likelihood, log likelihood and negative log likelihood of a Gaussian's mean, with the optimum that they share.

    Args:
        targets: observed values.
        standard_deviation: of the Gaussian, in the unit of the targets; positive.
    """
    best = targets.mean().item()
    means = torch.linspace(best - 3 * standard_deviation, best + 3 * standard_deviation, 121).tolist()
    figure, panels = axes(1, 3, width=7.2, height=2.5)
    for axis, criterion, colour in zip(
        panels, (likelihood, log_likelihood, negative_log_likelihood), COLOURS, strict=False
    ):
        gaussians = [Normal(torch.full_like(targets, mean), standard_deviation) for mean in [best, *means]]
        optimum, *curve = [criterion(gaussian, targets).item() for gaussian in gaussians]
        axis.axvline(best, color=GREY, linestyle="--", linewidth=1)
        axis.plot(means, curve, color=colour)
        axis.plot(best, optimum, "o", color=INK)
        axis.set(xlabel=r"mean $\mu$", ylabel=criterion.__name__.replace("_", " "))
    return figure


def recipe_losses() -> Figure:
    """Loss against the raw output, for several targets, in the four rows of the recipe whose output is one number."""
    targets = {GAUSSIAN: (-2.0, 0.0, 2.0), LAPLACE: (-2.0, 0.0, 2.0), BERNOULLI: (0.0, 1.0), POISSON: (0.0, 2.0, 6.0)}
    outputs = torch.linspace(-4, 4, 321)
    figure, panels = axes(2, 2, height=5.0, sharex=True, sharey=True)
    for axis, (recipe, observed) in zip(panels.flat, targets.items(), strict=True):
        distribution = recipe.family(outputs.unsqueeze(-1))
        for target, colour in zip(observed, COLOURS, strict=False):
            loss = -distribution.log_prob(torch.full_like(outputs, target))
            lowest = int(loss.argmin())
            axis.plot(outputs, loss, color=colour)
            place = (max(-3.3, min(3.3, outputs[lowest].item())), loss[lowest].item())
            label = f"$y = {target:g}$"
            axis.annotate(label, place, xytext=(0, -15), textcoords="offset points", color=colour, ha="center")
        axis.set(title=recipe.name, ylim=(-1.2, 7))
    for axis in panels[1]:
        axis.set_xlabel("output $f$")
    for axis in panels[:, 0]:
        axis.set_ylabel("loss (nats)")
    return figure


@jaxtyped(typechecker=beartype)
def mean_and_band(
    inputs: Float[Tensor, "examples 1"],
    targets: Float[Tensor, "examples"],
    grid: Float[Tensor, "points 1"],
    homoscedastic: Normal,
    heteroscedastic: Normal,
) -> Figure:
    """Mean and band of two standard deviations of two fits, side by side on the same data.

    Args:
        inputs: the inputs of the data.
        targets: their targets.
        grid: inputs of the predictions, in increasing order.
        homoscedastic: predictions with one variance for all.
        heteroscedastic: predictions with a variance for every input.
    """
    figure, panels = axes(1, 2, width=7.2, height=3.2, sharey=True)
    fits = {"one variance for all": homoscedastic, "a variance for every input": heteroscedastic}
    x = grid.squeeze(-1)
    for axis, (title, fit), colour in zip(panels, fits.items(), COLOURS, strict=False):
        mean, deviation = fit.mean.detach(), fit.stddev.detach()
        axis.plot(inputs.squeeze(-1), targets, ".", color=GREY, markersize=3, label="data")
        axis.plot(x, mean, color=colour, label="mean")
        band = (mean - 2 * deviation, mean + 2 * deviation)
        axis.fill_between(x, *band, color=colour, alpha=0.2, linewidth=0, label=r"mean $\pm 2\sigma$")
        axis.set(title=title, xlabel="input $x$")
        axis.legend(loc="lower left")
    panels[0].set_ylabel("target $y$")
    return figure


@jaxtyped(typechecker=beartype)
def probability_simplex(
    probabilities: Float[Tensor, "examples 3"], targets: Int64[Tensor, "examples"], classes: tuple[str, str, str]
) -> Figure:
    """Predicted probabilities of three classes as points of a triangle, in the regions of the three decisions.

    A corner is certainty, the centre ignorance; the distance of a point from a side is in proportion to the probability
    of the class opposite.

    Args:
        probabilities: one probability vector per example.
        targets: true classes, which give the points their colour and shape.
        classes: names of the classes.
    """
    require((targets >= 0) & (targets < 3), "targets", "a class from 0 to 2", targets)
    corners = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, math.sqrt(3) / 2]])
    figure, axis = axes(width=5.2, height=4.4)
    for k, name in enumerate(classes):
        beside = [(corners[k] + corners[other]) / 2 for other in ((k + 1) % 3, (k - 1) % 3)]
        region = torch.stack([corners[k], beside[0], corners.mean(0), beside[1]])
        axis.fill(*region.T, color=COLOURS[k], alpha=0.13, linewidth=0)
        points = probabilities[targets == k].detach() @ corners
        axis.plot(*points.T, MARKERS[k], color=COLOURS[k], markersize=5, alpha=0.8, label=name)
        outward = corners[k] + 0.06 * (corners[k] - corners.mean(0))
        axis.text(*outward.tolist(), f"certainly {name}", ha="center", va="bottom" if k == 2 else "top")
    axis.plot(*corners[[0, 1, 2, 0]].T, color=GREY, linewidth=1)
    axis.set_aspect("equal")
    axis.set_axis_off()
    axis.legend(title="true class", loc="upper left")
    return figure


def regression_losses() -> Figure:
    """Left, Gaussian and Laplace losses against the residual; right, their slopes, which are the pull on the fit."""
    residuals = torch.linspace(-4, 4, 401, requires_grad=True)
    one, zeros = torch.tensor(1.0), torch.zeros(401)
    figure, (left, right) = axes(1, 2, height=2.9)
    for name, nll, colour in (("Gaussian", gaussian_nll, BLUE), ("Laplace", laplace_nll, ORANGE)):
        loss = nll(residuals, one, zeros)
        (slope,) = torch.autograd.grad(loss.sum(), residuals)
        left.plot(residuals.detach(), loss.detach(), color=colour, label=name)
        right.plot(residuals.detach(), slope, color=colour, label=name)
    left.set(xlabel=r"residual $\mu - y$", ylabel="loss (nats)")
    right.set(xlabel=r"residual $\mu - y$", ylabel=r"slope by $\mu$")
    left.legend()
    return figure


def logit_losses() -> Figure:
    """Bernoulli loss of both labels against the logit, with the straight lines that it approaches far out."""
    logits = torch.linspace(-6, 6, 241)
    figure, axis = axes(height=3.2)
    for label, colour in ((0, BLUE), (1, ORANGE)):
        loss = bernoulli_nll(logits, torch.full_like(logits, label))
        axis.plot(logits, loss, color=colour, label=f"$y = {label}$")
        axis.plot(logits, ((1 - 2 * label) * logits).clamp(min=0), "--", color=colour, linewidth=1)
    axis.set(xlabel="logit $f$", ylabel="loss (nats)")
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def cross_entropy_of_a_coin(chance: float) -> Figure:
    """Cross entropy of a coin against the chance that it is believed to have, above the entropy that nothing undercuts.

    Args:
        chance: the coin's true chance of heads, between 0 and 1, and neither.

    Raises:
        ValueError: if `chance` is not strictly between 0 and 1.
    """
    if not 0 < chance < 1:
        raise ValueError(f"`chance` must be strictly between 0 and 1, got {chance}")
    believed = torch.linspace(0.01, 0.99, 197)
    true = torch.tensor([chance, 1 - chance])
    q = torch.stack([believed, 1 - believed], dim=-1)
    surprise, floor = cross_entropy(true.expand_as(q), q), entropy(true).item()
    figure, axis = axes(height=3.2)
    axis.fill_between(
        believed, floor, surprise, color=ORANGE, alpha=0.2, linewidth=0, label=r"$D_{\mathrm{KL}}(p \,\|\, q)$"
    )
    axis.plot(believed, surprise, color=ORANGE, label="cross entropy $H(p, q)$")
    axis.axhline(floor, color=BLUE, label="entropy $H(p)$")
    axis.plot(chance, floor, "o", color=INK)
    axis.set(xlabel="believed chance $q$ of heads", ylabel="nats", ylim=(0, 4 * floor))
    axis.legend()
    return figure


def poisson_and_von_mises() -> Figure:
    """Left, Poisson distributions of three rates; right, von Mises distributions of three concentrations."""
    counts, angles = torch.arange(21), torch.linspace(-math.pi, math.pi, 241)
    figure, (left, right) = axes(1, 2, width=7.2, height=2.9)
    for rate, marker, colour in zip((1.0, 4.0, 10.0), MARKERS, COLOURS, strict=False):
        mass = (-poisson_nll(torch.full((21,), math.log(rate)), counts)).exp()
        left.plot(counts, mass, marker + "-", color=colour, linewidth=0.8, label=rf"$\lambda = {rate:g}$")
    for concentration, colour in zip((0.5, 2.0, 8.0), COLOURS, strict=False):
        losses = von_mises_nll(torch.zeros(241), torch.full((241,), concentration), angles)
        right.plot(angles, (-losses).exp(), color=colour, label=rf"$\kappa = {concentration:g}$")
    left.set(xlabel="count $y$", ylabel="probability")
    left.xaxis.get_major_locator().set_params(integer=True)
    right.set(xlabel=r"angle $y - \mu$ (radians)", ylabel="density")
    right.set_xticks([-math.pi, 0, math.pi], [r"$-\pi$", "0", r"$\pi$"])
    left.legend()
    right.legend()
    return figure


def reliability(diagram: ReliabilityDiagram) -> Figure:
    """Accuracy against confidence, bin by bin, with the diagonal of perfect calibration, over the number in each bin.

    Args:
        diagram: the bins.
    """
    figure, (above, below) = axes(2, 1, width=4.6, height=4.6, sharex=True, height_ratios=[3, 1])
    bins = len(diagram.counts)
    centres = [(b + 0.5) / bins for b in range(bins)]
    above.plot([0, 1], [0, 1], "--", color=GREY, linewidth=1, label="perfectly calibrated")
    above.bar(
        centres,
        diagram.accuracy.nan_to_num().tolist(),
        width=0.9 / bins,
        color=BLUE,
        alpha=0.35,
        label="accuracy in the bin",
    )
    above.plot(diagram.confidence, diagram.accuracy, "o", color=BLUE, label="at its mean confidence")
    below.bar(centres, diagram.counts.tolist(), width=0.9 / bins, color=GREY)
    above.set(ylabel="accuracy")
    below.set(xlabel="confidence", ylabel="predictions", yscale="log")
    below.set_ylim(bottom=0.5)
    above.legend(loc="upper left")
    return figure

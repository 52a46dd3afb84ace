"""The pictures of chapter 9. They draw what they are given, or curves that cost nothing; none of them trains."""

import math
from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from matplotlib.figure import Figure
from torch import Tensor
from torch.nn.functional import pad, softplus

from notes.domain import beartype
from notes.generative.autoencoder import best_denoised
from notes.generative.game import jensen_shannon_divergence
from notes.generative.ring import centres
from notes.plotting import BLUE, GREEN, GREY, INK, ORANGE, axes


def generator_losses() -> Figure:
    """Both losses of the generator by the logit of a sample, and the sizes of their gradients by the belief."""
    figure, (loss, slope) = axes(1, 2, height=2.9)
    logit, belief = torch.linspace(-6, 6, 400), torch.linspace(0.002, 0.998, 400)
    loss.plot(logit, -softplus(logit), color=BLUE, label=r"$\log(1 - D)$")
    loss.plot(logit, softplus(-logit), color=ORANGE, label=r"$-\log D$")
    slope.plot(belief, belief, color=BLUE, label=r"of $\log(1 - D)$")
    slope.plot(belief, 1 - belief, color=ORANGE, label=r"of $-\log D$")
    loss.set(xlabel="logit $f$ of a sample", ylabel="loss of the generator")
    slope.set(xlabel="belief $D(G(z))$", ylabel="size of the gradient by the logit")
    loss.legend()
    slope.legend()
    return figure


def distances_of_two_points() -> Figure:
    """Wasserstein distance, Jensen-Shannon divergence and KL divergence of two bumps, by their distance."""
    figure, axis = axes(height=3.1)
    grid, shifts, width = torch.linspace(-6, 6, 2401, dtype=torch.float64), torch.linspace(-2, 2, 81), 0.05

    def bump(centre: float) -> Tensor:
        logits = -((grid - centre) ** 2) / (2 * width**2)
        return torch.softmax(
            logits.masked_fill(logits < -300, -math.inf), 0
        )  # below it, half of a mass may round to zero

    divergences = [jensen_shannon_divergence(bump(0.0), bump(float(shift))) for shift in shifts]
    axis.plot(shifts, shifts.abs(), color=BLUE, label="$W_1$")
    axis.plot(shifts, torch.stack(divergences), color=ORANGE, label="JSD")
    axis.plot(shifts, shifts.square() / (2 * width**2), color=GREEN, label="KL")
    axis.set(xlabel=r"distance $\theta$ of two bumps of width 0.05", ylabel="how different", ylim=(-0.05, 2.1))
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def orbits(paths: dict[str, Float[Tensor, "iterates 2"]]) -> Figure:
    """Paths of the two players of the smallest game around its equilibrium.

    Args:
        paths: by name, the pairs of numbers that the players went through.
    """
    figure, axis = axes(width=4.8, height=3.6)
    for (name, path), colour in zip(paths.items(), (ORANGE, BLUE, GREEN), strict=False):
        axis.plot(*path.T.numpy(), ".-", color=colour, label=name, linewidth=1)
    axis.plot(0, 0, "+", color=INK, markersize=10)
    axis.set(xlabel="generator $u$", ylabel="discriminator $v$", aspect="equal")
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


@jaxtyped(typechecker=beartype)
def denoising_fields(
    denoiser: Callable[[Tensor], Tensor], data: Float[Tensor, "examples 2"], deviation: float
) -> Figure:
    """Where the best denoiser moves the points of the plane, and where another one does.

    Args:
        denoiser: what was trained, from noisy points to clean ones.
        data: the clean points.
        deviation: standard deviation of the noise.
    """
    figure, panels = axes(1, 2, height=3.3)
    ticks = torch.linspace(-1.6, 1.6, 13)
    grid = torch.cartesian_prod(ticks, ticks)
    with torch.no_grad():
        fields = {"best": best_denoised(grid, data, deviation), "trained": denoiser(grid)}
    for panel, (name, ends) in zip(panels, fields.items(), strict=True):
        panel.plot(*data.T.numpy(), "o", color=ORANGE, markersize=3)
        moves = (ends - grid).T.numpy()
        panel.quiver(*grid.T.numpy(), *moves, color=BLUE, angles="xy", scale_units="xy", scale=1, width=0.005)
        panel.set(title=name, xlabel="first coordinate", ylabel="second coordinate", aspect="equal")
    return figure


@jaxtyped(typechecker=beartype)
def code_rates(rates: dict[str, Float[Tensor, "units"]], target: float) -> Figure:
    """Mean activation of the code units of several autoencoders, in falling order.

    Args:
        rates: by name, the mean activation of every unit over the examples.
        target: the rate that the penalty asks for.
    """
    figure, axis = axes(height=2.9)
    for (name, values), colour in zip(rates.items(), (ORANGE, BLUE, GREEN), strict=False):
        axis.plot(values.sort(descending=True).values, color=colour, label=name)
    axis.axhline(target, color=GREY, linestyle="--", label="target")
    axis.set(xlabel="code units, most active first", ylabel="mean activation", ylim=(0, None))
    axis.legend()
    return figure


def covering_and_seeking() -> Figure:
    """A density with two modes, the Gaussian that covers it and a Gaussian that seeks one mode."""
    figure, axis = axes(height=2.9)
    x = torch.linspace(-5, 5, 401)

    def bump(mean: float, variance: float) -> Tensor:
        return (-((x - mean) ** 2) / (2 * variance)).exp() / math.sqrt(2 * math.pi * variance)

    axis.plot(x, (bump(-2, 0.25) + bump(2, 0.25)) / 2, color=GREY, label="$p$, two modes")
    axis.plot(x, bump(0, 4.25), color=BLUE, label=r"least $D(p\,\|\,q)$: covers")
    axis.plot(x, bump(2, 0.25), color=ORANGE, label=r"locally least $D(q\,\|\,p)$: seeks")
    axis.set(xlabel="$x$", ylabel="density")
    axis.legend()
    return figure


def estimator_variances(mean: float = 1.0) -> Figure:
    """Variances of the pathwise and of the score-function gradient of the mean of a square.

    Args:
        mean: mean of the Gaussian.
    """
    figure, axis = axes(height=2.9)
    sigma = torch.logspace(-1.5, 0.5, 100)
    axis.loglog(sigma, 4 * sigma**2, color=BLUE, label="pathwise")
    by_score = mean**4 / sigma**2 + 14 * mean**2 + 15 * sigma**2
    axis.loglog(sigma, by_score, color=ORANGE, label="score function")
    axis.set(xlabel=r"standard deviation $\sigma$", ylabel="variance of one estimate")
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def samples_over_time(steps: list[int], shown: list[Float[Tensor, "samples 2"]]) -> Figure:
    """Samples of a generator at several moments of its training, and the modes that they should cover.

    Args:
        steps: generator steps at each look.
        shown: samples at each look.
    """
    figure, panels = axes(1, len(steps), height=2.4, sharex=True, sharey=True)
    for panel, step, points in zip(panels, steps, shown, strict=True):
        panel.plot(*centres().T.numpy(), "o", color=ORANGE, markersize=11, markerfacecolor="none")
        panel.plot(*points.T.numpy(), ".", color=BLUE, markersize=2, alpha=0.5)
        panel.set(title=f"{step} steps", xlabel="first coordinate", aspect="equal", xlim=(-3, 3), ylim=(-3, 3))
    panels[0].set(ylabel="second coordinate")
    return figure


@jaxtyped(typechecker=beartype)
def latent_plane(
    means: Float[Tensor, "examples 2"], labels: Tensor, decoded: Float[Tensor, "rows columns 8 8"]
) -> Figure:
    """Encoded digits in the latent plane, and what a grid of latent points decodes to.

    Args:
        means: means of the approximate posteriors.
        labels: class of every example.
        decoded: decoded images of a grid of latent points, from the bottom left.
    """
    figure, (plane, images) = axes(1, 2, height=3.1)
    plane.scatter(*means.T.numpy(), c=labels.numpy(), cmap="tab10", s=6)
    for number in labels.unique():
        middle = means[labels == number].median(dim=0).values
        plane.text(*middle.tolist(), str(int(number)), color=INK, ha="center", va="center", fontweight="bold")
    rows, columns = decoded.shape[:2]
    framed = pad(decoded.flip(0), (0, 1, 0, 1))
    picture = framed.permute(0, 2, 1, 3).reshape(9 * rows, 9 * columns).numpy()
    images.imshow(picture, cmap="viridis", vmin=0, vmax=1)
    plane.set(xlabel="$z_1$", ylabel="$z_2$")
    images.set_axis_off()
    return figure


@jaxtyped(typechecker=beartype)
def estimates_of_distance(
    distances: Float[Tensor, "places"], estimates: Float[Tensor, "places"], weight: float
) -> Figure:
    r"""Gains of trained critics against the true Wasserstein distances of two densities.

    Args:
        distances: the true distances.
        estimates: what the critics gain.
        weight: weight $\lambda$ of the gradient penalty, by which the slope may exceed one.
    """
    figure, axis = axes(width=4.6, height=3.1)
    line = torch.linspace(0, 1.1 * distances.max().item(), 50)
    axis.plot(line, line, color=GREY, label="the distance itself")
    axis.plot(line, line * (1 + line / (2 * weight)), "--", color=ORANGE, label=r"slope $1 + W / (2\lambda)$")
    axis.plot(distances, estimates, "o", color=BLUE, label="trained critics")
    axis.set(xlabel="true distance $W$", ylabel="gain of the critic")
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def samples_of_generators(drawn: dict[str, Float[Tensor, "samples 2"]]) -> Figure:
    """Samples of several generators side by side, and the modes that they should cover.

    Args:
        drawn: by name, the samples of each.
    """
    figure, panels = axes(1, len(drawn), height=2.5, sharex=True, sharey=True)
    for panel, (name, points) in zip(panels, drawn.items(), strict=True):
        panel.plot(*centres().T.numpy(), "o", color=ORANGE, markersize=11, markerfacecolor="none")
        panel.plot(*points.T.numpy(), ".", color=BLUE, markersize=2, alpha=0.5)
        panel.set(title=name, xlabel="first coordinate", aspect="equal", xlim=(-3, 3), ylim=(-3, 3))
    panels[0].set(ylabel="second coordinate")
    return figure


@jaxtyped(typechecker=beartype)
def digit_rows(images: Float[Tensor, "classes each 8 8"]) -> Figure:
    """Images of digits, a row for each class, with a pixel between neighbours.

    Args:
        images: the images of each class, dark at -1 and bright at 1.
    """
    figure, axis = axes(width=4.2, height=4.2)
    classes, each = images.shape[:2]
    framed = pad(images, (0, 1, 0, 1), value=-1.0)
    picture = framed.permute(0, 2, 1, 3).reshape(9 * classes, 9 * each).numpy()
    axis.imshow(picture, cmap="gray", vmin=-1, vmax=1)
    axis.set(yticks=[9 * row + 3.5 for row in range(classes)], yticklabels=range(classes), xticks=[])
    axis.set(xlabel="draws", ylabel="class asked for")
    return figure

"""The pictures of chapter 12. They draw what they are given, or curves that cost nothing; none of them trains."""

from collections.abc import Mapping, Sequence

import torch
from jaxtyping import Float, jaxtyped
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from notes.compression.quantization import Grid, affine_grid, rounded, symmetric_grid
from notes.domain import beartype
from notes.plotting import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, axes

COLOURS = (BLUE, ORANGE, GREEN, PURPLE, INK)
ACCURACIES = (0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.98)


@jaxtyped(typechecker=beartype)
def accuracy_by_sparsity(
    sparsities: Sequence[float],
    curves: Mapping[str, Float[Tensor, "sparsities seeds"]],
    whole: Float[Tensor, "seeds"],
) -> Figure:
    """Accuracy against the share of weights that is left, mean and range over seeds, with a line for the whole network.

    Args:
        sparsities: shares of removed weights.
        curves: by name, accuracies of shape (sparsities, seeds).
        whole: accuracies with all weights, whose mean is drawn.
    """
    figure, axis = axes(height=3.5)
    left = [round(100 * (1 - share), 6) for share in sparsities]
    axis.set(xscale="log", xlabel="weights left, in per cent")
    _draw_accuracies(axis, left, curves, {"whole network": whole})
    ticks = [mark for mark in (100, 50, 20, 10, 5, 2, 1) if min(left) <= mark <= max(left)]
    axis.set_xticks(ticks, [str(mark) for mark in ticks])
    axis.minorticks_off()
    return figure


def _draw_accuracies(
    axis: Axes, at: Sequence[float], curves: Mapping[str, Tensor], lines: Mapping[str, Tensor]
) -> None:
    """Means and ranges over seeds, and means alone as lines, by the log odds of being right."""
    for (name, values), colour in zip(curves.items(), COLOURS, strict=False):
        mean = values.mean(1)
        spread = torch.stack([mean - values.amin(1), values.amax(1) - mean])
        axis.errorbar(at, mean, spread, fmt=".-", color=colour, label=name, capsize=2)
    for name, values in lines.items():
        axis.axhline(values.mean().item(), color=GREY, linestyle="--", label=name)
    axis.set(yscale="logit", ylim=(0.05, 0.99), ylabel="accuracy on held-out digits")
    axis.set_yticks(ACCURACIES, [str(mark) for mark in ACCURACIES])
    axis.minorticks_off()
    axis.invert_xaxis()
    axis.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)


@jaxtyped(typechecker=beartype)
def predicted_and_paid(
    pairs: Mapping[str, tuple[Float[Tensor, "weights"], Float[Tensor, "weights"]]],
) -> Figure:
    """Increase of a loss when one weight is removed: what was predicted, and what was found.

    Args:
        pairs: by name of the prediction, predicted and found increases, all positive.
    """
    figure, axis = axes(height=3.6, width=4.6)
    for (name, (predicted, paid)), colour in zip(pairs.items(), COLOURS, strict=False):
        axis.plot(predicted, paid, "o", color=colour, markersize=4, label=name)
    ends = torch.cat([part for pair in pairs.values() for part in pair])
    axis.plot(2 * [ends.min()], 2 * [ends.min()], alpha=0)
    axis.axline((float(ends.max()), float(ends.max())), slope=1, color=GREY, linestyle="--")
    axis.set(xscale="log", yscale="log", xlabel="predicted increase of the loss", ylabel="increase found")
    axis.legend()
    return figure


def staircases(bits: int = 3) -> Figure:
    """What an affine and a symmetric grid make of numbers between -1 and 3.

    Args:
        bits: number of bits of both grids.
    """
    figure, panels = axes(1, 2, height=2.9, sharey=True)
    values = torch.linspace(-1, 3, 801)
    grids: dict[str, Grid] = {"affine": affine_grid(values, bits), "symmetric": symmetric_grid(values, bits)}
    for panel, (name, grid) in zip(panels, grids.items(), strict=True):
        panel.plot(values, values, color=GREY, linestyle="--")
        panel.plot(values, rounded(values, grid), color=BLUE)
        panel.set(title=f"{name}, step {grid.scale.item():.2f}", xlabel="value", ylabel="rounded value")
    return figure


@jaxtyped(typechecker=beartype)
def rounding_errors(bits: Sequence[int], measured: Float[Tensor, "bits"], expected: Float[Tensor, "bits"]) -> Figure:
    """Mean squared rounding error by the number of bits, with the twelfth of the squared step.

    Args:
        bits: numbers of bits.
        measured: mean squared errors.
        expected: squared steps over twelve.
    """
    figure, axis = axes(height=2.9)
    axis.plot(bits, expected, color=GREY, label=r"$\Delta^2 / 12$")
    axis.plot(bits, measured, "o", color=BLUE, label="measured")
    axis.set(yscale="log", xlabel="bits", ylabel="mean squared error", xticks=list(bits))
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def accuracy_by_bits(
    bits: Sequence[int],
    kilobytes: Sequence[float],
    curves: Mapping[str, Float[Tensor, "bits seeds"]],
    whole: Float[Tensor, "seeds"],
) -> Figure:
    """Accuracy against the number of bits and the size of the weights, mean and range, with a line for the unrounded.

    Args:
        bits: numbers of bits.
        kilobytes: size of the packed weights at each.
        curves: by name, accuracies of shape (bits, seeds).
        whole: accuracies with weights as they were, whose mean is drawn.
    """
    figure, axis = axes(height=3.5)
    _draw_accuracies(axis, bits, curves, {"not rounded": whole})
    labels = [f"{width}\n{size:.1f} kB" for width, size in zip(bits, kilobytes, strict=True)]
    axis.set_xticks(list(bits), labels)
    axis.set(xlabel="bits a weight, and size of all weights")
    return figure


@jaxtyped(typechecker=beartype)
def soft_target_bars(distributions: Mapping[float, Float[Tensor, "classes"]]) -> Figure:
    """A teacher's probabilities of every class at several temperatures.

    Args:
        distributions: by temperature, one distribution.
    """
    figure, panels = axes(1, len(distributions), height=2.6, sharey=True)
    for panel, (temperature, shares) in zip(panels, distributions.items(), strict=True):
        panel.bar(range(len(shares)), shares.tolist(), color=BLUE)
        panel.set(title=f"T = {temperature:g}", xlabel="class", xticks=range(0, len(shares), 3))
    panels[0].set(ylabel="probability")
    return figure


@jaxtyped(typechecker=beartype)
def distance_from_matched_logits(
    temperatures: Float[Tensor, "temperatures"], distances: Float[Tensor, "temperatures"]
) -> Figure:
    """How far the gradient of the soft loss is from that of matched logits, by temperature.

    Args:
        temperatures: positive.
        distances: relative distances of the two gradients.
    """
    figure, axis = axes(height=2.9)
    axis.plot(temperatures, distances, ".-", color=BLUE, label="found")
    axis.plot(temperatures, distances[-1] * temperatures[-1] / temperatures, color=GREY, linestyle="--", label="1 / T")
    axis.set(xscale="log", yscale="log", xlabel="temperature", ylabel="relative distance of gradients")
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def seeds_by_name(results: Mapping[str, Float[Tensor, "seeds"]], columns: str, what: str) -> Figure:
    """One dot for every seed, in a column for every way of training.

    Args:
        results: by name, one number per seed.
        columns: what the names are, for the axis.
        what: what the numbers measure, for the axis.
    """
    figure, axis = axes(height=2.9)
    for place, values in enumerate(results.values()):
        axis.plot([place] * len(values), values, "o", color=COLOURS[place % len(COLOURS)], markersize=4, alpha=0.7)
        axis.plot([place - 0.2, place + 0.2], 2 * [values.mean()], color=INK)
    axis.set_xticks(range(len(results)), list(results))
    axis.set(xlabel=columns, ylabel=what, xlim=(-0.5, len(results) - 0.5))
    return figure

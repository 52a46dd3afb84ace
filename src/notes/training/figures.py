"""The pictures of chapter 4. They draw what they are given, or functions that cost nothing; none of them trains."""

from collections.abc import Mapping, Sequence

import torch
from jaxtyping import Float, jaxtyped
from matplotlib.axes import Axes
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from torch import Tensor

from notes.diagrams import arrow, diagram, node, words
from notes.domain import beartype
from notes.plotting import BLUE, GREEN, GREY, INK, LINES, ON_DARK, ORANGE, PURPLE, RED, SEQUENTIAL, axes
from notes.training.autograd import Tape
from notes.training.computation_graph import direct_derivatives, operations, reverse_mode_program
from notes.training.gabor import TRUE_PARAMETERS, GaborData, gabor, gabor_loss

WINDOW = ((-10.0, 10.0), (2.5, 22.5))  # of the Gabor loss, in phi_0 and phi_1


@jaxtyped(typechecker=beartype)
def line_descent(
    inputs: Float[Tensor, " samples"], targets: Float[Tensor, " samples"], path: Float[Tensor, "points 2"]
) -> Figure:
    """Contours of a line's mean squared error with a path of descent, and beside them the lines along the path.

    Args:
        inputs: what to fit the line to.
        targets: likewise.
        path: intercepts and slopes, from the start on.
    """
    figure, (plane, data) = axes(1, 2, height=3.0)
    centre, reach = path[-1], 1.25 * (path - path[-1]).abs().amax(0).clamp(min=1e-3)
    unit = torch.linspace(-1, 1, 60, dtype=path.dtype)
    intercepts, slopes = centre[0] + reach[0] * unit, centre[1] + reach[1] * unit
    predictions = intercepts[None, :, None] + slopes[:, None, None] * inputs
    heights = (predictions - targets).square().mean(-1)
    plane.contour(intercepts, slopes, heights.log(), levels=12, colors=GREY, linewidths=0.6)
    plane.plot(path[:, 0], path[:, 1], "o-", color=ORANGE, markersize=3)
    plane.set(xlabel=r"intercept $\phi_0$", ylabel=r"slope $\phi_1$")
    ends = torch.stack([inputs.min(), inputs.max()])
    for k in (0, 1, 2, 5, len(path) - 1):
        if k < len(path):
            intercept, slope = path[k]
            last = k == len(path) - 1
            data.plot(ends, intercept + slope * ends, color=ORANGE, alpha=1.0 if last else 0.45)
    data.plot(inputs, targets, "o", color=INK, markersize=4)
    data.set(xlabel="input $x$", ylabel="target $y$")
    return figure


@jaxtyped(typechecker=beartype)
def gabor_model(data: GaborData, parameters: Float[Tensor, "curves 2"]) -> Figure:
    """Gabor functions of several parameters, on the data.

    Args:
        data: the samples.
        parameters: a pair for each curve, up to six.
    """
    figure, axis = axes(height=2.8)
    x = torch.linspace(-15, 15, 400, dtype=parameters.dtype)
    for pair, colour, style in zip(parameters, LINES, ("-", "--", "-.", ":", "-", "--"), strict=False):
        label = rf"$\phi = ({pair[0].item():g}, {pair[1].item():g})$"
        axis.plot(x, gabor(pair, x), color=colour, linestyle=style, label=label)
    axis.plot(data.inputs, data.targets, "o", color=INK, markersize=4)
    axis.set(xlabel="input $x$", ylabel=r"$f(x, \phi)$")
    axis.legend()
    return figure


def _draw_landscape(axis: Axes, data: GaborData) -> ContourSet:
    """The Gabor loss over the window, dark where it is low, with the parameters that made the data as a star."""
    first, second = (torch.linspace(*ends, 121, dtype=torch.float64) for ends in WINDOW)
    grid = torch.stack(torch.meshgrid(first, second, indexing="xy"), -1)
    shades = axis.contourf(first, second, gabor_loss(grid, *data), levels=24, cmap=SEQUENTIAL)
    axis.plot(*TRUE_PARAMETERS, "*", color=ON_DARK, markersize=11)
    axis.set(xlabel=r"$\phi_0$", ylabel=r"$\phi_1$", xlim=WINDOW[0], ylim=WINDOW[1])
    axis.grid(visible=False)
    return shades


@jaxtyped(typechecker=beartype)
def gabor_landscape(data: GaborData, paths: Float[Tensor, "points runs 2"]) -> Figure:
    """The Gabor loss as a landscape, with paths of descent from their starts (circles) to their ends (crosses).

    Args:
        data: the samples that the loss is of.
        paths: iterates of each run.
    """
    figure, axis = axes(height=4.2, width=5.4)
    figure.colorbar(_draw_landscape(axis, data), ax=axis, label="loss")
    for path in paths.unbind(1):
        axis.plot(path[:, 0], path[:, 1], color=ON_DARK, linewidth=1.1)
        axis.plot(*path[0].tolist(), "o", color=ON_DARK, markersize=4)
        axis.plot(*path[-1].tolist(), "x", color=ON_DARK, markersize=6, markeredgewidth=1.6)
    return figure


@jaxtyped(typechecker=beartype)
def escapes(
    data: GaborData, full: Float[Tensor, "points 2"], stochastic: Float[Tensor, "points runs 2"], shown: int = 4
) -> Figure:
    """Paths of stochastic descent on the Gabor loss, and how all runs end, against full-batch descent.

    Args:
        data: the samples that the loss is of.
        full: iterates of full-batch descent.
        stochastic: iterates of every stochastic run, from the same start.
        shown: how many of the runs to draw as paths.
    """
    figure, (plane, ends) = axes(1, 2, width=7.2, height=3.4)
    _draw_landscape(plane, data)
    for path in stochastic[:, :shown].unbind(1):
        plane.plot(path[:, 0], path[:, 1], color=ON_DARK, linewidth=0.7)
        plane.plot(*path[-1].tolist(), "x", color=ON_DARK, markersize=6, markeredgewidth=1.6)
    plane.plot(*full[0].tolist(), "o", color=ON_DARK, markersize=5)
    ends.hist(gabor_loss(stochastic[-1], *data).tolist(), bins=40, range=(0.0, 0.45), color=BLUE, label="stochastic")
    ends.axvline(gabor_loss(full[-1], *data).item(), color=ORANGE, linestyle="--", label="full batch")
    ends.set(xlabel="final loss over all samples", ylabel="runs")
    ends.legend()
    return figure


def schedule_curves(schedules: Mapping[str, Tensor]) -> Figure:
    """Learning rates against the step.

    Args:
        schedules: one rate a step, under the name of each schedule; up to six.
    """
    figure, axis = axes(height=2.8)
    for (name, rates), style in zip(schedules.items(), ("-", "--", "-.", ":", "-", "--"), strict=False):
        axis.plot(rates, label=name, linestyle=style)
    axis.set(xlabel="step $t$", ylabel=r"learning rate $\alpha_t$")
    axis.legend()
    return figure


def valley_paths(curvatures: tuple[float, float], paths: Mapping[str, Tensor]) -> Figure:
    r"""Paths of several optimisers down the parabola $\tfrac12 (\lambda_0 \phi_0^2 + \lambda_1 \phi_1^2)$.

    Args:
        curvatures: $\lambda_0$ and $\lambda_1$.
        paths: iterates "points 2" under the name of each optimiser, up to three.
    """
    figure, panels = axes(len(paths), 1, height=1.5 * len(paths), sharex=True, sharey=True)
    reach = 1.15 * torch.cat(list(paths.values())).abs().amax(0)
    first, second = (torch.linspace(-r, r, 80) for r in reach.tolist())
    heights = (curvatures[0] * first**2 + curvatures[1] * second[:, None] ** 2) / 2
    for axis, (name, path), colour in zip(panels, paths.items(), LINES, strict=False):
        axis.contour(first, second, heights, levels=10, colors=GREY, linewidths=0.5)
        axis.plot(path[:, 0], path[:, 1], "o-", color=colour, markersize=2.5, linewidth=1.2, label=name)
        axis.set(xlabel=r"$\phi_0$", ylabel=r"$\phi_1$")
        axis.legend(loc="lower right")
        axis.label_outer()
    return figure


def bouncing(distances: Mapping[str, Tensor]) -> Figure:
    """Distance from the minimum against the step, on a logarithmic scale.

    Args:
        distances: positive distances "points" under the name of each optimiser.
    """
    figure, axis = axes(height=2.8)
    for (name, distance), style in zip(distances.items(), ("-", "--", "-."), strict=False):
        axis.semilogy(distance, label=name, linestyle=style)
    axis.set(xlabel="step $t$", ylabel="distance from the minimum")
    axis.legend()
    return figure


def race(data: GaborData, paths: Mapping[str, Tensor]) -> Figure:
    """Paths of several optimisers on the Gabor loss from one start, and their losses against the step.

    Args:
        data: the samples that the loss is of.
        paths: iterates "points 2" under the name of each optimiser, up to six.
    """
    figure, (plane, losses) = axes(1, 2, width=7.2, height=3.4)
    first, second = (torch.linspace(*ends, 121, dtype=torch.float64) for ends in ((-2.0, 4.0), (14.0, 23.5)))
    grid = torch.stack(torch.meshgrid(first, second, indexing="xy"), -1)
    plane.contour(first, second, gabor_loss(grid, *data), levels=16, colors=GREY, linewidths=0.5)
    plane.plot(*TRUE_PARAMETERS, "*", color=INK, markersize=10)
    for (name, path), colour in zip(paths.items(), LINES, strict=False):
        plane.plot(path[:, 0], path[:, 1], color=colour, linewidth=1.3)
        losses.semilogy(gabor_loss(path, *data), color=colour, label=name)
    plane.set(xlabel=r"$\phi_0$", ylabel=r"$\phi_1$")
    losses.set(xlabel="step $t$", ylabel=r"loss $L(\phi_t)$")
    losses.legend()
    return figure


def tape_graph(tape: Tape) -> Figure:
    """The graph that a tape recorded of a chain: computed values in a row, and the leaves that enter it around them.

    Args:
        tape: the record of a computation in which every operation uses the one before it, but for the first.
    """
    figure, axis = diagram(width=6.9, height=2.5)
    nodes = [
        node(
            axis,
            (0.7 + 0.5 * x, 1.45 + 0.8 * y),
            record.operation.replace("power ", "^"),
            BLUE if record.operands else ORANGE,
        )
        for (x, y), record in zip(_chain_places(tape), tape.records, strict=True)
    ]
    for end, record in zip(nodes, tape.records, strict=True):
        for operand in record.operands:
            arrow(axis, nodes[operand], end)
    words(axis, (3.45, 0.2), "values are computed to the right, gradients travel to the left")
    return figure


def _chain_places(tape: Tape) -> list[tuple[float, float]]:
    """Operations in a row; each leaf above or below the operation that uses it, or left of the first one."""
    steps = [index for index, record in enumerate(tape.records) if record.operands]
    places = {index: (float(column), 0.0) for column, index in enumerate(steps)}
    for column, index in enumerate(steps):
        for operand in tape.records[index].operands:
            if operand not in places:
                above = tape.records[index].operation == "×"
                places[operand] = (float(column), 1.0 if above else -1.0)
    first_leaf, second_leaf = tape.records[steps[0]].operands
    places[second_leaf] = (-1.0, 0.0)
    places[first_leaf] = (0.0, 1.0)
    return [places[index] for index in range(len(tape.records))]


@jaxtyped(typechecker=beartype)
def operations_saved(depths: Sequence[int]) -> Figure:
    """Operations of all derivatives of a chain against its depth: each written out, and shared in reverse mode.

    Args:
        depths: numbers of nonlinear units.
    """
    figure, axis = axes(height=2.9)
    direct = [operations(direct_derivatives(depth)) for depth in depths]
    reverse = [operations(expression for _, expression in reverse_mode_program(depth)) for depth in depths]
    axis.loglog(depths, direct, "s--", color=ORANGE, label="each derivative written out")
    axis.loglog(depths, reverse, "o-", color=BLUE, label="reverse mode")
    axis.set(xlabel="nonlinear units in the chain", ylabel="operations for all derivatives")
    axis.set_xticks(list(depths), [str(depth) for depth in depths], minor=False)
    axis.minorticks_off()
    axis.legend()
    return figure


def powers_with_depth(forward: Mapping[str, Tensor], backward: Mapping[str, Tensor]) -> Figure:
    """Power of the pre-activations and of their gradients in every layer, on logarithmic scales.

    Args:
        forward: powers "layers" of the pre-activations, under the name of each initialisation, up to five.
        backward: powers of the gradients, under the same names.
    """
    figure, panels = axes(1, 2, width=7.2, height=3.2)
    styles = list(zip((RED, ORANGE, INK, BLUE, GREEN), ("-", "--", "-", "--", "-"), strict=True))
    for axis, powers, label in zip(panels, (forward, backward), ("pre-activations", "gradients"), strict=True):
        for (name, power), (colour, style) in zip(powers.items(), styles, strict=False):
            axis.semilogy(power, color=colour, linestyle=style, label=name)
        axis.set(xlabel="layer", ylabel=f"mean square of the {label}")
    panels[0].legend(fontsize=8)
    return figure


def typical_powers(runs: Tensor, expected: Tensor) -> Figure:
    """Powers of many networks with depth, with their mean and what is expected of it.

    Args:
        runs: powers "runs layers".
        expected: expected powers "layers".
    """
    figure, axis = axes(height=2.9)
    for power in runs:
        axis.semilogy(power, color=GREY, linewidth=0.5, alpha=0.5)
    axis.semilogy(runs.mean(0), color=BLUE, label="mean of the networks")
    axis.semilogy(runs.median(0).values, color=PURPLE, linestyle="--", label="median of the networks")
    axis.semilogy(expected, color=ORANGE, linestyle=":", label="expectation")
    axis.set(xlabel="layer", ylabel="mean square of the pre-activations")
    axis.legend()
    return figure

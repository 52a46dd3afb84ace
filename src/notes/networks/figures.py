"""The pictures of chapter 2. Each function returns a figure; none trains anything."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import torch
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from torch import Tensor

from notes.diagrams import Part, arrow, diagram, node
from notes.networks.activation import ACTIVATIONS
from notes.networks.approximation import relu_interpolant
from notes.networks.composition import composition
from notes.networks.lookup import strongest_inputs
from notes.networks.mlp import MultilayerPerceptron, parameter_count
from notes.networks.pieces import linear_pieces
from notes.networks.polygons import activation_polygons
from notes.networks.region_bounds import deep_region_bound, shallow_region_bound
from notes.networks.sawtooth import folded_zigzag
from notes.networks.self_normalization import selu_moments
from notes.networks.shallow import ShallowNetwork, joints
from notes.plotting import BLUE, GREEN, GREY, INK, LINES, ORANGE, axes


def _column(x: Tensor, dtype: torch.dtype = torch.float64) -> Tensor:
    """Inputs as a matrix of one column."""
    return x.to(dtype)[:, None]


def hidden_unit_stages(network: ShallowNetwork, lower: float, upper: float) -> Figure:
    """The stages of a network of one input: lines, the lines clipped, then weighted, then added up.

    Args:
        network: a ReLU network with one input and one output.
        lower: left end of the inputs shown.
        upper: right end of the inputs shown.

    Returns:
        The figure.
    """
    x = torch.linspace(lower, upper, 601, dtype=torch.float64)
    with torch.no_grad():
        lines = _column(x) @ network.theta.double().T + network.theta0.double()
        clipped = lines.clamp(min=0)
        stages = [lines, clipped, clipped * network.phi[0].double()]
        output = stages[-1].sum(dim=1) + network.phi0.double()
        places = joints(network).tolist()
    figure, panels = axes(4, 1, height=6.4, sharex=True)
    names = [r"$\theta_{d0}+\theta_{d1}x$", r"$h_d$", r"$\phi_d h_d$"]
    for panel, stage, name in zip(panels, stages, names, strict=False):
        for d in range(stage.shape[1]):
            panel.plot(x, stage[:, d], label=f"$d={d + 1}$")
        panel.set_ylabel(name)
    panels[3].plot(x, output, color=INK)
    panels[3].set(xlabel="input $x$", ylabel="output $y$")
    panels[0].legend(ncols=stage.shape[1], fontsize=8)
    for panel in panels:
        for place in places:
            panel.axvline(place, color=GREY, linestyle=":", linewidth=1)
    return figure


def shared_joints(network: ShallowNetwork, lower: float, upper: float) -> Figure:
    """Every output of a network of one input over the same axis, with the joints that they share.

    Args:
        network: a ReLU network with one input.
        lower: left end of the inputs shown.
        upper: right end of the inputs shown.

    Returns:
        The figure.
    """
    x = torch.linspace(lower, upper, 601, dtype=torch.float64)
    figure, panel = axes(height=3.0)
    with torch.no_grad():
        outputs = network(_column(x, network.theta.dtype))
        for place in joints(network).tolist():
            panel.axvline(place, color=GREY, linestyle=":", linewidth=1)
    for j in range(outputs.shape[1]):
        panel.plot(x, outputs[:, j], label=f"output $y_{j + 1}$")
    panel.set(xlabel="input $x$", ylabel="output")
    panel.legend()
    return figure


def plane_regions(network: ShallowNetwork | MultilayerPerceptron, lower: float, upper: float) -> Figure:
    """The regions of a network of two inputs, with the level lines of its output: straight inside each region.

    Args:
        network: a ReLU network with two inputs and one output.
        lower: left and bottom edge of the square shown.
        upper: its right and top edge.

    Returns:
        The figure.
    """
    polygons = activation_polygons(network, lower, upper)
    axis = torch.linspace(lower, upper, 161, dtype=torch.float64)
    with torch.no_grad():
        grid = torch.cartesian_prod(axis, axis).to(network.layers[0][0].dtype)
        output = network(grid)[:, 0].reshape(161, 161).T
    # half a step off the ends, or a flat region at the lowest value would be drawn as a ragged line
    levels = np.linspace(float(output.min()), float(output.max()), 33)[1::2]
    figure, panel = axes(width=4.6, height=4.2)
    for k, polygon in enumerate(polygons):
        corners = [(float(a), float(b)) for a, b in polygon]
        panel.fill(*zip(*corners, strict=True), facecolor=LINES[k % len(LINES)], alpha=0.22, linewidth=0)
        panel.fill(*zip(*corners, strict=True), facecolor="none", edgecolor=INK, linewidth=1.2)
    panel.contour(axis, axis, output, levels=levels, colors=GREY, linewidths=0.8, linestyles="solid")
    panel.set(
        xlabel="$x_1$", ylabel="$x_2$", title=f"{len(polygons)} regions", xlim=(lower, upper), ylim=(lower, upper)
    )
    panel.set_aspect("equal")
    panel.grid(False)
    return figure


def regions_against_units(inputs: Sequence[int], units: Sequence[int]) -> Figure:
    """The bound on regions against the number of hidden units, a line for each number of inputs, below all patterns.

    Args:
        inputs: numbers of inputs.
        units: numbers of hidden units.

    Returns:
        The figure.
    """
    figure, panel = axes(height=3.2)
    panel.semilogy(units, [2.0**d for d in units], color=GREY, linestyle=":", label="patterns, $2^D$")
    for dimension, colour in zip(reversed(inputs), LINES, strict=False):
        bounds = [float(shallow_region_bound(d, dimension)) for d in units]
        panel.semilogy(units, bounds, color=colour, label=f"{dimension} input" + "s" * (dimension > 1))
    panel.set(xlabel="hidden units $D$", ylabel="regions, at most")
    panel.legend()
    return figure


def interpolants(function: Callable[[Tensor], Tensor], lower: float, upper: float, widths: Sequence[int]) -> Figure:
    """A function and its ReLU interpolants of several widths, with their nodes.

    Args:
        function: the function, of a float64 tensor.
        lower: left end of the interval.
        upper: its right end.
        widths: number of hidden units of each interpolant.

    Returns:
        The figure.
    """
    x = torch.linspace(lower, upper, 801, dtype=torch.float64)
    figure, panels = axes(1, len(widths), height=2.5, sharey=True)
    for panel, width in zip(np.atleast_1d(panels), widths, strict=True):
        nodes = torch.linspace(lower, upper, width + 1, dtype=torch.float64)
        with torch.no_grad():
            panel.plot(x, relu_interpolant(function, lower, upper, width)(_column(x)), color=BLUE)
        panel.plot(x, function(x), color=ORANGE, linewidth=1.2)
        panel.plot(nodes, function(nodes), "o", color=BLUE, markersize=3)
        panel.set(xlabel="$x$", title=f"{width} units")
    np.atleast_1d(panels)[0].set_ylabel("function and interpolant")
    return figure


def error_against_width(widths: Sequence[int], errors: Sequence[float], bounds: Sequence[float]) -> Figure:
    """Largest error of an interpolant against its width, beside the bound, on logarithmic axes.

    Args:
        widths: numbers of hidden units.
        errors: the largest error at each width.
        bounds: the bound at each width.

    Returns:
        The figure.
    """
    slope = np.polyfit(np.log(widths), np.log(errors), 1)[0]
    figure, panel = axes(height=3.2)
    panel.loglog(
        widths, bounds, color=ORANGE, linestyle="--", label=r"bound $\frac{\delta^2}{8}\,\max|f^{\prime\prime}|$"
    )
    panel.loglog(widths, errors, "o", color=BLUE, label=f"measured, slope {slope:.2f}")
    panel.set(xlabel="hidden units $D$", ylabel="largest error")
    panel.legend()
    return figure


def activation_sheet(reach: float = 4.0) -> Figure:
    """Every activation function of the chapter with its derivative.

    Args:
        reach: largest pre-activation shown, in both directions.

    Returns:
        The figure.
    """
    figure, panels = axes(3, 3, height=6.0, sharex=True)
    for panel, (name, activation) in zip(panels.flat, ACTIVATIONS.items(), strict=True):
        x = torch.linspace(-reach, reach, 401, dtype=torch.float64, requires_grad=True)
        y = activation(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        panel.plot(x.detach(), y.detach(), color=BLUE, label="value")
        panel.plot(x.detach(), slope, color=ORANGE, linestyle="--", label="derivative")
        panel.set_title(name)
    panels[0, 0].legend(fontsize=8)
    figure.supxlabel("pre-activation")
    figure.supylabel("activation and its derivative")
    return figure


def moment_flow(starts: Sequence[float], layers: int) -> Figure:
    """Variance through SELU layers whose weights keep mean 0 and have squares that sum to 1.

    Args:
        starts: variance of the first pre-activation, one line each.
        layers: number of layers.

    Returns:
        The figure.
    """
    figure, panel = axes(height=2.8)
    for start in starts:
        variance = torch.tensor(start, dtype=torch.float64)
        path = [start]
        for _ in range(layers):
            _, variance = selu_moments(torch.zeros_like(variance), variance)
            path.append(float(variance))
        panel.plot(range(layers + 1), path, marker="o", markersize=3, label=f"from {start:g}")
    panel.axhline(1, color=GREY, linestyle=":")
    panel.set(xlabel="layer", ylabel="variance", yscale="log")
    panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    panel.legend(ncols=2, fontsize=8)
    return figure


def folding(outer: ShallowNetwork, inner: ShallowNetwork) -> Figure:
    """How one network folds the input of another: both networks, then their composition, in the inner pieces' colours.

    Args:
        outer: the network applied last, with one input and one output.
        inner: the network applied first, likewise; it maps [0, 1] into [0, 1].

    Returns:
        The figure.
    """
    composed = composition(outer, inner)
    figure, panels = axes(1, 3, height=2.7, width_ratios=[1, 1, 1.4])
    y = torch.linspace(0, 1, 601, dtype=torch.float64)
    with torch.no_grad():
        panels[1].plot(y, outer(_column(y)), color=INK)
        for k, piece in enumerate(linear_pieces(inner, 0.0, 1.0)):
            x = torch.linspace(float(piece.lower), float(piece.upper), 301, dtype=torch.float64)
            panels[0].plot(x, inner(_column(x)), color=LINES[k % len(LINES)])
            panels[2].plot(x, composed(_column(x)), color=LINES[k % len(LINES)])
    panels[0].set(xlabel="$x$", ylabel="$y$", title="first network")
    panels[1].set(xlabel="$y$", ylabel=r"$y^{\prime}$", title="second network")
    panels[2].set(xlabel="$x$", ylabel=r"$y^{\prime}$", title=f"composed: {_pieces(composed)} pieces")
    return figure


def _pieces(network: MultilayerPerceptron) -> int:
    return len(linear_pieces(network, 0.0, 1.0))


def second_layer(network: MultilayerPerceptron, lower: float, upper: float) -> Figure:
    """What enters the second hidden layer of a network of one input, the same clipped, and the output.

    Args:
        network: a ReLU network of two hidden layers, with one input and one output.
        lower: left end of the inputs shown.
        upper: right end of the inputs shown.

    Returns:
        The figure.
    """
    x = torch.linspace(lower, upper, 801, dtype=torch.float64)
    (theta, theta0), (psi, psi0), _ = network.layers
    with torch.no_grad():
        bent = torch.relu(_column(x, theta.dtype) @ theta.T + theta0) @ psi.T + psi0
        stages = {"sums of hinges": bent, "clipped": bent.relu(), "output": network(_column(x, theta.dtype))}
    figure, panels = axes(3, 1, height=5.2, sharex=True)
    for panel, (name, stage) in zip(panels, stages.items(), strict=True):
        panel.plot(x, stage)
        panel.set_ylabel(name)
    panels[0].axhline(0, color=GREY, linewidth=0.8)
    panels[2].lines[0].set_color(INK)
    panels[2].set_xlabel("input $x$")
    return figure


def folded_sawteeth(pieces: int, depths: Sequence[int]) -> Figure:
    """Zigzags folded onto themselves, one panel a depth.

    Args:
        pieces: number of pieces of one zigzag.
        depths: numbers of hidden layers.

    Returns:
        The figure.
    """
    x = torch.linspace(0, 1, 2001, dtype=torch.float64)
    figure, panels = axes(1, len(depths), height=2.2, sharey=True)
    for panel, depth in zip(np.atleast_1d(panels), depths, strict=True):
        network = folded_zigzag(pieces, depth)
        with torch.no_grad():
            panel.plot(x, network(_column(x)), linewidth=1.2)
        panel.set(xlabel="$x$", title=f"depth {depth}: {_pieces(network)} pieces")
    np.atleast_1d(panels)[0].set_ylabel("output")
    return figure


def regions_against_parameters(units: Sequence[int], depths: Sequence[int]) -> Figure:
    """Linear pieces against parameters for one input: one hidden layer, and folded zigzags of several widths.

    Args:
        units: units a layer of the deep networks, one line each.
        depths: numbers of hidden layers.

    Returns:
        The figure.
    """
    shallow = np.unique(np.geomspace(1, 3000, 60).astype(int))
    figure, panel = axes(height=3.6)
    shallow_parameters = [parameter_count([1, int(d), 1]) for d in shallow]
    panel.loglog(shallow_parameters, shallow + 1, color=INK, label="one hidden layer, at most")
    for width, colour in zip(units, LINES, strict=False):
        layers = [[width] * depth for depth in depths]
        parameters = [parameter_count([1, *widths, 1]) for widths in layers]
        panel.loglog(
            parameters,
            [width**depth for depth in depths],
            "o-",
            color=colour,
            markersize=3,
            label=f"{width} units a layer, folded",
        )
        bounds = [float(deep_region_bound(widths)) for widths in layers]
        label = "its bound" if width == units[-1] else None
        panel.loglog(parameters, bounds, color=colour, linestyle=":", linewidth=1.2, label=label)
    panel.set(xlabel="parameters", ylabel="linear pieces", ylim=(1, 1e9))
    panel.legend(fontsize=8, loc="upper left")
    return figure


def pieces_against_depth(
    arrangements: Sequence[str], counts: Sequence[Sequence[int]], constructed: Sequence[int], bounds: Sequence[int]
) -> Figure:
    """Linear pieces of random networks with equally many units in ever more layers, the construction, and the bound.

    Args:
        arrangements: how the units are arranged, in words, one for each position.
        counts: numbers of pieces of several random networks at each position.
        constructed: number of pieces of the folded zigzag at each position.
        bounds: the bound at each position.

    Returns:
        The figure.
    """
    figure, panel = axes(height=3.4)
    places = range(len(arrangements))
    for place, several in zip(places, counts, strict=True):
        label = "random networks" if place == 0 else None
        panel.plot([place] * len(several), several, "o", color=BLUE, alpha=0.5, label=label)
    panel.plot(places, constructed, "s-", color=GREEN, label="folded zigzag, on [0, 1]")
    panel.plot(places, bounds, color=ORANGE, linestyle="--", label="bound")
    panel.set(xlabel="units in each hidden layer", ylabel="linear pieces", yscale="log")
    panel.set_xticks(places, arrangements)
    panel.legend()
    return figure


def curves_over_target(x: Tensor, target: Tensor, curves: dict[str, Sequence[Tensor]]) -> Figure:
    """Several curves of each kind over the target that they were to follow, one panel a kind.

    Args:
        x: inputs.
        target: value of the target at each input.
        curves: for each kind, by its name, curves as values at each input.

    Returns:
        The figure.
    """
    figure, panels = axes(1, len(curves), height=2.4, sharey=True)
    for panel, (name, several) in zip(np.atleast_1d(panels), curves.items(), strict=True):
        panel.plot(x, target, color=GREY, linewidth=1)
        for curve in several:
            panel.plot(x, curve, linewidth=1.3)
        panel.set(xlabel="$x$", title=name)
    np.atleast_1d(panels)[0].set_ylabel("output")
    return figure


def neuron_scheme(widths: Sequence[int]) -> Figure:
    """A multilayer perceptron as units and weights, with the shape of every matrix and bias below.

    Args:
        widths: number of inputs, of units in each hidden layer, of outputs.

    Returns:
        The figure.
    """
    figure, panel = axes(height=2.8)
    places = [[(k, (width - 1) / 2 - j) for j in range(width)] for k, width in enumerate(widths)]
    for before, after in pairwise(places):
        for start in before:
            for end in after:
                panel.plot(*zip(start, end, strict=True), color=GREY, linewidth=0.7, zorder=1)
    colours = [GREEN, *[BLUE] * (len(widths) - 2), ORANGE]
    for column_places, colour in zip(places, colours, strict=True):
        panel.plot(*zip(*column_places, strict=True), "o", color=colour, markersize=13, zorder=2, linestyle="none")
    bottom = -(max(widths) - 1) / 2
    for k, (columns, rows) in enumerate(pairwise(widths)):
        panel.text(k + 0.5, bottom - 0.9, rf"$\Omega_{k}$: ${rows}\times{columns}$", ha="center")
        panel.text(k + 0.5, bottom - 1.5, rf"$\beta_{k}$: ${rows}$", ha="center")
    panel.set_ylim(bottom - 1.7, -bottom + 0.4)
    panel.axis("off")
    return figure


def ten_weights() -> Figure:
    """The network of ten parameters as a graph, each edge with its parameter; units of value 1 bring the offsets."""
    figure, axis = diagram(width=4.8, height=3.2)
    x, one = node(axis, (0.35, 2.25), "$x$", GREEN), node(axis, (0.35, 0.95), "1")
    hidden = [node(axis, (2.4, 2.9 - 0.95 * d), f"$h_{d + 1}$", BLUE) for d in range(3)]
    y, shift = node(axis, (4.45, 1.95), "$y$", ORANGE), node(axis, (2.4, 0.25), "1")
    for d, unit in enumerate(hidden, start=1):
        arrow(axis, x, unit, rf"$\theta_{{{d}1}}$", GREEN, place=0.26)
        arrow(axis, one, unit, rf"$\theta_{{{d}0}}$", place=0.26)
        arrow(axis, unit, y, rf"$\phi_{d}$", BLUE, place=0.4)
    arrow(axis, shift, y, r"$\phi_0$", place=0.4)
    return figure


def keys_and_answers(network: ShallowNetwork, pictures: Tensor, units: int, count: int) -> Figure:
    """The keys of hidden units as pictures, each beside the pictures that its unit answers to most.

    Args:
        network: a shallow network that looks at pictures of 8 by 8 pixels.
        pictures: pictures to choose from, one a row.
        units: how many units are shown, the first of those that are active on enough pictures.
        count: how many pictures for each.

    Returns:
        The figure.
    """
    places = strongest_inputs(network, pictures, count)
    awake = ((network.hidden(pictures) > 0).sum(dim=0) >= count).nonzero().flatten()[:units]
    figure, panels = axes(units, count + 1, height=0.75 * units, width=4.8)
    for row, unit in zip(panels, awake, strict=True):
        key = network.theta[unit].detach()
        row[0].imshow(
            key.reshape(8, 8).tolist(), cmap="RdBu", vmin=-float(key.abs().max()), vmax=float(key.abs().max())
        )
        for panel, place in zip(row[1:], places[unit], strict=True):
            panel.imshow(pictures[place].reshape(8, 8).tolist(), cmap="Greys")
    for panel in panels.flat:
        panel.axis("off")
    panels[0, 0].set_title("key", fontsize=9)
    panels[0, (count + 1) // 2].set_title("answers to", fontsize=9)
    return figure


def unit_scheme(inputs: int, outputs: int) -> Figure:
    """A shallow network of three hidden units as a graph, each edge with its weight; offsets are left out.

    Args:
        inputs: number of inputs, one or two.
        outputs: number of outputs, one or two.

    Returns:
        The figure.
    """
    figure, axis = diagram(width=4.8, height=2.9)

    def column(x: float, names: list[str], colour: str) -> list[Part]:
        gap = 1.1 if len(names) == 3 else 1.5
        return [node(axis, (x, 1.45 + gap * ((len(names) - 1) / 2 - k)), name, colour) for k, name in enumerate(names)]

    def numbered(letter: str, number: int) -> list[str]:
        return [f"${letter}$"] if number == 1 else [f"${letter}_{k + 1}$" for k in range(number)]

    enters = column(0.35, numbered("x", inputs), GREEN)
    hidden = column(2.4, numbered("h", 3), BLUE)
    leaves = column(4.45, numbered("y", outputs), ORANGE)
    for d, unit in enumerate(hidden, start=1):
        for i, start in enumerate(enters, start=1):
            arrow(axis, start, unit, rf"$\theta_{{{d}{i}}}$", GREEN, place=0.3)
        for j, end in enumerate(leaves, start=1):
            name = rf"$\phi_{d}$" if outputs == 1 else rf"$\phi_{{{j}{d}}}$"
            arrow(axis, unit, end, name, BLUE, place=0.7)
    return figure

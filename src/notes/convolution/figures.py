"""The pictures of chapter 6. They draw what they are given, or evaluate cheap functions; none of them trains."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from jaxtyping import Float, Int64, jaxtyped
from matplotlib.figure import Figure
from torch import Tensor

from notes.convolution.batch_normalization import batch_statistics, normalized
from notes.convolution.circulant import circulant_matrix
from notes.convolution.layer_normalization import group_normalized, layer_normalized
from notes.convolution.padding import window_indices
from notes.convolution.photographs import luminance, photograph
from notes.convolution.planar import KERNELS, convolution_2d
from notes.convolution.receptive_field import Window, averaging_stack, gradient_footprint
from notes.convolution.spectral import spatial_multiplications, spectral_multiplications
from notes.domain import beartype
from notes.plotting import BLUE, DIVERGING, GREEN, GREY, INK, ORANGE, PURPLE, axes

COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
MARKERS = ("o", "s", "^", "D")


def _show(axis: Any, image: Tensor, title: str, *, shades: str = "gray", span: float | None = None) -> None:
    """An image without axes; with a `span`, colours are centred at zero."""
    limits = (None, None) if span is None else (-span, span)
    axis.imshow(image.numpy(), cmap=shades, vmin=limits[0], vmax=limits[1], interpolation="none")
    axis.set_title(title)
    axis.set_axis_off()


def principles() -> Figure:
    """Five properties of images, each as one picture made of a photograph."""
    image = luminance(photograph("china"))[40:296:2, 180:436:2].contiguous()
    edges = convolution_2d(image, KERNELS["horizontal difference"]).abs()
    rows, columns = torch.meshgrid(torch.arange(128), torch.arange(128), indexing="ij")
    bent = image[rows, (columns + (3 * (rows / 9.0).sin()).round().long()) % 128]
    coarse = torch.nn.functional.avg_pool2d(edges[None, None, 1:-1, 1:-1].contiguous(), 4)[0, 0]
    patches = image.unfold(0, 16, 8).unfold(1, 16, 8).flatten(0, 1)
    busiest = patches.flatten(1).var(1).argmax()
    distances = (patches - patches[busiest]).square().sum((1, 2))
    figure, panels = axes(2, 5, width=7.2, height=3.4)
    pictures = [
        (patches[busiest], patches[distances.argsort()[1]], "self-similarity", "one patch", "another place"),
        (image, edges.roll(24, 1), "equivariance", "image", "edges, shifted"),
        (image, bent, "deformation", "image", "bent, still itself"),
        (edges, coarse, "hierarchy", "edges", "pooled: outlines"),
        (image[30:70, 50:90], image, "compositionality", "a part", "the whole"),
    ]
    for column, (above, below, title, first, second) in enumerate(pictures):
        _show(panels[0, column], above, f"{title}\n{first}")
        _show(panels[1, column], below, second)
    return figure


def sliding_boxes() -> Figure:
    """Two boxes that overlap more and then less, and the length of their overlap: a triangle."""
    figure, (boxes, overlap) = axes(1, 2, width=7.0, height=2.6)
    boxes.fill_between([0, 1], 0, 1, color=BLUE, alpha=0.3, linewidth=0, label="$f(t)$")
    boxes.fill_between([0.4 - 1, 0.4], 0, 1, color=ORANGE, alpha=0.3, linewidth=0, label="$g(x - t)$ at $x = 0.4$")
    x = torch.linspace(-0.5, 2.5, 301)
    overlap.plot(x, (1 - (x - 1).abs()).clamp(min=0), color=GREEN)
    overlap.plot(0.4, 0.4, "o", color=INK)
    boxes.set(xlabel="$t$", ylabel="value", ylim=(0, 1.7))
    overlap.set(xlabel="$x$", ylabel="$(f * g)(x)$")
    boxes.legend(loc="upper right")
    return figure


@jaxtyped(typechecker=beartype)
def circulant_by_shifts(kernel: Float[Tensor, "n"]) -> Figure:
    """The powers of the shift that make up a circulant matrix, each with its entry of the kernel, and their sum.

    Args:
        kernel: first column of the matrix; its entries that are not zero get a panel each.
    """
    places = kernel.nonzero().flatten().tolist()
    span = kernel.abs().max().item()
    figure, panels = axes(1, len(places) + 1, width=7.2, height=1.9)
    for axis, place in zip(panels, places, strict=False):
        part = circulant_matrix(kernel * (torch.arange(len(kernel)) == place))
        _show(axis, part, f"$w_{{{place}}} S^{{{place}}}$", shades=DIVERGING, span=span)
    _show(panels[-1], circulant_matrix(kernel), "$C(w)$", shades=DIVERGING, span=span)
    return figure


@jaxtyped(typechecker=beartype)
def two_routes(x: Float[Tensor, "n"], w: Float[Tensor, "n"]) -> Figure:
    """A signal, a kernel and their convolution, above; the moduli of their transforms, which multiply, below.

    Args:
        x: the signal.
        w: the kernel.
    """
    y = circulant_matrix(w) @ x
    figure, panels = axes(2, 3, width=7.2, height=3.6, sharex="row")
    for column, (signal, name, colour) in enumerate(((x, "x", BLUE), (w, "w", ORANGE), (y, "x * w", GREEN))):
        panels[0, column].plot(signal, color=colour)
        panels[0, column].set(title=f"${name}$", xlabel="place")
        panels[1, column].plot(torch.fft.rfft(signal).abs(), color=colour)
        panels[1, column].set(xlabel="frequency")
        panels[0, column].set_ylabel("value")
        panels[1, column].set_ylabel("modulus")
    return figure


def cost_of_routes() -> Figure:
    """Multiplications of the spatial route, for a full and for a short kernel, and of the spectral one."""
    sizes = [2**power for power in range(2, 13)]
    figure, axis = axes(height=3.2)
    axis.loglog(sizes, [spatial_multiplications(n, n) for n in sizes], "o-", color=BLUE, label="matrix, full kernel")
    axis.loglog(sizes, [spatial_multiplications(n, 3) for n in sizes], "s-", color=GREEN, label="matrix, kernel of 3")
    axis.loglog(sizes, [spectral_multiplications(n) for n in sizes], "^-", color=ORANGE, label="Fourier transforms")
    axis.set(xlabel="length of the signal", ylabel="real multiplications")
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def measured_costs(
    sizes: Sequence[int], spatial: Float[Tensor, "runs sizes"], spectral: Float[Tensor, "runs sizes"]
) -> Figure:
    """Measured seconds of both routes against the length of the signal: medians, with the range of all runs.

    Args:
        sizes: lengths of the signal.
        spatial: seconds of the matrix product.
        spectral: seconds of the Fourier transforms.
    """
    figure, axis = axes(height=3.2)
    for seconds, name, marker, colour in (
        (spatial, "matrix", "o", BLUE),
        (spectral, "Fourier transforms", "^", ORANGE),
    ):
        axis.plot(sizes, seconds.median(0).values, f"{marker}-", color=colour, label=name)
        axis.fill_between(list(sizes), seconds.amin(0), seconds.amax(0), color=colour, alpha=0.2, linewidth=0)
    axis.set(xscale="log", yscale="log", xlabel="length of the signal", ylabel="seconds")
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def filtered(image: Float[Tensor, "height width"]) -> Figure:
    """An image and what five classic kernels make of it.

    Args:
        image: brightness, between 0 and 1.
    """
    figure, panels = axes(2, 3, width=7.2, height=4.2)
    _show(panels.flat[0], image, "photograph")
    for axis, (name, kernel) in zip(panels.flat[1:], KERNELS.items(), strict=True):
        result = convolution_2d(image, kernel)
        signed = bool(kernel.sum().abs() < 0.5)
        result = result if signed else result.clamp(0, 1)
        _show(axis, result, name, shades=DIVERGING if signed else "gray", span=0.8 if signed else None)
    return figure


@jaxtyped(typechecker=beartype)
def window_places(windows: Mapping[str, tuple[int, Window]], size: int) -> Figure:
    """Which inputs each place of a window covers, one panel per setting; grey are the entries that padding adds.

    Args:
        windows: padding at either end and window, by title.
        size: entries of the input.
    """
    figure, panels = axes(1, len(windows), width=7.2, height=2.4)
    for axis, (title, (padding, window)), colour in zip(panels, windows.items(), COLOURS, strict=False):
        places = window_indices(size + 2 * padding, window.kernel, stride=window.stride, dilation=window.dilation)
        axis.axvspan(-padding - 0.5, -0.5, color=GREY, alpha=0.25, linewidth=0)
        axis.axvspan(size - 0.5, size + padding - 0.5, color=GREY, alpha=0.25, linewidth=0)
        for row, place in enumerate(places - padding):
            axis.plot(place, [row] * len(place), "s-", color=colour, markersize=4, linewidth=0.8)
        axis.set(title=title, xlabel="input", ylabel="output", xlim=(-padding - 0.6, size + padding - 0.4))
        axis.invert_yaxis()
    return figure


@jaxtyped(typechecker=beartype)
def receptive_cone(windows: Sequence[Window]) -> Figure:
    """Left, the units below one output, layer by layer; right, how strongly each input counts if all layers average.

    Args:
        windows: layers from the input upwards, with stride one.

    Raises:
        ValueError: if a layer has a stride.
    """
    if any(window.stride != 1 for window in windows):
        raise ValueError("`windows` must all have stride 1")
    seen, figure, (cone, weights) = torch.tensor([0]), *axes(1, 2, width=7.2, height=2.8)
    for level, window in reversed(list(enumerate(windows, start=1))):
        offsets = window.dilation * (torch.arange(window.kernel) - (window.kernel - 1) / 2)
        below = (seen[:, None] + offsets).unique()
        for unit in seen.tolist():
            for offset in offsets.tolist():
                cone.plot([unit, unit + offset], [level, level - 1], color=GREY, linewidth=0.7)
        cone.plot(seen, [level] * len(seen), "o", color=BLUE)
        seen = below
    cone.plot(seen, [0] * len(seen), "o", color=ORANGE)
    footprint = gradient_footprint(averaging_stack(windows), torch.zeros(1, len(seen) if len(seen) > 1 else 1))
    weights.bar(seen.tolist(), footprint.tolist(), color=ORANGE)
    cone.set(xlabel="place", ylabel="layer", yticks=range(len(windows) + 1))
    weights.set(xlabel="place of the input", ylabel="gradient")
    return figure


@jaxtyped(typechecker=beartype)
def curves_by_depth(curves: Mapping[str, Mapping[int, Sequence[float] | Tensor]], ylabel: str, xlabel: str) -> Figure:
    """Curves of plain and residual networks of several depths, one panel for each kind, on one logarithmic scale.

    Args:
        curves: by kind of network and by depth, values in order.
        ylabel: what is measured.
        xlabel: what it is measured along; curves of unequal length are drawn as shares from 0 to 1.
    """
    figure, panels = axes(1, len(curves), width=7.2, height=3.0, sharey=True)
    lengths = {len(values) for kind in curves.values() for values in kind.values()}
    for axis, (kind, by_depth) in zip(panels, curves.items(), strict=True):
        for (depth, values), marker, colour in zip(by_depth.items(), MARKERS, COLOURS, strict=False):
            along = torch.linspace(0, 1, len(values)) if len(lengths) > 1 else torch.arange(len(values))
            every = max(1, len(values) // 8)
            axis.plot(along, values, f"{marker}-", color=colour, markevery=every, label=f"{depth} layers")
        axis.set(title=kind, xlabel=xlabel, yscale="log")
    panels[0].set_ylabel(ylabel)
    if len(by_depth) > 1:
        panels[-1].legend()
    return figure


@jaxtyped(typechecker=beartype)
def shattered_gradients(inputs: Float[Tensor, "points"], gradients: Mapping[str, Float[Tensor, "points"]]) -> Figure:
    """Slopes of networks by their input, along the input, each divided by its root mean square.

    Args:
        inputs: inputs in increasing order.
        gradients: slopes there, by title.
    """
    figure, panels = axes(1, len(gradients), width=7.2, height=2.4, sharey=True)
    for axis, (title, slopes), colour in zip(panels, gradients.items(), COLOURS, strict=False):
        axis.plot(inputs, slopes / slopes.square().mean().sqrt(), color=colour, linewidth=0.9)
        axis.set(title=title, xlabel="input")
    panels[0].set_ylabel("slope of the output")
    return figure


@jaxtyped(typechecker=beartype)
def segmentations(
    images: Float[Tensor, "examples 1 height width"],
    true: Int64[Tensor, "examples height width"],
    predicted: Int64[Tensor, "examples height width"],
) -> Figure:
    """Images, the true class of every pixel, and the predicted one.

    Args:
        images: one column each.
        true: their classes.
        predicted: what a network makes of them.
    """
    figure, panels = axes(3, len(images), width=6.4, height=4.2)
    for column in range(len(images)):
        _show(panels[0, column], images[column, 0], "image" if not column else "")
        _show(panels[1, column], true[column], "true" if not column else "", shades="viridis")
        _show(panels[2, column], predicted[column], "predicted" if not column else "", shades="viridis")
    return figure


def normalization_sets() -> Figure:
    """Which activations share their statistics with one of them, in four kinds of normalisation: read off gradients."""
    shape = (3, 4, 3)  # examples, channels, places
    maps = torch.rand(shape, generator=torch.Generator().manual_seed(0)).requires_grad_()
    kinds = {
        "batch": normalized(maps, *batch_statistics(maps)),
        "layer": layer_normalized(maps.transpose(1, 2)).transpose(1, 2),
        "group": group_normalized(maps, 2),
        "instance": group_normalized(maps, 4),
    }
    figure, panels = axes(1, 4, width=7.2, height=1.7, sharey=True)
    for axis, (title, output) in zip(panels, kinds.items(), strict=True):
        reached = torch.autograd.grad(output[1, 1, 1], maps, retain_graph=True)[0] != 0
        for example, channel, place in itertools.product(*map(range, shape)):
            inside = bool(reached[example, channel, place])
            where = channel + 0.25 * (place - 1)
            axis.plot(where, example, "s", color=BLUE if inside else GREY, alpha=1 if inside else 0.25, markersize=4)
        axis.set(title=title, xlabel="channel", xticks=range(4), yticks=range(3), ylim=(2.5, -0.5))
    panels[0].set_ylabel("example")
    return figure

"""The diagrams of chapter 6, in the vocabulary of `notes.diagrams`."""

from collections.abc import Collection

import torch
from jaxtyping import Float, jaxtyped
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor
from torch.nn.functional import unfold

from notes.convolution.layer import conv2d
from notes.convolution.transposed import copies_per_output
from notes.diagrams import Part, arrow, box, diagram, frame, node, timeline, words
from notes.domain import beartype
from notes.plotting import BLUE, GREEN, GREY, ORANGE, SEQUENTIAL, axes

CELL = 0.27  # side of a number's box, in inches


def _grid(axis: Axes, corner: tuple[float, float], numbers: Tensor, marked: Collection[tuple[int, int]]) -> None:
    """A matrix as a grid of boxes from its upper left corner, those at some places in orange."""
    left, above = corner
    for i, row in enumerate(numbers.tolist()):
        for j, number in enumerate(row):
            centre = left + (j + 0.5) * CELL, above - (i + 0.5) * CELL
            box(axis, centre, f"{number:g}", ORANGE if (i, j) in marked else GREY, size=(CELL, CELL))


@jaxtyped(typechecker=beartype)
def channels(x: Float[Tensor, "2 3 3"], w: Float[Tensor, "2 2 2"]) -> Figure:
    """Two channels, their two kernels and the one channel that comes of them; below, the same as a matrix product.

    Args:
        x: the input channels.
        w: a kernel for each.
    """
    y, rows = conv2d(x[None], w[None], torch.zeros(1)), unfold(x[None], 2)[0]
    window = {(i, j) for i in range(2) for j in range(2)}
    figure, axis = diagram(width=4.8, height=4.9)
    for channel, above in enumerate((4.5, 3.5)):
        _grid(axis, (0.3, above), x[channel], window)
        words(axis, (1.5, above - 0.4), "times")
        _grid(axis, (1.9, above - 0.13), w[channel], window)
    words(axis, (0.3 + 1.5 * CELL, 4.63), "input")
    words(axis, (1.9 + CELL, 4.63), "kernel")
    words(axis, (2.9, 3.6), "added up")
    _grid(axis, (3.5, 3.6 + CELL), y[0, 0], {(0, 0)})
    words(axis, (3.5 + CELL, 4.1), "output")
    everything = {(i, 0) for i in range(8)}
    _grid(axis, (0.1, 1.4), w.reshape(1, 8), {(0, j) for j in range(8)})
    _grid(axis, (2.4, 2.34), rows, everything)
    _grid(axis, (3.65, 1.4), y.reshape(1, 4), {(0, 0)})
    words(axis, (0.1 + 4 * CELL, 1.55), "$W$")
    words(axis, (2.4 + 2 * CELL, 2.47), "$U(x)$")
    words(axis, (3.65 + 2 * CELL, 1.55), "$y$")
    return figure


def landmarks() -> Figure:
    """From LeNet to ResNet: year, name, layers with weights, parameters, and errors on ImageNet."""
    figure, axis = diagram(width=6.4, height=1.3)
    networks = (
        ("1998", "LeNet-5", "5 layers", "60 thousand", ""),
        ("2012", "AlexNet", "8 layers", "60 million", "15.3 %"),
        ("2014", "VGG-16", "16 layers", "138 million", "7.3 %"),
        ("2014", "GoogLeNet", "22 layers", "7 million", "6.7 %"),
        ("2015", "ResNet-152", "152 layers", "60 million", "3.6 %"),
    )
    timeline(axis, (0.1, 1.15), 6.2, ["\n".join(lines) for lines in networks])
    return figure


def checkerboards() -> Figure:
    """How many copies of a kernel reach each pixel of a transposed convolution, of two sizes of the kernel."""
    figure, panels = axes(1, 2, width=5.4, height=2.6)
    for axis, kernel in zip(panels, (3, 4), strict=True):
        along = copies_per_output(6, kernel, 2)
        image = axis.imshow((along[:, None] * along).numpy(), cmap=SEQUENTIAL, vmin=0, vmax=4, interpolation="nearest")
        axis.set(title=f"kernel {kernel} by {kernel}, stride 2", xlabel="column", ylabel="row")
        axis.grid(False)
    figure.colorbar(image, ax=panels, ticks=range(5), label="copies")
    return figure


AFTER_AND_BEFORE = {
    "activation after the sum": ("3 by 3", "normalise", "rectify", "3 by 3", "normalise", "+", "rectify"),
    "activation before": ("normalise", "rectify", "3 by 3", "normalise", "rectify", "3 by 3", "+"),
}
NEWER = {
    "MobileNetV2": (
        "1 by 1, wider",
        "normalise, rectify",
        "depthwise 3 by 3",
        "normalise, rectify",
        "1 by 1, back",
        "normalise",
        "+",
    ),
    "ConvNeXt": ("depthwise 7 by 7", "layer norm", "dense, wider", "GELU", "dense, back", "factors", "+"),
}
WEIGHTED = ("3 by 3", "1 by 1", "depthwise", "dense")


def residual_blocks(columns: dict[str, tuple[str, ...]]) -> Figure:
    """Blocks of layers from below, those that look around or join channels in blue, with the shortcut beside them.

    Args:
        columns: the layers of each block, "+" where the shortcut comes in, by the name of the block.
    """
    figure, axis = diagram(width=4.8, height=5.0)
    for place, (title, layers) in enumerate(columns.items()):
        x = 1.1 + 2.4 * place
        words(axis, (x, 4.8), title, fontweight="bold")
        start = before = node(axis, (x, 0.3), "$x$")
        for row, layer in enumerate((*layers, "$y$"), 1):
            at = (x, 0.3 + 0.52 * row)
            if layer in ("+", "$y$"):
                now = node(axis, at, layer, GREEN if layer == "+" else GREY)
            else:
                now = box(axis, at, layer, BLUE if layer.startswith(WEIGHTED) else GREY, size=(1.5, 0.34))
            arrow(axis, before, now)
            if layer == "+":
                arrow(axis, start.at(1, 0), now.at(1, 0), via=[(x + 1.0, 0.3), (x + 1.0, at[1])])
            before = now
    return figure


LENET = (
    ("image", "1, 28 by 28"),
    ("5 by 5", "6, 28 by 28"),
    ("pool", "6, 14 by 14"),
    ("5 by 5", "16, 10 by 10"),
    ("pool", "16, 5 by 5"),
    ("3 dense", "10"),
)
RESNET = (
    ("image", "1, 8 by 8"),
    ("3 by 3", "c, 8 by 8"),
    ("n blocks", "c, 8 by 8"),
    ("n blocks", "2c, 4 by 4"),
    ("n blocks", "4c, 2 by 2"),
    ("mean,\ndense", "10"),
)


def in_a_row(layers: tuple[tuple[str, str], ...]) -> Figure:
    """A network layer by layer from the left, with channels and sizes of what comes out; what has weights in blue.

    Args:
        layers: the name of each layer, and what comes out of it.
    """
    figure, axis = diagram(width=6.4, height=0.95)
    before = None
    for place, (layer, shape) in enumerate(layers):
        now = box(
            axis, (0.5 + 1.07 * place, 0.6), layer, GREY if layer in ("image", "pool") else BLUE, size=(0.86, 0.42)
        )
        words(axis, (now.centre[0], 0.22), shape, fontsize=8)
        if before:
            arrow(axis, before, now)
        before = now
    return figure


def u_shape(channels: tuple[int, int, int] = (8, 16, 32)) -> Figure:
    """A U-Net of three levels: down on the left, up on the right, and what goes across.

    Args:
        channels: of each level, from the finest to the coarsest.
    """
    figure, axis = diagram(width=4.8, height=3.6)
    wide, y = (1.3, 0.36), (2.6, 1.6, 0.6)
    image = box(axis, (0.9, 3.3), "image")
    down = [
        box(axis, (0.9, y[0]), f"{channels[0]} channels", BLUE, size=wide),
        box(axis, (0.9, y[1]), f"{channels[1]} channels", BLUE, size=wide),
    ]
    last = box(axis, (2.4, y[2]), f"{channels[2]} channels", BLUE, size=wide)
    up = [
        box(axis, (3.9, y[1]), f"{channels[1]} channels", BLUE, size=wide),
        box(axis, (3.9, y[0]), f"{channels[0]} channels", BLUE, size=wide),
    ]
    classes = box(axis, (3.9, 3.3), "classes")
    arrow(axis, image, down[0])
    arrow(axis, down[0], down[1], "pool")
    arrow(axis, down[1].at(0, -1), last.at(-1, 0), "pool", via=[(0.9, y[2])])
    arrow(axis, last.at(1, 0), up[0].at(0, -1), "repeat", via=[(3.9, y[2])])
    arrow(axis, up[0], up[1], "repeat")
    arrow(axis, up[1], classes, "1 by 1")
    for left, right in ((down[0], up[1]), (down[1], up[0])):
        arrow(axis, left, right, "put beside", ORANGE, dashed=True)
    return figure


def dense_block(layers: int = 3) -> Figure:
    """What each layer of a dense block reads, and what it puts behind: columns of channels, new ones in blue.

    Args:
        layers: how many.
    """
    figure, axis = diagram(width=4.8, height=2.3)
    reads: Part | None = None
    for layer in range(layers + 1):
        x = 0.4 + 1.3 * layer
        for row in range(layer + 1):
            at = (x, 0.35 + 0.5 * row)
            now = box(axis, at, f"$x_{row}$", BLUE if row == layer else GREY, size=(0.5, 0.32))
            if row < layer:
                before = Part(f"$x_{row}$", (x - 1.3 + 0.25, at[1]), (0.0, 0.0))
                arrow(axis, before, now, dashed=True)
        frame(axis, (x - 0.32, 0.12), (x + 0.32, 0.58 + 0.5 * layer))
        if reads:
            arrow(axis, reads, now)
        if layer < layers:
            reads = box(axis, (x + 0.65, 0.85 + 0.5 * layer), f"$H_{layer + 1}$", size=(0.42, 0.32))
            column = Part("all channels so far", (x, 0.58 + 0.5 * layer), (0.0, 0.0))
            arrow(axis, column, reads.at(-1, 0), via=[(x, 0.85 + 0.5 * layer)])
    return figure


def two_gates() -> Figure:
    """A highway layer: the input transformed and the input as it is, in shares that a gate reads off the input."""
    figure, axis = diagram(width=4.8, height=2.9)
    x = node(axis, (2.4, 0.3), "$x$")
    f, gate = (
        box(axis, (0.8, 1.1), "$f(x)$", BLUE, size=(0.8, 0.34)),
        box(axis, (2.4, 1.1), "$T(x)$", BLUE, size=(0.8, 0.34)),
    )
    open_, shut = node(axis, (0.8, 1.9), r"$\odot$", GREEN), node(axis, (4.0, 1.9), r"$\odot$", GREEN)
    total = node(axis, (2.4, 2.6), "+", GREEN)
    arrow(axis, x.at(-1, 0), f.at(0, -1), via=[(0.8, 0.3)])
    arrow(axis, x, gate)
    arrow(axis, x.at(1, 0), shut.at(0, -1), via=[(4.0, 0.3)])
    arrow(axis, f, open_)
    arrow(axis, gate.at(0, 1), open_.at(1, 0), "$T$", via=[(2.4, 1.9)], place=0.6)
    arrow(axis, gate.at(0, 1), shut.at(-1, 0), "$1 - T$", via=[(2.4, 1.9)], place=0.4)
    arrow(axis, open_.at(0, 1), total.at(-1, 0), via=[(0.8, 2.6)])
    arrow(axis, shut.at(0, 1), total.at(1, 0), via=[(4.0, 2.6)])
    return figure

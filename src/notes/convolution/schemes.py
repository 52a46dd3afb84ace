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
from notes.diagrams import box, diagram, timeline, words
from notes.domain import beartype
from notes.plotting import GREY, ORANGE, SEQUENTIAL, axes

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

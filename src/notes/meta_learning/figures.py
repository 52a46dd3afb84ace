"""The chapter's pictures."""

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure
from torch import Tensor

from notes.meta_learning.episodes import Episodes
from notes.meta_learning.turing_machine import Run
from notes.plotting import LINES, SEQUENTIAL, axes


def episode(batch: Episodes) -> Figure:
    """The first task of a batch: support set above, queries below.

    Args:
        batch: the episodes.

    Returns:
        The figure.
    """
    ways = batch.support.shape[1]
    rows = [*batch.support[0].transpose(0, 1), *batch.query[0].transpose(0, 1)]
    drawn, panels = axes(len(rows), ways, width=5.0, height=1.0 * len(rows))
    for number, (row, line) in enumerate(zip(rows, panels, strict=True)):
        for image, panel in zip(row, line, strict=True):
            panel.imshow((1 - image).numpy(), cmap="gray", vmin=0, vmax=1)
            panel.axis("off")
        line[0].set_title("support" if number < batch.support.shape[2] else "query", loc="left")
    return drawn


def memory_over_time(sequence: Tensor, memory: Tensor, copy: Tensor) -> Figure:
    """What is copied, the memory after each write, and the copy.

    Args:
        sequence: `steps width`.
        memory: `steps slots width`.
        copy: `steps width`.

    Returns:
        The figure.
    """
    panels = [sequence, *memory, copy]
    titles = ["input", *(f"t = {step + 1}" for step in range(len(memory))), "copy"]
    drawn, places = axes(1, len(panels), height=1.9)
    for image, title, place in zip(panels, titles, places, strict=True):
        place.imshow(image.numpy(), cmap=SEQUENTIAL, vmin=0, vmax=1)
        place.set_title(title)
        place.axis("off")
    return drawn


def machine_over_time(sequence: Tensor, run: Run) -> Figure:
    """What a machine is shown, its memory at every step, the weights of its heads, and its answer.

    Args:
        sequence: bits, `1 steps bits`.
        run: of a machine on it.

    Returns:
        The figure.
    """
    times = run.memory.shape[1]
    drawn, places = axes(2, times, height=3.6)
    for time, place in enumerate(places[0]):
        place.imshow(run.memory[0, time].numpy(), cmap=SEQUENTIAL, vmin=-1, vmax=1)
        place.set_title(f"t = {time + 1}")
    below = {"input": sequence[0], "write w": run.writing[0], "read w": run.reading[0]}
    for place, (title, image) in zip(places[1], {**below, "answer": run.logits[0].sigmoid()}.items(), strict=False):
        place.imshow(image.numpy(), cmap=SEQUENTIAL, vmin=0, vmax=1)
        place.set_title(title)
    for place in places.flat:
        place.axis("off")
    return drawn


def curves(found: Mapping[str, Sequence[float]], at: Sequence[int], *, steps: str, loss: str) -> Figure:
    """Losses against the number of steps, on a logarithmic scale.

    Args:
        found: losses by name, at most six names.
        at: numbers of steps.
        steps: label of the horizontal axis.
        loss: label of the vertical axis.

    Returns:
        The figure.

    Raises:
        ValueError: if there are more names than colours.
    """
    if len(found) > len(LINES):
        raise ValueError(f"`found` must have at most {len(LINES)} names, got {len(found)}")
    drawn, panel = axes()
    for (name, values), colour in zip(found.items(), LINES, strict=False):
        panel.plot(at, values, "o-", markersize=3, color=colour, label=name)
    panel.set(xlabel=steps, ylabel=loss, yscale="log")
    panel.legend()
    return drawn

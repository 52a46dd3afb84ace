"""The chapter's pictures."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import torch
from jaxtyping import Float, jaxtyped
from matplotlib.figure import Figure
from torch import Tensor

from notes.diagrams import arrow, box, brace, diagram, node, words
from notes.domain import beartype
from notes.meta_learning.episodes import Episodes
from notes.meta_learning.turing_machine import Run
from notes.plotting import BLUE, INK, LINES, ORANGE, SEQUENTIAL, axes

SIDE, WIDE = (0.8, 0.32), (1.15, 0.32)


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
    drawn, places = axes(1, len(panels), width=7.2, height=1.5)
    for image, title, place in zip(panels, titles, places, strict=True):
        shown = place.imshow(image.numpy(), cmap=SEQUENTIAL, vmin=0, vmax=1)
        place.set_title(title)
        place.set(xlabel="column", ylabel="row", xticks=[], yticks=[])
        place.grid(visible=False)
    drawn.colorbar(shown, ax=places, label="number", ticks=[0, 1], shrink=0.6, aspect=8, pad=0.01)
    return drawn


def machine_over_time(sequence: Tensor, run: Run) -> Figure:
    """What a machine is shown, its memory at every step, the weights of its heads, and its answer.

    Args:
        sequence: bits, `1 steps bits`, of two steps at least.
        run: of a machine on it.

    Returns:
        The figure.
    """
    times, steps = run.memory.shape[1], sequence.shape[1]
    drawn, places = axes(2, times, height=4.2, sharex="row", sharey="row")
    for time, (place, unused) in enumerate(places.T):
        place.imshow(run.memory[0, time].numpy(), cmap=SEQUENTIAL, vmin=-1, vmax=1)
        place.set_title(f"t = {time + 1}")
        place.grid(visible=False)
        unused.remove()
    places[0, 0].set(xlabel="column", ylabel="row of memory")
    below = {
        "input": (sequence[0], 1),
        "write head": (run.writing[0], 1),
        "read head": (run.reading[0], 1),
        "answer": (run.logits[0].sigmoid(), 1 + steps),
    }
    grid = places[0, 0].get_gridspec()
    for number, (title, (image, first)) in enumerate(below.items()):
        columns = slice(number * times // 4, (number + 1) * times // 4)
        place = drawn.add_subplot(grid[1, columns], title=title, ylabel="time t")
        place.set_xlabel("row of memory" if "head" in title else "bit")
        place.grid(visible=False)
        left, last = -0.5, first + len(image) - 1
        extent = (left, left + image.shape[1], last + 0.5, first - 0.5)
        place.imshow(image.numpy(), cmap=SEQUENTIAL, vmin=0, vmax=1, extent=extent, aspect="auto")
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


def three_approaches() -> Figure:
    """Metric, model and optimisation: what is learnt in blue, what a task's support set is made into in orange."""
    figure, axis = diagram(width=4.8, height=4.35)
    rows = (
        ("metric", "embedding", "examples", "comparison"),
        ("model", "write", "memory", "read"),
        ("optimisation", "steps from $\\theta$", "weights $\\theta'$", "network"),
    )
    for row, (name, reads, kept, answers) in enumerate(rows):
        above, below = 3.85 - 1.45 * row, 3.25 - 1.45 * row
        words(axis, (0.1, above + 0.36), name, ha="left", fontweight="bold")
        support, query = (box(axis, (0.6, y), text, size=SIDE) for y, text in ((above, "support"), (below, "query")))
        reader = box(axis, (1.85, above), reads, BLUE, size=WIDE)
        task = box(axis, (3.2, above), kept, ORANGE, size=WIDE)
        end = box(axis, (3.2, below), answers, ORANGE if name == "optimisation" else BLUE, size=WIDE)
        for start, then in pairwise((support, reader, task, end, box(axis, (4.35, below), "answer", size=SIDE))):
            arrow(axis, start, then)
        between = [box(axis, (1.85, below), reads, BLUE, size=WIDE)] if name == "metric" else []
        for start, then in pairwise((query, *between, end)):
            arrow(axis, start, then)
    return figure


def inner_and_outer() -> Figure:
    """Two steps on a support set, judged by the query loss; what its gradient reaches is blue."""
    figure, axis = diagram(width=4.8, height=2.6)
    rule = box(axis, (2.0, 2.15), "update rule", BLUE, size=(2.9, 0.32))
    support = box(axis, (2.0, 0.65), "support set", size=(2.9, 0.32))
    last = start = node(axis, (0.3, 1.4), r"$\theta_0$", BLUE)
    for number, x in enumerate((1.15, 2.85), start=1):
        step = box(axis, (x, 1.4), f"step {number}")
        after = node(axis, (x + 0.8, 1.4), rf"$\theta_{number}$", ORANGE)
        for source in (last, rule.at((x - 2.0) / 1.45, -1), support.at((x - 2.0) / 1.45, 1)):
            arrow(axis, source, step)
        arrow(axis, step, after)
        last = after
    loss = box(axis, (4.42, 1.4), "query\nloss", size=(0.6, 0.45))
    arrow(axis, last, loss)
    arrow(axis, loss.at(0, 1), rule.at(1, 0), colour=BLUE, dashed=True, via=[(4.42, 2.15)])
    arrow(axis, loss.at(0, -1), start.at(0, -1), "gradient", BLUE, dashed=True, via=[(4.42, 0.2), (0.3, 0.2)])
    return figure


def learned_updates() -> Figure:
    """A recurrent network that gives three updates, and the losses on the way; dashed arrows pass no gradient."""
    figure, axis = diagram(width=4.8, height=3.2)
    theta, cell = node(axis, (0.3, 1.6), r"$\theta_0$"), None
    for number in range(1, 4):
        x = 1.36 * number
        total = node(axis, (x - 0.38, 1.6), "+", radius=0.15)
        network = box(axis, (x - 0.38, 0.5), rf"$m_\phi$, step {number}", BLUE, size=(0.86, 0.32))
        after = node(axis, (x + 0.3, 1.6), rf"$\theta_{number}$")
        loss = box(axis, (x + 0.3, 2.45), rf"$L(\theta_{number})$", ORANGE, size=(0.62, 0.32))
        arrow(axis, theta, network.at(-0.6, 1), r"$\nabla f$", dashed=True)
        if cell:
            arrow(axis, cell, network, "$h$")
        arrow(axis, network, total, f"$g_{number - 1}$")
        for start, end in ((theta, total), (total, after), (after, loss)):
            arrow(axis, start, end)
        theta, cell = after, network
    brace(axis, (1.35, 2.68), (4.7, 2.68), "what the optimiser is trained on")
    return figure


@jaxtyped(typechecker=beartype)
def starts_and_steps(
    bottoms: Float[Tensor, "2 2"],
    curvatures: Float[Tensor, "2 2"],
    starts: Mapping[str, Float[Tensor, "2"]],
    ends: Mapping[str, Float[Tensor, "2 2"]],
) -> Figure:
    """Level lines of two tasks with two parameters, and one step on each task from each start.

    Args:
        bottoms: where the loss of each task is least.
        curvatures: of its loss along both axes.
        starts: the common start, by the name of the method.
        ends: where a step on each task leads from there.
    """
    figure, axis = axes(width=4.8, height=4.2)
    plane = torch.stack(torch.meshgrid(torch.linspace(-3, 4, 141), torch.linspace(-4, 3, 141), indexing="xy"), dim=-1)
    for task, (bottom, curvature, colour) in enumerate(zip(bottoms, curvatures, (BLUE, ORANGE), strict=True)):
        losses = (curvature * (plane - bottom) ** 2).sum(-1) / 2
        axis.contour(*plane.unbind(-1), losses, levels=[0.2, 0.8, 1.8], colors=colour, linewidths=0.9, alpha=0.7)
        axis.plot(*bottom, "*", color=colour, markersize=10, label=f"least loss of task {task + 1}")
    for (name, start), mark in zip(starts.items(), "so", strict=False):
        axis.plot(*start, mark, color=INK, markersize=7, label=f"start of {name}")
        for end, colour in zip(ends[name], (BLUE, ORANGE), strict=True):
            axis.annotate("", end.tolist(), start.tolist(), arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2})
    axis.set(xlabel=r"parameter $\theta_1$", ylabel=r"parameter $\theta_2$", aspect="equal")
    axis.legend(loc="upper left", fontsize=8)
    return figure

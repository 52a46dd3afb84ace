"""An experiment to look at: every run as a dot, the mean with its interval, a row for each number."""

from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from notes.experiment.claims import mean_interval
from notes.experiment.table import Table, table
from notes.experiment.trial import Experiment
from notes.plotting import BLUE, GREEN, INK, ORANGE, PURPLE, axes, display

WIDTH = 80  # characters, of a notebook on the site
COLOURS = dict(zip(("plain", "AVX2", "AVX512", "ARM"), (BLUE, ORANGE, GREEN, PURPLE), strict=True))


def dots(experiment: Experiment) -> Figure:
    """Every run of an experiment as a dot, coloured by instruction set, with the means and their intervals.

    Args:
        experiment: one whose table has been made.
    """
    found = table(experiment)
    heights = [len(names) + 0.6 for names in experiment.panels.values()]
    figure, panels = axes(len(heights), 1, height=0.34 * sum(heights) + 0.55 * len(heights), height_ratios=heights)
    for panel, (label, names) in zip(np.atleast_1d(panels), experiment.panels.items(), strict=True):
        for row, name in enumerate(names):
            _draw_row(panel, found, name, row)
        panel.autoscale_view(scaley=False)
        panel.set(xlabel=label, ylim=(len(names) - 0.4, -0.6), yticks=range(len(names)), yticklabels=names)
        panel.grid(axis="y", visible=False)
    figure.supylabel(" ")
    if len(found.sets) > 1:
        np.atleast_1d(panels)[0].legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(found.sets), fontsize=8)
    return figure


def _draw_row(panel: Any, found: Table, name: str, row: int) -> None:
    """The runs of one number, spread a little up and down so that equal ones are told apart."""
    for position, instructions in enumerate(found.sets):
        values = found.column(name, instructions)
        heights = row + 0.1 + 0.13 * position + 0.05 * ((np.arange(len(values)) % 3) - 1)
        ends = np.stack([heights - 0.01, heights + 0.01], axis=1).ravel()
        path = Path(np.column_stack([values.repeat(2), ends]), [Path.MOVETO, Path.LINETO] * len(values))
        look = {"color": COLOURS[instructions], "alpha": 0.6}
        # all dots are one path, of short lines with round caps: a twentieth of what as many marks would weigh
        panel.add_patch(PathPatch(path, linewidth=3, capstyle="round", fill=False, **look))
        if row == 0:
            panel.plot([], [], "o", markersize=3, label=f"{instructions} instructions, {len(values)} seeds", **look)
    everything = found.column(name)
    low, high = mean_interval(everything)
    panel.plot([low, high], [row - 0.15] * 2, color=INK, linewidth=1.5, solid_capstyle="butt")
    panel.plot(everything.mean(), row - 0.15, "|", color=INK, markersize=9, markeredgewidth=1.5)


def description(experiment: Experiment) -> str:
    """What a reader who cannot see the dots needs to know: the range and the mean of each number.

    Args:
        experiment: one whose table has been made.

    Returns:
        A few sentences, made of the table.
    """
    found = table(experiment)
    told = [f"{len(found.runs)} runs as dots"]
    for label, names in experiment.panels.items():
        rows = [(name, found.column(name)) for name in names]
        parts = [f"{name} from {v.min():.3g} to {v.max():.3g}, mean {v.mean():.3g}" for name, v in rows]
        told.append(f"{label}: {'; '.join(parts)}")
    return ". ".join(told) + "."


def tell(experiment: Experiment) -> None:
    """Print in a notebook what the table says of each claim.

    Args:
        experiment: one whose table has been made.
    """
    found = table(experiment)
    lines = [f"{experiment.title} ({len(found.runs)} runs)"]
    lines += [f"- {claim.statement}: {claim.told(found.numbers())}" for claim in experiment.claims]
    for line in lines:
        print(fill(line, WIDTH, subsequent_indent="  "))


def show(experiment: Experiment) -> None:
    """Print in a notebook what the table says of each claim, and show its runs as dots.

    Args:
        experiment: one whose table has been made.
    """
    tell(experiment)
    display(dots(experiment), alt=description(experiment))

"""The pictures of chapter 11. They draw what they are given; none of them trains."""

from collections.abc import Mapping, Sequence

import torch
from jaxtyping import Float, jaxtyped
from matplotlib.figure import Figure
from torch import Tensor

from notes.domain import beartype
from notes.geometric.group import Group
from notes.plotting import BLUE, GREEN, GREY, ON_DARK, ON_LIGHT, ORANGE, PURPLE, axes

COLOURS = (BLUE, ORANGE, GREEN, PURPLE)


def group_table(group: Group) -> Figure:
    """The products of a group as a table of colours and names.

    Args:
        group: the group.
    """
    figure, axis = axes(width=4.4, height=4.0)
    axis.imshow(group.table.numpy(), cmap="viridis")
    for g, row in enumerate(group.table.tolist()):
        for h, product in enumerate(row):
            colour = ON_LIGHT if 2 * product >= len(group) else ON_DARK
            axis.annotate(group.names[product], (h, g), ha="center", va="center", color=colour, fontsize=8)
    axis.set(xticks=range(len(group)), yticks=range(len(group)), xlabel="first $h$", ylabel="then $g$")
    axis.set(xticklabels=group.names, yticklabels=group.names)
    axis.grid(visible=False)
    return figure


@jaxtyped(typechecker=beartype)
def pictures(rows: Mapping[str, Float[Tensor, "columns height width"]]) -> Figure:
    """Rows of grey images, each with a title on its left.

    Args:
        rows: by title, images of one row, each scaled to its own largest value.
    """
    columns = max(len(images) for images in rows.values())
    figure, panels = axes(len(rows), columns, width=6.4, height=0.95 * len(rows) + 0.3, squeeze=False)
    for line, (title, images) in zip(panels, rows.items(), strict=True):
        for panel in line:
            panel.set_axis_off()
        for panel, image in zip(line, images, strict=False):
            panel.imshow(image.numpy(), cmap="viridis", vmin=min(0.0, image.min().item()), vmax=image.max().item())
        line[0].set_title(title, loc="left", fontsize=9)
    return figure


@jaxtyped(typechecker=beartype)
def changes_by_strength(strengths: Sequence[float], changes: Mapping[str, Float[Tensor, "strengths"]]) -> Figure:
    """Relative change of representations against the strength of a deformation.

    Args:
        strengths: largest displacements, in pixels.
        changes: by name of the representation, mean relative changes.
    """
    figure, axis = axes(height=2.9)
    for (name, values), colour, marker in zip(changes.items(), COLOURS, "os^D", strict=False):
        axis.plot(strengths, values, f"{marker}-", color=colour, label=name)
    axis.set(xlabel="largest displacement (pixels)", ylabel="relative change", ylim=(0, None))
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def means_by_stretch(stretches: Float[Tensor, "clouds"], means: Mapping[str, Float[Tensor, "clouds"]]) -> Figure:
    """Means of a function over poses of a cloud of points against its stretch along one axis.

    Args:
        stretches: factors along the axis.
        means: by name of the poses, one mean for each cloud.
    """
    figure, axis = axes(height=2.7)
    for (name, values), colour, marker in zip(means.items(), COLOURS, ".x", strict=False):
        axis.plot(stretches, values, marker, color=colour, label=name)
    axis.set(xlabel="stretch along one axis", ylabel="mean over", ylim=(0, None))
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def predictions(found: Mapping[str, tuple[Float[Tensor, "sets"], Float[Tensor, "sets"]]]) -> Figure:
    """What networks say of sets against the truth, one panel for each.

    Args:
        found: by title, the true values and the predicted ones.
    """
    figure, panels = axes(1, len(found), width=7.0, height=2.7)
    for panel, (title, (true, predicted)) in zip(panels, found.items(), strict=True):
        panel.axline((true.mean().item(),) * 2, slope=1, color=GREY, linewidth=0.8)
        panel.plot(true, predicted, ".", color=BLUE)
        panel.set(title=title, xlabel="true", ylabel="predicted")
    return figure


def hexagon_and_triangles(colours: Mapping[str, Sequence[int]]) -> Figure:
    """A cycle of six nodes and two triangles, with the colours that refinement gives to their nodes.

    Args:
        colours: under `cycle` and `triangles`, one number per node.
    """
    figure, panels = axes(1, 2, height=2.6)
    angles = torch.arange(6) * torch.pi / 3
    ring = torch.stack([angles.cos(), angles.sin()], -1)
    corners = torch.tensor([[0.0, 0.9], [-0.8, -0.5], [0.8, -0.5]])
    apart = torch.cat([corners - torch.tensor([1.1, 0.0]), corners + torch.tensor([1.1, 0.0])])
    drawn = {
        "cycle": (ring, [(n, (n + 1) % 6) for n in range(6)]),
        "triangles": (apart, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)]),
    }
    for panel, (name, (places, edges)) in zip(panels, drawn.items(), strict=True):
        for m, n in edges:
            panel.plot(*places[[m, n]].T.numpy(), color=GREY, zorder=1)
        for place, colour in zip(places.tolist(), colours[name], strict=True):
            panel.scatter(*place, s=160, color=COLOURS[colour % len(COLOURS)], zorder=2, clip_on=False)
        panel.set_axis_off()
        panel.set_aspect("equal")
    return figure


def separations(found: Mapping[str, Mapping[str, float]]) -> Figure:
    """How far apart pairs of graphs are put, as a table of coloured cells.

    Args:
        found: by name of the pair and way of gathering, relative distances.
    """
    ways = list(next(iter(found.values())))
    values = torch.tensor([[row[way] for way in ways] for row in found.values()])
    figure, axis = axes(width=5.2, height=2.6)
    axis.imshow(values.numpy() > 1e-4, cmap="Blues", vmin=0, vmax=2, aspect="auto")
    for m, row in enumerate(values.tolist()):
        for n, value in enumerate(row):
            axis.annotate(f"{value:.2f}" if value > 1e-4 else "0", (n, m), ha="center", va="center", color=ON_LIGHT)
    axis.set(xticks=range(len(ways)), yticks=range(len(found)), xlabel="gathering", ylabel="pair of graphs")
    axis.set(xticklabels=ways, yticklabels=list(found))
    axis.grid(visible=False)
    return figure

"""The pictures of chapter 10. They draw what they are given; none of them trains."""

from collections.abc import Mapping, Sequence

import networkx as nx
import torch
from jaxtyping import Float, Int64, Num, jaxtyped
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from notes.domain import beartype
from notes.graphs.graph import adjacency as adjacency_matrix
from notes.graphs.laplacian import divergence, gradient, incidence_matrix
from notes.plotting import BLUE, DIVERGING, GREEN, GREY, ON_DARK, ON_LIGHT, ORANGE, PAPER, PURPLE, axes

COLOURS = (BLUE, ORANGE, GREEN, PURPLE)


@jaxtyped(typechecker=beartype)
def layout(adjacency: Float[Tensor, "nodes nodes"]) -> Float[Tensor, "nodes 2"]:
    """Places of the nodes in the plane, so that linked nodes are near one another; always the same for a graph.

    Args:
        adjacency: the graph, connected.

    Returns:
        One point per node.
    """
    graph = nx.from_numpy_array(adjacency.numpy())
    places = nx.kamada_kawai_layout(graph)
    return torch.stack([torch.from_numpy(places[n]) for n in range(len(adjacency))]).float()


def drawn_edges(panel: Axes, adjacency: Tensor, places: Tensor) -> None:
    """Draw the edges of a graph into a panel without axes.

    Args:
        panel: where to draw.
        adjacency: the graph.
        places: one point of the plane per node.
    """
    for m, n in adjacency.triu().nonzero().tolist():
        panel.plot(*places[[m, n]].T.numpy(), color=GREY, linewidth=0.8, zorder=1)
    panel.margins(0.15)  # or the marks of the outermost nodes are cut
    panel.set_axis_off()
    panel.set_aspect("equal")


@jaxtyped(typechecker=beartype)
def graph_and_matrix(adjacency: Float[Tensor, "nodes nodes"]) -> Figure:
    """A small graph with numbered nodes, and its adjacency matrix.

    Args:
        adjacency: the graph.
    """
    figure, (graph, matrix) = axes(1, 2, height=2.8)
    places = layout(adjacency)
    drawn_edges(graph, adjacency, places)
    graph.scatter(*places.T.numpy(), s=350, color=BLUE, zorder=2)
    for number, place in enumerate(places.tolist(), start=1):
        graph.annotate(str(number), place, color="white", ha="center", va="center", zorder=3)
    matrix.imshow(adjacency.numpy(), cmap="Blues", vmin=0, vmax=1)
    numbers = range(1, len(adjacency) + 1)
    for m, row in enumerate(adjacency.tolist()):
        for n, entry in enumerate(row):
            colour = ON_DARK if entry else ON_LIGHT
            matrix.annotate(f"{entry:.0f}", (n, m), color=colour, ha="center", va="center")
    matrix.set(xticks=range(len(adjacency)), yticks=range(len(adjacency)), xlabel="node $n$", ylabel="node $m$")
    matrix.set(xticklabels=numbers, yticklabels=numbers)
    matrix.grid(visible=False)
    return figure


@jaxtyped(typechecker=beartype)
def classes_on_graph(
    adjacency: Float[Tensor, "nodes nodes"],
    classes: Mapping[str, Int64[Tensor, "nodes"]],
    known: Sequence[int],
) -> Figure:
    """A graph with its nodes coloured by class, one panel for each colouring; known nodes are squares.

    Args:
        adjacency: the graph.
        classes: by title, a class for every node.
        known: nodes whose class was known.
    """
    figure, panels = axes(1, len(classes), height=3.1)
    places = layout(adjacency)
    for panel, (title, colouring) in zip(panels, classes.items(), strict=True):
        drawn_edges(panel, adjacency, places)
        for node, place in enumerate(places.tolist()):
            marker, size = ("s", 90) if node in known else ("o", 45)
            panel.scatter(*place, s=size, marker=marker, color=COLOURS[int(colouring[node])], zorder=2)
        panel.set_title(title)
    return figure


@jaxtyped(typechecker=beartype)
def reach_by_layers(shares: Mapping[str, Float[Tensor, "layers"]]) -> Figure:
    """Share of the nodes that one output depends on, against the number of layers.

    Args:
        shares: by name of the graph, the mean share for 0, 1, 2, ... layers.
    """
    figure, axis = axes(height=2.9)
    for (name, values), colour, marker in zip(shares.items(), COLOURS, "os^D", strict=False):
        axis.plot(values, f"{marker}-", color=colour, label=name)
    axis.set(xlabel="layers", ylabel="share of the nodes", ylim=(0, 1.03))
    axis.legend()
    return figure


def confused_neighbourhoods() -> Figure:
    """Two neighbourhoods in each panel that an aggregation takes for one another, with the values of the neighbours."""
    pairs = {"sum": ((1, 3), (2, 2)), "mean": ((1, 3), (1, 3, 1, 3)), "maximum": ((1, 3), (3,))}
    figure, panels = axes(1, 3, width=7.0, height=2.4)
    for panel, (name, pair) in zip(panels, pairs.items(), strict=True):
        for centre, values in zip((0.0, 3.4), pair, strict=True):
            angles = torch.linspace(0.5, 2.64, len(values)) if len(values) > 1 else torch.tensor([1.57])
            for value, angle in zip(values, angles, strict=True):
                place = (centre + 1.15 * angle.cos().item(), 1.5 * angle.sin().item())
                panel.plot([centre, place[0]], [0, place[1]], color=GREY, linewidth=0.8, zorder=1)
                panel.scatter(*place, s=230, color=ORANGE if value == 3 else BLUE, zorder=2)
                panel.annotate(str(value), place, color="white", ha="center", va="center", zorder=3)
            panel.scatter(centre, 0, s=230, color=GREY, zorder=2)
        panel.set(title=name, xlim=(-1.6, 5.0), ylim=(-0.4, 2.0))
        panel.set_axis_off()
    return figure


@jaxtyped(typechecker=beartype)
def differences_on_graph(edges: Sequence[tuple[int, int]], values: Float[Tensor, "nodes"]) -> Figure:
    """A function on the nodes with its differences along the edges; and at each node what leaves less what arrives.

    Args:
        edges: pairs of nodes, the smaller number first.
        values: the function.
    """
    linked, incidence = adjacency_matrix(edges, len(values)), incidence_matrix(edges, len(values))
    differences, places = gradient(incidence, values), layout(linked)
    figure, panels = axes(1, 2, height=2.8)
    shown = {
        "$f$, and its differences $g$": values,
        "what leaves less what arrives": divergence(incidence, differences),
    }
    for panel, (title, numbers) in zip(panels, shown.items(), strict=True):
        drawn_edges(panel, linked, places)
        panel.scatter(*places.T.numpy(), s=480, color=BLUE, zorder=2)
        for number, place in zip(numbers.tolist(), places.tolist(), strict=True):
            panel.annotate(f"{number:g}", place, color="white", ha="center", va="center", zorder=3)
        for (m, n), difference in zip(edges, differences.tolist(), strict=True):
            look = {"arrowstyle": "-|>", "color": GREY, "shrinkA": 12, "shrinkB": 12}
            panel.annotate("", xy=places[n].tolist(), xytext=places[m].tolist(), arrowprops=look)
            ground = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
            panel.annotate(f"{difference:g}", places[[m, n]].mean(0).tolist(), ha="center", va="center", bbox=ground)
        panel.set_title(title)
    return figure


@jaxtyped(typechecker=beartype)
def waves_on_graph(
    adjacency: Float[Tensor, "nodes nodes"],
    places: Float[Tensor, "nodes 2"],
    waves: Float[Tensor, "nodes waves"],
    frequencies: Float[Tensor, "waves"],
) -> Figure:
    """Eigenvectors of a Laplacian as colours of the nodes, by rising frequency.

    Args:
        adjacency: the graph.
        places: where to draw the nodes.
        waves: one eigenvector per column.
        frequencies: their eigenvalues.
    """
    figure, panels = axes(1, len(frequencies), width=7.2, height=2.2)
    bound = waves.abs().max().item()
    for panel, wave, frequency in zip(panels, waves.T, frequencies.clamp(min=0), strict=True):
        drawn_edges(panel, adjacency, places)
        shades = panel.scatter(
            *places.T.numpy(), c=wave.numpy(), cmap=DIVERGING, vmin=-bound, vmax=bound, s=26, zorder=2
        )
        panel.set_title(rf"$\lambda = {frequency:.2f}$")
    figure.colorbar(shades, ax=panels, label="value", shrink=0.7)
    return figure


@jaxtyped(typechecker=beartype)
def by_depth(
    depths: Sequence[int], curves: Mapping[str, Num[Tensor, "seeds depths"]], ylabel: str, *, logarithmic: bool = False
) -> Figure:
    """Curves against the depth of a network: means over seeds, with the range over seeds as a band.

    Args:
        depths: numbers of layers.
        curves: by name, one row per seed.
        ylabel: what is measured.
        logarithmic: whether the vertical axis is.
    """
    figure, axis = axes(height=3.0)
    for (name, values), colour, marker in zip(curves.items(), COLOURS, "os^D", strict=False):
        axis.plot(depths, values.mean(0), f"{marker}-", color=colour, label=name)
        axis.fill_between(depths, values.amin(0), values.amax(0), color=colour, alpha=0.15, linewidth=0)
    axis.set(xlabel="layers", ylabel=ylabel, yscale="log" if logarithmic else "linear")
    axis.legend()
    return figure

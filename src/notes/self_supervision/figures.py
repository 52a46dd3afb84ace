"""The pictures of chapter 7. They draw what they are given, or curves that cost nothing; none of them trains."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import torch
from jaxtyping import Float, Int64, jaxtyped
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import Tensor
from torch.nn.functional import cosine_similarity

from notes.diagrams import diagram, words
from notes.domain import beartype
from notes.plotting import BLUE, DIVERGING, GREY, INK, LINES, ORANGE, axes
from notes.self_supervision.angular import psi

PLACES = ("upper left", "above", "upper right", "left", "right", "lower left", "below", "lower right")


@jaxtyped(typechecker=beartype)
def ranking_curves(ranks: Mapping[str, Int64[Tensor, "users"]], longest: int = 20) -> Figure:
    """Hit rate against the length of the list.

    Args:
        ranks: rank of each user's held-out item, by method; the first is drawn in grey, as what chance does.
        longest: the longest list.
    """
    figure, panel = axes(width=6.4, height=3.4)
    lengths = torch.arange(1, longest + 1)
    for (name, values), colour in zip(ranks.items(), (GREY, *LINES), strict=False):
        panel.plot(lengths, (values[:, None] <= lengths).float().mean(0), color=colour, label=name)
    panel.axvline(10, color=INK, linewidth=0.8, linestyle=":")
    panel.set(xlabel="length k of the list", ylabel="hit rate HR@k", xticks=range(0, longest + 1, 5), ylim=(0, None))
    panel.legend()
    return figure


@jaxtyped(typechecker=beartype)
def proxy_tasks(
    exemplar: tuple[Tensor, Tensor],
    turned: tuple[Tensor, Tensor],
    pairs: tuple[Tensor, Tensor],
    puzzle: tuple[Tensor, Tensor],
    source: Tensor,
) -> Figure:
    """Four examples of each of the four proxy tasks, under their labels, and what the first of each was made from.

    Args:
        exemplar: views and the numbers of their sources.
        turned: images and their quarter turns.
        pairs: pairs of patches and the place of the second.
        puzzle: nine tiles in shuffled order and the number of the permutation.
        source: the image from which the first example of each task was made.
    """
    rows = {
        "exemplar": (exemplar[0][:4, 0], [f"image {source}" for source in exemplar[1].tolist()]),
        "rotation": (turned[0][:4, 0], [f"{90 * quarters}°" for quarters in turned[1].tolist()]),
        "position": (_framed(pairs[0][:4], 2), [PLACES[place] for place in pairs[1].tolist()]),
        "jigsaw": (_framed(puzzle[0][:4], 3), [f"permutation {number}" for number in puzzle[1].tolist()]),
    }
    figure, panels = axes(4, 5, width=6.4, height=5.6)
    for row, (name, (images, titles)) in zip(panels, rows.items(), strict=True):
        for panel, image, title in zip(row, [source, *images], ["from", *titles], strict=True):
            panel.imshow(image.numpy(), cmap="gray_r", vmin=0, vmax=1)
            panel.set_title(title)
            panel.axis("off")
        row[0].text(-0.15, 0.5, name, transform=row[0].transAxes, rotation=90, va="center", ha="right")
    return figure


def _framed(puzzles: Tensor, columns: int) -> Tensor:
    """Each puzzle as one image: its tiles row by row, with grey lines between them."""
    framed = torch.nn.functional.pad(puzzles, (1, 1, 1, 1), value=0.4)
    return framed.unflatten(1, (-1, columns)).transpose(2, 3).flatten(3, 4).flatten(1, 2)


def pull_and_push(margin: float = 1.0) -> Figure:
    """Both halves of the contrastive loss against the distance, and how strongly each moves an embedding.

    Args:
        margin: m, beyond which unlike pairs are left alone.
    """
    distance = torch.linspace(0, 1.5 * margin, 151)
    short = (margin - distance).clamp(min=0)
    figure, (losses, lengths) = axes(1, 2, height=2.6)
    for panel, like, unlike in ((losses, distance**2, short**2), (lengths, 2 * distance, 2 * short)):
        panel.plot(distance, like, color=BLUE, label="alike")
        panel.plot(distance, unlike, color=ORANGE, label="unlike")
        panel.set_xlabel("distance $d$")
    losses.set_ylabel("loss")
    lengths.set_ylabel("length of the gradient")
    losses.legend()
    return figure


@jaxtyped(typechecker=beartype)
def planar_features(
    features: Mapping[str, Float[Tensor, "n 2"]], labels: Int64[Tensor, "n"], *, centre: bool = True
) -> Figure:
    """Features in the plane, one panel a loss, one colour a class.

    Args:
        features: features of the same images, by title.
        labels: the classes, at most six.
        centre: whether to mark the origin, from which angles are measured.
    """
    columns = min(len(features), 2)
    rows = -(-len(features) // columns)
    figure, panels = axes(rows, columns, width=6.4, height=3.2 * rows, squeeze=False)
    for panel, (title, points) in zip(panels.flat, features.items(), strict=True):
        for label, colour in zip(labels.unique().tolist(), LINES, strict=False):
            chosen = points[labels == label]
            panel.plot(*chosen.T, ".", color=colour, markersize=3, label=str(label))
        if centre:
            panel.plot(0, 0, "+", color=INK, markersize=9)
        panel.set(title=title, xlabel="first feature", ylabel="second feature", aspect="equal", adjustable="datalim")
    handles, names = panels.flat[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=len(names), title="digit", markerscale=3)
    return figure


def negative_weights(temperatures: Sequence[float] = (0.1, 0.2, 0.5)) -> Figure:
    """Share of the gradient that a negative receives, against its similarity, among 255 negatives spread evenly.

    Args:
        temperatures: one curve each.
    """
    figure, panel = axes(width=6.4, height=3.2)
    similarities = torch.linspace(-0.5, 0.9, 255)
    for temperature in temperatures:
        shares = (similarities / temperature).softmax(0)
        panel.semilogy(similarities, shares, label=f"$\\tau = {temperature:g}$")
    panel.axhline(1 / 255, color=GREY, linestyle=":", label="all alike")
    panel.set(xlabel="cosine of anchor and negative", ylabel="share of the push", ylim=(1e-6, 1))
    panel.legend()
    return figure


@jaxtyped(typechecker=beartype)
def correlation_matrices(matrices: Mapping[str, Float[Tensor, "d d"]]) -> Figure:
    """Cross-correlation matrices side by side, in one scale of colours.

    Args:
        matrices: the matrices by title.
    """
    figure, panels = axes(1, len(matrices), width=7.2, height=2.8)
    for panel, (title, matrix) in zip(panels, matrices.items(), strict=True):
        image = panel.imshow(matrix.numpy(), cmap=DIVERGING, vmin=-1, vmax=1)
        panel.set(title=title, xlabel="unit, second view", ylabel="unit, first view")
        panel.grid(visible=False)
    figure.colorbar(image, ax=list(panels), label="correlation")
    return figure


def angular_margins(multipliers: Sequence[int] = (1, 2, 4)) -> Figure:
    """The functions that take the place of the cosine for the own class.

    Args:
        multipliers: one curve each.
    """
    figure, panel = axes(width=6.4, height=3.2)
    angles = torch.linspace(0, math.pi, 400)
    for multiplier in multipliers:
        panel.plot(torch.rad2deg(angles), psi(angles, multiplier), label=f"$\\mu = {multiplier}$")
    panel.set(xlabel="angle to the own class, degrees", ylabel=r"$\psi(\theta)$", xticks=range(0, 181, 45))
    panel.legend()
    return figure


@jaxtyped(typechecker=beartype)
def pairs_of_a_batch(first: Float[Tensor, "n 1 height width"], second: Float[Tensor, "n 1 height width"]) -> Figure:
    """All pairs of the views of a batch: the positives, the negatives, and the hardest negative of each row by pixels.

    Args:
        first: a view of each image.
        second: another view of each.
    """
    seen, count, cell = torch.cat([first, second])[:, 0], 2 * len(first), 3.9 / (2 * len(first) + 1)
    figure, axis = diagram(width=4.8, height=4.5)
    for place, image in enumerate(seen):
        _picture(axis, image, (0.2, 4.05 - (place + 2) * cell), 0.9 * cell)
        _picture(axis, image, (0.2 + (place + 1) * cell, 4.05 - cell), 0.9 * cell)
    alike = cosine_similarity(seen.flatten(1)[:, None], seen.flatten(1), dim=2)
    kinds = _kinds_of_pairs(alike)
    for row, column in product(range(count), repeat=2):
        corner = (0.2 + (column + 1) * cell, 4.05 - (row + 2) * cell)
        _tile(axis, corner, 0.9 * cell, kinds[row][column], float(alike[row, column].clamp(0, 1)))
    for left, kind, alpha in ((0.2, "positive", 1.0), (1.3, "negative", 0.5), (2.5, "hardest negative", 0.8)):
        _tile(axis, (left, 4.2), 0.2, kind, alpha)
        words(axis, (left + 0.28, 4.3), kind, ha="left")
    return figure


def _kinds_of_pairs(alike: Tensor) -> list[list[str]]:
    """What each view of a batch is to each, the second views after the first; rows are anchors."""
    count = len(alike)
    rows = [["negative"] * count for _ in range(count)]
    for anchor, row in enumerate(rows):
        row[anchor], row[(anchor + count // 2) % count] = "itself", "positive"
        negatives = [place for place, kind in enumerate(row) if kind == "negative"]
        row[max(negatives, key=lambda place: float(alike[anchor, place]))] = "hardest negative"
    return rows


def _tile(axis: Axes, corner: tuple[float, float], side: float, kind: str, alpha: float) -> None:
    """A square for a pair: blue for a positive, orange for a negative, with an edge if it is the hardest."""
    colour = {"itself": "none", "positive": BLUE}.get(kind, ORANGE)
    edge = INK if kind == "hardest negative" else "none"
    look: dict[str, Any] = {
        "facecolor": colour if colour == "none" else (colour, alpha),
        "edgecolor": edge,
        "linewidth": 1.6,
    }
    axis.add_patch(Rectangle(corner, side, side, label=kind, **look))


def _picture(axis: Axes, image: Tensor, corner: tuple[float, float], side: float) -> None:
    """An image in a square of the sheet."""
    (left, below), limits = corner, (axis.get_xlim(), axis.get_ylim())
    axis.imshow(image.numpy(), cmap="gray_r", vmin=0, vmax=1, extent=(left, left + side, below, below + side))
    axis.set(xlim=limits[0], ylim=limits[1])


Flow = Callable[[Tensor, Tensor, float], tuple[Tensor, Tensor]]


def descent_of_two_weights(flows: Mapping[str, Flow], noise: float) -> Figure:
    """The paths of descent in the plane of a weight and its predictor, one panel a flow, with where they come to rest.

    Args:
        flows: the slopes of weight and predictor, from both and the noise, by title.
        noise: the variance that each view adds.
    """
    figure, panels = axes(1, len(flows), width=6.4, height=3.2)
    places = torch.linspace(0.02, 1.5, 25)
    predictor, weight = torch.meshgrid(places, places, indexing="ij")
    for panel, (title, flow) in zip(panels, flows.items(), strict=True):
        right, up = flow(weight, predictor, noise)
        line = places.numpy()
        panel.streamplot(line, line, right.numpy(), up.numpy(), color=GREY, linewidth=0.8, density=0.7, arrowsize=0.9)
        panel.axhline(1 / (1 + noise), color=BLUE, linewidth=1.4)
        panel.axvline(0, color=ORANGE, linewidth=2.5)
        panel.set(title=title, xlabel="weight w", ylabel="predictor p", xlim=(0, 1.5), ylim=(0, 1.5))
    return figure

"""The figures of chapter 8; they draw what they are given."""

from collections.abc import Mapping, Sequence

from beartype import beartype
from jaxtyping import Bool, Float, Int, jaxtyped
from matplotlib.figure import Figure
from torch import Tensor

from notes.plotting import BLUE, GREY, INK, ORANGE, axes


@jaxtyped(typechecker=beartype)
def scores_and_information(
    scores: Mapping[int, Float[Tensor, "words words"]], information: Float[Tensor, "words words"]
) -> Figure:
    """Trained scores against the shifted mutual information, a panel for each width of the vectors.

    Args:
        scores: by width, the score of every pair.
        information: where negative sampling has its optimum, finite everywhere.
    """
    figure, panels = axes(1, len(scores), height=2.7, sharey=True)
    ends = [information.min().item(), information.max().item()]
    for panel, (width, found) in zip(panels, scores.items(), strict=True):
        panel.plot(information.flatten(), found.flatten(), ".", color=BLUE, markersize=2, alpha=0.5)
        panel.plot(ends, ends, color=INK, linewidth=1)
        panel.set(title=f"width {width}", xlabel="PMI shifted by $-\\log k$")
    panels[0].set_ylabel("score $u_w^\\top v_c$")
    return figure


@jaxtyped(typechecker=beartype)
def word_arrows(points: Float[Tensor, "pairs 2 2"], pairs: Sequence[tuple[str, str]]) -> Figure:
    """Pairs of words in the plane, each with an arrow from its first word to its second.

    Args:
        points: for every pair, its two words' places.
        pairs: the words.
    """
    figure, axis = axes(height=3.8)
    for (start, end), names in zip(points.tolist(), pairs, strict=True):
        axis.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": GREY, "shrinkA": 0, "shrinkB": 0})
        outward = ("right", "left") if start[0] < end[0] else ("left", "right")
        for place, name, colour, side in zip((start, end), names, (BLUE, ORANGE), outward, strict=True):
            axis.plot(*place, ".", color=colour)
            offset = (4 if side == "left" else -4, 0)
            axis.annotate(
                name, place, offset, textcoords="offset points", color=colour, ha=side, va="center", fontsize=9
            )
    axis.margins(0.2, 0.12)
    axis.set(xlabel="first main direction", ylabel="second main direction")
    return figure


@jaxtyped(typechecker=beartype)
def word_places(points: Float[Tensor, "words 2"], groups: Mapping[str, Sequence[str]]) -> Figure:
    """Words in the plane, a colour for each group.

    Args:
        points: where the words are, group after group.
        groups: by name, the words of each.
    """
    figure, axis = axes(width=4.8, height=3.4)
    places = iter(points.tolist())
    for colour, (name, members) in zip((BLUE, ORANGE, INK), groups.items(), strict=False):
        for number, member in enumerate(members):
            place = next(places)
            axis.plot(*place, "o", color=colour, label=name if number == 0 else None)
            offset = (5, (5, -11, -1)[number % 3])
            axis.annotate(member, place, offset, textcoords="offset points", color=colour, fontsize=9)
    axis.margins(0.2)
    axis.set(xlabel="first main direction", ylabel="second main direction")
    axis.legend(loc="best")
    return figure


@jaxtyped(typechecker=beartype)
def sense_places(
    panels: Mapping[str, Float[Tensor, "sentences 2"]],
    senses: Int[Tensor, " sentences"],
    ambiguous: Bool[Tensor, " sentences"],
) -> Figure:
    """Vectors of a word in its sentences, by sense, the ambiguous word larger than the others.

    Args:
        panels: by title, where the vectors are in the plane.
        senses: 0 for a verb, 1 for a noun.
        ambiguous: true for the word with both senses.
    """
    figure, row = axes(1, len(panels), height=3.0)
    for axis, (title, points) in zip(row, panels.items(), strict=True):
        for sense, colour, name in ((0, BLUE, "verb"), (1, ORANGE, "noun")):
            for size, chosen, who in ((3, ~ambiguous, "another"), (9, ambiguous, "stick")):
                shown = points[chosen & (senses == sense)]
                alpha = 0.35 if size == 3 else 0.7
                style = {"markersize": size, "alpha": alpha, "color": colour, "markeredgecolor": "none"}
                axis.plot(*shown.T, "o", label=f"{who}, {name}", **style)
        axis.set(title=title, xlabel="first main direction", ylabel="second main direction")
        axis.margins(0.1)
    row[-1].legend(fontsize=8)
    return figure


@jaxtyped(typechecker=beartype)
def corrupted_places(masks: Mapping[str, Bool[Tensor, "texts words"]]) -> Figure:
    """Which words of some texts are cut out, a panel for each way to draw them.

    Args:
        masks: by title, true where a word of a text is cut out.
    """
    figure, panels = axes(len(masks), 1, height=2.8, sharex=True)
    for panel, (title, drawn) in zip(panels, masks.items(), strict=True):
        for row, mask in enumerate(drawn):
            panel.barh(row, 1, left=mask.nonzero().flatten(), height=0.7, color=ORANGE, align="center")
            panel.barh(row, 1, left=(~mask).nonzero().flatten(), height=0.7, color=BLUE, alpha=0.25)
        panel.set(title=title, ylabel="text", yticks=range(len(drawn)))
        panel.grid(visible=False)
    panels[-1].set_xlabel("word")
    return figure


@jaxtyped(typechecker=beartype)
def accuracy_by_size(
    shares: Mapping[str, Float[Tensor, "seeds kinds sizes"]], sizes: Sequence[int], kinds: Sequence[str]
) -> Figure:
    """Shares of right answers against the number of facts, a panel for each way to answer.

    Args:
        shares: by title, for every seed; with several seeds the range is shaded.
        sizes: numbers of facts.
        kinds: kinds of questions.
    """
    figure, panels = axes(1, len(shares), height=3.0, sharey=True)
    for panel, (title, found) in zip(panels, shares.items(), strict=True):
        for row, kind in enumerate(kinds):
            drawn = found[:, row]
            (line,) = panel.plot(sizes, drawn.mean(dim=0), "o-", label=kind, markersize=4)
            panel.fill_between(sizes, drawn.amin(dim=0), drawn.amax(dim=0), color=line.get_color(), alpha=0.15)
        panel.set(title=title, xlabel="number of facts", xscale="log", ylim=(-0.05, 1.05))
        panel.set_xticks(sizes, [str(size) for size in sizes])
        panel.minorticks_off()
    panels[0].set_ylabel("share of right answers")
    panels[0].legend(fontsize=8)
    return figure

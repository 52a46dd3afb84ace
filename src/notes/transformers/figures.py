"""The figures of chapter 8; they draw what they are given."""

from collections.abc import Mapping, Sequence

from beartype import beartype
from jaxtyping import Float, jaxtyped
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
        for place, name, colour in ((start, names[0], BLUE), (end, names[1], ORANGE)):
            axis.plot(*place, ".", color=colour)
            axis.annotate(name, place, (3, 3), textcoords="offset points", color=colour, fontsize=9)
    axis.margins(0.12)
    axis.set(xlabel="first main direction", ylabel="second main direction")
    return figure

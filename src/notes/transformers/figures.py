"""The figures of chapter 8; they draw what they are given."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from jaxtyping import Bool, Float, Int, jaxtyped
from matplotlib.figure import Figure
from torch import Tensor

from notes.domain import beartype
from notes.plotting import BLUE, DIVERGING, GREY, INK, LINES, ON_DARK, ON_LIGHT, ORANGE, PAPER, SEQUENTIAL, axes

# Recurrent networks, attention and the Transformer


@jaxtyped(typechecker=beartype)
def gradients_through_time(panels: Mapping[str, Mapping[str, Float[Tensor, "steps"]]]) -> Figure:
    """Norms of the gradient back through time, on a logarithmic axis.

    Args:
        panels: by the title of the panel and the name of the line, the norm after going back 1, 2, ... steps.
    """
    figure, places = axes(1, len(panels), height=2.9, sharey=True)
    for place, (title, lines) in zip(places, panels.items(), strict=True):
        for name, norms in lines.items():
            place.semilogy(range(1, len(norms) + 1), norms, label=name)
        place.set(title=title, xlabel="steps back")
    places[0].set_ylabel("norm of the Jacobian")
    places[0].legend()
    return figure


@jaxtyped(typechecker=beartype)
def search_tree(first: Float[Tensor, "words"], second: Float[Tensor, "words words"], letters: str) -> Figure:
    """All words of two letters as a tree, with what greedy search and the best search take.

    Args:
        first: probabilities of the first letter.
        second: for each first letter a row of probabilities of the second.
        letters: the names of the letters.
    """
    figure, axis = axes(height=3.1)
    whole, count = first[:, None] * second, len(first)
    label: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "color": INK,
        "bbox": {"fc": PAPER, "ec": "none", "pad": 1},
    }
    greedy = (int(first.argmax()), int(second[int(first.argmax())].argmax()))
    best = divmod(int(whole.argmax()), count)
    for i in range(count):
        parent = count * i + (count - 1) / 2
        for j in range(count):
            leaf = count * i + j
            colour = ORANGE if (i, j) == greedy else BLUE if (i, j) == best else GREY
            axis.plot([0, 1, 2], [(count**2 - 1) / 2, parent, leaf], color=colour, zorder=1 + (colour != GREY))
            name = {ORANGE: "greedy", BLUE: "best"}.get(colour, "")
            axis.text(2.05, leaf, f"{letters[i]}{letters[j]}: {whole[i, j]:.2f}  {name}", va="center", color=INK)
            axis.text(1.5, (parent + leaf) / 2, f"{second[i, j]:.2f}", **label)
        axis.text(0.5, ((count**2 - 1) / 2 + parent) / 2, f"{first[i]:.2f}", **label)
        axis.text(1, parent, letters[i], **label)
    axis.set(xlim=(-0.1, 2.8))
    axis.set_axis_off()
    return figure


@jaxtyped(typechecker=beartype)
def exposure_bias(shares: Mapping[str, tuple[Float[Tensor, "seeds steps"], Float[Tensor, "seeds steps"]]]) -> Figure:
    """Shares of right words by step: fed with the truth, and with what was written; mean and range over seeds.

    Args:
        shares: by the way of training, the shares with the true words before and with the own words before.
    """
    figure, panels = axes(1, len(shares), height=3.0, sharey=True)
    for panel, (name, curves) in zip(panels, shares.items(), strict=True):
        for runs, label, colour in zip(curves, ("fed the truth", "fed its own words"), (ORANGE, BLUE), strict=True):
            steps = range(1, runs.shape[1] + 1)
            panel.plot(steps, runs.mean(0), color=colour, label=label)
            panel.fill_between(steps, runs.amin(0), runs.amax(0), color=colour, alpha=0.15, linewidth=0)
        panel.xaxis.get_major_locator().set_params(integer=True)
        panel.set(title=name, xlabel="step", ylim=(0, 1.03))
    panels[0].set_ylabel("share of right words")
    panels[0].legend(loc="lower left")
    return figure


@jaxtyped(typechecker=beartype)
def attention_maps(
    maps: Mapping[str, Float[Tensor, "asked held"]], rows: Sequence[str], columns: Sequence[str]
) -> Figure:
    """Matrices of attention, a row for each word that asks; weights of a tenth and more are written in.

    Args:
        maps: the matrices by their titles.
        rows: the words that ask.
        columns: the words that are looked at.
    """
    figure, panels = axes(1, len(maps), width=3.4 * len(maps) if len(maps) < 3 else 6.6, height=3.3, squeeze=False)
    for panel, (title, weights) in zip(panels[0], maps.items(), strict=True):
        panel.imshow(weights.numpy(), cmap=SEQUENTIAL, vmin=0, vmax=1)
        for i, j in ((weights >= 0.1).nonzero()).tolist():
            colour = ON_LIGHT if weights[i, j] > 0.6 else ON_DARK
            panel.text(j, i, f"{weights[i, j]:.2f}", ha="center", va="center", color=colour, fontsize=8)
        panel.set(title=title, xlabel="looked at", ylabel="asks")
        panel.set_xticks(range(len(columns)), columns)
        panel.set_yticks(range(len(rows)), rows)
        panel.grid(visible=False)
    return figure


@jaxtyped(typechecker=beartype)
def saturation(widths: Sequence[int], curves: Mapping[str, Float[Tensor, "widths 2"]]) -> Figure:
    """The largest weight and the size of the Jacobian of softmax, by the width of queries and keys.

    Args:
        widths: the widths.
        curves: by name, the mean largest weight and the mean norm of the Jacobian at each width.
    """
    figure, panels = axes(1, 2, height=2.9)
    for (name, values), colour in zip(curves.items(), (ORANGE, BLUE), strict=True):
        for panel, column in zip(panels, values.T, strict=True):
            panel.semilogx(widths, column, "o-", base=2, color=colour, label=name)
    for panel, label in zip(panels, ("largest weight", "norm of the Jacobian of softmax"), strict=True):
        panel.set(xlabel="width $d_k$", ylabel=label, ylim=(0, None))
    panels[0].legend()
    return figure


@jaxtyped(typechecker=beartype)
def positions(encoding: Float[Tensor, "length width"], similarity: Float[Tensor, "distances"]) -> Figure:
    """The encoding as an image, and the inner product of two encodings by their distance.

    Args:
        encoding: one row per position.
        similarity: inner products at distances 0, 1, ...
    """
    figure, (image, curve) = axes(1, 2, height=3.0)
    image.imshow(encoding.numpy(), cmap=DIVERGING, vmin=-1, vmax=1, aspect="auto")
    image.grid(visible=False)
    image.set(xlabel="column", ylabel="position")
    curve.plot(range(len(similarity)), similarity, color=BLUE)
    curve.set(xlabel="distance of two positions", ylabel="inner product", ylim=(0, None))
    return figure


@jaxtyped(typechecker=beartype)
def gradients_by_layer(norms: Mapping[str, Float[Tensor, "layers"]]) -> Figure:
    """The norm of the gradient in each layer of a stack, before training.

    Args:
        norms: by name of the stack, one norm per layer, the first layer first.
    """
    figure, axis = axes(height=2.8)
    for (name, values), colour in zip(norms.items(), LINES, strict=False):
        axis.semilogy(range(1, len(values) + 1), values, "o-", color=colour, label=name)
    axis.set(xlabel="layer of the decoder", ylabel="norm of the gradient")
    axis.legend()
    return figure


@jaxtyped(typechecker=beartype)
def pretraining_course(
    words: Float[Tensor, "steps"], follows: Float[Tensor, "steps"], unigram: float, *, window: int = 10
) -> Figure:
    """Both losses of pretraining by step, averaged over windows, beside what is had without reading the context.

    Args:
        words: loss on hidden words.
        follows: loss of next sentence prediction.
        unigram: loss of one who knows how common each word is, and nothing else.
        window: steps in each average.
    """
    figure, (left, right) = axes(1, 2, height=2.8)
    steps = torch.arange(len(words) // window) * window + window / 2
    for axis, losses, reference, label in (
        (left, words, unigram, "shares of words"),
        (right, follows, float(torch.tensor(2.0).log()), "one half each"),
    ):
        means = losses[: len(steps) * window].unflatten(0, (-1, window)).mean(1)
        axis.plot(steps, means, color=BLUE)
        axis.axhline(reference, color=GREY, linestyle="--", linewidth=1.2)
        axis.text(steps[-1], reference, label, ha="right", va="bottom", color=INK, fontsize=9)
        axis.set(xlabel="step", ylim=(0, None))
    left.set(ylabel="loss on hidden words")
    right.set(ylabel="loss of next sentence prediction")
    return figure


@jaxtyped(typechecker=beartype)
def class_token_looks(
    images: Float[Tensor, "images side side"],
    attention: Float[Tensor, "images patches"],
    predicted: Int[Tensor, "images"],
) -> Figure:
    """Images cut into patches, above how much the class token looks at each.

    Args:
        images: square images.
        attention: one weight for each patch.
        predicted: the class that each image is given.
    """
    figure, panels = axes(2, len(images), height=2.3)
    side = round(attention.shape[1] ** 0.5)
    step = images.shape[1] / side
    for column, (image, weights, digit) in enumerate(zip(images, attention, predicted.tolist(), strict=True)):
        upper, lower = panels[:, column]
        upper.imshow(image.numpy(), cmap="gray_r")
        for line in range(1, side):
            upper.axhline(line * step - 0.5, color=BLUE, linewidth=0.9)
            upper.axvline(line * step - 0.5, color=BLUE, linewidth=0.9)
        upper.set_title(f"read as {digit}")
        lower.imshow(weights.reshape(side, side).numpy(), cmap="viridis", vmin=0, vmax=float(attention.max()))
        upper.axis("off")
        lower.axis("off")
    return figure


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
            beside: dict[str, Any] = {"xytext": (4 if side == "left" else -4, 0), "textcoords": "offset points"}
            axis.annotate(name, place, **beside, color=colour, ha=side, va="center", fontsize=9)
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
        for number, (member, place) in enumerate(zip(members, places, strict=False)):
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

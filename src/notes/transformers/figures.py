"""The figures of chapter 8; they draw what they are given."""

from collections.abc import Mapping, Sequence

import torch
from beartype import beartype
from jaxtyping import Float, Int, jaxtyped
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter
from torch import Tensor

from notes.plotting import BLUE, GREY, INK, LINES, ORANGE, axes


def bert_input(tokens: Sequence[str], segments: Sequence[int]) -> Figure:
    """The three embeddings that are added at each position, as boxes.

    Args:
        tokens: what stands at the positions.
        segments: the segment of each.
    """
    figure, axis = axes(height=1.9)
    rows = (
        ("word", list(tokens), GREY),
        ("segment", [f"$S_{segment}$" for segment in segments], ORANGE),
        ("position", [f"$P_{{{place}}}$" for place in range(len(tokens))], BLUE),
    )
    for row, (name, entries, colour) in enumerate(rows):
        axis.text(-0.65, -row, name, ha="right", va="center", color=INK)
        for place, entry in enumerate(entries):
            if row:
                axis.text(place, 0.5 - row, "+", ha="center", va="center", color=INK, fontsize=9)
            box = {"boxstyle": "round,pad=0.3", "facecolor": colour, "alpha": 0.25, "edgecolor": colour}
            axis.text(place, -row, entry, ha="center", va="center", color=INK, fontsize=8.5, bbox=box)
    axis.set(xlim=(-1.6, len(tokens) - 0.4), ylim=(-2.5, 0.5))
    axis.axis("off")
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
def accuracy_by_labels(sizes: Sequence[int], accuracies: Mapping[str, Float[Tensor, "seeds sizes"]]) -> Figure:
    """Accuracy by number of labels: mean and range over the seeds, for each way to train.

    Args:
        sizes: numbers of labels.
        accuracies: for each way one row a seed.
    """
    figure, axis = axes(height=3.2)
    for colour, (name, rows) in zip(LINES, accuracies.items(), strict=False):
        axis.plot(sizes, rows.mean(0), ".-", color=colour, label=name)
        axis.fill_between(sizes, rows.amin(0), rows.amax(0), color=colour, alpha=0.15, linewidth=0)
    axis.set_xscale("log")
    axis.set_xticks(list(sizes), minor=False)
    axis.set_xticks([], minor=True)
    axis.xaxis.set_major_formatter(ScalarFormatter())
    axis.set(xlabel="number of labels", ylabel="accuracy on the test set", ylim=(None, 1.0))
    axis.legend(loc="upper left")
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

"""The pictures of chapter 14. They draw what they are given, or curves that cost nothing; none of them trains."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from matplotlib.figure import Figure
from torch import Tensor

from notes.diagrams import arrow, box, diagram, timeline, words
from notes.domain import beartype
from notes.plotting import BLUE, GREEN, GREY, INK, LINES, ORANGE, SEQUENTIAL, axes
from notes.retrieval.approximate import Found
from notes.retrieval.sparse import saturation


@jaxtyped(typechecker=beartype)
def accuracies(shares: Mapping[str, tuple[float, float]]) -> Figure:
    """Bars of the share of right answers, by heart and by book, for several kinds of facts.

    Args:
        shares: for each kind of facts, the share of right answers by heart and by book.
    """
    figure, axis = axes(height=2.9)
    at = np.arange(len(shares))
    for place, (reader, colour) in enumerate({"by heart": ORANGE, "by book": BLUE}.items()):
        heights = [pair[place] for pair in shares.values()]
        axis.bar(at + (place - 0.5) * 0.36, heights, width=0.34, color=colour, label=reader)
    axis.set_xticks(at, list(shares))
    axis.set(ylabel="answers right, both words", xlabel="facts asked for", ylim=(0, 1.05))
    axis.legend(loc="upper right")
    return figure


def saturation_curves() -> Figure:
    """What occurrences of a word count for in BM25: for three values of k1, and for three lengths."""
    figure, (steep, long) = axes(1, 2, width=7.0, height=2.9, sharey=True)
    counts = torch.linspace(0, 15, 151)
    for k1, colour in zip((0.5, 1.2, 3.0), LINES, strict=False):
        steep.plot(counts, saturation(counts, torch.ones(151), k1), color=colour, label=f"$k_1 = {k1}$")
        steep.axhline(k1 + 1, color=colour, linewidth=0.8, linestyle=":")
    for relative, colour in zip((0.5, 1.0, 4.0), LINES, strict=False):
        label = rf"$\lambda = {relative:g}$"
        long.plot(counts, saturation(counts, torch.full((151,), relative)), color=colour, label=label)
    steep.set(xlabel=r"occurrences $\xi$ of the word", ylabel=r"what they count for, $h(\xi)$", title="mean length")
    long.set(xlabel=r"occurrences $\xi$ of the word", title="$k_1 = 1.2$, $b = 0.75$")
    steep.legend(loc="lower right")
    long.legend(loc="lower right")
    return figure


@jaxtyped(typechecker=beartype)
def spread(shares: Mapping[str, Mapping[str, Sequence[float]]], *, ylabel: str, xlabel: str) -> Figure:
    """Values of several seeds as dots beside each other, with their mean as a bar.

    Args:
        shares: for each series, for each group, one value per seed.
        ylabel: what the values measure.
        xlabel: what the groups are.
    """
    figure, axis = axes(width=7.0, height=3.1)
    groups = list(next(iter(shares.values())))
    width = 0.8 / len(shares)
    for place, ((series, values), colour) in enumerate(zip(shares.items(), LINES, strict=False)):
        at = np.arange(len(groups)) + (place - (len(shares) - 1) / 2) * width
        means = [float(np.mean(values[group])) for group in groups]
        axis.bar(at, means, width=0.9 * width, color=colour, alpha=0.45, label=series)
        for x, group in zip(at, groups, strict=True):
            axis.plot([x] * len(values[group]), values[group], "o", color=colour, markersize=4)
    axis.set_xticks(range(len(groups)), [group.replace(", ", ",\n") for group in groups])
    axis.set(ylabel=ylabel, xlabel=xlabel, ylim=(0, 1.05))
    axis.legend(loc="upper center", ncols=len(shares), bbox_to_anchor=(0.5, 1.18))
    return figure


@jaxtyped(typechecker=beartype)
def word_matrix(affinities: Float[Tensor, "rows columns"], rows: Sequence[str], columns: Sequence[str]) -> Figure:
    """What words of questions and of passages add to the score, as a map.

    Args:
        affinities: one number for each pair of words.
        rows: words of questions.
        columns: words of passages.
    """
    figure, axis = axes(width=5.6, height=5.4)
    image = axis.imshow(affinities.numpy(), cmap=SEQUENTIAL, aspect="auto")
    axis.set_xticks(range(len(columns)), columns, rotation=45)
    axis.set_yticks(range(len(rows)), rows)
    axis.set(xlabel="word of a passage", ylabel="word of a question")
    axis.grid(visible=False)
    figure.colorbar(image, ax=axis, label="added to the score")
    return figure


@jaxtyped(typechecker=beartype)
def belief_in_documents(prior: Float[Tensor, "documents"], posterior: Float[Tensor, "documents"]) -> Figure:
    """Probabilities of the documents before and after the answer, and the gradient by their scores.

    Args:
        prior: probabilities before the answer is known.
        posterior: probabilities afterwards.
    """
    figure, (belief, slope) = axes(1, 2, width=7.0, height=2.8)
    at = np.arange(len(prior))
    belief.bar(at - 0.2, prior.tolist(), width=0.38, color=GREY, label="prior")
    belief.bar(at + 0.2, posterior.tolist(), width=0.38, color=BLUE, label="posterior")
    gap = (posterior - prior).tolist()
    slope.bar(at, gap, width=0.5, color=[GREEN if value > 0 else ORANGE for value in gap])
    slope.axhline(0, color=INK, linewidth=0.8)
    for axis in (belief, slope):
        axis.set_xticks(at, [f"$z_{place + 1}$" for place in range(len(prior))])
        axis.set_xlabel("document")
    belief.set_ylabel("probability")
    slope.set_ylabel("gradient by the score")
    belief.legend()
    return figure


@jaxtyped(typechecker=beartype)
def ageing(agreements: Mapping[str, Sequence[float]]) -> Figure:
    """How much of what a fresh index would give is still retrieved, step by step.

    Args:
        agreements: for each way to refresh the index, one share per step.
    """
    figure, axis = axes(height=2.9)
    for (name, shares), colour in zip(agreements.items(), LINES, strict=False):
        axis.plot(range(len(shares)), shares, color=colour, label=name)
    axis.set(xlabel="step of training", ylabel="agreement with a fresh index", ylim=(None, 1.01))
    axis.legend(loc="lower left")
    return figure


@jaxtyped(typechecker=beartype)
def search_costs(searches: Mapping[str, Sequence[Sequence[Found]]], exact: Sequence[Int64[Tensor, "k"]]) -> Figure:
    """Share of the nearest vectors that is found, against the mean number of distances that it takes.

    Args:
        searches: for each way to search, for each effort, what was found for every question.
        exact: numbers of the nearest vectors of each question.
    """
    figure, axis = axes(height=2.9)
    for (name, efforts), colour in zip(searches.items(), LINES, strict=False):
        costs = [float(np.mean([one.distances for one in found])) for found in efforts]
        shares = [
            float(
                np.mean(
                    [len({*one.nearest} & {*best.tolist()}) / len(best) for one, best in zip(found, exact, strict=True)]
                )
            )
            for found in efforts
        ]
        axis.plot(costs, shares, "o-", color=colour, label=name)
    axis.set(xlabel="distances computed, of 1000 in exact search", ylabel="nearest ten found", ylim=(0, 1.03))
    axis.legend(loc="lower right")
    return figure


@jaxtyped(typechecker=beartype)
def coverage_of_questions(
    covered: Float[Tensor, "questions"], answerable: Bool[Tensor, "questions"], threshold: float
) -> Figure:
    """How much of each question its best section covers, for questions with and without an answer.

    Args:
        covered: the share, from 0 to 1.
        answerable: whether the notes have an answer.
        threshold: least share at which a question is answered.
    """
    figure, axis = axes(height=2.6)
    bins = np.linspace(0, 1, 21)
    kinds = [covered[~answerable].tolist(), covered[answerable].tolist()]
    labels = ["no answer in the notes", "answer in the notes"]
    axis.hist(kinds, bins=list(bins), stacked=True, color=[ORANGE, BLUE], label=labels)
    axis.axvline(threshold, color=INK, linestyle="--", label="threshold")
    axis.set(xlabel="coverage of the question by its best section", ylabel="questions")
    axis.legend()
    return figure


def heart_and_book() -> Figure:
    """On what two answers rest after a fact has changed: weights trained before, and a passage read now."""
    figure, axis = diagram(width=4.8, height=4.05)
    trained, changed, now = timeline(axis, (0.1, 0.45), 4.6, ["training", "a fact changes", "a question"])
    old, new = box(axis, (trained, 3.1), "old facts"), box(axis, (changed, 1.65), "new facts", ORANGE)
    question = box(axis, (now, 2.375), "question")
    for name, y, out, end in (("by heart", 3.1, 0.65, (-1, 0)), ("by book", 1.65, -0.65, (-0.6, 1))):
        reader = box(axis, (now, y), f"reader {name}", BLUE)
        arrow(axis, old, reader.at(*end), "trained on")
        arrow(axis, question, reader)
        arrow(axis, reader, box(axis, (now, y + out), f"answer {name}"))
    arrow(axis, new, reader, "read", ORANGE)
    return figure


def three_regimes() -> Figure:
    """DPR, RAG and REALM while they are trained: what is trained in blue, what stands still in grey."""
    figure, axis = diagram(width=4.8, height=4.6)
    regimes = {"DPR": (BLUE, BLUE), "RAG": (BLUE, GREY), "REALM": (BLUE, BLUE)}
    for row, (name, (asking, asked)) in enumerate(regimes.items()):
        above, below = 3.95 - 1.55 * row, 3.3 - 1.55 * row
        words(axis, (0.1, above + 0.4), name, ha="left", fontweight="bold")
        question = box(axis, (0.85, above), "question encoder", asking, size=(1.5, 0.34))
        passage = box(axis, (0.85, below), "passage encoder", asked, size=(1.5, 0.34))
        if name == "DPR":
            loss = box(axis, (4.3, (above + below) / 2), "right\npassage", ORANGE, size=(0.8, 1.0))
            for encoder, level in ((question, 0.65), (passage, -0.65)):
                arrow(axis, encoder, loss.at(-1, level))
            continue
        found = box(axis, (2.3, above), "top $k$", size=(0.8, 0.34))
        index = box(axis, (2.3, below), "index", size=(0.8, 0.34))
        reader = box(axis, (3.3, above), "reader", BLUE, size=(0.8, 0.34))
        ends = [(question, found), (index, found), (found, reader)]
        ends.append((reader, box(axis, (4.3, above), "answer", ORANGE, size=(0.8, 0.34))))
        for start, end in ends:
            arrow(axis, start, end)
        arrow(axis, passage, index, dashed=True)
        words(axis, (2.8, below), "built once, before" if name == "RAG" else "rebuilt all along", ha="left")
        if name == "REALM":
            arrow(axis, passage.at(0.7, 1), found.at(-1, -0.6))
    return figure

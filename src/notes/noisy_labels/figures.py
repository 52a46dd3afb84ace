"""The pictures of chapter 15. They draw what they are given, or curves that cost nothing; none of them trains."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from jaxtyping import Float, Int64, Shaped, jaxtyped
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from notes.domain import beartype
from notes.experiment.claims import mean_interval
from notes.noisy_labels.harness import History
from notes.noisy_labels.selection import keep_rate, selection_precision, small_loss_selection
from notes.noisy_labels.task import Task
from notes.plotting import BLUE, GREEN, INK, LINES, ON_DARK, ON_LIGHT, ORANGE, PURPLE, axes


@jaxtyped(typechecker=beartype)
def ambiguous_digits(
    images: Float[Tensor, "few 8 8"], labels: Int64[Tensor, "few"], predictions: Int64[Tensor, "few"]
) -> Figure:
    """Digits that are hard to read, each with its label and what a classifier says.

    Args:
        images: the digits.
        labels: their labels in the data set.
        predictions: what a classifier makes of them.
    """
    figure, panels = axes(1, len(images), width=7.2, height=1.9)
    for panel, image, label, prediction in zip(panels, images, labels, predictions, strict=True):
        panel.imshow(image.numpy(), cmap="gray_r")
        panel.set_title(f"label {label}\nread as {prediction}")
        panel.axis("off")
    return figure


@jaxtyped(typechecker=beartype)
def transition_matrices(matrices: Mapping[str, Float[Tensor, "_ _"]], *, columns: int = 3) -> Figure:
    """Transition matrices side by side, in one scale of colours.

    Args:
        matrices: the matrices by their titles; small ones show their entries.
        columns: number of panels in a row.
    """
    rows = -(-len(matrices) // columns)
    figure, panels = axes(rows, columns, width=7.2, height=2.7 * rows)
    flat = panels.ravel()
    for panel, (title, matrix) in zip(flat, matrices.items(), strict=False):
        image = panel.imshow(matrix.numpy(), vmin=0, vmax=1)
        panel.set(title=title, xlabel="observed label", ylabel="true class")
        panel.set_xticks(range(len(matrix)))
        panel.set_yticks(range(len(matrix)))
        panel.grid(visible=False)
        if len(matrix) <= 4:
            _write_entries(panel, matrix)
    for panel in flat[len(matrices) :]:
        panel.axis("off")
    figure.colorbar(image, ax=list(flat), label="probability")
    return figure


def loss_shapes() -> Figure:
    """Losses against the probability of the label, and by what each multiplies the gradient of cross entropy."""
    p = torch.linspace(0.01, 1, 400)
    figure, (losses, weights) = axes(1, 2, width=7.2, height=3.0)
    losses.plot(p, -p.log(), color=INK, label="cross entropy")
    weights.plot(p, torch.ones_like(p), color=INK)
    for q, colour in ((0.3, BLUE), (0.7, ORANGE), (1.0, GREEN)):
        name = f"$q = {q:g}$" + (" (half the MAE)" if q == 1 else "")
        losses.plot(p, (1 - p**q) / q, color=colour, label=name)
        weights.plot(p, p**q, color=colour)
    truncated = p.clamp(min=0.5)
    losses.plot(p, (1 - truncated**0.7) / 0.7, color=PURPLE, linestyle="--", label="$q = 0.7$, truncated")
    weights.plot(p, p**0.7 * (p > 0.5), color=PURPLE, linestyle="--")
    losses.set(xlabel="probability $p_y$ of the label", ylabel="loss", ylim=(0, 4))
    weights.set(xlabel="probability $p_y$ of the label", ylabel="weight of the gradient")
    losses.legend()
    return figure


def memorisation(history: History, task: Task) -> Figure:
    """How the training examples are classified, epoch by epoch, and the accuracy on test images.

    Args:
        history: of a training on the task.
        task: the data of its runs, whose curves are drawn one over the other.
    """
    figure, (train, test) = axes(1, 2, width=7.2, height=3.6, sharey=True)
    right = history.predictions == task.truth
    fitted = history.predictions == task.labels
    wrong = ~task.clean
    curves = {
        "right label, learnt": ((right & task.clean).sum(-1) / task.clean.sum(-1), BLUE, "-"),
        "wrong label, true class seen": ((right & wrong).sum(-1) / wrong.sum(-1), GREEN, "--"),
        "wrong label, memorised": ((fitted & wrong).sum(-1) / wrong.sum(-1), ORANGE, "-."),
    }
    for name, (shares, colour, style) in curves.items():
        _draw_runs(train, history.epochs, shares, colour, name, style=style)
    _draw_runs(test, history.epochs, history.test_accuracies, PURPLE, "test accuracy")
    train.set(xlabel="epoch", ylabel="share of examples", title="training set")
    test.set(xlabel="epoch", title="test set, clean labels")
    figure.legend(loc="outside lower center", ncols=2)
    return figure


def selection_precisions(histories: Mapping[str, History], task: Task, warm_up: int) -> Figure:
    """Precision of small-loss selection, and test accuracy, epoch by epoch.

    Args:
        histories: of trainings on the task (or on copies of it), by name.
        task: the data.
        warm_up: epochs over which the keep rate falls.
    """
    figure, (precision, test) = axes(1, 2, width=7.2, height=3.1)
    for (name, history), colour in zip(histories.items(), LINES, strict=False):
        copies = task.repeated(history.losses.shape[1] // len(task))
        values = precisions_by_epoch(history, copies, warm_up)
        _draw_runs(precision, history.epochs, values, colour, name)
        _draw_runs(test, history.epochs, history.test_accuracies, colour, name)
    precision.set(xlabel="epoch", ylabel="precision of the selection")
    test.set(xlabel="epoch", ylabel="test accuracy")
    precision.legend()
    return figure


def precisions_by_epoch(history: History, task: Task, warm_up: int) -> Tensor:
    """Precision of what small-loss selection would choose at every record of a training.

    Args:
        history: of a training on the task.
        task: the data.
        warm_up: epochs over which the keep rate falls.

    Returns:
        One share per record and run.
    """
    rows = [
        selection_precision(small_loss_selection(losses, keep_rate(epoch, task.noise, warm_up)), task.clean)
        for epoch, losses in zip(history.epochs, history.losses, strict=True)
    ]
    return torch.stack(rows)


@jaxtyped(typechecker=beartype)
def beta_densities(alphas: Sequence[float]) -> Figure:
    """Densities of mixup's weight, each for one value of its parameter.

    Args:
        alphas: values of the parameter.
    """
    weights = torch.linspace(0.005, 0.995, 400)
    figure, axis = axes(height=2.9)
    for alpha, colour in zip(alphas, LINES, strict=False):
        density = torch.distributions.Beta(alpha, alpha).log_prob(weights).exp()
        axis.plot(weights, density, color=colour, label=rf"$\alpha = {alpha:g}$")
    axis.set(xlabel=r"weight $\lambda$ of the first example", ylabel="density", ylim=(0, 5))
    axis.legend(loc="upper center", ncols=len(alphas))
    return figure


def _draw_runs(axis: Axes, epochs: list[int], values: Tensor, colour: str, label: str, *, style: str = "-") -> None:
    """The mean over the runs as a line, and their range as a band."""
    axis.plot(epochs, values.mean(-1), style, color=colour, label=label)
    axis.fill_between(epochs, values.amin(-1), values.amax(-1), color=colour, alpha=0.2, linewidth=0)


def _write_entries(panel: Axes, matrix: Tensor) -> None:
    for i, row in enumerate(matrix.tolist()):
        for j, entry in enumerate(row):
            panel.text(j, i, f"{entry:.2f}", ha="center", va="center", color=ON_LIGHT if entry > 0.5 else ON_DARK)


Leads = Mapping[str, Shaped[np.ndarray, " runs"]]


@jaxtyped(typechecker=beartype)
def gains(kinds: Mapping[str, Mapping[str, Leads]]) -> Figure:
    """The mean of every method under every noise with its interval of 95 %, the methods by their mean under the last.

    Args:
        kinds: by the kind of noise, a panel each, and by its name: for each method its lead over cross entropy in every
            run.
    """
    figure, panels = axes(1, len(kinds), width=7.6, height=5.0, sharex=True, sharey=True)
    *_, last = list(kinds.values())[-1].values()
    methods = sorted(last, key=lambda method: last[method].mean())
    for panel, (kind, noises) in zip(panels, kinds.items(), strict=True):
        for place, ((noise, found), colour) in enumerate(zip(noises.items(), (BLUE, ORANGE), strict=False)):
            for row, method in enumerate(methods):
                height = row + 0.16 * (1 - 2 * place)
                panel.plot(mean_interval(found[method]), [height] * 2, color=colour)
                panel.plot(found[method].mean(), height, "o", color=colour, label=None if row else noise)
        panel.axvline(0, color=INK, linewidth=1)
        panel.set(title=kind, xlabel="lead in test accuracy", ylim=(-2.9, len(methods) - 0.3))
        panel.legend(loc="lower right")
    panels[0].set_yticks(range(len(methods)), methods)
    panels[0].set_ylabel("method, by its mean under the last noise")
    return figure

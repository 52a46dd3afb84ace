from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
import torch

from notes.experiment.table import table
from notes.noisy_labels import figures
from notes.noisy_labels.experiments import instance, pair_flip, symmetric
from notes.noisy_labels.harness import History, training_history
from notes.noisy_labels.methods import cross_entropy
from notes.noisy_labels.task import Task, digits_task
from notes.noisy_labels.transition import symmetric_noise
from notes.plotting import require_labels
from notes.site.blocks import page_blocks

PAGE = Path(__file__).parents[2] / "docs" / "15-noisy-labels.md"


@pytest.fixture(scope="module")
def task() -> Task:
    return digits_task([symmetric_noise(10, 0.4)], seeds=range(2), examples=100)


@pytest.fixture(scope="module")
def history(task: Task) -> History:
    return training_history(cross_entropy, task, epochs=4, hidden=8, every=2)


def test_figures_label_what_they_measure_and_draw_what_they_are_given(task, history):
    drawn = [
        figures.ambiguous_digits(torch.rand(3, 8, 8), torch.tensor([1, 2, 3]), torch.tensor([4, 5, 6])),
        figures.transition_matrices({"a": torch.eye(3), "b": torch.eye(3)}),
        figures.loss_shapes(),
        figures.memorisation(history, task),
        figures.selection_precisions({"own": history}, task, 20),
        figures.beta_densities((0.5, 2.0)),
    ]
    for figure in drawn:
        require_labels(figure)
    assert drawn[3].axes[1].lines[0].get_ydata().tolist() == history.test_accuracies.mean(-1).tolist()
    plt.close("all")


def test_precisions_by_epoch_begin_at_the_share_of_right_labels(task, history):
    precisions = figures.precisions_by_epoch(history, task, warm_up=20)
    torch.testing.assert_close(precisions[0], task.clean.float().mean(-1))


@pytest.fixture(scope="module")
def leads():
    """The means that the block of the page draws, in each panel by noise and method."""
    (block,) = (block for block in page_blocks(PAGE) if "import gains" in block.source)
    names: dict[str, Any] = {}
    exec(block.source, names)
    require_labels(names["figure"])
    panels = names["figure"].axes
    methods = [text.get_text() for text in panels[0].get_yticklabels()]
    dots = [[line.get_xdata()[0] for line in one.lines if line.get_marker() == "o"] for one in panels]
    plt.close("all")
    return [
        dict(zip(methods, some[start : start + 14], strict=True)) for some in dots for start in range(0, len(some), 14)
    ]


def test_gains_are_the_mean_leads_over_cross_entropy_of_the_tables(leads):
    drawn = ((symmetric, " 40"), (symmetric, " 60"), (pair_flip, ""), (instance, " by class"), (instance, " by digit"))
    for (made, noise), found in zip(drawn, leads, strict=True):
        runs = table(made).numbers()
        for method, lead in found.items():
            each = [run[method + noise] - run["cross entropy" + noise] for run in runs]
            assert lead == pytest.approx(sum(each) / len(each))

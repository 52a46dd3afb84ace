"""What the pictures of chapter 12 show, read back from what they drew."""

import matplotlib.pyplot as plt
import pytest
import torch

from notes.compression import figures
from notes.plotting import require_labels


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def test_accuracy_by_sparsity_draws_means_and_ranges():
    curves = {"one": torch.tensor([[0.9, 1.0], [0.2, 0.6]])}
    (axis,) = figures.accuracy_by_sparsity([0.5, 0.9], curves, torch.tensor([0.9, 1.0])).axes
    line, _, (bars,) = axis.containers[0].lines
    assert line.get_xydata().ravel().tolist() == pytest.approx([50, 0.95, 10, 0.4])
    assert [segment[:, 1].tolist() for segment in bars.get_segments()] == [
        pytest.approx([0.9, 1.0]),
        pytest.approx([0.2, 0.6]),
    ]
    assert axis.lines[-1].get_ydata() == pytest.approx([0.95, 0.95])


def test_accuracy_by_bits_labels_the_size():
    figure = figures.accuracy_by_bits(
        [8, 2], [7.3, 2.5], {"one": torch.tensor([[0.9, 1.0], [0.2, 0.6]])}, torch.ones(2)
    )
    assert [tick.get_text() for tick in figure.axes[0].get_xticklabels()] == ["8\n7.3 kB", "2\n2.5 kB"]


def test_predicted_and_paid_draws_a_dot_for_each_weight():
    pair = (torch.tensor([0.1, 0.2]), torch.tensor([0.1, 0.3]))
    (axis,) = figures.predicted_and_paid({"damage": pair}).axes
    assert axis.lines[0].get_xydata().ravel().tolist() == pytest.approx([0.1, 0.1, 0.2, 0.3])


def test_rounding_errors_draw_what_they_are_given():
    (axis,) = figures.rounding_errors([8, 4], torch.tensor([1.0, 2.0]), torch.tensor([1.5, 2.5])).axes
    assert [line.get_ydata().tolist() for line in axis.lines] == [[1.5, 2.5], [1.0, 2.0]]


def test_soft_target_bars_are_the_probabilities():
    first, second = figures.soft_target_bars({1.0: torch.tensor([0.9, 0.1]), 4.0: torch.tensor([0.6, 0.4])}).axes
    assert [bar.get_height() for bar in first.patches] == pytest.approx([0.9, 0.1])
    assert [bar.get_height() for bar in second.patches] == pytest.approx([0.6, 0.4])


def test_distance_from_matched_logits_has_a_line_of_slope_minus_one():
    (axis,) = figures.distance_from_matched_logits(torch.tensor([1.0, 10.0]), torch.tensor([0.5, 0.1])).axes
    assert axis.lines[1].get_ydata().tolist() == pytest.approx([1.0, 0.1])


def test_seeds_by_name_draw_a_dot_for_each_seed_and_the_mean():
    (axis,) = figures.seeds_by_name({"a": torch.tensor([0.5, 0.7])}, "way", "accuracy").axes
    assert axis.lines[0].get_ydata().tolist() == pytest.approx([0.5, 0.7])
    assert axis.lines[1].get_ydata() == pytest.approx([0.6, 0.6])


def test_figures_say_what_their_axes_measure():
    curve = {"one": torch.tensor([[0.9, 1.0], [0.2, 0.6]])}
    for figure in (
        figures.accuracy_by_sparsity([0.5, 0.9], curve, curve["one"][0]),
        figures.accuracy_by_bits([8, 2], [7.3, 2.5], curve, curve["one"][0]),
        figures.staircases(),
        figures.soft_target_bars({1.0: torch.tensor([0.9, 0.1]), 4.0: torch.tensor([0.6, 0.4])}),
        figures.seeds_by_name({"a": torch.tensor([0.5, 0.7])}, "way", "accuracy"),
    ):
        require_labels(figure)

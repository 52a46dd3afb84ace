"""What the pictures of chapter 6 show, read back from what they drew."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from notes.convolution import figures
from notes.convolution.circulant import circulant_matrix
from notes.convolution.receptive_field import Window
from notes.plotting import require_labels


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def test_parts_of_a_circulant_matrix_add_up_to_the_whole():
    kernel = torch.tensor([0.9, -0.5, 0.0, 0.3])
    *parts, whole = [np.asarray(panel.images[0].get_array()) for panel in figures.circulant_by_shifts(kernel).axes]
    assert len(parts) == 3
    np.testing.assert_allclose(sum(parts), whole, rtol=1e-6)
    np.testing.assert_allclose(whole, circulant_matrix(kernel), rtol=1e-6)


def test_two_routes_multiply_the_transforms(generator):
    x, w = torch.rand(8, generator=generator), torch.rand(8, generator=generator)
    moduli = [panel.lines[0].get_ydata() for panel in figures.two_routes(x, w).axes[3:]]
    np.testing.assert_allclose(np.asarray(moduli[0]) * np.asarray(moduli[1]), moduli[2], rtol=1e-4)


def test_receptive_cone_ends_at_the_inputs_that_count():
    cone, weights = figures.receptive_cone([Window(3)] * 3).axes
    assert sorted(cone.lines[-1].get_xdata()) == list(range(-3, 4))
    assert [round(27 * bar.get_height()) for bar in weights.patches] == [1, 3, 6, 7, 6, 3, 1]
    with pytest.raises(ValueError, match=r"^`windows` must all have stride 1$"):
        figures.receptive_cone([Window(3, stride=2)])


def test_window_places_draws_one_row_per_output():
    (panel,) = figures.window_places({"a": (0, Window(3)), "b": (1, Window(3, 2))}, size=6).axes[:1]
    assert [list(line.get_xdata()) for line in panel.lines] == [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]]


def test_pictures_say_what_their_axes_measure(generator):
    image = torch.rand(20, 20, generator=generator)
    classes = torch.zeros(2, 4, 4, dtype=torch.int64)
    for figure in (
        figures.principles(),
        figures.normalization_sets(),
        figures.filtered(image),
        figures.measured_costs([2, 4], torch.rand(3, 2), torch.rand(3, 2)),
        figures.curves_by_depth({"a": {8: torch.rand(4)}, "b": {8: torch.rand(4)}}, "loss", "step"),
        figures.shattered_gradients(torch.arange(4.0), {"a": torch.rand(4), "b": torch.rand(4)}),
        figures.segmentations(torch.rand(2, 1, 4, 4), classes, classes),
    ):
        require_labels(figure)

"""What the pictures of chapter 3 show, read back from what they drew."""

import math

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from jaxtyping import TypeCheckError
from torch.distributions import Normal

from notes.losses.calibration import reliability_diagram
from notes.losses.figures import (
    cross_entropy_of_a_coin,
    logit_losses,
    loss_of_slopes,
    mean_and_band,
    poisson_and_von_mises,
    probability_simplex,
    recipe_losses,
    regression_losses,
    reliability,
    three_criteria,
)
from notes.plotting import drawing, require_labels

TARGETS = torch.tensor([0.2, 1.1, 1.7])


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def test_loss_of_slopes_marks_each_line_at_its_loss():
    inputs, targets = torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0])
    data, loss = loss_of_slopes(inputs, targets, (0.0, 1.0, 2.0)).axes
    assert [line.get_ydata()[-1] for line in data.lines[:3]] == [0.0, 2.0, 4.0]
    marks = [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in loss.lines[1:]]
    assert marks == [(0.0, 2.5), (1.0, 0.0), (2.0, 2.5)]


def test_three_criteria_mark_one_optimum_at_the_extremes_of_the_curves():
    panels = three_criteria(TARGETS).axes
    curves = [np.array(axis.lines[1].get_ydata()) for axis in panels]
    marks = [axis.lines[2] for axis in panels]
    assert [mark.get_xdata()[0] for mark in marks] == pytest.approx([1.0] * 3)
    values = [mark.get_ydata()[0] for mark in marks]
    assert values == pytest.approx([curves[0].max(), curves[1].max(), curves[2].min()])
    np.testing.assert_allclose(np.log(curves[0]), curves[1], rtol=1e-4)
    np.testing.assert_allclose(-curves[1], curves[2])


def test_recipe_losses_are_least_where_the_output_meets_the_target_or_fall_without_end():
    gaussian, laplace, bernoulli, poisson = recipe_losses().axes

    def lowest(axis) -> list[float]:
        return [float(line.get_xdata()[np.argmin(line.get_ydata())]) for line in axis.lines]

    assert lowest(gaussian) == pytest.approx([-2, 0, 2], abs=0.03)
    assert lowest(laplace) == pytest.approx([-2, 0, 2], abs=0.03)
    assert lowest(poisson) == pytest.approx([-4, math.log(2), math.log(6)], abs=0.03)
    assert lowest(bernoulli) == [-4, 4]


def test_mean_and_band_reaches_two_deviations_to_either_side():
    inputs, grid = torch.zeros(3, 1), torch.tensor([[0.0], [1.0]])
    narrow, wide = Normal(torch.zeros(2), torch.ones(2)), Normal(torch.ones(2), torch.tensor([1.0, 3.0]))
    panels = mean_and_band(inputs, TARGETS, grid, narrow, wide).axes
    bands = [axis.collections[0].get_paths()[0].get_extents() for axis in panels]
    assert [(band.y0, band.y1) for band in bands] == [(-2.0, 2.0), (-5.0, 7.0)]
    assert panels[1].lines[1].get_ydata().tolist() == [1.0, 1.0]


def test_probability_simplex_puts_certainty_in_the_corners_and_ignorance_in_the_centre():
    probabilities = torch.cat([torch.eye(3), torch.full((1, 3), 1 / 3)])
    (axis,) = probability_simplex(probabilities, torch.tensor([0, 1, 2, 2]), ("a", "b", "c")).axes
    points = np.concatenate([line.get_xydata() for line in axis.lines[:3]])
    height = math.sqrt(3) / 2
    np.testing.assert_allclose(points, [[0, 0], [1, 0], [0.5, height], [0.5, height / 3]], atol=1e-6)


def test_probability_simplex_colours_the_region_of_each_decision(generator: torch.Generator):
    probabilities = torch.rand(60, 3, generator=generator)
    probabilities = probabilities / probabilities.sum(1, keepdim=True)
    decisions = probabilities.argmax(1)
    (axis,) = probability_simplex(probabilities, decisions, ("a", "b", "c")).axes
    for region, points in zip(axis.patches, axis.lines[:3], strict=True):
        assert region.get_path().contains_points(points.get_xydata()).all()


def test_probability_simplex_refuses_labels_out_of_range():
    with pytest.raises(ValueError, match=r"^`targets` must be a class from 0 to 2, got 3$"):
        probability_simplex(torch.full((1, 3), 1 / 3), torch.tensor([3]), ("a", "b", "c"))


def test_probability_simplex_refuses_four_classes():
    with pytest.raises(TypeCheckError, match="'probabilities'"):
        probability_simplex(torch.full((1, 4), 1 / 4), torch.tensor([0]), ("a", "b", "c"))


def test_regression_losses_show_a_growing_and_a_constant_pull():
    gaussian, laplace = (np.array(line.get_ydata()) for line in regression_losses().axes[1].lines)
    assert (gaussian[0], gaussian[-1]) == (-4.0, 4.0)
    assert set(laplace.tolist()) <= {-1.0, 0.0, 1.0}


def test_logit_losses_approach_their_straight_lines():
    lines = [np.array(line.get_ydata()) for line in logit_losses().axes[0].lines]
    for loss, straight in (lines[:2], lines[2:]):
        assert np.abs(loss - straight).max() == pytest.approx(math.log(2))
        assert np.abs(loss - straight)[[0, -1]].max() < 0.003


def test_cross_entropy_of_a_coin_is_least_where_the_belief_is_true():
    curve, floor, mark = cross_entropy_of_a_coin(0.25).axes[0].lines
    lowest = np.array(curve.get_ydata()).argmin()
    assert curve.get_xdata()[lowest] == pytest.approx(0.25, abs=0.003)
    assert curve.get_ydata()[lowest] == pytest.approx(floor.get_ydata()[0], abs=1e-4)
    assert mark.get_xdata()[0] == 0.25


@pytest.mark.parametrize("bad", [0.0, 1.0, math.nan])
def test_cross_entropy_of_a_coin_refuses_a_certain_coin(bad: float):
    with pytest.raises(ValueError, match=f"^`chance` must be strictly between 0 and 1, got {bad}$"):
        cross_entropy_of_a_coin(bad)


def test_poisson_and_von_mises_draw_distributions():
    left, right = poisson_and_von_mises().axes
    for line in left.lines:
        assert sum(line.get_ydata()) == pytest.approx(1, abs=0.01)
    for line in right.lines:
        assert np.trapezoid(line.get_ydata(), line.get_xdata()) == pytest.approx(1, abs=1e-3)


def test_reliability_draws_accuracy_at_mean_confidence():
    diagram = reliability_diagram(torch.tensor([0.1, 0.8, 0.9]), torch.tensor([False, True, False]), bins=2)
    above, below = reliability(diagram).axes
    np.testing.assert_allclose(above.lines[1].get_xydata(), [[0.1, 0.0], [0.85, 0.5]], atol=1e-6)
    assert [bar.get_height() for bar in below.patches] == [1, 2]


@pytest.mark.parametrize("figure", [regression_losses, logit_losses, poisson_and_von_mises])
def test_figures_without_data_say_what_their_axes_measure(figure):
    require_labels(figure())


def test_figures_with_data_say_what_their_axes_measure():
    grid = torch.tensor([[0.0], [1.0]])
    fit = Normal(torch.zeros(2), torch.ones(2))
    require_labels(loss_of_slopes(TARGETS, TARGETS, (0.0, 2.0)))
    require_labels(three_criteria(TARGETS))
    require_labels(mean_and_band(grid, TARGETS[:2], grid, fit, fit))
    require_labels(cross_entropy_of_a_coin(0.3))
    require_labels(reliability(reliability_diagram(torch.tensor([0.9]), torch.tensor([True]))))


def test_probability_simplex_is_drawn_in_both_schemes():
    drawn = drawing(probability_simplex(torch.full((1, 3), 1 / 3), torch.tensor([0]), ("a", "b", "c")))
    assert drawn.light != drawn.dark

"""What the pictures of chapter 1 show, read back from what they drew."""

import math

import matplotlib.pyplot as plt
import pytest
import torch
from sklearn.datasets import load_iris

from notes.data import diabetes
from notes.introduction.figures import (
    cross_entropy_of_logits,
    decision_boundaries,
    descent_gaps,
    growing_weights,
    learning_curves,
    line_fit,
    logistic_path,
    separable_descent,
)
from notes.introduction.gaussian_classifier import (
    class_covariance_gaussians,
    shared_covariance_gaussians,
    sigmoid_weights,
)
from notes.introduction.gradient_descent import descent_path
from notes.introduction.line import line_gradient, line_hessian
from notes.introduction.logistic_regression import logistic_descent
from notes.introduction.scaling import standardised
from notes.plotting import require_labels


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def sample() -> tuple[torch.Tensor, torch.Tensor]:
    """Twenty samples of two features, of two classes."""
    features = torch.rand(20, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    return features + torch.arange(20).unsqueeze(1) % 2, torch.arange(20) % 2


def test_line_fit_draws_the_last_iterate_and_the_whole_path():
    inputs, targets = torch.tensor([0.0, 1.0, 2.0]).double(), torch.tensor([1.0, 3.0, 5.0]).double()
    path = torch.tensor([[0.0, 0.0], [2.0, 1.0], [1.0, 2.0]]).double()
    figure = line_fit(inputs, targets, path, units=("input", "target"))
    require_labels(figure)
    data, surface = figure.axes
    assert data.lines[0].get_ydata().tolist() == [1.0, 5.0]
    assert surface.lines[0].get_xydata().tolist() == path.tolist()
    assert surface.get_aspect() == 1.0


def test_line_fit_shows_the_valley_of_the_page_where_it_is():
    patients = diabetes()
    x, y = patients.inputs[:, 2].double() - 25, patients.targets.double()
    hessian = line_hessian(x)
    values, vectors = torch.linalg.eigh(hessian)
    path = descent_path(lambda theta: line_gradient(theta, x, y), torch.zeros(2).double(), 1 / values[1].item(), 150)
    surface = line_fit(x, y, path, units=("input", "target")).axes[1]
    assert abs(vectors[0, 0]) > 0.99  # flat along the intercept, the wide axis of the panel
    wide, high = (ends[1] - ends[0] for ends in (surface.get_xlim(), surface.get_ylim()))
    assert wide > 4 * high
    first, rest = path[1] - path[0], path[-1] - path[1]
    assert abs(rest[0]) > 10 * abs(rest[1])
    assert path[1, 1] > 0.9 * path[-1, 1]
    assert abs(first[0]) < 0.2 * abs(rest[0])


def test_cross_entropy_of_logits_meets_at_log_two():
    figure = cross_entropy_of_logits()
    require_labels(figure)
    curves = figure.axes[0].lines[:2]
    assert [float(curve.get_ydata()[120]) for curve in curves] == pytest.approx([math.log(2)] * 2, abs=1e-6)


def test_descent_gaps_start_at_the_first_step():
    figure = descent_gaps({"one": torch.tensor([1.0, 0.5, 0.25])})
    require_labels(figure)
    line = figure.axes[0].lines[0]
    assert (list(line.get_xdata()), list(line.get_ydata())) == ([1, 2], [0.5, 0.25])


def test_logistic_path_draws_a_probability():
    features, targets = sample()
    path = logistic_descent(features[:, :1], targets, steps=5)
    figure = logistic_path(features[:, :1], targets, path)
    require_labels(figure)
    surface, fit = figure.axes
    assert surface.lines[0].get_xydata().tolist() == path.tolist()
    assert 0 < min(fit.lines[0].get_ydata()) < max(fit.lines[0].get_ydata()) < 1


def test_separable_descent_draws_its_three_series():
    steps, errors = torch.tensor([1, 10]), torch.tensor([5, 2])
    figure = separable_descent(steps, torch.tensor([0.5, 0.1]), torch.tensor([1.0, 9.0]), errors)
    require_labels(figure)
    assert [line.get_ydata()[-1] for panel in figure.axes for line in panel.lines] == pytest.approx([0.1, 9.0, 2])


def test_decision_boundaries_lie_where_the_logit_is_zero():
    features, labels = sample()
    weights = torch.tensor([-2.0, 1.0, 1.0]).double()
    model = class_covariance_gaussians(features, labels)
    names, classes = ("first", "second"), ("none", "one")
    figure = decision_boundaries(features, labels, {"sum": weights}, model, names=names, classes=classes)
    told = [text.get_text() for text in figure.legends[0].get_texts()]
    assert told == ["none", "one", "QDA: a covariance each", "sum"]
    require_labels(figure)
    (line,) = (line for line in figure.axes[0].lines if line.get_label() == "sum")
    torch.testing.assert_close(torch.tensor(line.get_xydata()).sum(dim=1), torch.full((200,), 2.0).double())


def test_learning_curves_draw_means_and_the_floor():
    errors = {"model": torch.tensor([[0.4, 0.2], [0.2, 0.1]])}
    figure = learning_curves(torch.tensor([10, 20]), errors, floor=0.05)
    require_labels(figure)
    mean, floor = figure.axes[0].lines
    assert list(mean.get_ydata()) == pytest.approx([0.3, 0.15])
    assert set(floor.get_ydata()) == {0.05}


def test_decision_boundaries_of_the_page_cross_and_bend_round_the_tighter_class():
    flowers, species = (torch.tensor(column) for column in load_iris(return_X_y=True))
    petals, labels = standardised(flowers[50:, 2:]), species[50:] - 1
    line = sigmoid_weights(shared_covariance_gaussians(petals, labels))
    lines = {"one": logistic_descent(petals, labels, steps=3000)[-1], "other": line}
    model = class_covariance_gaussians(petals, labels)
    assert model.covariances[0].det() < model.covariances[1].det()
    figure = decision_boundaries(petals, labels, lines, model, names=("", ""), classes=("versicolor", "virginica"))
    one, other = (found for found in figure.axes[0].lines if found.get_label() in lines)
    gap = torch.tensor(one.get_ydata() - other.get_ydata())
    crossing = torch.tensor(one.get_xydata())[gap.abs().argmin()]
    assert gap.min() < 0 < gap.max()
    assert (petals.amin(dim=0) < crossing).all()
    assert (crossing < petals.amax(dim=0)).all()
    beyond = torch.tensor([[2.0, -2.0], [-2.0, 1.0], [2.0, 2.0]]).double()
    assert model.log_joint(beyond).argmax(dim=1).tolist() == [1, 1, 1]  # on three sides of the tighter class
    assert model.log_joint(model.means[:1]).argmax() == 0


def test_growing_weights_draws_the_strip_of_doubt_and_the_lengths():
    """On the lines the logit is that of a probability of 0.1 or 0.9, whatever the step."""
    features, labels = sample()
    paths = {"a": logistic_descent(features, labels, 100), "b": logistic_descent(features - 1, 1 - labels, 50)}
    figure = growing_weights(features, labels, paths, names=("first", "second"), steps=(10, 100, 50))
    require_labels(figure)
    plane, lengths = figure.axes
    for step, pair in zip((10, 100, 50), (plane.lines[:2], plane.lines[2:4], plane.lines[4:]), strict=True):
        bias, *slopes = paths["a"][step].tolist()
        for line, share in zip(pair, (0.1, 0.9), strict=True):
            odds = [bias + slopes[0] * x + slopes[1] * y for x, y in line.get_xydata()]
            assert odds == pytest.approx([math.log(share / (1 - share))] * 2)
    assert lengths.lines[0].get_ydata()[-1] == pytest.approx(paths["a"][-1].norm().item())
    assert len(lengths.lines[1].get_xdata()) == 50

"""Separability against data whose answer is known, and against the perceptron and the support vector machine."""

import math

import pytest
import torch
from scipy.optimize import OptimizeResult, linprog
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.svm import SVC

from notes.introduction.logistic_regression import logistic_descent, logistic_loss, logits
from notes.introduction.scaling import standardised
from notes.introduction.separability import Separability, margins, separability, widest_hyperplane

CANCER = load_breast_cancer()


@pytest.mark.parametrize(
    ("points", "answer"),
    [
        ([-2.0, -1.0, 1.0, 3.0], Separability.COMPLETE),
        ([-2.0, 0.0, 0.0, 3.0], Separability.QUASI_COMPLETE),
        ([-2.0, 1.0, 0.0, 3.0], Separability.OVERLAP),
        ([1.0, 2.0, 1.0, 2.0], Separability.OVERLAP),
    ],
)
def test_separability_on_a_line_by_hand(points, answer):
    assert separability(torch.tensor(points).unsqueeze(1), torch.tensor([0, 0, 1, 1])) is answer


def test_exclusive_or_overlaps_until_the_product_is_a_feature():
    corners = torch.tensor([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    labels = torch.tensor([0, 1, 1, 0])
    assert separability(corners, labels) is Separability.OVERLAP
    product = corners.prod(dim=1, keepdim=True)
    assert separability(torch.cat([corners, product], dim=1), labels) is Separability.COMPLETE


@pytest.mark.parametrize(("columns", "answer"), [(10, Separability.OVERLAP), (30, Separability.COMPLETE)])
def test_separability_of_breast_cancer(columns, answer):
    features = standardised(torch.tensor(CANCER.data[:, :columns]))
    assert separability(features, torch.tensor(CANCER.target)) is answer


def test_widest_hyperplane_of_breast_cancer_puts_every_sample_on_its_side():
    features, labels = standardised(torch.tensor(CANCER.data)), torch.tensor(CANCER.target)
    plane = widest_hyperplane(features, labels)
    scores = (2 * labels - 1) * logits(plane.weights, features)
    assert plane.margin > 1e-3
    assert scores.min().item() == pytest.approx(plane.margin)
    assert plane.weights.abs().max() <= 1 + 1e-9
    hard_margin = SVC(kernel="linear", C=1e10).fit(features.numpy(), labels.numpy())
    assert hard_margin.score(features.numpy(), labels.numpy()) == 1.0


def test_widest_hyperplane_scaled_up_takes_the_logistic_loss_to_zero():
    features, labels = standardised(torch.tensor(CANCER.data)), torch.tensor(CANCER.target)
    plane = widest_hyperplane(features, labels)
    for scale in (1e2, 1e3, 1e4):
        loss = logistic_loss(scale * plane.weights, features, labels).item()
        assert 0 < loss <= math.log1p(math.exp(-scale * plane.margin))
    assert loss < 1e-10


def test_widest_hyperplane_of_overlapping_classes_has_no_margin():
    features, species = load_iris(return_X_y=True)
    features, labels = standardised(torch.tensor(features[50:])), torch.tensor(species[50:] - 1)
    assert widest_hyperplane(features, labels).margin == pytest.approx(0, abs=1e-9)


def test_widest_hyperplane_in_one_dimension_by_hand():
    plane = widest_hyperplane(torch.tensor([[-1.0], [0.0], [4.0]]), torch.tensor([0, 0, 1]))
    assert plane.weights.tolist() == pytest.approx([-1.0, 1.0])  # bias at its bound: max min(1, 4 - 1) on [-1, 1]
    assert plane.margin == pytest.approx(1.0)


@pytest.mark.parametrize("judge", [separability, widest_hyperplane])
def test_separability_refuses_labels_beyond_zero_and_one(judge):
    with pytest.raises(ValueError, match="`labels` must be 0 or 1, got 2"):
        judge(torch.zeros(2, 1), torch.tensor([0, 2]))


@pytest.mark.parametrize("judge", [separability, widest_hyperplane])
def test_separability_refuses_one_class_alone(judge):
    with pytest.raises(ValueError, match=r"`labels` must hold both classes, got only \[1\]"):
        judge(torch.zeros(2, 1), torch.tensor([1, 1]))


@pytest.mark.parametrize("solved", [0, 1])
def test_separability_refuses_what_the_solver_leaves_unsolved(monkeypatch: pytest.MonkeyPatch, solved: int):
    features, labels = torch.tensor([[-2.0], [1.0], [0.0]]), torch.tensor([0, 0, 1])
    calls = []

    def solver(*programme, **bounds):
        calls.append(programme)
        return linprog(*programme, **bounds) if len(calls) <= solved else OptimizeResult(status=4)

    monkeypatch.setattr("notes.introduction.separability.linprog", solver)
    with pytest.raises(ValueError, match=r"^`features` must be of order one, as the solver needs them, got 2\.0$"):
        separability(features, labels)
    assert len(calls) == solved + 1


@pytest.mark.parametrize("judge", [separability, widest_hyperplane])
def test_separability_refuses_nan(judge):
    with pytest.raises(ValueError, match="`features` must be finite, got nan"):
        judge(torch.tensor([[0.0], [float("nan")]]), torch.tensor([0, 1]))


def test_margins_are_measured_in_their_own_units():
    features, labels = torch.tensor([[1.0, 1.0], [-2.0, 0.0]]), torch.tensor([1, 0])
    found = margins(torch.tensor([1.0, 3.0, 4.0]), features, labels)
    assert [found.score.item(), found.cube.item(), found.distance.item()] == [5.0, 1.25, 1.0]
    assert found.descent.item() == pytest.approx(5 / 26**0.5)


def test_nearest_sample_of_either_class_sets_the_score():
    features, weights = torch.tensor([[1.0], [-2.0]]), torch.tensor([0.0, 1.0])
    assert margins(weights, features, torch.tensor([1, 0])).score == 1
    assert margins(-weights, features, torch.tensor([0, 1])).score == 1


def test_margins_double_with_the_weights_or_not_at_all():
    features, labels, w = torch.tensor([[1.0], [-2.0]]), torch.tensor([1, 0]), torch.tensor([0.5, 1.5])
    one, two = margins(w, features, labels), margins(2 * w, features, labels)
    assert two.score == 2 * one.score
    assert (two.cube, two.distance, two.descent) == (one.cube, one.distance, one.descent)


def test_distance_alone_does_not_see_a_shift():
    features, labels, w = torch.tensor([[1.0], [-2.0]]), torch.tensor([1, 0]), torch.tensor([0.5, 1.5])
    here, there = margins(w, features, labels), margins(w - torch.tensor([15.0, 0.0]), features + 10, labels)
    assert there.distance.item() == pytest.approx(here.distance.item())
    assert there.descent < here.descent / 2
    assert there.cube < here.cube / 2


def test_each_margin_is_widest_for_its_own_method():
    flowers, species = (torch.tensor(part[:100]) for part in load_iris(return_X_y=True))
    machine = SVC(kernel="linear", C=1e9).fit(flowers, species)
    planes = {
        "cube": widest_hyperplane(flowers, species).weights,
        "distance": torch.tensor([*machine.intercept_, *machine.coef_[0]]),
        "descent": logistic_descent(flowers, species, 4000)[-1],
    }
    found = {name: margins(weights, flowers, species) for name, weights in planes.items()}
    for name in planes:
        assert max(found, key=lambda plane: getattr(found[plane], name)) == name
    assert found["cube"].cube.item() == pytest.approx(widest_hyperplane(flowers, species).margin)


def test_margins_refuse_what_has_none():
    features, labels = torch.tensor([[1.0], [-2.0]]), torch.tensor([1, 0])
    with pytest.raises(ValueError, match=r"^`weights` must be of a hyperplane, not all zero behind the bias, got "):
        margins(torch.tensor([1.0, 0.0]), features, labels)
    with pytest.raises(ValueError, match=r"^`labels` must be 0 or 1, got 2$"):
        margins(torch.tensor([1.0, 1.0]), features, 2 * labels)
    with pytest.raises(ValueError, match=r"^`features` must hold at least one entry, got shape \(0, 1\)$"):
        margins(torch.tensor([1.0, 1.0]), torch.zeros(0, 1), torch.zeros(0))
    with pytest.raises(ValueError, match=r"^`features` must be small enough for finite logits, got 3"):
        margins(torch.tensor([0.0, 10.0]), torch.tensor([[-3e38], [1.0]]), torch.tensor([1, 0]))
    with pytest.raises(ValueError, match=r"^`weights` must be small enough for a finite sum of squares, got inf$"):
        margins(torch.tensor([0.0, 1e30]), features, labels)
    assert margins(torch.tensor([1.0, 1e-6]), features, labels).score < 0

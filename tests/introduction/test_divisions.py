"""Fits on many divisions against the same fits one at a time, and the comparison of chapter 1 at two sizes."""

import pytest
import torch
from sklearn.linear_model import LogisticRegression

from notes.data import breast_cancer
from notes.introduction.divisions import divisions, error_rates, logistic_fits, naive_fits
from notes.introduction.gaussian_classifier import naive_gaussians, sigmoid_weights
from notes.introduction.logistic_regression import logistic_descent, logits
from notes.introduction.scaling import standardised


@pytest.fixture(scope="module")
def cancer() -> tuple[torch.Tensor, torch.Tensor]:
    tumours = breast_cancer()
    return standardised(tumours.inputs[:, :10].double()), tumours.targets


def test_divisions_are_permutations_with_both_classes_in_training(cancer):
    orders = divisions(cancer[1], 6, 50, torch.Generator().manual_seed(0))
    assert (orders.sort(dim=1).values == torch.arange(569)).all()
    assert (cancer[1][orders[:, :6]].sum(dim=1) >= 2).all()
    assert (cancer[1][orders[:, :6]].sum(dim=1) <= 4).all()


def test_fits_are_those_of_each_division_alone(cancer):
    features, labels = cancer
    training = divisions(labels, 30, 3, torch.Generator().manual_seed(1))[:, :30]
    naive, logistic = naive_fits(*cancer, training), logistic_fits(*cancer, training, steps=50)
    for k, chosen in enumerate(training):
        x, y = features[chosen], labels[chosen]
        torch.testing.assert_close(naive[k], sigmoid_weights(naive_gaussians(x, y)))
        torch.testing.assert_close(logistic[k], logistic_descent(x, y, steps=50)[-1])


def test_a_descent_that_goes_on_ends_where_one_of_all_steps_does(cancer):
    training = divisions(cancer[1], 30, 3, torch.Generator().manual_seed(1))[:, :30]
    halfway = logistic_fits(*cancer, training, steps=20)
    further = logistic_fits(*cancer, training, 30, halfway)
    assert (further != halfway).all()
    torch.testing.assert_close(further, logistic_fits(*cancer, training, steps=50))


def test_error_rates_count_the_wrong_side(cancer):
    features, labels = cancer
    orders = divisions(labels, 30, 2, torch.Generator().manual_seed(2))
    weights = naive_fits(features, labels, orders[:, :30])
    rates = error_rates(weights, features, labels, orders[:, 30:])
    for k, test in enumerate(orders[:, 30:]):
        wrong = ((logits(weights[k], features) > 0).long() != labels)[test].sum().item()
        assert rates[k].item() == pytest.approx(wrong / 539)


def test_penalised_fits_are_those_of_scikit_learn(cancer):
    features, labels = cancer
    training = divisions(labels, 60, 2, torch.Generator().manual_seed(3))[:, :60]
    fits = logistic_fits(features, labels, training, 1500, penalty=0.1)
    for fit, chosen in zip(fits, training, strict=True):
        oracle = LogisticRegression(C=1 / (60 * 0.1), tol=1e-10, max_iter=1000).fit(features[chosen], labels[chosen])
        expected = torch.tensor([*oracle.intercept_, *oracle.coef_[0]])
        torch.testing.assert_close(fit, expected, atol=1e-4, rtol=0, check_dtype=False)


def test_logistic_fits_refuse_a_negative_penalty(cancer):
    training = torch.tensor([[0, 1, 20, 21]])
    with pytest.raises(ValueError, match=r"^`penalty` must not be negative, got -1"):
        logistic_fits(*cancer, training, 1, penalty=-1.0)


@pytest.mark.parametrize("size", [3, 6])
def test_divisions_refuse_sizes_that_leave_a_part_empty(size):
    with pytest.raises(ValueError, match=f"`size` must be from 4 to 5, .*, got {size}"):
        divisions(torch.tensor([0, 1, 0, 1, 0, 1]), size, 1, torch.Generator().manual_seed(0))

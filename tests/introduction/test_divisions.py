"""Fits on many divisions against the same fits one at a time, and the comparison of chapter 1 at two sizes."""

import pytest
import torch

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


def test_naive_bayes_wins_with_twenty_samples_and_logistic_regression_with_many(cancer):
    gaps = []
    for size in (20, 320):
        orders = divisions(cancer[1], size, 200, torch.Generator().manual_seed(0))
        training, test = orders[:, :size], orders[:, size:]
        fits = naive_fits(*cancer, training), logistic_fits(*cancer, training, steps=1000)
        naive, logistic = (error_rates(weights, *cancer, test) for weights in fits)
        gaps.append((logistic - naive).mean() / ((logistic - naive).std() / 200**0.5))
    assert gaps[0] > 3  # standard errors
    assert gaps[1] < -3


@pytest.mark.parametrize("size", [3, 6])
def test_divisions_refuse_sizes_that_leave_a_part_empty(size):
    with pytest.raises(ValueError, match=f"`size` must be from 4 to 5, .*, got {size}"):
        divisions(torch.tensor([0, 1, 0, 1, 0, 1]), size, 1, torch.Generator().manual_seed(0))

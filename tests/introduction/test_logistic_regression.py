"""Logistic regression against autograd and scikit-learn, where it has an optimum and where it has none."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.svm import LinearSVC

from notes.data import diabetes
from notes.introduction.line import line_hessian
from notes.introduction.logistic_regression import (
    logistic_descent,
    logistic_gradient,
    logistic_hessian,
    logistic_loss,
    logistic_smoothness,
    logits,
    with_ones,
)
from notes.introduction.scaling import standardised, whitened


@pytest.fixture(scope="module")
def cancer() -> tuple[torch.Tensor, torch.Tensor]:
    features, targets = load_breast_cancer(return_X_y=True)
    return torch.tensor(features), torch.tensor(targets)


@pytest.fixture(scope="module")
def optimum(cancer) -> float:
    """The loss of scikit-learn's fit without a penalty on the ten mean features."""
    features, targets = standardised(cancer[0][:, :10]).numpy(), cancer[1].numpy()
    fit = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(features, targets)
    return log_loss(targets, fit.predict_proba(features))


def weights_at_random(size: int) -> torch.Tensor:
    return torch.rand(size, generator=torch.Generator().manual_seed(7), dtype=torch.float64) - 0.5


def test_logits_are_those_of_a_linear_layer(cancer):
    features, weights = standardised(cancer[0]), weights_at_random(31)
    reference = torch.nn.functional.linear(features, weights[None, 1:], weights[:1]).squeeze(1)
    torch.testing.assert_close(logits(weights, features), reference)
    torch.testing.assert_close(with_ones(features) @ weights, reference)


def test_logistic_loss_matches_pytorch(cancer):
    features, weights = standardised(cancer[0]), weights_at_random(31)
    reference = torch.nn.functional.binary_cross_entropy_with_logits(logits(weights, features), cancer[1].double())
    torch.testing.assert_close(logistic_loss(weights, features, cancer[1]), reference)


def test_logistic_gradient_matches_autograd(cancer):
    features, weights = standardised(cancer[0]), weights_at_random(31).requires_grad_()
    (reference,) = torch.autograd.grad(logistic_loss(weights, features, cancer[1]), weights)
    torch.testing.assert_close(logistic_gradient(weights.detach(), features, cancer[1]), reference)


def test_logistic_hessian_matches_autograd_and_is_positive_semidefinite(cancer):
    features, weights = standardised(cancer[0]), weights_at_random(31)
    reference = torch.autograd.functional.hessian(lambda w: logistic_loss(w, features, cancer[1]), weights)
    ours = logistic_hessian(weights, features)
    torch.testing.assert_close(ours, reference)
    assert torch.linalg.eigvalsh(ours)[0] >= -1e-12


def test_logistic_smoothness_bounds_every_curvature_and_is_attained_at_zero(cancer):
    features = standardised(cancer[0])
    bound = logistic_smoothness(features)
    at_zero = torch.linalg.eigvalsh(logistic_hessian(torch.zeros(31).double(), features))[-1].item()
    assert at_zero == pytest.approx(bound)
    assert torch.linalg.eigvalsh(logistic_hessian(weights_at_random(31), features))[-1].item() < bound


def test_logistic_smoothness_of_whitened_features_is_a_quarter(cancer):
    assert logistic_smoothness(whitened(cancer[0])) == pytest.approx(0.25)


def test_descent_reaches_scikit_learns_unpenalised_optimum(cancer, optimum):
    features = whitened(cancer[0][:, :10])
    fit = logistic_descent(features, cancer[1], steps=2000)[-1]
    assert logistic_loss(fit, features, cancer[1]).item() == pytest.approx(optimum, abs=1e-6)


def test_descent_on_standardised_features_is_still_far_away(cancer, optimum):
    features = standardised(cancer[0][:, :10])
    fit = logistic_descent(features, cancer[1], steps=2000)[-1]
    assert logistic_loss(fit, features, cancer[1]).item() - optimum == pytest.approx(0.0037, abs=3e-4)


def test_descent_never_goes_up(cancer):
    features = standardised(cancer[0][:, :10])
    losses = [logistic_loss(w, features, cancer[1]).item() for w in logistic_descent(features, cancer[1], steps=100)]
    assert np.all(np.diff(losses) < 0)


def test_descent_on_separable_flowers_grows_like_a_logarithm_towards_the_widest_margin():
    features, species = load_iris(return_X_y=True)
    features, targets = standardised(torch.tensor(features[:100])), torch.tensor(species[:100])
    path = logistic_descent(features, targets, steps=4000)
    losses = [logistic_loss(path[t], features, targets).item() * t for t in (1000, 2000, 4000)]
    assert losses == pytest.approx([losses[-1]] * 3, rel=0.15)  # falls like one over t
    gains = path[[1000, 2000, 4000]].norm(dim=1).diff()
    assert gains[0].item() == pytest.approx(gains[1].item(), rel=0.1)  # the norm gains as much with each doubling
    machine = LinearSVC(C=1e6, fit_intercept=False, loss="hinge", max_iter=1_000_000, tol=1e-10)
    widest = torch.tensor(machine.fit(with_ones(features).numpy(), targets.numpy()).coef_[0])
    cosines = torch.nn.functional.cosine_similarity(path[[1, 10, 100, 1000, 4000]], widest, dim=1)
    assert (cosines.diff() > 0).all()
    assert cosines[-1] > 0.97


def test_descent_on_all_thirty_features_keeps_growing_and_still_errs(cancer):
    features, targets = standardised(cancer[0]), cancer[1]
    path = logistic_descent(features, targets, steps=2000)
    early, late = path[200], path[2000]
    assert logistic_loss(late, features, targets) < 0.75 * logistic_loss(early, features, targets)
    assert late.norm() > 1.5 * early.norm()
    assert ((logits(late, features) > 0) != (targets == 1)).sum() > 0


def test_logits_refuse_weights_without_a_bias():
    with pytest.raises(ValueError, match="`weights` must be one more than the 3 features, got 3"):
        logits(torch.zeros(3), torch.zeros(2, 3))


@pytest.mark.parametrize(
    "call", [lambda x, y: logistic_loss(torch.zeros(2), x, y), lambda x, y: logistic_descent(x, y, 1)]
)
def test_logistic_regression_refuses_targets_beyond_zero_and_one(call):
    with pytest.raises(ValueError, match="`targets` must be 0 or 1, got 2"):
        call(torch.zeros(2, 1), torch.tensor([0, 2]))


def test_condition_numbers_are_those_of_the_page(cancer):
    def condition(hessian: torch.Tensor) -> float:
        eigenvalues = torch.linalg.eigvalsh(hessian)
        return (eigenvalues[-1] / eigenvalues[0]).item()

    standard = logistic_hessian(torch.zeros(11).double(), standardised(cancer[0][:, :10]))
    assert condition(standard) == pytest.approx(19_400, rel=0.01)
    assert condition(line_hessian(diabetes().inputs[:, 2].double() - 25)) == pytest.approx(23.6, abs=0.1)

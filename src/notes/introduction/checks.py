"""What ties the displayed equations of chapter 1 that no proof establishes to the code that implements them."""

import torch

from notes.introduction.gaussian_classifier import (
    GaussianClassifier,
    class_covariance_gaussians,
    shared_covariance_gaussians,
    sigmoid_weights,
)
from notes.introduction.linear_probe import excess_bound, linear_probe, probe_gradient, probe_loss
from notes.introduction.linear_regression import normal_equations_weights
from notes.introduction.logistic_regression import logistic_gradient, logistic_hessian, logistic_loss, with_ones
from notes.introduction.scaling import whitened
from notes.introduction.separability import Separability, margins, separability, widest_hyperplane
from notes.ledger import check

DEFINITIONS = {
    "eq:sum-of-squared-errors": "notes.introduction.squared_error.sum_of_squared_errors",
    "eq:mean-squared-error": "notes.introduction.squared_error.mean_squared_error",
    "eq:binary-cross-entropy": "notes.introduction.binary_cross_entropy.binary_cross_entropy",
    "eq:logistic-loss": "notes.introduction.logistic_regression.logistic_loss",
    "eq:gradient-descent-update": "notes.introduction.gradient_descent.gradient_descent_update",
    "eq:probe-loss": "notes.introduction.linear_probe.probe_loss",
    "eq:gaussian-classes": "notes.introduction.gaussian_classifier.GaussianClassifier",
}


def _two_classes() -> tuple[torch.Tensor, torch.Tensor]:
    """Twenty samples of three features, of two overlapping classes."""
    features = torch.rand(20, 3, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    return features, torch.arange(20) % 2


@check("eq:logistic-gradient")
def logistic_gradient_is_the_mean_of_errors_times_inputs() -> None:
    """The gradient of logistic regression is the mean of error times input, by formula, by code and by autograd."""
    features, targets = _two_classes()
    weights = torch.tensor([0.3, -1.0, 0.5, 2.0], dtype=torch.float64, requires_grad=True)
    errors = torch.sigmoid(with_ones(features) @ weights) - targets
    by_formula = (errors.unsqueeze(1) * with_ones(features)).mean(dim=0)
    (by_autograd,) = torch.autograd.grad(logistic_loss(weights, features, targets), weights)
    torch.testing.assert_close(logistic_gradient(weights, features, targets), by_formula)
    torch.testing.assert_close(by_autograd, by_formula)


@check("eq:normal-equations-solved")
def normal_equations_give_the_least_squared_error() -> None:
    """The solved normal equations are the formula with the inverse, and what an orthogonal factorisation finds."""
    features, _ = _two_classes()
    rows, targets = with_ones(features), features.prod(dim=1) - features[:, 0]
    found = normal_equations_weights(features, targets)
    torch.testing.assert_close(found, torch.linalg.inv(rows.T @ rows) @ rows.T @ targets)
    torch.testing.assert_close(found, torch.linalg.lstsq(rows, targets.unsqueeze(1)).solution.squeeze(1))


@check("eq:hessian-at-zero")
def hessian_at_zero_has_means_and_covariance() -> None:
    """At zero weights the Hessian is a quarter of means and covariance; of whitened features, of the identity."""
    features, _ = _two_classes()
    mean, covariance = features.mean(dim=0), torch.cov(features.T, correction=0)
    below = torch.cat([mean.unsqueeze(1), covariance + mean.outer(mean)], dim=1)
    blocks = torch.cat([torch.cat([torch.ones(1).double(), mean]).unsqueeze(0), below])
    zero = torch.zeros(4, dtype=torch.float64)
    torch.testing.assert_close(logistic_hessian(zero, features), blocks / 4)
    torch.testing.assert_close(logistic_hessian(zero, whitened(features)), torch.eye(4).double() / 4)


@check("eq:margins")
def margins_are_scores_in_units_of_the_weights() -> None:
    """Each margin is the smallest signed score over its measure of the weights; the second is a distance."""
    features, labels = _two_classes()
    w, signs = torch.tensor([0.3, -1.0, 0.5, 2.0]).double(), 2 * labels - 1
    found, scores = margins(w, features, labels), signs * (with_ones(features) @ w)
    for margin, measure in ((found.cube, 2.0), (found.distance, 5.25**0.5), (found.descent, 5.34**0.5)):
        torch.testing.assert_close(margin, scores.min() / measure)
    nearest = features[scores.argmin()]
    foot = nearest - (w[0] + w[1:] @ nearest) * w[1:] / w[1:].square().sum()
    assert abs(w[0] + w[1:] @ foot) < 1e-12
    torch.testing.assert_close((nearest - foot).norm(), found.distance.abs())


@check("eq:widest-hyperplane")
def widest_hyperplane_solves_its_programme() -> None:
    """The linear programme finds a feasible point that no random weights beat, and zero where classes overlap."""
    features, labels = _two_classes()
    assert separability(features, labels) is Separability.OVERLAP
    assert abs(widest_hyperplane(features, labels).margin) < 1e-9
    apart = features + 2 * labels.unsqueeze(1)
    plane, signs = widest_hyperplane(apart, labels), 2 * labels - 1
    assert plane.weights.abs().max() <= 1 + 1e-9
    assert abs((signs * (with_ones(apart) @ plane.weights)).min() - plane.margin) < 1e-9
    rivals = 2 * torch.rand(2000, 4, generator=torch.Generator().manual_seed(2), dtype=torch.float64) - 1
    assert (signs * (rivals @ with_ones(apart).T)).amin(dim=1).max() <= plane.margin + 1e-9


@check("eq:log-joint")
def log_joint_is_the_log_of_the_joint_density() -> None:
    """Priors, determinants and distances add up to what PyTorch says of the density, and the log prior."""
    features, labels = _two_classes()
    model = class_covariance_gaussians(features, labels)
    densities = torch.distributions.MultivariateNormal(model.means, model.covariances)
    by_library = densities.log_prob(features.unsqueeze(1)) + model.priors.log()
    torch.testing.assert_close(model.log_joint(features), by_library)


@check("eq:gaussian-fit")
def gaussian_fit_has_shares_means_and_covariances() -> None:
    """The fit has the shares, means and covariances of the formulas, and no change of them raises the likelihood."""
    features, labels = _two_classes()
    model = class_covariance_gaussians(features, labels)
    for label in (0, 1):
        group = features[labels == label]
        torch.testing.assert_close(model.priors[label], torch.tensor(len(group) / len(features)).double())
        torch.testing.assert_close(model.means[label], group.mean(dim=0))
        torch.testing.assert_close(model.covariances[label], torch.cov(group.T, correction=0))
    parameters = [tensor.clone().requires_grad_() for tensor in (model.means, model.covariances)]
    joint = GaussianClassifier(model.priors, *parameters).log_joint(features)
    slopes = torch.autograd.grad(joint.gather(1, labels.unsqueeze(1)).sum(), parameters)
    for slope in slopes:
        torch.testing.assert_close(slope, torch.zeros_like(slope), atol=1e-9, rtol=0.0)


@check("eq:sigmoid-weights")
def sigmoid_weights_give_the_posterior() -> None:
    """The sigmoid of the linear function with the stated weights is the posterior of the fitted Gaussians."""
    features, labels = _two_classes()
    model = shared_covariance_gaussians(features, labels)
    precision, (zero, one) = torch.linalg.inv(model.covariances[0]), model.means
    slope = precision @ (one - zero)
    offset = (model.priors[1] / model.priors[0]).log() - (one @ precision @ one - zero @ precision @ zero) / 2
    torch.testing.assert_close(sigmoid_weights(model), torch.cat([offset.unsqueeze(0), slope]))
    torch.testing.assert_close(torch.sigmoid(features @ slope + offset), model.posterior(features)[:, 1])


@check("eq:probe-excess")
def excess_of_a_probe_is_within_its_bound() -> None:
    """At weights drawn at random no loss exceeds that of the minimum by more than its gradient allows."""
    features, targets = _two_classes()
    least = linear_probe(features, targets, 0.05)
    minimum = probe_loss(least, features, targets, 0.05)
    for weights in 3 * torch.randn(50, 4, generator=torch.Generator().manual_seed(3), dtype=torch.float64):
        excess = probe_loss(weights, features, targets, 0.05) - minimum
        bound = excess_bound(probe_gradient(weights, features, targets, 0.05), 0.05)
        assert 0.05 / 2 * (weights - least).square().sum() <= excess <= bound

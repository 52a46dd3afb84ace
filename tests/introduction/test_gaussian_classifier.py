"""Generative classifiers against scikit-learn and SciPy."""

import math

import numpy as np
import pytest
import torch
from scipy import stats
from sklearn.datasets import load_iris
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis

from notes.introduction.gaussian_classifier import (
    GaussianClassifier,
    class_covariance_gaussians,
    class_moments,
    naive_gaussians,
    shared_covariance_gaussians,
    sigmoid_weights,
)

FITS = [class_covariance_gaussians, shared_covariance_gaussians, naive_gaussians]


@pytest.fixture(scope="module")
def iris() -> tuple[torch.Tensor, torch.Tensor]:
    features, labels = load_iris(return_X_y=True)
    return torch.tensor(features), torch.tensor(labels)


@pytest.fixture(scope="module")
def two_classes(iris) -> tuple[torch.Tensor, torch.Tensor]:
    features, labels = iris
    return features[labels > 0], labels[labels > 0] - 1


def test_class_covariance_gaussians_match_numpy(iris):
    features, labels = iris
    model = class_covariance_gaussians(features, labels)
    for label in range(3):
        group = features[labels == label].numpy()
        np.testing.assert_allclose(model.means[label], group.mean(axis=0))
        np.testing.assert_allclose(model.covariances[label], np.cov(group.T, bias=True))
    torch.testing.assert_close(model.priors, torch.full((3,), 1 / 3).double())


def test_shared_covariance_gaussians_match_scikit_learn(iris):
    model = shared_covariance_gaussians(*iris)
    reference = LinearDiscriminantAnalysis(solver="lsqr").fit(*(values.numpy() for values in iris))
    np.testing.assert_allclose(model.means, reference.means_)
    np.testing.assert_allclose(model.covariances[1], reference.covariance_)
    np.testing.assert_allclose(model.posterior(iris[0]), reference.predict_proba(iris[0].numpy()), atol=1e-10)


def test_naive_gaussians_have_the_diagonal_of_the_shared_covariance(iris):
    shared, naive = shared_covariance_gaussians(*iris), naive_gaussians(*iris)
    torch.testing.assert_close(naive.covariances[2], shared.covariances[2].diagonal().diag())
    torch.testing.assert_close(naive.means, shared.means)


def test_posterior_matches_scikit_learn_on_its_own_parameters(iris):
    reference = QuadraticDiscriminantAnalysis(store_covariance=True).fit(*(values.numpy() for values in iris))
    parameters = (torch.tensor(np.array(p)) for p in (reference.priors_, reference.means_, reference.covariance_))
    posterior = GaussianClassifier(*parameters).posterior(iris[0])
    np.testing.assert_allclose(posterior, reference.predict_proba(iris[0].numpy()), atol=1e-10)


@pytest.mark.parametrize("fit", FITS)
def test_log_joint_matches_scipy(iris, fit):
    model = fit(*iris)
    for label in range(3):
        density = stats.multivariate_normal(model.means[label].numpy(), model.covariances[label].numpy())
        expected = density.logpdf(iris[0].numpy()) + np.log(1 / 3)
        np.testing.assert_allclose(model.log_joint(iris[0])[:, label], expected)


@pytest.mark.parametrize("fit", FITS)
def test_fits_are_stationary_points_of_the_log_likelihood(iris, fit):
    features, labels = iris
    model = fit(features, labels)
    means = model.means.clone().requires_grad_()
    joint = GaussianClassifier(model.priors, means, model.covariances).log_joint(features)
    (slope,) = torch.autograd.grad(joint.gather(1, labels.unsqueeze(1)).sum(), means)
    assert slope.abs().max() < 1e-9


@pytest.mark.parametrize("fit", [shared_covariance_gaussians, naive_gaussians])
def test_sigmoid_weights_give_the_posterior(two_classes, fit):
    features, _ = two_classes
    model = fit(*two_classes)
    weights = sigmoid_weights(model)
    torch.testing.assert_close(torch.sigmoid(weights[0] + features @ weights[1:]), model.posterior(features)[:, 1])


def test_sigmoid_weights_count_the_priors():
    features = torch.tensor([[0.0], [2.0], [5.0], [7.0], [6.0], [6.0]], dtype=torch.float64)
    model = shared_covariance_gaussians(features, torch.tensor([0, 0, 1, 1, 1, 1]))
    weights = sigmoid_weights(model)  # covariance 2/3, means 1 and 6, priors 1/3 and 2/3
    assert weights.tolist() == pytest.approx([np.log(2) - (36 - 1) * 1.5 / 2, 7.5])


def test_samples_have_the_moments_of_their_class(two_classes):
    model = class_covariance_gaussians(*two_classes)
    drawn = model.samples(1, 20_000, torch.Generator().manual_seed(5))
    np.testing.assert_allclose(drawn.mean(dim=0), model.means[1], atol=0.02)
    np.testing.assert_allclose(np.cov(drawn.numpy().T), model.covariances[1], atol=0.01)


@pytest.mark.parametrize("fit", FITS)
def test_fits_refuse_missing_classes(fit):
    with pytest.raises(ValueError, match=r"`labels` must hold every class from 0 on, got only \[0, 2\]"):
        fit(torch.rand(4, 1, generator=torch.Generator().manual_seed(6)), torch.tensor([0, 0, 2, 2]))


@pytest.mark.parametrize("fit", FITS)
def test_fits_refuse_singular_covariances(fit):
    features = torch.tensor([[0.0, 3.0], [1.0, 3.0], [4.0, 3.0], [9.0, 3.0]])
    with pytest.raises(ValueError, match="`features` must give covariances of full rank"):
        fit(features, torch.tensor([0, 0, 1, 1]))


@pytest.mark.parametrize("fit", FITS)
def test_fits_refuse_labels_below_zero(fit):
    with pytest.raises(ValueError, match=r"^`labels` must be counted from 0, got -1$"):
        fit(torch.rand(4, 1, generator=torch.Generator().manual_seed(6)), torch.tensor([0, 0, -1, 1]))


def test_one_class_without_spread_is_refused_by_the_fit_that_gives_it_a_covariance_of_its_own():
    features, labels = torch.tensor([[0.0], [2.0], [3.0], [3.0]]), torch.tensor([0, 0, 1, 1])
    with pytest.raises(ValueError, match=r"^`features` must give covariances of full rank"):
        class_covariance_gaussians(features, labels)
    assert shared_covariance_gaussians(features, labels).covariances.flatten().tolist() == [0.5, 0.5]


def test_variances_that_differ_by_more_than_rounding_are_refused():
    features = torch.tensor([[0.0, 0.0], [0.0, 1e-9], [1.0, 0.0], [1.0, 1e-9]]).double().repeat(2, 1)
    with pytest.raises(ValueError, match=r"^`features` must give covariances of full rank"):
        class_covariance_gaussians(features, torch.tensor([0, 0, 0, 0, 1, 1, 1, 1]))


def test_rank_does_not_depend_on_units(iris):
    features, labels = iris
    model = class_covariance_gaussians(features * 1e-12, labels)
    torch.testing.assert_close(model.covariances * 1e24, class_covariance_gaussians(features, labels).covariances)


@pytest.mark.parametrize("fit", FITS)
def test_fits_refuse_nan(fit):
    with pytest.raises(ValueError, match="`features` must be finite, got nan"):
        fit(torch.tensor([[float("nan")], [1.0]]), torch.tensor([0, 1]))


def test_log_joint_refuses_no_sample_and_other_features(two_classes):
    model = shared_covariance_gaussians(*two_classes)
    with pytest.raises(ValueError, match=r"^`features` must have 4 columns, got 3$"):
        model.log_joint(torch.zeros(1, 3).double())
    with pytest.raises(ValueError, match=r"^`features` must hold at least one entry, got shape \(0, 4\)$"):
        model.log_joint(torch.zeros(0, 4).double())


def test_sigmoid_weights_refuse_three_classes(iris):
    with pytest.raises(ValueError, match="`model` must have two classes, got 3"):
        sigmoid_weights(shared_covariance_gaussians(*iris))


def test_sigmoid_weights_refuse_unequal_covariances(two_classes):
    with pytest.raises(ValueError, match="`model` must have equal covariances"):
        sigmoid_weights(class_covariance_gaussians(*two_classes))


def test_class_moments_count_and_scatter_unordered_labels():
    features = torch.tensor([[1.0, 0.0], [5.0, 2.0], [3.0, 4.0], [7.0, 2.0]]).double()
    counts, means, scatters = class_moments(features, torch.tensor([1, 0, 1, 0]))
    assert counts.tolist() == [2.0, 2.0]
    assert means.tolist() == [[6.0, 2.0], [2.0, 2.0]]
    assert scatters.tolist() == [[[2.0, 0.0], [0.0, 0.0]], [[2.0, 4.0], [4.0, 8.0]]]


def test_class_moments_refuse_features_whose_squares_overflow():
    with pytest.raises(ValueError, match=r"^`features` must be small enough for a finite sum of squares, got inf$"):
        class_moments(torch.tensor([[1e20], [0.0]]), torch.tensor([0, 1]))
    assert class_moments(torch.tensor([[1e18], [0.0]]), torch.tensor([0, 1]))[2].isfinite().all()


def test_log_joint_prefers_the_tighter_class_at_equal_distances():
    model = GaussianClassifier(torch.tensor([0.5, 0.5]), torch.zeros(2, 1), torch.tensor([[[1.0]], [[4.0]]]))
    joint = model.log_joint(torch.zeros(1, 1))[0]
    assert (joint[0] - joint[1]).item() == pytest.approx(math.log(2))

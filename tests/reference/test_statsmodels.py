"""Regressions against statsmodels: values, scores and Hessians of likelihoods."""

import numpy as np
import pytest
import statsmodels.api as sm
import torch
from statsmodels.tsa.stattools import acf
from torch import Tensor

from notes.convolution.shattering import autocorrelation
from notes.generalization.penalties import l1_penalty
from notes.generalization.ridge import ridge_weights
from notes.introduction.line import least_squares_fit, normal_equations_fit
from notes.introduction.logistic_regression import logistic_gradient, logistic_hessian, logistic_loss, with_ones
from notes.losses.bernoulli import bernoulli_nll
from notes.losses.counts import poisson_nll
from notes.losses.gaussian import gaussian_nll


@pytest.fixture
def features(normal) -> Tensor:
    return normal(40, 3)


@pytest.fixture
def labels(generator: torch.Generator) -> Tensor:
    return torch.randint(2, (40,), generator=generator)


def close(ours: Tensor, theirs: np.ndarray, rounding: float = 1e-12) -> None:
    torch.testing.assert_close(ours, torch.as_tensor(theirs), rtol=rounding, atol=rounding)


def scored(loss: Tensor, weights: Tensor) -> Tensor:
    (slope,) = torch.autograd.grad(loss, weights)
    return slope


@pytest.mark.parametrize("fit", [normal_equations_fit, least_squares_fit])
def test_fits_of_a_line_are_ordinary_least_squares(fit, normal) -> None:
    inputs, targets = normal(2, 40)
    close(fit(inputs, targets), sm.OLS(targets.numpy(), sm.add_constant(inputs.numpy())).fit().params)


def test_logistic_regression_is_logit(features: Tensor, labels: Tensor, normal) -> None:
    weights = normal(4)
    model = sm.Logit(labels.numpy(), with_ones(features).numpy())
    close(40 * logistic_loss(weights, features, labels), np.float64(-model.loglike(weights.numpy())))
    close(40 * logistic_gradient(weights, features, labels), -model.score(weights.numpy()))
    close(40 * logistic_hessian(weights, features), -model.hessian(weights.numpy()))


def test_bernoulli_likelihood_is_logit(features: Tensor, labels: Tensor, normal) -> None:
    weights = normal(3).requires_grad_()
    model = sm.Logit(labels.numpy(), features.numpy())
    loss = bernoulli_nll(features @ weights, labels).sum()
    close(loss.detach(), np.float64(-model.loglike(weights.detach().numpy())))
    close(scored(loss, weights), -model.score(weights.detach().numpy()))


def test_poisson_likelihood_is_poisson(features: Tensor, generator: torch.Generator, normal) -> None:
    weights, counts = normal(3).requires_grad_(), torch.randint(6, (40,), generator=generator)
    model = sm.Poisson(counts.numpy(), features.numpy())
    loss = poisson_nll(features @ weights, counts).sum()
    close(loss.detach(), np.float64(-model.loglike(weights.detach().numpy())))
    close(scored(loss, weights), -model.score(weights.detach().numpy()))


def test_gaussian_likelihood_is_least_squares(features: Tensor, normal) -> None:
    weights, targets = normal(3).requires_grad_(), normal(40)
    model, scale = sm.OLS(targets.numpy(), features.numpy()), 1.7
    loss = gaussian_nll(features @ weights, torch.tensor(scale, dtype=torch.float64), targets).sum()
    given = weights.detach().numpy()
    close(loss.detach(), np.float64(-model.loglike(given, scale=scale)))
    close(scored(loss, weights), -model.score(given, scale=scale))


def test_ridge_weights_are_the_regularised_fit(features: Tensor, normal) -> None:
    targets = normal(40)
    model = sm.OLS(targets.numpy(), features.numpy())
    close(ridge_weights(features, targets, 2.0), model.fit_regularized(alpha=2.0 / 40, L1_wt=0.0).params)


def test_penalised_likelihood_is_stationary_at_their_lasso(features: Tensor, normal) -> None:
    """At a weight that is not zero the slopes of the squares and of the L1 penalty cancel."""
    targets = features @ torch.tensor([1.0, -2.0, 1.5], dtype=torch.float64) + normal(40)
    found = sm.OLS(targets.numpy(), features.numpy()).fit_regularized(alpha=0.02, L1_wt=1.0, cnvrg_tol=1e-14).params
    weights = torch.from_numpy(found).requires_grad_()
    objective = (targets - features @ weights).square().sum() / 80 + 0.02 * l1_penalty(weights)
    assert bool(weights.all())
    torch.testing.assert_close(scored(objective, weights), torch.zeros_like(weights), rtol=0, atol=1e-8)


def test_autocorrelation(normal) -> None:
    series = normal(50)
    close(autocorrelation(series, 6), acf(series.numpy(), nlags=6, fft=False)[: len(autocorrelation(series, 6))])

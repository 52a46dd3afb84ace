"""Gaussian losses against SciPy and PyTorch, in values and gradients."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from jaxtyping import TypeCheckError
from scipy import stats
from torch.nn.functional import gaussian_nll_loss

from notes.losses.gaussian import beta_nll, gaussian_nll, heteroscedastic_nll, optimal_variance

numbers = st.floats(-5, 5)


def sample(generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    mean, targets = torch.rand(2, 9, generator=generator, dtype=torch.float64)
    return mean.requires_grad_(), targets


@settings(max_examples=30, deadline=None)
@given(mean=numbers, variance=st.floats(0.01, 100), target=numbers)
def test_gaussian_nll_is_minus_the_log_density(mean: float, variance: float, target: float):
    loss = gaussian_nll(*torch.tensor([mean, variance, target], dtype=torch.float64))
    assert loss.item() == pytest.approx(-stats.norm.logpdf(target, mean, math.sqrt(variance)), rel=1e-12)


def test_gaussian_nll_matches_pytorch_in_value_and_gradient(generator: torch.Generator):
    mean, targets = sample(generator)
    variance = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
    ours = gaussian_nll(mean, variance, targets).sum()
    reference = gaussian_nll_loss(mean, targets, variance.expand(9), full=True, reduction="sum")
    torch.testing.assert_close(ours, reference)
    inputs = (mean, variance)
    torch.testing.assert_close(torch.autograd.grad(ours, inputs), torch.autograd.grad(reference, inputs))


def test_gaussian_nll_is_affine_in_the_squared_error(generator: torch.Generator):
    mean, targets = sample(generator)
    variance = torch.tensor(0.3, dtype=torch.float64)
    affine = 0.5 * math.log(2 * math.pi * 0.3) + (targets - mean).square() / 0.6
    torch.testing.assert_close(gaussian_nll(mean, variance, targets), affine)


def test_optimal_variance_makes_the_gradient_vanish(generator: torch.Generator):
    mean, targets = sample(generator)
    variance = optimal_variance(mean, targets).detach().requires_grad_()
    (slope,) = torch.autograd.grad(gaussian_nll(mean, variance, targets).sum(), variance)
    assert slope.item() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("factor", [0.5, 0.9, 1.1, 2.0])
def test_optimal_variance_beats_its_neighbours(generator: torch.Generator, factor: float):
    mean, targets = sample(generator)
    best = optimal_variance(mean, targets)
    assert gaussian_nll(mean, best, targets).sum() < gaussian_nll(mean, factor * best, targets).sum()


def test_optimal_variance_refuses_no_examples():
    with pytest.raises(ValueError, match="`targets` must hold at least one example, got none"):
        optimal_variance(torch.zeros(0), torch.zeros(0))


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_optimal_variance_refuses_what_is_not_finite(bad: float):
    with pytest.raises(ValueError, match=f"^`mean` must be finite, got {bad}$"):
        optimal_variance(torch.tensor([0.0, bad]), torch.zeros(2))
    with pytest.raises(ValueError, match=f"^`targets` must be finite, got {bad}$"):
        optimal_variance(torch.zeros(2), torch.tensor([0.0, bad]))


def test_heteroscedastic_nll_matches_pytorch_in_value_and_gradient(generator: torch.Generator):
    mean, targets = sample(generator)
    log_variance = (4 * torch.rand(9, generator=generator, dtype=torch.float64) - 2).requires_grad_()
    ours = heteroscedastic_nll(mean, log_variance, targets).sum()
    reference = gaussian_nll_loss(mean, targets, log_variance.exp(), full=True, reduction="sum")
    torch.testing.assert_close(ours, reference)
    inputs = (mean, log_variance)
    torch.testing.assert_close(torch.autograd.grad(ours, inputs), torch.autograd.grad(reference, inputs))


def test_heteroscedastic_nll_with_equal_variances_is_gaussian_nll(generator: torch.Generator):
    mean, targets = sample(generator)
    variance = torch.tensor(0.3, dtype=torch.float64)
    shared = heteroscedastic_nll(mean, variance.log().expand(9), targets)
    torch.testing.assert_close(shared, gaussian_nll(mean, variance, targets))


def test_heteroscedastic_nll_weighs_the_residual_by_the_precision():
    mean = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    log_variance = torch.tensor([0.0, math.log(4.0)], dtype=torch.float64)
    heteroscedastic_nll(mean, log_variance, torch.ones(2, dtype=torch.float64)).sum().backward()
    assert mean.grad.tolist() == pytest.approx([-1.0, -0.25])


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan")])
def test_gaussian_nll_refuses_a_variance_that_is_not_positive(bad: float):
    with pytest.raises(ValueError, match=f"^`variance` must be positive, got {bad}$"):
        gaussian_nll(torch.zeros(2), torch.tensor(bad), torch.zeros(2))


@pytest.mark.parametrize("loss", [gaussian_nll, heteroscedastic_nll])
def test_gaussian_losses_refuse_nan_targets(loss):
    spread = torch.tensor(1.0) if loss is gaussian_nll else torch.zeros(2)
    with pytest.raises(ValueError, match=r"^`targets` must be finite, got nan$"):
        loss(torch.zeros(2), spread, torch.tensor([0.0, float("nan")]))


def test_gaussian_nll_refuses_shapes_that_would_broadcast():
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*Actual value: f32\[3,1\].*Expected type:.*batch"):
        gaussian_nll(torch.zeros(3), torch.tensor(1.0), torch.zeros(3, 1))


def test_heteroscedastic_nll_refuses_one_variance_for_all():
    with pytest.raises(TypeCheckError, match="'log_variance'"):
        heteroscedastic_nll(torch.zeros(3), torch.tensor(0.0), torch.zeros(3))


@pytest.mark.parametrize("beta", [0.0, 0.5, 1.0])
def test_beta_nll_tempers_the_pull_on_the_mean_and_keeps_the_balance_of_the_variance(beta: float, generator):
    mean, targets = sample(generator)
    s = torch.linspace(-2, 2, 9, dtype=torch.float64).requires_grad_()
    loss = beta_nll(mean, s, targets, beta)
    torch.testing.assert_close(loss, (beta * s).exp() * heteroscedastic_nll(mean, s, targets))
    by_mean, by_log_variance = torch.autograd.grad(loss.sum(), (mean, s))
    torch.testing.assert_close(by_mean, -(targets - mean) * ((beta - 1) * s).exp())
    torch.testing.assert_close(by_log_variance, (beta * s).exp() * (1 - (targets - mean) ** 2 * (-s).exp()) / 2)


@pytest.mark.parametrize("bad", [-0.01, 1.01, math.nan])
def test_beta_nll_refuses_a_power_that_is_no_share(bad: float):
    with pytest.raises(ValueError, match=f"^`beta` must be from 0 to 1, got {bad}$"):
        beta_nll(torch.zeros(1), torch.zeros(1), torch.zeros(1), bad)


def test_beta_nll_refuses_a_weight_beyond_the_numbers():
    zero = torch.zeros(1)
    assert beta_nll(zero, torch.tensor([80.0]), zero, 1.0).isfinite()
    assert beta_nll(zero, torch.tensor([88.0]), zero, 1.0).item() == math.inf  # the weight is finite
    with pytest.raises(ValueError, match=r"^`log_variance` must be that of a finite weight, got 89.0$"):
        beta_nll(zero, torch.tensor([89.0]), zero, 1.0)

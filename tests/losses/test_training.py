"""Empirical risk, and minimisers against closed forms and scikit-learn."""

import math

import pytest
import torch
from jaxtyping import TypeCheckError
from scipy.optimize import minimize

from notes.losses.bernoulli import bernoulli_nll
from notes.losses.gaussian import gaussian_nll, optimal_variance
from notes.losses.training import empirical_risk, minimiser, trained


def squared_error(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return (predictions - targets).square()


def test_empirical_risk_is_the_mean_loss_in_value_and_gradient(generator: torch.Generator):
    predictions, targets = torch.rand(2, 6, generator=generator, dtype=torch.float64)
    ours = empirical_risk(squared_error, predictions.requires_grad_(), targets)
    reference = torch.nn.functional.mse_loss(predictions, targets)
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(torch.autograd.grad(ours, predictions), torch.autograd.grad(reference, predictions))


def test_empirical_risk_gives_the_mismatch_predictions_before_targets():
    predictions, targets = torch.tensor([2.0, 4.0]), torch.tensor([1.0, 7.0])
    assert empirical_risk(lambda f, y: f + 10 * y, predictions, targets).item() == 43.0


@pytest.mark.parametrize(
    ("mismatch", "shape"),
    [(lambda f, y: squared_error(f, y).sum(), r"\(\)"), (lambda f, y: f - y.unsqueeze(-1), r"\(3, 3\)")],
)
def test_empirical_risk_refuses_a_mismatch_that_is_not_per_example(mismatch, shape: str):
    with pytest.raises(ValueError, match=f"^`mismatch` must give a loss per example, got {shape}"):
        empirical_risk(mismatch, torch.zeros(3), torch.zeros(3))


def test_empirical_risk_refuses_no_examples():
    with pytest.raises(ValueError, match=r"^`predictions` must hold at least one entry, got shape \(0,\)$"):
        empirical_risk(squared_error, torch.zeros(0), torch.zeros(0))


def test_empirical_risk_refuses_different_numbers_of_predictions_and_targets():
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*Actual value: f32\[1\].*examples=3"):
        empirical_risk(squared_error, torch.zeros(3), torch.zeros(1))


def test_minimiser_finds_the_least_squares_line(generator: torch.Generator):
    inputs = torch.rand(30, 2, generator=generator, dtype=torch.float64)
    targets = torch.rand(30, generator=generator, dtype=torch.float64)
    found = minimiser(lambda w: (inputs @ w - targets).square().sum(), torch.zeros(2, dtype=torch.float64))
    torch.testing.assert_close(found, torch.linalg.lstsq(inputs, targets).solution)


def test_minimiser_finds_mean_and_variance_of_a_gaussian(generator: torch.Generator):
    targets = torch.rand(20, generator=generator, dtype=torch.float64)

    def loss(parameters: torch.Tensor) -> torch.Tensor:
        mean, log_variance = parameters
        return gaussian_nll(mean.expand(20), log_variance.exp(), targets).sum()

    mean, log_variance = minimiser(loss, torch.zeros(2, dtype=torch.float64))
    torch.testing.assert_close(mean, targets.mean())
    torch.testing.assert_close(log_variance.exp(), optimal_variance(targets.mean().expand(20), targets))


def test_minimiser_agrees_with_scipy_on_logistic_regression(generator: torch.Generator):
    inputs = torch.rand(40, 2, generator=generator, dtype=torch.float64) - 0.5
    targets = torch.randint(2, (40,), generator=generator)

    def loss(weights: torch.Tensor) -> torch.Tensor:
        return bernoulli_nll(inputs @ weights, targets).sum()

    reference = minimize(lambda w: loss(torch.from_numpy(w)).item(), [0.0, 0.0], tol=1e-12)
    found = minimiser(loss, torch.zeros(2, dtype=torch.float64))
    assert found.tolist() == pytest.approx(reference.x.tolist(), abs=1e-5)


def test_minimiser_leaves_its_start_alone():
    start = torch.ones(2)
    minimiser(lambda phi: phi.square().sum(), start)
    assert start.tolist() == [1.0, 1.0]


def test_minimiser_refuses_a_loss_that_is_not_finite_at_the_start():
    with pytest.raises(ValueError, match=r"^`loss` must be finite, got nan$"):
        minimiser(lambda phi: phi.log().sum(), torch.tensor([-1.0]))


def test_minimiser_refuses_a_loss_without_a_minimum():
    with pytest.raises(ValueError, match=r"^`loss` must be finite"):
        minimiser(lambda phi: -phi.exp(), torch.tensor(0.0))


def test_trained_reaches_the_minimum_and_leaves_the_network_alone():
    network = torch.nn.Linear(1, 1)
    before = network.weight.item()
    inputs = torch.tensor([[0.0], [1.0]])
    after = trained(network, lambda net: (net(inputs) - 2 * inputs - 1).square().sum(), learning_rate=0.1)
    assert (after.weight.item(), after.bias.item()) == pytest.approx((2.0, 1.0), abs=1e-3)
    assert network.weight.item() == before


def test_trained_refuses_a_loss_that_becomes_nan():
    with pytest.raises(ValueError, match=r"^`loss` must be finite at every step, got nan$"):
        trained(torch.nn.Linear(1, 1), lambda net: net.weight.sum() * math.nan)


@pytest.mark.parametrize("options", [{"steps": 0}, {"learning_rate": 0.0}, {"learning_rate": -1.0}])
def test_trained_refuses_steps_that_lead_nowhere(options: dict):
    name, value = next(iter(options.items()))
    with pytest.raises(ValueError, match=f"^`{name}` must be positive, got {value}$"):
        trained(torch.nn.Linear(1, 1), lambda net: net.weight.sum(), **options)

"""Every optimiser against torch.optim, step for step over 100 steps of the Gabor loss."""

import pytest
import torch

from notes.training.adam import Adam, AdamW, NormalizedGradient
from notes.training.adaptive import AdaGrad, RMSProp
from notes.training.descent import optimizer_path, torch_path
from notes.training.gabor import gabor_data, gabor_gradient, gabor_loss
from notes.training.momentum import Momentum, NesterovMomentum
from notes.training.schedules import constant_rate, cosine_annealing

STEPS = 100
START = torch.tensor([-3.0, 12.0], dtype=torch.float64)
DATA = gabor_data(28, noise=0.1, generator=torch.Generator().manual_seed(4))


def gradient(parameters):
    return gabor_gradient(parameters, *DATA)


def reference(optimizer, rates, **options):
    return torch_path(
        lambda parameters: optimizer(parameters, **options), lambda phi: gabor_loss(phi, *DATA), START, rates
    )


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("rates", [constant_rate(0.5, STEPS), cosine_annealing(0.5, STEPS)])
def test_momentum_equals_torch_with_the_rate_times_one_minus_beta(beta, rates):
    path = optimizer_path(Momentum(beta), gradient, START, rates)
    torch.testing.assert_close(path, reference(torch.optim.SGD, (1 - beta) * rates, momentum=beta), atol=1e-10, rtol=0)


def test_momentum_differs_from_torch_dampening_only_by_the_weight_of_the_first_gradient():
    """With dampening = beta, torch starts its buffer at g_0 instead of (1 - beta) g_0."""
    beta, rate = 0.9, 0.5
    torch_steps = reference(torch.optim.SGD, constant_rate(rate, 1), momentum=beta, dampening=beta).diff(dim=0)
    steps = optimizer_path(Momentum(beta), gradient, START, constant_rate(rate, 1)).diff(dim=0)
    torch.testing.assert_close(steps, (1 - beta) * torch_steps)


@pytest.mark.parametrize("beta", [0.5, 0.9])
def test_nesterov_look_ahead_points_equal_torch(beta):
    rate, rule = 0.5, NesterovMomentum(beta)
    parameters, momentum, ahead = START, torch.zeros(2, dtype=torch.float64), []
    for _ in range(STEPS + 1):
        ahead.append(rule.look_ahead(parameters, momentum, rate))
        parameters, momentum = rule.step(parameters, momentum, gradient, rate)
    expected = reference(torch.optim.SGD, (1 - beta) * constant_rate(rate, STEPS), momentum=beta, nesterov=True)
    torch.testing.assert_close(torch.stack(ahead), expected, atol=1e-10, rtol=0)


def test_nesterov_follows_the_form_of_sutskever():
    """v <- beta v - a g(phi + beta v), phi <- phi + v, with a = alpha (1 - beta)."""
    beta, rate, velocity, point, path = 0.9, 0.5, torch.zeros(2, dtype=torch.float64), START, [START]
    for _ in range(STEPS):
        velocity = beta * velocity - rate * (1 - beta) * gradient(point + beta * velocity)
        point = point + velocity
        path.append(point)
    ours = optimizer_path(NesterovMomentum(beta), gradient, START, constant_rate(rate, STEPS))
    torch.testing.assert_close(ours, torch.stack(path), atol=1e-12, rtol=0)


@pytest.mark.parametrize(("beta", "gamma", "epsilon"), [(0.9, 0.999, 1e-8), (0.5, 0.9, 1e-3), (0.0, 0.999, 1e-8)])
@pytest.mark.parametrize("rates", [constant_rate(0.1, STEPS), cosine_annealing(0.1, STEPS)])
def test_adam_equals_torch(beta, gamma, epsilon, rates):
    path = optimizer_path(Adam(beta, gamma, epsilon), gradient, START, rates)
    expected = reference(torch.optim.Adam, rates, betas=(beta, gamma), eps=epsilon)
    torch.testing.assert_close(path, expected, atol=1e-6, rtol=0)


@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_adamw_equals_torch(decay):
    path = optimizer_path(AdamW(weight_decay=decay), gradient, START, constant_rate(0.1, STEPS))
    expected = reference(torch.optim.AdamW, constant_rate(0.1, STEPS), weight_decay=decay)
    torch.testing.assert_close(path, expected, atol=1e-6, rtol=0)


@pytest.mark.parametrize("epsilon", [1e-10, 0.1])
def test_adagrad_equals_torch(epsilon):
    path = optimizer_path(AdaGrad(epsilon), gradient, START, constant_rate(0.5, STEPS))
    expected = reference(torch.optim.Adagrad, constant_rate(0.5, STEPS), eps=epsilon)
    torch.testing.assert_close(path, expected, atol=1e-6, rtol=0)


@pytest.mark.parametrize(("decay", "epsilon"), [(0.99, 1e-8), (0.5, 0.1), (0.0, 1e-8)])
def test_rmsprop_equals_torch(decay, epsilon):
    path = optimizer_path(RMSProp(decay, epsilon), gradient, START, constant_rate(0.05, STEPS))
    expected = reference(torch.optim.RMSprop, constant_rate(0.05, STEPS), alpha=decay, eps=epsilon)
    torch.testing.assert_close(path, expected, atol=1e-6, rtol=0)


def test_adam_without_averages_is_the_normalised_gradient():
    rates = constant_rate(0.3, STEPS)
    plain = optimizer_path(NormalizedGradient(1e-8), gradient, START, rates)
    torch.testing.assert_close(optimizer_path(Adam(0.0, 0.0, 1e-8), gradient, START, rates), plain)


def test_normalized_gradient_never_steps_less_than_nearly_the_rate():
    path = optimizer_path(NormalizedGradient(), gradient, START, constant_rate(0.2, 500))
    torch.testing.assert_close(path.diff(dim=0).abs(), torch.full((500, 2), 0.2).double(), atol=1e-4, rtol=0)


def test_normalized_gradient_bounces_between_two_points_of_a_parabola():
    path = optimizer_path(NormalizedGradient(), lambda phi: phi, torch.tensor([0.95]), constant_rate(0.1, 40))
    torch.testing.assert_close(path[-1], path[-3])
    torch.testing.assert_close((path[-1] - path[-2]).abs(), torch.tensor([0.1]))


def test_adam_is_unmoved_by_the_scale_of_the_loss():
    rates = constant_rate(0.3, 20)
    rule = Adam(epsilon=1e-30)
    scaled = optimizer_path(rule, lambda phi: 1e4 * gradient(phi), START, rates)
    torch.testing.assert_close(scaled, optimizer_path(rule, gradient, START, rates))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Momentum(1.0), r"`decay` must lie in \[0, 1\), got 1.0"),
        (lambda: NesterovMomentum(-0.1), r"`decay` must lie in \[0, 1\), got -0.1"),
        (lambda: Adam(decay=1.0), r"`decay` must lie in \[0, 1\), got 1.0"),
        (lambda: Adam(square_decay=float("nan")), r"`square_decay` must lie in \[0, 1\), got nan"),
        (lambda: Adam(epsilon=0.0), "`epsilon` must be positive"),
        (lambda: AdamW(weight_decay=-0.1), "`weight_decay` must not be negative"),
        (lambda: AdamW(decay=1.0), r"`decay` must lie in \[0, 1\), got 1.0"),
        (lambda: AdaGrad(0.0), "`epsilon` must be positive"),
        (lambda: RMSProp(decay=1.0), r"`decay` must lie in \[0, 1\), got 1.0"),
        (lambda: RMSProp(epsilon=0.0), "`epsilon` must be positive"),
        (lambda: NormalizedGradient(float("inf")), "`epsilon` must be positive"),
    ],
)
def test_optimizers_refuse_what_is_out_of_range(call, message):
    with pytest.raises(ValueError, match=message):
        call()

"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import pytest
import torch

from notes.losses.categorical import log_softmax
from notes.losses.gaussian import gaussian_nll, heteroscedastic_nll
from notes.losses.heteroscedastic import (
    HeteroscedasticNetwork,
    HomoscedasticNetwork,
    noisy_sine,
    true_mean,
    true_standard_deviation,
)
from notes.losses.information import entropy
from notes.losses.robust import laplace_nll
from notes.losses.training import empirical_risk, minimiser, trained


@pytest.mark.parametrize(("dtype", "lowest"), [(torch.float32, -177.0), (torch.float64, -1418.0)])
def test_heteroscedastic_nll_follows_a_perfect_prediction_down_to_the_smallest_variance(
    dtype: torch.dtype, lowest: float
):
    zero, s = torch.zeros(1, dtype=dtype), torch.tensor([lowest], dtype=dtype, requires_grad=True)
    loss = heteroscedastic_nll(zero, s, zero)
    assert loss.item() == pytest.approx(0.9189385 + lowest / 2)
    assert torch.autograd.grad(loss.sum(), s)[0].item() == 0.5
    with pytest.raises(ValueError, match=r"^`log_variance` must be that of a variance above zero, got -"):
        heteroscedastic_nll(zero, s.detach() - 2, zero)


@pytest.mark.parametrize(
    ("loss", "name", "most"), [(gaussian_nll, "variance", math.log(2 * math.pi)), (laplace_nll, "scale", math.log(2))]
)
def test_losses_take_the_widest_distribution_whose_density_has_a_number(loss, name: str, most: float):
    zero, widest = torch.zeros(1), torch.finfo(torch.float32).max / math.exp(most)
    assert loss(zero, torch.tensor(0.999 * widest), zero).isfinite()
    with pytest.raises(ValueError, match=f"^`{name}` must be small enough to be"):
        loss(zero, torch.tensor(1.001 * widest), zero)


@pytest.mark.parametrize(("function", "values"), [(true_mean, [0.0, 1.0, 0.0]), (true_standard_deviation, None)])
def test_noisy_sine_is_known_from_zero_to_one(function, values: list[float] | None):
    found = function(torch.tensor([[0.0], [0.25], [1.0]])).tolist()
    assert found == pytest.approx(values or [0.05, 0.1625, 0.5], abs=1e-6)
    for bad in (-0.5, 1.5):
        with pytest.raises(ValueError, match=f"^`inputs` must be from 0 to 1, got {bad}$"):
            function(torch.tensor([[0.5], [bad]]))


@pytest.mark.parametrize("network", [HomoscedasticNetwork, HeteroscedasticNetwork])
def test_networks_refuse_no_unit_and_take_one(network, generator: torch.Generator):
    with pytest.raises(ValueError, match=r"^`width` must be at least 1, got 0$"):
        network(generator, 0)
    assert network(generator, 1)(torch.zeros(3, 1)).shape == (3, 2)
    assert len(noisy_sine(1, generator).targets) == 1


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_entropy_takes_a_sum_that_rounding_could_have_made(dtype: torch.dtype):
    tolerance = torch.finfo(dtype).eps ** 0.5
    for off in (-1.0, 1.0):
        assert entropy(torch.tensor([0.5, 0.5 + off * tolerance], dtype=dtype)).isfinite()
    for off in (-1.1, 1.1):
        with pytest.raises(ValueError, match=r"^`p` must be non-negative and sum to one, got"):
            entropy(torch.tensor([0.5, 0.5 + off * tolerance], dtype=dtype))


def test_log_softmax_refuses_no_class_and_takes_one():
    with pytest.raises(ValueError, match=r"^`logits` must hold a class, got shape \(2, 0\)$"):
        log_softmax(torch.zeros(2, 0))
    assert log_softmax(torch.zeros(2, 1)).tolist() == [[0.0], [0.0]]
    assert log_softmax(torch.zeros(0, 2)).shape == (0, 2)


def test_empirical_risk_names_what_gave_no_number():
    with pytest.raises(ValueError, match=r"^`mismatch` must be finite, got nan$"):
        empirical_risk(lambda f, y: f - y, torch.tensor([float("nan")]), torch.zeros(1))


def test_minimiser_refuses_a_loss_of_several_values():
    with pytest.raises(ValueError, match=r"^`loss` must be a scalar, got shape \(2,\)$"):
        minimiser(lambda x: x**2, torch.ones(2))


def test_minimiser_follows_a_valley_down_to_the_slope_that_it_tolerates():
    found = minimiser(lambda x: (x / 1e4).pow(8).sum(), torch.tensor([1e4], dtype=torch.float64)).item()
    assert 0.5e-10 < 8e-4 * (found / 1e4) ** 7 < 1e-10


def test_trained_takes_one_step_of_the_size_of_its_rate():
    before = torch.nn.Linear(2, 3)
    after = trained(before, lambda net: sum(p.sum() for p in net.parameters()), steps=1, learning_rate=0.25)
    for old, new in zip(before.parameters(), after.parameters(), strict=True):
        torch.testing.assert_close(new, old - 0.25)

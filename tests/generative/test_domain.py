"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import pytest
import torch

from notes.generative.autoencoder import linear_reconstruction
from notes.generative.inference import gaussian_divergence, gaussian_log_density, importance_weighted_bound
from notes.generative.training import gradient_penalty
from notes.generative.transport import kantorovich_potential, optimal_transport

LINE = (torch.arange(50.0)[:, None] - torch.arange(50.0)).abs()


def test_densities_of_a_value_that_is_hit_exactly_have_a_number_down_to_the_smallest_variance():
    zero, low = torch.zeros(1), torch.tensor([-177.0])
    assert gaussian_log_density(zero, zero, low).item() == pytest.approx(88.5 - 0.9189385)
    assert gaussian_divergence(zero, low, zero, low).item() == 0
    with pytest.raises(ValueError, match=r"^`log_variance` must be that of a variance above zero, got -178\.0$"):
        gaussian_log_density(zero, zero, low - 1)
    with pytest.raises(ValueError, match=r"^`other_log_variance` must be that of a variance above zero, got -178\.0$"):
        gaussian_divergence(zero, zero, zero, low - 1)


def test_importance_weighted_bound_refuses_no_draw_and_takes_one():
    with pytest.raises(ValueError, match=r"^`log_weights` must hold at least one entry, got shape \(0, 2\)$"):
        importance_weighted_bound(torch.zeros(0, 2))
    assert importance_weighted_bound(torch.tensor([[1.0, 2.0]])).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("mass", [1.0, 1500.0])
def test_optimal_transport_takes_single_precision_as_it_takes_double(mass: float):
    generator = torch.Generator().manual_seed(0)
    for _ in range(25):
        p, q = (mass * torch.randn(50, generator=generator).softmax(0) for _ in range(2))
        exact = optimal_transport(p.double(), q.double() * (p.double().sum() / q.double().sum()), LINE.double())
        assert optimal_transport(p, q, LINE).cost == pytest.approx(exact.cost, rel=1e-6)


def test_transport_refuses_distances_that_are_none():
    halves = torch.tensor([0.5, 0.5])
    with pytest.raises(ValueError, match=r"^`distances` must be finite, got inf$"):
        optimal_transport(halves, halves, torch.tensor([[0.0, math.inf], [math.inf, 0.0]]))
    with pytest.raises(ValueError, match=r"^`distances` must be not negative, got -1\.0$"):
        kantorovich_potential(halves, halves, torch.tensor([[0.0, -1.0], [-1.0, 0.0]]))
    with pytest.raises(ValueError, match=r"^`distances` must be zero from a place to itself, got 1\.0$"):
        kantorovich_potential(halves, halves, torch.ones(2, 2))
    with pytest.raises(ValueError, match=r"^`p` must be of positive mass, got 0\.0$"):
        optimal_transport(0 * halves, 0 * halves, torch.zeros(2, 2))
    assert kantorovich_potential(halves, halves, torch.zeros(2, 2)).gain == 0


def test_gradient_penalty_refuses_samples_that_do_not_match():
    line, generator = torch.nn.Linear(1, 1), torch.Generator().manual_seed(0)
    with pytest.raises(Exception, match=r"'generated'"):
        gradient_penalty(line, torch.ones(4, 1), torch.ones(1, 1), generator)
    with pytest.raises(ValueError, match=r"^`data` must hold at least one entry, got shape \(0, 1\)$"):
        gradient_penalty(line, torch.ones(0, 1), torch.ones(0, 1), generator)
    with pytest.raises(ValueError, match=r"^`data` must be finite, got nan$"):
        gradient_penalty(line, torch.full((1, 1), math.nan), torch.ones(1, 1), generator)
    assert gradient_penalty(line, torch.ones(1, 1), torch.ones(1, 1), generator).isfinite()


def test_linear_reconstruction_refuses_nan_and_takes_one_example():
    with pytest.raises(ValueError, match=r"^`inputs` must be finite, got nan$"):
        linear_reconstruction(torch.full((2, 2), math.nan), 1)
    assert linear_reconstruction(torch.ones(1, 2), 1).tolist() == [[1.0, 1.0]]

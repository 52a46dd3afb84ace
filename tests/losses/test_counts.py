"""The Poisson loss against SciPy and PyTorch."""

import pytest
import torch
from jaxtyping import TypeCheckError
from scipy import stats
from torch.distributions import Poisson
from torch.nn.functional import poisson_nll_loss

from notes.losses.counts import poisson_nll

COUNTS = torch.tensor([0, 1, 2, 5, 40])


def log_rates(generator: torch.Generator) -> torch.Tensor:
    return (4 * torch.rand(5, generator=generator, dtype=torch.float64) - 1).requires_grad_()


def test_poisson_nll_is_minus_the_log_mass(generator: torch.Generator):
    f = log_rates(generator).detach()
    torch.testing.assert_close(poisson_nll(f, COUNTS), torch.from_numpy(-stats.poisson.logpmf(COUNTS, f.exp())))


def test_poisson_nll_matches_pytorch_in_value_and_gradient(generator: torch.Generator):
    f = log_rates(generator)
    ours, reference = poisson_nll(f, COUNTS), -Poisson(f.exp()).log_prob(COUNTS)
    torch.testing.assert_close(ours, reference)
    (slope,) = torch.autograd.grad(ours.sum(), f)
    (expected,) = torch.autograd.grad(poisson_nll_loss(f, COUNTS, reduction="sum"), f)
    torch.testing.assert_close(slope, expected)


def test_poisson_nll_has_rate_minus_count_as_gradient(generator: torch.Generator):
    f = log_rates(generator)
    (slope,) = torch.autograd.grad(poisson_nll(f, COUNTS).sum(), f)
    torch.testing.assert_close(slope, f.exp() - COUNTS)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int64, torch.float32])
def test_poisson_nll_takes_counts_of_any_number_type(dtype: torch.dtype):
    loss = poisson_nll(torch.zeros(1, dtype=torch.float64), torch.tensor([12], dtype=dtype))
    assert loss.item() == pytest.approx(-stats.poisson.logpmf(12, 1), rel=1e-12)


@pytest.mark.parametrize("bad", [-1.0, 0.5])
def test_poisson_nll_refuses_what_is_no_count(bad: float):
    with pytest.raises(ValueError, match=rf"^`targets` must be a count \(0, 1, 2, \.\.\.\), got {bad}$"):
        poisson_nll(torch.zeros(2), torch.tensor([1.0, bad]))


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_poisson_nll_refuses_what_is_not_finite(bad: float):
    with pytest.raises(ValueError, match=f"^`targets` must be finite, got {bad}$"):
        poisson_nll(torch.zeros(1), torch.tensor([bad]))
    with pytest.raises(ValueError, match=f"^`log_rate` must be finite, got {bad}$"):
        poisson_nll(torch.tensor([bad]), torch.tensor([1]))


def test_poisson_nll_refuses_shapes_that_would_broadcast():
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*Actual value: i64\[5\]"):
        poisson_nll(torch.zeros(5, 1), COUNTS)

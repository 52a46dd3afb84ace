"""The Laplace loss against SciPy and PyTorch, and the median as its minimiser."""

import pytest
import torch
from jaxtyping import TypeCheckError
from scipy import stats
from torch.distributions import Laplace

from notes.losses.robust import laplace_nll


def test_laplace_nll_is_minus_the_log_density(generator: torch.Generator):
    location, targets = torch.rand(2, 9, generator=generator, dtype=torch.float64)
    expected = torch.from_numpy(-stats.laplace.logpdf(targets, location, 0.4))
    torch.testing.assert_close(laplace_nll(location, torch.tensor(0.4, dtype=torch.float64), targets), expected)


def test_laplace_nll_has_the_gradients_of_pytorch(generator: torch.Generator):
    location, targets = torch.rand(2, 9, generator=generator, dtype=torch.float64)
    inputs = (location.requires_grad_(), torch.tensor(0.4, dtype=torch.float64, requires_grad=True))
    ours, reference = laplace_nll(*inputs, targets).sum(), -Laplace(*inputs).log_prob(targets).sum()
    torch.testing.assert_close(torch.autograd.grad(ours, inputs), torch.autograd.grad(reference, inputs))


def test_laplace_nll_is_least_at_the_median():
    targets = torch.tensor([0.0, 1.0, 2.0, 3.0, 100.0])
    grid = torch.linspace(-1, 101, 1021)
    losses = torch.stack([laplace_nll(m.expand(5), torch.tensor(1.0), targets).sum() for m in grid])
    assert grid[losses.argmin()].item() == pytest.approx(2.0, abs=1e-4)


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan")])
def test_laplace_nll_refuses_a_scale_that_is_not_positive(bad: float):
    with pytest.raises(ValueError, match=f"^`scale` must be positive, got {bad}$"):
        laplace_nll(torch.zeros(2), torch.tensor(bad), torch.zeros(2))


def test_laplace_nll_refuses_nan_targets():
    with pytest.raises(ValueError, match=r"^`targets` must be finite, got nan$"):
        laplace_nll(torch.zeros(1), torch.tensor(1.0), torch.tensor([float("nan")]))


def test_laplace_nll_refuses_shapes_that_would_broadcast():
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*Actual value: f32\[2,1\]"):
        laplace_nll(torch.zeros(2), torch.tensor(1.0), torch.zeros(2, 1))

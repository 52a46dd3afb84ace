"""Robust losses against SciPy and PyTorch, and what they make of outliers."""

import math

import pytest
import torch
from jaxtyping import TypeCheckError
from scipy import stats
from torch.distributions import Laplace, StudentT

from notes.losses.robust import huber_loss, laplace_nll, student_t_nll


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


@pytest.mark.parametrize("threshold", [0.2, 1.0, 3.0])
def test_huber_loss_is_that_of_pytorch_in_value_and_gradient(threshold: float, generator: torch.Generator):
    predictions, targets = 3 * torch.randn(2, 40, generator=generator, dtype=torch.float64)
    predictions.requires_grad_()
    ours = huber_loss(predictions, targets, threshold)
    reference = torch.nn.functional.huber_loss(predictions, targets, reduction="none", delta=threshold)
    torch.testing.assert_close(ours, reference)
    slopes, expected = (torch.autograd.grad(loss.sum(), predictions)[0] for loss in (ours, reference))
    torch.testing.assert_close(slopes, expected)


def test_huber_loss_meets_its_line_at_the_threshold():
    losses = huber_loss(torch.zeros(4), torch.tensor([-2.0, 2.0, 2.5, -3.0]), 2.0)
    assert losses.tolist() == [2.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize("degrees", [0.5, 1.0, 3.0, 50.0])
def test_student_t_nll_is_minus_the_log_density(degrees: float, generator: torch.Generator):
    location, targets = 4 * torch.randn(2, 20, generator=generator, dtype=torch.float64)
    scale = torch.tensor(0.7, dtype=torch.float64)
    expected = torch.from_numpy(-stats.t.logpdf(targets, degrees, location, 0.7))
    torch.testing.assert_close(student_t_nll(location, scale, targets, degrees), expected)


def test_student_t_nll_has_the_gradients_of_pytorch(generator: torch.Generator):
    location, targets = 4 * torch.randn(2, 20, generator=generator, dtype=torch.float64)
    inputs = (location.requires_grad_(), torch.tensor(0.7, dtype=torch.float64, requires_grad=True))
    ours, reference = student_t_nll(*inputs, targets).sum(), -StudentT(3.0, *inputs).log_prob(targets).sum()
    torch.testing.assert_close(torch.autograd.grad(ours, inputs), torch.autograd.grad(reference, inputs))


def test_student_t_nll_pulls_most_at_the_root_of_the_degrees_times_the_scale():
    residuals = torch.linspace(0, 20, 20001, dtype=torch.float64)
    location = torch.zeros(20001, dtype=torch.float64, requires_grad=True)
    loss = student_t_nll(location, torch.tensor(2.0, dtype=torch.float64), residuals, 4.0)
    pull = -torch.autograd.grad(loss.sum(), location)[0]
    assert residuals[pull.argmax()].item() == pytest.approx(4.0, abs=1e-3)
    assert pull.max().item() == pytest.approx(5 / (2 * 2 * 2))


def test_student_t_nll_is_finite_where_a_square_is_not_and_smooth_where_its_forms_meet():
    location = torch.tensor([0.0, 0.0, 0.0], dtype=torch.float64, requires_grad=True)
    targets = torch.tensor([1e200, 1.0, 1e-200], dtype=torch.float64)
    loss = student_t_nll(location, torch.tensor(1.0, dtype=torch.float64), targets, 1.0)
    assert loss[0].item() == pytest.approx(math.log(math.pi) + 400 * math.log(10))
    assert torch.autograd.grad(loss.sum(), location)[0].tolist() == pytest.approx([-2e-200, -1.0, -2e-200])


BAD = [
    (huber_loss, {"threshold": 0.0}, "`threshold` must be positive, got 0.0"),
    (huber_loss, {"threshold": math.nan}, "`threshold` must be positive, got nan"),
    (huber_loss, {"predictions": torch.tensor([math.inf])}, "`predictions` must be finite, got inf"),
    (huber_loss, {"targets": torch.tensor([math.nan])}, "`targets` must be finite, got nan"),
    (student_t_nll, {"degrees": 0.0}, "`degrees` must be positive, got 0.0"),
    (student_t_nll, {"degrees": math.inf}, "`degrees` must be finite, got inf"),
    (student_t_nll, {"scale": torch.tensor(0.0)}, "`scale` must be positive, got 0.0"),
    (student_t_nll, {"location": torch.tensor([math.nan])}, "`location` must be finite, got nan"),
    (student_t_nll, {"targets": torch.tensor([math.inf])}, "`targets` must be finite, got inf"),
]


@pytest.mark.parametrize(("loss", "change", "message"), BAD)
def test_robust_losses_refuse_what_they_have_no_value_for(loss, change: dict, message: str):
    zero = torch.zeros(1)
    given = {"predictions": zero} if loss is huber_loss else {"location": zero, "scale": torch.tensor(1.0)}
    assert loss(**given, targets=zero).isfinite().all()
    with pytest.raises(ValueError, match=f"^{message}$"):
        loss(**given | {"targets": zero} | change)

"""The von Mises loss against SciPy and PyTorch, on the circle and at large concentrations."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from jaxtyping import TypeCheckError
from mpmath import besseli, log, mp
from scipy import stats
from torch.distributions import VonMises

from notes.losses.circular import log_bessel_i0, von_mises_nll, von_mises_vector_nll
from notes.losses.gaussian import gaussian_nll

angles = st.floats(-10, 10)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_log_bessel_i0_refuses_what_is_not_finite(bad: float):
    with pytest.raises(ValueError, match=f"^`values` must be finite, got {bad}$"):
        log_bessel_i0(torch.tensor([1.0, bad]))


@pytest.mark.parametrize("kappa", [0.0, 1e-3, 0.5, -2.0, 30.0, 700.0, 1e4])
def test_log_bessel_i0_matches_high_precision(kappa: float):
    with mp.workdps(40):
        expected = float(log(besseli(0, kappa)))
    assert log_bessel_i0(torch.tensor(kappa, dtype=torch.float64)).item() == pytest.approx(
        expected, abs=1e-14, rel=1e-13
    )


@pytest.mark.parametrize("kappa", [0.0, 0.5, -2.0, 30.0, 1e4])
def test_log_bessel_i0_has_the_ratio_of_bessel_functions_as_derivative(kappa: float):
    value = torch.tensor(kappa, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(log_bessel_i0(value), value)
    with mp.workdps(40):
        expected = float(besseli(1, kappa) / besseli(0, kappa))
    assert slope.item() == pytest.approx(expected, rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(direction=angles, concentration=st.floats(0.01, 1000), target=angles)
def test_von_mises_nll_is_minus_the_log_density(direction: float, concentration: float, target: float):
    loss = von_mises_nll(*torch.tensor([direction, concentration, target], dtype=torch.float64))
    expected = -stats.vonmises.logpdf(target, concentration, loc=direction)
    assert loss.item() == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_von_mises_nll_has_the_gradients_of_pytorch(generator: torch.Generator):
    direction, concentration, targets = torch.rand(3, 9, generator=generator, dtype=torch.float64)
    inputs = (direction.requires_grad_(), (20 * concentration).requires_grad_())
    ours, reference = von_mises_nll(*inputs, targets).sum(), -VonMises(*inputs).log_prob(targets).sum()
    slopes, expected = torch.autograd.grad(ours, inputs), torch.autograd.grad(reference, inputs)
    torch.testing.assert_close(slopes, expected, rtol=1e-5, atol=1e-5)  # PyTorch's Bessel function is a polynomial fit


@settings(max_examples=30, deadline=None)
@given(direction=angles, target=angles, turns=st.integers(-3, 3))
def test_von_mises_nll_does_not_see_full_turns(direction: float, target: float, turns: int):
    args = torch.tensor([[direction, 2.0, target], [direction, 2.0, target + 2 * math.pi * turns]], dtype=torch.float64)
    once, turned = von_mises_nll(*args.T)
    assert turned.item() == pytest.approx(once.item(), abs=1e-12)


def test_von_mises_nll_of_a_high_concentration_is_nearly_gaussian():
    residuals = torch.linspace(-0.05, 0.05, 11, dtype=torch.float64)
    kappa, zeros = torch.tensor(1e4, dtype=torch.float64), torch.zeros(11, dtype=torch.float64)
    gaussian = gaussian_nll(zeros, 1 / kappa, residuals)
    torch.testing.assert_close(von_mises_nll(zeros, kappa.expand(11), residuals), gaussian, rtol=0, atol=3e-3)


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan")])
def test_von_mises_nll_refuses_a_concentration_that_is_not_positive(bad: float):
    with pytest.raises(ValueError, match=f"^`concentration` must be positive, got {bad}$"):
        von_mises_nll(torch.zeros(1), torch.tensor([bad]), torch.zeros(1))


def test_von_mises_nll_refuses_nan_targets():
    with pytest.raises(ValueError, match=r"^`targets` must be finite, got nan$"):
        von_mises_nll(torch.zeros(1), torch.ones(1), torch.tensor([float("nan")]))


def test_von_mises_nll_refuses_shapes_that_would_broadcast():
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*Actual value: f32\[2,1\]"):
        von_mises_nll(torch.zeros(2), torch.ones(2), torch.zeros(2, 1))


@settings(max_examples=30, deadline=None)
@given(direction=angles, concentration=st.floats(0.01, 1000), target=angles)
def test_von_mises_vector_nll_is_minus_the_log_density(direction: float, concentration: float, target: float):
    vector = concentration * torch.tensor([math.cos(direction), math.sin(direction)], dtype=torch.float64)
    expected = -stats.vonmises.logpdf(target, concentration, loc=direction)
    found = von_mises_vector_nll(vector, torch.tensor(target, dtype=torch.float64))
    assert found.item() == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_von_mises_vector_nll_is_uniform_and_smooth_at_the_origin():
    vector = torch.zeros(3, 2, dtype=torch.float64, requires_grad=True)
    targets = torch.tensor([0.0, 1.0, -2.0], dtype=torch.float64)
    loss = von_mises_vector_nll(vector, targets)
    assert loss.tolist() == pytest.approx([math.log(2 * math.pi)] * 3)
    (slope,) = torch.autograd.grad(loss.sum(), vector)
    torch.testing.assert_close(slope, -torch.stack([targets.cos(), targets.sin()], dim=-1))


@pytest.mark.parametrize(("name", "vector", "target"), [("vector", math.inf, 0.0), ("targets", 1.0, math.nan)])
def test_von_mises_vector_nll_refuses_what_is_not_finite(name: str, vector: float, target: float):
    with pytest.raises(ValueError, match=f"^`{name}` must be finite, got (inf|nan)$"):
        von_mises_vector_nll(torch.tensor([vector, 0.0]), torch.tensor(target))

import math

import numpy as np
import pytest
import torch
from scipy.integrate import quad

from notes.networks.activation import SELU_ALPHA, SELU_SCALE, selu
from notes.networks.self_normalization import selu_moments


def by_quadrature(mean, variance, power):
    def integrand(z):
        value = SELU_SCALE * (z if z > 0 else SELU_ALPHA * np.expm1(z))
        return value**power * np.exp(-((z - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)

    reach = 12 * math.sqrt(variance)
    return quad(integrand, mean - reach, 0)[0] + quad(integrand, 0, mean + reach)[0]


@pytest.mark.parametrize(("mean", "variance"), [(0.0, 1.0), (0.3, 0.5), (-1.2, 2.0)])
def test_selu_moments_equal_quadrature(mean, variance):
    first, second = (float(m) for m in selu_moments(torch.tensor(mean).double(), torch.tensor(variance).double()))
    expected = by_quadrature(mean, variance, 1)
    assert first == pytest.approx(expected, abs=1e-6)
    assert second == pytest.approx(by_quadrature(mean, variance, 2) - expected**2, abs=1e-6)


def test_selu_moments_fixed_point_attracts():
    point = torch.tensor([0.0, 1.0], dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(lambda p: torch.stack(selu_moments(0 * p[0], p[1])), point)
    torch.testing.assert_close(torch.stack(selu_moments(*point)), point, atol=1e-14, rtol=0)
    assert jacobian[0, 1].item() == pytest.approx(0.088834, abs=1e-6)
    assert jacobian[1, 1].item() == pytest.approx(0.782648, abs=1e-6)
    assert torch.linalg.eigvals(jacobian).abs().max() < 1


def test_selu_moments_passes_gradcheck():
    point = (torch.tensor([0.2, -0.4]).double(), torch.tensor([0.8, 1.5]).double())
    assert torch.autograd.gradcheck(selu_moments, tuple(p.requires_grad_() for p in point))


def test_selu_moments_describe_samples():
    uniform = torch.rand(200_000, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    samples = selu(0.5 + 2 * torch.special.ndtri(uniform))
    mean, variance = selu_moments(torch.tensor(0.5).double(), torch.tensor(4.0).double())
    assert samples.mean().item() == pytest.approx(mean.item(), abs=0.02)
    assert samples.var().item() == pytest.approx(variance.item(), rel=0.02)


def test_selu_moments_refuses_variance_zero():
    with pytest.raises(ValueError, match=r"`variance` must be positive, got 0\.0"):
        selu_moments(torch.tensor(0.0), torch.tensor(0.0))

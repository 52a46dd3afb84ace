"""Standardised features against scikit-learn, whitened ones against their definition and scikit-learn's PCA."""

import pytest
import torch
from sklearn.datasets import load_breast_cancer
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from notes.introduction.scaling import standardised, whitened


@pytest.fixture(scope="module")
def features() -> torch.Tensor:
    return torch.tensor(load_breast_cancer().data[:, :10])


def test_standardised_matches_scikit_learn(features):
    reference = StandardScaler().fit_transform(features.numpy())
    torch.testing.assert_close(standardised(features), torch.tensor(reference))


def test_whitened_has_mean_zero_and_covariance_identity(features):
    white = whitened(features)
    torch.testing.assert_close(white.mean(dim=0), torch.zeros(10).double(), rtol=0, atol=1e-9)
    torch.testing.assert_close(white.T @ white / len(white), torch.eye(10).double(), rtol=0, atol=1e-9)


def test_whitened_matches_scikit_learn_up_to_signs(features):
    scaled = standardised(features).numpy()
    reference = torch.tensor(PCA(whiten=True).fit_transform(scaled)).flip(1)
    reference *= (569 / 568) ** 0.5  # PCA divides by n - 1
    ours = whitened(features)
    torch.testing.assert_close(ours * torch.sign((ours * reference).sum(dim=0)), reference, rtol=1e-6, atol=1e-6)


def test_whitened_does_not_depend_on_units(features):
    ours, rescaled = whitened(features), whitened(features * torch.logspace(-3, 3, 10).double())
    signs = torch.sign((ours * rescaled).sum(dim=0))
    torch.testing.assert_close(ours, rescaled * signs, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("scale", [standardised, whitened])
def test_scalings_refuse_constant_columns(scale):
    with pytest.raises(ValueError, match=r"`features` must be different in every column, got 0\.1"):
        scale(torch.tensor([[1.0, 0.1], [2.0, 0.1], [4.0, 0.1]]))


def test_whitened_refuses_columns_that_determine_each_other():
    column = torch.tensor([1.0, 2.0, 4.0])
    with pytest.raises(ValueError, match="`features` must be of a correlation matrix with eigenvalues above rounding"):
        whitened(torch.stack([column, 2 * column + 1], dim=1))


def test_whitened_refuses_a_spread_below_the_rounding_of_the_largest_eigenvalue():
    places, eps = torch.arange(256).double(), torch.finfo(torch.float64).eps
    waves = torch.stack([torch.cos(torch.pi * (places + 0.5) * j / 256) for j in range(1, 66)], dim=1)
    told = "`features` must be of a correlation matrix with eigenvalues above rounding"
    with pytest.raises(ValueError, match=told):  # 64 columns, the largest eigenvalue 64: the bound is 4096 eps
        whitened(waves[:, :1] + (1000 * eps) ** 0.5 * waves[:, 1:])
    assert whitened(waves[:, :1] + (16_000 * eps) ** 0.5 * waves[:, 1:]).isfinite().all()


@pytest.mark.parametrize("scale", [standardised, whitened])
def test_scalings_refuse_nan(scale):
    with pytest.raises(ValueError, match="`features` must be finite, got nan"):
        scale(torch.tensor([[1.0], [float("nan")]]))

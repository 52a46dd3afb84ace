"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import pytest
import torch

from notes.introduction.gaussian_classifier import shared_covariance_gaussians
from notes.introduction.scaling import standardised, whitened

MODEL = shared_covariance_gaussians(torch.tensor([[0.0], [2.0], [5.0], [9.0]]), torch.tensor([0, 0, 1, 1]))


@pytest.mark.parametrize("scale", [standardised, whitened])
def test_scaling_names_the_features_that_are_none(scale):
    with pytest.raises(ValueError, match=r"^`features` must hold at least one entry, got shape \(0, 2\)$"):
        scale(torch.zeros(0, 2))
    assert scale(torch.tensor([[1.0], [3.0]])).abs().flatten().tolist() == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize("far", [1e20, -1e30])
def test_posterior_refuses_what_no_density_reaches(far: float):
    with pytest.raises(ValueError, match=r"^`features` must be within the range of the log densities, got \["):
        MODEL.posterior(torch.tensor([[0.0], [far]]))
    assert MODEL.posterior(torch.tensor([[far / 1e15]])).sum().item() == pytest.approx(1.0)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_posterior_refuses_features_that_are_not_finite(bad: float):
    with pytest.raises(ValueError, match=f"^`features` must be finite, got {bad}$"):
        MODEL.posterior(torch.tensor([[0.0], [bad]]))

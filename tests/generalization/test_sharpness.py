"""Sharpness against a known Hessian, and what a rescaling changes and what not."""

import math

import pytest
import torch
from torch import Tensor

from notes.generalization.sharpness import adaptive_sharpness, rescaled_units, sharpness, unit_outputs


def network(generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    x = torch.randn(20, 3, generator=generator, dtype=torch.float64)
    inner = torch.randn(4, 3, generator=generator, dtype=torch.float64)
    return x, inner, torch.randn(4, generator=generator, dtype=torch.float64)


def test_unit_outputs_are_those_of_torch_layers(generator: torch.Generator):
    x, inner, outer = network(generator)
    hidden = torch.nn.functional.relu(torch.nn.functional.linear(x, inner))
    torch.testing.assert_close(
        unit_outputs(x, inner, outer), torch.nn.functional.linear(hidden, outer.unsqueeze(0)).squeeze(1)
    )
    leaves = tuple(part.requires_grad_() for part in (x, inner, outer))
    assert torch.autograd.gradcheck(unit_outputs, leaves)


@pytest.mark.parametrize("factor", [1e-3, 1.0, 50.0])
def test_rescaled_units_compute_the_same(factor: float, generator: torch.Generator):
    x, inner, outer = network(generator)
    torch.testing.assert_close(
        unit_outputs(x, *rescaled_units(inner, outer, factor)), unit_outputs(x, inner, outer), rtol=1e-9, atol=1e-9
    )


def test_rescaled_units_refuse_a_factor_that_is_not_positive():
    for bad in (0.0, -1.0, math.nan):
        with pytest.raises(ValueError, match=f"^`factor` must be positive, got {bad}$"):
            rescaled_units(torch.ones(1, 1), torch.ones(1), bad)


def test_sharpness_of_a_quadratic_is_its_largest_eigenvalue(generator: torch.Generator):
    root = torch.randn(5, 5, generator=generator, dtype=torch.float64)
    hessian, at = root @ root.T, torch.randn(5, generator=generator, dtype=torch.float64)

    def loss(phi: Tensor) -> Tensor:
        return phi @ hessian @ phi / 2

    assert sharpness(loss, at) == pytest.approx(torch.linalg.eigvalsh(hessian).max().item())
    scaled = at[:, None] * hessian * at
    assert adaptive_sharpness(loss, at) == pytest.approx(torch.linalg.eigvalsh(scaled).max().item())


def test_a_rescaling_changes_the_sharpness_and_not_the_adaptive_one(generator: torch.Generator):
    x, inner, outer = network(generator)
    targets = unit_outputs(x, inner, outer)

    def loss(phi: Tensor) -> Tensor:
        return (unit_outputs(x, phi[:12].reshape(4, 3), phi[12:]) - targets).square().mean() / 2

    plain, sharp = (
        torch.cat([part.flatten() for part in rescaled_units(inner, outer, factor)]) for factor in (1.0, 30.0)
    )
    hidden = torch.relu(x @ inner.T).square().mean(0).max().item()
    assert sharpness(loss, sharp) >= 900 * hidden
    assert sharpness(loss, sharp) > 100 * sharpness(loss, plain)
    assert adaptive_sharpness(loss, sharp) == pytest.approx(adaptive_sharpness(loss, plain))


@pytest.mark.parametrize("measure", [sharpness, adaptive_sharpness])
def test_sharpness_refuses_no_parameters(measure):
    with pytest.raises(ValueError, match=r"^`parameters` must hold at least one entry"):
        measure(lambda phi: phi.sum(), torch.zeros(0))
    with pytest.raises(ValueError, match=r"^`parameters` must be where the curvature is finite, got 0\.0$"):
        measure(lambda phi: phi[0].abs().sqrt() + phi[1] ** 2, torch.tensor([0.0, 1.0]))
    with pytest.raises(ValueError, match=r"^`parameters` must be finite, got nan$"):
        measure(lambda phi: phi.square().sum(), torch.tensor([math.nan, 1.0]))

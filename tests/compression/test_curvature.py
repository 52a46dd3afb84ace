"""Saliency by curvature against quadratic losses, where it is exact, and against constrained minimisation."""

import pytest
import torch
from scipy.optimize import minimize

from notes.compression.curvature import damage_saliency, surgeon_removal

F64 = torch.float64


def hessian_and_weights(generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    factor = torch.randn(5, 5, generator=generator, dtype=F64)
    return factor @ factor.mT + torch.eye(5, dtype=F64), torch.randn(5, generator=generator, dtype=F64)


def test_damage_saliency_is_the_increase_of_a_quadratic_loss(generator: torch.Generator):
    hessian, weights = hessian_and_weights(generator)
    for index, found in enumerate(damage_saliency(weights, hessian.diagonal())):
        step = torch.zeros(5, dtype=F64)
        step[index] = -weights[index]
        torch.testing.assert_close(found, step @ hessian @ step / 2)


def test_surgeon_removal_is_the_constrained_minimum(generator: torch.Generator):
    hessian, weights = hessian_and_weights(generator)
    found = surgeon_removal(weights, hessian, 2)
    oracle = minimize(
        lambda d: d @ hessian.numpy() @ d / 2,
        torch.zeros(5, dtype=F64).numpy(),
        constraints={"type": "eq", "fun": lambda d: d[2] + weights[2].item()},
        tol=1e-12,
    )
    assert found.increase.item() == pytest.approx(oracle.fun, rel=1e-6)
    assert found.step.tolist() == pytest.approx(oracle.x.tolist(), abs=1e-4)


def test_surgeon_removal_costs_what_its_step_costs(generator: torch.Generator):
    hessian, weights = hessian_and_weights(generator)
    for index in range(5):
        increase, step = surgeon_removal(weights, hessian, index)
        torch.testing.assert_close(step @ hessian @ step / 2, increase)
        assert (weights + step)[index].abs() < 1e-12
        assert increase <= damage_saliency(weights, hessian.diagonal())[index]


def test_damage_saliency_refuses_negative_curvature():
    with pytest.raises(ValueError, match=r"^`curvature` must be at least 0, got -1.0$"):
        damage_saliency(torch.ones(2), torch.tensor([1.0, -1.0]))


def test_surgeon_removal_refuses_a_saddle():
    with pytest.raises(ValueError, match=r"^`hessian` must be positive definite, all eigenvalues above 0, got -1.0"):
        surgeon_removal(torch.ones(2), torch.diag(torch.tensor([1.0, -1.0])), 0)


@pytest.mark.parametrize("index", [-1, 2])
def test_surgeon_removal_refuses_a_weight_that_is_not_there(index: int):
    with pytest.raises(ValueError, match=f"^`index` must be from 0 to 1, got {index}$"):
        surgeon_removal(torch.ones(2), torch.eye(2), index)

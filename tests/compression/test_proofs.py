"""What was proved is what is computed: the proofs' expressions against values, their derivatives against autograd."""

import pytest
import torch
from sympy import Expr, Indexed, Symbol, lambdify

from notes.compression.curvature import damage_saliency, surgeon_removal
from notes.compression.distillation import soft_loss
from notes.compression.proofs import rounding, saliency, soft_targets
from notes.compression.quantization import affine_grid, rounded, symmetric_grid

F64 = torch.float64


def evaluated(expression: Expr, **values: float) -> float:
    """The expression at the given values of its symbols, which are named without backslashes and braces."""
    names = {
        symbol.name.translate(str.maketrans("", "", "\\{}")): symbol
        for symbol in expression.free_symbols
        if isinstance(symbol, Symbol)
    }
    return float(lambdify([names[name] for name in values], expression, "mpmath")(*values.values()))


def test_surgeon_for_two_weights_is_the_proved_minimum():
    hessian, weights = torch.tensor([[2.0, 0.7], [0.7, 1.5]], dtype=F64), torch.tensor([1.3, 0.4], dtype=F64)
    increase, step = surgeon_removal(weights, hessian, 0)
    minimum, *_, least = saliency.surgeon_pair().steps
    at = {"w": 1.3, "h_11": 2.0, "h_22": 1.5, "h_12": 0.7}
    assert increase.item() == pytest.approx(evaluated(least.last, **at))
    (place,) = minimum.place.values()
    assert step[1].item() == pytest.approx(evaluated(place, **{k: at[k] for k in ("w", "h_22", "h_12")}))


def test_retraining_gains_the_proved_difference():
    hessian, weights = torch.tensor([[2.0, 0.7], [0.7, 1.5]], dtype=F64), torch.tensor([1.3, 0.4], dtype=F64)
    gain = damage_saliency(weights, hessian.diagonal())[0] - surgeon_removal(weights, hessian, 0).increase
    proved = saliency.retraining_gains().steps[0].last
    assert gain.item() == pytest.approx(evaluated(proved, w=1.3, h_22=1.5, h_12=0.7))


def test_rounding_error_has_the_proved_variance(generator: torch.Generator):
    values = torch.rand(100_000, generator=generator)
    grid = affine_grid(values, 5)
    proved = evaluated(rounding.rounding_variance().steps[-1].last, Delta=grid.scale.item())
    assert (rounded(values, grid) - values).square().mean().item() == pytest.approx(proved, rel=0.02)


def test_symmetric_grid_costs_the_proved_factor():
    values = torch.linspace(0, 1, 100, dtype=F64)
    quotient = (symmetric_grid(values, 4).scale / affine_grid(values, 4).scale).item() ** 2
    assert quotient == pytest.approx(evaluated(rounding.symmetric_costs().steps[0].last, N=7.0))


def test_soft_loss_has_the_proved_gradient(generator: torch.Generator):
    z, v = torch.randn(2, 4, generator=generator, dtype=F64)
    z.requires_grad_()
    (slope,) = torch.autograd.grad(soft_loss(z, v, 3.0), z)
    proved = soft_targets.gradient_at_a_temperature().steps[0].last
    written_out = proved.subs(Symbol("m", integer=True, positive=True), 3).doit()
    others = {one: z[int(one.indices[0])].item() for one in written_out.atoms(Indexed)}
    found = evaluated(written_out.xreplace(others), z=z[0].item(), T=3.0, Y=(v / 3).softmax(0)[0].item())
    assert slope[0].item() == pytest.approx(9 * found)


def test_surgeon_for_three_weights_costs_what_was_proved(generator: torch.Generator):
    factor = torch.randn(3, 3, generator=generator, dtype=F64)
    hessian, weights = factor @ factor.mT + torch.eye(3, dtype=F64), torch.tensor([1.3, 0.4, -2.0], dtype=F64)
    proved = saliency.surgeon_cost().steps[1].last
    expected = evaluated(proved, w=1.3, h=hessian.inverse()[0, 0].item())
    assert surgeon_removal(weights, hessian, 0).increase.item() == pytest.approx(expected)

"""What was proved is what is computed: the proofs' expressions against values, their derivatives against autograd."""

import torch
from sympy import Expr, Symbol, lambdify

from notes.generative.game import non_saturating_loss, saturating_loss
from notes.generative.inference import gaussian_divergence, gaussian_log_density
from notes.generative.proofs import game, inference

F64 = torch.float64
GRID = torch.linspace(-2, 2, 7, dtype=F64)


def evaluated(expression: Expr, **values: torch.Tensor) -> torch.Tensor:
    """The expression at the given values of its symbols, which are named without backslashes."""
    symbols = {symbol.name.lstrip("\\"): symbol for symbol in expression.free_symbols if isinstance(symbol, Symbol)}
    found = lambdify([symbols[name] for name in values], expression, "numpy")(*(v.numpy() for v in values.values()))
    return torch.as_tensor(found, dtype=F64)


def test_gaussian_divergence_is_the_proved_closed_form():
    proved = inference.gaussian_divergence().steps[-1].last
    v, w = GRID.exp(), GRID.flip(0).exp() + 1
    found = gaussian_divergence(GRID, v.log(), GRID.flip(0) / 2, w.log())
    torch.testing.assert_close(found, evaluated(proved, mu=GRID, nu=GRID.flip(0) / 2, v=v, w=w))


def test_generator_gradients_are_the_proved_ones():
    logits = GRID.clone().requires_grad_()
    by_saturating, by_other = (step.last for step in game.non_saturating_gradients().steps[:2])
    for loss, proved in ((saturating_loss, by_saturating), (non_saturating_loss, by_other)):
        (slope,) = torch.autograd.grad(7 * loss(logits), logits)
        torch.testing.assert_close(slope, evaluated(proved, f=GRID))


def test_conjugate_pair_is_the_proved_product():
    v, x = GRID.exp(), GRID.flip(0)
    zero = torch.zeros(7, dtype=F64)
    joint = gaussian_log_density(GRID, zero, zero) + gaussian_log_density(x, GRID, v.log())
    proved = inference.conjugate_gaussian().steps[0].last
    torch.testing.assert_close(joint, evaluated(proved, z=GRID, x=x, v=v))


def test_bound_at_the_posterior_is_the_evidence():
    x, v = GRID, GRID.exp() + 0.5
    proved = inference.tight_for_the_conjugate_pair().steps[-1].last
    evidence = gaussian_log_density(x, torch.zeros(7, dtype=F64), (1 + v).log())
    torch.testing.assert_close(evidence, evaluated(proved, x=x, v=v))

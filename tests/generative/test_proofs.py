"""What was proved is what is computed: the proofs' expressions against values, their derivatives against autograd."""

import pytest
import torch
from sympy import Derivative, Expr, Indexed, Symbol, lambdify

from notes.generative.autoencoder import best_denoised
from notes.generative.game import non_saturating_loss, saturating_loss
from notes.generative.inference import gaussian_divergence, gaussian_log_density, importance_weighted_bound
from notes.generative.proofs import autoencoders, game, inference

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


def test_best_denoiser_is_the_proved_step_for_data_at_two_points():
    slope = Symbol("slope")
    start = autoencoders.denoising_any_density().steps[0].first
    step = start.replace(lambda part: isinstance(part, Derivative), lambda _: slope)
    noisy = GRID[:, None].clone().requires_grad_()
    data = torch.tensor([[-1.0], [1.0]], dtype=F64)
    log_density = torch.logsumexp(-torch.cdist(noisy, data).square() / (2 * 0.4), -1)
    (found,) = torch.autograd.grad(log_density.sum(), noisy)
    proved = evaluated(step, slope=found[:, 0], s=torch.tensor(0.4, dtype=F64), **{"tilde{x}": GRID})
    torch.testing.assert_close(best_denoised(GRID[:, None], data, 0.4**0.5)[:, 0], proved)


def test_mean_of_logs_bounds_the_importance_weighted_bound():
    log_weights = torch.stack([GRID, GRID.flip(0), GRID.square()])
    gap = importance_weighted_bound(log_weights) - log_weights.mean(0)
    proved = inference.mean_of_logs().steps[0].first
    w, mean = log_weights.exp(), log_weights.exp().mean(0)
    for column in range(len(GRID)):
        places = {str(symbol): symbol for symbol in proved.atoms(Symbol)}
        value = proved.subs({places["K"]: 3, places[r"\bar w"]: mean[column].item()}).doit()
        base = next(iter(value.atoms(Indexed))).base
        value = value.subs({base[k + 1]: w[k, column].item() for k in range(3)})
        assert float(value) == pytest.approx(gap[column].item(), abs=1e-12)

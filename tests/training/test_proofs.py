"""The last expression of each proof, turned into a function, against the implementation and its derivative."""

import itertools

import pytest
import sympy
import torch
from sympy import Indexed, Subs

from notes.training.adam import Adam, NormalizedGradient
from notes.training.descent import GradientDescent, optimizer_path
from notes.training.gabor import gabor_gradient
from notes.training.initialization import he_variance, rectified_glorot_variance
from notes.training.line import line_gradients
from notes.training.minibatch import variance_with_replacement, variance_without_replacement
from notes.training.momentum import Momentum, NesterovMomentum
from notes.training.proofs import adam, backpropagation, batches, descent, initialization, momentum
from notes.training.schedules import constant_rate, cosine_annealing
from notes.training.signal import expected_powers
from notes.training.toy import toy_gradients, toy_losses


def valued(expression, **values):
    """The expression as a number, its symbols looked up by their LaTeX names with the backslashes left out."""
    names = {symbol: values[symbol.name.replace("\\", "")] for symbol in expression.free_symbols}
    return float(expression.subs(names).doit())


def rows(proof):
    return [claim.right for claim in proof.claims]


def tensor(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


def test_contraction_is_a_step_of_gradient_descent():
    factor = valued(
        rows(descent.contraction_on_a_quadratic())[0], phi_t=3.0, alpha=0.1, **{"lambda": 4.0, "phi^*": 1.0}
    )
    path = optimizer_path(GradientDescent(), lambda phi: 4 * (phi - 1), tensor(3.0), constant_rate(0.1, 1))
    assert (path[1] - 1).item() == pytest.approx(factor)


def test_line_partials_equal_line_gradients():
    values = {"phi_0": 0.3, "phi_1": -1.2, "x_i": 2.0, "y_i": 0.7}
    expected = line_gradients(tensor(0.3, -1.2), tensor(2.0), tensor(0.7))[0].tolist()
    assert [valued(row, **values) for row in rows(descent.line_partials())] == pytest.approx(expected)


def test_gabor_partials_equal_gabor_gradient():
    values = {"phi_0": -1.0, "phi_1": 12.0, "x_i": 2.5, "y_i": 0.4}
    expected = gabor_gradient(tensor(-1.0, 12.0), tensor(2.5), tensor(0.4)).tolist()
    assert [valued(row, **values) for row in rows(descent.gabor_partials())[-2:]] == pytest.approx(expected)


def test_cosine_schedule_starts_where_the_proof_says():
    assert cosine_annealing(0.7, 10).tolist()[0] == 0.7
    assert cosine_annealing(0.7, 10_000, final=0.1).mean().item() == pytest.approx(0.4, abs=1e-4)


def test_batch_variances_equal_the_proofs():
    gradients = tensor(1.0, 2.0, 4.0, -3.0, 0.5)
    values = {"B": 2, "R": 3, "sigma^2": gradients.var(correction=0).item()}
    with_replacement, without = (
        rows(proof())[0] for proof in (batches.variance_with_replacement, batches.variance_without_replacement)
    )
    assert valued(with_replacement, **values) == pytest.approx(variance_with_replacement(gradients, 2).item())
    assert valued(without, **values) == pytest.approx(variance_without_replacement(gradients, 2).item())


def test_inclusion_probabilities_equal_a_count():
    pairs = list(itertools.combinations(range(5), 2))
    expected = [sum(0 in pair for pair in pairs) / len(pairs), sum(pair == (0, 1) for pair in pairs) / len(pairs)]
    assert [valued(row, B=2, R=3) for row in rows(batches.inclusion_probabilities())] == pytest.approx(expected)


def test_momentum_weights_are_what_unit_gradients_give():
    path = optimizer_path(Momentum(0.8), torch.ones_like, tensor(0.0), constant_rate(1.0, 6))
    expected = valued(rows(momentum.momentum_weights())[0], beta=0.8, t=6)
    assert -path.diff(dim=0)[-1].item() == pytest.approx(expected)


def test_momentum_of_torch_maps_one_step():
    _, new = Momentum(0.8).step(tensor(0.0), tensor(0.2 * 1.5), lambda _: tensor(-0.4), 1.0)
    (agreed,) = rows(momentum.momentum_of_torch())
    (buffer,) = agreed.atoms(Indexed)
    assert new.item() == pytest.approx(valued(agreed.subs(buffer, 0.8 * 1.5 - 0.4), beta=0.8))


def test_nesterov_of_torch_maps_one_step():
    beta, rate, rule = 0.8, 0.3, NesterovMomentum(0.8)
    point, state = rule.step(tensor(2.0), tensor(0.2 * 1.5), lambda _: tensor(-0.4), rate)
    values = {"phi_t": 2.0, "alpha": rate, "beta": beta, "b_t": 1.5, "g_t": -0.4, "m_t": 0.2 * 1.5}
    assert rule.look_ahead(point, state, rate).item() == pytest.approx(
        valued(rows(momentum.nesterov_of_torch())[0], **values)
    )


def test_adam_first_step_equals_the_proof():
    path = optimizer_path(Adam(epsilon=0.1), lambda _: tensor(-0.4), tensor(0.0), constant_rate(0.3, 1))
    expected = valued(rows(adam.adam_first_step())[0], g_t=-0.4, alpha=0.3, epsilon=0.1)
    assert -path[1].item() == pytest.approx(expected)


def test_adam_corrected_moments_are_those_of_a_constant_gradient():
    rule = Adam()
    state = rule.initial_state(tensor(0.0))
    for _ in range(7):
        _, state = rule.step(tensor(0.0), state, lambda _: tensor(-0.4), 0.1)
    first, second = rule.corrected(state)
    assert (first.item(), second.item()) == pytest.approx((-0.4, 0.16))


def test_normalized_step_is_as_long_as_the_proof_says():
    path = optimizer_path(NormalizedGradient(0.5), lambda _: tensor(0.5), tensor(0.0), constant_rate(0.3, 1))
    assert path[1].abs().item() == pytest.approx(valued(rows(adam.normalized_step_length())[0], alpha=0.3))


def test_normalized_bounce_is_what_the_rule_does():
    path = optimizer_path(NormalizedGradient(1e-12), lambda phi: 3 * phi, tensor(0.1), constant_rate(0.2, 2))
    places = [valued(row, alpha=0.2) for row in rows(adam.normalized_bounce())]
    assert path.flatten().tolist()[1:] == pytest.approx(places)


def test_matrix_derivatives_equal_autograd():
    generator = torch.Generator().manual_seed(0)
    weights, biases, inputs, slope = (
        torch.rand(*shape, generator=generator, dtype=torch.float64, requires_grad=True)
        for shape in ((2, 3), (2,), (3,), (2,))
    )
    gradients = torch.autograd.grad(slope @ (biases + weights @ inputs), (weights, biases, inputs))
    torch.testing.assert_close(gradients[0], torch.outer(slope, inputs))
    torch.testing.assert_close(gradients[2], weights.T @ slope)
    entry, bias, _, back = rows(backpropagation.matrix_derivatives())
    (by_output,) = bias.atoms(Subs)
    output_slope = {by_output: slope[0].item()}
    assert gradients[0][0, 1].item() == pytest.approx(valued(entry.xreplace(output_slope), h_j=inputs[1].item()))
    assert gradients[1][0].item() == pytest.approx(bias.xreplace(output_slope))
    total = back.subs(backpropagation.first, 2).doit()
    named = {"G": slope, r"\Omega": weights[:, 1]}
    entries = {one: named[str(one.base)][int(one.indices[0]) - 1].item() for one in total.atoms(Indexed)}
    assert gradients[2][1].item() == pytest.approx(total.xreplace(entries))


TOY = [0.4, -0.7, 0.2, 0.9, -0.3, 0.8, 1.1, -1.4]


def test_toy_derivatives_equal_the_implementation_and_autograd():
    values = dict(zip([f"{name}_{k}" for k in range(4) for name in ("beta", "w")], TOY, strict=True))
    values |= {"x_i": 0.5, "y_i": 0.3}
    nested = backpropagation.nested_values()
    inner = dict(zip(backpropagation.VALUES, nested, strict=True))
    derived = [
        valued(row.subs(inner), **values)
        for pair in zip(rows(backpropagation.toy_biases()), rows(backpropagation.toy_weights()), strict=True)
        for row in pair
    ]
    ours = toy_gradients(tensor(*TOY), tensor(0.5), tensor(0.3))[0]
    automatic = torch.func.jacrev(toy_losses)(tensor(*TOY), tensor(0.5), tensor(0.3))[0]
    assert derived == pytest.approx(ours.tolist())
    torch.testing.assert_close(ours, automatic)


def test_initial_variances_equal_the_proofs():
    assert valued(
        sympy.solve(rows(initialization.he_forward())[0] - initialization.sigma**2, initialization.weight_variance)[0],
        **{"D_h": 50},
    ) == pytest.approx(he_variance(50))
    assert valued(rows(initialization.initialization_compromise())[1], **{"D_h": 300, "D_{h'}": 100}) == pytest.approx(
        rectified_glorot_variance(300, 100)
    )


def test_power_after_layers_equals_expected_powers():
    last = rows(initialization.power_after_layers())[0]
    (start,) = last.atoms(Indexed)
    last = last.subs(start, 20 * 0.08)
    values = {"D_h": 20, "sigma_Omega^2": 0.08, "k": 5}
    assert expected_powers([20] * 6, [0.08] * 6, 1.0)[5].item() == pytest.approx(valued(last, **values))


def test_rectified_power_equals_a_sample_mean():
    sample = 3 * torch.randn(400_000, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    expected = valued(rows(initialization.relu_halves_the_power())[0], sigma_f=3.0)
    assert sample.relu().square().mean().item() == pytest.approx(expected, rel=0.01)

"""Lion against its published program, Muon against torch, and the Newton-Schulz iteration against singular values."""

import pytest
import torch

from notes.training.descent import optimizer_path
from notes.training.lion import Lion
from notes.training.muon import QUINTIC, Muon, newton_schulz
from notes.training.schedules import constant_rate

GENERATOR = torch.Generator().manual_seed(2)
TARGET = torch.randn(3, 5, generator=GENERATOR, dtype=torch.float64)


def slope(parameters):
    return 2 * (parameters - TARGET)


def test_lion_follows_its_published_program():
    rule, rate, decay = Lion(0.8, 0.95, 0.1), 0.05, 0.1
    weights, moment = torch.zeros_like(TARGET), torch.zeros_like(TARGET)
    ours, state = weights.clone(), rule.initial_state(weights)
    for _ in range(30):
        grads = slope(weights)
        update = torch.sign(torch.lerp(moment, grads, 0.2)) + weights * decay
        moment = torch.lerp(moment, grads, 0.05)
        weights = weights - rate * update
        ours, state = rule.step(ours, state, slope, rate)
        torch.testing.assert_close(ours, weights)
        torch.testing.assert_close(state, moment)


def test_lion_never_steps_further_than_the_rate():
    path = optimizer_path(Lion(), slope, torch.zeros_like(TARGET), constant_rate(0.01, 20))
    torch.testing.assert_close(path.diff(dim=0).abs(), torch.full((20, 3, 5), 0.01).double())


@pytest.mark.parametrize("shape", [(4, 4), (3, 6), (7, 2)])
@pytest.mark.parametrize(("rounds", "coefficients"), [(1, QUINTIC), (5, QUINTIC), (3, (1.5, -0.5, 0.0))])
def test_newton_schulz_acts_on_singular_values_alone(shape, rounds, coefficients):
    matrix = torch.randn(2, *shape, generator=GENERATOR, dtype=torch.float64)
    left, values, right = torch.linalg.svd(matrix, full_matrices=False)
    values = values / matrix.square().sum((-2, -1), keepdim=True).sqrt()[..., 0]
    a, b, c = coefficients
    for _ in range(rounds):
        values = a * values + b * values**3 + c * values**5
    torch.testing.assert_close(newton_schulz(matrix, rounds, coefficients), left * values[..., None, :] @ right)


def test_five_rounds_of_the_quintic_take_all_but_tiny_values_into_the_range_of_the_page():
    values = torch.linspace(0.01, 1, 10_001, dtype=torch.float64)
    a, b, c = QUINTIC
    for _ in range(5):
        values = a * values + b * values**3 + c * values**5
    assert (values.min().item(), values.max().item()) == pytest.approx((0.68, 1.14), abs=0.006)


def test_newton_schulz_of_nothing_is_nothing():
    assert newton_schulz(torch.zeros(2, 3)).count_nonzero() == 0


def test_newton_schulz_does_not_see_the_scale():
    torch.testing.assert_close(newton_schulz(1e3 * TARGET), newton_schulz(TARGET))


@pytest.mark.parametrize("shape", [(4, 6), (6, 4)])
def test_muon_equals_torch_where_that_iterates_in_full_precision(shape, monkeypatch):
    monkeypatch.setattr(torch.Tensor, "bfloat16", lambda tensor: tensor)
    target = torch.randn(*shape, generator=GENERATOR, dtype=torch.float64)
    theirs = torch.nn.Parameter(torch.zeros_like(target))
    reference = torch.optim.Muon([theirs], lr=0.1, weight_decay=0.1, momentum=0.9)
    ours, rule = torch.zeros_like(target), Muon(0.9, 0.1)
    state = rule.initial_state(ours)
    for _ in range(10):
        theirs.grad = 2 * (theirs.detach() - target)
        reference.step()
        ours, state = rule.step(ours, state, lambda phi: 2 * (phi - target), 0.1)
        torch.testing.assert_close(ours, theirs.detach(), rtol=0, atol=1e-9)


def test_muon_moves_tall_matrices_further():
    wide, tall = torch.eye(4)[:2], torch.eye(4)[:, :2]
    steps = [Muon(0.0).step(one, torch.zeros_like(one), lambda phi: phi, 1.0)[0] - one for one in (wide, tall)]
    torch.testing.assert_close(steps[1], 2**0.5 * steps[0].T)


@pytest.mark.parametrize("outputs", [5, 8, 40])
def test_orthogonal_steps_change_the_outputs_of_tall_matrices_as_those_of_square_ones(outputs):
    matrix, inputs = torch.randn(outputs, 5, generator=GENERATOR).double(), torch.randn(5, generator=GENERATOR).double()
    changes = max(1, outputs / 5) ** 0.5 * newton_schulz(matrix, 40, (1.5, -0.5, 0.0)) @ inputs
    torch.testing.assert_close(changes.square().mean(), inputs.square().mean())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Lion(decay=1.0), r"`decay` must lie in \[0, 1\), got 1.0"),
        (lambda: Lion(momentum_decay=-0.1), r"`momentum_decay` must lie in \[0, 1\), got -0.1"),
        (lambda: Lion(weight_decay=-0.1), "`weight_decay` must not be negative"),
        (lambda: Muon(decay=1.0), r"`decay` must lie in \[0, 1\), got 1.0"),
        (lambda: Muon(weight_decay=-0.1), "`weight_decay` must not be negative"),
        (lambda: newton_schulz(TARGET, 0), "`rounds` must be at least 1, got 0"),
        (lambda: newton_schulz(TARGET[:, :0]), "`matrix` must hold at least one entry"),
        (lambda: newton_schulz(TARGET * torch.nan), "`matrix` must be finite"),
    ],
)
def test_sign_and_matrix_methods_refuse_what_is_out_of_range(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_sign_and_matrix_methods_take_the_last_good_values():
    assert Lion(0.0, 0.0).decay == Muon(0.0).decay == 0

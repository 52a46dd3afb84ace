"""Early stopping: patience counted, best weights restored; its filter against descent step by step."""

import math

import pytest
import torch
from torch import nn

from notes.generalization.early_stopping import (
    EarlyStopping,
    descent_filter,
    descent_iterate,
    equivalent_strength,
    stopped_descent,
)
from notes.generalization.ridge import ridge_filter


def model() -> nn.Linear:
    return nn.Linear(1, 1, bias=False)


def steps_taken(losses: list[float], patience: int, improvement: float = 0.0) -> tuple[int, float, nn.Linear]:
    watched = model()
    stopping = EarlyStopping(watched, patience, improvement)
    for step, loss in enumerate(losses):
        nn.init.constant_(watched.weight, step)
        if stopping.should_stop(loss):
            break
    stopping.restore()
    return step, stopping.best_loss, watched


@pytest.mark.parametrize(
    ("losses", "patience", "stopped", "best"),
    [
        ([3, 2, 1, 0], 1, 3, 3),  # always better: runs to the end
        ([1, 2, 0], 1, 1, 0),  # one bad check is one too many
        ([1, 2, 0, 5, 5, 5], 2, 4, 2),  # patience starts anew with every improvement
        ([1, 1, 1], 2, 2, 0),  # a tie is no improvement
        ([math.inf, 2, 3, 3], 2, 3, 1),  # an infinite first loss counts as a failed check
    ],
)
def test_early_stopping_stops_and_restores(losses: list[float], patience: int, stopped: int, best: int):
    step, best_loss, watched = steps_taken([float(loss) for loss in losses], patience)
    assert (step, best_loss, watched.weight.item()) == (stopped, losses[best], best)


def test_early_stopping_ignores_improvements_below_the_threshold():
    step, best_loss, watched = steps_taken([1.0, 0.95, 0.9, 0.85], 3, improvement=0.2)
    assert (step, best_loss, watched.weight.item()) == (3, 1.0, 0)


def test_early_stopping_keeps_a_copy_of_the_weights():
    watched = model()
    stopping = EarlyStopping(watched, patience=1)
    before = watched.weight.item()
    stopping.should_stop(1.0)
    with torch.no_grad():
        watched.weight += 7
    stopping.restore()
    assert watched.weight.item() == before


def test_early_stopping_refuses_what_has_no_meaning():
    with pytest.raises(ValueError, match="`patience` must be positive, got 0"):
        EarlyStopping(model(), patience=0)
    with pytest.raises(ValueError, match=r"`improvement` must not be negative, got -0\.1"):
        EarlyStopping(model(), patience=1, improvement=-0.1)
    with pytest.raises(ValueError, match="`validation_loss` must be a number, got nan"):
        EarlyStopping(model(), patience=1).should_stop(math.nan)
    with pytest.raises(ValueError, match="`should_stop` must note a finite loss before `restore`, got none"):
        EarlyStopping(model(), patience=1).restore()


def test_stopped_descent_ends_at_the_best_validation_loss():
    watched = model()
    nn.init.constant_(watched.weight, 0.0)
    stopping = EarlyStopping(watched, patience=3)
    optimizer = torch.optim.SGD(watched.parameters(), lr=0.1)
    history = stopped_descent(
        stopping,
        training_loss=lambda net: (net.weight - 2).square().sum(),
        validation_loss=lambda net: (net.weight - 1).square().sum(),
        optimizer=optimizer,
        steps=100,
    )
    watched_losses = [validation for _, validation in history]
    best = watched_losses.index(min(watched_losses))
    assert len(history) == best + 4
    assert watched.weight.item() == pytest.approx(2 - 2 * 0.8**best, rel=1e-5)
    assert [training for training, _ in history] == sorted((training for training, _ in history), reverse=True)


def test_stopped_descent_refuses_no_steps():
    stopping = EarlyStopping(model(), patience=1)
    optimizer = torch.optim.SGD(stopping.model.parameters(), lr=0.1)
    with pytest.raises(ValueError, match="`steps` must be positive, got 0"):
        stopped_descent(stopping, lambda net: net.weight.sum(), lambda net: net.weight.sum(), optimizer, 0)


@pytest.mark.parametrize("steps", [0, 1, 25])
def test_descent_iterate_is_where_descent_gets_step_by_step(steps: int, generator: torch.Generator):
    factor = torch.rand(4, 4, generator=generator, dtype=torch.float64)
    hessian, minimiser = factor @ factor.T, torch.rand(4, generator=generator, dtype=torch.float64)
    rate = 1 / torch.linalg.eigvalsh(hessian).max().item()
    phi = torch.zeros(4, dtype=torch.float64)
    for _ in range(steps):
        phi = phi - rate * hessian @ (phi - minimiser)
    torch.testing.assert_close(descent_iterate(hessian, minimiser, rate, steps), phi)


def test_descent_filter_has_the_gradient_of_its_formula():
    eigenvalues = torch.tensor([0.1, 0.5, 1.0], dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(descent_filter(eigenvalues, 0.3, 7).sum(), eigenvalues)
    torch.testing.assert_close(slope, 7 * 0.3 * (1 - 0.3 * eigenvalues.detach()) ** 6)


def test_descent_filter_refuses_what_has_no_meaning():
    with pytest.raises(ValueError, match=r"`eigenvalues` must be positive, got 0\.0"):
        descent_filter(torch.tensor([0.0]), 0.1, 1)
    with pytest.raises(ValueError, match=r"`rate` must be between 0 and 2 / 4, got 0\.5"):
        descent_filter(torch.tensor([4.0, 1.0]), 0.5, 1)
    with pytest.raises(ValueError, match="`steps` must not be negative, got -1"):
        descent_filter(torch.ones(1), 0.5, -1)


def test_descent_iterate_refuses_a_hessian_that_is_not_symmetric():
    with pytest.raises(ValueError, match="`hessian` must be symmetric, got"):
        descent_iterate(torch.tensor([[1.0, 0.5], [0.0, 1.0]]), torch.ones(2), 0.1, 1)


def test_equivalent_strength_agrees_with_the_filters_in_flat_directions():
    eigenvalues = torch.tensor([1e-6, 1e-5], dtype=torch.float64)
    stopped = descent_filter(eigenvalues, 0.1, 50)
    torch.testing.assert_close(stopped, ridge_filter(eigenvalues, equivalent_strength(0.1, 50)), rtol=1e-4, atol=0)


def test_equivalent_strength_refuses_what_is_not_positive():
    with pytest.raises(ValueError, match="`steps` must be positive, got 0"):
        equivalent_strength(0.1, 0)
    with pytest.raises(ValueError, match=r"`rate` must be positive, got 0\.0"):
        equivalent_strength(0.0, 3)

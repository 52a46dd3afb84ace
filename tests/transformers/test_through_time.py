"""Gradients through time against autograd, and the bound on them."""

import pytest
import torch

from notes.transformers.recurrent import recurrent_states
from notes.transformers.through_time import jacobians_through_time, state_jacobian

F64 = torch.float64


def weights(generator: torch.Generator) -> tuple[torch.Tensor, ...]:
    return tuple(torch.randn(shape, dtype=F64, generator=generator) for shape in ((4, 3), (4, 4), (4,)))


def test_state_jacobian_is_the_derivative_of_the_cell(generator: torch.Generator) -> None:
    read, remember, bias = weights(generator)
    reading, state = (torch.randn(1, 1, n, dtype=F64, generator=generator) for n in (3, 4))

    def step(before: torch.Tensor) -> torch.Tensor:
        return recurrent_states(reading, before[None], read, remember, bias)[0, 0]

    expected = torch.autograd.functional.jacobian(step, state[0, 0])
    torch.testing.assert_close(state_jacobian(step(state[0, 0]), remember), expected)


def test_jacobians_through_time_are_the_derivatives_of_the_last_state(generator: torch.Generator) -> None:
    read, remember, bias = weights(generator)
    readings = torch.randn(6, 1, 3, dtype=F64, generator=generator)
    start = torch.randn(4, dtype=F64, generator=generator)
    states = recurrent_states(readings, start[None], read, remember, bias)[:, 0]
    found = jacobians_through_time(states, remember)
    for k in range(1, 7):
        before = start if k == 6 else states[5 - k]

        def later(state: torch.Tensor, k: int = k) -> torch.Tensor:
            return recurrent_states(readings[6 - k :], state[None], read, remember, bias)[-1, 0]

        torch.testing.assert_close(found[k - 1], torch.autograd.functional.jacobian(later, before))


def test_jacobians_through_time_stay_below_the_bound(generator: torch.Generator) -> None:
    states = torch.randn(8, 5, dtype=F64, generator=generator).tanh()
    remember = torch.randn(5, 5, dtype=F64, generator=generator)
    norms = torch.linalg.matrix_norm(jacobians_through_time(states, remember), ord=2)
    bound = torch.linalg.matrix_norm(remember, ord=2) ** torch.arange(1, 9)
    assert bool((norms <= bound).all())
    at_rest = torch.linalg.matrix_norm(jacobians_through_time(torch.zeros(8, 5, dtype=F64), remember.T @ remember), 2)
    torch.testing.assert_close(at_rest, bound**2)


def test_state_jacobian_refuses_infinity() -> None:
    with pytest.raises(ValueError, match="`state` must be finite"):
        state_jacobian(torch.tensor([torch.inf]), torch.eye(1))

"""The recurrent network against torch.nn.RNN with the same weights."""

import pytest
import torch

from notes.transformers.recurrent import recurrent_state, recurrent_states


def test_recurrent_states_equal_pytorch_in_values_and_gradients(generator: torch.Generator) -> None:
    network = torch.nn.RNN(3, 4).double()
    readings = torch.randn(6, 2, 3, dtype=torch.float64, generator=generator, requires_grad=True)
    state = torch.randn(2, 4, dtype=torch.float64, generator=generator, requires_grad=True)
    sources = (readings, state, network.weight_ih_l0, network.weight_hh_l0, network.bias_ih_l0)
    expected, _ = network(readings, state[None])
    states = recurrent_states(readings, state, *sources[2:4], network.bias_ih_l0 + network.bias_hh_l0)
    pull = torch.randn(6, 2, 4, dtype=torch.float64, generator=generator)
    torch.testing.assert_close(states, expected)
    gradients = (torch.autograd.grad((outputs * pull).sum(), sources) for outputs in (states, expected))
    torch.testing.assert_close(*gradients)


def test_recurrent_states_refuse_a_sequence_without_steps() -> None:
    with pytest.raises(ValueError, match="`readings` must hold at least one step, got 0"):
        recurrent_states(torch.ones(0, 1, 1), torch.ones(1, 1), torch.ones(1, 1), torch.ones(1, 1), torch.ones(1))


def test_recurrent_state_refuses_infinity() -> None:
    one = torch.ones(1, 1)
    with pytest.raises(ValueError, match="`reading` must be finite, got inf"):
        recurrent_state(one * torch.inf, one, one, one, torch.ones(1))

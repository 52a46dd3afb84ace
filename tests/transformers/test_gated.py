"""The gated cells against torch.nn.LSTMCell and torch.nn.GRUCell with the same weights."""

import math

import pytest
import torch

from notes.transformers.gated import gru_state, lstm_state


def drawn(generator: torch.Generator, *shape: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=generator, requires_grad=True)


def test_lstm_state_equals_pytorch_in_values_and_gradients(generator: torch.Generator) -> None:
    theirs = torch.nn.LSTMCell(3, 4).double()
    reading, before = drawn(generator, 5, 3), drawn(generator, 2, 5, 4)
    sources = (reading, before, theirs.weight_ih, theirs.weight_hh, theirs.bias_ih)
    ours = lstm_state(reading, before, *sources[2:4], theirs.bias_ih + theirs.bias_hh)
    expected = torch.stack(theirs(reading, tuple(before)))
    torch.testing.assert_close(ours, expected)
    pull = torch.randn(2, 5, 4, dtype=torch.float64, generator=generator)
    gradients = (torch.autograd.grad((found * pull).sum(), sources) for found in (ours, expected))
    torch.testing.assert_close(*gradients)


def test_gru_state_equals_pytorch_in_values_and_gradients(generator: torch.Generator) -> None:
    theirs = torch.nn.GRUCell(3, 4).double()
    reading, state = drawn(generator, 5, 3), drawn(generator, 5, 4)
    sources = (reading, state, theirs.weight_ih, theirs.weight_hh, theirs.bias_ih, theirs.bias_hh)
    ours = gru_state(reading, state, *sources[2:4], torch.stack(sources[4:]))
    expected = theirs(reading, state)
    torch.testing.assert_close(ours, expected)
    pull = torch.randn(5, 4, dtype=torch.float64, generator=generator)
    gradients = (torch.autograd.grad((found * pull).sum(), sources) for found in (ours, expected))
    torch.testing.assert_close(*gradients)


def test_cells_keep_what_they_hold_where_the_gate_says_so(generator: torch.Generator) -> None:
    held = drawn(generator, 2, 3)
    shut_and_kept = torch.tensor([-50.0, 50.0, 0.0, 0.0], dtype=torch.float64).repeat_interleave(3)
    nothing = torch.zeros(12, 3, dtype=torch.float64)
    state, cell = lstm_state(held, torch.stack([held, held]), nothing, nothing, shut_and_kept)
    torch.testing.assert_close(cell, held)
    torch.testing.assert_close(state, held.tanh() / 2)
    biases = torch.tensor([[0.0, 50.0, 0.0], [0.0, 0.0, 1.0]], dtype=torch.float64).repeat_interleave(3, dim=1)
    torch.testing.assert_close(gru_state(held, held, nothing[:9], nothing[:9], biases), held)


def test_cells_refuse_infinity() -> None:
    one, biases = torch.ones(1, 1), torch.zeros(2, 3)
    with pytest.raises(ValueError, match="`before` must be finite, got inf"):
        lstm_state(one, torch.tensor([[[1.0]], [[math.inf]]]), torch.ones(4, 1), torch.ones(4, 1), torch.zeros(4))
    with pytest.raises(ValueError, match="`biases` must be finite, got inf"):
        gru_state(one, one, torch.ones(3, 1), torch.ones(3, 1), biases + math.inf)

"""Additive scores against a network on the two states side by side, pair by pair."""

import pytest
import torch

from notes.transformers.additive import additive_scores


def test_additive_scores_equal_a_network_on_each_pair_in_values_and_gradients(generator: torch.Generator) -> None:
    shapes = ((4, 3), (5, 2), (6, 3), (6, 2), (6,))
    sources = [torch.randn(shape, dtype=torch.float64, generator=generator, requires_grad=True) for shape in shapes]
    states, annotations, ask, hold, weigh = sources
    scores = additive_scores(states, annotations, ask, hold, weigh)
    joint = torch.cat([ask, hold], dim=1)
    pairs = [[weigh @ torch.tanh(joint @ torch.cat([state, held])) for held in annotations] for state in states]
    expected = torch.stack([torch.stack(row) for row in pairs])
    torch.testing.assert_close(scores, expected)
    pull = torch.randn(4, 5, dtype=torch.float64, generator=generator)
    torch.testing.assert_close(*(torch.autograd.grad((found * pull).sum(), sources) for found in (scores, expected)))


def test_additive_scores_refuse_infinity() -> None:
    one = torch.ones(1, 1)
    with pytest.raises(ValueError, match="`states` must be finite"):
        additive_scores(one * torch.inf, one, one, one, torch.ones(1))

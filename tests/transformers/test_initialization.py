"""Drawn weights: reproducible, of the right spread, and independent of the global generator."""

import pytest
import torch
from torch import nn

from notes.transformers.initialization import initialized, normally_initialized


def network() -> nn.Sequential:
    return nn.Sequential(nn.Embedding(500, 64), nn.Linear(64, 32), nn.Linear(32, 8, bias=False))


def test_initialized_draws_from_the_generator_alone() -> None:
    torch.manual_seed(1)
    first = initialized(network(), torch.Generator().manual_seed(0))
    torch.manual_seed(2)
    second = initialized(network(), torch.Generator().manual_seed(0))
    for one, other in zip(first.parameters(), second.parameters(), strict=True):
        torch.testing.assert_close(one, other)


def test_initialized_has_the_stated_spread(generator: torch.Generator) -> None:
    drawn = initialized(network(), generator)
    assert abs(drawn[0].weight.std().item() * 8 - 1) < 0.02
    assert abs(drawn[1].weight.var().item() * (64 + 32) / 2 - 1) < 0.1
    assert not drawn[1].bias.any()


def test_normally_initialized_has_its_spread_and_leaves_norms_as_they_begin(generator: torch.Generator) -> None:
    drawn = nn.Sequential(nn.Embedding(500, 64), nn.Linear(64, 300), nn.LayerNorm(64))
    for parameter in drawn.parameters():
        nn.init.constant_(parameter, 7.0)
    normally_initialized(drawn, generator, deviation=0.3)
    assert [drawn[k].weight.std().item() for k in range(2)] == pytest.approx([0.3, 0.3], rel=0.02)
    assert (drawn[2].weight == 1).all()
    assert not drawn[1].bias.any()
    assert not drawn[2].bias.any()
    with pytest.raises(ValueError, match=r"^`deviation` must be positive, got 0\.0$"):
        normally_initialized(drawn, generator, deviation=0.0)

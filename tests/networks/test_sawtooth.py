import pytest
import torch

from notes.networks.mlp import parameter_count
from notes.networks.pieces import linear_pieces
from notes.networks.sawtooth import folded_zigzag, sawtooth, sawtooth_values, zigzag

X = torch.linspace(0, 1, 1025, dtype=torch.float64)


@pytest.mark.parametrize("pieces", [1, 2, 3, 7])
def test_zigzag_runs_between_zero_and_one(pieces):
    nodes = torch.arange(pieces + 1, dtype=torch.float64)
    values = zigzag(pieces)((nodes / pieces)[:, None]).squeeze(1)
    torch.testing.assert_close(values, nodes % 2)
    assert len(linear_pieces(zigzag(pieces), 0.0, 1.0)) == pieces


def test_zigzag_is_zero_to_the_left():
    assert zigzag(3)(torch.tensor([[-5.0], [-0.1]], dtype=torch.float64)).tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize("depth", [1, 2, 5, 8])
def test_sawtooth_equals_repeated_tent_and_closed_form(depth):
    values = X
    for _ in range(depth):
        values = 1 - (2 * values - 1).abs()
    torch.testing.assert_close(sawtooth(depth)(X[:, None]).squeeze(1), values)
    torch.testing.assert_close(sawtooth_values(X, depth), values)


@pytest.mark.parametrize("depth", range(1, 11))
def test_sawtooth_has_two_to_the_depth_pieces(depth):
    assert len(linear_pieces(sawtooth(depth), 0.0, 1.0)) == 2**depth


def test_sawtooth_parameters_grow_linearly():
    for depth in range(1, 8):
        network = sawtooth(depth)
        count = sum(p.numel() for p in network.parameters())
        assert count == parameter_count([1, *[2] * depth, 1]) == 6 * depth + 1


def test_folded_zigzag_composes():
    once, twice = zigzag(3), folded_zigzag(3, 2)
    torch.testing.assert_close(twice(X[:, None]), once(once(X[:, None])))


def test_zigzags_refuse_sizes():
    with pytest.raises(ValueError, match="`pieces` must be at least 1, got 0"):
        zigzag(0)
    with pytest.raises(ValueError, match="`depth` must be at least 1, got 0"):
        folded_zigzag(2, 0)
    with pytest.raises(ValueError, match="`depth` must be at least 1, got 0"):
        sawtooth_values(X, 0)
    with pytest.raises(ValueError, match=r"`x` must be from 0 to 1, got 1.5"):
        sawtooth_values(torch.tensor([1.5]), 2)

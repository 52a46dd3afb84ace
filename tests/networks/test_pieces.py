import math
from fractions import Fraction
from itertools import pairwise

import pytest
import torch

from notes.networks.activation import tanh
from notes.networks.mlp import random_mlp
from notes.networks.pieces import linear_pieces
from notes.networks.region_bounds import deep_region_bound
from notes.networks.sawtooth import folded_zigzag
from notes.networks.shallow import ShallowNetwork, joints, random_shallow_network, region_slopes


def generator(seed):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("seed", range(5))
def test_linear_pieces_of_a_shallow_network_are_its_joints_and_slopes(seed):
    network = random_shallow_network(1, 6, 1, generator(seed))
    pieces = linear_pieces(network)
    assert len(pieces) == 6 + 1
    assert [float(piece.upper) for piece in pieces[:-1]] == pytest.approx(joints(network).sort().values.tolist())
    assert [float(piece.slope) for piece in pieces] == pytest.approx(region_slopes(network)[0].tolist())


@pytest.mark.parametrize("seed", range(4))
def test_linear_pieces_of_a_deep_network_equal_network_and_brute_force(seed):
    network = random_mlp([1, 5, 5, 1], generator(seed))
    pieces = linear_pieces(network, -4.0, 4.0)
    assert len(pieces) <= deep_region_bound([5, 5])
    for piece in pieces:
        x = torch.tensor([float((piece.lower + piece.upper) / 2)], dtype=torch.float64, requires_grad=True)
        y = network(x[:, None]).sum()
        (slope,) = torch.autograd.grad(y, x)
        assert slope.item() == pytest.approx(float(piece.slope))
        assert y.item() == pytest.approx(float(piece.slope) * x.item() + float(piece.intercept))
    grid = torch.linspace(-4, 4, 40_001, dtype=torch.float64, requires_grad=True)
    (slopes,) = torch.autograd.grad(network(grid[:, None]).sum(), grid)
    assert 1 + (slopes.diff().abs() > 1e-9).sum().item() == len(pieces)


def test_linear_pieces_meet():
    pieces = linear_pieces(random_mlp([1, 4, 4, 4, 1], generator(1)))
    assert (pieces[0].lower, pieces[-1].upper) == (-math.inf, math.inf)
    for left, right in pairwise(pieces):
        joint = left.upper
        assert joint == right.lower
        assert left.slope * joint + left.intercept == right.slope * joint + right.intercept


def test_linear_pieces_count_shared_and_idle_joints_once():
    shared = ShallowNetwork(torch.tensor([1.0, -2.0]), torch.tensor([[1.0], [-2.0]]), torch.zeros(1), torch.ones(1, 2))
    assert [piece.upper for piece in linear_pieces(shared)] == [Fraction(-1), math.inf]
    idle = ShallowNetwork(torch.zeros(2), torch.tensor([[1.0], [0.0]]), torch.zeros(1), torch.tensor([[0.0, 3.0]]))
    assert len(linear_pieces(idle)) == 1


@pytest.mark.parametrize(("pieces", "depth"), [(2, 6), (3, 4), (5, 2)])
def test_linear_pieces_of_a_folded_zigzag(pieces, depth):
    found = linear_pieces(folded_zigzag(pieces, depth), 0.0, 1.0)
    assert len(found) == pieces**depth
    assert {abs(piece.slope) for piece in found} == {pieces**depth}


def test_linear_pieces_refuses_what_has_none():
    network = random_shallow_network(1, 3, 1, generator(0))
    with pytest.raises(ValueError, match=r"`lower` must be below `upper`, got 1.0 and 1.0"):
        linear_pieces(network, 1.0, 1.0)
    with pytest.raises(ValueError, match=r"one input and one output, got \(2, 3\)"):
        linear_pieces(random_shallow_network(2, 3, 3, generator(0)))
    network.activation = tanh
    with pytest.raises(ValueError, match="`network` must have the activation relu, got"):
        linear_pieces(network)

import itertools
from fractions import Fraction

import pytest
import torch

from notes.networks.activation import tanh
from notes.networks.mlp import random_mlp
from notes.networks.polygons import activation_polygons
from notes.networks.region_bounds import line_arrangement_regions, shallow_region_bound
from notes.networks.shallow import ShallowNetwork, random_shallow_network


def generator(seed):
    return torch.Generator().manual_seed(seed)


def area(polygon):
    return sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(polygon, polygon[1:] + polygon[:1], strict=True)) / 2


@pytest.mark.parametrize("seed", range(4))
def test_activation_polygons_in_a_large_square_are_the_arrangement_of_lines(seed):
    network = random_shallow_network(2, 5, 1, generator(seed))
    polygons = activation_polygons(network, -1000.0, 1000.0)
    assert len(polygons) == line_arrangement_regions(network.theta, network.theta0) == shallow_region_bound(5, 2)


@pytest.mark.parametrize("widths", [[2, 3, 1], [2, 6, 1], [2, 4, 4, 1], [2, 3, 3, 3, 2]])
def test_activation_polygons_tile_the_square(widths):
    polygons = activation_polygons(random_mlp(widths, generator(2)), -2.0, 2.0)
    assert sum(area(polygon) for polygon in polygons) == 16
    assert all(area(polygon) > 0 for polygon in polygons)


@pytest.mark.parametrize("seed", range(3))
def test_activation_polygons_equal_patterns_met_on_a_grid(seed):
    network = random_mlp([2, 4, 4, 1], generator(seed))
    axis = torch.linspace(-2, 2, 401, dtype=torch.float64)
    x, patterns = torch.cartesian_prod(axis, axis), []
    for weight, bias in network.layers[:-1]:
        x = x @ weight.T + bias
        patterns.append(x > 0)
        x = x.relu()
    polygons = activation_polygons(network, -2.0, 2.0)
    large = [polygon for polygon in polygons if area(polygon) > 0.004]
    met = len(torch.unique(torch.cat(patterns, dim=1), dim=0))
    assert len(large) <= met <= len(polygons)


def test_activation_polygons_are_affine_pieces():
    network = random_mlp([2, 4, 4, 1], generator(0))
    for polygon in activation_polygons(network, -2.0, 2.0):
        corners = torch.tensor([[float(c) for c in p] for p in polygon], dtype=torch.float64)
        centre = corners.mean(dim=0, keepdim=True)
        torch.testing.assert_close(network(centre), network(corners).mean(dim=0, keepdim=True))


def test_activation_polygons_hand_value():
    cross = ShallowNetwork(torch.zeros(2), torch.eye(2), torch.zeros(1), torch.ones(1, 2))
    quarters = activation_polygons(cross, -1.0, 1.0)
    assert [area(quarter) for quarter in quarters] == [Fraction(1)] * 4
    corners = {corner for quarter in quarters for corner in quarter}
    assert corners == set(itertools.product([-1, 0, 1], repeat=2))


@pytest.mark.parametrize("offset", [-2.0, 2.0, -3.0, 3.0])
def test_activation_polygons_are_not_cut_by_a_line_that_touches_a_corner_or_none(offset: float):
    touching = ShallowNetwork(torch.tensor([offset]), torch.ones(1, 2), torch.zeros(1), torch.ones(1, 1))
    (whole,) = activation_polygons(touching, -1.0, 1.0)
    assert (len(whole), area(whole)) == (4, 4)


def test_activation_polygons_refuses_what_has_none():
    network = random_shallow_network(2, 3, 1, generator(0))
    with pytest.raises(ValueError, match=r"`lower` must be below `upper`, got 2.0 and 1.0"):
        activation_polygons(network, 2.0, 1.0)
    with pytest.raises(ValueError, match="`network` must have two inputs, got 1"):
        activation_polygons(random_shallow_network(1, 3, 1, generator(0)), 0.0, 1.0)
    network.activation = tanh
    with pytest.raises(ValueError, match="`network` must have the activation relu, got"):
        activation_polygons(network, 0.0, 1.0)

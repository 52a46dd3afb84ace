import itertools

import numpy as np
import pytest
import torch
from scipy.optimize import linprog

from notes.networks.region_bounds import deep_region_bound, line_arrangement_regions, shallow_region_bound


def regions_by_linear_programmes(weights, offsets):
    """Ask of every pattern of signs whether some point has it, with room to spare."""
    lines, inputs = weights.shape
    count = 0
    for signs in itertools.product([-1, 1], repeat=lines):
        s = np.array(signs)
        rows = np.hstack([-s[:, None] * weights, np.ones((lines, 1))])
        bounds = [(None, None)] * inputs + [(0, 1)]
        room = linprog(np.eye(inputs + 1)[-1] * -1, A_ub=rows, b_ub=s * offsets, bounds=bounds)
        count += room.status == 0 and -room.fun > 1e-7
    return count


@pytest.mark.parametrize(("units", "inputs"), [(4, 1), (5, 2), (6, 3), (7, 5)])
def test_shallow_region_bound_is_reached_by_random_hyperplanes(units, inputs):
    random = np.random.default_rng(0)
    weights, offsets = random.uniform(-1, 1, (units, inputs)), random.uniform(-1, 1, units)
    assert regions_by_linear_programmes(weights, offsets) == shallow_region_bound(units, inputs)


def test_shallow_region_bound_hand_values():
    assert [shallow_region_bound(units, 1) for units in range(5)] == [1, 2, 3, 4, 5]
    assert [shallow_region_bound(units, 2) for units in range(5)] == [1, 2, 4, 7, 11]
    assert shallow_region_bound(50, 10) == 13_432_735_556


def test_shallow_region_bound_is_two_to_the_units_while_inputs_suffice():
    assert all(shallow_region_bound(units, 8) == 2**units for units in range(9))
    assert shallow_region_bound(9, 8) == 2**9 - 1


def test_shallow_region_bound_follows_deletion_and_restriction():
    for units, inputs in itertools.product(range(1, 9), range(2, 6)):
        removed = shallow_region_bound(units - 1, inputs)
        within = shallow_region_bound(units - 1, inputs - 1)
        assert shallow_region_bound(units, inputs) == removed + within


def test_shallow_region_bound_refuses_sizes():
    with pytest.raises(ValueError, match="`units` must not be negative, got -1"):
        shallow_region_bound(-1, 2)
    with pytest.raises(ValueError, match="`inputs` must be at least 1, got 0"):
        shallow_region_bound(3, 0)


def test_deep_region_bound_of_one_layer_is_the_shallow_one():
    assert all(deep_region_bound([units]) == shallow_region_bound(units, 1) for units in range(1, 20))


def test_deep_region_bound_refuses_no_layer():
    with pytest.raises(ValueError, match=r"`widths` must hold at least 1 sizes, each at least 1, got \[\]"):
        deep_region_bound([])


@pytest.mark.parametrize("seed", range(3))
def test_line_arrangement_regions_equals_brute_force_in_general_position(seed):
    lines = 2 * torch.rand(5, 3, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) - 1
    counted = line_arrangement_regions(lines[:, :2], lines[:, 2])
    assert counted == regions_by_linear_programmes(lines[:, :2].numpy(), lines[:, 2].numpy())
    assert counted == shallow_region_bound(5, 2)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([[1, 0, 0], [1, 0, 1], [1, 0, 2]], 4),
        ([[1, 0, 0], [0, 1, 0], [1, 1, 0]], 6),
        ([[1, 0, 0], [2, 0, 0], [0, 1, 3]], 4),
        ([[1, 0, 0], [1, 0, 1], [0, 1, 0], [0, 1, 1]], 9),
        ([[1, 2, 3], [2, 4, 6], [3, -1, 0]], 4),  # the first two are one line
        ([[1, 0, -2], [0, 1, -3], [1, 1, -5], [1, -1, 1], [2, 1, -7]], 10),  # all through (2, 3)
    ],
)
def test_line_arrangement_regions_of_special_positions(lines, expected):
    lines = torch.tensor(lines, dtype=torch.float64)
    assert line_arrangement_regions(lines[:, :2], lines[:, 2]) == expected
    distinct = torch.unique(lines / torch.where(lines[:, :1] != 0, lines[:, :1], lines[:, 1:2]), dim=0).numpy()
    assert regions_by_linear_programmes(distinct[:, :2], distinct[:, 2]) == expected


def test_line_arrangement_regions_refuses_a_zero_normal():
    with pytest.raises(ValueError, match=r"`weights` must be normals other than zero, got \[0.0, 0.0\]"):
        line_arrangement_regions(torch.zeros(1, 2), torch.ones(1))

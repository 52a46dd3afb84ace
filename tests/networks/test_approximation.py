import math

import numpy as np
import pytest
import torch

from notes.networks.approximation import interpolation_error_bound, maximal_error, relu_interpolant
from notes.networks.pieces import linear_pieces

POINTS = torch.linspace(0, 3, 30_001, dtype=torch.float64)


def test_relu_interpolant_equals_numpy_interpolation():
    nodes = np.linspace(0, 3, 8)
    expected = np.interp(POINTS.numpy(), nodes, np.sin(nodes))
    network = relu_interpolant(torch.sin, 0.0, 3.0, units=7)
    np.testing.assert_allclose(network(POINTS[:, None]).detach().squeeze(1).numpy(), expected, atol=1e-13)


def test_relu_interpolant_spends_one_unit_a_piece():
    network = relu_interpolant(torch.exp, -1.0, 1.0, units=9)
    assert len(network.theta0) == len(linear_pieces(network, -1.0, 1.0)) == 9


def test_relu_interpolant_reaches_the_bound_on_a_parabola():
    for units in (1, 4, 10):
        network = relu_interpolant(torch.square, 0.0, 3.0, units)
        middle = torch.tensor([1.5 / units], dtype=torch.float64)
        error = maximal_error(network, torch.square, middle)
        assert error == pytest.approx(interpolation_error_bound(2.0, 0.0, 3.0, units))


def test_relu_interpolant_error_stays_below_the_bound_at_slope_minus_two():
    widths = [4, 8, 16, 32, 64, 128, 256]
    errors = [maximal_error(relu_interpolant(torch.sin, 0.0, 3.0, w), torch.sin, POINTS) for w in widths]
    bounds = [interpolation_error_bound(1.0, 0.0, 3.0, w) for w in widths]
    assert all(error <= bound * (1 + 1e-9) for error, bound in zip(errors, bounds, strict=True))
    slope = np.polyfit(np.log(widths), np.log(errors), 1)[0]
    assert slope == pytest.approx(-2, abs=0.02)


def test_relu_interpolant_without_second_derivative_converges_slower():
    widths = [4, 16, 64, 256]
    points = torch.linspace(0, 1, 100_001, dtype=torch.float64)
    errors = [maximal_error(relu_interpolant(torch.sqrt, 0.0, 1.0, w), torch.sqrt, points) for w in widths]
    slope = np.polyfit(np.log(widths), np.log(errors), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.02)


def test_relu_interpolant_refuses_bad_arguments():
    with pytest.raises(ValueError, match=r"`lower` must be below `upper`, got 1.0 and 0.0"):
        relu_interpolant(torch.sin, 1.0, 0.0, 3)
    with pytest.raises(ValueError, match="`units` must be at least 1, got 0"):
        relu_interpolant(torch.sin, 0.0, 1.0, 0)
    with pytest.raises(ValueError, match=r"`function` must be finite at every node, got -inf"):
        relu_interpolant(torch.log, 0.0, 1.0, 2)


def test_interpolation_error_bound_hand_value_and_refusals():
    assert interpolation_error_bound(8.0, 0.0, 2.0, 4) == 0.25
    with pytest.raises(ValueError, match=r"`curvature` must not be negative, got -1.0"):
        interpolation_error_bound(-1.0, 0.0, 1.0, 1)
    with pytest.raises(ValueError, match="`curvature` must not be negative, got nan"):
        interpolation_error_bound(math.nan, 0.0, 1.0, 1)
    with pytest.raises(ValueError, match="`lower` must be below `upper`"):
        interpolation_error_bound(1.0, 1.0, 1.0, 1)
    with pytest.raises(ValueError, match="`units` must be at least 1, got 0"):
        interpolation_error_bound(1.0, 0.0, 1.0, 0)


def test_maximal_error_is_the_distance_at_the_worst_point():
    network = relu_interpolant(torch.zeros_like, 0.0, 1.0, 1)
    assert maximal_error(network, torch.abs, torch.tensor([0.5, -2.0, 1.0]).double()) == 2.0
    with pytest.raises(ValueError, match="`points` must hold at least one entry"):
        maximal_error(network, torch.abs, torch.zeros(0))

"""Counts exactly, volumes against sampling, and distances against their known spread."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from scipy.spatial.distance import cdist, pdist

from notes.generalization.dimensionality import (
    bins_per_sample,
    distance_contrast,
    shell_volume,
    squared_distance_spread,
)


def test_bins_per_sample_of_forty_dimensions_is_exact():
    assert bins_per_sample(40, 10, 10**5) == 10**35
    assert bins_per_sample(40, 10, 10**4) == 10**36


def test_bins_per_sample_counts_an_enumerated_grid():
    assert bins_per_sample(3, 2, 5) == Fraction(len(list(np.ndindex(2, 2, 2))), 5)


@pytest.mark.parametrize("name", ["dimensions", "bins", "samples"])
def test_bins_per_sample_refuses_what_is_not_positive(name: str):
    arguments = {"dimensions": 2, "bins": 3, "samples": 4} | {name: 0}
    with pytest.raises(ValueError, match=f"`{name}` must be positive, got 0"):
        bins_per_sample(**arguments)


@pytest.mark.parametrize("dimensions", [1, 2, 5])
def test_shell_volume_is_the_share_of_uniform_points_near_the_surface(dimensions: int):
    points = np.random.default_rng(dimensions).uniform(-1, 1, (200_000, dimensions))
    radii = np.linalg.norm(points, axis=1)
    inside = radii[radii <= 1]
    assert shell_volume(dimensions, 0.1) == pytest.approx((inside > 0.9).mean(), abs=0.01)


def test_shell_volume_ends_at_nothing_and_all():
    assert shell_volume(7, 0.0) == 0
    assert shell_volume(7, 1.0) == 1


def test_shell_volume_refuses_no_dimensions():
    with pytest.raises(ValueError, match="`dimensions` must be positive, got 0"):
        shell_volume(0, 0.1)


@pytest.mark.parametrize("thickness", [-0.1, 1.1, float("nan")])
def test_shell_volume_refuses_a_thickness_outside_the_radius(thickness: float):
    with pytest.raises(ValueError, match=r"`thickness` must be in \[0, 1\], got"):
        shell_volume(2, thickness)


def test_distance_contrast_matches_scipy(generator: torch.Generator):
    points = torch.rand(30, 6, generator=generator, dtype=torch.float64)
    query = torch.rand(6, generator=generator, dtype=torch.float64)
    distances = cdist(points.numpy(), query.numpy()[None])
    assert distance_contrast(points, query) == pytest.approx(distances.max() / distances.min() - 1)


def test_distance_contrast_vanishes_with_the_dimension(generator: torch.Generator):
    contrasts = [
        distance_contrast(torch.rand(500, d, generator=generator), torch.rand(d, generator=generator))
        for d in (2, 10, 100, 1000)
    ]
    assert contrasts == sorted(contrasts, reverse=True)
    assert contrasts[0] > 10
    assert contrasts[-1] < 0.3


def test_distance_contrast_refuses_no_points_and_the_query_itself():
    with pytest.raises(ValueError, match="`points` must hold at least one sample, got none"):
        distance_contrast(torch.zeros(0, 2), torch.zeros(2))
    with pytest.raises(ValueError, match="`query` must be apart from all points, got a distance of 0"):
        distance_contrast(torch.zeros(1, 2), torch.zeros(2))


@pytest.mark.parametrize("dimensions", [1, 10, 100])
def test_squared_distance_spread_is_that_of_sampled_pairs(dimensions: int):
    points = np.random.default_rng(0).uniform(size=(1500, dimensions))
    squares = pdist(points, "sqeuclidean")
    assert squared_distance_spread(dimensions) == pytest.approx(squares.std() / squares.mean(), rel=0.05)


def test_squared_distance_spread_refuses_no_dimensions():
    with pytest.raises(ValueError, match="`dimensions` must be positive, got 0"):
        squared_distance_spread(0)

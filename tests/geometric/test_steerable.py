import math

import numpy as np
import pytest
import torch
from scipy.signal import correlate2d

from notes.geometric.representation import turned
from notes.geometric.steerable import circular_harmonic, harmonic_response, pixel_places, steered

F64 = torch.float64


@pytest.fixture
def points():
    return 4 * torch.rand(7, 2, generator=torch.Generator().manual_seed(0), dtype=F64) - 2


def rotated(points, angle):
    c, s = math.cos(angle), math.sin(angle)
    return points @ torch.tensor([[c, -s], [s, c]], dtype=F64).T


def by_powers(points, frequency, width):
    """(x + iy)^k times a bell, without an angle; backwards for negative frequencies."""
    x, y = points.unbind(-1)
    z = torch.complex(x, y if frequency >= 0 else -y)
    power = torch.ones_like(z)
    for _ in range(abs(frequency)):
        power = power * z
    return power * torch.exp(-(x**2 + y**2) / (2 * width**2))


@pytest.mark.parametrize("frequency", [-3, -1, 0, 1, 2])
@pytest.mark.parametrize("width", [0.7, 2.0])
def test_circular_harmonic_is_a_power_times_a_bell(frequency, width, points):
    points.requires_grad_()
    ours, other = circular_harmonic(points, frequency, width), by_powers(points, frequency, width)
    torch.testing.assert_close(ours, other)
    for part in ("real", "imag"):
        one, two = (
            torch.autograd.grad(getattr(y, part).square().sum(), points, retain_graph=True, allow_unused=True)[0]
            for y in (ours, other)
        )
        torch.testing.assert_close(one, torch.zeros_like(one) if two is None else two)


def test_circular_harmonic_at_the_origin_has_the_frequency_zero_only():
    origin = torch.zeros(1, 2, dtype=F64)
    assert [circular_harmonic(origin, k).item() for k in (-1, 0, 1, 2)] == [0, 1, 0, 0]


@pytest.mark.parametrize("angle", [0.3, 1.0, math.pi / 2, -2.5])
@pytest.mark.parametrize("frequency", [-2, 0, 1, 3])
def test_a_turn_by_any_angle_is_a_phase(angle, frequency, points):
    before, after = (circular_harmonic(x, frequency).sum() for x in (points, rotated(points, angle)))
    torch.testing.assert_close(after, before * complex(math.cos(frequency * angle), math.sin(frequency * angle)))


def test_circular_harmonic_needs_a_width(points):
    assert circular_harmonic(points, 1, 1e-3).isfinite().all()
    with pytest.raises(ValueError, match=r"^`width` must be positive, got 0\.0$"):
        circular_harmonic(points, 1, 0.0)


def test_pixel_places_look_right_and_up_from_the_middle():
    assert pixel_places(3)[0].tolist() == [[-1, 1], [0, 1], [1, 1]]
    assert pixel_places(2)[:, 0].tolist() == [[-0.5, 0.5], [-0.5, -0.5]]


@pytest.mark.parametrize("frequency", [0, 1, -2])
def test_harmonic_response_is_scipys_correlation(frequency):
    images = torch.rand(2, 8, 8, generator=torch.Generator().manual_seed(0), dtype=F64)
    wave = circular_harmonic(pixel_places(5).double(), frequency, 1.3).numpy()
    ours = harmonic_response(images, frequency, 5, 1.3)
    for image, found in zip(images.numpy(), ours.numpy(), strict=True):
        theirs = correlate2d(image, wave.real, mode="same") + 1j * correlate2d(image, wave.imag, mode="same")
        np.testing.assert_allclose(found, theirs, atol=1e-12)


@pytest.mark.parametrize("frequency", [0, 1, 2, 3])
def test_quarter_turns_of_pixels_are_exact(frequency):
    images = torch.rand(2, 7, 7, generator=torch.Generator().manual_seed(0), dtype=F64)
    for element in range(4):
        after = harmonic_response(turned(images, element), frequency, 5)
        before = harmonic_response(images, frequency, 5)
        moved = torch.complex(turned(before.real, element), turned(before.imag, element))
        torch.testing.assert_close(after, 1j ** (frequency * element) * moved)


def test_harmonic_response_needs_an_odd_size():
    images = torch.rand(1, 4, 4, generator=torch.Generator().manual_seed(0))
    assert harmonic_response(images, 1, 1).shape == (1, 4, 4)
    with pytest.raises(ValueError, match=r"^`size` must be odd, got 2$"):
        harmonic_response(images, 1, 2)


@pytest.mark.parametrize("angle", [0.4, 2.0, -1.0])
def test_steered_is_the_filter_at_places_turned_back(angle, points):
    frequencies, weights = (0, 1, 3), (0.5, 1.0 - 2.0j, 0.3j)

    def waves(places):
        parts = [w * circular_harmonic(places, k) for k, w in zip(frequencies, weights, strict=True)]
        return torch.stack(parts)

    wanted = waves(rotated(points, -angle)).sum(0).real
    torch.testing.assert_close(steered(waves(points), frequencies, angle), wanted)


def test_steered_needs_a_frequency_for_each_wave(points):
    waves = torch.stack([circular_harmonic(points, 1)])
    with pytest.raises(ValueError, match=r"^`frequencies` must hold 1 values, got 2$"):
        steered(waves, (1, 2), 0.1)


def test_the_bell_is_one_wide_unless_said(points):
    torch.testing.assert_close(circular_harmonic(points, 2), by_powers(points, 2, 1.0))
    images = torch.rand(1, 6, 6, generator=torch.Generator().manual_seed(0), dtype=F64)
    torch.testing.assert_close(harmonic_response(images, 1, 3), harmonic_response(images, 1, 3, 1.0))


def test_waves_refuse_what_is_not_there_or_not_finite(points):
    assert pixel_places(0).shape == (0, 0, 2)
    with pytest.raises(ValueError, match=r"^`size` must be at least 0, got -1$"):
        pixel_places(-1)
    with pytest.raises(ValueError, match=r"^`images` must hold at least one entry, got shape"):
        harmonic_response(torch.zeros(0, 4, 4), 1, 3)
    with pytest.raises(ValueError, match=r"^`places` must be finite, got nan$"):
        circular_harmonic(torch.tensor([[0.0, math.nan]]), 1)
    with pytest.raises(ValueError, match=r"^`angle` must be finite, got inf$"):
        steered(torch.stack([circular_harmonic(points, 1)]), (1,), math.inf)

"""Augmentations against SciPy and NumPy on small images."""

import numpy as np
import pytest
import torch
from scipy import ndimage
from sklearn.datasets import load_digits

from notes.generalization.augmentation import noisy, rotated, shifted, uniform_angles

DIGITS = torch.from_numpy(load_digits().images[:20]) / 16


def test_shifted_images_are_shifts_of_scipy(generator: torch.Generator):
    shifts = [(rows, columns) for rows in (-2, -1, 0, 1, 2) for columns in (-2, -1, 0, 1, 2)]
    moved = shifted(DIGITS, 2, generator).numpy()
    for image, result in zip(DIGITS.numpy(), moved, strict=True):
        assert any(np.array_equal(ndimage.shift(image, shift, order=0), result) for shift in shifts)


def test_shifted_draws_every_shift_alike(generator: torch.Generator):
    image = torch.zeros(1, 5, 5)
    image[0, 2, 2] = 1.0
    moved = shifted(image.expand(25_000, 5, 5), 2, generator)
    torch.testing.assert_close(moved.mean(0), torch.full((5, 5), 0.04), atol=0.006, rtol=0)


def test_shifted_by_nothing_is_the_image(generator: torch.Generator):
    assert torch.equal(shifted(DIGITS, 0, generator), DIGITS)


@pytest.mark.parametrize("largest", [-1, 8])
def test_shifted_refuses_shifts_out_of_the_image(largest: int, generator: torch.Generator):
    with pytest.raises(ValueError, match=f"`largest` must be from 0 to 7, got {largest}"):
        shifted(DIGITS, largest, generator)


@pytest.mark.parametrize("angle", [-40.0, 0.0, 15.0, 90.0])
def test_rotated_images_equal_scipy(angle: float):
    turned = rotated(DIGITS, torch.full((20,), angle, dtype=torch.float64)).numpy()
    for image, result in zip(DIGITS.numpy(), turned, strict=True):
        expected = ndimage.rotate(image, angle, reshape=False, order=1, mode="grid-constant")
        np.testing.assert_allclose(result, expected, atol=1e-12)


def test_rotated_turns_each_image_by_its_own_angle():
    angles = torch.tensor([0.0, 90.0], dtype=torch.float64)
    turned = rotated(DIGITS[:1].expand(2, 8, 8), angles)
    torch.testing.assert_close(turned[0], DIGITS[0])
    torch.testing.assert_close(turned[1], torch.rot90(DIGITS[0]))


def test_rotated_has_the_right_gradient(generator: torch.Generator):
    images = torch.rand(2, 4, 4, generator=generator, dtype=torch.float64, requires_grad=True)
    angles = torch.tensor([10.0, -25.0], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(rotated, (images, angles))


def test_rotated_refuses_images_that_are_not_square():
    with pytest.raises(ValueError, match="`images` must be square, got 2 by 3"):
        rotated(torch.zeros(1, 2, 3), torch.zeros(1))


def test_uniform_angles_fill_their_interval(generator: torch.Generator):
    angles = uniform_angles(20_000, 15.0, generator).double()
    quantiles = torch.tensor([0.0, 0.25, 0.5, 0.75, 1.0], dtype=torch.float64)
    torch.testing.assert_close(angles.quantile(quantiles), 30 * quantiles - 15, atol=0.3, rtol=0)


def test_noisy_adds_noise_of_the_stated_deviation(generator: torch.Generator):
    added = noisy(DIGITS.expand(50, 20, 8, 8), 0.2, generator) - DIGITS
    assert added.mean().item() == pytest.approx(0, abs=0.005)
    assert added.std().item() == pytest.approx(0.2, rel=0.02)


def test_noise_and_angles_refuse_negative_widths(generator: torch.Generator):
    with pytest.raises(ValueError, match=r"`deviation` must not be negative, got -0\.1"):
        noisy(DIGITS, -0.1, generator)
    with pytest.raises(ValueError, match=r"`largest` must not be negative, got -5\.0"):
        uniform_angles(2, -5.0, generator)

import math

import pytest
import torch

from notes.self_supervision.views import views


def test_views_at_strength_zero_are_the_images() -> None:
    images = torch.rand(3, 1, 9, 9, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(views(images, torch.Generator(), strength=0.0), images)


def test_views_keep_a_disc_in_the_middle_and_most_of_its_ink() -> None:
    rows = torch.arange(28.0) - 13.5
    disc = (rows[:, None].square() + rows.square() < 36).float().expand(400, 1, 28, 28)
    seen = views(disc, torch.Generator().manual_seed(1))
    ink = seen.sum((1, 2, 3)) / disc[0].sum()
    assert ink.min() > 1 / 1.5
    assert ink.max() < 1 / 0.6
    middle = (seen.sum(2) @ torch.arange(28.0)).squeeze(1) / seen.sum((1, 2, 3))
    assert (middle - 13.5).abs().max() < 0.075 * 28 * 1.35
    assert abs(middle.mean().item() - 13.5) < 3 * middle.std().item() / math.sqrt(len(middle))


def test_views_differ_between_images_and_draws() -> None:
    image = torch.rand(1, 1, 9, 9, generator=torch.Generator().manual_seed(0)).expand(2, -1, -1, -1)
    generator = torch.Generator().manual_seed(2)
    first, second = views(image, generator), views(image, generator)
    assert not torch.allclose(first[0], first[1])
    assert not torch.allclose(first, second)


def test_views_refuse_a_strength_out_of_range() -> None:
    with pytest.raises(ValueError, match="`strength` must be from 0 to 4, got -1"):
        views(torch.zeros(1, 1, 4, 4), torch.Generator(), strength=-1.0)


def test_views_turn_scale_shear_and_shift_within_their_ranges() -> None:
    """Images of the coordinates themselves show where each pixel was taken from."""
    places = (2 * torch.arange(28.0) + 1) / 28 - 1
    ramps = [places.expand(28, 28), places[:, None].expand(28, 28)]
    middle = torch.stack([ramp[11:17, 11:17].flatten() for ramp in (*ramps, torch.ones(28, 28))], dim=1)
    rows = []
    for ramp in ramps:  # the same draws for both
        seen = views(ramp.expand(500, 1, 28, 28), torch.Generator().manual_seed(0), strength=0.5)
        rows.append(torch.linalg.lstsq(middle, seen[:, 0, 11:17, 11:17].flatten(1).T).solution.T)
    (xx, xy, right), (yx, yy, down) = (row.T for row in rows)
    torch.testing.assert_close(yy, xx, atol=1e-4, rtol=0)
    found = {20.0: torch.rad2deg(torch.atan2(yx, xx)), 0.2: torch.hypot(xx, yx) - 1, 0.15: right}
    for most, values in (*found.items(), (0.2, xy + yx), (0.15, down)):
        assert 0.98 * most < 2 * values.max() <= 1.001 * most
        assert -0.98 * most > 2 * values.min() >= -1.001 * most
        assert values.mean().abs() < 0.05 * most

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

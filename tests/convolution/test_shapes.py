import pytest
import torch
from sklearn.metrics import jaccard_score

from notes.convolution.shapes import CLASSES, drawn_shapes, intersection_over_union


def test_drawn_shapes_are_bright_where_they_are(generator):
    images, classes = drawn_shapes(20, generator, noise=0.3)
    bright, dark = images[:, 0][classes > 0], images[:, 0][classes == 0]
    assert bright.min() >= 0.7
    assert dark.max() <= 0.3
    assert set(classes.unique().tolist()) == set(range(len(CLASSES)))


def test_squares_lie_on_top_and_fill_their_bounding_box(generator):
    _, classes = drawn_shapes(20, generator)
    for square in classes == 2:
        rows, columns = square.any(1).nonzero(), square.any(0).nonzero()
        assert square.sum() == len(rows) * len(columns)
        assert 36 <= square.sum() <= 121


def test_drawn_shapes_refuse():
    generator = torch.Generator()
    with pytest.raises(ValueError, match=r"^`size` must be at least 16, got 8$"):
        drawn_shapes(1, generator, size=8)
    with pytest.raises(ValueError, match=r"^`examples` must be at least 1, got 0$"):
        drawn_shapes(0, generator)
    with pytest.raises(ValueError, match=r"^`noise` must not be negative, got -1.0$"):
        drawn_shapes(1, generator, noise=-1.0)


def test_intersection_over_union_equals_scikit_learn(generator):
    first, second = (torch.randint(3, (50,), generator=generator) for _ in range(2))
    expected = jaccard_score(second, first, average=None)
    assert intersection_over_union(first, second, 3).tolist() == pytest.approx(expected.tolist())


def test_intersection_over_union_refuses_an_absent_class():
    with pytest.raises(ValueError, match=r"^`classes` must all occur, got \[1, 0\] pixels of them$"):
        intersection_over_union(torch.tensor([0]), torch.tensor([0]), 2)


def test_shapes_lie_within_the_outermost_pixels_and_anywhere_there(generator):
    _, classes = drawn_shapes(1600, generator, size=16)
    for shape in (1, 2):
        share = (classes == shape).float().mean(0)
        for side in (share, share.T, share.flip(0), share.flip(1).T):
            assert side[0].max() == 0 < side[1].max() < side[2].max() < side[3].max()
            assert (side - share).abs().max() < 0.1
    areas = torch.tensor([(square.any(0).sum() * square.any(1).sum()).item() for square in classes == 2])
    assert 36 <= areas.min() <= 42
    assert 100 <= areas.max() <= 121
    assert areas.float().mean().item() == pytest.approx(196 / 3, abs=3)  # that of (2r)^2, for radii r from 3 to 5

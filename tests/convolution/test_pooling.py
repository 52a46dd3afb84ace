import pytest
import torch
from torch.nn.functional import avg_pool2d, max_pool2d

from notes.convolution.pooling import max_pooling, mean_pooling, windows


@pytest.mark.parametrize(("ours", "theirs"), [(max_pooling, max_pool2d), (mean_pooling, avg_pool2d)])
@pytest.mark.parametrize(("size", "stride"), [(1, 1), (2, 2), (3, 2), (2, 3), (5, 1)])
def test_pooling_equals_pytorch(generator, ours, theirs, size, stride):
    x = torch.rand(2, 3, 5, 7, generator=generator, dtype=torch.float64)
    slopes = []
    for pooled in (ours, theirs):
        leaf = x.clone().requires_grad_()
        slopes.append(torch.autograd.grad(pooled(leaf, size, stride).square().sum(), leaf)[0])
    torch.testing.assert_close(ours(x, size, stride), theirs(x, size, stride))
    torch.testing.assert_close(*slopes)


def test_pooling_follows_shifts_by_whole_strides_only(generator):
    x = torch.rand(1, 1, 12, 12, generator=generator)
    pooled = max_pooling(x, 2, 2)
    assert torch.equal(max_pooling(x.roll(2, -1), 2, 2), pooled.roll(1, -1))
    shifted = max_pooling(x.roll(1, -1), 2, 2)
    assert not torch.equal(shifted, pooled)
    assert not torch.equal(shifted, pooled.roll(1, -1))


def test_windows_lie_a_stride_apart():
    assert windows(torch.arange(8.0).reshape(2, 4), 2, 2).tolist() == [[[[0, 1], [4, 5]], [[2, 3], [6, 7]]]]


def test_windows_refuse():
    for name in ("size", "stride"):
        with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got 0$"):
            windows(torch.ones(2, 2), **{"size": 1, "stride": 1, name: 0})
    assert windows(torch.ones(2, 3), 2, 1).shape == (1, 2, 2, 2)
    with pytest.raises(ValueError, match=r"^`size` must be at most 2, got 3$"):
        windows(torch.ones(2, 3), 3, 1)

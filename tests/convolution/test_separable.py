import pytest
import torch
from torch.nn.functional import conv2d

from notes.convolution.separable import depthwise, pointwise, separable_weight_count


@pytest.mark.parametrize("padding", [0, 1])
def test_depthwise_equals_pytorch(generator, padding):
    x = torch.rand(2, 3, 6, 5, generator=generator, dtype=torch.float64).requires_grad_()
    w = torch.rand(3, 3, 3, generator=generator, dtype=torch.float64).requires_grad_()
    ours, theirs = depthwise(x, w, padding), conv2d(x, w[:, None], padding=padding, groups=3)
    torch.testing.assert_close(ours, theirs)
    for one, other in zip(*(torch.autograd.grad(y.square().sum(), (x, w)) for y in (ours, theirs)), strict=True):
        torch.testing.assert_close(one, other)
    assert torch.equal(depthwise(x, w), depthwise(x, w, 0))


def test_pointwise_equals_pytorch(generator):
    x = torch.rand(2, 3, 4, 5, generator=generator, dtype=torch.float64).requires_grad_()
    w = torch.rand(6, 3, generator=generator, dtype=torch.float64).requires_grad_()
    ours, theirs = pointwise(x, w), conv2d(x, w[:, :, None, None])
    torch.testing.assert_close(ours, theirs)
    for one, other in zip(*(torch.autograd.grad(y.square().sum(), (x, w)) for y in (ours, theirs)), strict=True):
        torch.testing.assert_close(one, other)


def test_separable_weight_count_is_that_of_the_two_layers():
    layers = torch.nn.Conv2d(5, 5, 3, groups=5, bias=False), torch.nn.Conv2d(5, 7, 1, bias=False)
    assert separable_weight_count(3, 5, 7) == sum(p.numel() for layer in layers for p in layer.parameters())
    for name in ("kernel", "inputs", "outputs"):
        with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got 0$"):
            separable_weight_count(**{"kernel": 1, "inputs": 1, "outputs": 1, name: 0})
    assert separable_weight_count(1, 1, 1) == 2

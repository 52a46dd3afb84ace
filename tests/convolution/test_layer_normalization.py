import pytest
import torch
from torch.nn.functional import group_norm, instance_norm, layer_norm

from notes.convolution.layer_normalization import group_normalized, layer_normalized


def require_same(ours, theirs, x, generator):
    """Equal values, and equal gradients of a weighted sum of them."""
    weights = torch.rand(x.shape, generator=generator, dtype=x.dtype)
    slopes = []
    for function in (ours, theirs):
        leaf = x.clone().requires_grad_()
        slopes.append(torch.autograd.grad((weights * function(leaf)).sum(), leaf)[0])
    torch.testing.assert_close(ours(x), theirs(x))
    torch.testing.assert_close(*slopes)


@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 5), (2, 2, 3, 2)])
def test_layer_normalized_equals_pytorch(generator, shape):
    x = torch.rand(shape, generator=generator, dtype=torch.float64)
    require_same(lambda h: layer_normalized(h, 0.3), lambda h: layer_norm(h, shape[-1:], eps=0.3), x, generator)
    torch.testing.assert_close(layer_normalized(x), layer_norm(x, shape[-1:]))


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("shape", [(3, 8), (3, 8, 5), (2, 8, 2, 3)])
def test_group_normalized_equals_pytorch(generator, groups, shape):
    x = torch.rand(shape, generator=generator, dtype=torch.float64)
    require_same(lambda h: group_normalized(h, groups, 0.3), lambda h: group_norm(h, groups, eps=0.3), x, generator)
    torch.testing.assert_close(group_normalized(x, groups), group_norm(x, groups))


def test_as_many_groups_as_channels_are_instance_normalisation(generator):
    x = torch.rand(2, 3, 4, 5, generator=generator, dtype=torch.float64)
    torch.testing.assert_close(group_normalized(x, 3), instance_norm(x))


def test_an_example_is_normalised_alike_in_any_company(generator):
    x = torch.rand(4, 6, 3, generator=generator)
    assert torch.equal(group_normalized(x, 2)[:1], group_normalized(x[:1], 2))


def test_layer_normalized_refuses():
    torch.testing.assert_close(layer_normalized(torch.tensor([1.0, 3.0]), 0.0), torch.tensor([-1.0, 1.0]))
    assert layer_normalized(torch.ones(2), 1e-5).tolist() == [0.0, 0.0]
    with pytest.raises(ValueError, match=r"^`x` must hold two features per place, got \(3, 1\)$"):
        layer_normalized(torch.ones(3, 1))
    with pytest.raises(ValueError, match=r"^`epsilon` must not be negative, got -0.5$"):
        layer_normalized(torch.tensor([1.0, 3.0]), -0.5)
    with pytest.raises(ValueError, match=r"^`epsilon` must be positive where all features are equal, got 0.0$"):
        layer_normalized(torch.ones(2), 0.0)
    with pytest.raises(ValueError, match=r"^`x` must be small enough for a finite sum of squares"):
        layer_normalized(torch.tensor([1e30, 0.0]))


def test_group_normalized_refuses():
    with pytest.raises(ValueError, match=r"^`groups` must divide the 6 channels, got 4$"):
        group_normalized(torch.ones(1, 6, 2), 4)
    with pytest.raises(ValueError, match=r"^`groups` must be at least 1, got 0$"):
        group_normalized(torch.ones(1, 6, 2), 0)

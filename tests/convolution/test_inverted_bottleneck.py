import pytest
import torch
from torch import nn

from notes.convolution.inverted_bottleneck import ConvNeXtBlock, InvertedBottleneck


def parameters(module):
    return sum(p.numel() for p in module.parameters())


def require_same(ours, theirs, x):
    """Equal values, and equal gradients by the input."""
    slopes = []
    for module in (ours, theirs):
        leaf = x.clone().requires_grad_()
        slopes.append(torch.autograd.grad(module(leaf).square().sum(), leaf)[0])
    torch.testing.assert_close(ours(x), theirs(x))
    torch.testing.assert_close(*slopes)


def scrambled(module, generator):
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.rand(parameter.shape, generator=generator, dtype=parameter.dtype) - 0.4)
    return module


class Mobile(nn.Module):
    """The block of MobileNetV2 in PyTorch's layers."""

    def __init__(self, channels, wide):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(channels, wide, 1, bias=False),
            nn.BatchNorm2d(wide),
            nn.ReLU6(),
            nn.Conv2d(wide, wide, 3, padding=1, groups=wide, bias=False),
            nn.BatchNorm2d(wide),
            nn.ReLU6(),
            nn.Conv2d(wide, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x):
        return x + self.branch(x)


class Modern(nn.Module):
    """The block of ConvNeXt in PyTorch's layers."""

    def __init__(self, channels):
        super().__init__()
        self.around = nn.Conv2d(channels, channels, 7, padding=3, groups=channels)
        self.norm = nn.LayerNorm(channels, eps=1e-6)
        self.dense = nn.Sequential(nn.Linear(channels, 4 * channels), nn.GELU(), nn.Linear(4 * channels, channels))
        self.scale = nn.Parameter(torch.ones(channels))

    def forward(self, x):
        branch = self.dense(self.norm(self.around(x).movedim(1, -1)))
        return x + (self.scale * branch).movedim(-1, 1)


def copied(values, theirs):
    with torch.no_grad():
        for parameter, value in zip(theirs.parameters(), values, strict=True):
            parameter.copy_(value.reshape(parameter.shape))
    return theirs


@pytest.mark.parametrize("training", [True, False])
def test_inverted_bottleneck_equals_pytorch(generator, training):
    ours = scrambled(InvertedBottleneck(3, generator, expansion=4).double(), generator).train(training)
    first, second, third = [(norm.gamma, norm.beta) for norm in ours.norms]
    values = [ours.expand, *first, ours.around, *second, ours.project, *third]
    theirs = copied(values, Mobile(3, 12).double()).train(training)
    x = torch.rand(2, 3, 5, 4, generator=generator, dtype=torch.float64)
    require_same(ours, theirs, x)
    assert parameters(ours) == parameters(theirs) == 2 * 4 * 9 + (13 * 4 + 2) * 3


def test_convnext_block_equals_pytorch(generator):
    ours = scrambled(ConvNeXtBlock(4, generator).double(), generator)
    dense = [ours.expand, ours.expand_bias, ours.project, ours.project_bias]
    values = [ours.scale, ours.around, ours.around_bias, ours.gamma, ours.beta, *dense]
    theirs = copied(values, Modern(4).double())
    x = torch.rand(2, 4, 8, 9, generator=generator, dtype=torch.float64)
    require_same(ours, theirs, x)
    assert parameters(ours) == parameters(theirs) == 8 * 16 + 58 * 4


def test_a_new_convnext_block_is_nearly_the_identity(generator):
    x = torch.rand(2, 4, 8, 8, generator=generator)
    torch.testing.assert_close(ConvNeXtBlock(4, generator)(x), x, atol=1e-4, rtol=0)
    assert (ConvNeXtBlock(4, generator, scale=1.0)(x) - x).abs().max() > 0.1


def test_expansion_is_six_unless_told(generator):
    assert InvertedBottleneck(2, generator).expand.shape == (12, 2)


def test_new_weights_have_variance_two_over_the_inputs(generator):
    block = InvertedBottleneck(50, generator, expansion=4)
    for weights, inputs in ((block.expand, 50), (block.around, 9), (block.project, 200)):
        assert weights.var().item() == pytest.approx(2 / inputs, rel=0.1)


def test_refusals(generator):
    for name in ("channels", "expansion"):
        with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got 0$"):
            InvertedBottleneck(generator=generator, **{"channels": 1, name: 0})
    assert InvertedBottleneck(1, generator, expansion=1) is not None
    with pytest.raises(ValueError, match=r"^`channels` must be at least 2, got 1$"):
        ConvNeXtBlock(1, generator)
    assert ConvNeXtBlock(2, generator) is not None

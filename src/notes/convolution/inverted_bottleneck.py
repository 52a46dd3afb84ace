"""Blocks of newer networks: wide in the middle, where a depthwise convolution looks around, and narrow at the ends."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import linear, relu6

from notes.convolution.batch_normalization import BatchNormalization
from notes.convolution.layer_normalization import layer_normalized
from notes.convolution.separable import depthwise, pointwise
from notes.domain import beartype, require_sizes
from notes.networks.activation import gelu


def _weights(generator: torch.Generator, *shape: int) -> nn.Parameter:
    """Uniform weights of variance two over the inputs of a unit."""
    bound = math.sqrt(6 / math.prod(shape[1:]))
    uniform = torch.rand(shape, generator=generator, device=generator.device)
    return nn.Parameter(bound * (2 * uniform - 1))


def _zeros(*shape: int) -> nn.Parameter:
    return nn.Parameter(torch.zeros(shape))


class InvertedBottleneck(nn.Module):
    r"""The block of MobileNetV2: pointwise to more channels, depthwise, pointwise back, and the input added.

    Args:
        channels: $C$, of the input and of the output.
        generator: source of the first weights.
        expansion: $t$, by how much the middle is wider.

    Raises:
        ValueError: if an argument is below 1.

    Reference: M. Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, 2018, table 1.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, channels: int, generator: torch.Generator, *, expansion: int = 6):
        require_sizes(channels=channels, expansion=expansion)
        super().__init__()
        wide = expansion * channels
        self.expand = _weights(generator, wide, channels)
        self.around = _weights(generator, wide, 3, 3)
        self.project = _weights(generator, channels, wide)
        self.norms = nn.ModuleList(BatchNormalization(width) for width in (wide, wide, channels))

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
        """The image plus what the branch makes of it; nothing is rectified where it is narrow."""
        h = relu6(self.norms[0](pointwise(x, self.expand)))
        h = relu6(self.norms[1](depthwise(h, self.around, padding=1)))
        return x + self.norms[2](pointwise(h, self.project))


class ConvNeXtBlock(nn.Module):
    r"""The block of ConvNeXt: a large depthwise kernel, layer normalisation, a dense layer, GELU and another one.

    Args:
        channels: $C$, of the input and of the output; two at least.
        generator: source of the first weights.
        scale: first value of the factors on the branch, one per channel.

    Raises:
        ValueError: if `channels` is below 2.

    Reference: Z. Liu et al., A ConvNet for the 2020s, 2022, figure 4.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, channels: int, generator: torch.Generator, *, scale: float = 1e-6):
        require_sizes(2, channels=channels)
        super().__init__()
        self.around, self.around_bias = _weights(generator, channels, 7, 7), _zeros(channels, 1, 1)
        self.gamma, self.beta = nn.Parameter(torch.ones(channels)), _zeros(channels)
        self.expand, self.expand_bias = _weights(generator, 4 * channels, channels), _zeros(4 * channels)
        self.project, self.project_bias = _weights(generator, channels, 4 * channels), _zeros(channels)
        self.scale = nn.Parameter(torch.full((channels,), scale))

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
        """The image plus what the branch makes of it; there is one normalisation and one activation function."""
        h = depthwise(x, self.around, padding=3) + self.around_bias
        h = h.movedim(1, -1)  # channels last, so that dense layers join them
        h = self.gamma * layer_normalized(h, 1e-6) + self.beta
        h = gelu(linear(h, self.expand, self.expand_bias))
        h = self.scale * linear(h, self.project, self.project_bias)
        return x + h.movedim(-1, 1)

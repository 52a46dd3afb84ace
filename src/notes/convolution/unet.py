"""U-Net: down to see far, up again to say where, and skips that carry the detail across."""

from itertools import pairwise

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import interpolate, max_pool2d

from notes.convolution.residual import convolution_3x3
from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require_sizes, require_widths


@jaxtyped(typechecker=beartype)
def double_convolution(inputs: int, outputs: int) -> nn.Sequential:
    """Two convolutions, each with batch normalisation and rectification, that keep the size of the image.

    Args:
        inputs: input channels.
        outputs: output channels.

    Returns:
        The layers.

    Raises:
        ValueError: if `inputs` or `outputs` is below 1.
    """
    require_sizes(inputs=inputs, outputs=outputs)
    return nn.Sequential(
        convolution_3x3(inputs, outputs),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
        convolution_3x3(outputs, outputs),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


class UNet(nn.Module):
    """A contracting path, an expanding path, and between the two, level by level, concatenation.

    Unlike the original, convolutions are padded, so that the output has the size of the input, and images are enlarged
    by repeating pixels rather than by a transposed convolution.

    Args:
        generator: source of the first weights.
        channels: channels at each level, from the finest to the coarsest; the image is halved between two levels.
        classes: classes of a pixel.

    Raises:
        ValueError: if there are fewer than two levels.

    Reference: O. Ronneberger, P. Fischer and T. Brox, U-Net: Convolutional Networks for Biomedical Image Segmentation,
        2015.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, generator: torch.Generator, *, channels: tuple[int, ...] = (8, 16, 32), classes: int = 3):
        require_sizes(classes=classes)
        super().__init__()
        require_widths(2, channels=channels)
        levels = list(pairwise(channels))
        self.first = double_convolution(1, channels[0])
        self.down = nn.ModuleList(double_convolution(fine, coarse) for fine, coarse in levels)
        self.up = nn.ModuleList(double_convolution(coarse + fine, fine) for fine, coarse in reversed(levels))
        self.readout = nn.Conv2d(channels[0], classes, 1)
        he_initialized(self, generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch 1 height width"]) -> Float[Tensor, "batch classes height width"]:
        """Logits of the classes of every pixel."""
        levels = [self.first(x)]
        for layer in self.down:
            levels.append(layer(max_pool2d(levels[-1], 2)))
        x = levels.pop()
        for layer in self.up:
            across = self.carried_across(levels.pop())
            x = layer(torch.cat([across, interpolate(x, scale_factor=2)], dim=1))
        return self.readout(x)

    def carried_across(self, fine: Tensor) -> Tensor:
        """What the expanding path gets to see of a finer level: all of it."""
        return fine


class SkiplessUNet(UNet):
    """The same network with its skips cut: zeros take the place of the finer levels, and all else is as it was."""

    def carried_across(self, fine: Tensor) -> Tensor:
        """Nothing."""
        return torch.zeros_like(fine)

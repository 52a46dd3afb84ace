"""Dense blocks, in which every layer sees the outputs of all layers before it, and the transitions between them."""

from itertools import pairwise

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require, require_sizes


class DenseBlock(nn.Module):
    r"""Layers that each add a few channels to all those before: $x_\ell = H_\ell([x_0, x_1, \dots, x_{\ell-1}])$.

    Args:
        inputs: $k_0$, input channels.
        growth: $k$, channels that each layer adds.
        layers: number of layers.

    Attributes:
        outputs: channels after the block, $k_0 + k \cdot$ layers.

    Raises:
        ValueError: if a number is not positive.

    Reference: G. Huang et al., Densely Connected Convolutional Networks, 2017, section 3.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, growth: int, layers: int):
        super().__init__()
        for name, value in {"inputs": inputs, "growth": growth, "layers": layers}.items():
            if value < 1:
                raise ValueError(f"`{name}` must be at least 1, got {value}")
        widths = [inputs + growth * number for number in range(layers + 1)]
        self.layers = nn.ModuleList(
            nn.Sequential(nn.BatchNorm2d(seen), nn.ReLU(), nn.Conv2d(seen, after - seen, 3, padding=1, bias=False))
            for seen, after in pairwise(widths)
        )
        self.outputs = widths[-1]

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch inputs height width"]) -> Float[Tensor, "batch outputs height width"]:
        """The image followed by what each layer added, as channels."""
        for layer in self.layers:
            x = torch.cat([x, layer(x)], dim=1)
        return x


class Transition(nn.Module):
    r"""Between two dense blocks: fewer channels by a convolution of one pixel, and half the size by averaging.

    Args:
        inputs: input channels.
        compression: $\theta$, share of the channels that is kept, above 0 and at most 1.

    Attributes:
        outputs: channels after the transition, $\lfloor \theta \cdot \text{inputs} \rfloor$.

    Raises:
        ValueError: if `compression` is out of range.

    Reference: G. Huang et al., Densely Connected Convolutional Networks, 2017, section 3.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, compression: float = 0.5):
        require_sizes(inputs=inputs)
        super().__init__()
        if not 0 < compression <= 1:
            raise ValueError(f"`compression` must be above 0 and at most 1, got {compression}")
        require(compression * inputs >= 1, "compression", f"enough to keep one of {inputs} channels", compression)
        self.outputs = int(compression * inputs)
        self.layers = nn.Sequential(
            nn.BatchNorm2d(inputs), nn.ReLU(), nn.Conv2d(inputs, self.outputs, 1, bias=False), nn.AvgPool2d(2)
        )

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch inputs height width"]) -> Float[Tensor, "batch outputs high wide"]:
        """A smaller image with fewer channels."""
        return self.layers(x)


class DenseNet(nn.Module):
    """Two dense blocks with a transition between them, for small grey images.

    Args:
        generator: source of the first weights.
        growth: channels that each layer adds.
        layers: layers in each block.
        classes: number of classes.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, generator: torch.Generator, *, growth: int = 6, layers: int = 4, classes: int = 10):
        require_sizes(growth=growth, layers=layers, classes=classes)
        super().__init__()
        first = DenseBlock(2 * growth, growth, layers)
        transition = Transition(first.outputs)
        second = DenseBlock(transition.outputs, growth, layers)
        self.features = nn.Sequential(
            nn.Conv2d(1, 2 * growth, 3, padding=1, bias=False), first, transition, second,
            nn.BatchNorm2d(second.outputs), nn.ReLU(),
        )  # fmt: skip
        self.readout = nn.Linear(second.outputs, classes)
        he_initialized(self, generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch 1 height width"]) -> Float[Tensor, "batch classes"]:
        """Logits of the classes."""
        return self.readout(self.features(x).mean((-2, -1)))

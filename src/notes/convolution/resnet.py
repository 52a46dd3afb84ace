"""A network of three stages of blocks for small images, plain or residual, of any depth 6n + 2."""

import math
from collections.abc import Callable

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from notes.convolution.residual import convolution_3x3
from notes.domain import beartype, require_finite, require_sizes

Block = Callable[[int, int, int], nn.Module]


@jaxtyped(typechecker=beartype)
def he_initialized(network: nn.Module, generator: torch.Generator) -> nn.Module:
    """The network with new weights in its convolutions and dense layers: uniform, of variance two over the inputs.

    Args:
        network: changed in place; biases become zero.
        generator: source of the weights.

    Returns:
        The same network.

    Reference: K. He et al., Delving Deep into Rectifiers, 2015.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv1d | nn.Conv2d | nn.Linear):
            bound = math.sqrt(6 / module.weight[0].numel())
            nn.init.uniform_(module.weight, -bound, bound, generator=generator)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return network


class StagedNetwork(nn.Module):
    """A first convolution, three stages of blocks, the mean over all places, and a dense layer.

    Each stage after the first halves the image and doubles the channels. With residual blocks it is a ResNet.

    Args:
        block: `PlainBlock`, `PostActivationBlock` or `PreActivationBlock`.
        depth: number of layers with weights, 6n + 2 for n blocks a stage.
        generator: source of the first weights.
        channels: channels of the first stage.
        classes: number of classes.

    Raises:
        ValueError: if `depth` is not 6n + 2 with a positive n.

    Reference: K. He et al., Deep Residual Learning for Image Recognition, 2016, section 4.2.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, block: Block, depth: int, generator: torch.Generator, *, channels: int = 8, classes: int = 10):
        require_sizes(channels=channels, classes=classes)
        super().__init__()
        if depth < 8 or depth % 6 != 2:
            raise ValueError(f"`depth` must be 6n + 2 with a positive n, got {depth}")
        widths = [channels, 2 * channels, 4 * channels]
        blocks, previous = [], channels
        for stage, width in enumerate(widths):
            for number in range(depth // 6):
                blocks.append(block(previous, width, 2 if stage and not number else 1))
                previous = width
        self.stem = nn.Sequential(convolution_3x3(1, channels), nn.BatchNorm2d(channels), nn.ReLU())
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Sequential(nn.BatchNorm2d(previous), nn.ReLU())
        self.readout = nn.Linear(previous, classes)
        he_initialized(self, generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch 1 height width"]) -> Float[Tensor, "batch classes"]:
        """Logits of the classes."""
        return self.readout(self.head(self.blocks(self.stem(x))).mean((-2, -1)))


@jaxtyped(typechecker=beartype)
def gradient_norms(
    network: nn.Module, images: Float[Tensor, "batch 1 height width"], targets: Int64[Tensor, "batch"]
) -> Float[Tensor, "layers"]:
    """Norms of the gradient of the cross entropy by the weights of each convolution, relative to the weights' norms.

    Args:
        network: a classifier; its gradients are left as they were.
        images: a batch.
        targets: its classes.

    Returns:
        One number per convolution, from the input upwards.

    Raises:
        ValueError: if `images` is NaN or infinite.
    """
    require_finite(images=images)
    weights = [module.weight for module in network.modules() if isinstance(module, nn.Conv2d)]
    gradients = torch.autograd.grad(cross_entropy(network(images), targets), weights)
    return torch.stack([g.norm() / w.detach().norm() for g, w in zip(gradients, weights, strict=True)])

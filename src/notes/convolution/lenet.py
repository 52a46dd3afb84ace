"""A convolutional network of the size of LeNet-5: the structure that all later ones share."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require_sizes


class LeNet(nn.Module):
    """Two rounds of convolution, rectification and pooling, then three dense layers, for images of 28 by 28 pixels.

    It has the sizes of LeNet-5; rectified linear units and max pooling, as is usual today, take the place of its scaled
    tanh and trainable averages, and its second convolution sees all channels of the first.

    Args:
        generator: source of the first weights.
        classes: number of classes.

    Reference: Y. LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, generator: torch.Generator, classes: int = 10):
        require_sizes(classes=classes)
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, classes)
        )
        he_initialized(self, generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch 1 28 28"]) -> Float[Tensor, "batch classes"]:
        """Logits of the classes."""
        return self.classifier(self.features(x))


@jaxtyped(typechecker=beartype)
def activation_shapes(network: LeNet) -> list[tuple[str, tuple[int, ...], int]]:
    """Name, output shape and number of parameters of each layer, the path of an image through the network.

    Args:
        network: the network.

    Returns:
        One row per layer.
    """
    parameter, rows = next(network.parameters()), []
    x = torch.zeros(1, 1, 28, 28, dtype=parameter.dtype, device=parameter.device)
    for layer in (*network.features, *network.classifier):
        x = layer(x)
        rows.append((type(layer).__name__, tuple(x.shape[1:]), sum(p.numel() for p in layer.parameters())))
    return rows

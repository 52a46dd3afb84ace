r"""Convolution over a group of turns and reflections: filters are moved by every element, and places are theirs too."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import conv2d, max_pool2d

from notes.domain import beartype, require_finite, require_sizes, require_some, require_widths
from notes.geometric.group import Group, cyclic, dihedral
from notes.geometric.representation import turned

TURNS, TURNS_AND_REFLECTIONS = cyclic(4), dihedral(4)


@jaxtyped(typechecker=beartype)
def moved(
    features: Float[Tensor, "batch channels order size size"], group: Group, element: int
) -> Float[Tensor, "batch channels order size size"]:
    r"""How an element acts on functions of place and group: $(T_u f)(h, x) = f(u^{-1} h, u^{-1} x)$.

    Args:
        features: one image for each element of the group and each channel.
        group: the turns, or turns and reflections.
        element: $u$.

    Returns:
        The images turned, and exchanged among the elements.

    Raises:
        ValueError: if `features` is NaN or infinite.
    """
    require_finite(features=features)
    return turned(features[:, :, group.table[group.inverse(element)]], element)


@jaxtyped(typechecker=beartype)
def lifting_convolution(
    images: Float[Tensor, "batch inputs size size"], kernel: Float[Tensor, "outputs inputs k k"], group: Group
) -> Float[Tensor, "batch outputs order size size"]:
    r"""From images to functions on the group: correlation with the kernel moved by every element.

    $$y(g, x) = \sum_{z} \xi(z) \, \psi\big( g^{-1} (z - x) \big)$$

    Args:
        images: square images; padded with zeros so that they keep their size.
        kernel: $\psi$, of odd size.
        group: the turns, or turns and reflections.

    Returns:
        One image for each output channel and element.

    Raises:
        ValueError: if `kernel` is empty or an argument is NaN or infinite.

    Reference: T. Cohen and M. Welling, Group Equivariant Convolutional Networks, 2016, section 6.
    """
    require_some(kernel=kernel)
    require_finite(images=images, kernel=kernel)
    kernels = torch.stack([turned(kernel, g) for g in range(len(group))], dim=1)
    out = conv2d(images, kernels.flatten(0, 1), padding=kernel.shape[-1] // 2)
    return out.unflatten(1, (len(kernel), len(group)))


@jaxtyped(typechecker=beartype)
def group_convolution(
    features: Float[Tensor, "batch inputs order size size"],
    kernel: Float[Tensor, "outputs inputs order k k"],
    group: Group,
) -> Float[Tensor, "batch outputs order size size"]:
    r"""From functions on the group to functions on the group.

    $$y(g, x) = \sum_{h} \sum_{z} \xi(h, z) \, \psi\big( g^{-1} h, g^{-1} (z - x) \big)$$

    Args:
        features: one image for each input channel and element.
        kernel: $\psi$, of odd size.
        group: the turns, or turns and reflections.

    Returns:
        One image for each output channel and element.

    Raises:
        ValueError: if `kernel` is empty or an argument is NaN or infinite.

    Reference: T. Cohen and M. Welling, Group Equivariant Convolutional Networks, 2016, equation 11.
    """
    require_some(kernel=kernel)
    require_finite(features=features, kernel=kernel)
    kernels = torch.stack([moved(kernel, group, g) for g in range(len(group))], dim=1)
    out = conv2d(features.flatten(1, 2), kernels.flatten(0, 1).flatten(1, 2), padding=kernel.shape[-1] // 2)
    return out.unflatten(1, (len(kernel), len(group)))


class GroupNetwork(nn.Module):
    """A lifting convolution, local pooling, a group convolution, and the maximum over places and elements.

    Args:
        group: `TURNS` or `TURNS_AND_REFLECTIONS`.
        channels: output channels of the two convolutions.
        generator: source of the first weights.
        size: side of the kernels, odd.
        classes: number of classes.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(
        self, group: Group, channels: tuple[int, int], generator: torch.Generator, *, size: int = 3, classes: int = 10
    ) -> None:
        require_widths(2, channels=channels)
        require_sizes(size=size, classes=classes)
        super().__init__()
        first, second = channels
        self.group = group
        self.lifting = nn.Parameter(torch.empty(first, 1, size, size))
        self.kernel = nn.Parameter(torch.empty(second, first, len(group), size, size))
        self.norms = nn.ModuleList(nn.BatchNorm3d(width) for width in channels)  # over places and elements alike
        self.readout = nn.Linear(second, classes)
        for weights in (self.lifting, self.kernel, self.readout.weight):
            bound = math.sqrt(6 / weights[0].numel())
            nn.init.uniform_(weights, -bound, bound, generator=generator)
        nn.init.zeros_(self.readout.bias)

    def features(self, images: Tensor) -> Tensor:
        """What the second convolution makes of images with sides that two divides; equivariant to the group."""
        lifted = self.norms[0](lifting_convolution(images, self.lifting, self.group)).relu()
        pooled = max_pool2d(lifted.flatten(1, 2), 2).unflatten(1, lifted.shape[1:3])
        return self.norms[1](group_convolution(pooled, self.kernel, self.group)).relu()

    def forward(self, images: Tensor) -> Tensor:
        """Logits of the classes, which no element of the group changes."""
        return self.readout(self.features(images).amax((-3, -2, -1)))


class PlainNetwork(nn.Module):
    """The same parts without a group: two convolutions, pooling between them, the maximum over places.

    Args:
        channels: output channels of the two convolutions.
        generator: source of the first weights.
        size: side of the kernels, odd.
        classes: number of classes.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, channels: tuple[int, int], generator: torch.Generator, *, size: int = 3, classes: int = 10):
        require_widths(2, channels=channels)
        require_sizes(size=size, classes=classes)
        super().__init__()
        first, second = channels
        self.first = nn.Conv2d(1, first, size, padding=size // 2, bias=False)
        self.second = nn.Conv2d(first, second, size, padding=size // 2, bias=False)
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) for width in channels)
        self.readout = nn.Linear(second, classes)
        for weights in (self.first.weight, self.second.weight, self.readout.weight):
            bound = math.sqrt(6 / weights[0].numel())
            nn.init.uniform_(weights, -bound, bound, generator=generator)
        nn.init.zeros_(self.readout.bias)

    def forward(self, images: Tensor) -> Tensor:
        """Logits of the classes."""
        pooled = max_pool2d(self.norms[0](self.first(images)).relu(), 2)
        return self.readout(self.norms[1](self.second(pooled)).relu().amax((-2, -1)))

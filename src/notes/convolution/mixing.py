"""Two ways for places to hear of one another: convolution, by where they are, and attention, by what is there."""

import math
from collections.abc import Callable

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import pixel_unshuffle, scaled_dot_product_attention

from notes.convolution.layer_normalization import layer_normalized
from notes.convolution.residual import convolution_3x3
from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require_sizes


class Convolving(nn.Module):
    """A 3x3 convolution of places that lie in a square.

    Args:
        channels: of every place.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, channels: int):
        require_sizes(channels=channels)
        super().__init__()
        self.layer = convolution_3x3(channels, channels)

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch places channels"]) -> Float[Tensor, "batch places channels"]:
        """The convolved square, place by place."""
        side = math.isqrt(x.shape[1])
        square = x.movedim(1, -1).unflatten(-1, (side, side))
        return self.layer(square).flatten(2).movedim(-1, 1)


class Attending(nn.Module):
    r"""A mean over all places, with weights by how well the key of each goes with one's own query.

    $$y_i = W_o \sum_j \frac{e^{q_i \cdot k_j / \sqrt d}}{\sum_l e^{q_i \cdot k_l / \sqrt d}} \, v_j$$

    Args:
        channels: $C$, of every place.
        width: $d$, of queries and keys.

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, equation 1.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, channels: int, width: int):
        require_sizes(channels=channels, width=width)
        super().__init__()
        self.query, self.key = (nn.Linear(channels, width, bias=False) for _ in range(2))
        self.value, self.output = (nn.Linear(channels, channels, bias=False) for _ in range(2))

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch places channels"]) -> Float[Tensor, "batch places channels"]:
        """A mean of the values for every place."""
        return self.output(scaled_dot_product_attention(self.query(x), self.key(x), self.value(x)))


@jaxtyped(typechecker=beartype)
def multiplications_of_convolution(channels: int, kernel: int = 3) -> int:
    r"""Multiplications of a convolution for every place: $F^2 C^2$.

    Args:
        channels: $C$, of input and output.
        kernel: $F$, entries of the kernel along each axis.

    Returns:
        Their number, whatever the number of places.

    Raises:
        ValueError: if an argument is below 1.
    """
    require_sizes(channels=channels, kernel=kernel)
    return kernel**2 * channels**2


@jaxtyped(typechecker=beartype)
def multiplications_of_attention(channels: int, width: int, places: int) -> int:
    r"""Multiplications of attention for every place: $2 C d + 2 C^2 + n (d + C)$.

    Args:
        channels: $C$, of input and output.
        width: $d$, of queries and keys.
        places: $n$, all of which every place attends to.

    Returns:
        Their number: of four matrices, and of a query with every key and a weight with every value.

    Raises:
        ValueError: if an argument is below 1.
    """
    require_sizes(channels=channels, width=width, places=places)
    return 2 * channels * width + 2 * channels**2 + places * (width + channels)


class MixingNetwork(nn.Module):
    """A classifier of small images: patches of 2x2 pixels are places, which are mixed twice; then the mean of all.

    Args:
        mixer: makes what mixes the places, from the number of channels.
        order: which patch is put at each place of the square; in their own order they stay where they were.
        generator: source of the first weights, and of a vector for every place that says which one it is.
        channels: of every place.
        classes: number of classes.
    """

    order: Tensor

    @jaxtyped(typechecker=beartype)
    def __init__(
        self,
        mixer: Callable[[int], nn.Module],
        order: Int64[Tensor, "places"],
        generator: torch.Generator,
        *,
        channels: int = 16,
        classes: int = 10,
    ):
        require_sizes(2, channels=channels)
        require_sizes(classes=classes)
        super().__init__()
        self.register_buffer("order", order)
        position = torch.randn(len(order), channels, generator=generator, device=generator.device)
        self.embedding, self.position = nn.Linear(4, channels), nn.Parameter(0.3 * position)
        self.mixers = nn.ModuleList(mixer(channels) for _ in range(2))
        wide = 2 * channels
        self.dense = nn.ModuleList(
            nn.Sequential(nn.Linear(channels, wide), nn.ReLU(), nn.Linear(wide, channels)) for _ in range(2)
        )
        self.readout = nn.Linear(channels, classes)
        he_initialized(self, generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, images: Float[Tensor, "batch 1 height width"]) -> Float[Tensor, "batch classes"]:
        """Logits of the classes."""
        patches = pixel_unshuffle(images, 2).flatten(2)[..., self.order]
        x = self.embedding(patches.movedim(1, -1)) + self.position
        for mix, dense in zip(self.mixers, self.dense, strict=True):
            x = x + mix(layer_normalized(x))
            x = x + dense(layer_normalized(x))
        return self.readout(layer_normalized(x).mean(1))

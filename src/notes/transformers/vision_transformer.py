"""The Vision Transformer: an image cut into patches, each patch a token, and the encoder of a Transformer on them."""

from typing import NamedTuple, cast

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_finite, require_sizes, require_squares
from notes.transformers.attention import attention_weights
from notes.transformers.bert import gelu_feed_forward
from notes.transformers.layers import PreNormEncoderLayer


class VisionSizes(NamedTuple):
    """The sizes of a Vision Transformer.

    Attributes:
        image: side of the square images, in pixels.
        patch: side of the square patches; divides that of the image.
        channels: channels of the images.
        width: width $d$ of all vectors.
        layers: number $L$ of encoder layers.
        heads: attention heads of each layer.
        hidden: width between the two maps of each feed-forward network.
        classes: number of classes.
    """

    image: int
    patch: int
    channels: int
    width: int
    layers: int
    heads: int
    hidden: int
    classes: int

    @property
    def patches(self) -> int:
        """Number of patches of an image."""
        return (self.image // self.patch) ** 2


VIT_BASE = VisionSizes(224, 16, 3, 768, 12, 12, 3072, 1000)
VIT_DIGITS = VisionSizes(8, 2, 1, 32, 2, 4, 64, 10)


@jaxtyped(typechecker=beartype)
def patches(images: Float[Tensor, "batch channels height width"], side: int) -> Float[Tensor, "batch patches pixels"]:
    r"""Images cut into squares that do not overlap, row by row, each laid out as one vector.

    $$N = \frac{H W}{P^2} \text{ patches of } P^2 C \text{ numbers}$$

    Args:
        images: the images.
        side: the side $P$ of a patch; divides height and width.

    Returns:
        The patches of each image; in each, channel by channel, its rows one after another.

    Raises:
        ValueError: if the side does not divide height and width, or `images` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.vision_transformer import patches

        image = torch.arange(16.0).reshape(1, 1, 4, 4)
        print(patches(image, 2)[0].tolist())
        #> [[0.0, 1.0, 4.0, 5.0], [2.0, 3.0, 6.0, 7.0], [8.0, 9.0, 12.0, 13.0], [10.0, 11.0, 14.0, 15.0]]
        ```

    Reference: A. Dosovitskiy et al., An Image Is Worth 16x16 Words: Transformers for Image Recognition at Scale, 2021.
    """
    require_finite(images=images)
    height, width = images.shape[-2:]
    if side < 1 or height % side or width % side:
        raise ValueError(f"`side` must divide {height} and {width}, got {side}")
    # batch, channel, row, y, column, x
    grid = images.unflatten(3, (-1, side)).unflatten(2, (-1, side))
    return grid.permute(0, 2, 4, 1, 3, 5).flatten(start_dim=3).flatten(start_dim=1, end_dim=2)


class PreNormGeluLayer(PreNormEncoderLayer):
    """Encoder layer that normalises what enters each part, with the Gaussian error linear unit.

    Attributes:
        attention: self-attention.
        network: the network of each position.
        norms: the two normalisations, in the order of their use.

    Reference: A. Dosovitskiy et al., An Image Is Worth 16x16 Words: Transformers for Image Recognition at Scale, 2021.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, width: int, heads: int, hidden: int) -> None:
        require_sizes(width=width, hidden=hidden)
        super().__init__(width, heads, hidden)
        self.network = gelu_feed_forward(width, hidden)


class VisionTransformer(nn.Module):
    r"""Classifier of images by the encoder of a Transformer.

    $$H^0 = [c;\, x_1 E;\, \dots;\, x_N E] + E_{\text{pos}}, \qquad H^l = \operatorname{Layer}_l(H^{l-1}), \qquad
    z = V \operatorname{LN}(H^L_0)$$

    Dropout is left out.

    Attributes:
        patch: side of a patch.
        projection: the map $E$ of each patch, with a bias.
        token: the learnt vector $c$ that gathers what the class is told from.
        position: the learnt vectors $E_{\text{pos}}$ of class token and patches.
        layers: the encoder layers.
        norm: the last normalisation.
        head: the map $V$ to the logits, with a bias.

    Reference: A. Dosovitskiy et al., An Image Is Worth 16x16 Words: Transformers for Image Recognition at Scale, 2021.
    """

    def __init__(self, sizes: VisionSizes) -> None:
        super().__init__()
        self.patch = sizes.patch
        self.projection = nn.Linear(sizes.patch**2 * sizes.channels, sizes.width)
        self.token = nn.Embedding(1, sizes.width)
        self.position = nn.Embedding(sizes.patches + 1, sizes.width)
        self.layers = nn.ModuleList(
            [PreNormGeluLayer(sizes.width, sizes.heads, sizes.hidden) for _ in range(sizes.layers)]
        )
        self.norm = nn.LayerNorm(sizes.width)
        self.head = nn.Linear(sizes.width, sizes.classes)

    @jaxtyped(typechecker=beartype)
    def embedded(self, images: Float[Tensor, "batch channels side side"]) -> Float[Tensor, "batch tokens width"]:
        """The class token and the patches, with their positions."""
        projected = self.projection(patches(images, self.patch))
        token = self.token.weight.expand(len(images), 1, -1)
        result: Tensor = torch.cat([token, projected], dim=1) + self.position.weight
        return result

    @jaxtyped(typechecker=beartype)
    def forward(self, images: Float[Tensor, "batch channels side side"]) -> Float[Tensor, "batch classes"]:
        """Logits of the classes."""
        vectors = self.embedded(images)
        for layer in self.layers:
            vectors = layer(vectors)
        result: Tensor = self.head(self.norm(vectors[:, 0]))
        return result


@torch.no_grad()
@jaxtyped(typechecker=beartype)
def class_token_attention(
    network: VisionTransformer, images: Float[Tensor, "batch channels side side"]
) -> Float[Tensor, "layers batch heads patches"]:
    """How much the class token looks at each patch, in every layer and head; what it gives to itself is left out.

    Args:
        network: the network.
        images: what it looks at.

    Returns:
        Weights, which sum to less than 1.

    Raises:
        ValueError: if `images` has no finite sum of squares.
    """
    require_squares(images=images)
    vectors, rows = network.embedded(images), []
    for module in network.layers:
        layer = cast(PreNormGeluLayer, module)
        normed = layer.norms[0](vectors)
        queries, keys = (
            projection(normed).unflatten(-1, (layer.attention.heads, -1)).transpose(1, 2)
            for projection in (layer.attention.query, layer.attention.key)
        )
        rows.append(attention_weights(queries, keys)[:, :, 0, 1:])
        vectors = layer(vectors)
    return torch.stack(rows)

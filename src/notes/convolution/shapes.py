"""Discs and squares on a noisy ground, with the class of every pixel: images to be segmented, made from a seed."""

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_not_negative, require_sizes

CLASSES = ("ground", "disc", "square")


@jaxtyped(typechecker=beartype)
def drawn_shapes(
    examples: int, generator: torch.Generator, *, size: int = 24, noise: float = 0.3
) -> tuple[Float[Tensor, "examples 1 size size"], Int64[Tensor, "examples size size"]]:
    """Grey images of one disc and one square each, of equal brightness, so that only their shape tells them apart.

    Args:
        examples: number of images, positive.
        generator: source of places, sizes and noise.
        size: pixels along each side, at least 16.
        noise: half the width of the uniform noise, on shapes of brightness 1 and a ground of 0.

    Returns:
        Images, and the class of each pixel: 0 for the ground, 1 for the disc, 2 for the square, which lies on top.

    Raises:
        ValueError: if a number is out of range.

    Example:
        ```python
        import torch
        from notes.convolution.shapes import drawn_shapes

        images, classes = drawn_shapes(4, torch.Generator().manual_seed(0))
        print(tuple(images.shape), classes.unique().tolist())
        #> (4, 1, 24, 24) [0, 1, 2]
        ```
    """
    for name, value, least in (("examples", examples, 1), ("size", size, 16)):
        if value < least:
            raise ValueError(f"`{name}` must be at least {least}, got {value}")
    require_not_negative(noise=noise)
    disc, square = (_shape(examples, size, generator, power) for power in (2.0, torch.inf))
    classes = torch.zeros(examples, size, size, dtype=torch.int64).masked_fill(disc, 1).masked_fill(square, 2)
    ground = noise * (2 * torch.rand(examples, size, size, generator=generator) - 1)
    return ((classes > 0) + ground).unsqueeze(1), classes


def _shape(examples: int, size: int, generator: torch.Generator, power: float) -> Bool[Tensor, "examples size size"]:
    """Where the p-norm of the distance from a random centre is at most a random radius: 2 a disc, infinity a square."""
    radius = 3 + 2 * torch.rand(examples, 1, 1, generator=generator)
    centre = radius.unsqueeze(-1) + (size - 1 - 2 * radius.unsqueeze(-1)) * torch.rand(
        examples, 1, 1, 2, generator=generator
    )
    pixels = torch.stack(torch.meshgrid(*[torch.arange(float(size))] * 2, indexing="ij"), dim=-1)
    return torch.linalg.vector_norm(pixels - centre, ord=power, dim=-1) <= radius


@jaxtyped(typechecker=beartype)
def intersection_over_union(
    predicted: Int64[Tensor, "*pixels"], true: Int64[Tensor, "*pixels"], classes: int
) -> Float[Tensor, "classes"]:
    r"""Overlap of prediction and truth for each class: pixels in both over pixels in either, $|A \cap B| / |A \cup B|$.

    Args:
        predicted: a class per pixel.
        true: the true one.
        classes: number of classes; each must occur in one of the two.

    Returns:
        A number between 0 and 1 per class.

    Raises:
        ValueError: if a class occurs in neither or `classes` is below 1.

    Reference: P. Jaccard, The Distribution of the Flora in the Alpine Zone, 1912.
    """
    require_sizes(classes=classes)
    pairs = [(predicted == k, true == k) for k in range(classes)]
    both = torch.stack([(a & b).sum() for a, b in pairs])
    either = torch.stack([(a | b).sum() for a, b in pairs])
    if not bool((either > 0).all()):
        raise ValueError(f"`classes` must all occur, got {either.tolist()} pixels of them")
    return both / either

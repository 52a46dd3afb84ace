r"""Scale separation: local pooling, and how much of a small deformation is left after it."""

import torch
from jaxtyping import Float, Float32, jaxtyped
from torch import Tensor
from torch.nn.functional import avg_pool2d, grid_sample, interpolate

from notes.domain import beartype, require_finite, require_not_negative, require_some, require_squares


@jaxtyped(typechecker=beartype)
def locally_pooled(
    images: Float[Tensor, "batch channels rows columns"], size: int
) -> Float[Tensor, "batch channels r c"]:
    """The means over square cells: the image at a coarser scale.

    Args:
        images: images whose sides `size` divides.
        size: side of a cell in pixels.

    Returns:
        Smaller images.

    Raises:
        ValueError: if `size` does not divide the sides, or `images` is NaN or infinite.
    """
    require_finite(images=images)
    sides = tuple(images.shape[-2:])
    if size < 1 or any(side % size for side in sides):
        raise ValueError(f"`size` must divide the sides {sides}, got {size}")
    return avg_pool2d(images, size)


@jaxtyped(typechecker=beartype)
def deformed(
    images: Float32[Tensor, "batch channels rows columns"], strength: float, generator: torch.Generator
) -> Float[Tensor, "batch channels rows columns"]:
    """Images whose points are moved by a smooth random field, up to `strength` pixels to each side.

    Args:
        images: images.
        strength: largest displacement of a control point, in pixels.
        generator: source of the displacements of 4 by 4 control points, between which the field is interpolated.

    Returns:
        Images of the same size; what comes from outside is zero.

    Raises:
        ValueError: if there is no image, an entry is not finite, or `strength` is negative.
    """
    require_some(images=images)
    require_finite(images=images)
    require_not_negative(strength=strength)
    rows, columns = images.shape[-2:]
    control = strength * (2 * torch.rand(len(images), 2, 4, 4, generator=generator, device=generator.device) - 1)
    field = interpolate(control, (rows, columns), mode="bicubic", align_corners=True)
    y, x = torch.meshgrid(
        torch.linspace(-1, 1, rows, device=generator.device),
        torch.linspace(-1, 1, columns, device=generator.device),
        indexing="ij",
    )
    unit = torch.tensor(
        [2 / (columns - 1), 2 / (rows - 1)], device=generator.device
    )  # a pixel, in the coordinates of grid_sample
    grid = torch.stack([x, y], -1) + field.permute(0, 2, 3, 1) * unit
    return grid_sample(images, grid, align_corners=True)


@jaxtyped(typechecker=beartype)
def relative_change(before: Float[Tensor, "batch *shape"], after: Float[Tensor, "batch *shape"]) -> Float[Tensor, ""]:
    r"""Mean over a batch of $\lVert y - x \rVert / \lVert x \rVert$.

    Args:
        before: $x$.
        after: $y$.

    Returns:
        The share of the norm that has changed.

    Raises:
        ValueError: if `after` is NaN or infinite or `before` has no finite sum of squares.
    """
    require_squares(before=before)
    require_finite(after=after)
    return ((after - before).flatten(1).norm(dim=1) / before.flatten(1).norm(dim=1)).mean()

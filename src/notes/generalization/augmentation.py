"""Data augmentation for small images: shift, rotate, add noise; the label stays."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_not_negative, require_sizes


@jaxtyped(typechecker=beartype)
def shifted(
    images: Float[Tensor, "images height width"], largest: int, generator: torch.Generator
) -> Float[Tensor, "images height width"]:
    """Each image moved by whole pixels, drawn alike from all shifts up to the largest along both axes.

    Args:
        images: grey values; what moves in from outside is zero.
        largest: largest shift in pixels, not negative and smaller than the image.
        generator: source of the shifts.

    Returns:
        Images of the same size.

    Raises:
        ValueError: if `largest` is negative or not smaller than the image.

    Example:
        ```python
        import torch
        from notes.generalization.augmentation import shifted

        image = torch.zeros(1, 3, 3)
        image[0, 1, 1] = 1.0
        moved = shifted(image.expand(1000, 3, 3), 1, torch.Generator().manual_seed(0))
        print(moved.sum().item(), (moved.mean(0) > 0.08).all().item())
        #> 1000.0 True
        ```
    """
    count, height, width = images.shape
    if not 0 <= largest < min(height, width):
        raise ValueError(f"`largest` must be from 0 to {min(height, width) - 1}, got {largest}")
    corner = torch.randint(2 * largest + 1, (2, count, 1), generator=generator, device=generator.device)
    padded = torch.nn.functional.pad(images, (largest,) * 4)
    rows = corner[0] + torch.arange(height, device=images.device)
    columns = corner[1] + torch.arange(width, device=images.device)
    return padded[torch.arange(count, device=images.device)[:, None, None], rows[:, :, None], columns[:, None, :]]


@jaxtyped(typechecker=beartype)
def rotated(
    images: Float[Tensor, "images height width"], angles: Float[Tensor, "images"]
) -> Float[Tensor, "images height width"]:
    r"""Each image turned anticlockwise about its centre, with bilinear interpolation.

    The value at a pixel is read where the inverse rotation takes it:

    $$\begin{pmatrix} u_1' \\ u_2' \end{pmatrix} = \begin{pmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta
      \end{pmatrix} \begin{pmatrix} u_1 \\ u_2 \end{pmatrix}$$

    with x to the right and y downwards.

    Args:
        images: square images of grey values; what turns in from outside is zero.
        angles: one angle per image, in degrees.

    Returns:
        Images of the same size.

    Raises:
        ValueError: if the images are not square, or an argument is NaN or infinite.
    """
    require_finite(images=images, angles=angles)
    _, height, width = images.shape
    if height != width:
        raise ValueError(f"`images` must be square, got {height} by {width}")
    radians = angles * (math.pi / 180)
    cosine, sine, zero = radians.cos(), radians.sin(), torch.zeros_like(radians)
    turns = torch.stack([torch.stack([cosine, -sine, zero], -1), torch.stack([sine, cosine, zero], -1)], -2)
    grid = torch.nn.functional.affine_grid(turns, [len(images), 1, height, width], align_corners=False)
    return torch.nn.functional.grid_sample(images.unsqueeze(1), grid, align_corners=False).squeeze(1)


@jaxtyped(typechecker=beartype)
def uniform_angles(count: int, largest: float, generator: torch.Generator) -> Float[Tensor, "count"]:
    """Angles in degrees drawn uniformly from minus to plus the largest, for `rotated`.

    Args:
        count: number of angles.
        largest: largest angle in degrees; not negative.
        generator: source of the angles.

    Returns:
        The angles.

    Raises:
        ValueError: if `largest` or `count` is negative.
    """
    require_sizes(0, count=count)
    require_not_negative(largest=largest)
    return largest * (2 * torch.rand(count, generator=generator, device=generator.device) - 1)


@jaxtyped(typechecker=beartype)
def noisy(images: Float[Tensor, "*shape"], deviation: float, generator: torch.Generator) -> Float[Tensor, "*shape"]:
    """Images with independent Gaussian noise on every pixel, not clipped.

    Args:
        images: grey values.
        deviation: standard deviation of the noise, in the unit of the grey values; not negative.
        generator: source of the noise.

    Returns:
        Images of the same shape.

    Raises:
        ValueError: if `deviation` is negative.
    """
    require_not_negative(deviation=deviation)
    return images + deviation * torch.randn(
        images.shape, generator=generator, dtype=images.dtype, device=generator.device
    )

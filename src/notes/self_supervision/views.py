"""Views: random distortions that change an image and not what it shows."""

import math

import torch
from jaxtyping import Float32, jaxtyped
from torch import Tensor
from torch.nn.functional import affine_grid, grid_sample

from notes.domain import beartype, require_finite, require_some

TURN, SCALE, SHEAR, SHIFT = math.radians(20), 0.2, 0.2, 0.15


@jaxtyped(typechecker=beartype)
def views(
    images: Float32[Tensor, "n 1 height width"], generator: torch.Generator, *, strength: float = 1.0
) -> Float32[Tensor, "n 1 height width"]:
    r"""Each image turned, scaled, sheared and shifted at random, read between pixels by bilinear interpolation.

    At strength 1 turns reach 20 degrees, scales 20 %, shears 0.2 and shifts 7.5 % of the image's side, each drawn
    uniformly and independently for every image; other strengths multiply all four.

    Args:
        images: grey values; what comes in from outside is zero.
        generator: source of the distortions.
        strength: how far they reach, from 0 (the images as they are) to 4.

    Returns:
        One view of each image.

    Raises:
        ValueError: if `strength` is not from 0 to 4, or `images` is empty, or `images` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.self_supervision.views import views

        image = torch.zeros(1, 1, 5, 5)
        image[..., 2, 2] = 1.0
        print(views(image, torch.Generator(), strength=0.0).sum().item())
        #> 1.0
        ```

    Reference: P. Simard, D. Steinkraus and J. Platt, Best Practices for Convolutional Neural Networks Applied to Visual
    Document Analysis, 2003.
    """
    require_some(images=images)
    require_finite(images=images)
    if not 0 <= strength <= 4:
        raise ValueError(f"`strength` must be from 0 to 4, got {strength}")
    uniform = torch.rand(5, len(images), generator=generator, device=generator.device)
    reach = torch.tensor([[TURN], [SCALE], [SHEAR], [SHIFT], [SHIFT]], device=generator.device)
    turn, scale, shear, right, down = strength * (2 * uniform - 1) * reach
    cosine, sine, stretch = turn.cos(), turn.sin(), 1 + scale
    rows = (
        torch.stack([stretch * cosine, shear - stretch * sine, right], dim=-1),
        torch.stack([stretch * sine, stretch * cosine, down], dim=-1),
    )
    grid = affine_grid(torch.stack(rows, dim=-2), list(images.shape), align_corners=False)
    return grid_sample(images, grid, align_corners=False)

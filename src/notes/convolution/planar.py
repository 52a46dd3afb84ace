"""Convolution and cross-correlation in the plane, and the kernels that image processing has used for decades."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite

KERNELS = {
    "blur": torch.ones(5, 5) / 25,
    "sharpen": torch.tensor([[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "horizontal difference": torch.tensor([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]]),
    "vertical difference": torch.tensor([[1.0, 2, 1], [0, 0, 0], [-1, -2, -1]]),
    "Laplacian": torch.tensor([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]),
}


@jaxtyped(typechecker=beartype)
def cross_correlation_2d(
    image: Float[Tensor, "height width"], kernel: Float[Tensor, "rows columns"]
) -> Float[Tensor, "out_height out_width"]:
    r"""Sliding dot product of a kernel with an image, wherever it fits: what a layer of a network computes.

    $$(f \star g)[m, n] = \sum_{k,l} g[k, l] \, f[m + k, n + l]$$

    Args:
        image: $f$.
        kernel: $g$, no larger than the image.

    Returns:
        One number per place of the kernel inside the image.

    Raises:
        ValueError: if the kernel is larger than the image, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.convolution.planar import convolution_2d, cross_correlation_2d

        image = torch.arange(9.0).reshape(3, 3)
        kernel = torch.tensor([[1.0, 0.0], [0.0, -1.0]])
        print(cross_correlation_2d(image, kernel).tolist(), convolution_2d(image, kernel).tolist())
        #> [[-4.0, -4.0], [-4.0, -4.0]] [[4.0, 4.0], [4.0, 4.0]]
        ```
    """
    rows, columns = kernel.shape
    height, width = (side - part + 1 for side, part in zip(image.shape, kernel.shape, strict=True))
    if height < 1 or width < 1:
        raise ValueError(f"`kernel` must fit {tuple(image.shape)}, got {tuple(kernel.shape)}")
    require_finite(image=image, kernel=kernel)
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for k in range(rows):
        for j in range(columns):
            total = total + kernel[k, j] * image[k : k + height, j : j + width]
    return total


@jaxtyped(typechecker=beartype)
def convolution_2d(
    image: Float[Tensor, "height width"], kernel: Float[Tensor, "rows columns"]
) -> Float[Tensor, "out_height out_width"]:
    r"""Convolution in the plane, wherever the kernel fits: cross-correlation with the kernel turned by 180 degrees.

    $$(f * g)[m, n] = \sum_{k,l} f[k, l] \, g[m - k, n - l]$$

    Args:
        image: $f$.
        kernel: $g$, no larger than the image.

    Returns:
        One number per place of the kernel inside the image.

    Raises:
        ValueError: if the kernel is larger than the image, or anything is NaN or infinite.
    """
    return cross_correlation_2d(image, kernel.flip(0, 1))

"""Two real photographs, shipped by scikit-learn."""

from typing import Literal

import torch
from jaxtyping import Float, jaxtyped
from sklearn.datasets import load_sample_image
from torch import Tensor

from notes.domain import beartype, require_finite


@jaxtyped(typechecker=beartype)
def photograph(name: Literal["china", "flower"]) -> Float[Tensor, "3 427 640"]:
    """A colour photograph: a Chinese temple, or a dahlia.

    Args:
        name: which of the two.

    Returns:
        Red, green and blue, between 0 and 1.

    Example:
        ```python
        from notes.convolution.photographs import photograph

        print(tuple(photograph("flower").shape))
        #> (3, 427, 640)
        ```
    """
    return torch.tensor(load_sample_image(f"{name}.jpg")).permute(2, 0, 1) / 255


@jaxtyped(typechecker=beartype)
def luminance(image: Float[Tensor, "3 height width"]) -> Float[Tensor, "height width"]:
    """Brightness of a colour image, weighted as ITU-R recommendation BT.601 does.

    Args:
        image: red, green and blue, between 0 and 1.

    Returns:
        Brightness between 0 and 1.

    Raises:
        ValueError: if `image` is NaN or infinite.
    """
    require_finite(image=image)
    return torch.einsum("c,chw->hw", image.new_tensor([0.299, 0.587, 0.114]), image)

"""Rotary positions: queries and keys are turned by an angle that grows with their place."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes, require_some
from notes.transformers.positional import sinusoidal_encoding


@jaxtyped(typechecker=beartype)
def rotated(
    vectors: Float[Tensor, "*batch time width"], start: int = 0, *, base: float = 10_000.0
) -> Float[Tensor, "*batch time width"]:
    r"""Vectors whose pairs of entries are turned by angles that grow with their place.

    $$\begin{pmatrix} x_{t, 2i} \cos \omega_i t - x_{t, 2i+1} \sin \omega_i t \\
    x_{t, 2i} \sin \omega_i t + x_{t, 2i+1} \cos \omega_i t \end{pmatrix}, \qquad \omega_i = B^{-2i/d}$$

    Args:
        vectors: queries or keys, one a row, of even width.
        start: the place of the first one, at least 0.
        base: the base $B$ of the wavelengths, above 1.

    Returns:
        The turned vectors, which are as long as they were.

    Raises:
        ValueError: if `vectors` is empty, an entry is not finite, the width is odd, or `start` or `base` is out of
            its range.

    Example:
        ```python
        import torch
        from notes.transformers.rotary import rotated

        print([round(entry, 4) for entry in rotated(torch.tensor([[1.0, 0.0]]), start=1)[0].tolist()])
        #> [0.5403, 0.8415]
        ```

    Reference: J. Su et al., RoFormer: Enhanced Transformer with Rotary Position Embedding, 2021, equation 34.
    """
    require_some(vectors=vectors)
    require_finite(vectors=vectors)
    require_sizes(0, start=start)
    time, width = vectors.shape[-2:]
    encoding = sinusoidal_encoding(start + time, width, base=base, device=vectors.device)[start:]
    sines, cosines = encoding.to(vectors.dtype).unflatten(-1, (-1, 2)).unbind(dim=-1)
    first, second = vectors.unflatten(-1, (-1, 2)).unbind(dim=-1)
    turned = [first * cosines - second * sines, first * sines + second * cosines]
    return torch.stack(turned, dim=-1).flatten(start_dim=-2)

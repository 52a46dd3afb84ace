"""Gradients clipped by their norm: the direction stays, and no step is longer than was agreed."""

from collections.abc import Sequence

import torch
from jaxtyping import jaxtyped
from torch import Tensor

from notes.domain import beartype, require_positive, require_squares


@jaxtyped(typechecker=beartype)
def clipped_gradients(gradients: Sequence[Tensor], largest: float) -> tuple[Tensor, ...]:
    r"""The gradients of all parameters, scaled by one factor so that their joint norm is at most what is given.

    $$g' = \min\Big(1, \frac{C}{\|g\|}\Big)\, g$$

    Args:
        gradients: one tensor a parameter, of any shapes, at least one.
        largest: the largest norm $C$, positive.

    Returns:
        The gradients, all multiplied by the same factor; as they are if their norm is no larger.

    Raises:
        ValueError: if `largest` is not positive, there is no gradient, or a sum of squares is not finite.

    Example:
        ```python
        import torch
        from notes.training.clipping import clipped_gradients

        clipped = clipped_gradients([torch.tensor([3.0, 0.0]), torch.tensor([4.0])], largest=1.0)
        print([[round(entry, 2) for entry in one.tolist()] for one in clipped])
        #> [[0.6, 0.0], [0.8]]
        ```

    Reference: R. Pascanu, T. Mikolov and Y. Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013.
    """
    require_positive(largest=largest)
    if not gradients:
        raise ValueError("`gradients` must hold at least one tensor, got none")
    everything = torch.cat([gradient.flatten() for gradient in gradients])
    require_squares(gradients=everything)
    factor = (largest / everything.norm()).clamp(max=1)
    return tuple(factor * gradient for gradient in gradients)

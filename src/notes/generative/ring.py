r"""A ring of eight Gaussians, the test track of generators, and how many of its modes a sample covers."""

import math

import torch
from jaxtyping import Float, Float32, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_sizes

MODES, RADIUS, DEVIATION = 8, 2.0, 0.1


@jaxtyped(typechecker=beartype)
def centres() -> Float[Tensor, "modes 2"]:
    """Centres of the eight modes, evenly spaced on a circle of radius two.

    Returns:
        One point per mode.

    Example:
        ```python
        from notes.generative.ring import centres

        print([round(x, 3) for x in centres()[0].tolist()])
        #> [2.0, 0.0]
        ```
    """
    angles = 2 * math.pi * torch.arange(MODES) / MODES
    return RADIUS * torch.stack([angles.cos(), angles.sin()], dim=-1)


@jaxtyped(typechecker=beartype)
def ring(count: int, generator: torch.Generator) -> Float[Tensor, "count 2"]:
    """Draws from the mixture of eight Gaussians of standard deviation 0.1.

    Args:
        count: number of draws.
        generator: source of randomness.

    Returns:
        One point of the plane per draw.

    Raises:
        ValueError: if `count` is negative.

    Example:
        ```python
        import torch
        from notes.generative.ring import ring

        print(tuple(ring(5, torch.Generator().manual_seed(0)).shape))
        #> (5, 2)
        ```
    """
    require_sizes(0, count=count)
    chosen = torch.randint(MODES, (count,), generator=generator)
    return centres()[chosen] + DEVIATION * torch.randn(count, 2, generator=generator)


@jaxtyped(typechecker=beartype)
def modes_covered(samples: Float32[Tensor, "samples 2"], share: float = 0.02) -> int:
    """Number of modes that hold at least a given share of the samples within four standard deviations.

    Args:
        samples: points of the plane.
        share: least share that counts as covered; an even sample puts one eighth into each.

    Returns:
        A number from 0 to 8.

    Raises:
        ValueError: if `share` is not between 0 and 1.

    Example:
        ```python
        from notes.generative.ring import centres, modes_covered

        print(modes_covered(centres()), modes_covered(centres()[:3]))
        #> 8 3
        ```

    Reference: L. Metz, B. Poole, D. Pfau and J. Sohl-Dickstein, Unrolled Generative Adversarial Networks, 2017.
    """
    if not 0 < share < 1:
        raise ValueError(f"`share` must be between 0 and 1, got {share}")
    near = torch.cdist(samples, centres()) < 4 * DEVIATION
    return int((near.to(samples.dtype).mean(0) >= share).sum())

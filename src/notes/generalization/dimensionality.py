"""What high-dimensional space does to samples: empty bins, volume in the shell, and distances that all look alike."""

from fractions import Fraction

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_squares


@jaxtyped(typechecker=beartype)
def bins_per_sample(dimensions: int, bins: int, samples: int) -> Fraction:
    r"""Cells of a grid for each sample that could fill them, exactly.

    $$\frac{b^d}{n}$$

    Args:
        dimensions: number d of axes; positive.
        bins: number b of intervals on each axis; positive.
        samples: number n of samples; positive.

    Returns:
        The ratio as an exact fraction; above one, most cells must be empty.

    Raises:
        ValueError: if an argument is not positive.

    Example:
        ```python
        from notes.generalization.dimensionality import bins_per_sample

        print(bins_per_sample(40, 10, 10**5) == 10**35)
        #> True
        ```
    """
    for name, value in (("dimensions", dimensions), ("bins", bins), ("samples", samples)):
        if value < 1:
            raise ValueError(f"`{name}` must be positive, got {value}")
    return Fraction(bins**dimensions, samples)


@jaxtyped(typechecker=beartype)
def shell_volume(dimensions: int, thickness: float) -> float:
    r"""Share of a ball's volume that lies within a relative distance of its surface.

    $$V_d(\epsilon) = 1 - (1 - \epsilon)^d$$

    Args:
        dimensions: number d of dimensions; positive.
        thickness: thickness of the shell as a share of the radius, in [0, 1].

    Returns:
        Share of the volume, in [0, 1]; the same holds for a cube, or for any body scaled towards an inner point.

    Raises:
        ValueError: if `dimensions` is not positive or `thickness` not in [0, 1].

    Example:
        ```python
        from notes.generalization.dimensionality import shell_volume

        print(f"{shell_volume(3, 0.05):.3f} {shell_volume(40, 0.05):.3f}")
        #> 0.143 0.871
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 1.4.
    """
    if dimensions < 1:
        raise ValueError(f"`dimensions` must be positive, got {dimensions}")
    if not 0 <= thickness <= 1:
        raise ValueError(f"`thickness` must be in [0, 1], got {thickness}")
    return 1 - (1 - thickness) ** dimensions


@jaxtyped(typechecker=beartype)
def distance_contrast(points: Float[Tensor, "samples dimensions"], query: Float[Tensor, "dimensions"]) -> float:
    r"""How much farther the farthest point is than the nearest, relative to the nearest.

    $$\frac{\max_i \lVert x_i - q \rVert - \min_i \lVert x_i - q \rVert}{\min_i \lVert x_i - q \rVert}$$

    Args:
        points: one sample per row.
        query: the point that looks for its neighbour.

    Returns:
        The contrast: zero if all points are equally far.

    Raises:
        ValueError: if there are no points, or one of them is the query, so that the contrast is not defined, or a
            number is so large that its square is not finite.

    Example:
        ```python
        import torch
        from notes.generalization.dimensionality import distance_contrast

        print(distance_contrast(torch.tensor([[1.0, 0.0], [0.0, 3.0]]), torch.zeros(2)))
        #> 2.0
        ```

    Reference: K. Beyer, J. Goldstein, R. Ramakrishnan, U. Shaft, When Is "Nearest Neighbor" Meaningful?, 1999.
    """
    if points.shape[0] == 0:
        raise ValueError("`points` must hold at least one sample, got none")
    require_squares(points=points, query=query)
    distances = (points - query).norm(dim=1)
    nearest = distances.min().item()
    if not nearest > 0:
        raise ValueError(f"`query` must be apart from all points, got a distance of {nearest}")
    return distances.max().item() / nearest - 1


@jaxtyped(typechecker=beartype)
def squared_distance_spread(dimensions: int) -> float:
    r"""Standard deviation over mean of the squared distance between two uniform points of the unit cube.

    $$\frac{\sqrt{\operatorname{Var} \lVert x - x' \rVert^2}}{\mathbb{E} \lVert x - x' \rVert^2}
      = \frac{\sqrt{7 d / 180}}{d / 6} = \sqrt{\frac{7}{5 d}}$$

    Args:
        dimensions: number d of dimensions; positive.

    Returns:
        The relative spread, which vanishes as the dimension grows.

    Raises:
        ValueError: if `dimensions` is not positive.
    """
    if dimensions < 1:
        raise ValueError(f"`dimensions` must be positive, got {dimensions}")
    return (7 / (5 * dimensions)) ** 0.5

"""How many linear regions a ReLU network can have: the bounds, and what a given arrangement of lines reaches."""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_not_negative, require_sizes, require_widths


@beartype
def shallow_region_bound(units: int, inputs: int) -> int:
    r"""Zaslavsky's number: the most regions that hyperplanes, one per hidden unit, cut the input space into.

    $$\sum_{j=0}^{D_i} \binom{D}{j}$$

    Args:
        units: number $D$ of hidden units, at least 0.
        inputs: number $D_i$ of inputs, at least 1.

    Returns:
        The largest possible number of regions; hyperplanes in general position reach it.

    Raises:
        ValueError: if `units` is negative or `inputs` below 1.

    Example:
        ```python
        from notes.networks.region_bounds import shallow_region_bound

        print(shallow_region_bound(3, 1), shallow_region_bound(3, 2), f"{shallow_region_bound(50, 10):,}")
        #> 4 7 13,432,735,556
        ```

    Reference: T. Zaslavsky, Facing up to Arrangements, 1975.
    """
    require_not_negative(units=units)
    require_sizes(inputs=inputs)
    return sum(math.comb(units, j) for j in range(inputs + 1))


@beartype
def deep_region_bound(widths: Sequence[int]) -> int:
    r"""The most linear pieces of a deep ReLU network with one input and hidden layers of these widths.

    $$\prod_{k=1}^{K} (D_k + 1)$$

    Args:
        widths: number $D_k$ of units in each hidden layer.

    Returns:
        The bound: on a piece every unit is affine, so a layer cuts it at most $D_k$ times.

    Raises:
        ValueError: if there is no hidden layer or a width is below 1.

    Example:
        ```python
        from notes.networks.region_bounds import deep_region_bound

        print(deep_region_bound([3]), deep_region_bound([3, 3]), deep_region_bound([3, 3, 3]))
        #> 4 16 64
        ```

    Reference: T. Serra, C. Tjandraatmadja and S. Ramalingam, Bounding and Counting Linear Regions of Deep Neural
    Networks, 2018.
    """
    require_widths(widths=widths)
    return math.prod(width + 1 for width in widths)


def _crossing(first: Sequence[Fraction], second: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
    """The point where two lines (a, b, c), meaning a x + b y + c = 0, meet; None if they are parallel."""
    (a, b, c), (d, e, f) = first, second
    determinant = a * e - b * d
    if determinant == 0:
        return None
    return (b * f - c * e) / determinant, (c * d - a * f) / determinant


@jaxtyped(typechecker=beartype)
def line_arrangement_regions(weights: Float[Tensor, "lines 2"], offsets: Float[Tensor, "lines"]) -> int:
    r"""Number of regions that given lines cut the plane into, in exact arithmetic.

    $$1 + N + \sum_{p} (N_p - 1)$$

    over the $N$ different lines and the points $p$ in which $N_p \ge 2$ of them meet.

    Args:
        weights: normal $(a, b)$ of each line $a x_1 + b x_2 + c = 0$.
        offsets: constant $c$ of each line.

    Returns:
        The number of regions; lines given twice count once.

    Raises:
        ValueError: if a normal is zero, which is no line, or a number is not finite.

    Example:
        ```python
        import torch
        from notes.networks.region_bounds import line_arrangement_regions

        normals = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
        print(line_arrangement_regions(normals, torch.zeros(3)), line_arrangement_regions(normals, torch.ones(3)))
        #> 6 7
        ```

    Reference: R. P. Stanley, An Introduction to Hyperplane Arrangements, 2007.
    """
    require_finite(weights=weights, offsets=offsets)
    require(weights.any(dim=1), "weights", "normals other than zero", weights)
    lines = set()
    for (a, b), c in zip(weights.tolist(), offsets.tolist(), strict=True):
        scale = Fraction(a) or Fraction(b)
        lines.add((Fraction(a) / scale, Fraction(b) / scale, Fraction(c) / scale))
    through: dict[tuple[Fraction, Fraction], set[tuple[Fraction, Fraction, Fraction]]] = {}
    for pair in combinations(lines, 2):
        point = _crossing(*pair)
        if point is not None:
            through.setdefault(point, set()).update(pair)
    return 1 + len(lines) + sum(len(meeting) - 1 for meeting in through.values())

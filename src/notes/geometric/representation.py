r"""Representations: a matrix for every element of a group, so that products of elements are products of matrices."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes
from notes.geometric.group import Group


@jaxtyped(typechecker=beartype)
def representation_error(group: Group, matrices: Float[Tensor, "order n n"]) -> float:
    r"""How far matrices are from a representation: $\max_{g, h} \lVert \rho(gh) - \rho(g) \rho(h) \rVert_\infty$.

    Args:
        group: the group.
        matrices: $\rho(g)$ for every element.

    Returns:
        Zero up to rounding for a representation.

    Raises:
        ValueError: if there is not one matrix per element, or `matrices` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.geometric.group import cyclic
        from notes.geometric.representation import representation_error, rotations

        print(representation_error(cyclic(4), rotations(4)) < 1e-6)
        #> True
        print(representation_error(cyclic(4), 2 * rotations(4)) < 1e-6)
        #> False
        ```
    """
    require_finite(matrices=matrices)
    if len(matrices) != len(group):
        order, found = len(group), len(matrices)
        raise ValueError(f"`matrices` must be one for each of {order} elements, got {found}")
    products = torch.einsum("gij,hjk->ghik", matrices, matrices)
    return (matrices[group.table] - products).abs().max().item()


@jaxtyped(typechecker=beartype)
def regular_representation(group: Group) -> Float[Tensor, "order order order"]:
    r"""The group acting on functions on itself: $(\rho(g) \xi)(h) = \xi(g^{-1} h)$; for a cyclic group, the shifts.

    Args:
        group: the group.

    Returns:
        One permutation matrix per element, which sends the basis vector of $h$ to that of $gh$.
    """
    matrices = torch.zeros(len(group), len(group), len(group))
    for g in range(len(group)):
        matrices[g, group.table[g], torch.arange(len(group))] = 1
    return matrices


@jaxtyped(typechecker=beartype)
def permutation_matrices(size: int) -> Float[Tensor, "order size size"]:
    """The matrices that permute `size` coordinates, in the order of `symmetric(size)`.

    Args:
        size: number of coordinates.

    Returns:
        One matrix for each order; it sends the basis vector of i to that of the place that i is sent to.
    """
    from notes.geometric.group import symmetric

    names = symmetric(size).names
    matrices = torch.zeros(len(names), size, size)
    for number, name in enumerate(names):
        for i, image in enumerate(name):
            matrices[number, int(image), i] = 1
    return matrices


@jaxtyped(typechecker=beartype)
def rotations(order: int) -> Float[Tensor, "order 2 2"]:
    r"""Rotations of the plane by multiples of $2 \pi / n$, a representation of the cyclic group.

    Args:
        order: $n$.

    Returns:
        One matrix per element.

    Raises:
        ValueError: if `order` is negative.
    """
    require_sizes(0, order=order)
    angles = 2 * math.pi * torch.arange(order, dtype=torch.float64) / order
    rows = [torch.stack([angles.cos(), -angles.sin()], -1), torch.stack([angles.sin(), angles.cos()], -1)]
    return torch.stack(rows, dim=1).float()


@jaxtyped(typechecker=beartype)
def turned(images: Float[Tensor, "*batch size size"], element: int) -> Float[Tensor, "*batch size size"]:
    """Square images acted on by an element of `dihedral(4)`: reflected if its number is at least 4, then turned.

    The first four elements are those of `cyclic(4)`.

    Args:
        images: square images.
        element: its number.

    Returns:
        Images of the same size.

    Raises:
        ValueError: if there is no such element, or `images` is NaN or infinite.
    """
    require_finite(images=images)
    if not 0 <= element < 8:
        raise ValueError(f"`element` must be between 0 and 7, got {element}")
    reflected = images.flip(-1) if element >= 4 else images
    return torch.rot90(reflected, element % 4, (-2, -1))

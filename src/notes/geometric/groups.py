"""Finite groups as Cayley tables, with the axioms checked."""

from itertools import permutations

import torch
from beartype import beartype
from jaxtyping import Int, jaxtyped
from torch import Tensor


@jaxtyped(typechecker=beartype)
def cyclic_group(order: int) -> Int[Tensor, "n n"]:
    r"""The Cayley table of the rotations of a regular polygon: entry $(g, h)$ is the product $gh$.

    $$gh = (g + h) \bmod n$$

    Args:
        order: $n$, at least 1.

    Returns:
        The table; the identity is element 0.

    Raises:
        ValueError: if the order is below 1.

    Example:
        ```python
        from notes.geometric.groups import cyclic_group

        print(cyclic_group(3).tolist())
        #> [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
        ```
    """
    if order < 1:
        raise ValueError(f"`order` must be at least 1, got {order}")
    g = torch.arange(order)
    return (g[:, None] + g) % order


@jaxtyped(typechecker=beartype)
def symmetric_group(size: int) -> Int[Tensor, "n n"]:
    r"""The Cayley table of all permutations of a few things, in lexicographic order.

    $$(gh)(i) = g(h(i))$$

    Args:
        size: how many things are permuted, at least 1.

    Returns:
        The table of all $n!$ permutations; the identity is element 0.

    Raises:
        ValueError: if the size is below 1.
    """
    if size < 1:
        raise ValueError(f"`size` must be at least 1, got {size}")
    elements = list(permutations(range(size)))
    place = {g: k for k, g in enumerate(elements)}
    return torch.tensor([[place[tuple(g[i] for i in h)] for h in elements] for g in elements])


@jaxtyped(typechecker=beartype)
def dihedral_group(sides: int) -> Int[Tensor, "n n"]:
    r"""The Cayley table of the rotations $r^k$ and reflections $r^k s$ of a regular polygon.

    $$r^a s^b \, r^c s^d = r^{a + (-1)^b c} s^{b + d}$$

    Args:
        sides: $n$, at least 1; the group has $2n$ elements.

    Returns:
        The table; elements below $n$ are the rotations, element 0 is the identity.

    Raises:
        ValueError: if there are fewer than 1 sides.
    """
    if sides < 1:
        raise ValueError(f"`sides` must be at least 1, got {sides}")
    g = torch.arange(2 * sides)
    turn, flip = g % sides, g // sides
    turns = (turn[:, None] + (1 - 2 * flip[:, None]) * turn) % sides
    return turns + sides * ((flip[:, None] + flip) % 2)


@jaxtyped(typechecker=beartype)
def broken_axiom(table: Int[Tensor, "n n"]) -> str | None:
    """The first group axiom that a table breaks.

    Args:
        table: the products, entry (g, h) for gh, with element 0 as the identity.

    Returns:
        "closure", "identity", "inverse" or "associativity"; None for a group.
    """
    n = len(table)
    g = torch.arange(n)
    if not bool(((table >= 0) & (table < n)).all()):
        return "closure"
    if not (torch.equal(table[0], g) and torch.equal(table[:, 0], g)):
        return "identity"
    if not bool(((table == 0) & (table.T == 0)).any(dim=1).all()):
        return "inverse"
    if not torch.equal(table[table], table[g[:, None, None], table[None]]):
        return "associativity"
    return None

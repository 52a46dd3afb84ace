r"""Finite groups as tables: the product of every two elements, which are numbers from 0; 0 is the identity."""

from dataclasses import dataclass
from itertools import permutations

import torch
from jaxtyping import Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype


def _require(holds: bool, axiom: str, found: object) -> None:
    """Refuse a table of products that breaks an axiom."""
    if not holds:
        raise ValueError(f"`table` must {axiom}, got {found}")


@jaxtyped(typechecker=beartype)
@dataclass(frozen=True)
class Group:
    """A finite group.

    Args:
        table: `table[g, h]` is the product gh: first h, then g.
        names: name of every element.

    Raises:
        ValueError: naming the axiom that the table breaks.

    Example:
        ```python
        import torch
        from notes.geometric.group import Group

        try:
            Group(torch.tensor([[0, 1], [1, 1]]), ("e", "a"))
        except ValueError as error:
            print(error)
        #> `table` must have an inverse for every element, got none for a
        ```
    """

    table: Int64[Tensor, "order order"]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        order, table, rows = len(self.names), self.table, self.table.tolist()
        elements = torch.arange(order, device=table.device)
        whole = table.shape == (order, order) and bool(((table >= 0) & (table < order)).all())
        _require(whole, f"hold products of {order} elements", rows)
        neutral = torch.equal(table[0], elements) and torch.equal(table[:, 0], elements)
        _require(neutral, "have element 0 for its identity", rows[:1])
        for name, row in zip(self.names, rows, strict=True):
            _require(0 in row, "have an inverse for every element", f"none for {name}")
        left, right = table[table], table[:, table]  # (gh)k and g(hk)
        for g, h, k in (left != right).nonzero().tolist():
            both = f"(gh)k = {left[g, h, k]}, g(hk) = {right[g, h, k]}"
            _require(False, "be associative", both)

    def __len__(self) -> int:
        """Number of elements."""
        return len(self.names)

    def inverse(self, element: int) -> int:
        """The element whose product with the given one is the identity."""
        return int((self.table[element] == 0).nonzero()[0, 0])


@jaxtyped(typechecker=beartype)
def cyclic(order: int) -> Group:
    """The turns by multiples of a full turn over `order`: sums modulo `order`.

    Args:
        order: number of elements, at least 1.

    Returns:
        The group.

    Example:
        ```python
        from notes.geometric.group import cyclic

        print(cyclic(3).table.tolist())
        #> [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
        ```
    """
    if order < 1:
        raise ValueError(f"`order` must be at least 1, got {order}")
    turns = torch.arange(order)
    return Group((turns[:, None] + turns) % order, tuple(f"r{turn}" for turn in range(order)))


@jaxtyped(typechecker=beartype)
def dihedral(corners: int) -> Group:
    r"""The turns and reflections of a regular polygon: $r^a s^\eta$, with $s r = r^{-1} s$.

    Args:
        corners: number of corners, at least 1; the group has twice as many elements.

    Returns:
        The group; the element $r^a s^\eta$ has the number $a + \eta \cdot \text{corners}$.
    """
    if corners < 1:
        raise ValueError(f"`corners` must be at least 1, got {corners}")
    number = torch.arange(2 * corners)
    turn, flip = number % corners, number // corners
    sign = 1 - 2 * flip[:, None]
    table = (turn[:, None] + sign * turn) % corners + corners * ((flip[:, None] + flip) % 2)
    return Group(table, tuple(f"r{a}" + "s" * f for f in range(2) for a in range(corners)))


@jaxtyped(typechecker=beartype)
def symmetric(size: int) -> Group:
    """All orders of `size` things; the product of two is one after the other.

    Args:
        size: number of things, at least 1; the group has as many elements as they have orders.

    Returns:
        The group, its elements named by where they send 0, 1, 2, ...
    """
    if size < 1:
        raise ValueError(f"`size` must be at least 1, got {size}")
    orders = list(permutations(range(size)))
    place = {order: number for number, order in enumerate(orders)}
    products = [[place[tuple(g[h[i]] for i in range(size))] for h in orders] for g in orders]
    return Group(torch.tensor(products), tuple("".join(map(str, order)) for order in orders))

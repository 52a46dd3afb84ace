"""Groups against hand-made tables and against SymPy."""

import pytest
import torch
from sympy.combinatorics.named_groups import DihedralGroup, SymmetricGroup

from notes.geometric.groups import broken_axiom, cyclic_group, dihedral_group, symmetric_group


@pytest.mark.parametrize("table", [cyclic_group(5), dihedral_group(4), symmetric_group(3)])
def test_broken_axiom_is_none_for_groups(table):
    assert broken_axiom(table) is None


@pytest.mark.parametrize(
    ("table", "axiom"),
    [
        ([[0, 1], [1, 2]], "closure"),
        ([[1, 0], [0, 1]], "identity"),
        ([[0, 1], [1, 1]], "inverse"),
        ([[0, 1, 2], [1, 0, 0], [2, 0, 0]], "associativity"),
    ],
)
def test_broken_axiom_names_the_axiom(table, axiom):
    assert broken_axiom(torch.tensor(table)) == axiom


def test_orders_match_sympy():
    assert len(dihedral_group(4)) == DihedralGroup(4).order()
    assert len(symmetric_group(4)) == SymmetricGroup(4).order()


def test_dihedral_group_commutes_as_sympy_says():
    table = dihedral_group(3)
    assert torch.equal(table, table.T) == DihedralGroup(3).is_abelian


@pytest.mark.parametrize("group", [cyclic_group, dihedral_group, symmetric_group])
def test_groups_refuse_nothing(group):
    with pytest.raises(ValueError, match="must be at least 1, got 0"):
        group(0)

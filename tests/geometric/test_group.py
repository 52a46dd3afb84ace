import pytest
import torch
from sympy.combinatorics.named_groups import DihedralGroup, SymmetricGroup

from notes.geometric.group import Group, cyclic, dihedral, symmetric
from notes.geometric.representation import (
    permutation_matrices,
    regular_representation,
    representation_error,
    rotations,
    turned,
)


@pytest.mark.parametrize("n", [3, 4, 5])
def test_dihedral_has_the_element_orders_of_sympy(n):
    theirs = sorted(element.order() for element in DihedralGroup(n).elements)
    assert sorted(orders(dihedral(n))) == theirs


def test_symmetric_has_the_element_orders_of_sympy():
    assert sorted(orders(symmetric(4))) == sorted(element.order() for element in SymmetricGroup(4).elements)


def orders(group):
    """For every element, after how many times it is the identity."""
    found = []
    for g in range(len(group)):
        power, count = g, 1
        while power:
            power, count = int(group.table[power, g]), count + 1
        found.append(count)
    return found


@pytest.mark.parametrize("group", [cyclic(5), dihedral(4), symmetric(3)])
def test_inverse_undoes(group):
    for g in range(len(group)):
        assert group.table[g, group.inverse(g)] == group.table[group.inverse(g), g] == 0


@pytest.mark.parametrize(
    ("table", "axiom"),
    [
        ([[0, 1], [1, 2]], "hold products of 2 elements"),
        ([[1, 0], [0, 1]], "have element 0 for its identity"),
        ([[0, 1], [1, 1]], "have an inverse for every element, got none for a"),
    ],
)
def test_a_table_that_breaks_an_axiom_is_refused(table, axiom):
    with pytest.raises(ValueError, match=f"`table` must {axiom}"):
        Group(torch.tensor(table), ("e", "a"))


def test_a_table_that_is_not_associative_is_refused():
    with pytest.raises(ValueError, match=r"`table` must be associative, got \(gh\)k = "):
        Group(torch.tensor([[0, 1, 2], [1, 0, 2], [2, 2, 0]]), ("e", "a", "b"))


@pytest.mark.parametrize("make", [cyclic, dihedral, symmetric])
def test_groups_refuse_nothing_to_act_on(make):
    assert len(make(1)) == (2 if make is dihedral else 1)
    with pytest.raises(ValueError, match="must be at least 1, got 0"):
        make(0)


@pytest.mark.parametrize(
    ("group", "matrices"),
    [
        (cyclic(5), rotations(5)),
        (cyclic(4), regular_representation(cyclic(4))),
        (dihedral(3), regular_representation(dihedral(3))),
        (symmetric(3), permutation_matrices(3)),
    ],
)
def test_representations_send_products_to_products(group, matrices):
    assert representation_error(group, matrices) < 1e-6
    broken = matrices.clone()
    broken[1] = -broken[1]
    assert representation_error(group, broken) > 0.5


def test_representation_error_refuses_too_few_matrices():
    with pytest.raises(ValueError, match="`matrices` must be one for each of 3 elements, got 2"):
        representation_error(cyclic(3), rotations(2))


def test_turned_is_an_action_of_the_square():
    image, group = torch.arange(16.0).view(4, 4), dihedral(4)
    for g in range(8):
        for h in range(8):
            assert torch.equal(turned(turned(image, h), g), turned(image, int(group.table[g, h])))
    assert len({tuple(turned(image, g).flatten().tolist()) for g in range(8)}) == 8
    with pytest.raises(ValueError, match="`element` must be between 0 and 7, got 8"):
        turned(image, 8)

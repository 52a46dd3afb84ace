"""Functions known to be symmetric, and functions known not to be."""

import pytest
import torch

from notes.geometric.symmetry import group_average, unequivariant_element

SHIFTS = [lambda x, k=k: x.roll(k) for k in range(4)]
SAME = [lambda y: y] * 4
X = torch.tensor([1.0, 2.0, 4.0, 8.0])


def test_unequivariant_element_passes_symmetric_functions():
    assert unequivariant_element(torch.sum, X, SHIFTS, SAME) is None
    assert unequivariant_element(torch.relu, X, SHIFTS, SHIFTS) is None


def test_unequivariant_element_names_the_first_failure():
    assert unequivariant_element(lambda x: x[0], X, SHIFTS, SAME) == 1
    assert unequivariant_element(lambda x: x[0] + x[2], X[[0, 1, 0, 1]], SHIFTS[::2], SAME[:2]) is None


def test_unequivariant_element_refuses_unequal_actions():
    with pytest.raises(ValueError, match="`after` must have one action per element, 4, got 3"):
        unequivariant_element(torch.sum, X, SHIFTS, SAME[:3])


def test_group_average_is_the_mean_and_invariant():
    def average(x):
        return group_average(lambda v: v[0], x, SHIFTS)

    assert average(X).item() == 3.75
    assert unequivariant_element(average, X, SHIFTS, SAME) is None


def test_group_average_refuses_no_elements():
    with pytest.raises(ValueError, match="at least one element"):
        group_average(torch.sum, X, [])

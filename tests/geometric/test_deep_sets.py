"""The set map against its matrix, and against the space of all equivariant matrices."""

from itertools import permutations

import pytest
import torch

from notes.geometric.deep_sets import equivariant_set_map
from notes.geometric.symmetry import unequivariant_element


def test_equivariant_set_map_is_equivariant_and_equals_its_matrix():
    draw = torch.Generator().manual_seed(0)
    x, own, shared = (torch.randn(s, generator=draw, dtype=torch.float64) for s in [(4, 1), (1, 1), (1, 1)])
    moves = [lambda v, p=list(p): v[p] for p in permutations(range(4))]
    assert unequivariant_element(lambda v: equivariant_set_map(v, own, shared), x, moves, moves) is None
    matrix = own.item() * torch.eye(4, dtype=torch.float64) + shared.item()
    assert torch.allclose(equivariant_set_map(x, own, shared), matrix @ x)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_equivariant_matrices_have_two_dimensions(n):
    one = torch.eye(n, dtype=torch.float64)
    rules = [
        torch.kron(one[list(p)], one) - torch.kron(one, one[list(p)].T.contiguous()) for p in permutations(range(n))
    ]
    assert n * n - int(torch.linalg.matrix_rank(torch.cat(rules))) == 2

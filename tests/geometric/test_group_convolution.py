"""Equivariance to every quarter turn, and PyTorch's correlation as the first plane."""

import torch
from torch.nn.functional import conv2d

from notes.geometric.group_convolution import group_convolution, lifting_convolution
from notes.geometric.symmetry import unequivariant_element

DRAW = torch.Generator().manual_seed(0)
X, W, V = (torch.randn(s, generator=DRAW, dtype=torch.float64) for s in [(2, 3, 7, 7), (4, 3, 3, 3), (5, 4, 4, 3, 3)])
TURNS = [lambda x, r=r: torch.rot90(x, r, (2, 3)) for r in range(4)]
ROTATIONS = [lambda y, r=r: torch.rot90(y, r, (3, 4)).roll(r, dims=2) for r in range(4)]


def test_lifting_convolution_is_equivariant_and_starts_with_the_correlation():
    assert unequivariant_element(lambda x: lifting_convolution(x, W), X, TURNS, ROTATIONS, tolerance=1e-10) is None
    assert torch.allclose(lifting_convolution(X, W)[:, :, 0], conv2d(X, W))


def test_group_convolution_is_equivariant():
    y = lifting_convolution(X, W)
    assert unequivariant_element(lambda x: group_convolution(x, V), y, ROTATIONS, ROTATIONS, tolerance=1e-10) is None


def test_plain_correlation_is_not_equivariant():
    assert unequivariant_element(lambda x: conv2d(x, W), X, TURNS, TURNS) == 1

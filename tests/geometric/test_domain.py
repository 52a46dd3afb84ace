"""What the functions of the chapter refuse, the last thing that they take, and values written out."""

import math

import pytest
import torch

from notes.geometric.isomorphism import hard_pairs
from notes.geometric.scale import deformed
from notes.geometric.sets import equivariant_map
from notes.graphs.graph import require_adjacency


def test_equivariant_map_is_the_matrix_written_out():
    assert equivariant_map(3, 2.0, -1.0).tolist() == [[1.0, -1.0, -1.0], [-1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]]


def test_hard_pairs_are_graphs_of_the_degrees_that_their_names_say():
    degrees = {}
    for name, pair in hard_pairs().items():
        for graph in pair:
            require_adjacency(graph)
        degrees[name] = tuple(sorted(graph.sum(0).int().tolist()) for graph in pair)
    assert degrees == {
        "path, star": ([1, 1, 2, 2], [1, 1, 1, 3]),
        "complete, cycle": ([3] * 4, [2] * 4),
        "cycle, two triangles": ([2] * 6, [2] * 6),
    }


@pytest.mark.parametrize("bad", [-1.0, math.nan])
def test_deformed_refuses_a_strength_that_is_none(bad: float):
    images = torch.rand(1, 1, 5, 5, generator=torch.Generator().manual_seed(0))
    with pytest.raises(ValueError, match=f"^`strength` must not be negative, got {bad}$"):
        deformed(images, bad, torch.Generator())
    torch.testing.assert_close(deformed(images, 0, torch.Generator()), images)

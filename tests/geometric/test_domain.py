"""What the functions of the chapter refuse, the last thing that they take, and values written out."""

import math

import pytest
import torch

from notes.geometric.isomorphism import colour_histograms, hard_pairs, refined_colours, told_apart
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


def test_deformed_refuses_no_image():
    with pytest.raises(ValueError, match=r"^`images` must hold at least one entry, got shape"):
        deformed(torch.zeros(0, 1, 5, 5), 1.0, torch.Generator())


@pytest.mark.parametrize(
    ("matrix", "rule"),
    [
        ([[0.0, 0.5], [0.5, 0.0]], "of zeros and ones, got 0.5"),
        ([[0.0, math.nan], [math.nan, 0.0]], "of zeros and ones, got nan"),
        ([[0.0, 1.0], [0.0, 0.0]], "symmetric, got 1.0"),
        ([[1.0, 1.0], [1.0, 0.0]], "zero on the diagonal, got 1.0"),
    ],
)
def test_refinement_is_of_graphs_without_weights_directions_and_loops(matrix, rule):
    bad, edge = torch.tensor(matrix), torch.tensor([[0.0, 1.0], [1.0, 0.0]])
    assert told_apart(edge, torch.zeros(2, 2))
    for call, name in (
        (lambda: told_apart(bad, edge), "one"),
        (lambda: told_apart(edge, bad), "other"),
        (lambda: colour_histograms([edge, bad], 1), "graphs"),
        (lambda: refined_colours([bad], [[0, 0]]), "graphs"),
    ):
        with pytest.raises(ValueError, match=f"^`{name}` must be {rule}"):
            call()

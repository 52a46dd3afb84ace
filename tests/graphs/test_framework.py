"""Each row of the framework against a computation of its own, node by node or with loops."""

import pytest
import torch
from torch import nn

from notes.graphs import framework
from notes.graphs.attention import attention_weights
from notes.graphs.graph import karate_club
from notes.graphs.laplacian import normalised_laplacian

F64 = torch.float64


@pytest.fixture
def club():
    return karate_club()[0].double()


@pytest.fixture
def rows(generator):
    return torch.rand(34, 3, generator=generator, dtype=F64)


def filters(count, generator):
    return [torch.rand(3, 2, generator=generator, dtype=F64) - 0.5 for _ in range(count)]


def test_scnn_keeps_the_slowest_waves(club, rows, generator):
    theta = filters(4, generator)
    ours = framework.layer(framework.scnn_patches(club, 4), rows, theta, framework.rectified_sum)
    _, waves = torch.linalg.eigh(normalised_laplacian(club))
    wanted = sum(waves[:, k : k + 1] * (waves[:, k] @ rows @ theta[k]) for k in range(4))
    torch.testing.assert_close(ours, wanted.relu())
    everything = framework.scnn_patches(club, 34)
    torch.testing.assert_close(sum(everything), torch.eye(34, dtype=F64))


def test_chebnet_is_cosines_of_multiples_on_the_frequencies(club, rows, generator):
    theta = filters(4, generator)
    ours = framework.layer(framework.chebnet_patches(club, 4), rows, theta, framework.rectified_sum)
    frequencies, waves = torch.linalg.eigh(normalised_laplacian(club))
    angles = (2 * frequencies / frequencies[-1] - 1).clamp(-1, 1).arccos()
    wanted = sum(waves @ (k * angles).cos().diag() @ waves.T @ rows @ theta[k] for k in range(4))
    torch.testing.assert_close(ours, wanted.relu())
    assert len(framework.chebnet_patches(club, 1)) == 1


def test_gcn_divides_by_the_roots_of_both_degrees(club, rows, generator):
    theta = filters(1, generator)
    ours = framework.layer(framework.gcn_patches(club), rows, theta, framework.rectified_sum)
    degrees = club.sum(0) + 1
    wanted = torch.zeros(34, 2, dtype=F64)
    for m in range(34):
        for n in range(34):
            if club[m, n] or m == n:
                wanted[m] += rows[n] @ theta[0] / (degrees[m] * degrees[n]).sqrt()
    torch.testing.assert_close(ours, wanted.relu())


def test_sage_is_the_node_and_the_mean_of_its_neighbours(club, rows, generator):
    theta = filters(2, generator)
    ours = framework.layer(framework.sage_patches(club), rows, theta, framework.rectified_sum)
    means = torch.stack([rows[club[m] > 0].mean(0) for m in range(34)])
    torch.testing.assert_close(ours, (rows @ theta[0] + means @ theta[1]).relu())


def test_ggnn_is_a_gated_unit_at_every_node(club, rows, generator):
    cell, theta = nn.GRUCell(2, 2).double(), filters(2, generator)
    ours = framework.layer(framework.ggnn_patches(club), rows, theta, framework.gated(cell))
    for m in range(34):
        heard = sum(rows[n] for n in range(34) if club[m, n]) @ theta[1]
        torch.testing.assert_close(ours[m], cell(heard[None], (rows[m] @ theta[0])[None])[0])


def test_monet_weighs_neighbours_by_gaussians(club, rows, generator):
    theta, places = filters(2, generator), torch.rand(34, 34, 2, generator=generator, dtype=F64)
    means, roots = (torch.rand(*shape, generator=generator, dtype=F64) for shape in ((2, 2), (2, 2, 2)))
    precisions = roots @ roots.transpose(1, 2) + torch.eye(2)
    patches = framework.monet_patches(club, places, means, precisions)
    ours = framework.layer(patches, rows, theta, framework.rectified_sum)
    wanted = torch.zeros(34, 2, dtype=F64)
    for m in range(34):
        for n in range(34):
            for k in range(2):
                away = places[m, n] - means[k]
                wanted[m] += club[m, n] * torch.exp(-away @ precisions[k] @ away / 2) * (rows[n] @ theta[k])
    torch.testing.assert_close(ours, wanted.relu())


def test_gat_is_the_attention_of_the_chapter_with_rows_for_columns(club, rows, generator):
    theta = filters(2, generator)
    listener, speaker = (torch.rand(2, generator=generator, dtype=F64) for _ in range(2))
    patches = [framework.gat_patch(club, rows @ weights, listener, speaker) for weights in theta]
    ours = framework.layer(patches, rows, theta, framework.rectified_heads)
    wanted = [
        ((rows @ weights).T @ attention_weights((rows @ weights).T, club, listener, speaker)).T for weights in theta
    ]
    torch.testing.assert_close(ours, torch.cat(wanted, dim=1).relu())


def test_layer_refuses_filters_that_do_not_match(club, rows, generator):
    with pytest.raises(ValueError, match=r"`filters` must be as many as the 2 patches, got 1"):
        framework.layer(framework.sage_patches(club), rows, filters(1, generator), framework.rectified_sum)


def test_sage_refuses_a_node_without_neighbours():
    with pytest.raises(ValueError, match=r"`adjacency` must be a graph in which every node has a neighbour, got 0\.0"):
        framework.sage_patches(torch.zeros(2, 2))

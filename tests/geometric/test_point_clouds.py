from itertools import permutations

import pytest
import torch

from notes.geometric.point_clouds import (
    TETROMINOES,
    EquivariantGraphLayer,
    EquivariantGraphNetwork,
    PointSetNetwork,
    motions,
    random_rotations,
    tetrominoes,
)
from notes.geometric.symmetry import equivariance, invariance

F64 = torch.float64


@pytest.fixture
def generator():
    return torch.Generator().manual_seed(0)


def one_by_one(layer, features, points):
    """The layer, with a loop over points and over their partners."""
    n, told, moved = len(points), [], []
    for i in range(n):
        heard, pull = torch.zeros(layer.pull[0].in_features, dtype=F64), torch.zeros_like(points[i])
        for j in range(n):
            if i != j:
                line = points[i] - points[j]
                message = layer.message(torch.cat([features[i], features[j], (line @ line)[None]]))
                heard, pull = heard + message, pull + line * layer.pull(message)
        told.append(layer.update(torch.cat([features[i], heard])))
        moved.append(points[i] + pull / (n - 1))
    return torch.stack(told), torch.stack(moved)


def test_layer_is_its_formula_with_its_gradients(generator):
    layer = EquivariantGraphLayer(2, 5, generator).double()
    features = torch.rand(4, 2, generator=generator, dtype=F64).requires_grad_()
    points = torch.rand(4, 3, generator=generator, dtype=F64).requires_grad_()
    given = (features, points, *layer.parameters())
    ours, theirs = layer(features, points), one_by_one(layer, features, points)
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other)
    grads = [torch.autograd.grad(a.square().sum() + b.pow(3).sum(), given) for a, b in (ours, theirs)]
    for one, other in zip(*grads, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("dimension", [1, 2, 3, 5])
def test_layer_and_network_follow_every_motion_in_double_precision(dimension, generator):
    points, moves = torch.rand(6, dimension, generator=generator, dtype=F64), motions(dimension, generator)
    layer = EquivariantGraphLayer(2, 8, generator).double()
    torch.nn.init.constant_(layer.pull[-1].weight, 50.0)  # so that points move a lot
    ones = torch.ones(6, 2, dtype=F64)
    assert equivariance(lambda x: layer(ones, x)[1], points, moves, moves, tolerance=1e-12).holds
    assert (layer(ones, points)[1] - points).abs().max() > 0.1
    network = EquivariantGraphNetwork(6, 3, 2, generator).double()
    assert invariance(network, points, moves, tolerance=1e-12).holds
    assert not invariance(network, points, {"stretch": lambda x: 1.5 * x}, tolerance=1e-6).holds


def test_network_takes_clouds_in_a_batch(generator):
    clouds, network = torch.rand(3, 5, 2, generator=generator), EquivariantGraphNetwork(4, 2, 3, generator)
    torch.testing.assert_close(network(clouds), torch.stack([network(cloud) for cloud in clouds]))


def test_point_set_network_is_a_sum_and_not_invariant_to_rotations(generator):
    points, network = torch.rand(5, 3, generator=generator), PointSetNetwork(3, 6, 2, generator)
    torch.testing.assert_close(network(points), network.head(sum(network.each(point) for point in points)))
    moves = motions(3, generator)
    assert invariance(network, points, {"order": moves["order"]}).holds
    assert invariance(network, points, {name: moves[name] for name in ("rotation", "shift")}).error > 1e-3


def test_motions_are_what_they_are_called(generator):
    eye = torch.eye(3, dtype=F64)
    for dimension in (1, 2, 3, 4):
        eye, moves = torch.eye(dimension, dtype=F64), motions(dimension, generator)
        for name, determinant in (("rotation", 1), ("reflection", -1)):
            matrix = moves[name](eye)
            torch.testing.assert_close(matrix @ matrix.T, eye)
            torch.testing.assert_close(torch.linalg.det(matrix).item(), float(determinant))
        shifts = moves["shift"](eye) - eye
        torch.testing.assert_close(shifts, shifts[:1].expand_as(shifts))
        assert torch.equal(moves["order"](eye).sort(0).values, eye.sort(0).values)


def test_random_rotations_are_uniform_rotations(generator):
    turns = random_rotations(4000, 3, generator)
    torch.testing.assert_close(turns @ turns.mT, torch.eye(3).expand(4000, 3, 3), atol=1e-5, rtol=0)
    torch.testing.assert_close(torch.linalg.det(turns), torch.ones(4000), atol=1e-5, rtol=0)
    assert turns.mean(0).abs().max() < 0.04
    assert (turns.square().mean(0) - 1 / 3).abs().max() < 0.03
    traces = turns.diagonal(dim1=-2, dim2=-1).sum(
        -1
    )  # 1 + 2 cos(angle), of the density (1 - cos) / pi: mean 0, square 1
    assert abs(traces.mean().item()) < 0.06
    assert abs(traces.square().mean().item() - 1) < 0.08


def distances(shape):
    places = torch.tensor(shape, dtype=F64)
    return torch.cdist(places, places)


def rotates_onto(one, other):
    """Whether some order of the cubes and some rotation lead from one shape to the other."""
    here, there = (torch.tensor(shape, dtype=F64) for shape in (one, other))
    here = here - here.mean(0)
    for order in permutations(range(4)):
        goal = there[list(order)] - there.mean(0)
        u, _, v = torch.linalg.svd(here.T @ goal)
        signs = torch.diag(torch.tensor([1, 1, torch.linalg.det(u @ v).sign()], dtype=F64))
        if torch.allclose(here @ (u @ signs @ v), goal, atol=1e-6):
            return True
    return False


def test_tetrominoes_are_eight_shapes_of_which_distances_know_seven():
    names = list(TETROMINOES)
    for name in names:
        for other in names:
            one, two = TETROMINOES[name], TETROMINOES[other]
            assert rotates_onto(one, two) == (name == other)
            alike = any(
                torch.allclose(distances(one), distances([two[k] for k in order])) for order in permutations(range(4))
            )
            assert alike == (name == other or {name, other} == {"left", "right"})


def test_tetrominoes_have_their_middle_at_the_origin_and_the_noise_that_is_asked_for(generator):
    clean, classes = tetrominoes(2, 0.0, generator)
    assert classes.tolist() == [*range(8), *range(8)]
    torch.testing.assert_close(clean.mean(1), torch.zeros(16, 3))
    noisy, _ = tetrominoes(500, 0.1, generator)
    spread = (noisy - clean[:8].repeat(500, 1, 1)).std().item()
    assert spread == pytest.approx(0.1 * 0.75**0.5, rel=0.03)  # the middle takes a quarter of the variance
    with pytest.raises(ValueError, match=r"^`noise` must not be negative, got -0\.1$"):
        tetrominoes(1, -0.1, generator)
    with pytest.raises(ValueError, match=r"^`each` must be at least 1, got 0$"):
        tetrominoes(0, 0.1, generator)


def linears(network):
    return [one for one in network.modules() if isinstance(one, torch.nn.Linear)]


def test_networks_start_by_xaviers_rule_and_points_hardly_move(generator):
    layer = EquivariantGraphLayer(20, 30, generator)
    for name, last in (("message", 1.0), ("pull", 0.001), ("update", 1.0)):
        parts = linears(getattr(layer, name))
        for part in parts:
            bound = (6 / (part.in_features + part.out_features)) ** 0.5 * (last if part is parts[-1] else 1)
            assert 0.8 * bound < part.weight.abs().max() <= bound * (1 + 1e-6)
            assert not part.bias.any()


def test_networks_have_the_widths_that_are_asked_for(generator):
    def shapes(network):
        return [(one.in_features, one.out_features) for one in linears(network)]

    layer = [(9, 5), (5, 5), (5, 5), (5, 1), (9, 5), (5, 4)]
    assert shapes(EquivariantGraphLayer(4, 5, generator)) == layer
    assert shapes(PointSetNetwork(3, 5, 2, generator)) == [(3, 5), (5, 5), (5, 5), (5, 2)]
    network = EquivariantGraphNetwork(5, 3, 2, generator)
    assert len(network.layers) == 3
    assert shapes(network.head) == [(5, 5), (5, 2)]
    assert shapes(network.layers[0]) == [(11, 5), (5, 5), (5, 5), (5, 1), (10, 5), (5, 5)]


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (EquivariantGraphLayer, ("features", "hidden")),
        (EquivariantGraphNetwork, ("hidden", "depth", "outputs")),
        (PointSetNetwork, ("dimension", "hidden", "outputs")),
        (random_rotations, ("count", "dimension")),
        (motions, ("dimension",)),
    ],
)
def test_sizes_are_at_least_one(make, names, generator):
    sizes = dict.fromkeys(names, 1)
    assert make(**sizes, generator=generator) is not None
    for name in names:
        with pytest.raises(ValueError, match=rf"^`{name}` must be at least 1, got 0$"):
            make(**sizes | {name: 0}, generator=generator)

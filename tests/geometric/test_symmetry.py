import pytest
import torch
from torch import nn

from notes.geometric.blueprint import Blueprint
from notes.geometric.group import cyclic, symmetric
from notes.geometric.representation import permutation_matrices, regular_representation
from notes.geometric.scale import deformed, locally_pooled, relative_change
from notes.geometric.symmetry import averaged, by_matrices, equivariance, equivariant_average, invariance

SHIFTS = by_matrices(cyclic(5).names, regular_representation(cyclic(5)))


@pytest.fixture
def x():
    return torch.rand(5, generator=torch.Generator().manual_seed(0))


def test_regular_representation_of_a_cycle_is_the_shifts(x):
    for k, shift in enumerate(SHIFTS.values()):
        assert torch.equal(shift(x), x.roll(k))


def test_invariance_tells_which_element_breaks_it(x):
    assert invariance(torch.sum, x, SHIFTS).holds
    verdict = invariance(lambda v: v[0], x, SHIFTS)
    changes = [(x.roll(k)[0] - x[0]).abs().item() for k in range(5)]
    assert not verdict.holds
    assert verdict.error == pytest.approx(max(changes))
    assert verdict.worst == f"r{changes.index(max(changes))}"


def test_equivariance_knows_the_action_on_outputs(x):
    assert equivariance(lambda v: v.roll(2).square(), x, SHIFTS, SHIFTS).holds
    assert not equivariance(lambda v: v.cumsum(0), x, SHIFTS, SHIFTS).holds
    backwards = {name: SHIFTS[f"r{-k % 5}"] for k, name in enumerate(SHIFTS)}
    assert equivariance(lambda v: v.flip(0), x, SHIFTS, backwards).holds
    with pytest.raises(ValueError, match="`after` must act for the elements"):
        equivariance(torch.sin, x, SHIFTS, {})


def test_the_error_is_that_of_the_worst_entry(x):
    one_place = lambda v: torch.cat([v[:4].square(), v[4:] + 1 + v[:1]])  # noqa: E731
    verdict = equivariance(one_place, x, SHIFTS, SHIFTS)
    differences = [(one_place(x.roll(k)) - one_place(x).roll(k)).abs().max().item() for k in range(5)]
    assert not verdict.holds
    assert verdict.error == pytest.approx(max(differences))


def test_averaged_is_invariant_and_the_mean(x):
    weights = torch.tensor([1.0, -2.0, 0.5, 3.0, 0.1])
    mean = averaged(lambda v: (weights @ v).sin(), SHIFTS)
    assert invariance(mean, x, SHIFTS).holds
    assert mean(x).item() == pytest.approx(sum((weights @ x.roll(k)).sin().item() for k in range(5)) / 5)


def test_averaged_leaves_an_invariant_function_as_it_is():
    orders = by_matrices(symmetric(3).names, permutation_matrices(3))
    x = torch.tensor([0.2, 0.9, -1.0])
    assert averaged(torch.amax, orders)(x).item() == pytest.approx(0.9)


def test_equivariant_average_is_equivariant_and_a_projection():
    orders, back = (by_matrices(symmetric(3).names, m) for m in (permutation_matrices(3), permutation_matrices(3).mT))
    x = torch.tensor([0.2, 0.9, -1.0])
    function = lambda v: torch.stack([v[0] * v[1], v[2], v[0].sin()])  # noqa: E731
    mean = equivariant_average(function, orders, back)
    assert not equivariance(function, x, orders, orders).holds
    assert equivariance(mean, x, orders, orders).holds
    wanted = sum(P.T @ function(P @ x) for P in permutation_matrices(3)) / 6
    torch.testing.assert_close(mean(x), wanted)
    torch.testing.assert_close(equivariant_average(mean, orders, back)(x), wanted)


def test_equivariant_average_leaves_an_equivariant_function_as_it_is(x):
    backwards = {name: SHIFTS[f"r{-k % 5}"] for k, name in enumerate(SHIFTS)}
    squares = lambda v: v.roll(2).square()  # noqa: E731
    torch.testing.assert_close(equivariant_average(squares, SHIFTS, backwards)(x), squares(x))
    with pytest.raises(ValueError, match="`back` must act for the elements"):
        equivariant_average(squares, SHIFTS, {})


def test_blueprint_is_invariant_to_what_its_parts_follow():
    torch.manual_seed(0)
    model = Blueprint(
        [nn.Conv1d(1, 3, 3, padding=1, padding_mode="circular"), nn.ReLU()],
        nn.AdaptiveMaxPool1d(1),
        nn.Sequential(nn.Flatten(), nn.Linear(3, 2)),
    )
    rolls = {str(k): lambda v, k=k: v.roll(k, -1) for k in range(7)}
    x = torch.rand(2, 1, 7)
    assert invariance(model, x, rolls).holds
    unpadded = Blueprint([nn.Conv1d(1, 3, 3, padding=1), nn.ReLU()], model.invariant, model.head)
    assert not invariance(unpadded, x, rolls).holds


def test_locally_pooled_is_the_mean_of_cells():
    images = torch.arange(16.0).view(1, 1, 4, 4)
    assert locally_pooled(images, 2).flatten().tolist() == [2.5, 4.5, 10.5, 12.5]
    with pytest.raises(ValueError, match=r"`size` must divide the sides \(4, 4\), got 3"):
        locally_pooled(images, 3)


@pytest.mark.parametrize("shape", [(1, 1, 4, 6), (1, 1, 6, 4)])
def test_locally_pooled_needs_cells_that_divide_both_sides(shape: tuple[int, ...]):
    assert locally_pooled(torch.ones(shape), 2).shape == (1, 1, shape[2] // 2, shape[3] // 2)
    with pytest.raises(ValueError, match=r"^`size` must divide the sides .*, got 3$"):
        locally_pooled(torch.ones(shape), 3)


def test_deformed_moves_the_points_by_as_many_pixels_as_were_drawn():
    """A picture of the columns, or of the rows, shows at the control points from which place each point comes."""
    drawn = 2 * torch.rand(1, 2, 4, 4, generator=torch.Generator().manual_seed(3)) - 1
    rows, columns = torch.meshgrid(torch.arange(4.0), torch.arange(7.0), indexing="ij")
    bent = deformed(torch.stack([columns, rows])[None], 0.5, torch.Generator().manual_seed(3))[0, :, :, ::2]
    expected = torch.stack([columns, rows])[:, :, ::2] + 0.5 * drawn[0]
    torch.testing.assert_close(bent[:, 1:3, 1:3], expected[:, 1:3, 1:3])


def test_deformed_by_nothing_is_the_image_and_pooling_tames_it():
    images = torch.rand(4, 1, 12, 12, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(deformed(images, 0.0, torch.Generator()), images)
    bent = deformed(images, 1.0, torch.Generator().manual_seed(1))
    fine, coarse = (relative_change(locally_pooled(images, s), locally_pooled(bent, s)) for s in (1, 4))
    assert 0 < coarse < fine / 2


def test_relative_change_is_a_share_of_the_norm():
    x = torch.tensor([[3.0, 4.0], [0.0, 1.0]])
    assert relative_change(x, 2 * x).item() == pytest.approx(1)
    assert relative_change(x, x + torch.tensor([[0.0, 5.0], [0.0, 0.0]])).item() == pytest.approx(0.5)

import math

import pytest
import torch
from sklearn.decomposition import PCA

from notes.geometric.frames import canonical_pose, frame_average, poses, principal_frames
from notes.geometric.point_clouds import motions
from notes.geometric.symmetry import invariance

F64 = torch.float64


@pytest.fixture
def points():
    spread = torch.tensor([1.0, 2.0, 4.0], dtype=F64)
    return torch.rand(9, 3, generator=torch.Generator().manual_seed(0), dtype=F64) * spread


def rotations_and_shifts(dimension):
    moves = motions(dimension, torch.Generator().manual_seed(1))
    return {name: moves[name] for name in ("rotation", "shift")}


def squares_by_axis(points):
    return (points**3).sin().sum(-2) @ torch.arange(1.0, points.shape[-1] + 1, dtype=points.dtype)


def test_principal_frames_are_rotations_along_the_components_of_scikit_learn(points):
    frames, theirs = principal_frames(points), torch.from_numpy(PCA(3).fit(points.numpy()).components_).flip(0).T
    assert frames.shape == (4, 3, 3)
    for frame in frames:
        torch.testing.assert_close(frame.T @ frame, torch.eye(3, dtype=F64))
        torch.testing.assert_close(torch.linalg.det(frame).item(), 1.0)
        torch.testing.assert_close((frame.T @ theirs).abs(), torch.eye(3, dtype=F64))
    assert len({tuple(frame.sign().flatten().tolist()) for frame in frames}) == 4


@pytest.mark.parametrize(("dimension", "count"), [(1, 1), (2, 2), (3, 4), (4, 8)])
def test_there_are_as_many_frames_as_signs_in_pairs(dimension, count):
    cloud = torch.rand(9, dimension, generator=torch.Generator().manual_seed(2), dtype=F64)
    assert principal_frames(cloud).shape == (count, dimension, dimension)


def test_frames_of_a_batch_are_those_of_its_clouds(points):
    clouds = torch.stack([points, points.flip(-1) * 2])
    torch.testing.assert_close(poses(clouds), torch.stack([poses(cloud) for cloud in clouds]))
    torch.testing.assert_close(canonical_pose(clouds), torch.stack([canonical_pose(cloud) for cloud in clouds]))


def test_frame_average_is_the_mean_over_poses_and_no_rotation_changes_it(points):
    torch.testing.assert_close(
        frame_average(squares_by_axis, points), torch.stack([squares_by_axis(pose) for pose in poses(points)]).mean()
    )
    average = lambda x: frame_average(squares_by_axis, x)  # noqa: E731
    assert invariance(average, points, rotations_and_shifts(3), tolerance=1e-10).holds
    assert not invariance(squares_by_axis, points, rotations_and_shifts(3), tolerance=1e-3).holds


def test_frame_average_has_the_gradients_of_finite_differences(points):
    def average(x):
        return frame_average(lambda pose: (pose**3).sum((-2, -1)) + pose[..., 0, 0] ** 2, x)

    assert torch.autograd.gradcheck(average, points.requires_grad_())


def test_canonical_pose_is_one_pose_of_all_that_rotations_lead_to(points):
    pose = canonical_pose(points)
    assert any(torch.allclose(pose, one) for one in poses(points))
    assert (pose.pow(3).sum(0)[:-1] > 0).all()
    assert invariance(canonical_pose, points, rotations_and_shifts(3), tolerance=1e-10).holds
    mirrored = canonical_pose(points * torch.tensor([-1.0, 1.0, 1.0], dtype=F64))
    torch.testing.assert_close(mirrored, pose * torch.tensor([1.0, 1.0, -1.0], dtype=F64))


def test_points_without_a_skew_have_no_canonical_pose():
    stick = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [2.0, 0.0], [-2.0, 0.0], [0.0, 0.5], [0.0, -0.5]])
    with pytest.raises(ValueError, match=r"^`points` must be skewed along all principal axes but the last, got "):
        canonical_pose(stick)
    bent = stick + torch.tensor([0.0, 0.01]) * torch.tensor([1.0, 1, 1, 1, 0, 0])[:, None]
    assert canonical_pose(bent)[:, 0].pow(3).sum() > 0


def test_equal_variances_are_refused_and_unequal_ones_are_not():
    square = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    with pytest.raises(ValueError, match=r"^`points` must be spread differently along all principal axes, got "):
        principal_frames(square)
    assert principal_frames(square * torch.tensor([1.0, 1.001])).isfinite().all()


def test_a_mean_over_frames_jumps_where_axes_change_places():
    x = torch.tensor([[1.0, 0], [-1, 0], [0, 0.6], [0, -0.6], [0, 0.8], [0, -0.8]], dtype=F64)
    values = [
        frame_average(lambda pose: (pose[..., 0] ** 4).sum(-1), x * torch.tensor([1.0, s], dtype=F64)).item()
        for s in (0.9999, 1.0001)
    ]
    assert values == pytest.approx([2 * (0.6**4 + 0.8**4) * 0.9999**4, 2.0])


@pytest.mark.parametrize("scale", [1e-3, 1e3])
def test_frames_and_poses_do_not_ask_for_the_unit_of_length(scale, points):
    torch.testing.assert_close(principal_frames(scale * points).abs(), principal_frames(points).abs())
    torch.testing.assert_close(canonical_pose(scale * points), scale * canonical_pose(points))
    square = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    with pytest.raises(ValueError, match=r"^`points` must be spread differently"):
        principal_frames(scale * square)
    stick = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [0.0, 2.0], [0.0, -2.0]])
    with pytest.raises(ValueError, match=r"^`points` must be skewed along"):
        canonical_pose(scale * stick)


@pytest.mark.parametrize(
    "bad", [torch.zeros(0, 2), torch.tensor([[math.nan, 1.0], [0.0, 2.0]]), torch.rand(4, 2).half()]
)
def test_frames_are_of_points_that_can_be_taken_apart(bad):
    with pytest.raises(ValueError, match=r"^`points` must "):
        principal_frames(bad)


def test_on_a_line_the_only_rotation_is_none():
    assert canonical_pose(torch.tensor([[1.0], [3.0]])).tolist() == [[-1.0], [1.0]]

r"""Invariance by choosing a pose: the principal axes of a cloud of points, one frame or all that are as good."""

from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable, require_some


@jaxtyped(typechecker=beartype)
def principal_frames(points: Float[Tensor, "*batch points d"]) -> Float[Tensor, "*batch frames d d"]:
    r"""The $2^{d-1}$ rotations whose columns are the principal axes of the points, in the order of their variances.

    Args:
        points: one row per point.

    Returns:
        The rotations, which differ in the signs of their columns.

    Raises:
        ValueError: if two variances are equal, so that their axes are any two; if there is no point or no coordinate;
            or a coordinate is of half precision, NaN or infinite.

    Reference: O. Puny et al., Frame Averaging for Invariant and Equivariant Network Design, 2022, section 3.1.
    """
    require_some(points=points)
    require_decomposable(points=points)
    centred = points - points.mean(-2, keepdim=True)
    variances, axes = torch.linalg.eigh(centred.mT @ centred)
    gaps = variances.diff(dim=-1)
    apart = gaps > 1e-6 * variances[..., -1:]
    require(apart, "points", "spread differently along all principal axes", gaps)
    signs = torch.cartesian_prod(*[torch.tensor([1.0, -1.0], device=points.device)] * points.shape[-1])
    signs = signs.reshape(-1, points.shape[-1]).to(points)
    right_handed = signs[signs.prod(-1) > 0]
    upright = torch.cat([axes[..., :-1], axes[..., -1:] * torch.linalg.det(axes).sign()[..., None, None]], -1)
    return upright[..., None, :, :] * right_handed[:, None, :]


@jaxtyped(typechecker=beartype)
def poses(points: Float[Tensor, "*batch points d"]) -> Float[Tensor, "*batch frames points d"]:
    r"""The points seen from their middle in each of their frames: $(X - \bar X) F$.

    Args:
        points: one row per point.

    Returns:
        The points, once for each frame; to rotate or shift them changes nothing but the order of the frames.

    Raises:
        ValueError: what `principal_frames` refuses.
    """
    frames = principal_frames(points)
    centred = points - points.mean(-2, keepdim=True)
    return centred[..., None, :, :] @ frames


@jaxtyped(typechecker=beartype)
def frame_average(
    function: Callable[[Tensor], Tensor], points: Float[Tensor, "*batch points d"]
) -> Float[Tensor, "*answers"]:
    r"""The mean over frames: $\frac{1}{|\mathcal{F}|} \sum_{F \in \mathcal{F}} f\big( (X - \bar X) F \big)$.

    Args:
        function: $f$, of points in the last two dimensions; the frames come as one dimension more before these.
        points: one row per point.

    Returns:
        A mean that no rotation or shift changes.

    Raises:
        ValueError: what `principal_frames` refuses.
    """
    batch = points.dim() - 2
    return function(poses(points)).mean(batch)


@jaxtyped(typechecker=beartype)
def canonical_pose(points: Float[Tensor, "*batch points d"]) -> Float[Tensor, "*batch points d"]:
    """The pose of a cloud in which all coordinates but the last are skewed to the positive side.

    Args:
        points: one row per point.

    Returns:
        The points in their canonical pose, which a rotation or a shift does not change.

    Raises:
        ValueError: if the points are skewed to neither side along such an axis, or what `principal_frames` refuses.
    """
    pose = poses(points)[..., 0, :, :]
    cubes = pose[..., :-1].pow(3)
    skews = cubes.sum(-2)
    skewed = skews.abs() > 1e-6 * cubes.abs().sum(-2)
    require(skewed, "points", "skewed along all principal axes but the last", skews)
    signs = skews.sign()
    return pose * torch.cat([signs, signs.prod(-1, keepdim=True)], -1)[..., None, :]

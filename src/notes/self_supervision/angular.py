"""The modified softmax, whose logits are angles alone, and SphereFace, which asks for a margin between angles."""

import math

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

from notes.domain import beartype, require, require_below, require_positive, require_squares


@jaxtyped(typechecker=beartype)
def psi(angles: Float[Tensor, "*shape"], multiplier: int) -> Float[Tensor, "*shape"]:
    r"""SphereFace's replacement of the cosine: decreasing over the whole half turn, and never above it.

    $$\psi(\theta) = (-1)^k \cos(\mu \theta) - 2k, \qquad \theta \in [k \pi / \mu, (k + 1) \pi / \mu]$$

    Args:
        angles: angles in radians, between 0 and pi.
        multiplier: how many times the angle to the own class is counted, $\mu$; at least 1.

    Returns:
        One value per angle, from 1 at zero down to $1 - 2\mu$ at $\pi$.

    Raises:
        ValueError: if `multiplier` is below 1 or an angle is not from 0 to $\pi$.

    Reference:
        Liu, Wen, Yu, Li, Raj, Song: SphereFace: deep hypersphere embedding for face recognition, 2017.
    """
    require((angles >= 0) & (angles <= math.pi), "angles", "from 0 to pi", angles)
    if multiplier < 1:
        raise ValueError(f"`multiplier` must be at least 1, got {multiplier}")
    piece = (angles * multiplier / math.pi).floor().clamp(max=multiplier - 1)
    sign = 1 - 2 * (piece % 2)
    return sign * torch.cos(multiplier * angles) - 2 * piece


@jaxtyped(typechecker=beartype)
def sphereface_loss(
    features: Float[Tensor, "n d"],
    weights: Float[Tensor, "classes d"],
    labels: Int[Tensor, " n"],
    *,
    multiplier: int,
) -> Float[Tensor, " n"]:
    r"""Cross entropy of the modified softmax, with the cosine to the own class replaced by psi.

    $$\ell = -\log \frac{e^{\|z\| \psi(\theta_y)}}{e^{\|z\| \psi(\theta_y)} + \sum_{j \ne y} e^{\|z\| \cos \theta_j}}$$

    Args:
        features: one feature vector per example.
        weights: one direction per class; only the direction counts.
        labels: the class of each example.
        multiplier: $\mu$ of psi; 1 gives the modified softmax.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if `multiplier` is below 1 or a label is not that of a class, or `features` or `weights` has no
            finite sum of squares.
    """
    require_squares(features=features, weights=weights)
    require_below(len(weights), labels=labels)
    lengths = torch.linalg.vector_norm(features, dim=1, keepdim=True)
    cosines = normalize(features, dim=1) @ normalize(weights, dim=1).T
    own = cosines.gather(1, labels[:, None])
    # the arc cosine has no slope at its ends
    limit = 1 - 4 * torch.finfo(own.dtype).eps
    strict = psi(torch.acos(own.clamp(-limit, limit)), multiplier)
    logits = lengths * cosines.scatter(1, labels[:, None], strict)
    return cross_entropy(logits, labels, reduction="none")


@jaxtyped(typechecker=beartype)
def arcface_loss(
    features: Float[Tensor, "n d"],
    weights: Float[Tensor, "classes d"],
    labels: Int[Tensor, " n"],
    *,
    margin: float,
    scale: float,
) -> Float[Tensor, " n"]:
    r"""Cross entropy of scaled cosines, with a margin added to the angle of the own class.

    $$\ell = -\log \frac{e^{S \cos(\theta_y + m)}}{e^{S \cos(\theta_y + m)} + \sum_{j \ne y} e^{S \cos \theta_j}}$$

    Args:
        features: one feature vector per example; only the direction counts.
        weights: one direction per class; only the direction counts.
        labels: the class of each example.
        margin: m in radians, from 0 to $\pi$.
        scale: S, what all cosines are multiplied by; positive.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if `margin` is not from 0 to $\pi$, `scale` is not positive, a label is not that of a class, or
            `features` or `weights` has no finite sum of squares.

    Reference: J. Deng et al., ArcFace: Additive Angular Margin Loss for Deep Face Recognition, 2019.
    """
    require_squares(features=features, weights=weights)
    require_below(len(weights), labels=labels)
    require(0 <= margin <= math.pi, "margin", "from 0 to pi", margin)
    require_positive(scale=scale)
    cosines = normalize(features, dim=1) @ normalize(weights, dim=1).T
    own = cosines.gather(1, labels[:, None])
    # the root has no slope at zero
    sines = (1 - own.square()).clamp(min=torch.finfo(own.dtype).eps).sqrt()
    strict = own * math.cos(margin) - sines * math.sin(margin)
    logits = scale * cosines.scatter(1, labels[:, None], strict)
    return cross_entropy(logits, labels, reduction="none")

"""Losses that compare embeddings: pairs, triplets, and one positive against every other view of a batch."""

import torch
from jaxtyping import Bool, Float, jaxtyped
from torch import Tensor
from torch.nn.functional import normalize

from notes.domain import beartype, require_finite, require_squares


@jaxtyped(typechecker=beartype)
def contrastive_loss(
    left: Float[Tensor, "pairs d"], right: Float[Tensor, "pairs d"], same: Bool[Tensor, " pairs"], *, margin: float
) -> Float[Tensor, " pairs"]:
    r"""Squared distance of like pairs, squared hinge on the distance of unlike ones.

    $$\ell = [y = y']\, d^2 + [y \ne y']\, \max(0, m - d)^2, \qquad d = \|z - z'\|_2$$

    Args:
        left: embeddings of the first members.
        right: embeddings of the second members.
        same: whether the members of a pair are alike.
        margin: the distance beyond which unlike pairs cost nothing; positive.

    Returns:
        One loss per pair, in squared units of the embedding.

    Raises:
        ValueError: if `margin` is not positive, or an argument is NaN or infinite.

    Reference:
        Hadsell, Chopra, LeCun: Dimensionality reduction by learning an invariant mapping, 2006.
    """
    require_finite(left=left, right=right)
    if not margin > 0:
        raise ValueError(f"`margin` must be positive, got {margin}")
    distances = torch.linalg.vector_norm(left - right, dim=1)
    return torch.where(same, distances.square(), (margin - distances).clamp(min=0).square())


@jaxtyped(typechecker=beartype)
def triplet_loss(
    anchor: Float[Tensor, "n d"], positive: Float[Tensor, "n d"], negative: Float[Tensor, "n d"], *, margin: float
) -> Float[Tensor, " n"]:
    r"""Hinge on how much farther the negative is than the positive, in squared distances.

    $$\ell = \max(0, \|z - z^+\|_2^2 - \|z - z^-\|_2^2 + m)$$

    Args:
        anchor: embeddings of the anchors.
        positive: embeddings of examples like the anchors.
        negative: embeddings of examples unlike the anchors.
        margin: by how much the negative must be farther, in squared units; positive.

    Returns:
        One loss per triplet; zero exactly when the negative is at least the margin farther.

    Raises:
        ValueError: if `margin` is not positive, or an argument is NaN or infinite or `anchor` has no finite sum of
            squares.

    Reference:
        Schroff, Kalenichenko, Philbin: FaceNet: a unified embedding for face recognition and clustering, 2015.
    """
    require_squares(anchor=anchor)
    require_finite(positive=positive, negative=negative)
    if not margin > 0:
        raise ValueError(f"`margin` must be positive, got {margin}")
    near = (anchor - positive).square().sum(1)
    far = (anchor - negative).square().sum(1)
    return (near - far + margin).clamp(min=0)


@jaxtyped(typechecker=beartype)
def nt_xent(
    first: Float[Tensor, "n d"], second: Float[Tensor, "n d"], *, temperature: float
) -> Float[Tensor, " views"]:
    r"""SimCLR's loss: each view must pick its partner among the $2N - 1$ other views of the batch.

    $$\ell_i = -\log \frac{\exp(\cos(z_i, z_{p(i)}) / \tau)}{\sum_{k \ne i} \exp(\cos(z_i, z_k) / \tau)}$$

    Args:
        first: embeddings of one view of each example.
        second: embeddings of the other view, in the same order.
        temperature: what the cosines are divided by; positive.

    Returns:
        One loss per view, in nats: those of `first`, then those of `second`.

    Raises:
        ValueError: if `temperature` is not positive, or `first` or `second` has no finite sum of squares.

    Reference:
        Chen, Kornblith, Norouzi, Hinton: A simple framework for contrastive learning of visual representations, 2020.
    """
    require_squares(first=first, second=second)
    if not temperature > 0:
        raise ValueError(f"`temperature` must be positive, got {temperature}")
    views = normalize(torch.cat([first, second]), dim=1)
    logits = (views @ views.T / temperature).fill_diagonal_(-torch.inf)
    partner = torch.arange(len(views), device=views.device).roll(len(first))
    positive = logits.gather(1, partner[:, None]).squeeze(1)
    return torch.logsumexp(logits, dim=1) - positive

"""Mining: which triplets of a batch are worth a gradient."""

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_positive, require_squares


@jaxtyped(typechecker=beartype)
def squared_distances(embeddings: Float[Tensor, "n d"]) -> Float[Tensor, "n n"]:
    r"""Squared Euclidean distances between all pairs of a batch.

    $$D_{ij} = \|z_i\|^2 - 2 z_i^\top z_j + \|z_j\|^2$$

    Rounding grows with the lengths, and distances do not change when all vectors move: the mean is taken away first.

    Args:
        embeddings: one vector per example.

    Returns:
        A symmetric table, in squared units of the embedding; rounding never makes an entry negative.

    Raises:
        ValueError: if an entry is NaN or infinite, or `embeddings` has no finite sum of squares.
    """
    require_squares(embeddings=embeddings)
    require_finite(embeddings=embeddings)
    centred = embeddings - embeddings.mean(0)
    lengths = centred.square().sum(1)
    return (lengths[:, None] - 2 * centred @ centred.T + lengths).clamp(min=0)


@jaxtyped(typechecker=beartype)
def partners(labels: Int64[Tensor, "n"]) -> tuple[Bool[Tensor, "n n"], Bool[Tensor, "n n"]]:
    """Where two examples are different ones of one class, and where they are of two classes.

    Args:
        labels: classes of a batch; each class twice at least, and two classes at least.

    Returns:
        Two tables, true at possible positives and at possible negatives of the anchor of the row.

    Raises:
        ValueError: if an example has no partner of its class, or none of another.
    """
    same = labels[:, None] == labels
    positive, negative = same & ~torch.eye(len(labels), dtype=torch.bool, device=labels.device), ~same
    for found, rule in ((positive, "each class twice at least"), (negative, "two classes at least")):
        if not bool(found.any(1).all()):
            raise ValueError(f"`labels` must hold {rule}, got {labels.tolist()}")
    return positive, negative


@jaxtyped(typechecker=beartype)
def batch_hard(
    embeddings: Float[Tensor, "n d"], labels: Int64[Tensor, "n"]
) -> tuple[Int64[Tensor, "n"], Int64[Tensor, "n"]]:
    """For each example as anchor the farthest other one of its class and the nearest one of another class.

    Args:
        embeddings: one vector per example.
        labels: their classes; each class twice at least, and two classes at least.

    Returns:
        Places of the positives, and of the negatives.

    Raises:
        ValueError: if an example has no partner of its class, or none of another, or an entry is NaN or infinite, or
            `embeddings` has no finite sum of squares.

    Example:
        ```python
        import torch
        from notes.self_supervision.mining import batch_hard

        line = torch.tensor([[0.0], [1.0], [3.0], [4.0], [9.0]])
        positives, negatives = batch_hard(line, torch.tensor([0, 0, 0, 1, 1]))
        print(positives.tolist(), negatives.tolist())
        #> [2, 2, 0, 4, 3] [3, 3, 3, 2, 2]
        ```

    Reference: A. Hermans, L. Beyer and B. Leibe, In Defense of the Triplet Loss for Person Re-Identification, 2017.
    """
    require_squares(embeddings=embeddings)
    require_finite(embeddings=embeddings)
    positive, negative = partners(labels)
    distances = squared_distances(embeddings)
    farthest = distances.masked_fill(~positive, -torch.inf).argmax(1)
    nearest = distances.masked_fill(~negative, torch.inf).argmin(1)
    return farthest, nearest


@jaxtyped(typechecker=beartype)
def semi_hard(
    embeddings: Float[Tensor, "n d"], labels: Int64[Tensor, "n"], *, margin: float
) -> Int64[Tensor, "triplets 3"]:
    """For each pair of a class the nearest negative that is farther than the positive, but by less than the margin.

    Args:
        embeddings: one vector per example.
        labels: their classes; each class twice at least, and two classes at least.
        margin: in squared units of the embedding; positive.

    Returns:
        Places of anchor, positive and negative; pairs for which there is no such negative are left out.

    Raises:
        ValueError: if `margin` is not positive, or an example has no partner of its class, or none of another.

    Example:
        ```python
        import torch
        from notes.self_supervision.mining import semi_hard

        line = torch.tensor([[0.0], [1.0], [2.0], [9.0]])
        print(semi_hard(line, torch.tensor([0, 0, 1, 1]), margin=4.0).tolist())
        #> [[0, 1, 2]]
        ```

    Reference: F. Schroff, D. Kalenichenko and J. Philbin, FaceNet, 2015, equation 4.
    """
    require_positive(margin=margin)
    require_finite(embeddings=embeddings)
    positive, negative = partners(labels)
    distances = squared_distances(embeddings)
    anchors, positives = positive.nonzero().unbind(1)
    ahead = distances[anchors] - distances[anchors, positives][:, None]
    wanted = negative[anchors] & (ahead > 0) & (ahead < margin)
    nearest = ahead.masked_fill(~wanted, torch.inf).argmin(1)
    found = wanted.any(1)
    return torch.stack([anchors, positives, nearest], dim=1)[found]

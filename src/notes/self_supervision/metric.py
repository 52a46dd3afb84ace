"""What an embedding is worth for search: recall at k, and how classes lie in it."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes, require_squares
from notes.self_supervision.mining import partners, squared_distances


@jaxtyped(typechecker=beartype)
def recall_at_k(embeddings: Float[Tensor, "n d"], labels: Int64[Tensor, "n"], k: int) -> float:
    r"""Share of examples with another one of their class among their k nearest neighbours.

    $$R@k = \frac1n \sum_i \mathbb{1}\bigl[\exists j \in N_k(i) : y_j = y_i\bigr]$$

    Args:
        embeddings: one vector per example.
        labels: their classes.
        k: number of neighbours, from 1 to n - 1; the example itself is not counted.

    Returns:
        Between 0 and 1.

    Raises:
        ValueError: if `k` is out of its range, or an entry is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.self_supervision.metric import recall_at_k

        line = torch.tensor([[0.0], [1.0], [3.0], [4.0]])
        labels = torch.tensor([0, 0, 1, 0])
        print(recall_at_k(line, labels, 1), recall_at_k(line, labels, 2))
        #> 0.5 0.75
        ```

    Reference: H. O. Song et al., Deep Metric Learning via Lifted Structured Feature Embedding, 2016.
    """
    if not 1 <= k < len(embeddings):
        raise ValueError(f"`k` must be from 1 to {len(embeddings) - 1}, got {k}")
    require_finite(embeddings=embeddings)
    distances = squared_distances(embeddings).fill_diagonal_(torch.inf)
    neighbours = distances.topk(k, largest=False).indices
    return float((labels[neighbours] == labels[:, None]).any(1).float().mean())


@jaxtyped(typechecker=beartype)
def overlap(embeddings: Float[Tensor, "n d"], labels: Int64[Tensor, "n"]) -> float:
    r"""Share of the pairs of a class that are farther apart than the first is from the nearest stranger.

    $$\operatorname{mean}_{i, j : y_i = y_j, i \ne j} \mathbb{1}\Bigl[D_{ij} > \min_{k : y_k \ne y_i} D_{ik}\Bigr]$$

    It is zero only where every class is a tight heap of its own: what the losses of this chapter wish for.

    Args:
        embeddings: one vector per example.
        labels: their classes, each twice at least; at least two.

    Returns:
        Between 0 and 1.

    Raises:
        ValueError: if an example has no partner of its class, or none of another, or an entry is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.self_supervision.metric import overlap

        line = torch.tensor([[0.0], [1.0], [3.0], [4.0]])
        print(overlap(line, torch.tensor([0, 0, 1, 1])), overlap(line, torch.tensor([0, 1, 0, 1])))
        #> 0.0 1.0
        ```
    """
    require_squares(embeddings=embeddings)
    positive, negative = partners(labels)
    distances = squared_distances(embeddings)
    nearest = distances.masked_fill(~negative, torch.inf).amin(1, keepdim=True)
    return float((distances > nearest)[positive].float().mean())


@jaxtyped(typechecker=beartype)
def active_share(
    embeddings: Float[Tensor, "n d"],
    labels: Int64[Tensor, "n"],
    generator: torch.Generator,
    *,
    margin: float,
    draws: int = 10_000,
) -> float:
    """Share of random triplets whose loss is not zero: those from which the triplet loss still learns.

    Args:
        embeddings: one vector per example.
        labels: their classes; each twice at least, and two classes at least.
        generator: source of the triplets.
        margin: of the triplet loss, in squared units of the embedding; positive.
        draws: number of anchors; those whose random partners do not form a triplet are dropped.

    Returns:
        Between 0 and 1.

    Raises:
        ValueError: if `margin` or `draws` is not positive, no draw is a triplet, or an entry is NaN or infinite.
    """
    if not margin > 0:
        raise ValueError(f"`margin` must be positive, got {margin}")
    require_finite(embeddings=embeddings)
    require_sizes(draws=draws)
    anchor, like, unlike = torch.randint(len(labels), (3, draws), generator=generator, device=generator.device)
    valid = (labels[anchor] == labels[like]) & (anchor != like) & (labels[anchor] != labels[unlike])
    if not bool(valid.any()):
        raise ValueError("`labels` must allow triplets, got none in the draws")
    distances = squared_distances(embeddings)
    loss = distances[anchor, like] - distances[anchor, unlike] + margin
    return float((loss[valid] > 0).float().mean())

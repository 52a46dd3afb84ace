"""Training embeddings with labels, by pairs, by random triplets and by mined ones."""

from collections.abc import Callable

import torch
from jaxtyping import Float, Float32, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import normalize, triplet_margin_loss

from notes.domain import beartype, require_finite, require_squares
from notes.losses.training import trained
from notes.self_supervision.contrastive import contrastive_loss, triplet_loss
from notes.self_supervision.mining import batch_hard, semi_hard
from notes.self_supervision.siamese import digit_encoder

BatchLoss = Callable[[Tensor, Tensor, torch.Generator], Tensor]


@jaxtyped(typechecker=beartype)
def pair_loss(
    embeddings: Float[Tensor, "n d"], labels: Int64[Tensor, " n"], generator: torch.Generator
) -> Float[Tensor, ""]:
    """Mean contrastive loss, margin 1, of each example with a random other one of the batch.

    Args:
        embeddings: one vector per example.
        labels: their classes.
        generator: source of the partners.

    Returns:
        A scalar.

    Raises:
        ValueError: if `embeddings` is NaN or infinite.
    """
    require_finite(embeddings=embeddings)
    other = torch.randperm(len(labels), generator=generator, device=generator.device)
    return contrastive_loss(embeddings, embeddings[other], labels == labels[other], margin=1.0).mean()


@jaxtyped(typechecker=beartype)
def random_triplet_loss(
    embeddings: Float[Tensor, "n d"], labels: Int64[Tensor, " n"], generator: torch.Generator
) -> Float[Tensor, ""]:
    """Mean triplet loss, margin 0.2, of each example with a random one of its class and of another.

    Args:
        embeddings: one vector per example.
        labels: their classes.
        generator: source of the partners.

    Returns:
        A scalar.

    Raises:
        ValueError: if `embeddings` has no finite sum of squares, or there are no two classes, or one of them occurs
            once.
    """
    if len(labels.unique()) < 2 or bool((labels.unique(return_counts=True)[1] < 2).any()):
        raise ValueError(f"`labels` must hold two classes at least, and each of them twice, got {labels.tolist()}")
    require_squares(embeddings=embeddings)
    same = labels[:, None] == labels
    positive = torch.multinomial(same.float().fill_diagonal_(0), 1, generator=generator).squeeze(1)
    negative = torch.multinomial((~same).float(), 1, generator=generator).squeeze(1)
    return triplet_loss(embeddings, embeddings[positive], embeddings[negative], margin=0.2).mean()


@jaxtyped(typechecker=beartype)
def hard_triplet_loss(
    embeddings: Float[Tensor, "n d"],
    labels: Int64[Tensor, " n"],
    generator: torch.Generator,  # noqa: ARG001
) -> Float[Tensor, ""]:
    """Mean triplet loss, margin 0.2, of each example with its farthest positive and its nearest negative.

    Args:
        embeddings: one vector per example.
        labels: their classes.
        generator: not used: nothing is random here.

    Returns:
        A scalar.

    Raises:
        ValueError: if `embeddings` has no finite sum of squares.
    """
    require_squares(embeddings=embeddings)
    positive, negative = batch_hard(embeddings, labels)
    return triplet_loss(embeddings, embeddings[positive], embeddings[negative], margin=0.2).mean()


@jaxtyped(typechecker=beartype)
def unsquared_hard_triplet_loss(
    embeddings: Float[Tensor, "n d"],
    labels: Int64[Tensor, " n"],
    generator: torch.Generator,  # noqa: ARG001
) -> Float[Tensor, ""]:
    """The same with distances in place of their squares, as PyTorch's triplet loss takes them.

    Args:
        embeddings: one vector per example.
        labels: their classes.
        generator: not used: nothing is random here.

    Returns:
        A scalar.

    Raises:
        ValueError: if `embeddings` has no finite sum of squares.

    Reference: A. Hermans, L. Beyer and B. Leibe, In Defense of the Triplet Loss for Person Re-Identification, 2017.
    """
    require_squares(embeddings=embeddings)
    positive, negative = batch_hard(embeddings, labels)
    return triplet_margin_loss(embeddings, embeddings[positive], embeddings[negative], margin=0.2)


@jaxtyped(typechecker=beartype)
def semi_hard_triplet_loss(
    embeddings: Float[Tensor, "n d"],
    labels: Int64[Tensor, " n"],
    generator: torch.Generator,  # noqa: ARG001
) -> Float[Tensor, ""]:
    """Mean triplet loss, margin 0.2, of the semi-hard triplets; zero if there are none.

    Args:
        embeddings: one vector per example.
        labels: their classes.
        generator: not used: nothing is random here.

    Returns:
        A scalar.
    """
    anchor, positive, negative = semi_hard(embeddings, labels, margin=0.2).unbind(1)
    losses = triplet_loss(embeddings[anchor], embeddings[positive], embeddings[negative], margin=0.2)
    return losses.sum() / max(len(losses), 1)


class UnitLength(nn.Module):
    """Each vector divided by its length."""

    @jaxtyped(typechecker=beartype)
    def forward(self, vectors: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
        """The directions of the vectors."""
        require_squares(vectors=vectors)
        return normalize(vectors, dim=1)


@jaxtyped(typechecker=beartype)
def metric_encoder(
    images: Float32[Tensor, "n 1 14 14"],
    labels: Int64[Tensor, "n"],
    loss: BatchLoss,
    generator: torch.Generator,
    *,
    steps: int = 120,
    width: int = 16,
) -> nn.Module:
    """An encoder to vectors of length 1, trained by a loss on batches of four images of each class.

    Args:
        images: training images.
        labels: their classes.
        loss: of embeddings, labels and a generator; a scalar.
        generator: source of weights, batches and partners.
        steps: number of batches.
        width: entries of an embedding.

    Returns:
        The trained encoder.
    """
    require_squares(images=images)
    places = torch.stack([(labels == label).nonzero().squeeze(1)[:300] for label in labels.unique()])

    def batch_loss(model: nn.Module) -> Tensor:
        chosen = places[:, torch.randperm(places.shape[1], generator=generator, device=generator.device)[:4]].flatten()
        return loss(model(images[chosen]), labels[chosen], generator)

    start = nn.Sequential(digit_encoder(generator, width), UnitLength())
    return trained(start, batch_loss, steps=steps, learning_rate=0.01)

"""What agreement alone rewards, and how far embeddings have shrunk to fewer directions or to a point."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor
from torch.nn.functional import normalize

from notes.domain import beartype, require, require_decomposable, require_finite, require_some, require_squares


@jaxtyped(typechecker=beartype)
def agreement_loss(prediction: Float[Tensor, "n d"], target: Float[Tensor, "n d"]) -> Float[Tensor, " n"]:
    r"""BYOL's squared distance between normalised vectors; no gradient reaches the target.

    $$\ell = \|\bar q - \bar z\|_2^2 = 2 - 2 \cos(q, z)$$

    Args:
        prediction: what the predictor of the online network says.
        target: projections by the target network.

    Returns:
        One loss per example, between 0 and 4; zero for any network that is constant and not zero.

    Raises:
        ValueError: if `prediction` or `target` has no finite sum of squares.

    Reference:
        Grill et al.: Bootstrap your own latent: a new approach to self-supervised learning, 2020.
    """
    require_squares(prediction=prediction, target=target)
    prediction = normalize(prediction, dim=1)
    target = normalize(target.detach(), dim=1)
    return (prediction - target).square().sum(1)


@jaxtyped(typechecker=beartype)
def effective_rank(embeddings: Float[Tensor, "n d"]) -> Float[Tensor, ""]:
    r"""How many directions the embeddings use: the exponential of the entropy of their singular values.

    $$\exp\Bigl(-\sum_i p_i \log p_i\Bigr), \qquad p_i = \sigma_i / \sum_j \sigma_j$$

    The embeddings are not centred, so that a heap of equal vectors has rank 1, whatever noise is left around it.

    Args:
        embeddings: one vector per example; finite, not all zero.

    Returns:
        Between 1 and the smaller of n and d.

    Raises:
        ValueError: if there is no entry, one is not finite, or all are zero, or an argument is of half precision, NaN
            or infinite.

    Reference:
        Roy, Vetterli: The effective rank: a measure of effective dimensionality, 2007.
    """
    require_decomposable(embeddings=embeddings)
    require_finite(embeddings=embeddings)
    require_some(embeddings=embeddings)
    require(embeddings.any(), "embeddings", "other than zero somewhere", embeddings.sum())
    values = torch.linalg.svdvals(embeddings)
    return torch.special.entr(values / values.sum()).sum().exp()


@jaxtyped(typechecker=beartype)
def relative_spread(embeddings: Float[Tensor, "n d"]) -> Float[Tensor, ""]:
    r"""How far the directions of the embeddings spread: 1 if they point everywhere alike, 0 if all point one way.

    $$\sqrt{\tfrac1n \sum_b \|\bar z_b - \operatorname{mean}(\bar z)\|^2}, \qquad \bar z_b = z_b / \|z_b\|$$

    Args:
        embeddings: one vector per example; finite, none zero.

    Returns:
        Between 0 and 1.

    Raises:
        ValueError: if an entry is not finite, or a vector is zero, or `embeddings` is empty, or `embeddings` has no
            finite sum of squares.

    Reference:
        Chen, He: Exploring simple Siamese representation learning, 2021, section 4.1, up to a factor.
    """
    require_some(embeddings=embeddings)
    require_squares(embeddings=embeddings)
    require_finite(embeddings=embeddings)
    require(embeddings.any(1), "embeddings", "other than zero", embeddings)
    directions = normalize(embeddings, dim=1)
    return (directions - directions.mean(0)).square().sum(1).mean().sqrt()

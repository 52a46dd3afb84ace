"""What agreement alone rewards, and how far embeddings have shrunk to fewer directions or to a point."""

import torch
from beartype import beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor
from torch.nn.functional import normalize

from notes.domain import require_finite


@jaxtyped(typechecker=beartype)
def agreement_loss(prediction: Float[Tensor, "n d"], target: Float[Tensor, "n d"]) -> Float[Tensor, " n"]:
    r"""BYOL's squared distance between normalised vectors; no gradient reaches the target.

    $$\ell = \|\bar q - \bar z\|_2^2 = 2 - 2 \cos(q, z)$$

    Args:
        prediction: what the predictor of the online network says.
        target: projections by the target network.

    Returns:
        One loss per example, between 0 and 4; zero for any network that is constant and not zero.

    Reference:
        Grill et al.: Bootstrap your own latent: a new approach to self-supervised learning, 2020.
    """
    return (normalize(prediction, dim=1) - normalize(target.detach(), dim=1)).square().sum(1)


@jaxtyped(typechecker=beartype)
def effective_rank(embeddings: Float[Tensor, "n d"]) -> Float[Tensor, ""]:
    r"""How many directions the centred embeddings use: the exponential of the entropy of their singular values.

    $$\exp\Bigl(-\sum_i p_i \log p_i\Bigr), \qquad p_i = \sigma_i / \sum_j \sigma_j$$

    Args:
        embeddings: one vector per example; finite, not all the same.

    Returns:
        Between 1 and the smaller of n and d.

    Raises:
        ValueError: if an entry is not finite, or all embeddings are the same.

    Reference:
        Roy, Vetterli: The effective rank: a measure of effective dimensionality, 2007.
    """
    require_finite(embeddings=embeddings)
    if bool((embeddings == embeddings[:1]).all()):
        raise ValueError("`embeddings` must differ, got one point")
    values = torch.linalg.svdvals(embeddings - embeddings.mean(0))
    return torch.special.entr(values / values.sum()).sum().exp()

"""Affine changes of the features, which move no optimum and change how fast descent gets there."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable, require_finite, require_some


@jaxtyped(typechecker=beartype)
def standardised(features: Float[Tensor, "samples features"]) -> Float[Tensor, "samples features"]:
    r"""Features shifted and scaled, each by itself, to mean zero and variance one.

    $$x_{ij}^{\text{new}} = \frac{x_{ij} - \bar x_j}{s_j}, \qquad s_j^2 = \frac1n \sum_i (x_{ij} - \bar x_j)^2$$

    Args:
        features: one row a sample; no column constant.

    Returns:
        The same shape, without units.

    Raises:
        ValueError: if there is no sample, a column is constant, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.introduction.scaling import standardised

        print(standardised(torch.tensor([[1.0], [3.0]])).flatten().tolist())
        #> [-1.0, 1.0]
        ```
    """
    require_some(features=features)
    require_finite(features=features)
    _require_spread(features)
    deviations = features - features.mean(dim=0)
    return deviations / deviations.square().mean(dim=0).sqrt()


@jaxtyped(typechecker=beartype)
def whitened(features: Float[Tensor, "samples features"]) -> Float[Tensor, "samples features"]:
    r"""Features mixed to mean zero and covariance identity: uncorrelated, and of equal size.

    $$X^{\text{new}} = (X - \bar x)\, V \Lambda^{-1/2}, \qquad
    \tfrac1n (X - \bar x)^\top (X - \bar x) = V \Lambda V^\top$$

    Args:
        features: one row a sample, of linearly independent columns once their means are taken away.

    Returns:
        The same shape, without units; columns from the smallest principal component to the largest.

    Raises:
        ValueError: if there is no sample, a column is a linear function of the others, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.introduction.scaling import whitened

        white = whitened(torch.tensor([[0.0, 0.0], [2.0, 2.0], [0.0, 2.0], [2.0, 0.0]], dtype=torch.float64))
        print([[round(entry, 3) for entry in row] for row in (white.T @ white / 4).tolist()])
        #> [[1.0, 0.0], [0.0, 1.0]]
        ```
    """
    require_decomposable(features=features)
    require_some(features=features)
    scaled = standardised(features)  # else units decide which eigenvalue is small
    eigenvalues, eigenvectors = torch.linalg.eigh(scaled.T @ scaled / len(scaled))
    _require_full_rank(eigenvalues)
    return scaled @ eigenvectors / eigenvalues.sqrt()


def _require_spread(features: Tensor) -> None:
    spread = (features.amax(dim=0) - features.amin(dim=0)).square()
    require(spread > torch.finfo(features.dtype).tiny, "features", "different in every column", features[0])
    require((len(features) * spread).isfinite(), "features", "near enough for finite squares", features[0])


def _require_full_rank(eigenvalues: Tensor) -> None:
    floor = eigenvalues[-1] * len(eigenvalues) * torch.finfo(eigenvalues.dtype).eps
    require(eigenvalues > floor, "features", "of a correlation matrix with eigenvalues above rounding", eigenvalues)

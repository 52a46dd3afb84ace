"""2:4 sparsity: of any four neighbouring weights of a row two are zero, a pattern that hardware multiplies faster."""

from jaxtyping import Bool, Float, jaxtyped
from torch import Tensor

from notes.compression.layerwise import inverse_factor, settled
from notes.domain import beartype, require, require_decomposable


@jaxtyped(typechecker=beartype)
def two_of_four(saliency: Float[Tensor, "outputs inputs"]) -> Bool[Tensor, "outputs inputs"]:
    """Where the two most salient of any four neighbours in a row are.

    Args:
        saliency: one number per weight; the number of columns is a multiple of four.

    Returns:
        True where a weight is kept. Of equal saliencies those that come later are kept.

    Raises:
        ValueError: if the number of columns is no multiple of four, or a saliency is NaN.

    Example:
        ```python
        import torch
        from notes.compression.semi_structured import two_of_four

        print(two_of_four(torch.tensor([[0.3, 0.1, 0.9, 0.2]])).int().tolist())
        #> [[1, 0, 1, 0]]
        ```

    Reference: A. Mishra et al., Accelerating Sparse Deep Neural Networks, 2021.
    """
    require(saliency.shape[1] % 4 == 0, "saliency", "of a multiple of four columns", saliency.shape[1])
    require(~saliency.isnan(), "saliency", "numbers", saliency)
    fours = saliency.unflatten(1, (-1, 4))
    ranks = fours.sort(dim=-1, stable=True).indices.argsort(-1)
    return (ranks >= 2).flatten(1)


@jaxtyped(typechecker=beartype)
def surgeon_two_of_four(
    weights: Float[Tensor, "outputs inputs"], hessian: Float[Tensor, "inputs inputs"]
) -> Float[Tensor, "outputs inputs"]:
    r"""Weights of which two of any four neighbours are removed by the surgeon, the later ones making up for it.

    $$s_q = \frac{|w_q|}{U_{qq}}$$

    Args:
        weights: of one linear map; the number of its inputs is a multiple of four.
        hessian: of a row's squared output error, damped.

    Returns:
        The weights that are left, and zeros.

    Raises:
        ValueError: if the number of inputs is no multiple of four, `hessian` is not positive definite, or an argument
            is of half precision, NaN or infinite.

    Reference: E. Frantar and D. Alistarh, SparseGPT: Massive Language Models Can Be Accurately Pruned in One-Shot,
    2023.
    """
    require_decomposable(weights=weights, hessian=hessian)
    require(weights.shape[1] % 4 == 0, "weights", "of a multiple of four columns", weights.shape[1])
    factor = inverse_factor(hessian)
    for first in range(0, weights.shape[1], 4):
        four = slice(first, first + 4)
        keep = two_of_four((weights[:, four] / factor.diagonal()[four]).abs())
        for place in range(4):
            values = weights[:, first + place] * keep[:, place]
            weights = settled(weights, first + place, values, factor)
    return weights

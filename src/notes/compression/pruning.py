"""Unstructured pruning: a saliency for every weight, and masks that remove the least salient ones.

Biases are few and are never removed. A mask is True where a weight is kept.
"""

from typing import TypeAlias

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.compression.stacked import Loss, Networks
from notes.domain import beartype, require, require_finite, require_real, require_some

Masks: TypeAlias = tuple[Tensor, ...]
"""For each layer, truth values of the shape of its weights."""


def magnitude_saliency(networks: Networks) -> tuple[Tensor, ...]:
    r"""Size of every weight.

    $$s_i = |w_i|$$

    Args:
        networks: the networks.

    Returns:
        For each layer, one number per weight.

    Reference: S. Han, J. Pool, J. Tran and W. J. Dally, Learning Both Weights and Connections for Efficient Neural
    Networks, 2015.
    """
    return tuple(weight.abs() for weight in networks.weights)


@jaxtyped(typechecker=beartype)
def gradient_saliency(networks: Networks, loss: Loss, rows: Int[Tensor, " rows"]) -> tuple[Tensor, ...]:
    r"""Size of the change in loss, to first order, if a weight were removed.

    $$s_i = \left| w_i \frac{\partial L}{\partial w_i} \right|$$

    Args:
        networks: the networks.
        loss: one loss per network on the rows of a batch.
        rows: the examples at which the gradient is taken.

    Returns:
        For each layer, one number per weight, in the unit of the loss.

    Raises:
        ValueError: if there are no rows.

    Reference: P. Molchanov, S. Tyree, T. Karras, T. Aila and J. Kautz, Pruning Convolutional Neural Networks for
    Resource Efficient Inference, 2017; N. Lee, T. Ajanthan and P. Torr, SNIP: Single-Shot Network Pruning Based on
    Connection Sensitivity, 2019.
    """
    require_some(rows=rows)
    weights = tuple(weight.detach().clone().requires_grad_() for weight in networks.weights)
    slopes = torch.autograd.grad(loss(Networks(weights, networks.biases), rows).sum(), weights)
    return tuple((weight * slope).abs().detach() for weight, slope in zip(weights, slopes, strict=True))


def random_saliency(networks: Networks, generator: torch.Generator) -> tuple[Tensor, ...]:
    """A random number for every weight: the criterion that any other has to beat.

    Args:
        networks: the networks.
        generator: source of randomness.

    Returns:
        For each layer, one number per weight, uniform between 0 and 1.
    """
    return tuple(torch.rand(weight.shape, generator=generator, device=generator.device) for weight in networks.weights)


@jaxtyped(typechecker=beartype)
def kept(saliency: Float[Tensor, "networks weights"], sparsity: float) -> Tensor:
    r"""Where the most salient weights are, all but a share of them.

    Args:
        saliency: one row per network.
        sparsity: share to be removed, at least 0 and less than 1; rounded to a whole number of weights.

    Returns:
        Truth values of the same shape. Of equal saliencies those that come later are kept.

    Raises:
        ValueError: if `sparsity` is out of range, or a saliency is NaN.

    Example:
        ```python
        import torch
        from notes.compression.pruning import kept

        print(kept(torch.tensor([[0.3, 0.1, 0.9, 0.2]]), 0.5).tolist())
        #> [[True, False, True, False]]
        ```
    """
    if not 0 <= sparsity < 1:
        raise ValueError(f"`sparsity` must be at least 0 and less than 1, got {sparsity}")
    require(~saliency.isnan(), "saliency", "numbers", saliency)
    ranks = saliency.sort(dim=-1, stable=True).indices.argsort(-1)
    return ranks >= round(sparsity * saliency.shape[-1])


def _require_layers(saliencies: tuple[Tensor, ...]) -> None:
    """Refuse what is no list of layers, each of as many networks."""
    require_real(saliencies=saliencies)
    require_finite(saliencies=saliencies)
    if len({len(layer) for layer in saliencies}) != 1:
        raise ValueError(f"`saliencies` must be layers of as many networks, got {[len(layer) for layer in saliencies]}")


def layerwise_masks(saliencies: tuple[Tensor, ...], sparsity: float) -> Masks:
    """Masks that remove the same share of every layer.

    Args:
        saliencies: for each layer, one number per weight.
        sparsity: share to be removed, at least 0 and less than 1.

    Returns:
        For each layer, True where a weight is kept.

    Raises:
        ValueError: if `sparsity` is out of range, or the layers are not of as many networks, or not finite.
    """
    _require_layers(saliencies)
    return tuple(kept(layer.flatten(1), sparsity).view_as(layer) for layer in saliencies)


def global_masks(saliencies: tuple[Tensor, ...], sparsity: float) -> Masks:
    """Masks that remove a share of the weights of each network, wherever they are.

    Args:
        saliencies: for each layer, one number per weight; comparable from layer to layer.
        sparsity: share to be removed, at least 0 and less than 1.

    Returns:
        For each layer, True where a weight is kept.

    Raises:
        ValueError: if `sparsity` is out of range, or the layers are not of as many networks, or not finite.
    """
    _require_layers(saliencies)
    whole = kept(torch.cat([layer.flatten(1) for layer in saliencies], 1), sparsity)
    parts = whole.split([layer[0].numel() for layer in saliencies], 1)
    return tuple(part.view_as(layer) for part, layer in zip(parts, saliencies, strict=True))


def masked(networks: Networks, masks: Masks) -> Networks:
    r"""Networks without the removed weights.

    $$f(x; m \odot \theta)$$

    Args:
        networks: the networks.
        masks: for each layer, True where a weight is kept.

    Returns:
        The networks with zeros where a weight was removed.
    """
    pairs = zip(networks.weights, masks, strict=True)
    return Networks(tuple(weight * mask for weight, mask in pairs), networks.biases)


def sparsities(masks: Masks) -> Tensor:
    """Share of the weights that each network has lost.

    Args:
        masks: for each layer, True where a weight is kept.

    Returns:
        One share per network.
    """
    return 1 - torch.cat([mask.flatten(1) for mask in masks], 1).float().mean(1)

r"""Seven models as rows of one interface: patch functions, filter weights, and a merging function.

As in the source's table, nodes are the rows of $H$ here. A layer is $h(m_1, \dots, m_K)$ with $m_k = f_k H \Theta_k$.
"""

from collections.abc import Callable, Sequence

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import leaky_relu

from notes.domain import (
    beartype,
    require_alike,
    require_decomposable,
    require_finite,
    require_real,
    require_shape,
    require_squares,
)
from notes.graphs.aggregation import renormalised_matrix, sum_matrix
from notes.graphs.graph import require_neighbours
from notes.graphs.laplacian import normalised_laplacian
from notes.graphs.spectral import scaled_laplacian, spectrum

Merge = Callable[[Sequence[Tensor]], Tensor]
Patches = Sequence[Float[Tensor, "nodes nodes"]]


@jaxtyped(typechecker=beartype)
def layer(
    patches: Patches,
    hidden: Float[Tensor, "nodes inputs"],
    filters: Sequence[Float[Tensor, "inputs outputs"]],
    merge: Merge,
) -> Float[Tensor, "nodes features"]:
    r"""One layer of the framework: $h(f_1 H \Theta_1, \dots, f_K H \Theta_K)$.

    Args:
        patches: $f_1, \dots, f_K$, who hears whom, and how loudly.
        hidden: $H$, one row per node.
        filters: $\Theta_1, \dots, \Theta_K$.
        merge: $h$.

    Returns:
        One row per node.

    Raises:
        ValueError: if there are not as many filters as patches, or `hidden` is NaN or infinite, or shapes or types do
            not fit.

    Reference: I. Chami et al., Machine Learning on Graphs: A Model and Comprehensive Taxonomy, 2022.
    """
    require_finite(hidden=hidden)
    require_real(patches=patches, filters=filters)
    require_alike(patches=patches, filters=filters)
    require_shape((len(hidden), len(hidden)), patches=patches[0])
    require_shape((hidden.shape[1], filters[0].shape[-1]), filters=filters[0])
    if len(patches) != len(filters):
        rule = f"as many as the {len(patches)} patches"
        raise ValueError(f"`filters` must be {rule}, got {len(filters)}")
    messages = [patch @ hidden @ theta for patch, theta in zip(patches, filters, strict=True)]
    return merge(messages)


def rectified_sum(messages: Sequence[Tensor]) -> Tensor:
    r"""The merging function $\sigma(\sum_k m_k)$ of most rows.

    Args:
        messages: $m_1, \dots, m_K$, one row per node.

    Returns:
        One row per node.

    Raises:
        ValueError: if `messages` is NaN or infinite, or there is no message, or shapes differ.
    """
    require_alike(messages=messages)
    require_finite(messages=messages)
    return torch.stack(list(messages)).sum(0).relu()


def rectified_heads(messages: Sequence[Tensor]) -> Tensor:
    r"""The merging function $\sigma(m_1 \,\|\, \dots \,\|\, m_K)$ of graph attention: heads side by side.

    Args:
        messages: $m_1, \dots, m_K$, one row per node.

    Returns:
        One row per node, the heads beside one another.

    Raises:
        ValueError: if `messages` is NaN or infinite, or there is no message, or shapes differ.
    """
    require_alike(messages=messages)
    require_finite(messages=messages)
    return torch.cat(list(messages), dim=1).relu()


def gated(cell: nn.GRUCell) -> Merge:
    """The merging function of GGNN: the node's own message is the state, its neighbours' the input of a gated unit.

    Args:
        cell: the gated unit, shared by all nodes.

    Returns:
        A merging function of two messages.
    """
    return lambda messages: cell(messages[1], messages[0])


@jaxtyped(typechecker=beartype)
def scnn_patches(adjacency: Tensor, count: int) -> list[Tensor]:
    r"""SCNN: $u_k u_k^\top$, one patch per wave, for the `count` waves of lowest frequency.

    Args:
        adjacency: the graph.
        count: number of waves.

    Returns:
        One patch per wave.

    Raises:
        ValueError: if an argument is of half precision, NaN or infinite or `adjacency` has no finite sum of squares.
    """
    require_decomposable(adjacency=adjacency)
    require_squares(adjacency=adjacency)
    waves = spectrum(normalised_laplacian(adjacency)).waves[:, :count]
    return [wave.outer(wave) for wave in waves.T]


@jaxtyped(typechecker=beartype)
def chebnet_patches(adjacency: Tensor, count: int) -> list[Tensor]:
    r"""ChebNet: $T_k(2 L / \lambda_{\max} - I)$ for $k = 0, \dots$, with the normalised Laplacian $L$.

    Args:
        adjacency: the graph.
        count: number of polynomials, from the constant on.

    Returns:
        One patch per polynomial.

    Raises:
        ValueError: if an argument is of half precision, NaN or infinite or `adjacency` has no finite sum of squares.
    """
    require_decomposable(adjacency=adjacency)
    require_squares(adjacency=adjacency)
    laplacian = normalised_laplacian(adjacency)
    scaled = scaled_laplacian(laplacian, spectrum(laplacian).frequencies[-1].item())
    found = [adjacency.new_ones(len(adjacency)).diag(), scaled]
    while len(found) < count:
        found.append(2 * scaled @ found[-1] - found[-2])
    return found[:count]


def gcn_patches(adjacency: Tensor) -> list[Tensor]:
    r"""GCN: the one patch $(D + I)^{-1/2} (A + I) (D + I)^{-1/2}$.

    Args:
        adjacency: the graph.

    Returns:
        One patch.
    """
    return [renormalised_matrix(adjacency)]


@jaxtyped(typechecker=beartype)
def sage_patches(adjacency: Float[Tensor, "nodes nodes"]) -> list[Float[Tensor, "nodes nodes"]]:
    r"""SAGE-mean: the node itself, and $D^{-1} A$, the mean of its neighbours (all of them; a sample in training).

    Args:
        adjacency: the graph, in which every node has a neighbour.

    Returns:
        Two patches.

    Raises:
        ValueError: if a node has no neighbour, or `adjacency` is NaN or infinite.
    """
    require_finite(adjacency=adjacency)
    degrees = adjacency.sum(1, keepdim=True)
    require_neighbours(adjacency.T)
    return [adjacency.new_ones(len(adjacency)).diag(), adjacency / degrees]


def ggnn_patches(adjacency: Tensor) -> list[Tensor]:
    r"""GGNN: the node itself, and $A$, the sum of its neighbours.

    Args:
        adjacency: the graph.

    Returns:
        Two patches.

    Raises:
        ValueError: if `adjacency` is NaN or infinite.
    """
    require_finite(adjacency=adjacency)
    return [adjacency.new_ones(len(adjacency)).diag(), adjacency]


@jaxtyped(typechecker=beartype)
def monet_patches(
    adjacency: Float[Tensor, "nodes nodes"],
    places: Float[Tensor, "nodes nodes coordinates"],
    means: Float[Tensor, "patches coordinates"],
    precisions: Float[Tensor, "patches coordinates coordinates"],
) -> list[Float[Tensor, "nodes nodes"]]:
    r"""MoNet: a Gaussian of the place $u$ of each neighbour as seen from the node.

    $$\exp\big( -\tfrac12 (u - \mu_k)^\top \Sigma_k^{-1} (u - \mu_k) \big) \quad \text{where there is an edge}$$

    Args:
        adjacency: the graph.
        places: coordinates of the second node as seen from the first.
        means: $\mu_k$.
        precisions: $\Sigma_k^{-1}$.

    Returns:
        One patch per Gaussian.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Reference: F. Monti et al., Geometric Deep Learning on Graphs and Manifolds Using Mixture Model CNNs, 2017.
    """
    require_finite(adjacency=adjacency, places=places, means=means, precisions=precisions)
    found = []
    for mean, precision in zip(means, precisions, strict=True):
        away = places - mean
        distance = torch.einsum("mni,ij,mnj->mn", away, precision, away)
        found.append(adjacency * torch.exp(-distance / 2))
    return found


@jaxtyped(typechecker=beartype)
def gat_patch(
    adjacency: Float[Tensor, "nodes nodes"],
    projected: Float[Tensor, "nodes outputs"],
    listener: Float[Tensor, "outputs"],
    speaker: Float[Tensor, "outputs"],
) -> Float[Tensor, "nodes nodes"]:
    r"""GAT: softmax of $\operatorname{LeakyReLU}(H \Theta b_0 \oplus b_1^\top \Theta^\top H^\top)$ along rows.

    Args:
        adjacency: the graph.
        projected: $H \Theta$, one row per node.
        listener: $b_0$.
        speaker: $b_1$.

    Returns:
        A patch whose rows sum to one over the neighbours and the node itself.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Reference: P. Veličković et al., Graph Attention Networks, 2018.
    """
    require_finite(projected=projected, listener=listener, speaker=speaker)
    scores = leaky_relu((projected @ listener)[:, None] + projected @ speaker, 0.2)
    return scores.where(sum_matrix(adjacency) > 0, -torch.inf).softmax(dim=1)

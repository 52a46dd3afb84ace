"""Zigzags made of ReLU units, and zigzags folded onto themselves: few units, many linear pieces."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_share, require_sizes
from notes.networks.composition import composition
from notes.networks.mlp import MultilayerPerceptron
from notes.networks.shallow import ShallowNetwork


@beartype
def zigzag(pieces: int) -> ShallowNetwork:
    r"""The shallow ReLU network that runs up and down between 0 and 1 in equal pieces over [0, 1].

    $$z_m(x) = \operatorname{ReLU}(m x) + 2 \sum_{d=1}^{m-1} (-1)^d \operatorname{ReLU}(m x - d)$$

    Args:
        pieces: number $m$ of pieces on [0, 1], and of hidden units; at least 1. Two pieces make the tent map.

    Returns:
        The network, in float64; it is 0 left of 0.

    Raises:
        ValueError: if `pieces` is below 1.

    Example:
        ```python
        import torch
        from notes.networks.sawtooth import zigzag

        tent = zigzag(2)
        print(tent(torch.tensor([[0.0], [0.25], [0.5], [1.0]], dtype=torch.float64)).flatten().tolist())
        #> [0.0, 0.5, 1.0, 0.0]
        ```

    Reference: M. Telgarsky, Benefits of Depth in Neural Networks, 2016.
    """
    require_sizes(pieces=pieces)
    joints = torch.arange(pieces, dtype=torch.float64)
    weights = 2 * (1 - 2 * (joints % 2))
    weights[0] = 1
    slopes = torch.full((pieces, 1), float(pieces), dtype=torch.float64)
    return ShallowNetwork(-joints, slopes, torch.zeros(1, dtype=torch.float64), weights[None])


@beartype
def folded_zigzag(pieces: int, depth: int) -> MultilayerPerceptron:
    r"""A zigzag composed with itself: $m^k$ pieces on [0, 1] from $k$ layers of $m$ units.

    Args:
        pieces: number $m$ of pieces of one zigzag, at least 1.
        depth: number $K$ of hidden layers, at least 1.

    Returns:
        The network, in float64.

    Raises:
        ValueError: if `pieces` or `depth` is below 1.

    Example:
        ```python
        from notes.networks.pieces import linear_pieces
        from notes.networks.sawtooth import folded_zigzag

        print([len(linear_pieces(folded_zigzag(3, depth), 0.0, 1.0)) for depth in (1, 2, 3)])
        #> [3, 9, 27]
        ```

    Reference: G. Montúfar et al., On the Number of Linear Regions of Deep Neural Networks, 2014.
    """
    require_sizes(depth=depth)
    once = zigzag(pieces)
    weights, biases = ([tensor.detach() for tensor in group] for group in zip(*once.layers, strict=True))
    network = MultilayerPerceptron(weights, biases)
    for _ in range(depth - 1):
        network = composition(once, network)
    return network


@beartype
def sawtooth(depth: int) -> MultilayerPerceptron:
    r"""The tent map composed with itself: $2^K$ pieces from $K$ layers of two units.

    Args:
        depth: number $K$ of hidden layers, at least 1.

    Returns:
        The network, in float64.

    Raises:
        ValueError: if `depth` is below 1.

    Example:
        ```python
        from notes.networks.pieces import linear_pieces
        from notes.networks.sawtooth import sawtooth

        print(len(linear_pieces(sawtooth(10), 0.0, 1.0)))
        #> 1024
        ```

    Reference: M. Telgarsky, Benefits of Depth in Neural Networks, 2016.
    """
    return folded_zigzag(2, depth)


@jaxtyped(typechecker=beartype)
def sawtooth_values(x: Float[Tensor, "samples"], depth: int) -> Float[Tensor, "samples"]:
    r"""The sawtooth of $2^k$ pieces without a network: distance to the nearest even multiple of $2^{-k}$, scaled.

    $$T_k(x) = 2^k \min_{n} \left| x - 2 n \, 2^{-k} \right|$$

    Args:
        x: inputs in [0, 1].
        depth: number $k$ of compositions, at least 1.

    Returns:
        One value in [0, 1] per input.

    Raises:
        ValueError: if `depth` is below 1 or an input lies outside [0, 1].

    Example:
        ```python
        import torch
        from notes.networks.sawtooth import sawtooth_values

        print(sawtooth_values(torch.tensor([0.0, 0.125, 0.25, 0.375, 0.5]), depth=2).tolist())
        #> [0.0, 0.5, 1.0, 0.5, 0.0]
        ```

    Reference: M. Telgarsky, Benefits of Depth in Neural Networks, 2016.
    """
    require_sizes(depth=depth)
    require_share(x=x)
    scaled = 2**depth * x
    return (scaled - 2 * torch.round(scaled / 2)).abs()

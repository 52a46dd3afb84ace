r"""Critics whose slope is bounded by their weights: the spectral norm of a layer, found by power iteration."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_decomposable, require_sizes, require_some, require_squares


@jaxtyped(typechecker=beartype)
def spectral_norm(matrix: Float[Tensor, "rows columns"], rounds: int, generator: torch.Generator) -> Float[Tensor, ""]:
    r"""The largest singular value of a matrix, by power iteration from a random direction.

    $$u \leftarrow \frac{W v}{\lVert W v \rVert}, \qquad v \leftarrow \frac{W^T u}{\lVert W^T u \rVert}, \qquad
    u^T W v \to \max_{\lVert v \rVert = 1} \lVert W v \rVert$$

    Args:
        matrix: $W$.
        rounds: how often both directions are renewed, at least 1.
        generator: source of the first direction.

    Returns:
        An estimate from below, differentiable by the matrix: its gradient is $u v^T$.

    Raises:
        ValueError: if `rounds` is below 1, or `matrix` is empty, of half precision or without a finite sum of squares.

    Example:
        ```python
        import torch
        from notes.generative.critics import spectral_norm

        stretch = torch.diag(torch.tensor([3.0, 1.0]))
        print(f"{spectral_norm(stretch, 20, torch.Generator().manual_seed(0)):.4f}")
        #> 3.0000
        ```

    Reference: T. Miyato et al., Spectral Normalization for Generative Adversarial Networks, 2018, algorithm 1.
    """
    require_sizes(rounds=rounds)
    require_decomposable(matrix=matrix)
    require_some(matrix=matrix)
    require_squares(matrix=matrix)
    fixed = matrix.detach()
    v = torch.randn(fixed.shape[1], generator=generator, dtype=fixed.dtype, device=generator.device)
    for _ in range(rounds):
        u = nn.functional.normalize(fixed @ v, dim=0)
        v = nn.functional.normalize(fixed.T @ u, dim=0)
    return u @ matrix @ v


@jaxtyped(typechecker=beartype)
def lipschitz_bound(critic: nn.Sequential, rounds: int, generator: torch.Generator) -> Float[Tensor, ""]:
    r"""A bound on the slope of a network of linear layers and ReLUs: the product of the spectral norms of the layers.

    Args:
        critic: linear layers, with ReLUs between them.
        rounds: rounds of power iteration for each layer, at least 1.
        generator: source of the first directions.

    Returns:
        The product, differentiable by all weights.

    Raises:
        ValueError: if `rounds` is below 1, a layer is neither linear nor a ReLU or of half precision, or none
            is linear.

    Example:
        ```python
        import torch
        from notes.generative.critics import lipschitz_bound
        from notes.generative.players import network

        random = torch.Generator().manual_seed(0)
        print(bool(lipschitz_bound(network(2, 1, random), 50, random) > 1))
        #> True
        ```

    Reference: T. Miyato et al., Spectral Normalization for Generative Adversarial Networks, 2018, equation 7.
    """
    require_sizes(rounds=rounds)
    if others := [type(layer).__name__ for layer in critic if not isinstance(layer, nn.Linear | nn.ReLU)]:
        raise ValueError(f"`critic` must consist of linear layers and ReLUs, got {others[0]}")
    weights = [layer.weight for layer in critic if isinstance(layer, nn.Linear)]
    if not weights:
        raise ValueError("`critic` must have a linear layer, got none")
    for one in weights:
        require_decomposable(critic=one)
    return torch.stack([spectral_norm(one, rounds, generator) for one in weights]).prod()

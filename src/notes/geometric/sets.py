r"""Layers for sets: elements are rows, and their order means nothing."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_finite, require_sizes, require_squares


@jaxtyped(typechecker=beartype)
def equivariant_map(size: int, own: float, shared: float) -> Float[Tensor, "size size"]:
    r"""The linear maps that commute with all permutations: $\lambda I + \gamma \mathbf{1} \mathbf{1}^\top$.

    Args:
        size: number of elements.
        own: $\lambda$.
        shared: $\gamma$.

    Returns:
        The matrix.

    Raises:
        ValueError: if `size` is negative or an argument is NaN or infinite.

    Reference: M. Zaheer et al., Deep Sets, 2017, lemma 3.
    """
    require_sizes(0, size=size)
    require_finite(own=own, shared=shared)
    return own * torch.eye(size) + shared * torch.ones(size, size)


@jaxtyped(typechecker=beartype)
def symmetrised(matrix: Float[Tensor, "n n"]) -> Float[Tensor, "n n"]:
    r"""The mean of $P^\top L P$ over all permutations, which commutes with each of them; computed without listing them.

    Args:
        matrix: $L$, of at least two rows.

    Returns:
        A matrix with one number on the diagonal and one off it: the means of those of $L$.

    Raises:
        ValueError: if the matrix has fewer than two rows or `matrix` has no finite sum of squares.
    """
    require_squares(matrix=matrix)
    size = len(matrix)
    if size < 2:
        raise ValueError(f"`matrix` must have at least two rows, got {size}")
    diagonal = matrix.diagonal().mean()
    beside = (matrix.sum() - matrix.diagonal().sum()) / (size * (size - 1))
    ones, identity = torch.ones_like(matrix), torch.eye(size, device=matrix.device).to(matrix)
    return (diagonal - beside) * identity + beside * ones


class EquivariantLayer(nn.Module):
    r"""Each element, and the mean of all: $x_i \Lambda + \bar x \Gamma + \beta$.

    Args:
        inputs: features of an element.
        outputs: features of it afterwards.
        generator: source of the first weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, outputs: int, generator: torch.Generator) -> None:
        require_sizes(0, inputs=inputs, outputs=outputs)
        super().__init__()
        self.own = nn.Parameter(torch.empty(inputs, outputs))
        self.shared = nn.Parameter(torch.empty(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs))
        for weights in (self.own, self.shared):
            nn.init.xavier_uniform_(weights, generator=generator)

    def forward(self, elements: Tensor) -> Tensor:
        """One row per element."""
        return elements @ self.own + elements.mean(-2, keepdim=True) @ self.shared + self.bias


class DeepSet(nn.Module):
    r"""A function of a set: $\chi\big( \sum_i \phi(x_i) \big)$ with two small networks.

    Args:
        inputs: features of an element.
        hidden: units of both networks, and features that are summed.
        generator: source of the first weights.

    Reference: M. Zaheer et al., Deep Sets, 2017, theorem 2.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, hidden: int, generator: torch.Generator) -> None:
        require_sizes(inputs=inputs, hidden=hidden)
        super().__init__()
        layers = [nn.Linear(a, b) for a, b in ((inputs, hidden), (hidden, hidden), (hidden, hidden), (hidden, 1))]
        for layer in layers:
            nn.init.xavier_uniform_(layer.weight, generator=generator)
            nn.init.zeros_(layer.bias)
        self.each = nn.Sequential(layers[0], nn.ReLU(), layers[1], nn.ReLU())
        self.head = nn.Sequential(layers[2], nn.ReLU(), layers[3])

    def forward(self, elements: Tensor) -> Tensor:
        """One number per set; elements are the last but one dimension."""
        return self.head(self.each(elements).sum(-2)).squeeze(-1)

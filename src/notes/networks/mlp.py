"""The multilayer perceptron: any number of hidden layers of any widths; its shapes and its number of parameters."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_real, require_widths
from notes.networks.activation import relu


@jaxtyped(typechecker=beartype)
def layer_shapes(widths: Sequence[int]) -> list[tuple[tuple[int, int], int]]:
    r"""Shape of every weight matrix and length of every bias of a multilayer perceptron.

    $$\Omega_k \in \mathbb{R}^{D_{k+1} \times D_k}, \qquad \beta_k \in \mathbb{R}^{D_{k+1}}$$

    Args:
        widths: number of inputs $D_0$, of units in each hidden layer, of outputs $D_{K+1}$.

    Returns:
        For each $k$ from 0 to $K$, the shape of $\Omega_k$ and the length of $\beta_k$.

    Raises:
        ValueError: if there are fewer than two widths, or one is below 1.

    Example:
        ```python
        from notes.networks.mlp import layer_shapes

        print(layer_shapes([3, 4, 2, 3, 2]))
        #> [((4, 3), 4), ((2, 4), 2), ((3, 2), 3), ((2, 3), 2)]
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, Section 4.4.
    """
    require_widths(2, widths=widths)
    return [((after, before), after) for before, after in pairwise(widths)]


@jaxtyped(typechecker=beartype)
def parameter_count(widths: Sequence[int]) -> int:
    r"""Number of parameters of a multilayer perceptron, from its widths alone: no tensor is made.

    $$\sum_{k=0}^{K} (D_k + 1) D_{k+1}$$

    Args:
        widths: number of inputs $D_0$, of units in each hidden layer, of outputs $D_{K+1}$.

    Returns:
        The number of weights and biases together.

    Raises:
        ValueError: if there are fewer than two widths, or one is below 1.

    Example:
        ```python
        from notes.networks.mlp import parameter_count

        print(f"{parameter_count([1920 * 1080 * 3, 512, 1024, 512, 1]):,}")
        #> 3,186,100,737
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, Section 4.4.
    """
    return sum(after * before + bias for (after, before), bias in layer_shapes(widths))


class MultilayerPerceptron(torch.nn.Module):
    r"""A deep fully connected network.

    $$h_1 = a(\beta_0 + \Omega_0 x), \quad h_{k+1} = a(\beta_k + \Omega_k h_k), \quad y = \beta_K + \Omega_K h_K$$

    Args:
        weights: the matrices $\Omega_0, \dots, \Omega_K$, each of shape (units of next layer, units of this layer).
        biases: the vectors $\beta_0, \dots, \beta_K$.
        activation: the function $a$, applied to each hidden unit.

    Raises:
        ValueError: if weights and biases differ in number, or neighbouring shapes do not fit, or hold whole numbers.

    Example:
        ```python
        import torch
        from notes.networks.mlp import MultilayerPerceptron

        network = MultilayerPerceptron([torch.ones(2, 1), torch.ones(1, 2)], [torch.zeros(2), torch.zeros(1)])
        print(network(torch.tensor([[-1.0], [3.0]])).tolist())
        #> [[0.0], [6.0]]
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, Section 4.4.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(
        self,
        weights: Sequence[Float[Tensor, "_ _"]],
        biases: Sequence[Float[Tensor, "_"]],
        activation: Callable[[Tensor], Tensor] = relu,
    ) -> None:
        super().__init__()
        if len(weights) != len(biases) or not weights:
            raise ValueError(f"`weights` and `biases` must be as many, got {len(weights)} and {len(biases)}")
        require_real(weights=weights, biases=biases)
        require_widths(2, weights=[weights[0].shape[1], *(len(weight) for weight in weights)])
        expected = layer_shapes([weights[0].shape[1], *(weight.shape[0] for weight in weights)])
        given = [(tuple(weight.shape), len(bias)) for weight, bias in zip(weights, biases, strict=True)]
        if given != expected:
            raise ValueError(f"`weights` and `biases` must fit together as {expected}, got {given}")
        self.weights = torch.nn.ParameterList([torch.nn.Parameter(weight) for weight in weights])
        self.biases = torch.nn.ParameterList([torch.nn.Parameter(bias) for bias in biases])
        self.activation = activation

    @property
    def layers(self) -> list[tuple[Tensor, Tensor]]:
        """Weight matrix and bias of each layer, the output's last."""
        return list(zip(self.weights, self.biases, strict=True))

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "samples inputs"]) -> Float[Tensor, "samples outputs"]:
        """Outputs at each input."""
        *hidden, (last_weight, last_bias) = self.layers
        for weight, bias in hidden:
            x = self.activation(x @ weight.T + bias)
        return x @ last_weight.T + last_bias


@jaxtyped(typechecker=beartype)
def random_mlp(widths: Sequence[int], generator: torch.Generator) -> MultilayerPerceptron:
    r"""A ReLU network with weights uniform of variance $2/D_k$, which keeps the size of signals, and small biases.

    Args:
        widths: number of inputs, of units in each hidden layer, of outputs.
        generator: source of randomness.

    Returns:
        The network, with parameters in float64.

    Raises:
        ValueError: if there are fewer than two widths, or one is below 1.

    Reference: K. He et al., Delving Deep into Rectifiers, 2015.
    """
    shapes = layer_shapes(widths)

    def uniform(*shape: int, bound: float) -> Tensor:
        return bound * (2 * torch.rand(shape, generator=generator, dtype=torch.float64) - 1)

    weights = [uniform(*shape, bound=(6 / shape[1]) ** 0.5) for shape, _ in shapes]
    biases = [uniform(length, bound=shape[1] ** -0.5) for shape, length in shapes]
    return MultilayerPerceptron(weights, biases)

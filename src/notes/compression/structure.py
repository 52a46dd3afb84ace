"""Structured pruning: whole units or channels go, and what is left is a smaller dense network."""

from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_length, require_squares
from notes.networks.mlp import MultilayerPerceptron, layer_shapes


@jaxtyped(typechecker=beartype)
def unit_saliency(
    incoming: Float[Tensor, "units *inputs"], outgoing: Float[Tensor, "outputs units *taps"]
) -> Float[Tensor, "units"]:
    r"""Norm of the weights into a unit times the norm of those out of it.

    $$S_j = \lVert \Omega_{j \cdot} \rVert \, \lVert \Omega'_{\cdot j} \rVert$$

    A rectified unit computes the same if its incoming weights are scaled by $c > 0$ and its outgoing ones by $1/c$; the
    product does not see it. The channels of a convolution are units with further dimensions.

    Args:
        incoming: weights of the layer that ends in the units.
        outgoing: weights of the layer that starts from them.

    Returns:
        One number per unit.

    Raises:
        ValueError: if `incoming` or `outgoing` has no finite sum of squares.

    Example:
        ```python
        import torch
        from notes.compression.structure import unit_saliency

        print(unit_saliency(torch.tensor([[3.0, 4.0], [1.0, 0.0]]), torch.tensor([[2.0, 1.0]])).tolist())
        #> [10.0, 1.0]
        ```
    """
    require_squares(incoming=incoming, outgoing=outgoing)
    return incoming.flatten(1).norm(dim=1) * outgoing.transpose(0, 1).flatten(1).norm(dim=1)


@jaxtyped(typechecker=beartype)
def most_salient(saliency: Float[Tensor, "units"], number: int) -> Int[Tensor, "number"]:
    """The most salient units, in their order in the layer.

    Args:
        saliency: one number per unit.
        number: how many to keep.

    Returns:
        Their indices, ascending.

    Raises:
        ValueError: if `number` is not from 1 to the number of units.
    """
    if not 1 <= number <= len(saliency):
        raise ValueError(f"`number` must be from 1 to {len(saliency)}, got {number}")
    return saliency.topk(number).indices.sort().values


@jaxtyped(typechecker=beartype)
def narrowed(network: MultilayerPerceptron, widths: tuple[int, ...]) -> MultilayerPerceptron:
    """A network with only the most salient units of each hidden layer.

    Args:
        network: the network, which stays as it is.
        widths: number of units to keep in each hidden layer.

    Returns:
        A smaller network. Its weights are those of the given one, without rows and columns.

    Raises:
        ValueError: if `widths` has not one entry per hidden layer, or keeps more units than there are.
    """
    weights, biases = ([part.detach().clone() for part in parts] for parts in (network.weights, network.biases))
    require_length(len(weights) - 1, widths=widths)
    for layer, width in enumerate(widths):
        require(1 <= width <= len(biases[layer]), "widths", f"from 1 to {len(biases[layer])}", width)
        units = most_salient(unit_saliency(weights[layer], weights[layer + 1]), width)
        weights[layer], biases[layer] = weights[layer][units], biases[layer][units]
        weights[layer + 1] = weights[layer + 1][:, units]
    return MultilayerPerceptron(weights, biases, network.activation)


@jaxtyped(typechecker=beartype)
def narrowed_channels(
    first: Float[Tensor, "channels inputs _ _"],
    bias: Float[Tensor, "channels"],
    second: Float[Tensor, "outputs channels _ _"],
    number: int,
) -> tuple[Float[Tensor, "number inputs _ _"], Float[Tensor, "number"], Float[Tensor, "outputs number _ _"]]:
    """The kernels of two successive convolutions with only the most salient of the channels between them.

    Args:
        first: kernels of the convolution that makes the channels.
        bias: its biases, one per channel.
        second: kernels of the convolution that reads them.
        number: how many channels to keep.

    Returns:
        The kernels and biases of the first convolution, and the kernels of the second, without the other channels.

    Raises:
        ValueError: if `number` is not from 1 to the number of channels, or `first` or `second` has no finite sum of
            squares.
    """
    require_squares(first=first, second=second)
    channels = most_salient(unit_saliency(first, second), number)
    return first[channels], bias[channels], second[:, channels]


@jaxtyped(typechecker=beartype)
def multiplications(widths: tuple[int, ...]) -> int:
    r"""Multiplications in one forward pass of a multilayer perceptron for one example.

    $$\sum_{k=0}^{K} D_k D_{k+1}$$

    Args:
        widths: number of inputs, of units in each hidden layer, of outputs.

    Returns:
        The number, one per weight.

    Raises:
        ValueError: if `widths` do not make a network.

    Example:
        ```python
        from notes.compression.structure import multiplications

        print(multiplications((64, 100, 100, 10)), multiplications((64, 50, 50, 10)))
        #> 17400 6200
        ```
    """
    return sum(after * before for (after, before), _ in layer_shapes(widths))

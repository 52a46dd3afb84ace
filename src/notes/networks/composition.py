"""One network fed into another, and a wide shallow network laid out as a narrow deep one."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_positive
from notes.networks.activation import relu
from notes.networks.mlp import MultilayerPerceptron
from notes.networks.shallow import ShallowNetwork


@jaxtyped(typechecker=beartype)
def composition(
    outer: ShallowNetwork | MultilayerPerceptron, inner: ShallowNetwork | MultilayerPerceptron
) -> MultilayerPerceptron:
    r"""The network that feeds the outputs of one network into another, as one multilayer perceptron.

    $$\Omega = \theta' \phi, \qquad \beta = \theta'_0 + \theta' \phi_0$$

    The output layer of the inner network and the first layer of the outer one are both affine, so they become one
    layer; its matrix has at most the rank of what passed between the two: 1 if that was a single number.

    Args:
        outer: the network applied last.
        inner: the network applied first; it has as many outputs as `outer` has inputs.

    Returns:
        A network with the hidden layers of both.

    Raises:
        ValueError: if outputs and inputs differ in number, or the activations differ.

    Example:
        ```python
        import torch
        from notes.networks.composition import composition
        from notes.networks.sawtooth import zigzag

        network = composition(zigzag(3), zigzag(3))
        print([tuple(weight.shape) for weight in network.weights], int(torch.linalg.matrix_rank(network.weights[1])))
        #> [(3, 1), (3, 3), (1, 3)] 1
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, Section 4.2.
    """
    *inner_layers, (phi, phi0) = inner.layers
    (theta, theta0), *outer_layers = outer.layers
    if phi.shape[0] != theta.shape[1]:
        raise ValueError(f"`inner` must have {theta.shape[1]} outputs, got {phi.shape[0]}")
    if outer.activation is not inner.activation:
        raise ValueError(f"`inner` must share `outer`'s activation, got {inner.activation}")
    layers = [*inner_layers, (theta @ phi, theta0 + theta @ phi0), *outer_layers]
    weights, biases = ([tensor.detach().clone() for tensor in group] for group in zip(*layers, strict=True))
    return MultilayerPerceptron(weights, biases, outer.activation)


@jaxtyped(typechecker=beartype)
def narrow_network(network: ShallowNetwork, bound: float) -> MultilayerPerceptron:
    r"""A shallow ReLU network with one output, laid out as a deep one that is only two units wider than its input.

    One unit after the other becomes a layer. Its first units carry the input, raised by a bound $R$ so that ReLU
    leaves it alone; the next computes one hidden unit; the last adds up what has been computed, raised by a constant
    $C$ that keeps the sum positive.

    Args:
        network: the shallow network, with $D_i$ inputs, $D$ hidden units and one output.
        bound: the largest size $R$ of any input; positive.

    Returns:
        A network of $D$ hidden layers of $D_i + 2$ units that equals `network` while every $|x_i| \le R$.

    Raises:
        ValueError: if `bound` is not positive or not finite, the activation is not ReLU, or there are several outputs.

    Example:
        ```python
        import torch
        from notes.networks.approximation import relu_interpolant
        from notes.networks.composition import narrow_network

        wide = relu_interpolant(torch.sin, 0.0, 3.0, units=8)
        narrow = narrow_network(wide, bound=3.0)
        x = torch.linspace(0, 3, 50, dtype=torch.float64)[:, None]
        print(len(narrow.weights) - 1, max(len(bias) for bias in narrow.biases), torch.allclose(narrow(x), wide(x)))
        #> 8 3 True
        ```

    Reference: B. Hanin and M. Sellke, Approximating Continuous Functions by ReLU Nets of Minimal Width, 2017.
    """
    require_positive(bound=bound)
    if network.activation is not relu:
        raise ValueError(f"`network` must have the activation relu, got {network.activation}")
    if len(network.phi0) != 1:
        raise ValueError(f"`network` must have one output, got {len(network.phi0)}")
    theta, theta0, phi = network.theta.detach(), network.theta0.detach(), network.phi.detach()[0]
    # no partial sum of the outputs of the hidden units can be larger than this
    reserve = (phi.abs() * (theta0.abs() + bound * theta.abs().sum(dim=1))).sum()
    layers = [_first_layer(theta[0], theta0[0], bound, reserve)]
    layers += [_next_layer(theta[d], theta0[d], phi[d - 1], bound) for d in range(1, len(phi))]
    last = torch.cat([theta.new_zeros(theta.shape[1]), phi[-1:], theta.new_ones(1)])
    weights, biases = zip(*layers, (last[None], network.phi0.detach() - reserve), strict=True)
    return MultilayerPerceptron(list(weights), list(biases))


def _first_layer(
    theta: Float[Tensor, "inputs"], theta0: Float[Tensor, ""], bound: float, reserve: Float[Tensor, ""]
) -> tuple[Tensor, Tensor]:
    """The raised inputs, the first hidden unit, and the empty sum with its reserve."""
    inputs = len(theta)
    weight = theta.new_zeros(inputs + 2, inputs)
    weight[:inputs] = torch.eye(inputs, dtype=theta.dtype, device=theta.device)
    weight[inputs] = theta
    return weight, torch.cat([theta.new_full((inputs,), bound), theta0[None], reserve[None]])


def _next_layer(
    theta: Float[Tensor, "inputs"], theta0: Float[Tensor, ""], phi: Float[Tensor, ""], bound: float
) -> tuple[Tensor, Tensor]:
    """The raised inputs again, the next hidden unit, and the sum with the unit before added, weighted."""
    inputs = len(theta)
    weight = torch.eye(inputs + 2, dtype=theta.dtype, device=theta.device)
    weight[inputs] = torch.cat([theta, theta.new_zeros(2)])
    weight[inputs + 1, inputs] = phi
    offset = theta0 - bound * theta.sum()
    return weight, torch.cat([theta.new_zeros(inputs), offset[None], theta.new_zeros(1)])

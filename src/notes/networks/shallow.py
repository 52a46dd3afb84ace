"""The shallow network: one hidden layer, any number of inputs, hidden units and outputs."""

from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes
from notes.networks.activation import relu


@jaxtyped(typechecker=beartype)
def ten_parameter_network(
    x: Float[Tensor, "samples"], phi: Float[Tensor, "4"], theta: Float[Tensor, "3 2"]
) -> Float[Tensor, "samples"]:
    r"""The smallest interesting network: one input, three ReLU units, one output, ten parameters.

    $$y = \phi_0 + \phi_1 a(\theta_{10} + \theta_{11} x) + \phi_2 a(\theta_{20} + \theta_{21} x)
    + \phi_3 a(\theta_{30} + \theta_{31} x)$$

    Args:
        x: inputs.
        phi: offset $\phi_0$ of the output, then the weight of each hidden unit.
        theta: offset $\theta_{d0}$ and slope $\theta_{d1}$ of each hidden unit, one row a unit.

    Returns:
        One output per input.

    Example:
        ```python
        import torch
        from notes.networks.shallow import ten_parameter_network

        phi = torch.tensor([0.5, 1.0, -2.0, 2.0])
        theta = torch.tensor([[0.0, 1.0], [-1.0, 1.0], [-2.0, 1.0]])
        print(ten_parameter_network(torch.tensor([-1.0, 1.0, 2.0, 3.0]), phi, theta).tolist())
        #> [0.5, 1.5, 0.5, 1.5]
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, Equation 3.1.
    """
    require_finite(phi=phi, theta=theta)
    h1 = relu(theta[0, 0] + theta[0, 1] * x)
    h2 = relu(theta[1, 0] + theta[1, 1] * x)
    h3 = relu(theta[2, 0] + theta[2, 1] * x)
    return phi[0] + phi[1] * h1 + phi[2] * h2 + phi[3] * h3


class ShallowNetwork(torch.nn.Module):
    r"""A network of one hidden layer, whose units are shared by all outputs.

    $$h_d = a\Bigl(\theta_{d0} + \sum_i \theta_{di} x_i\Bigr), \qquad y_j = \phi_{j0} + \sum_d \phi_{jd} h_d$$

    Args:
        theta0: offset of each hidden unit.
        theta: weight of each input in each hidden unit.
        phi0: offset of each output.
        phi: weight of each hidden unit in each output.
        activation: the function $a$, applied to each hidden unit.

    Example:
        ```python
        import torch
        from notes.networks.shallow import ShallowNetwork

        absolute = ShallowNetwork(torch.zeros(2), torch.tensor([[1.0], [-1.0]]), torch.zeros(1), torch.ones(1, 2))
        print(absolute(torch.tensor([[-3.0], [2.0]])).tolist())
        #> [[3.0], [2.0]]
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, Section 3.4.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(
        self,
        theta0: Float[Tensor, "units"],
        theta: Float[Tensor, "units inputs"],
        phi0: Float[Tensor, "outputs"],
        phi: Float[Tensor, "outputs units"],
        activation: Callable[[Tensor], Tensor] = relu,
    ) -> None:
        super().__init__()
        self.theta0 = torch.nn.Parameter(theta0)
        self.theta = torch.nn.Parameter(theta)
        self.phi0 = torch.nn.Parameter(phi0)
        self.phi = torch.nn.Parameter(phi)
        self.activation = activation

    @property
    def layers(self) -> list[tuple[Tensor, Tensor]]:
        """Weight matrix and offsets of the hidden layer, then of the output."""
        return [(self.theta, self.theta0), (self.phi, self.phi0)]

    @jaxtyped(typechecker=beartype)
    def hidden(self, x: Float[Tensor, "samples inputs"]) -> Float[Tensor, "samples units"]:
        """Activation of each hidden unit at each input."""
        return self.activation(x @ self.theta.T + self.theta0)

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "samples inputs"]) -> Float[Tensor, "samples outputs"]:
        """Outputs at each input."""
        return self.hidden(x) @ self.phi.T + self.phi0


@jaxtyped(typechecker=beartype)
def random_shallow_network(inputs: int, units: int, outputs: int, generator: torch.Generator) -> ShallowNetwork:
    r"""A shallow ReLU network whose parameters are drawn uniformly from $(-1, 1)$.

    Args:
        inputs: number of inputs, at least 1.
        units: number of hidden units, at least 1.
        outputs: number of outputs, at least 1.
        generator: source of randomness.

    Returns:
        The network, with parameters in float64.

    Raises:
        ValueError: if a size is below 1.
    """
    require_sizes(inputs=inputs, units=units, outputs=outputs)

    def uniform(*shape: int) -> Tensor:
        return 2 * torch.rand(shape, generator=generator, dtype=torch.float64) - 1

    return ShallowNetwork(uniform(units), uniform(units, inputs), uniform(outputs), uniform(outputs, units))


@jaxtyped(typechecker=beartype)
def joints(network: ShallowNetwork) -> Float[Tensor, "units"]:
    r"""Where each hidden unit of a network with one input switches, in the order of the units.

    $$x_d = -\frac{\theta_{d0}}{\theta_{d1}}$$

    Args:
        network: a ReLU network with one input.

    Returns:
        One input value per hidden unit.

    Raises:
        ValueError: if the network has several inputs or a unit whose slope is 0, which never switches.

    Example:
        ```python
        import torch
        from notes.networks.shallow import ShallowNetwork, joints

        network = ShallowNetwork(
            torch.tensor([1.0, -1.0]), torch.tensor([[1.0], [2.0]]), torch.zeros(1), torch.ones(1, 2)
        )
        print(joints(network).tolist())
        #> [-1.0, 0.5]
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, Section 3.1.
    """
    if network.theta.shape[1] != 1:
        raise ValueError(f"`network` must have one input, got {network.theta.shape[1]}")
    slopes = network.theta[:, 0]
    if (slopes == 0).any():
        raise ValueError(f"`network` must have no unit of slope 0, got {slopes.tolist()}")
    return -network.theta0 / slopes


@jaxtyped(typechecker=beartype)
def region_slopes(network: ShallowNetwork) -> Float[Tensor, "outputs regions"]:
    r"""Slope of each output in each region between neighbouring joints, from left to right.

    $$\frac{\mathrm{d} y_j}{\mathrm{d} x} = \sum_{d \text{ active}} \phi_{jd} \theta_{d1}$$

    A unit of positive slope is active to the right of its joint, one of negative slope to the left.

    Args:
        network: a ReLU network with one input.

    Returns:
        One slope per output and region; one region more than there are hidden units. A region between two
        joints at the same place is empty, and its slope is met nowhere.

    Raises:
        ValueError: if the network has several inputs or a unit whose slope is 0.

    Example:
        ```python
        import torch
        from notes.networks.shallow import ShallowNetwork, region_slopes

        absolute = ShallowNetwork(
            torch.tensor([0.0, -1.0]), torch.tensor([[-1.0], [1.0]]), torch.zeros(1), torch.ones(1, 2)
        )
        print(region_slopes(absolute).tolist())
        #> [[-1.0, 0.0, 1.0]]
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, Section 3.1.
    """
    order = torch.argsort(joints(network), stable=True)
    slopes = network.phi[:, order] * network.theta[order, 0]
    leftmost = torch.where(network.theta[order, 0] < 0, slopes, 0 * slopes).sum(dim=1, keepdim=True)
    # from left to right a joint switches a rising unit on, a falling one off
    changes = network.phi[:, order] * network.theta[order, 0].abs()
    return torch.cat([leftmost, leftmost + changes.cumsum(dim=1)], dim=1)

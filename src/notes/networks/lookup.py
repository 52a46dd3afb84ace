"""A wide layer as a memory: each hidden unit has a key, which inputs match more or less, and a value, which it adds."""

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes
from notes.networks.activation import relu
from notes.networks.shallow import ShallowNetwork


@jaxtyped(typechecker=beartype)
def looked_up(
    x: Float[Tensor, "samples inputs"],
    keys: Float[Tensor, "units inputs"],
    offsets: Float[Tensor, "units"],
    values: Float[Tensor, "units outputs"],
) -> Float[Tensor, "samples outputs"]:
    r"""Sum of values, each weighted by how well its key matches the input.

    $$y = \sum_{d=1}^{D} \phi_d \operatorname{ReLU}(\theta_{d0} + \theta_d^\top x)$$

    Args:
        x: inputs.
        keys: the key $\theta_d$ of each unit, one row a unit.
        offsets: $\theta_{d0}$; minus the match from which on a unit answers.
        values: the value $\phi_d$ of each unit, one row a unit.

    Returns:
        One output per input.

    Raises:
        ValueError: if a number is not finite.

    Example:
        ```python
        import torch
        from notes.networks.lookup import looked_up

        keys, values = torch.eye(2), torch.tensor([[5.0, 0.0, 1.0], [0.0, 7.0, 2.0]])
        print(looked_up(keys, keys, torch.zeros(2), values).tolist())
        #> [[5.0, 0.0, 1.0], [0.0, 7.0, 2.0]]
        ```

    Reference: M. Geva et al., Transformer Feed-Forward Layers Are Key-Value Memories, 2021, Section 2.
    """
    require_finite(x=x, keys=keys, offsets=offsets, values=values)
    y = x.new_zeros(len(x), values.shape[1])
    for key, offset, value in zip(keys, offsets, values, strict=True):
        match = relu(x @ key + offset)
        y = y + match[:, None] * value
    return y


@jaxtyped(typechecker=beartype)
def strongest_inputs(
    network: ShallowNetwork, x: Float[Tensor, "samples inputs"], count: int
) -> Int[Tensor, "units count"]:
    r"""The inputs that each hidden unit answers to most strongly.

    Args:
        network: a shallow network.
        x: inputs to choose from.
        count: how many for each unit; at least 1.

    Returns:
        Their places among the inputs, the strongest first.

    Raises:
        ValueError: if `count` is below 1 or above the number of inputs, or these are not finite or of another length.

    Example:
        ```python
        import torch
        from notes.networks.lookup import strongest_inputs
        from notes.networks.shallow import ShallowNetwork

        network = ShallowNetwork(torch.zeros(2), torch.tensor([[1.0], [-1.0]]), torch.zeros(1), torch.ones(1, 2))
        print(strongest_inputs(network, torch.tensor([[2.0], [-3.0], [5.0]]), 1).tolist())
        #> [[2], [1]]
        ```

    Reference: M. Geva et al., Transformer Feed-Forward Layers Are Key-Value Memories, 2021, Section 3.
    """
    require_finite(x=x)
    require_sizes(count=count)
    if count > len(x):
        raise ValueError(f"`count` must be at most {len(x)}, got {count}")
    if x.shape[1] != network.theta.shape[1]:
        raise ValueError(f"`x` must have {network.theta.shape[1]} columns, got {x.shape[1]}")
    with torch.no_grad():
        return network.hidden(x).topk(count, dim=0).indices.T

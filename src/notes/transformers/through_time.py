"""Gradients through time: products of the Jacobians of one step, which vanish or explode."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_some, require_squares


@jaxtyped(typechecker=beartype)
def state_jacobian(
    state: Float[Tensor, "*batch hidden"], remember: Float[Tensor, "hidden hidden"]
) -> Float[Tensor, "*batch hidden hidden"]:
    r"""How the state after a step moves with the state before it.

    $$\frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(1 - h_t \odot h_t)\, W_h$$

    Args:
        state: the state $h_t$ after the step.
        remember: the weights $W_h$ of the state.

    Returns:
        One matrix per state: row $i$, column $j$ is the slope of unit $i$ after by unit $j$ before.

    Raises:
        ValueError: if a state is not finite, or `remember` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.through_time import state_jacobian

        print(state_jacobian(torch.tensor([0.0, 1.0]), torch.eye(2)).tolist())
        #> [[1.0, 0.0], [0.0, 0.0]]
        ```

    Reference: R. Pascanu, T. Mikolov and Y. Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013.
    """
    require_finite(remember=remember)
    require_finite(state=state)
    return (1 - state.square())[..., None] * remember


@jaxtyped(typechecker=beartype)
def jacobians_through_time(
    states: Float[Tensor, "time hidden"], remember: Float[Tensor, "hidden hidden"]
) -> Float[Tensor, "time hidden hidden"]:
    r"""How the last state moves with each state before it: the products of more and more Jacobians.

    $$\frac{\partial h_T}{\partial h_{T-k}} = \prod_{t = T}^{T-k+1} \operatorname{diag}(1 - h_t \odot h_t)\, W_h$$

    Args:
        states: the states $h_1, \dots, h_T$ of one sequence.
        remember: the weights $W_h$ of the state.

    Returns:
        The matrices for $k = 1, \dots, T$: back by one step, by two, and at last to the state before the first step.

    Raises:
        ValueError: if a state is not finite, or `states` is empty, `remember` is NaN or infinite or `states` has no
            finite sum of squares.

    Example:
        ```python
        import torch
        from notes.transformers.through_time import jacobians_through_time

        print(jacobians_through_time(torch.zeros(3, 1), 2 * torch.ones(1, 1)).flatten().tolist())
        #> [2.0, 4.0, 8.0]
        ```

    Reference: R. Pascanu, T. Mikolov and Y. Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013.
    """
    require_some(states=states)
    require_squares(states=states)
    require_finite(remember=remember)
    product = torch.eye(len(remember), dtype=states.dtype, device=states.device)
    products = []
    for jacobian in state_jacobian(states, remember).flip(0):
        product = product @ jacobian
        products.append(product)
    return torch.stack(products)

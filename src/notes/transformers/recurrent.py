"""The vanilla recurrent network: one cell, applied again and again to what it remembers and what it reads."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite


@jaxtyped(typechecker=beartype)
def recurrent_state(
    reading: Float[Tensor, "*batch inputs"],
    state: Float[Tensor, "*batch hidden"],
    read: Float[Tensor, "hidden inputs"],
    remember: Float[Tensor, "hidden hidden"],
    bias: Float[Tensor, " hidden"],
) -> Float[Tensor, "*batch hidden"]:
    r"""State of the cell after one step.

    $$h_t = \tanh(W_x x_t + W_h h_{t-1} + b)$$

    Args:
        reading: what is read at this step.
        state: the state before it.
        read: the weights $W_x$ of what is read.
        remember: the weights $W_h$ of the state.
        bias: the bias $b$.

    Returns:
        The state after the step, each entry between -1 and 1.

    Raises:
        ValueError: if what is read or the state is not finite, or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.recurrent import recurrent_state

        one = torch.ones(1, 1)
        print(f"{recurrent_state(one, one, one, one, torch.zeros(1)).item():.4f}")
        #> 0.9640
        ```

    Reference: J. L. Elman, Finding Structure in Time, 1990.
    """
    require_finite(read=read, remember=remember, bias=bias)
    require_finite(reading=reading, state=state)
    return torch.tanh(reading @ read.T + state @ remember.T + bias)


@jaxtyped(typechecker=beartype)
def recurrent_states(
    readings: Float[Tensor, "time batch inputs"],
    state: Float[Tensor, "batch hidden"],
    read: Float[Tensor, "hidden inputs"],
    remember: Float[Tensor, "hidden hidden"],
    bias: Float[Tensor, " hidden"],
) -> Float[Tensor, "time batch hidden"]:
    """States of the network unrolled over time: the same cell and the same weights at every step.

    Args:
        readings: what is read, step after step; at least one step.
        state: the state before the first step.
        read: the weights of what is read.
        remember: the weights of the state.
        bias: the bias.

    Returns:
        The state after each step.

    Raises:
        ValueError: if there is no step, or what is read or the state is not finite, or `readings` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.recurrent import recurrent_states

        one = torch.ones(1, 1)
        states = recurrent_states(torch.ones(2, 1, 1), torch.zeros(1, 1), one, one, torch.zeros(1))
        print([f"{state:.4f}" for state in states.flatten().tolist()])
        #> ['0.7616', '0.9427']
        ```

    Reference: J. L. Elman, Finding Structure in Time, 1990.
    """
    require_finite(readings=readings)
    if len(readings) == 0:
        raise ValueError("`readings` must hold at least one step, got 0")
    states = []
    for reading in readings:
        state = recurrent_state(reading, state, read, remember, bias)
        states.append(state)
    return torch.stack(states)

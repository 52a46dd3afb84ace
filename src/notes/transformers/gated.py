"""Gated recurrent cells: the long short-term memory and the gated recurrent unit."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite


@jaxtyped(typechecker=beartype)
def lstm_state(
    reading: Float[Tensor, "*batch inputs"],
    before: Float[Tensor, "2 *batch hidden"],
    read: Float[Tensor, "4*hidden inputs"],
    remember: Float[Tensor, "4*hidden hidden"],
    bias: Float[Tensor, " 4*hidden"],
) -> Float[Tensor, "2 *batch hidden"]:
    r"""State and cell of the long short-term memory after one step.

    $$\kappa_t = \text{keep}_t \odot \kappa_{t-1} + \text{in}_t \odot \tilde\kappa_t, \qquad
    h_t = \text{out}_t \odot \tanh \kappa_t$$

    Args:
        reading: what is read at this step.
        before: the state $h_{t-1}$ and the cell $\kappa_{t-1}$.
        read: the weights of what is read: of $\text{in}$, $\text{keep}$, $\tilde\kappa$, $\text{out}$, in this order.
        remember: the weights of the state, in the same order.
        bias: the biases, in the same order.

    Returns:
        The state $h_t$ and the cell $\kappa_t$.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.gated import lstm_state

        one, four = torch.ones(1, 1), torch.ones(4, 1)
        state, cell = lstm_state(one, torch.ones(2, 1, 1), four, four, torch.zeros(4))
        print(f"{state.item():.4f} {cell.item():.4f}")
        #> 0.8271 1.7299
        ```

    Reference: S. Hochreiter and J. Schmidhuber, Long Short-Term Memory, 1997; F. A. Gers, J. Schmidhuber and
    F. Cummins, Learning to Forget, 2000.
    """
    state, cell = before
    require_finite(reading=reading, before=before)
    require_finite(read=read, remember=remember, bias=bias)
    sums = reading @ read.T + state @ remember.T + bias
    enter, keep, new, leave = sums.chunk(4, dim=-1)
    cell = keep.sigmoid() * cell + enter.sigmoid() * new.tanh()
    return torch.stack([leave.sigmoid() * cell.tanh(), cell])


@jaxtyped(typechecker=beartype)
def gru_state(
    reading: Float[Tensor, "*batch inputs"],
    state: Float[Tensor, "*batch hidden"],
    read: Float[Tensor, "3*hidden inputs"],
    remember: Float[Tensor, "3*hidden hidden"],
    biases: Float[Tensor, "2 3*hidden"],
) -> Float[Tensor, "*batch hidden"]:
    r"""State of the gated recurrent unit after one step.

    $$h_t = (1 - \text{keep}_t) \odot \tilde h_t + \text{keep}_t \odot h_{t-1}$$

    Args:
        reading: what is read at this step.
        state: the state $h_{t-1}$.
        read: the weights of what is read: those of $\text{look}$, $\text{keep}$ and $\tilde h$, in this order.
        remember: the weights of the state, in the same order.
        biases: the biases of what is read, and those of the state, in the same order.

    Returns:
        The state $h_t$.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.gated import gru_state

        one, three = torch.ones(1, 1), torch.ones(3, 1)
        print(f"{gru_state(one, one, three, three, torch.zeros(2, 3)).item():.4f}")
        #> 0.9945
        ```

    Reference: K. Cho et al., Learning Phrase Representations Using RNN Encoder-Decoder for Statistical Machine
    Translation, 2014.
    """
    require_finite(reading=reading, state=state)
    require_finite(read=read, remember=remember, biases=biases)
    of_reading = (reading @ read.T + biases[0]).chunk(3, dim=-1)
    of_state = (state @ remember.T + biases[1]).chunk(3, dim=-1)
    look = torch.sigmoid(of_reading[0] + of_state[0])
    keep = torch.sigmoid(of_reading[1] + of_state[1])
    new = torch.tanh(of_reading[2] + look * of_state[2])
    return (1 - keep) * new + keep * state

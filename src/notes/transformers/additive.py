"""Additive attention: a small network judges how well two states fit."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite


@jaxtyped(typechecker=beartype)
def additive_scores(
    states: Float[Tensor, "*batch asked decoder"],
    annotations: Float[Tensor, "*batch held encoder"],
    ask: Float[Tensor, "hidden decoder"],
    hold: Float[Tensor, "hidden encoder"],
    weigh: Float[Tensor, " hidden"],
) -> Float[Tensor, "*batch asked held"]:
    r"""How well each state of the decoder fits each state of the encoder, judged by a small network.

    $$\operatorname{score}(s_t, h_i) = v^\top \tanh(W_s s_t + W_h h_i) = v^\top \tanh(W [s_t; h_i])$$

    Args:
        states: the decoder's states, one a row.
        annotations: the encoder's states, one a row.
        ask: the weights $W_s$.
        hold: the weights $W_h$.
        weigh: the vector $v$.

    Returns:
        One row of scores per state of the decoder; their softmax is a row of the alignment.

    Raises:
        ValueError: if a state is not finite, or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.additive import additive_scores

        one = torch.ones(1, 1)
        print(f"{additive_scores(one, one, one, one, torch.ones(1)).item():.4f}")
        #> 0.9640
        ```

    Reference: D. Bahdanau, K. Cho and Y. Bengio, Neural Machine Translation by Jointly Learning to Align and Translate,
    2015.
    """
    require_finite(ask=ask, hold=hold, weigh=weigh)
    require_finite(states=states, annotations=annotations)
    asked, held = states @ ask.T, annotations @ hold.T
    return torch.tanh(asked[..., :, None, :] + held[..., None, :, :]) @ weigh

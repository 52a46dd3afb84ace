"""A stack of networks: one hidden layer each, with data and parameters of their own, trained all at once.

The runs of an experiment (noise rates times seeds) are the leading dimension of every tensor, and each layer is one
batched matrix product. The runs share nothing: their losses are summed, and no gradient passes from one to another.
"""

from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_shape, require_some


class Stack(NamedTuple):
    """Parameters of a stack of networks with one hidden layer.

    Attributes:
        hidden_weights: weights into the hidden units, `runs inputs hidden`.
        hidden_biases: their biases, `runs 1 hidden`.
        output_weights: weights into the outputs, `runs hidden classes`.
        output_biases: their biases, `runs 1 classes`.
    """

    hidden_weights: Tensor
    hidden_biases: Tensor
    output_weights: Tensor
    output_biases: Tensor


@jaxtyped(typechecker=beartype)
def initial_stack(runs: int, widths: tuple[int, int, int], generator: torch.Generator) -> Stack:
    """Networks with He's initialisation (chapter 4).

    Args:
        runs: number of networks.
        widths: numbers of inputs, hidden units and classes.
        generator: source of the weights.

    Returns:
        The parameters, each requiring gradients.

    Raises:
        ValueError: if `runs` or a width is not positive.

    Example:
        ```python
        import torch
        from notes.noisy_labels.stack import initial_stack

        stack = initial_stack(3, (64, 128, 10), torch.Generator().manual_seed(0))
        print(tuple(stack.hidden_weights.shape))
        #> (3, 64, 128)
        ```
    """
    if min(runs, *widths) <= 0:
        raise ValueError(f"`runs` and `widths` must be positive, got {runs} and {widths}")
    inputs, hidden, classes = widths
    first = torch.randn(runs, inputs, hidden, generator=generator) * (2 / inputs) ** 0.5
    last = torch.randn(runs, hidden, classes, generator=generator) * (1 / hidden) ** 0.5
    tensors = (first, torch.zeros(runs, 1, hidden), last, torch.zeros(runs, 1, classes))
    return Stack(*(tensor.requires_grad_() for tensor in tensors))


@jaxtyped(typechecker=beartype)
def stack_logits(
    stack: Stack, inputs: Float[Tensor, "runs examples features"]
) -> Float[Tensor, "runs examples classes"]:
    """Outputs of each network on the inputs of its own run.

    Args:
        stack: the networks.
        inputs: inputs of each run.

    Returns:
        Raw outputs.

    Raises:
        ValueError: if `inputs` is empty, or `inputs` is NaN or infinite, or inputs do not fit the networks.

    Example:
        ```python
        import torch
        from notes.noisy_labels.stack import initial_stack, stack_logits

        stack = initial_stack(3, (64, 128, 10), torch.Generator().manual_seed(0))
        print(tuple(stack_logits(stack, torch.zeros(3, 5, 64)).shape))
        #> (3, 5, 10)
        ```
    """
    require_shape((len(stack.hidden_weights), inputs.shape[1], stack.hidden_weights.shape[1]), inputs=inputs)
    require_some(inputs=inputs)
    require_finite(inputs=inputs)
    hidden = torch.baddbmm(stack.hidden_biases, inputs, stack.hidden_weights).relu()
    return torch.baddbmm(stack.output_biases, hidden, stack.output_weights)

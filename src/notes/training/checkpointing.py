"""Backpropagation that keeps only some of the activations, and computes the others again when it needs them."""

from collections.abc import Sequence

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes
from notes.training.backpropagation import Layer, backward_pass, forward_pass, preactivation_gradients


@jaxtyped(typechecker=beartype)
def checkpoints(layers: Sequence[Layer], inputs: Float[Tensor, "samples features"], segment: int) -> tuple[Tensor, ...]:
    r"""What arrives at the first layer of each segment, and nothing else: $h_0, h_q, h_{2q}, \dots$

    Args:
        layers: the network.
        inputs: one sample a row.
        segment: how many layers make a segment, $q$, at least 1; the last may hold fewer.

    Returns:
        One tensor a segment, samples in rows.

    Raises:
        ValueError: if `segment` is not positive, the layers do not fit, or an input is NaN or infinite.
    """
    require_sizes(segment=segment)
    require_finite(inputs=inputs)
    kept = [inputs]
    for end in range(segment, len(layers), segment):
        kept.append(forward_pass(layers[end - segment : end], kept[-1]).output.relu())
    return tuple(kept)


@jaxtyped(typechecker=beartype)
def checkpointed_backward_pass(
    layers: Sequence[Layer],
    inputs: Float[Tensor, "samples features"],
    output_gradient: Float[Tensor, "samples outputs"],
    segment: int,
) -> tuple[Layer, ...]:
    r"""The gradients of `notes.training.backpropagation.backward_pass`, with the values of one segment at a time.

    Args:
        layers: the network.
        inputs: one sample a row.
        output_gradient: gradient of the loss with respect to the output, samples in rows.
        segment: how many layers make a segment, $q$, at least 1; the last may hold fewer.

    Returns:
        One `Layer` of gradients a layer.

    Raises:
        ValueError: if `segment` is not positive, the layers or `output_gradient` do not fit, or a number is NaN or
            infinite.

    Example:
        ```python
        import torch
        from notes.training.backpropagation import Layer
        from notes.training.checkpointing import checkpointed_backward_pass

        layers = [Layer(torch.tensor([[2.0]]), torch.zeros(1)), Layer(torch.tensor([[3.0]]), torch.zeros(1))]
        first, last = checkpointed_backward_pass(layers, torch.ones(1, 1), torch.ones(1, 1), segment=1)
        print(first.weights.tolist(), last.weights.tolist())
        #> [[3.0]] [[2.0]]
        ```

    Reference: T. Chen, B. Xu, C. Zhang and C. Guestrin, Training Deep Nets with Sublinear Memory Cost, 2016.
    """
    kept, gradients = checkpoints(layers, inputs, segment), list[Layer]()
    for number in reversed(range(len(kept))):
        part = layers[number * segment : (number + 1) * segment]
        forward = forward_pass(part, kept[number])
        gradients = [*backward_pass(part, forward, output_gradient), *gradients]
        first = preactivation_gradients(part, forward, output_gradient)[0]
        output_gradient = first @ part[0].weights * (kept[number] > 0)
    return tuple(gradients)

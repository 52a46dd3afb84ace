"""How much of the input an output can see: by a recursion over the layers, and by what the gradient reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_some


@dataclass(frozen=True)
class Window:
    """What matters of a convolution or pooling layer for the receptive field.

    Args:
        kernel: entries of the kernel, at least 1.
        stride: step from place to place, at least 1.
        dilation: distance between neighbouring entries of the kernel, at least 1.

    Raises:
        ValueError: if a number is below 1.
    """

    kernel: int
    stride: int = 1
    dilation: int = 1

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if value < 1:
                raise ValueError(f"`{name}` must be at least 1, got {value}")


class ReceptiveField(NamedTuple):
    """Number of inputs from the first to the last that an output sees, and how far apart neighbouring outputs look."""

    size: int
    jump: int


@jaxtyped(typechecker=beartype)
def receptive_field(windows: Sequence[Window]) -> ReceptiveField:
    r"""Receptive field of an output of a stack of layers.

    $$r_\ell = r_{\ell-1} + d_\ell (F_\ell - 1) \, j_{\ell-1}, \qquad j_\ell = S_\ell \, j_{\ell-1}, \qquad
    r_0 = j_0 = 1$$

    Args:
        windows: the layers, from the input upwards.

    Returns:
        Size and jump, in entries of the input along one axis.

    Example:
        ```python
        from notes.convolution.receptive_field import Window, receptive_field

        print(receptive_field([Window(3)] * 4))
        #> ReceptiveField(size=9, jump=1)
        print(receptive_field([Window(3, dilation=d) for d in (1, 2, 4, 8)]))
        #> ReceptiveField(size=31, jump=1)
        ```

    Reference: A. Araujo, W. Norris and J. Sim, Computing Receptive Fields of Convolutional Neural Networks, 2019.
    """
    size = jump = 1
    for window in windows:
        size += window.dilation * (window.kernel - 1) * jump
        jump *= window.stride
    return ReceptiveField(size, jump)


@jaxtyped(typechecker=beartype)
def averaging_stack(windows: Sequence[Window]) -> nn.Sequential:
    """The layers as convolutions on one channel that average, so that no two paths cancel.

    Args:
        windows: the layers, from the input upwards.

    Returns:
        A network from one channel to one channel.
    """
    layers = [nn.Conv1d(1, 1, w.kernel, stride=w.stride, dilation=w.dilation, bias=False) for w in windows]
    for layer, window in zip(layers, windows, strict=True):
        nn.init.constant_(layer.weight, 1 / window.kernel)
    return nn.Sequential(*layers)


@jaxtyped(typechecker=beartype)
def gradient_footprint(network: nn.Module, inputs: Float[Tensor, "channels *space"]) -> Float[Tensor, "*space"]:
    r"""How strongly the output in the middle depends on each place of the input: $\sum_c |\partial y / \partial x_c|$.

    Args:
        network: takes a batch of such inputs and returns a batch of outputs with channels and the same axes of space.
        inputs: where to take the gradient; for a network that is not linear the answer depends on it.

    Returns:
        Absolute gradients of the middle output of the first channel, summed over the input channels; zero outside the
        receptive field.

    Raises:
        ValueError: if `inputs` is empty.
    """
    require_some(inputs=inputs)
    x = inputs.clone().requires_grad_()
    outputs = network(x.unsqueeze(0))[0, 0]
    middle = outputs[tuple(side // 2 for side in outputs.shape)]
    (gradient,) = torch.autograd.grad(middle, x)
    return gradient.abs().sum(0)

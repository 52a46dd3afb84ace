"""A layer taken apart: a depthwise convolution looks around, a pointwise one joins the channels."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.convolution.layer import conv2d
from notes.domain import beartype, require_finite, require_sizes


@jaxtyped(typechecker=beartype)
def depthwise(
    x: Float[Tensor, "batch channels height width"],
    weight: Float[Tensor, "channels kernel kernel"],
    padding: int = 0,
) -> Float[Tensor, "batch channels rows columns"]:
    r"""Every channel with a kernel of its own, and no sum over channels.

    $$y_{c,m,n} = \sum_{k,l} w_{c,k,l} \, x_{c,\, m + k - P,\, n + l - P}$$

    Args:
        x: images.
        weight: one kernel per channel.
        padding: $P$, zeros added on every side.

    Returns:
        Images with as many channels.

    Raises:
        ValueError: if a kernel does not fit, or `padding` is negative, or an argument is NaN or infinite.
    """
    channels = len(weight)
    return conv2d(x, weight[:, None], x.new_zeros(channels), padding=padding, groups=channels)


@jaxtyped(typechecker=beartype)
def pointwise(
    x: Float[Tensor, "batch inputs height width"], weight: Float[Tensor, "outputs inputs"]
) -> Float[Tensor, "batch outputs height width"]:
    r"""A convolution with a kernel of one by one: the same dense layer for the channels of every pixel.

    $$y_{o,m,n} = \sum_{c} w_{o,c} \, x_{c,m,n}$$

    Args:
        x: images.
        weight: a weight per pair of channels.

    Returns:
        Images of the same size.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Reference: M. Lin, Q. Chen and S. Yan, Network in Network, 2014.
    """
    require_finite(x=x, weight=weight)
    return torch.einsum("oc,bcmn->bomn", weight, x)


@jaxtyped(typechecker=beartype)
def separable_weight_count(kernel: int, inputs: int, outputs: int) -> int:
    r"""Weights of a depthwise convolution and the pointwise one behind it: $F^2 C_{in} + C_{in} C_{out}$.

    Args:
        kernel: $F$, entries of a kernel along each axis.
        inputs: $C_{in}$, input channels.
        outputs: $C_{out}$, output channels.

    Returns:
        The number of weights, without biases.

    Raises:
        ValueError: if an argument is below 1.
    """
    require_sizes(kernel=kernel, inputs=inputs, outputs=outputs)
    return kernel**2 * inputs + inputs * outputs

"""Convolutional layers from first principles: windows laid side by side, and one matrix product."""

from typing import Literal

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.convolution.padding import PaddingMode, padded, window_indices
from notes.domain import beartype, require_finite, require_sizes


@jaxtyped(typechecker=beartype)
def conv1d(
    x: Float[Tensor, "batch inputs length"],
    weight: Float[Tensor, "outputs share kernel"],
    bias: Float[Tensor, "outputs"],
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
    mode: PaddingMode = "zeros",
) -> Float[Tensor, "batch outputs places"]:
    r"""Convolutional layer on sequences, before its activation function.

    $$y_{o,i} = \beta_o + \sum_{c} \sum_{j=0}^{F-1} w_{o,c,j} \, x_{c,\, Si + dj - P}$$

    Args:
        x: sequences, each with its input channels.
        weight: one kernel per output channel and input channel of its group.
        bias: $\beta$, one number per output channel.
        stride: $S$, step from place to place.
        padding: $P$, entries added at either end.
        dilation: $d$, distance between neighbouring entries of the kernel.
        groups: number of groups into which input and output channels are divided; no weight joins two groups.
        mode: what to pad with.

    Returns:
        Sequences with the output channels.

    Raises:
        ValueError: if the groups do not divide the channels, or the window does not fit, or an argument is NaN or
            infinite.

    Example:
        ```python
        import torch
        from notes.convolution.layer import conv1d

        x, difference = torch.tensor([[[1.0, 4.0, 9.0, 16.0]]]), torch.tensor([[[-1.0, 1.0]]])
        print(conv1d(x, difference, torch.zeros(1)).tolist())
        #> [[[3.0, 5.0, 7.0]]]
        ```

    Reference: Y. LeCun et al., Handwritten Digit Recognition with a Back-Propagation Network, 1990.
    """
    require_finite(x=x, weight=weight, bias=bias)
    require_sizes(0, padding=padding)
    x = padded(x, (padding, padding), mode)
    _require_room(x, weight, (dilation,))
    windows = window_indices(x.shape[-1], weight.shape[-1], stride=stride, dilation=dilation)
    return _grouped_product(x[..., windows], weight, groups) + bias[:, None]


@jaxtyped(typechecker=beartype)
def conv2d(
    x: Float[Tensor, "batch inputs height width"],
    weight: Float[Tensor, "outputs share rows columns"],
    bias: Float[Tensor, "outputs"],
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    groups: int = 1,
    mode: PaddingMode = "zeros",
) -> Float[Tensor, "batch outputs out_height out_width"]:
    r"""Convolutional layer on images, before its activation function.

    $$y_{o,m,n} = \beta_o + \sum_{c} \sum_{k,l} w_{o,c,k,l} \, x_{c,\, Sm + dk - P,\, Sn + dl - P}$$

    Args:
        x: images, each with its input channels.
        weight: one kernel per output channel and input channel of its group.
        bias: $\beta$, one number per output channel.
        stride: $S$, step from place to place; a pair gives one number for the rows and one for the columns.
        padding: $P$, entries added at either end, likewise.
        dilation: $d$, distance between neighbouring entries of the kernel, likewise.
        groups: number of groups into which input and output channels are divided; no weight joins two groups.
        mode: what to pad with.

    Returns:
        Images with the output channels.

    Raises:
        ValueError: if the groups do not divide the channels, or the window does not fit, or an argument is NaN or
            infinite.
    """
    require_finite(x=x, weight=weight, bias=bias)
    (down, across), (above, beside), (rows, columns) = map(_pair, (stride, padding, dilation))
    require_sizes(0, padding=min(above, beside))
    x = padded(padded(x, (beside, beside), mode), (above, above), mode, axis=-2)
    _require_room(x, weight, (rows, columns))
    i = window_indices(x.shape[-2], weight.shape[-2], stride=down, dilation=rows)
    j = window_indices(x.shape[-1], weight.shape[-1], stride=across, dilation=columns)
    patches = x[..., i[:, None, :, None], j[None, :, None, :]]
    product = _grouped_product(patches.flatten(4).flatten(2, 3), weight.flatten(2), groups)
    return product.unflatten(-1, (len(i), len(j))) + bias[:, None, None]


@jaxtyped(typechecker=beartype)
def _grouped_product(
    windows: Float[Tensor, "batch inputs places kernel"], weight: Float[Tensor, "outputs share kernel"], groups: int
) -> Float[Tensor, "batch outputs places"]:
    """The layer as a matrix product, in each group of channels: a row of weights per output, a column per place."""
    outputs, share, _ = weight.shape
    if groups < 1 or outputs % groups or share * groups != windows.shape[1]:
        raise ValueError(
            f"`groups` must divide {outputs} output channels and leave {share} of {windows.shape[1]} input channels, "
            f"got {groups}"
        )
    columns = windows.unflatten(1, (groups, share)).transpose(3, 4).flatten(2, 3)
    rows = weight.flatten(1).unflatten(0, (groups, outputs // groups))
    return (rows @ columns).flatten(1, 2)


def _require_room(x: Tensor, weight: Tensor, dilations: tuple[int, ...]) -> None:
    """Refuse a kernel that spans more places than there are."""
    axes = range(2, x.ndim)
    spans = tuple(dilation * (weight.shape[axis] - 1) + 1 for axis, dilation in zip(axes, dilations, strict=True))
    if any(span > x.shape[axis] for axis, span in zip(axes, spans, strict=True)):
        raise ValueError(f"`weight` must span at most {tuple(x.shape[2:])} places, got {spans}")


def _pair(value: int | tuple[int, int]) -> tuple[int, int]:
    return value if isinstance(value, tuple) else (value, value)


@jaxtyped(typechecker=beartype)
def dense_parameter_count(inputs: int, outputs: int) -> int:
    """Weights and biases of a dense layer, which joins every input with every output.

    Args:
        inputs: number of inputs.
        outputs: number of outputs.

    Returns:
        A weight per pair, and a bias per output.

    Raises:
        ValueError: if an argument is below 1.
    """
    require_sizes(inputs=inputs, outputs=outputs)
    return inputs * outputs + outputs


@jaxtyped(typechecker=beartype)
def conv_parameter_count(kernel: int, inputs: int, outputs: int, *, dimensions: Literal[1, 2] = 2) -> int:
    r"""Weights and biases of a convolutional layer, whatever the size of the image: $F^2 C_{in} C_{out} + C_{out}$.

    Args:
        kernel: $F$, entries of the kernel along each axis.
        inputs: $C_{in}$, input channels.
        outputs: $C_{out}$, output channels, each with one bias.
        dimensions: 2 for images, 1 for sequences.

    Returns:
        The number of parameters.

    Raises:
        ValueError: if an argument is below 1.

    Example:
        ```python
        from notes.convolution.layer import conv_parameter_count, dense_parameter_count

        print(dense_parameter_count(6, 6), conv_parameter_count(3, 1, 1, dimensions=1), conv_parameter_count(3, 16, 32))
        #> 42 4 4640
        ```
    """
    require_sizes(kernel=kernel, inputs=inputs, outputs=outputs)
    return kernel**dimensions * inputs * outputs + outputs

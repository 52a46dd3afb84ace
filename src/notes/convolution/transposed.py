"""Transposed convolution: each input spreads a copy of the kernel over the output, and copies that overlap add up."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes, require_some


@jaxtyped(typechecker=beartype)
def transposed_convolution(
    x: Float[Tensor, "inputs"], w: Float[Tensor, "kernel"], stride: int
) -> Float[Tensor, "outputs"]:
    r"""A copy of the kernel for every input, times that input, each a stride further on.

    $$y_j = \sum_{i} x_i \, w_{j - S i}$$

    Args:
        x: the inputs.
        w: the kernel.
        stride: $S$, step from copy to copy.

    Returns:
        Their sum: $S(n - 1) + F$ outputs for $n$ inputs and $F$ weights. The map is the transpose of the layer with
        this kernel and stride, which leads from as many outputs to as many inputs.

    Raises:
        ValueError: if `x` or `w` is empty, NaN or infinite, or `stride` is below 1.

    Example:
        ```python
        import torch
        from notes.convolution.transposed import transposed_convolution

        print(transposed_convolution(torch.tensor([1.0, 10.0]), torch.tensor([1.0, 2.0, 3.0]), 2).tolist())
        #> [1.0, 2.0, 13.0, 20.0, 30.0]
        ```

    Reference: V. Dumoulin and F. Visin, A Guide to Convolution Arithmetic for Deep Learning, 2016, chapter 4.
    """
    require_some(x=x, w=w)
    require_finite(x=x, w=w)
    require_sizes(stride=stride)
    y = x.new_zeros(stride * (len(x) - 1) + len(w))
    for i, value in enumerate(x):
        y[stride * i : stride * i + len(w)] += value * w
    return y


@jaxtyped(typechecker=beartype)
def copies_per_output(inputs: int, kernel: int, stride: int) -> Int64[Tensor, "outputs"]:
    """How many copies of the kernel reach each output of a transposed convolution: even only if the stride divides it.

    Args:
        inputs: number of inputs.
        kernel: entries of the kernel.
        stride: step from copy to copy.

    Returns:
        A number per output.

    Raises:
        ValueError: if an argument is below 1.

    Reference: A. Odena, V. Dumoulin and C. Olah, Deconvolution and Checkerboard Artifacts, 2016.
    """
    require_sizes(inputs=inputs, kernel=kernel, stride=stride)
    return transposed_convolution(torch.ones(inputs), torch.ones(kernel), stride).long()

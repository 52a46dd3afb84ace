"""The eight-parameter chain of sine, exponential and cosine: forward pass, and all eight derivatives by hand."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_length
from notes.training.autograd import Tape, Variable


class ToyPass(NamedTuple):
    """The intermediate values of the toy model, in the order in which they are computed."""

    f0: Tensor
    h1: Tensor
    f1: Tensor
    h2: Tensor
    f2: Tensor
    h3: Tensor
    f3: Tensor


@jaxtyped(typechecker=beartype)
def toy_forward(parameters: Float[Tensor, "8"], inputs: Float[Tensor, " samples"]) -> ToyPass:
    r"""The toy model, one elementary step after another.

    $$f_0 = \beta_0 + w_0 x, \quad h_1 = \sin f_0, \quad f_1 = \beta_1 + w_1 h_1, \quad h_2 = \exp f_1, \quad
    f_2 = \beta_2 + w_2 h_2, \quad h_3 = \cos f_2, \quad f_3 = \beta_3 + w_3 h_3$$

    Args:
        parameters: $\beta_0, w_0, \beta_1, w_1, \beta_2, w_2, \beta_3, w_3$.
        inputs: $x_i$.

    Returns:
        Every intermediate value of every sample; the prediction is `f3`.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(parameters=parameters, inputs=inputs)
    b0, w0, b1, w1, b2, w2, b3, w3 = parameters
    f0 = b0 + w0 * inputs
    h1 = f0.sin()
    f1 = b1 + w1 * h1
    h2 = f1.exp()
    f2 = b2 + w2 * h2
    require(f2.isfinite(), "parameters", "small enough for the exponential to stay finite", f2)
    h3 = f2.cos()
    return ToyPass(f0, h1, f1, h2, f2, h3, b3 + w3 * h3)


@jaxtyped(typechecker=beartype)
def toy_losses(
    parameters: Float[Tensor, "8"], inputs: Float[Tensor, " samples"], targets: Float[Tensor, " samples"]
) -> Float[Tensor, " samples"]:
    r"""Squared error of the toy model at each sample, $\ell_i = (f_3 - y_i)^2$.

    Args:
        parameters: $\beta_0, w_0, \beta_1, w_1, \beta_2, w_2, \beta_3, w_3$.
        inputs: $x_i$.
        targets: $y_i$.

    Returns:
        One loss a sample.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(parameters=parameters, inputs=inputs, targets=targets)
    return (toy_forward(parameters, inputs).f3 - targets).square()


@jaxtyped(typechecker=beartype)
def toy_gradients(
    parameters: Float[Tensor, "8"], inputs: Float[Tensor, " samples"], targets: Float[Tensor, " samples"]
) -> Float[Tensor, "samples 8"]:
    r"""All eight derivatives of each sample's loss, each product of the chain computed once.

    $$\frac{\partial \ell}{\partial \beta_k} = \frac{\partial \ell}{\partial f_k}, \qquad
    \frac{\partial \ell}{\partial w_k} = h_k \frac{\partial \ell}{\partial f_k}, \qquad h_0 = x$$

    Args:
        parameters: $\beta_0, w_0, \beta_1, w_1, \beta_2, w_2, \beta_3, w_3$.
        inputs: $x_i$.
        targets: $y_i$.

    Returns:
        One gradient a sample, in the order of the parameters.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.training.toy import toy_gradients

        gradients = toy_gradients(torch.ones(8), torch.tensor([0.5]), torch.tensor([0.0]))
        print([round(value, 3) for value in gradients[0].tolist()])
        #> [-0.459, -0.229, -6.487, -6.471, -0.88, -6.487, 1.012, -0.5]
        ```
    """
    require_finite(parameters=parameters, inputs=inputs, targets=targets)
    _, w1, w2, w3 = parameters[1::2]
    state = toy_forward(parameters, inputs)
    d3 = 2 * (state.f3 - targets)
    d2 = -state.f2.sin() * w3 * d3
    d1 = state.h2 * w2 * d2  # the exponential is its own derivative
    d0 = state.f0.cos() * w1 * d1
    return torch.stack([d0, inputs * d0, d1, state.h1 * d1, d2, state.h2 * d2, d3, state.h3 * d3], -1)


@jaxtyped(typechecker=beartype)
def toy_loss_on_tape(tape: Tape, parameters: Sequence[float], x: float, y: float) -> tuple[Variable, list[Variable]]:
    r"""The toy model's loss at one sample, computed by the engine of `notes.training.autograd`.

    Args:
        tape: where to record the computation.
        parameters: $\beta_0, w_0, \beta_1, w_1, \beta_2, w_2, \beta_3, w_3$.
        x: the input.
        y: the target.

    Returns:
        The loss, and the eight parameters as leaves of the tape, in their order.

    Raises:
        ValueError: if there are not eight parameters, or a number is NaN or infinite.

    Example:
        ```python
        from notes.training.autograd import Tape
        from notes.training.toy import toy_loss_on_tape

        tape = Tape()
        loss, parameters = toy_loss_on_tape(tape, [1.0] * 8, x=0.5, y=0.0)
        gradients = tape.gradients(loss)
        print([round(float(gradients[parameter.index]), 3) for parameter in parameters])
        #> [-0.459, -0.229, -6.487, -6.471, -0.88, -6.487, 1.012, -0.5]
        ```
    """
    require_length(8, parameters=parameters)
    require_finite(parameters=parameters, x=x, y=y)
    names = [name for k in range(4) for name in (rf"$\beta_{k}$", f"$w_{k}$")]
    leaves = [tape.variable(value, name) for value, name in zip(parameters, names, strict=True)]
    b0, w0, b1, w1, b2, w2, b3, w3 = leaves
    h1 = (w0 * tape.variable(x, "$x$") + b0).sin()
    h2 = (w1 * h1 + b1).exp()
    h3 = (w2 * h2 + b2).cos()
    return (w3 * h3 + b3 - tape.variable(y, "$y$")) ** 2, leaves

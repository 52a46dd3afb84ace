"""Forward and backward pass of a multilayer perceptron with ReLU units, written by hand in matrix form."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_shape


class Layer(NamedTuple):
    r"""An affine map $f = \beta + \Omega h$, or the gradients of a loss with respect to its two parts."""

    weights: Float[Tensor, "outputs inputs"]
    biases: Float[Tensor, " outputs"]


class ForwardPass(NamedTuple):
    r"""What the backward pass needs: the $f_k$, and the $h_k$ that each layer was applied to; $h_0$ is the input."""

    preactivations: tuple[Tensor, ...]
    activations: tuple[Tensor, ...]

    @property
    def output(self) -> Tensor:
        """The output of the network: the last pre-activation."""
        return self.preactivations[-1]


@jaxtyped(typechecker=beartype)
def forward_pass(layers: Sequence[Layer], inputs: Float[Tensor, "samples features"]) -> ForwardPass:
    r"""Run the network and keep every intermediate value.

    $$f_k = \beta_k + \Omega_k h_k, \qquad h_{k+1} = \operatorname{ReLU}(f_k), \qquad h_0 = x$$

    Args:
        layers: the affine maps, in the order in which they are applied, at least one.
        inputs: one sample a row.

    Returns:
        Pre-activations and activations, samples in rows, one of each a layer.

    Raises:
        ValueError: if there is no layer, if widths do not fit, or if an input is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.training.backpropagation import Layer, forward_pass

        layers = [Layer(torch.eye(2), torch.zeros(2)), Layer(torch.ones(1, 2), torch.zeros(1))]
        print(forward_pass(layers, torch.tensor([[3.0, -1.0]])).output.tolist())
        #> [[3.0]]
        ```
    """
    if not layers:
        raise ValueError("`layers` must hold at least one layer, got none")
    require_finite(inputs=inputs)
    preactivations, activations = [], [inputs]
    for k, (weights, biases) in enumerate(layers):
        if weights.shape[1] != activations[-1].shape[1]:
            raise ValueError(
                f"`layers` must fit each other: layer {k} takes "
                f"{weights.shape[1]} inputs, got {activations[-1].shape[1]}"
            )
        preactivations.append(biases + activations[-1] @ weights.T)
        activations.append(preactivations[-1].relu())
    return ForwardPass(tuple(preactivations), tuple(activations[:-1]))


@jaxtyped(typechecker=beartype)
def preactivation_gradients(
    layers: Sequence[Layer], forward: ForwardPass, output_gradient: Float[Tensor, "samples outputs"]
) -> tuple[Tensor, ...]:
    r"""The recursion that gives backpropagation its name, from the last layer to the first.

    $$\frac{\partial \ell}{\partial f_{k-1}} =
    \mathbb{1}[f_{k-1} > 0] \odot \left(\Omega_k^T \frac{\partial \ell}{\partial f_k}\right)$$

    Args:
        layers: the affine maps.
        forward: what `forward_pass` kept.
        output_gradient: gradient of the loss with respect to the output, samples in rows.

    Returns:
        The gradient with respect to each pre-activation, in the order of the layers.

    Raises:
        ValueError: if `output_gradient` is not of the shape of the output, or NaN or infinite.
    """
    require_shape(forward.output.shape, output_gradient=output_gradient)
    require_finite(output_gradient=output_gradient)
    gradients = [output_gradient]
    for k in range(len(layers) - 1, 0, -1):
        activation_gradient = gradients[-1] @ layers[k].weights
        gradients.append(activation_gradient * (forward.preactivations[k - 1] > 0))
    return tuple(reversed(gradients))


@jaxtyped(typechecker=beartype)
def backward_pass(
    layers: Sequence[Layer], forward: ForwardPass, output_gradient: Float[Tensor, "samples outputs"]
) -> tuple[Layer, ...]:
    r"""Gradients of the loss, summed over the samples, with respect to every weight and bias.

    $$\frac{\partial \ell}{\partial \Omega_k} = \frac{\partial \ell}{\partial f_k} h_k^T, \qquad
    \frac{\partial \ell}{\partial \beta_k} = \frac{\partial \ell}{\partial f_k}$$

    Args:
        layers: the affine maps.
        forward: what `forward_pass` kept.
        output_gradient: gradient of the loss with respect to the output, samples in rows.

    Returns:
        One `Layer` of gradients a layer.

    Raises:
        ValueError: if `output_gradient` is not of the shape of the output, or NaN or infinite.

    Example:
        ```python
        import torch
        from notes.training.backpropagation import Layer, backward_pass, forward_pass

        layers = [Layer(torch.tensor([[2.0]]), torch.zeros(1)), Layer(torch.tensor([[3.0]]), torch.zeros(1))]
        forward = forward_pass(layers, torch.tensor([[1.0]]))
        first, last = backward_pass(layers, forward, output_gradient=torch.tensor([[1.0]]))
        print(first.weights.tolist(), last.weights.tolist())
        #> [[3.0]] [[2.0]]
        ```

    Reference: D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning Representations by Back-propagating Errors,
        1986.
    """
    require_shape(forward.output.shape, output_gradient=output_gradient)
    require_finite(output_gradient=output_gradient)
    gradients = preactivation_gradients(layers, forward, output_gradient)
    return tuple(
        Layer(gradient.T @ activation, gradient.sum(0))
        for gradient, activation in zip(gradients, forward.activations, strict=True)
    )


@jaxtyped(typechecker=beartype)
def random_layers(widths: Sequence[int], variances: Sequence[float], generator: torch.Generator) -> tuple[Layer, ...]:
    r"""Layers with independent Gaussian weights, $\Omega_{ij} \sim \mathcal{N}(0, \sigma^2)$, and zero biases.

    Args:
        widths: input width, hidden widths, output width; at least two, all positive.
        variances: $\sigma^2$ of each layer's weights, one fewer than there are widths, non-negative.
        generator: source of the randomness.

    Returns:
        The layers, in double precision.

    Raises:
        ValueError: if a width or a variance is out of its range, or their numbers do not fit.
    """
    if len(widths) < 2 or min(widths) < 1:
        raise ValueError(f"`widths` must be at least two positive numbers, got {list(widths)}")
    if len(variances) != len(widths) - 1 or not min(variances) >= 0:
        raise ValueError(f"`variances` must be {len(widths) - 1} from 0 up, got {variances}")
    return tuple(
        Layer(
            variance**0.5 * torch.randn(outputs, inputs, generator=generator, dtype=torch.float64),
            torch.zeros(outputs, dtype=torch.float64),
        )
        for inputs, outputs, variance in zip(widths[:-1], widths[1:], variances, strict=True)
    )

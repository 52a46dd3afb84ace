"""Highway layers: a gate decides, unit by unit, how much is transformed and how much is carried on unchanged."""

from collections.abc import Sequence

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require, require_finite, require_sizes


@jaxtyped(typechecker=beartype)
def highway(
    x: Float[Tensor, "batch units"], transformed: Float[Tensor, "batch units"], gate: Float[Tensor, "batch units"]
) -> Float[Tensor, "batch units"]:
    r"""Mixture of an input and its transformation, unit by unit, with the carry gate one minus the transform gate.

    $$y = f(x) \odot T(x) + x \odot (1 - T(x))$$

    Args:
        x: inputs.
        transformed: $f(x)$, of the same shape, since the two are added.
        gate: $T(x)$, between 0 (carry) and 1 (transform).

    Returns:
        The mixture.

    Raises:
        ValueError: if a gate is not between 0 and 1, or an argument is NaN or infinite.

    Reference: R. K. Srivastava, K. Greff and J. Schmidhuber, Training Very Deep Networks, 2015, equation 3.
    """
    require_finite(x=x, transformed=transformed)
    require((gate >= 0) & (gate <= 1), "gate", "between 0 and 1", gate)
    return transformed * gate + x * (1 - gate)


class HighwayLayer(nn.Module):
    r"""A dense layer $f(x) = a(W_f x + b_f)$ with a transform gate $T(x) = \operatorname{sig}(W_T x + b_T)$.

    Args:
        width: number of units, in and out.
        generator: source of the first weights.
        gate_bias: first value of every $b_T$; negative, so that a new layer mostly carries.

    Example:
        ```python
        import torch
        from notes.convolution.highway import HighwayLayer

        x = torch.tensor([[-1.0, 2.0]])
        closed = HighwayLayer(2, torch.Generator().manual_seed(0), gate_bias=-200.0)
        print(torch.allclose(closed(x), x))
        #> True
        ```
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, width: int, generator: torch.Generator, *, gate_bias: float = -2.0):
        require_sizes(width=width)
        require_finite(gate_bias=gate_bias)
        super().__init__()
        self.transformation, self.gate = nn.Linear(width, width), nn.Linear(width, width)
        he_initialized(self, generator)
        nn.init.constant_(self.gate.bias, gate_bias)

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch units"]) -> Float[Tensor, "batch units"]:
        """The gated mixture of the layer and its input."""
        return highway(x, self.transformation(x).relu(), torch.sigmoid(self.gate(x)))


@jaxtyped(typechecker=beartype)
def plain_layer(width: int, generator: torch.Generator) -> nn.Sequential:
    """What a highway layer is without gates: a dense layer and a rectification.

    Args:
        width: number of units, in and out.
        generator: source of the first weights.

    Returns:
        The layer.

    Raises:
        ValueError: if `width` is below 1.
    """
    require_sizes(width=width)
    layer = nn.Sequential(nn.Linear(width, width), nn.ReLU())
    he_initialized(layer, generator)
    return layer


@jaxtyped(typechecker=beartype)
def deep_classifier(
    layers: Sequence[nn.Module], width: int, generator: torch.Generator, *, inputs: int = 64, classes: int = 10
) -> nn.Sequential:
    """A classifier with a dense layer before and a dense layer after the given ones.

    Args:
        layers: layers that keep the width.
        width: number of their units.
        generator: source of the first weights of the first and the last layer.
        inputs: number of inputs.
        classes: number of classes.

    Returns:
        The network, from inputs to logits.

    Raises:
        ValueError: if `width`, `inputs` or `classes` is below 1.
    """
    require_sizes(width=width, inputs=inputs, classes=classes)
    first, last = nn.Linear(inputs, width), nn.Linear(width, classes)
    for layer in (first, last):
        he_initialized(layer, generator)
    return nn.Sequential(first, *layers, last)

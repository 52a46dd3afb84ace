"""Gradients in half precision, with a loss that is scaled so that they do not underflow."""

from collections.abc import Sequence
from dataclasses import dataclass

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_positive, require_sizes
from notes.training.backpropagation import Layer, backward_pass, forward_pass


@jaxtyped(typechecker=beartype)
def half_precision_gradients(
    layers: Sequence[Layer],
    inputs: Float[Tensor, "samples features"],
    output_gradient: Float[Tensor, "samples outputs"],
    scale: float = 1.0,
) -> tuple[Layer, ...]:
    r"""Gradients of a loss, computed in half precision with the loss multiplied by a scale, which is then undone.

    $$\frac{\partial \ell}{\partial \phi} = \frac1S\, \frac{\partial (S \ell)}{\partial \phi}$$

    Args:
        layers: the network, of any precision.
        inputs: one sample a row.
        output_gradient: gradient of the loss with respect to the output, samples in rows.
        scale: $S$, positive; a power of two loses nothing.

    Returns:
        One `Layer` of gradients a layer, in single precision; infinite or NaN where the scale was too large.

    Raises:
        ValueError: if `scale` is not positive, the layers do not fit, or a number is not finite in half precision.

    Reference: P. Micikevicius et al., Mixed Precision Training, 2018.
    """
    require_positive(scale=scale)
    half = [Layer(layer.weights.half(), layer.biases.half()) for layer in layers]
    forward = forward_pass(half, inputs.half())
    scaled = backward_pass(half, forward, (scale * output_gradient).half())
    return tuple(Layer(layer.weights.float() / scale, layer.biases.float() / scale) for layer in scaled)


@dataclass(frozen=True)
class LossScale:
    """A scale that grows as long as the gradients stay finite, and falls at once when they do not.

    Args:
        scale: by what the loss is multiplied, positive.
        patience: after how many finite steps the scale doubles, at least 1.
        finite_steps: how many there were since it last changed, not negative.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        from notes.training.mixed_precision import LossScale

        scale = LossScale(65536.0, patience=2)
        for finite in (False, True, True):
            scale = scale.after(finite)

        print(scale)
        #> LossScale(scale=65536.0, patience=2, finite_steps=0)
        ```

    Reference: P. Micikevicius et al., Mixed Precision Training, 2018.
    """

    scale: float = 65536.0
    patience: int = 2000
    finite_steps: int = 0

    def __post_init__(self) -> None:
        require_positive(scale=self.scale)
        require_sizes(patience=self.patience)
        require_sizes(0, finite_steps=self.finite_steps)

    def after(self, finite: bool) -> "LossScale":
        """The scale for the next step, after one whose gradients were finite or were not; if not, it is skipped."""
        if not finite:
            return LossScale(self.scale / 2, self.patience)
        if self.finite_steps + 1 == self.patience:
            return LossScale(self.scale * 2, self.patience)
        return LossScale(self.scale, self.patience, self.finite_steps + 1)

"""Variances of the weights that keep signals the same size through layers of rectified linear units."""

from jaxtyping import jaxtyped

from notes.domain import beartype


def _refuse_bad_width(name: str, width: int) -> None:
    if width < 1:
        raise ValueError(f"`{name}` must be at least 1, got {width}")


@jaxtyped(typechecker=beartype)
def he_variance(width: int) -> float:
    r"""Variance of the weights that preserves the signal on one side of a layer of rectified linear units.

    $$\sigma_\Omega^2 = \frac{2}{D}$$

    Args:
        width: $D$: of the layer's input to preserve the activations forward, of its output to preserve the
            gradients backward; at least 1.

    Returns:
        The variance of each weight.

    Raises:
        ValueError: if `width` is not positive.

    Reference: K. He et al., Delving Deep into Rectifiers, 2015, equations 10 and 14.
    """
    _refuse_bad_width("width", width)
    return 2 / width


@jaxtyped(typechecker=beartype)
def glorot_variance(inputs: int, outputs: int) -> float:
    r"""Compromise between forward and backward for units that are linear around zero, such as tanh.

    $$\sigma_\Omega^2 = \frac{2}{D_h + D_{h'}}$$

    Args:
        inputs: width of the layer's input, $D_h$, at least 1.
        outputs: width of its output, $D_{h'}$, at least 1.

    Returns:
        The variance of each weight.

    Raises:
        ValueError: if a width is not positive.

    Reference: X. Glorot and Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks,
        2010, equation 12.
    """
    _refuse_bad_width("inputs", inputs)
    _refuse_bad_width("outputs", outputs)
    return 2 / (inputs + outputs)


@jaxtyped(typechecker=beartype)
def rectified_glorot_variance(inputs: int, outputs: int) -> float:
    r"""Compromise between forward and backward for rectified linear units, which halve the signal's power.

    $$\sigma_\Omega^2 = \frac{4}{D_h + D_{h'}}$$

    Args:
        inputs: width of the layer's input, $D_h$, at least 1.
        outputs: width of its output, $D_{h'}$, at least 1.

    Returns:
        The variance of each weight; between $2/D_h$ and $2/D_{h'}$, and equal to both when they agree.

    Raises:
        ValueError: if a width is not positive.

    Example:
        ```python
        from notes.training.initialization import he_variance, rectified_glorot_variance

        print(he_variance(300), he_variance(100), rectified_glorot_variance(300, 100))
        #> 0.006666666666666667 0.02 0.01
        ```
    """
    return 2 * glorot_variance(inputs, outputs)

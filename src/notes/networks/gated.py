"""Gated linear units: hidden units that are products of two weighted sums, one of them sent through an activation."""

from collections.abc import Callable

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes
from notes.networks.activation import silu


@jaxtyped(typechecker=beartype)
def gated_units(
    x: Float[Tensor, "samples inputs"],
    gates: Float[Tensor, "units inputs"],
    values: Float[Tensor, "units inputs"],
    activation: Callable[[Tensor], Tensor] = silu,
) -> Float[Tensor, "samples units"]:
    r"""Gated linear units; with SiLU at the gate they are called SwiGLU.

    $$h = a(\Gamma x) \odot \Omega x$$

    Args:
        x: inputs.
        gates: the weights $\Gamma$ of the gates, one row a unit.
        values: the weights $\Omega$ of what they let through, one row a unit.
        activation: the function $a$ of the gates: sigmoid makes GLU, ReLU ReGLU, GELU GEGLU, SiLU SwiGLU.

    Returns:
        One activation per unit and input.

    Raises:
        ValueError: if an input or a weight is not finite.

    Example:
        ```python
        import torch
        from notes.networks.gated import gated_units

        x = torch.tensor([[10.0, -2.0], [-10.0, -2.0]])
        units = gated_units(x, torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 1.0]]))
        print([round(unit, 3) for unit in units.flatten().tolist()])
        #> [-19.999, 0.001]
        ```

    Reference: N. Shazeer, GLU Variants Improve Transformer, 2020, Equation 5.
    """
    require_finite(x=x, gates=gates, values=values)
    gate = activation(x @ gates.T)
    value = x @ values.T
    return gate * value


@beartype
def gated_width(units: int) -> int:
    r"""Most gated units between equally many inputs and outputs that need no more weights than plain units.

    $$3 D_i M \le 2 D_i D \iff M \le \tfrac23 D$$

    Args:
        units: number $D$ of plain units, at least 2.

    Returns:
        The number $M$ of gated units.

    Raises:
        ValueError: if `units` is below 2.

    Example:
        ```python
        from notes.networks.gated import gated_width

        print(gated_width(3072), gated_width(100))
        #> 2048 66
        ```

    Reference: N. Shazeer, GLU Variants Improve Transformer, 2020, Section 2.
    """
    require_sizes(2, units=units)
    return 2 * units // 3

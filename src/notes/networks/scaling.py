"""Width and depth on a budget of parameters: how wide a network of a given depth can be."""

import math

from notes.domain import beartype, require_sizes
from notes.networks.mlp import parameter_count


@beartype
def affordable_width(hidden_layers: int, inputs: int, outputs: int, budget: int) -> int:
    r"""Largest width of all hidden layers with which a network has no more parameters than the budget.

    $$(K - 1) D^2 + (K + D_i + D_o) D + D_o \le P$$

    Args:
        hidden_layers: number $K$ of hidden layers, at least 1.
        inputs: number $D_i$ of inputs, at least 1.
        outputs: number $D_o$ of outputs, at least 1.
        budget: number $P$ of parameters; enough for hidden layers of one unit.

    Returns:
        The width $D$.

    Raises:
        ValueError: if a size is below 1, or the budget is too small for one unit a layer.

    Example:
        ```python
        from notes.networks.scaling import affordable_width

        print([affordable_width(layers, 1, 1, budget=1000) for layers in (1, 2, 4, 8, 16)])
        #> [333, 29, 17, 11, 7]
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, Section 4.4.
    """
    require_sizes(hidden_layers=hidden_layers, inputs=inputs, outputs=outputs)
    least = parameter_count([inputs, *[1] * hidden_layers, outputs])
    require_sizes(least, budget=budget)
    squares, lines, rest = hidden_layers - 1, hidden_layers + inputs + outputs, budget - outputs
    if squares == 0:
        return rest // lines
    return (math.isqrt(lines**2 + 4 * squares * rest) - lines) // (2 * squares)

"""The ReLU interpolant of a function on an interval: approximation that is constructed, not learned."""

from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require,
    require_finite,
    require_increasing,
    require_not_negative,
    require_sizes,
    require_some,
)
from notes.networks.shallow import ShallowNetwork


@jaxtyped(typechecker=beartype)
def relu_interpolant(function: Callable[[Tensor], Tensor], lower: float, upper: float, units: int) -> ShallowNetwork:
    r"""The shallow ReLU network that joins a function's values at equally spaced nodes by straight lines.

    $$p(x) = f(x_0) + \sum_{d=0}^{D-1} (q_d - q_{d-1}) \operatorname{ReLU}(x - x_d), \qquad
    q_d = \frac{f(x_{d+1}) - f(x_d)}{\delta}, \quad q_{-1} = 0$$

    Args:
        function: the function $f$, of a float64 tensor of samples.
        lower: left end $x_0$ of the interval.
        upper: its right end $x_D$.
        units: number $D$ of hidden units, one per piece; at least 1.

    Returns:
        The network, in float64; it equals the function at the $D + 1$ nodes.

    Raises:
        ValueError: if the interval is empty or endless, `units` is below 1, or the function is not finite at a node.

    Example:
        ```python
        import torch
        from notes.networks.approximation import relu_interpolant

        network = relu_interpolant(torch.square, -1.0, 1.0, units=2)
        print(network(torch.tensor([[-1.0], [0.0], [0.5], [1.0]], dtype=torch.float64)).flatten().tolist())
        #> [1.0, 0.0, 0.5, 1.0]
        ```

    Reference: A. Pinkus, Approximation Theory of the MLP Model in Neural Networks, 1999.
    """
    require_increasing(lower=lower, upper=upper)
    require_sizes(units=units)
    nodes = torch.linspace(lower, upper, units + 1, dtype=torch.float64)
    values = function(nodes)
    require(values.isfinite(), "function", "finite at every node", values)
    slopes = values.diff() / nodes.diff()
    changes = torch.cat([slopes[:1], slopes.diff()])
    return ShallowNetwork(-nodes[:-1], torch.ones_like(nodes[:-1, None]), values[:1], changes[None, :])


@beartype
def interpolation_error_bound(curvature: float, lower: float, upper: float, units: int) -> float:
    r"""The most by which the interpolant of a twice continuously differentiable function can miss it.

    $$\max_{x \in [a, b]} |f(x) - p(x)| \le \frac{\delta^2}{8} \max_{x \in [a, b]} |f''(x)|,
    \qquad \delta = \frac{b - a}{D}$$

    Args:
        curvature: $\max |f''|$ on the interval; not negative.
        lower: left end $a$ of the interval.
        upper: its right end $b$.
        units: number $D$ of hidden units, at least 1.

    Returns:
        The bound, in the unit of the function.

    Raises:
        ValueError: if `curvature` is negative, the interval is empty or endless, or `units` is below 1.

    Example:
        ```python
        from notes.networks.approximation import interpolation_error_bound

        print(f"{interpolation_error_bound(2.0, 0.0, 1.0, units=10):.4f}")
        #> 0.0025
        ```

    Reference: C. de Boor, A Practical Guide to Splines, 1978, Chapter III.
    """
    require_not_negative(curvature=curvature)
    require_increasing(lower=lower, upper=upper)
    require_sizes(units=units)
    return ((upper - lower) / units) ** 2 / 8 * curvature


@jaxtyped(typechecker=beartype)
def maximal_error(
    network: torch.nn.Module, function: Callable[[Tensor], Tensor], points: Float[Tensor, "samples"]
) -> float:
    r"""Largest distance between a network of one input and a function over given points.

    $$\max_n |f(x_n) - y(x_n)|$$

    Args:
        network: a network with one input and one output.
        function: the function $f$.
        points: the points $x_n$, at least one.

    Returns:
        The distance, in the unit of the function; the maximum over an interval is at least this.

    Raises:
        ValueError: if there is no point, or one is not finite.

    Example:
        ```python
        import torch
        from notes.networks.approximation import maximal_error, relu_interpolant

        network = relu_interpolant(torch.square, 0.0, 1.0, units=10)
        print(f"{maximal_error(network, torch.square, torch.linspace(0, 1, 1001, dtype=torch.float64)):.4f}")
        #> 0.0025
        ```
    """
    require_some(points=points)
    require_finite(points=points)
    with torch.no_grad():
        return float((network(points[:, None]).squeeze(1) - function(points)).abs().max())

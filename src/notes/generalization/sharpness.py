"""Sharpness of a minimum, and why it depends on how the network is written down."""

from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable, require_finite, require_positive, require_some


@jaxtyped(typechecker=beartype)
def unit_outputs(
    x: Float[Tensor, "samples inputs"], inner: Float[Tensor, "units inputs"], outer: Float[Tensor, "units"]
) -> Float[Tensor, "samples"]:
    r"""Outputs of a shallow network without biases.

    $$f[x] = \sum_k \phi_k \operatorname{ReLU}(w_k^\top x)$$

    Args:
        x: one sample per row.
        inner: incoming weights w of each unit.
        outer: outgoing weight phi of each unit.

    Returns:
        One output per sample.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(x=x, inner=inner, outer=outer)
    return torch.relu(x @ inner.T) @ outer


@jaxtyped(typechecker=beartype)
def rescaled_units(
    inner: Float[Tensor, "units inputs"], outer: Float[Tensor, "units"], factor: float
) -> tuple[Float[Tensor, "units inputs"], Float[Tensor, "units"]]:
    r"""Other weights of the very same network: what goes into the units is multiplied, what comes out divided.

    $$w_k \to \upsilon w_k, \qquad \phi_k \to \phi_k / \upsilon$$

    Args:
        inner: incoming weights w of each unit.
        outer: outgoing weight phi of each unit.
        factor: the factor xi; positive.

    Returns:
        The incoming and the outgoing weights.

    Raises:
        ValueError: if `factor` is not positive, or an argument is NaN or infinite.
    """
    require_finite(inner=inner, outer=outer)
    require_positive(factor=factor)
    return factor * inner, outer / factor


@jaxtyped(typechecker=beartype)
def sharpness(loss: Callable[[Tensor], Tensor], parameters: Float[Tensor, "parameters"]) -> float:
    r"""The largest curvature of a loss: the largest eigenvalue of its Hessian.

    Args:
        loss: from all parameters, as one vector, to the loss.
        parameters: where to look.

    Returns:
        The largest eigenvalue, in units of the loss over squared units of the parameters.

    Raises:
        ValueError: if `parameters` is empty, NaN, infinite, of half precision, or where a curvature is not finite.

    Example:
        ```python
        import torch
        from notes.generalization.sharpness import sharpness

        print(sharpness(lambda phi: 3 * phi[0] ** 2 + phi[1] ** 2, torch.zeros(2)))
        #> 6.0
        ```

    Reference: L. Dinh, R. Pascanu, S. Bengio, Y. Bengio, Sharp Minima Can Generalize for Deep Nets, 2017.
    """
    require_some(parameters=parameters)
    require_decomposable(parameters=parameters)
    curvature = torch.autograd.functional.hessian(loss, parameters)
    require(curvature.isfinite().all(1), "parameters", "where the curvature is finite", parameters)
    return torch.linalg.eigvalsh(curvature)[-1].item()


@jaxtyped(typechecker=beartype)
def adaptive_sharpness(loss: Callable[[Tensor], Tensor], parameters: Float[Tensor, "parameters"]) -> float:
    r"""The largest curvature where each parameter is measured in units of itself.

    The largest eigenvalue of $\operatorname{diag}(\phi)\, H \operatorname{diag}(\phi)$.

    Args:
        loss: from all parameters, as one vector, to the loss.
        parameters: where to look.

    Returns:
        The largest eigenvalue, in units of the loss.

    Raises:
        ValueError: if `parameters` is empty, NaN, infinite, of half precision, or where a curvature is not finite.

    Reference: J. Kwon, J. Kim, H. Park, I. K. Choi, ASAM: Adaptive Sharpness-Aware Minimization, 2021.
    """
    require_some(parameters=parameters)
    require_decomposable(parameters=parameters)
    curvature = parameters[:, None] * torch.autograd.functional.hessian(loss, parameters) * parameters
    require(curvature.isfinite().all(1), "parameters", "where the curvature is finite", parameters)
    return torch.linalg.eigvalsh(curvature)[-1].item()

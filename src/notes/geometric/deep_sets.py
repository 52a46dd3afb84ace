"""Deep Sets: linear maps that do not care in which order a set is listed."""

from beartype import beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor


@jaxtyped(typechecker=beartype)
def equivariant_set_map(
    x: Float[Tensor, "n d"], own: Float[Tensor, "d e"], shared: Float[Tensor, "d e"]
) -> Float[Tensor, "n e"]:
    r"""A linear map of the elements of a set that commutes with every permutation of them.

    $$y = x \Lambda + \mathbf{1} \mathbf{1}^\top x \, \Gamma$$

    Args:
        x: one row per element.
        own: $\Lambda$, the weights of the element itself.
        shared: $\Gamma$, the weights of the sum over the set.

    Returns:
        One row per element, in the order of the input.

    Reference: M. Zaheer et al., Deep Sets, 2017, equation 4.
    """
    return x @ own + x.sum(dim=0) @ shared

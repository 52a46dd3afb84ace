"""The loss for directions: negative log likelihood of the von Mises distribution, for which 359 degrees is near 1."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite


@jaxtyped(typechecker=beartype)
def log_bessel_i0(values: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""Logarithm of the modified Bessel function of order zero, also where the function itself overflows.

    $$\log I_0(\kappa) = |\kappa| + \log\left( e^{-|\kappa|} I_0(\kappa) \right), \qquad
    I_0(\kappa) = \frac{1}{2\pi} \int_{-\pi}^{\pi} e^{\kappa \cos\theta} \, d\theta$$

    The product in brackets decays like $1/\sqrt{2\pi\kappa}$; libraries call it the exponentially scaled function.

    Args:
        values: real numbers $\kappa$.

    Returns:
        Numbers of the same shape, zero for $\kappa = 0$ and positive elsewhere.

    Raises:
        ValueError: if a number is not finite.

    Example:
        ```python
        import torch
        from notes.losses.circular import log_bessel_i0

        print([round(value, 4) for value in log_bessel_i0(torch.tensor([0.1, 1.0, 1000.0])).tolist()])
        #> [0.0025, 0.2359, 995.6273]
        ```

    Reference: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 1964, section 9.6.
    """
    require_finite(values=values)
    return values.abs() + torch.special.i0e(values).log()


@jaxtyped(typechecker=beartype)
def von_mises_nll(
    direction: Float[Tensor, "*batch"], concentration: Float[Tensor, "*batch"], targets: Float[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Negative log density of each angle under a von Mises distribution, the Gaussian's counterpart on the circle.

    $$-\log p(y \mid \mu, \kappa) = \log\left( 2\pi I_0(\kappa) \right) - \kappa \cos(y - \mu)$$

    Args:
        direction: predicted mean directions $\mu$, in radians.
        concentration: predicted $\kappa$, positive; for large values $1/\kappa$ is the variance in squared radians.
        targets: observed angles $y$, in radians; a full turn more or less makes no difference.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if a concentration is not positive, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.circular import von_mises_nll

        targets = torch.tensor([0.0, torch.pi, 2 * torch.pi])
        print([round(loss, 4) for loss in von_mises_nll(torch.zeros(3), torch.ones(3), targets).tolist()])
        #> [1.0738, 3.0738, 1.0738]
        ```

    Reference: K. V. Mardia and P. E. Jupp, Directional Statistics, 2000, section 3.5.4.
    """
    require(concentration > 0, "concentration", "positive", concentration)
    require_finite(direction=direction, concentration=concentration, targets=targets)
    return math.log(2 * math.pi) + log_bessel_i0(concentration) - concentration * (targets - direction).cos()


@jaxtyped(typechecker=beartype)
def von_mises_vector_nll(
    vector: Float[Tensor, "*batch 2"], targets: Float[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""The von Mises loss of one vector, whose direction is the mean direction and whose length the concentration.

    $$-\log p(y \mid f) = \log\left( 2\pi I_0(\lVert f \rVert) \right) - f_1 \cos y - f_2 \sin y$$

    It is smooth everywhere, also at the origin, where the distribution is uniform and has no direction.

    Args:
        vector: the model's outputs $f = \kappa (\cos\mu, \sin\mu)$, any two real numbers.
        targets: observed angles $y$, in radians; a full turn more or less makes no difference.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.circular import von_mises_vector_nll

        vectors, targets = torch.tensor([[1.0, 0.0], [0.0, 0.0]]), torch.tensor([torch.pi, torch.pi])
        print([round(loss, 4) for loss in von_mises_vector_nll(vectors, targets).tolist()])
        #> [3.0738, 1.8379]
        ```

    Reference: K. V. Mardia and P. E. Jupp, Directional Statistics, 2000, section 3.5.4.
    """
    require_finite(vector=vector, targets=targets)
    largest = vector.abs().amax(-1).clamp_min(torch.finfo(vector.dtype).tiny).detach()  # no square of it
    length = largest * torch.linalg.vector_norm(vector / largest.unsqueeze(-1), dim=-1)
    along = vector[..., 0] * targets.cos() + vector[..., 1] * targets.sin()
    return math.log(2 * math.pi) + log_bessel_i0(length) - along

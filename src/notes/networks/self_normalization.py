"""What SELU does to the mean and the variance of a Gaussian pre-activation, and to their fixed point."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_positive
from notes.networks.activation import SELU_ALPHA, SELU_SCALE


@jaxtyped(typechecker=beartype)
def selu_moments(
    mean: Float[Tensor, "*shape"], variance: Float[Tensor, "*shape"]
) -> tuple[Float[Tensor, "*shape"], Float[Tensor, "*shape"]]:
    r"""Mean and variance of $\operatorname{SELU}(z)$ for a Gaussian $z$, in closed form.

    $$\mathbb{E}\,e^{n z} 1_{z<0}
    = \tfrac12 e^{n \mu + n^2 \nu / 2} \operatorname{erfc}\left(\frac{\mu + n \nu}{\sqrt{2 \nu}}\right)$$

    for $n = 0, 1, 2$ gives the left branch; the right one needs $\mathbb{E}\,z 1_{z>0}$ and
    $\mathbb{E}\,z^2 1_{z>0}$. Where the argument of erfc is positive, the scaled function
    $e^{t^2} \operatorname{erfc}(t)$ takes its place, for which the factor is $\tfrac12 e^{-\mu^2 / 2 \nu}$ and
    overflows nowhere.

    Args:
        mean: mean $\mu$ of the pre-activation.
        variance: its variance $\nu$; positive.

    Returns:
        Mean and variance of the activation, in this order.

    Raises:
        ValueError: if a mean is not finite, or a variance not positive.

    Example:
        ```python
        import torch
        from notes.networks.self_normalization import selu_moments

        mean, variance = selu_moments(torch.tensor(0.0).double(), torch.tensor(1.0).double())
        print(f"{abs(mean):.6f} {variance:.6f}")
        #> 0.000000 1.000000
        ```

    Reference: G. Klambauer et al., Self-Normalizing Neural Networks, 2017, Equations 4 and 5.
    """
    require_finite(mean=mean)
    require_positive(variance=variance)
    dtype, mean, variance = mean.dtype, mean.double(), variance.double()
    spread = torch.sqrt(2 * variance)

    def negative_exponential(n: int) -> Tensor:
        z = (mean + n * variance) / spread
        left = torch.exp((n * mean + n**2 * variance / 2).clamp(max=0)) * torch.special.erfc(z)
        right = torch.exp(-(mean**2) / (2 * variance)) * torch.special.erfcx(z.clamp(min=0))
        return torch.where(z < 0, left, right) / 2

    density = torch.sqrt(variance / (2 * math.pi)) * torch.exp(-(mean**2) / (2 * variance))
    positive = 1 - negative_exponential(0)
    left = negative_exponential(1) - negative_exponential(0)
    left_squared = negative_exponential(2) - 2 * negative_exponential(1) + negative_exponential(0)
    first = SELU_SCALE * (mean * positive + density + SELU_ALPHA * left)
    second = SELU_SCALE**2 * ((mean**2 + variance) * positive + mean * density + SELU_ALPHA**2 * left_squared)
    return first.to(dtype), (second - first**2).to(dtype)

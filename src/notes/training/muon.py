"""Muon: steps along a momentum whose singular values have been brought to about one, by the Newton-Schulz iteration."""

from dataclasses import dataclass

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_not_negative, require_sizes, require_some, require_squares
from notes.training.descent import Gradient

QUINTIC = (3.4445, -4.7750, 2.0315)  # of Jordan et al.: steep at zero, so that five rounds do


@jaxtyped(typechecker=beartype)
def newton_schulz(
    matrix: Float[Tensor, "*runs rows columns"],
    rounds: int = 5,
    coefficients: tuple[float, float, float] = QUINTIC,
) -> Float[Tensor, "*runs rows columns"]:
    r"""A matrix with the same singular vectors, and with singular values that a polynomial has taken to about one.

    $$X_0 = \frac{M}{\|M\|_F}, \qquad X_{k+1} = c_1 X_k + c_3\, X_k X_k^T X_k + c_5\, X_k X_k^T X_k X_k^T X_k$$

    Args:
        matrix: $M$, or several side by side.
        rounds: how often the polynomial is applied, at least 1.
        coefficients: $c_1$, $c_3$ and $c_5$; (1.5, -0.5, 0) is the cubic that converges to one exactly.

    Returns:
        The matrices after the last round; zero where `matrix` is.

    Raises:
        ValueError: if `rounds` is not positive, the matrix is empty or holds NaN, infinity or numbers without a finite
            sum of squares, or the coefficients lead to values that are not finite.

    Example:
        ```python
        import torch
        from notes.training.muon import newton_schulz

        flat = newton_schulz(torch.diag(torch.tensor([4.0, 1.0])), rounds=12, coefficients=(1.5, -0.5, 0.0))
        print([[round(entry, 3) for entry in row] for row in flat.tolist()])
        #> [[1.0, 0.0], [0.0, 1.0]]
        ```

    Reference: K. Jordan et al., Muon: An Optimizer for Hidden Layers in Neural Networks, 2024.
    """
    require_sizes(rounds=rounds)
    require_some(matrix=matrix)
    require_squares(matrix=matrix)
    c1, c3, c5 = coefficients
    norm = torch.linalg.matrix_norm(matrix, keepdim=True)
    x = matrix / norm.clamp(min=1e-7)
    for _ in range(rounds):
        gram = x @ x.mT
        x = c1 * x + c3 * gram @ x + c5 * gram @ gram @ x
    require(x.isfinite(), "coefficients", "such that the values stay finite", x)
    return x


@dataclass(frozen=True)
class Muon:
    r"""Momentum, made orthogonal before the step; for weight matrices only.

    $$M_{t+1} = \beta M_t + \Gamma_t, \qquad
    \Omega_{t+1} = (1 - \alpha \delta)\, \Omega_t - \alpha \sqrt{\max(1, D_{h'} / D_h)}\,
    \operatorname{NS}(\Gamma_t + \beta M_{t+1})$$

    Args:
        decay: the weight of the past in the momentum, $\beta$, in [0, 1).
        weight_decay: by what share of the rate the weights shrink, $\delta$, non-negative.

    Raises:
        ValueError: if an argument is out of its range.

    Reference: K. Jordan et al., Muon: An Optimizer for Hidden Layers in Neural Networks, 2024.
    """

    decay: float = 0.95
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.decay < 1:
            raise ValueError(f"`decay` must lie in [0, 1), got {self.decay}")
        require_not_negative(weight_decay=self.weight_decay)

    def initial_state(self, parameters: Tensor) -> Tensor:
        """No momentum yet: zeros of the parameters' shape."""
        return torch.zeros_like(parameters)

    def step(self, parameters: Tensor, state: Tensor, gradient: Gradient, rate: float) -> tuple[Tensor, Tensor]:
        """The matrix and the momentum after one step."""
        g = gradient(parameters)
        momentum = self.decay * state + g
        outputs, inputs = parameters.shape[-2:]
        direction = max(1, outputs / inputs) ** 0.5 * newton_schulz(g + self.decay * momentum)
        return parameters - rate * (direction + self.weight_decay * parameters), momentum

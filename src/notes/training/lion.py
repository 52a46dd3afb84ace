"""Lion: steps along the sign of a momentum, with weight decay beside them."""

from dataclasses import dataclass

import torch
from torch import Tensor

from notes.domain import require_not_negative
from notes.training.descent import Gradient


@dataclass(frozen=True)
class Lion:
    r"""The sign of a mean of momentum and gradient, and weight decay beside it.

    $$\phi_{t+1} = (1 - \alpha \delta)\, \phi_t - \alpha \operatorname{sign}\big(\beta m_t + (1 - \beta)\, g_t\big),
    \qquad m_{t+1} = \beta' m_t + (1 - \beta')\, g_t$$

    Args:
        decay: the weight of the momentum in the step, $\beta$, in [0, 1).
        momentum_decay: the weight of the past in the momentum, $\beta'$, in [0, 1).
        weight_decay: by what share of the rate the weights shrink, $\delta$, non-negative.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        import torch
        from notes.training.descent import optimizer_path
        from notes.training.lion import Lion
        from notes.training.schedules import constant_rate

        gradient = lambda phi: torch.tensor([1e-6, -1e6])
        print(optimizer_path(Lion(), gradient, torch.zeros(2), constant_rate(0.5, steps=2)).tolist())
        #> [[0.0, 0.0], [-0.5, 0.5], [-1.0, 1.0]]
        ```

    Reference: X. Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, program 1.
    """

    decay: float = 0.9
    momentum_decay: float = 0.99
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        for name in ("decay", "momentum_decay"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"`{name}` must lie in [0, 1), got {getattr(self, name)}")
        require_not_negative(weight_decay=self.weight_decay)

    def initial_state(self, parameters: Tensor) -> Tensor:
        """No momentum yet: zeros of the parameters' shape."""
        return torch.zeros_like(parameters)

    def step(self, parameters: Tensor, state: Tensor, gradient: Gradient, rate: float) -> tuple[Tensor, Tensor]:
        """The parameters and the momentum after one step."""
        g = gradient(parameters)
        direction = (self.decay * state + (1 - self.decay) * g).sign()
        momentum = self.momentum_decay * state + (1 - self.momentum_decay) * g
        return parameters - rate * (direction + self.weight_decay * parameters), momentum

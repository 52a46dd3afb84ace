"""Momentum and Nesterov momentum, as the formulas of the chapter write them."""

from dataclasses import dataclass

import torch
from torch import Tensor

from notes.training.descent import Gradient


def _refuse_bad_decay(name: str, decay: float) -> None:
    if not 0 <= decay < 1:
        raise ValueError(f"`{name}` must lie in [0, 1), got {decay}")


@dataclass(frozen=True)
class Momentum:
    r"""Gradient descent along a running average of the gradients.

    $$m_{t+1} = \beta m_t + (1 - \beta) \frac{\partial L(\phi_t)}{\partial \phi},
    \qquad \phi_{t+1} = \phi_t - \alpha m_{t+1}$$

    The state is $m_t$, and $m_0 = 0$.

    Args:
        decay: the weight of the past, $\beta$, in [0, 1).

    Raises:
        ValueError: if `decay` is out of its range.

    Example:
        ```python
        import torch
        from notes.training.descent import optimizer_path
        from notes.training.momentum import Momentum
        from notes.training.schedules import constant_rate

        path = optimizer_path(Momentum(decay=0.5), torch.ones_like, torch.zeros(1), constant_rate(1.0, steps=3))
        print(path.flatten().tolist())
        #> [0.0, -0.5, -1.25, -2.125]
        ```

    Reference: B. T. Polyak, Some Methods of Speeding up the Convergence of Iteration Methods, 1964.
    """

    decay: float

    def __post_init__(self) -> None:
        _refuse_bad_decay("decay", self.decay)

    def initial_state(self, parameters: Tensor) -> Tensor:
        """No momentum yet: zeros of the parameters' shape."""
        return torch.zeros_like(parameters)

    def step(self, parameters: Tensor, state: Tensor, gradient: Gradient, rate: float) -> tuple[Tensor, Tensor]:
        """The parameters and the momentum after one step."""
        momentum = self.decay * state + (1 - self.decay) * gradient(parameters)
        return parameters - rate * momentum, momentum


@dataclass(frozen=True)
class NesterovMomentum:
    r"""Momentum with the gradient taken where the momentum alone would carry the parameters.

    $$m_{t+1} = \beta m_t + (1 - \beta) \frac{\partial L(\phi_t - \alpha \beta m_t)}{\partial \phi},
    \qquad \phi_{t+1} = \phi_t - \alpha m_{t+1}$$

    The state is $m_t$, and $m_0 = 0$.

    Args:
        decay: the weight of the past, $\beta$, in [0, 1).

    Raises:
        ValueError: if `decay` is out of its range.

    Reference: Yu. E. Nesterov, A Method of Solving a Convex Programming Problem with Convergence Rate O(1/k^2), 1983;
        in this form I. Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning, 2013.
    """

    decay: float

    def __post_init__(self) -> None:
        _refuse_bad_decay("decay", self.decay)

    def initial_state(self, parameters: Tensor) -> Tensor:
        """No momentum yet: zeros of the parameters' shape."""
        return torch.zeros_like(parameters)

    def look_ahead(self, parameters: Tensor, momentum: Tensor, rate: float) -> Tensor:
        r"""The point $\phi_t - \alpha \beta m_t$ at which the gradient is taken."""
        return parameters - rate * self.decay * momentum

    def step(self, parameters: Tensor, state: Tensor, gradient: Gradient, rate: float) -> tuple[Tensor, Tensor]:
        """The parameters and the momentum after one step."""
        ahead = self.look_ahead(parameters, state, rate)
        momentum = self.decay * state + (1 - self.decay) * gradient(ahead)
        return parameters - rate * momentum, momentum

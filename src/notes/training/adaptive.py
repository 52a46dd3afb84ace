"""Rates of their own for every coordinate: AdaGrad, which sums all squared gradients, and RMSProp, which forgets."""

from dataclasses import dataclass

import torch
from torch import Tensor

from notes.domain import require_positive
from notes.training.descent import Gradient


@dataclass(frozen=True)
class AdaGrad:
    r"""Gradient descent, divided by the root of the sum of all squared gradients.

    $$v_{t+1} = v_t + g_t^2, \qquad \phi_{t+1} = \phi_t - \alpha \frac{g_t}{\sqrt{v_{t+1}} + \epsilon}$$

    Args:
        epsilon: keeps the quotient finite where the gradients vanish; positive, in the unit of the gradient.

    Raises:
        ValueError: if `epsilon` is not positive.

    Example:
        ```python
        import torch
        from notes.training.adaptive import AdaGrad
        from notes.training.descent import optimizer_path
        from notes.training.schedules import constant_rate

        path = optimizer_path(AdaGrad(), torch.ones_like, torch.zeros(1), constant_rate(1.0, steps=4))
        print([round(length, 3) for length in path.flatten().diff().tolist()])
        #> [-1.0, -0.707, -0.577, -0.5]
        ```

    Reference: J. Duchi, E. Hazan and Y. Singer, Adaptive Subgradient Methods for Online Learning and Stochastic
        Optimization, 2011.
    """

    epsilon: float = 1e-10

    def __post_init__(self) -> None:
        require_positive(epsilon=self.epsilon)

    def initial_state(self, parameters: Tensor) -> Tensor:
        """Nothing summed yet: zeros of the parameters' shape."""
        return torch.zeros_like(parameters)

    def step(self, parameters: Tensor, state: Tensor, gradient: Gradient, rate: float) -> tuple[Tensor, Tensor]:
        """The parameters and the sum of squares after one step."""
        g = gradient(parameters)
        squares = state + g.square()
        return parameters - rate * g / (squares.sqrt() + self.epsilon), squares


@dataclass(frozen=True)
class RMSProp:
    r"""Gradient descent, divided by the root of a running average of the squared gradients.

    $$v_{t+1} = \gamma v_t + (1 - \gamma)\, g_t^2, \qquad
    \phi_{t+1} = \phi_t - \alpha \frac{g_t}{\sqrt{v_{t+1}} + \epsilon}$$

    Args:
        decay: the weight of the past in the average, $\gamma$, in [0, 1).
        epsilon: keeps the quotient finite where the gradients vanish; positive, in the unit of the gradient.

    Raises:
        ValueError: if an argument is out of its range.

    Reference: T. Tieleman and G. Hinton, Lecture 6.5: RMSProp, 2012.
    """

    decay: float = 0.99
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        if not 0 <= self.decay < 1:
            raise ValueError(f"`decay` must lie in [0, 1), got {self.decay}")
        require_positive(epsilon=self.epsilon)

    def initial_state(self, parameters: Tensor) -> Tensor:
        """No average yet: zeros of the parameters' shape."""
        return torch.zeros_like(parameters)

    def step(self, parameters: Tensor, state: Tensor, gradient: Gradient, rate: float) -> tuple[Tensor, Tensor]:
        """The parameters and the average of squares after one step."""
        g = gradient(parameters)
        squares = self.decay * state + (1 - self.decay) * g.square()
        return parameters - rate * g / (squares.sqrt() + self.epsilon), squares

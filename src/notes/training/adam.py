"""The step normalised by its gradient's size, Adam, which averages before it normalises, and AdamW, which decays."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from notes.domain import require_not_negative
from notes.training.descent import Gradient


def _refuse_bad_epsilon(epsilon: float) -> None:
    if not (math.isfinite(epsilon) and epsilon > 0):
        raise ValueError(f"`epsilon` must be positive and finite, got {epsilon}")


@dataclass(frozen=True)
class NormalizedGradient:
    r"""A step of nearly the same length in every coordinate, whatever the size of the gradient.

    $$\phi_{t+1} = \phi_t - \alpha \frac{g_t}{\sqrt{g_t^2} + \epsilon}, \qquad
    g_t = \frac{\partial L(\phi_t)}{\partial \phi}$$

    Args:
        epsilon: keeps the quotient finite where the gradient vanishes; positive.

    Raises:
        ValueError: if `epsilon` is not positive.
    """

    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        _refuse_bad_epsilon(self.epsilon)

    def initial_state(self, parameters: Tensor) -> None:  # noqa: ARG002
        """Nothing: the rule has no memory."""
        return

    def step(self, parameters: Tensor, state: None, gradient: Gradient, rate: float) -> tuple[Tensor, None]:
        """The parameters after a step of length `rate` in every coordinate."""
        g = gradient(parameters)
        return parameters - rate * g / (g.square().sqrt() + self.epsilon), state


class Moments(NamedTuple):
    """What Adam remembers: running averages of the gradient and of its square, and how many steps they hold."""

    first: Tensor
    second: Tensor
    steps: int


@dataclass(frozen=True)
class Adam:
    r"""Momentum, divided by the root of a running average of squared gradients, both corrected for starting at zero.

    $$\phi_{t+1} = \phi_t - \alpha \frac{\tilde m_{t+1}}{\sqrt{\tilde v_{t+1}} + \epsilon}, \qquad
    \tilde m_{t+1} = \frac{m_{t+1}}{1 - \beta^{t+1}}, \quad \tilde v_{t+1} = \frac{v_{t+1}}{1 - \gamma^{t+1}}$$

    Args:
        decay: the weight of the past in the average of gradients, $\beta$, in [0, 1).
        square_decay: the same in the average of squared gradients, $\gamma$, in [0, 1).
        epsilon: keeps the quotient finite where the gradients vanish; positive, in the unit of the gradient.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        import torch
        from notes.training.adam import Adam
        from notes.training.descent import optimizer_path
        from notes.training.schedules import constant_rate

        steep = optimizer_path(Adam(), lambda phi: 1e6 * phi, torch.ones(1), constant_rate(0.1, steps=2))
        print([round(value, 4) for value in steep.flatten().tolist()])
        #> [1.0, 0.9, 0.8004]
        ```

    Reference: D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015, algorithm 1.
    """

    decay: float = 0.9
    square_decay: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        for name in ("decay", "square_decay"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"`{name}` must lie in [0, 1), got {getattr(self, name)}")
        _refuse_bad_epsilon(self.epsilon)

    def initial_state(self, parameters: Tensor) -> Moments:
        """No average yet: zeros of the parameters' shape, after zero steps."""
        return Moments(torch.zeros_like(parameters), torch.zeros_like(parameters), 0)

    def corrected(self, moments: Moments) -> tuple[Tensor, Tensor]:
        r"""The two averages divided by the sum of their weights, $1 - \beta^t$ and $1 - \gamma^t$."""
        return (
            moments.first / (1 - self.decay**moments.steps),
            moments.second / (1 - self.square_decay**moments.steps),
        )

    def step(self, parameters: Tensor, state: Moments, gradient: Gradient, rate: float) -> tuple[Tensor, Moments]:
        """The parameters and the moments after one step."""
        g = gradient(parameters)
        moments = Moments(
            self.decay * state.first + (1 - self.decay) * g,
            self.square_decay * state.second + (1 - self.square_decay) * g.square(),
            state.steps + 1,
        )
        first, second = self.corrected(moments)
        return parameters - rate * first / (second.sqrt() + self.epsilon), moments


@dataclass(frozen=True)
class AdamW(Adam):
    r"""Adam, with the weights shrunk beside its step and not through its gradient.

    $$\phi_{t+1} = (1 - \alpha \delta)\, \phi_t - \alpha \frac{\tilde m_{t+1}}{\sqrt{\tilde v_{t+1}} + \epsilon}$$

    Args:
        weight_decay: by what share of the rate the weights shrink, $\delta$, non-negative.

    Raises:
        ValueError: if an argument is out of its range.

    Reference: I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, 2019, algorithm 2.
    """

    weight_decay: float = 0.01

    def __post_init__(self) -> None:
        super().__post_init__()
        require_not_negative(weight_decay=self.weight_decay)

    def step(self, parameters: Tensor, state: Moments, gradient: Gradient, rate: float) -> tuple[Tensor, Moments]:
        """The parameters after Adam's step and the shrinking, and the moments."""
        moved, moments = super().step(parameters, state, gradient, rate)
        return moved - rate * self.weight_decay * parameters, moments

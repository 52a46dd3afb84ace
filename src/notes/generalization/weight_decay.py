"""L2 penalty against weight decay: one changes the gradient that a rule sees, the other the step that it takes."""

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from notes.domain import beartype, require_not_negative
from notes.training.descent import Gradient, Optimizer


@beartype
def penalized_gradient(gradient: Gradient, strength: float) -> Gradient:
    r"""Gradient of a loss plus an L2 penalty, for any optimiser of chapter 4.

    $$\nabla \tilde L[\phi] = \nabla L[\phi] + 2 \lambda \phi$$

    Args:
        gradient: from parameters to the gradient of the unpenalised loss.
        strength: weight lambda of the penalty; not negative.

    Returns:
        The function from parameters to the penalised gradient.

    Raises:
        ValueError: if `strength` is negative.

    Example:
        ```python
        import torch
        from notes.generalization.weight_decay import penalized_gradient

        gradient = penalized_gradient(lambda phi: phi - 1, strength=0.5)
        print(gradient(torch.tensor([2.0, -1.0])).tolist())
        #> [3.0, -3.0]
        ```
    """
    require_not_negative(strength=strength)
    return lambda parameters: gradient(parameters) + 2 * strength * parameters


@dataclass(frozen=True)
class WeightDecay:
    r"""An optimiser with decoupled weight decay: its own step, and a shrinking that its gradient never sees.

    $$\phi_{t+1} = (1 - \alpha \kappa)\, \phi_t - \alpha\, \mathrm{direction}_t$$

    Around gradient descent this is the weight decay of old; around Adam it is AdamW.

    Args:
        rule: the optimiser of chapter 4 that is wrapped.
        decay: weight decay kappa; not negative.

    Raises:
        ValueError: if `decay` is negative.

    Example:
        ```python
        import torch
        from notes.generalization.weight_decay import WeightDecay
        from notes.training.descent import GradientDescent

        rule = WeightDecay(GradientDescent(), decay=0.5)
        phi, _ = rule.step(torch.tensor([2.0]), None, lambda phi: torch.ones_like(phi), 0.1)
        print(f"{phi.item():.2f}")
        #> 1.80
        ```

    Reference: I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, 2019.
    """

    rule: Optimizer
    decay: float

    def __post_init__(self) -> None:
        require_not_negative(decay=self.decay)

    def initial_state(self, parameters: Tensor) -> Any:
        """What the wrapped rule remembers before its first step."""
        return self.rule.initial_state(parameters)

    def step(self, parameters: Tensor, state: Any, gradient: Gradient, rate: float) -> tuple[Tensor, Any]:
        """The parameters after the wrapped rule's step and the shrinking, and the rule's memory."""
        moved, state = self.rule.step(parameters, state, gradient, rate)
        return moved - rate * self.decay * parameters, state

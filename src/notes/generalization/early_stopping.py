"""Early stopping: keep the weights of the best validation loss; on a quadratic, a spectral filter like L2."""

import copy
import math
from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_finite,
    require_not_negative,
    require_positive,
    require_some,
)


class EarlyStopping:
    """Watches a validation loss, remembers the best weights, and says when to give up.

    Args:
        model: the model being trained; its best weights are copied here, so later steps cannot spoil them.
        patience: number of checks in a row without improvement after which to stop; positive.
        improvement: how much lower than the best a loss must be to count; not negative.

    Raises:
        ValueError: if `patience` is not positive or `improvement` is negative.

    Example:
        ```python
        import torch
        from notes.generalization.early_stopping import EarlyStopping

        model = torch.nn.Linear(1, 1, bias=False)
        stopping = EarlyStopping(model, patience=2)
        for step, loss in enumerate([3.0, 1.0, 2.0, 4.0, 0.0]):
            torch.nn.init.constant_(model.weight, step)
            if stopping.should_stop(loss):
                break

        stopping.restore()
        print(step, stopping.best_loss, model.weight.item())
        #> 3 1.0 1.0
        ```

    Reference: L. Prechelt, Early Stopping - But When?, 1998.
    """

    def __init__(self, model: nn.Module, patience: int, improvement: float = 0.0):
        if patience < 1:
            raise ValueError(f"`patience` must be positive, got {patience}")
        require_not_negative(improvement=improvement)
        self.model = model
        self.patience = patience
        self.improvement = improvement
        self.best_loss = math.inf
        self.checks_without_improvement = 0
        self._best_state: dict[str, Tensor] | None = None

    def should_stop(self, validation_loss: float) -> bool:
        """Take note of a validation loss; True once patience has run out.

        Raises:
            ValueError: if the loss is NaN, which no weights could improve on.
        """
        if math.isnan(validation_loss):
            raise ValueError(f"`validation_loss` must be a number, got {validation_loss}")
        if validation_loss < self.best_loss - self.improvement:
            self.best_loss = validation_loss
            self.checks_without_improvement = 0
            self._best_state = copy.deepcopy(self.model.state_dict())
        else:
            self.checks_without_improvement += 1
        return self.checks_without_improvement >= self.patience

    def restore(self) -> None:
        """Put the weights of the best validation loss back into the model.

        Raises:
            ValueError: if no loss has been noted yet.
        """
        if self._best_state is None:
            raise ValueError("`should_stop` must note a finite loss before `restore`, got none")
        self.model.load_state_dict(self._best_state)


@beartype
def stopped_descent(
    stopping: EarlyStopping,
    training_loss: Callable[[nn.Module], Tensor],
    validation_loss: Callable[[nn.Module], Tensor],
    optimizer: torch.optim.Optimizer,
    steps: int,
) -> list[tuple[float, float]]:
    """Losses before each step of a training run that ends when patience does, the best weights being restored.

    Args:
        stopping: holds the model, which is trained in place.
        training_loss: what is minimised.
        validation_loss: what is watched, on samples that no gradient ever sees.
        optimizer: takes the steps on the model's parameters.
        steps: the most steps to take; positive.

    Returns:
        Pairs of training and validation loss, one for each check.

    Raises:
        ValueError: if `steps` is not positive.
    """
    if steps < 1:
        raise ValueError(f"`steps` must be positive, got {steps}")
    history = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = training_loss(stopping.model)
        with torch.no_grad():
            watched = validation_loss(stopping.model).item()
        history.append((loss.item(), watched))
        if stopping.should_stop(watched):
            break
        loss.backward()
        optimizer.step()
    stopping.restore()
    return history


@jaxtyped(typechecker=beartype)
def descent_filter(eigenvalues: Float[Tensor, "*shape"], rate: float, steps: int) -> Float[Tensor, "*shape"]:
    r"""Share of the minimiser of a quadratic that gradient descent from zero has reached in each eigendirection.

    $$1 - (1 - \alpha s)^t$$

    Args:
        eigenvalues: eigenvalues s of the Hessian; positive.
        rate: learning rate alpha, below 2 over the largest eigenvalue.
        steps: number t of steps; not negative.

    Returns:
        One factor per direction: steep directions arrive first.

    Raises:
        ValueError: if an eigenvalue is not positive, the rate lets descent diverge, or `steps` is negative, or
            `eigenvalues` is empty.

    Example:
        ```python
        import torch
        from notes.generalization.early_stopping import descent_filter

        print([round(share, 3) for share in descent_filter(torch.tensor([1.0, 0.1, 0.01]), 0.5, 10).tolist()])
        #> [0.999, 0.401, 0.049]
        ```
    """
    require_some(eigenvalues=eigenvalues)
    require(eigenvalues > 0, "eigenvalues", "positive", eigenvalues)
    largest = eigenvalues.max().item()
    if not 0 < rate * largest < 2:
        raise ValueError(f"`rate` must be between 0 and 2 / {largest:g}, got {rate}")
    if steps < 0:
        raise ValueError(f"`steps` must not be negative, got {steps}")
    return 1 - (1 - rate * eigenvalues) ** steps


@jaxtyped(typechecker=beartype)
def descent_iterate(
    hessian: Float[Tensor, "n n"], minimiser: Float[Tensor, "n"], rate: float, steps: int
) -> Float[Tensor, "n"]:
    r"""Where gradient descent from zero on a quadratic is after some steps, without taking them.

    $$L[\phi] = \tfrac12 (\phi - \phi^*)^\top H (\phi - \phi^*), \qquad
      \phi_t = U \left( I - (I - \alpha S)^t \right) U^\top \phi^*, \quad H = U S U^\top$$

    Args:
        hessian: symmetric positive definite H.
        minimiser: phi*, the minimum of the quadratic.
        rate: learning rate alpha.
        steps: number t of steps.

    Returns:
        The iterate phi_t.

    Raises:
        ValueError: if `hessian` is not symmetric, or as `descent_filter`, or `hessian` is not positive definite, or is
            of half precision, or `minimiser` is NaN or infinite.
    """
    require_finite(minimiser=minimiser)
    require_decomposable(hessian=hessian)
    if not torch.allclose(hessian, hessian.T):
        raise ValueError(f"`hessian` must be symmetric, got {hessian.tolist()}")
    eigenvalues, directions = torch.linalg.eigh(hessian)
    require(eigenvalues > 0, "hessian", "positive definite", eigenvalues)
    return directions @ (descent_filter(eigenvalues, rate, steps) * (directions.T @ minimiser))


@jaxtyped(typechecker=beartype)
def equivalent_strength(rate: float, steps: int) -> float:
    r"""L2 strength whose filter agrees with early stopping to first order in small eigenvalues.

    $$1 - (1 - \alpha s)^t = \alpha t s + O(s^2), \qquad \frac{s}{s + \lambda} = \frac{s}{\lambda} + O(s^2)
      \quad \Rightarrow \quad \lambda = \frac{1}{\alpha t}$$

    Args:
        rate: learning rate alpha; positive.
        steps: number t of steps; positive.

    Returns:
        The strength lambda of the penalty (lambda / 2) |phi|^2 on the quadratic.

    Raises:
        ValueError: if `rate` or `steps` is not positive.

    Reference: C. M. Bishop, Regularization and Complexity Control in Feed-forward Networks, 1995.
    """
    require_positive(rate=rate, steps=steps)
    return 1 / (rate * steps)

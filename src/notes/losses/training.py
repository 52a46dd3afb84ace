"""Training: a loss over a data set, and the parameters that make it least.

Chapter 4 is about how the minimum is found. Here it is found by two optimisers of PyTorch, seen from outside: L-BFGS
for a few parameters, where it is exact to many digits, and Adam for the many of a network.
"""

from collections.abc import Callable
from copy import deepcopy

import torch
from jaxtyping import Float, Shaped, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_finite, require_positive, require_scalar, require_some


@jaxtyped(typechecker=beartype)
def empirical_risk(
    mismatch: Callable[[Tensor, Tensor], Tensor],
    predictions: Float[Tensor, "examples *outputs"],
    targets: Shaped[Tensor, "examples *outcome"],
) -> Float[Tensor, ""]:
    r"""Mean mismatch between predictions and targets: the loss of a data set.

    $$L(\phi) = \frac1n \sum_{i=1}^{n} \ell\left( f(x_i, \phi), y_i \right)$$

    The sum has the same minimiser; the mean does not grow with the number of examples, nor does its gradient.

    Args:
        mismatch: $\ell$, one loss per example from predictions and targets.
        predictions: the model's outputs $f(x_i, \phi)$.
        targets: what was observed, $y_i$.

    Returns:
        The mean loss, in the unit of `mismatch`.

    Raises:
        ValueError: if `mismatch` does not give one finite loss per example, or there is no example.

    Example:
        ```python
        import torch
        from notes.losses.training import empirical_risk

        predictions, targets = torch.tensor([1.0, 2.0]), torch.tensor([1.0, 5.0])
        print(empirical_risk(lambda f, y: (f - y) ** 2, predictions, targets).item())
        #> 4.5
        ```

    Reference: V. N. Vapnik, Principles of Risk Minimization for Learning Theory, 1991.
    """
    require_some(predictions=predictions)
    losses = mismatch(predictions, targets)
    require_finite(mismatch=losses)
    if losses.shape != predictions.shape[:1]:
        raise ValueError(f"`mismatch` must give a loss per example, got {tuple(losses.shape)}")
    return losses.mean()


@jaxtyped(typechecker=beartype)
def minimiser(loss: Callable[[Tensor], Tensor], start: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""Parameters that make a smooth loss least, by descent from a start.

    $$\hat\phi = \arg\min_\phi L(\phi)$$

    Args:
        loss: the loss $L$ of a parameter tensor; a scalar, differentiable.
        start: parameters to start from; float64 for many digits. Left as it is.

    Returns:
        The minimiser, detached. For a loss that is not convex it is a local one.

    Raises:
        ValueError: if `start` is empty, or the loss no scalar, or NaN or infinite at the start or at what was found, as
            of a loss without a minimum.

    Example:
        ```python
        import torch
        from notes.losses.training import minimiser

        targets = torch.tensor([1.0, 2.0, 6.0])
        print(f"{minimiser(lambda mean: (targets - mean).square().sum(), torch.tensor(0.0)):.4f}")
        #> 3.0000
        ```

    Reference: D. C. Liu and J. Nocedal, On the Limited Memory BFGS Method for Large Scale Optimization, 1989.
    """
    require_some(start=start)
    require_scalar(loss=loss(start))
    require_finite(loss=loss(start))
    parameters = start.detach().clone().requires_grad_()
    optimiser = torch.optim.LBFGS(
        [parameters], max_iter=500, tolerance_grad=1e-10, tolerance_change=1e-14, line_search_fn="strong_wolfe"
    )

    def step() -> Tensor:
        optimiser.zero_grad()
        value = loss(parameters)
        value.backward()
        return value

    optimiser.step(step)
    require_finite(loss=loss(parameters))
    return parameters.detach()


@jaxtyped(typechecker=beartype)
def trained(
    model: nn.Module, loss: Callable[[nn.Module], Tensor], *, steps: int = 1000, learning_rate: float = 0.01
) -> nn.Module:
    """A copy of a network whose parameters have followed the gradient of a loss; the network itself stays as it is.

    Args:
        model: the network to start from.
        loss: the loss of a network on the training data; a scalar, differentiable.
        steps: number of updates of Adam, each with all the data.
        learning_rate: size of the first updates; it falls to zero along half a cosine, so that the last ones settle.

    Returns:
        The trained copy.

    Raises:
        ValueError: if `steps` or `learning_rate` is not positive, or the loss becomes NaN or infinite on the way.

    Example:
        ```python
        import torch
        from notes.losses.training import trained

        inputs = torch.linspace(0, 1, 20).unsqueeze(-1)
        line = trained(torch.nn.Linear(1, 1), lambda m: (m(inputs) - 3 * inputs).square().mean(), learning_rate=0.1)
        print(f"{line.weight.item():.2f}")
        #> 3.00
        ```

    Reference: D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015.
    """
    if steps <= 0:
        raise ValueError(f"`steps` must be positive, got {steps}")
    require_positive(learning_rate=learning_rate)
    model = deepcopy(model)
    optimiser = torch.optim.Adam(model.parameters(), lr=learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        optimiser.zero_grad()
        value = loss(model)
        require(value.isfinite(), "loss", "finite at every step", value)
        value.backward()
        optimiser.step()
        schedule.step()
    return model

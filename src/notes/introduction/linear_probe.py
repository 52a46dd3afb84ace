r"""Linear probes: penalised logistic regression on features that are kept as they are.

The penalty is on all weights, the bias among them, so that there is one minimum whatever the features and the labels.
"""

import torch
from jaxtyping import Float, Num, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable, require_finite, require_positive, require_some
from notes.introduction.logistic_regression import (
    logistic_gradient,
    logistic_hessian,
    logistic_loss,
    with_ones,
)

NEWTON_STEPS = 50


@jaxtyped(typechecker=beartype)
def probe_loss(
    weights: Float[Tensor, " weights"],
    features: Float[Tensor, "samples features"],
    targets: Num[Tensor, " samples"],
    penalty: float,
) -> Float[Tensor, ""]:
    r"""Mean binary cross entropy of a probe, and what its weights cost.

    $$J_\gamma(w) = \frac1n \sum_{i=1}^{n} \left( \log(1 + e^{h_i}) - y_i h_i \right)
    + \frac{\gamma}{2} \lVert w \rVert^2$$

    Args:
        weights: the bias, then one weight a feature.
        features: one row a sample.
        targets: the label, 0 or 1, of each sample.
        penalty: $\gamma$, positive.

    Returns:
        The loss, in nats.

    Raises:
        ValueError: if the penalty is not positive, or the samples are such as `logistic_loss` refuses.

    Example:
        ```python
        import torch
        from notes.introduction.linear_probe import probe_loss

        features, targets = torch.tensor([[1.0], [2.0]]), torch.tensor([0.0, 1.0])
        print(f"{probe_loss(torch.tensor([0.0, 1.0]), features, targets, penalty=0.5):.4f}")
        #> 0.9701
        ```

    Reference: G. Alain and Y. Bengio, Understanding Intermediate Layers Using Linear Classifier Probes, 2016.
    """
    require_positive(penalty=penalty)
    cost = penalty / 2 * weights.square().sum()
    return logistic_loss(weights, features, targets) + cost


@jaxtyped(typechecker=beartype)
def probe_gradient(
    weights: Float[Tensor, " weights"],
    features: Float[Tensor, "samples features"],
    targets: Num[Tensor, " samples"],
    penalty: float,
) -> Float[Tensor, " weights"]:
    r"""Gradient of `probe_loss` by the weights.

    $$\nabla J_\gamma(w) = \frac1n \sum_{i=1}^{n} (z_i - y_i)\, \tilde x_i + \gamma w$$

    Args:
        weights: the bias, then one weight a feature.
        features: one row a sample.
        targets: the label, 0 or 1, of each sample.
        penalty: $\gamma$, positive.

    Returns:
        One derivative a weight.

    Raises:
        ValueError: if the penalty is not positive, or the samples are such as `logistic_gradient` refuses.

    Example:
        ```python
        import torch
        from notes.introduction.linear_probe import probe_gradient

        features, targets = torch.tensor([[1.0], [2.0]]), torch.tensor([0.0, 1.0])
        print(probe_gradient(torch.zeros(2), features, targets, penalty=0.5).tolist())
        #> [0.0, -0.25]
        ```
    """
    require_positive(penalty=penalty)
    return logistic_gradient(weights, features, targets) + penalty * weights


@jaxtyped(typechecker=beartype)
def excess_bound(gradient: Float[Tensor, " weights"], penalty: float) -> Float[Tensor, ""]:
    r"""How much of the loss can be above its minimum, by the gradient alone.

    $$J_\gamma(w) - \min J_\gamma \le \frac{\lVert \nabla J_\gamma(w) \rVert^2}{2 \gamma}$$

    Args:
        gradient: gradient of `probe_loss` at the weights in question.
        penalty: $\gamma$, positive.

    Returns:
        The bound, in nats.

    Raises:
        ValueError: if the penalty is not positive, or the gradient not finite.

    Example:
        ```python
        import torch
        from notes.introduction.linear_probe import excess_bound

        print(excess_bound(torch.tensor([0.3, 0.4]), penalty=0.5).item())
        #> 0.25
        ```

    Reference: S. Boyd and L. Vandenberghe, Convex Optimization, 2004, section 9.1.2.
    """
    require_finite(gradient=gradient)
    require_positive(penalty=penalty)
    return gradient.square().sum() / (2 * penalty)


@jaxtyped(typechecker=beartype)
def linear_probe(
    features: Float[Tensor, "samples features"], targets: Num[Tensor, " samples"], penalty: float
) -> Float[Tensor, " weights"]:
    r"""Weights of the least `probe_loss`, by Newton's method from zero: go to the minimum of the quadratic at hand.

    $$w \leftarrow w - \left(\nabla^2 J_\gamma(w)\right)^{-1} \nabla J_\gamma(w)$$

    Args:
        features: one row a sample.
        targets: the label, 0 or 1, of each sample.
        penalty: $\gamma$, positive.

    Returns:
        The bias, then one weight a feature; by `excess_bound` their loss is the least but for rounding.

    Raises:
        ValueError: if there is no sample, a label is neither 0 nor 1, the penalty is not positive, or so small that
            Newton's method does not arrive.

    Example:
        ```python
        import torch
        from notes.introduction.linear_probe import linear_probe

        features, targets = torch.tensor([[-1.0], [0.0], [1.0]]), torch.tensor([0, 0, 1])
        print([round(weight, 3) for weight in linear_probe(features, targets, penalty=0.1).tolist()])
        #> [-0.582, 1.412]
        ```

    Reference: G. Alain and Y. Bengio, Understanding Intermediate Layers Using Linear Classifier Probes, 2016.
    """
    require_decomposable(features=features)
    require_some(features=features)
    _require_labels(targets)
    weights = torch.zeros_like(with_ones(features)[0])
    identity = torch.eye(len(weights), dtype=weights.dtype, device=weights.device)
    for _ in range(NEWTON_STEPS):
        gradient = probe_gradient(weights, features, targets, penalty)
        if excess_bound(gradient, penalty) <= torch.finfo(weights.dtype).eps:
            return weights
        hessian = logistic_hessian(weights, features) + penalty * identity
        weights = weights - torch.linalg.solve_ex(hessian, gradient).result
        _require_finite_step(weights, penalty)
    raise ValueError(f"`penalty` must be larger for a minimum in reach, got {penalty}")


def _require_labels(targets: Tensor) -> None:
    require((targets == 0) | (targets == 1), "targets", "0 or 1", targets)


def _require_finite_step(weights: Tensor, penalty: float) -> None:
    require(weights.isfinite().all(), "penalty", "larger for a minimum in reach", penalty)

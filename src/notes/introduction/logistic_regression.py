r"""Logistic regression: the probability of a class as the sigmoid of a linear function.

The weights are one vector, the bias first; $\tilde x = (1, x)$ is a sample with a one put before its features.
"""

import torch
from jaxtyping import Float, Num, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable, require_finite, require_some
from notes.introduction.binary_cross_entropy import binary_cross_entropy_from_logits
from notes.introduction.gradient_descent import descent_path


@jaxtyped(typechecker=beartype)
def with_ones(features: Float[Tensor, "samples features"]) -> Float[Tensor, "samples weights"]:
    r"""Samples with a one put before their features, so that the first weight is the bias.

    Args:
        features: one row a sample.

    Returns:
        One column more.

    Example:
        ```python
        import torch
        from notes.introduction.logistic_regression import with_ones

        print(with_ones(torch.tensor([[5.0, 7.0]])).tolist())
        #> [[1.0, 5.0, 7.0]]
        ```
    """
    require_finite(features=features)
    return torch.cat([torch.ones_like(features[:, :1]), features], dim=1)


@jaxtyped(typechecker=beartype)
def logits(
    weights: Float[Tensor, " weights"], features: Float[Tensor, "samples features"]
) -> Float[Tensor, " samples"]:
    r"""Logit of the class 1 for each sample; its sigmoid is the probability.

    $$h_i = w^\top \tilde x_i = w_0 + \sum_j w_j x_{ij}$$

    Args:
        weights: the bias, then one weight a feature.
        features: one row a sample.

    Returns:
        One logit a sample; positive where class 1 is the likelier.

    Example:
        ```python
        import torch
        from notes.introduction.logistic_regression import logits

        print(logits(torch.tensor([1.0, 2.0]), torch.tensor([[0.0], [3.0]])).tolist())
        #> [1.0, 7.0]
        ```
    """
    require_finite(weights=weights, features=features)
    _require_a_weight_each(weights, features)
    return weights[0] + features @ weights[1:]


@jaxtyped(typechecker=beartype)
def logistic_loss(
    weights: Float[Tensor, " weights"], features: Float[Tensor, "samples features"], targets: Num[Tensor, " samples"]
) -> Float[Tensor, ""]:
    r"""Mean binary cross entropy of logistic regression.

    $$J(w) = \frac1n \sum_{i=1}^{n} \left( \log(1 + e^{h_i}) - y_i h_i \right)$$

    Args:
        weights: the bias, then one weight a feature.
        features: one row a sample.
        targets: the label, 0 or 1, of each sample.

    Returns:
        The mean, in nats.

    Example:
        ```python
        import torch
        from notes.introduction.logistic_regression import logistic_loss

        print(f"{logistic_loss(torch.zeros(2), torch.tensor([[1.0], [2.0]]), torch.tensor([0.0, 1.0])):.4f}")
        #> 0.6931
        ```

    Reference: D. R. Cox, The Regression Analysis of Binary Sequences, 1958.
    """
    _require_logits(weights, features)
    losses = binary_cross_entropy_from_logits(logits(weights, features), targets)
    return losses.mean()


@jaxtyped(typechecker=beartype)
def logistic_gradient(
    weights: Float[Tensor, " weights"], features: Float[Tensor, "samples features"], targets: Num[Tensor, " samples"]
) -> Float[Tensor, " weights"]:
    r"""Gradient of `logistic_loss` by the weights.

    $$\nabla J(w) = \frac1n \sum_{i=1}^{n} (z_i - y_i)\, \tilde x_i, \qquad z_i = \sigma(h_i)$$

    Args:
        weights: the bias, then one weight a feature.
        features: one row a sample.
        targets: the label, 0 or 1, of each sample.

    Returns:
        One derivative a weight.

    Example:
        ```python
        import torch
        from notes.introduction.logistic_regression import logistic_gradient

        print(logistic_gradient(torch.zeros(2), torch.tensor([[1.0], [2.0]]), torch.tensor([0.0, 1.0])).tolist())
        #> [0.0, -0.25]
        ```
    """
    _require_logits(weights, features)
    errors = torch.sigmoid(logits(weights, features)) - targets
    return errors @ with_ones(features) / len(targets)


@jaxtyped(typechecker=beartype)
def logistic_hessian(
    weights: Float[Tensor, " weights"], features: Float[Tensor, "samples features"]
) -> Float[Tensor, "weights weights"]:
    r"""Hessian of `logistic_loss` by the weights; the labels do not enter.

    $$\nabla^2 J(w) = \frac1n \sum_{i=1}^{n} z_i (1 - z_i)\, \tilde x_i \tilde x_i^\top$$

    Args:
        weights: the bias, then one weight a feature.
        features: one row a sample.

    Returns:
        Second derivatives by each pair of weights.

    Example:
        ```python
        import torch
        from notes.introduction.logistic_regression import logistic_hessian

        print(logistic_hessian(torch.zeros(2), torch.tensor([[1.0], [3.0]])).tolist())
        #> [[0.25, 0.5], [0.5, 1.25]]
        ```
    """
    _require_logits(weights, features)
    require_some(features=features)
    _require_squares(features)
    probabilities = torch.sigmoid(logits(weights, features))
    slopes, rows = probabilities * (1 - probabilities), with_ones(features)
    return rows.T @ (slopes.unsqueeze(1) * rows) / len(rows)


@jaxtyped(typechecker=beartype)
def logistic_smoothness(features: Float[Tensor, "samples features"]) -> float:
    r"""Largest curvature that `logistic_loss` can have anywhere, since $z(1 - z) \le \tfrac14$.

    $$\lambda = \tfrac{1}{4n}\, \lambda_{\max}\!\left(\textstyle\sum_i \tilde x_i \tilde x_i^\top\right)$$

    Args:
        features: one row a sample.

    Returns:
        A Lipschitz constant of the gradient; descent with a learning rate of one over it never goes up.

    Example:
        ```python
        import torch
        from notes.introduction.logistic_regression import logistic_smoothness

        print(round(logistic_smoothness(torch.tensor([[-1.0], [1.0]])), 3))
        #> 0.25
        ```
    """
    require_decomposable(features=features)
    require_some(features=features)
    _require_squares(features)
    largest = torch.linalg.matrix_norm(with_ones(features), ord=2).item()
    return largest**2 / (4 * len(features))


@jaxtyped(typechecker=beartype)
def logistic_descent(
    features: Float[Tensor, "samples features"], targets: Num[Tensor, " samples"], steps: int
) -> Float[Tensor, "iterates weights"]:
    r"""Path of gradient descent on `logistic_loss` from zero weights, at the learning rate $1 / \lambda$.

    Args:
        features: one row a sample.
        targets: the label, 0 or 1, of each sample.
        steps: number of updates.

    Returns:
        `steps + 1` rows of weights; the last is the fit.

    Example:
        ```python
        import torch
        from notes.introduction.logistic_regression import logistic_descent

        path = logistic_descent(torch.tensor([[-1.0], [0.0], [1.0]]), torch.tensor([0.0, 1.0, 1.0]), steps=1)
        print([[round(weight, 3) for weight in weights] for weights in path.tolist()])
        #> [[0.0, 0.0], [0.667, 1.333]]
        ```

    Reference: S. Boyd and L. Vandenberghe, Convex Optimization, 2004, section 9.3.
    """
    require_decomposable(features=features)
    _require_squares(features)
    zero = torch.zeros_like(with_ones(features)[0])
    logistic_loss(zero, features, targets)  # checks the targets, once for all steps
    rate = 1 / logistic_smoothness(features)
    return descent_path(lambda w: logistic_gradient(w, features, targets), zero, rate, steps)


def _require_a_weight_each(weights: Tensor, features: Tensor) -> None:
    if len(weights) != features.shape[1] + 1:
        raise ValueError(f"`weights` must be one more than the {features.shape[1]} features, got {len(weights)}")


def _require_logits(weights: Tensor, features: Tensor) -> None:
    found = logits(weights, features)
    require(found.isfinite(), "features", "small enough for finite logits", features)


def _require_squares(features: Tensor) -> None:
    require(features.square().isfinite(), "features", "small enough for finite squares", features)

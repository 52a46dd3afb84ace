"""Many random divisions of one data set into training and test samples, and two linear classifiers fitted on each.

The classifiers are fitted on all divisions at once, which is what makes hundreds of them affordable.
"""

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require,
    require_below,
    require_decomposable,
    require_finite,
    require_not_negative,
    require_sizes,
    require_some,
)
from notes.introduction.gaussian_classifier import naive_gaussians, sigmoid_weights
from notes.introduction.logistic_regression import with_ones


@jaxtyped(typechecker=beartype)
def divisions(
    labels: Int[Tensor, " samples"], size: int, count: int, generator: torch.Generator
) -> Int[Tensor, "count samples"]:
    """Random orders of the samples, of which the first `size` are for training and hold two samples of each class.

    Args:
        labels: class 0 or 1 of each sample.
        size: number of training samples, at least 4.
        count: number of divisions.
        generator: source of the permutations.

    Returns:
        One permutation of the samples a row.

    Raises:
        ValueError: if `size` leaves no training or no test samples of both classes, a label is neither 0 nor 1, or
            `count` is not positive.

    Example:
        ```python
        import torch
        from notes.introduction.divisions import divisions

        labels, generator = torch.tensor([0, 1, 0, 1, 0, 1]), torch.Generator().manual_seed(0)
        orders = divisions(labels, size=4, count=3, generator=generator)
        print(orders.shape)
        #> torch.Size([3, 6])
        ```
    """
    if not 4 <= size < len(labels) or min(labels.sum(), (1 - labels).sum()) < 2:
        raise ValueError(f"`size` must be from 4 to {len(labels) - 1}, with two samples of each class, got {size}")
    require_sizes(count=count)
    require((labels == 0) | (labels == 1), "labels", "0 or 1", labels)
    orders: list[Tensor] = []
    while len(orders) < count:
        order = torch.randperm(len(labels), generator=generator, device=generator.device)
        if 2 <= labels[order[:size]].sum() <= size - 2:
            orders.append(order)
    return torch.stack(orders)


@jaxtyped(typechecker=beartype)
def naive_fits(
    features: Float[Tensor, "samples features"],
    labels: Int[Tensor, " samples"],
    training: Int[Tensor, "divisions size"],
) -> Float[Tensor, "divisions weights"]:
    """Weights, bias first, of naive Bayes with shared variances, fitted on each division.

    Args:
        features: one row a sample.
        labels: class 0 or 1 of each sample.
        training: indices of the training samples of each division.

    Returns:
        One row of weights a division.

    Raises:
        ValueError: if there is no division, or one names a sample that does not exist or lacks a class, a label is
            neither 0 nor 1, or the features are not finite or of half precision.

    Example:
        ```python
        import torch
        from notes.introduction.divisions import naive_fits

        features, labels = torch.tensor([[0.0], [2.0], [5.0], [9.0]]), torch.tensor([0, 0, 1, 1])
        print(naive_fits(features, labels, torch.tensor([[0, 1, 2, 3]])).shape)
        #> torch.Size([1, 2])
        ```
    """
    _require_parts(features, labels, training=training)
    return torch.stack([sigmoid_weights(naive_gaussians(features[chosen], labels[chosen])) for chosen in training])


@jaxtyped(typechecker=beartype)
def logistic_fits(
    features: Float[Tensor, "samples features"],
    labels: Int[Tensor, " samples"],
    training: Int[Tensor, "divisions size"],
    steps: int,
    start: Float[Tensor, "divisions weights"] | None = None,
    *,
    penalty: float = 0.0,
) -> Float[Tensor, "divisions weights"]:
    r"""Weights, bias first, of logistic regression on each division: `logistic_descent` for all of them at once.

    $$J(w) + \tfrac{\gamma}{2} \sum_{j \ge 1} w_j^2$$

    Args:
        features: one row a sample.
        labels: class 0 or 1 of each sample.
        training: indices of the training samples of each division.
        steps: number of updates; where the classes are separable, what they are stopped at.
        start: weights of each division to go on from, such as those of fewer steps; zero if there are none.
        penalty: $\gamma$, what a squared weight costs; the bias is free.

    Returns:
        One row of weights a division.

    Raises:
        ValueError: if `penalty` or `steps` is negative, or the samples are such as `naive_fits` refuses.

    Example:
        ```python
        import torch
        from notes.introduction.divisions import logistic_fits

        features, labels = torch.tensor([[0.0], [2.0], [5.0], [9.0]]), torch.tensor([0, 0, 1, 1])
        print(logistic_fits(features, labels, torch.tensor([[0, 1, 2, 3]]), steps=10).shape)
        #> torch.Size([1, 2])
        ```
    """
    require_not_negative(penalty=penalty)
    _require_parts(features, labels, training=training)
    require_sizes(steps=steps + 1)
    rows, targets = with_ones(features)[training], labels[training].to(features.dtype)
    steepest = torch.linalg.matrix_norm(rows, ord=2).square().unsqueeze(1) / (4 * training.shape[1])
    penalties = torch.full_like(rows[0, 0], penalty).index_fill(0, torch.tensor(0, device=rows.device), 0.0)
    columns = rows.transpose(1, 2).contiguous()  # a sum over features runs faster along rows of samples
    weights = (
        torch.zeros(len(rows), rows.shape[2], dtype=features.dtype, device=features.device) if start is None else start
    )
    for _ in range(steps):
        errors = torch.sigmoid((weights.unsqueeze(1) @ columns).squeeze(1)) - targets
        gradients = (errors.unsqueeze(1) @ rows).squeeze(1) / training.shape[1] + penalties * weights
        weights = weights - gradients / (steepest + penalty)
    return weights


@jaxtyped(typechecker=beartype)
def error_rates(
    weights: Float[Tensor, "divisions weights"],
    features: Float[Tensor, "samples features"],
    labels: Int[Tensor, " samples"],
    test: Int[Tensor, "divisions size"],
) -> Float[Tensor, " divisions"]:
    """Share of the test samples of each division that its weights put on the wrong side.

    Args:
        weights: one row of weights, bias first, a division.
        features: one row a sample.
        labels: class 0 or 1 of each sample.
        test: indices of the test samples of each division.

    Returns:
        One share a division.

    Raises:
        ValueError: if there is no test sample, an index names none, the weights do not fit the features, or anything is
            not finite.

    Example:
        ```python
        import torch
        from notes.introduction.divisions import error_rates

        features, labels = torch.tensor([[-1.0], [2.0], [3.0]]), torch.tensor([0, 0, 1])
        print(error_rates(torch.tensor([[0.0, 1.0]]), features, labels, torch.tensor([[0, 1]])).tolist())
        #> [0.5]
        ```
    """
    require_finite(weights=weights, features=features)
    require_some(test=test)
    require_below(len(features), test=test)
    if weights.shape[1] != features.shape[1] + 1:
        raise ValueError(f"`weights` must be one more than {features.shape[1]} features, got {weights.shape[1]}")
    scores = (with_ones(features)[test] @ weights.unsqueeze(2)).squeeze(2)
    return ((scores > 0) != (labels[test] == 1)).to(weights.dtype).mean(dim=1)


def _require_parts(features: Tensor, labels: Tensor, *, training: Tensor) -> None:
    require_decomposable(features=features)
    require((labels == 0) | (labels == 1), "labels", "0 or 1", labels)
    require_some(training=training)
    require_below(len(features), training=training)
    chosen = labels[training]
    require((chosen.amin(1) == 0) & (chosen.amax(1) == 1), "labels", "of both classes in every division", chosen)
    require_finite(features=features.double().square().sum().to(features.dtype))

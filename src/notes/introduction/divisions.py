"""Many random divisions of one data set into training and test samples, and two linear classifiers fitted on each.

The classifiers are fitted on all divisions at once, which is what makes hundreds of them affordable.
"""

import torch
from beartype import beartype
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

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
        ValueError: if `size` leaves no training or no test samples of both classes.

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
    orders: list[Tensor] = []
    while len(orders) < count:
        order = torch.randperm(len(labels), generator=generator)
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

    Example:
        ```python
        import torch
        from notes.introduction.divisions import naive_fits

        features, labels = torch.tensor([[0.0], [2.0], [5.0], [9.0]]), torch.tensor([0, 0, 1, 1])
        print(naive_fits(features, labels, torch.tensor([[0, 1, 2, 3]])).shape)
        #> torch.Size([1, 2])
        ```
    """
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
        ValueError: if `penalty` is negative.

    Example:
        ```python
        import torch
        from notes.introduction.divisions import logistic_fits

        features, labels = torch.tensor([[0.0], [2.0], [5.0], [9.0]]), torch.tensor([0, 0, 1, 1])
        print(logistic_fits(features, labels, torch.tensor([[0, 1, 2, 3]]), steps=10).shape)
        #> torch.Size([1, 2])
        ```
    """
    if not penalty >= 0:
        raise ValueError(f"`penalty` must be at least 0, got {penalty}")
    rows, targets = with_ones(features)[training], labels[training].to(features.dtype)
    steepest = torch.linalg.matrix_norm(rows, ord=2).square().unsqueeze(1) / (4 * training.shape[1])
    penalties = torch.full_like(rows[0, 0], penalty).index_fill(0, torch.tensor(0), 0.0)
    columns = rows.transpose(1, 2).contiguous()  # a sum over features runs faster along rows of samples
    weights = torch.zeros(len(rows), rows.shape[2], dtype=features.dtype) if start is None else start
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

    Example:
        ```python
        import torch
        from notes.introduction.divisions import error_rates

        features, labels = torch.tensor([[-1.0], [2.0], [3.0]]), torch.tensor([0, 0, 1])
        print(error_rates(torch.tensor([[0.0, 1.0]]), features, labels, torch.tensor([[0, 1]])).tolist())
        #> [0.5]
        ```
    """
    scores = (with_ones(features)[test] @ weights.unsqueeze(2)).squeeze(2)
    return ((scores > 0) != (labels[test] == 1)).to(weights.dtype).mean(dim=1)

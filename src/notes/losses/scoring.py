"""Scores of predicted probabilities, and what a forecaster should expect of them.

A score is a loss: the smaller, the better. It is proper if nobody expects a smaller one by reporting other
probabilities than those that are believed in.
"""

from collections.abc import Callable

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_distributions

Score = Callable[[Tensor, Tensor], Tensor]
"""One number for each example, from probabilities, the classes last, and the classes that were observed."""


def _of_observed(probabilities: Tensor, targets: Tensor) -> Tensor:
    """The probability that was given to what was observed."""
    require_distributions(probabilities=probabilities)
    classes = probabilities.shape[-1]
    require((targets >= 0) & (targets < classes), "targets", f"a class from 0 to {classes - 1}", targets)
    return probabilities.take_along_dim(targets.unsqueeze(-1), -1).squeeze(-1)


@jaxtyped(typechecker=beartype)
def logarithmic_score(
    probabilities: Float[Tensor, "*batch classes"], targets: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Minus the logarithm of the probability that was given to what was observed: the loss of this chapter.

    $$S(q, y) = -\log q_y$$

    Args:
        probabilities: the report $q$, the classes last.
        targets: observed classes $y$, counted from 0.

    Returns:
        One score per example, in nats; infinite for what was held impossible.

    Raises:
        ValueError: if a report is negative somewhere or does not sum to one, or a target is not one of the classes.

    Example:
        ```python
        import torch
        from notes.losses.scoring import logarithmic_score

        print(f"{logarithmic_score(torch.tensor([0.25, 0.75]), torch.tensor(0)):.4f}")
        #> 1.3863
        ```

    Reference: I. J. Good, Rational Decisions, 1952.
    """
    return -_of_observed(probabilities, targets).log()


@jaxtyped(typechecker=beartype)
def brier_score(
    probabilities: Float[Tensor, "*batch classes"], targets: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Squared distance of the reported probabilities from the one-hot target.

    $$S(q, y) = \sum_{k=1}^{K} (q_k - \mathbb{1}[k = y])^2 = \sum_{k=1}^{K} q_k^2 - 2 q_y + 1$$

    Args:
        probabilities: the report $q$, the classes last.
        targets: observed classes $y$, counted from 0.

    Returns:
        One score per example, between 0 and 2.

    Raises:
        ValueError: if a report is negative somewhere or does not sum to one, or a target is not one of the classes.

    Example:
        ```python
        import torch
        from notes.losses.scoring import brier_score

        print(brier_score(torch.tensor([0.25, 0.75]), torch.tensor(0)).item())
        #> 1.125
        ```

    Reference: G. W. Brier, Verification of Forecasts Expressed in Terms of Probability, 1950.
    """
    return probabilities.square().sum(-1) - 2 * _of_observed(probabilities, targets) + 1


@jaxtyped(typechecker=beartype)
def linear_score(
    probabilities: Float[Tensor, "*batch classes"], targets: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""The probability that was kept from what was observed, which looks fair and is not proper.

    $$S(q, y) = 1 - q_y$$

    Args:
        probabilities: the report $q$, the classes last.
        targets: observed classes $y$, counted from 0.

    Returns:
        One score per example, between 0 and 1.

    Raises:
        ValueError: if a report is negative somewhere or does not sum to one, or a target is not one of the classes.

    Example:
        ```python
        import torch
        from notes.losses.scoring import linear_score

        print(linear_score(torch.tensor([0.25, 0.75]), torch.tensor(0)).item())
        #> 0.75
        ```

    Reference: T. Gneiting and A. E. Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, 2007.
    """
    return 1 - _of_observed(probabilities, targets)


@jaxtyped(typechecker=beartype)
def expected_score(
    score: Score, p: Float[Tensor, "*batch classes"], q: Float[Tensor, "*batch classes"]
) -> Float[Tensor, "*batch"]:
    r"""What a forecaster who believes $p$ has to expect of reporting $q$.

    $$S(p, q) = \sum_{k=1}^{K} p_k\, S(q, k)$$

    Args:
        score: the score $S$ of a report and an outcome.
        p: probabilities that are believed in, the classes last.
        q: probabilities that are reported.

    Returns:
        The expected score.

    Raises:
        ValueError: if `p` or `q` is negative somewhere or does not sum to one.

    Example:
        ```python
        import torch
        from notes.losses.scoring import brier_score, expected_score

        p = torch.tensor([0.7, 0.3])
        print([round(expected_score(brier_score, p, q).item(), 2) for q in (p, torch.tensor([1.0, 0.0]))])
        #> [0.42, 0.6]
        ```

    Reference: T. Gneiting and A. E. Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, 2007.
    """
    require_distributions(p=p, q=q)
    outcomes = torch.arange(p.shape[-1], device=p.device)
    scores = torch.stack([score(q, outcome.expand(q.shape[:-1])) for outcome in outcomes], dim=-1)
    return torch.where(p > 0, p * scores, 0).sum(-1)

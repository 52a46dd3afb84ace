r"""Whether a hyperplane separates two classes: where one does, logistic regression has no optimum.

With $s_i = 2 y_i - 1$ and $\tilde x_i = (1, x_i)$, weights $w$ put sample $i$ on its right side when
$s_i w^\top \tilde x_i > 0$.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import torch
from jaxtyping import Float, Num, jaxtyped
from scipy.optimize import linprog
from torch import Tensor

from notes.domain import beartype, require, require_finite
from notes.introduction.logistic_regression import with_ones


class Separability(Enum):
    """How two classes lie to each other; only overlap gives logistic regression an optimum."""

    COMPLETE = "a hyperplane has every sample strictly on its right side"
    QUASI_COMPLETE = "a hyperplane has no sample on its wrong side, but some on it"
    OVERLAP = "every hyperplane has a sample on its wrong side, or all samples on it"


@jaxtyped(typechecker=beartype)
@dataclass(frozen=True)
class Hyperplane:
    r"""Weights of a hyperplane, bias first, and the smallest signed score $\min_i s_i w^\top \tilde x_i$ it gives."""

    weights: Float[Tensor, " weights"]
    margin: float


@jaxtyped(typechecker=beartype)
def widest_hyperplane(features: Float[Tensor, "samples features"], labels: Num[Tensor, " samples"]) -> Hyperplane:
    r"""Hyperplane of the largest smallest score among weights in the unit cube, by a linear programme.

    $$\max_{w,\, t} \; t \quad \text{subject to} \quad s_i w^\top \tilde x_i \ge t, \quad -1 \le w_j \le 1$$

    Args:
        features: one row a sample.
        labels: 0 or 1 for each sample, both present.

    Returns:
        A hyperplane; its margin is positive exactly when the classes can be separated, and otherwise zero.

    Raises:
        ValueError: if a label is neither 0 nor 1, a class is missing, or a feature is NaN, infinite, or so
            large that the solver finds nothing.

    Example:
        ```python
        import torch
        from notes.introduction.separability import widest_hyperplane

        print(round(widest_hyperplane(torch.tensor([[-1.0], [3.0]]), torch.tensor([0.0, 1.0])).margin, 3))
        #> 2.0
        ```

    Reference: O. L. Mangasarian, Linear and Nonlinear Separation of Patterns by Linear Programming, 1965.
    """
    signed = _signed_rows(features, labels)
    samples, weights = signed.shape
    programme = linprog(
        np.append(np.zeros(weights), -1.0),
        A_ub=np.column_stack([-signed, np.ones(samples)]),
        b_ub=np.zeros(samples),
        bounds=[(-1, 1)] * weights + [(None, None)],
    )
    _require_solved(programme.status, features)
    found = torch.tensor(programme.x[:-1], dtype=features.dtype, device=features.device)
    return Hyperplane(found, float((signed @ programme.x[:-1]).min()))


@jaxtyped(typechecker=beartype)
def separability(features: Float[Tensor, "samples features"], labels: Num[Tensor, " samples"]) -> Separability:
    r"""Whether two classes are completely separable, quasi-completely, or overlap, by two linear programmes.

    The first looks for a hyperplane with every score positive. The second, with scores allowed to be zero, asks
    whether their sum can be positive: if not, logistic regression has an optimum.

    $$\max_w \; \sum_i s_i w^\top \tilde x_i \quad \text{subject to} \quad s_i w^\top \tilde x_i \ge 0, \quad
    -1 \le w_j \le 1$$

    Args:
        features: one row a sample, in units that make them of order one.
        labels: 0 or 1 for each sample, both present.

    Returns:
        Which of the three.

    Raises:
        ValueError: if a label is neither 0 nor 1, a class is missing, or a feature is NaN, infinite, or so
            large that the solver finds nothing.

    Example:
        ```python
        import torch
        from notes.introduction.separability import separability

        print(separability(torch.tensor([[1.0], [2.0], [2.0]]), torch.tensor([0.0, 0.0, 1.0])).name)
        #> QUASI_COMPLETE
        ```

    Reference: A. Albert and J. A. Anderson, On the Existence of Maximum Likelihood Estimates in Logistic Regression
    Models, 1984.
    """
    tolerance = 1e-7  # of the solver, on programmes with entries of order one
    if widest_hyperplane(features, labels).margin > tolerance:
        return Separability.COMPLETE
    signed = _signed_rows(features, labels)
    total, zeros = signed.sum(axis=0), np.zeros(len(signed))
    programme = linprog(-total, A_ub=-signed, b_ub=zeros, bounds=(-1, 1))
    _require_solved(programme.status, features)
    if -programme.fun > tolerance:
        return Separability.QUASI_COMPLETE
    return Separability.OVERLAP


def _require_solved(status: int, features: Tensor) -> None:
    require(status == 0, "features", "of order one, as the solver needs them", features.abs().max())


def _signed_rows(features: Tensor, labels: Tensor) -> np.ndarray:
    require_finite(features=features)
    require((labels == 0) | (labels == 1), "labels", "0 or 1", labels)
    if len(labels.unique()) < 2:
        raise ValueError(f"`labels` must hold both classes, got only {labels.unique().tolist()}")
    return ((2 * labels.to(features.dtype) - 1).unsqueeze(1) * with_ones(features)).detach().double().numpy()

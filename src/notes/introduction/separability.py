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

from notes.domain import beartype, require, require_finite, require_some, require_squares
from notes.introduction.logistic_regression import logits, with_ones


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
@dataclass(frozen=True)
class Margins:
    r"""The smallest signed score of a hyperplane, and what it is in units of the weights.

    Args:
        score: $t = \min_i s_i w^\top \tilde x_i$; doubling the weights doubles it.
        cube: $t / \max_j |w_j|$, which `widest_hyperplane` makes largest.
        distance: $t / \lVert w_{1:} \rVert$, from the hyperplane to the nearest sample; the bias has no part in it.
        descent: $t / \lVert w \rVert$, the bias included, in whose favour gradient descent decides in the end.
    """

    score: Float[Tensor, ""]
    cube: Float[Tensor, ""]
    distance: Float[Tensor, ""]
    descent: Float[Tensor, ""]


@jaxtyped(typechecker=beartype)
def margins(
    weights: Float[Tensor, " weights"], features: Float[Tensor, "samples features"], labels: Num[Tensor, " samples"]
) -> Margins:
    r"""Margins of a hyperplane, told apart by what measures the weights.

    $$t = \min_i s_i w^\top \tilde x_i, \qquad \frac{t}{\max_j |w_j|}, \qquad \frac{t}{\lVert w_{1:} \rVert},
    \qquad \frac{t}{\lVert w \rVert}$$

    Args:
        weights: the bias, then one weight a feature; not all of those zero.
        features: one row a sample; at least one.
        labels: 0 or 1 for each sample.

    Returns:
        The margins; negative if a sample is on its wrong side.

    Raises:
        ValueError: if there is no sample, a label is neither 0 nor 1, all features have weight zero, or anything is
            NaN, infinite or too large.

    Example:
        ```python
        import torch
        from notes.introduction.separability import margins

        found = margins(torch.tensor([0.0, 3.0, 4.0]), torch.tensor([[1.0, 1.0], [-2.0, 0.0]]), torch.tensor([1, 0]))
        print(found.score.item(), found.cube.item(), round(found.distance.item(), 3))
        #> 6.0 1.5 1.2
        ```

    Reference: C. Cortes and V. Vapnik, Support-Vector Networks, 1995.
    """
    require((labels == 0) | (labels == 1), "labels", "0 or 1", labels)
    require_some(features=features)
    score = ((2 * labels - 1) * logits(weights, features)).min()
    _require_finite_score(score, features)
    _require_slope(weights)
    largest, slope, length = weights.abs().max(), weights[1:].norm(), weights.norm()
    return Margins(score, score / largest, score / slope, score / length)


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


def _require_slope(weights: Tensor) -> None:
    require_squares(weights=weights)
    require(weights[1:].norm() > 0, "weights", "of a hyperplane, not all zero behind the bias", weights.abs().max())


def _require_finite_score(score: Tensor, features: Tensor) -> None:
    require(score.isfinite(), "features", "small enough for finite logits", features.abs().max())


def _require_solved(status: int, features: Tensor) -> None:
    require(status == 0, "features", "of order one, as the solver needs them", features.abs().max())


def _signed_rows(features: Tensor, labels: Tensor) -> np.ndarray:
    require_finite(features=features)
    require((labels == 0) | (labels == 1), "labels", "0 or 1", labels)
    if len(labels.unique()) < 2:
        raise ValueError(f"`labels` must hold both classes, got only {labels.unique().tolist()}")
    return ((2 * labels.to(features.dtype) - 1).unsqueeze(1) * with_ones(features)).detach().double().numpy()

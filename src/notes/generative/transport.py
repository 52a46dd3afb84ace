r"""The earth mover's distance between heaps on places of a line or anywhere: sums, a linear programme, and its dual."""

from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float, jaxtyped
from scipy.optimize import OptimizeResult, linprog
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_no_gradient


class TransportPlan(NamedTuple):
    """A solution of the transport problem.

    Args:
        cost: mass times distance, summed over the plan.
        plan: mass moved from each place to each place.
    """

    cost: float
    plan: Tensor


class Potential(NamedTuple):
    """A solution of the dual problem.

    Args:
        gain: what the potential gains.
        heights: the potential at every place.
    """

    gain: float
    heights: Tensor


def _require_equal_mass(p: Tensor, q: Tensor) -> None:
    require_finite(p=p, q=q)
    require(p >= 0, "p", "non-negative", p)
    require(q >= 0, "q", "non-negative", q)
    require(p.sum() > 0, "p", "of positive mass", p.sum())
    if not torch.allclose(p.sum(), q.sum()):
        raise ValueError(f"`q` must have the mass of `p`, {p.sum().item():g}, got {q.sum().item():g}")


def _require_metric(distances: Tensor) -> None:
    """Where a detour is shorter than the way itself, no single potential gains what the cheapest plan costs."""
    require_finite(distances=distances)
    require(distances >= 0, "distances", "not negative", distances)
    require(distances.diagonal() == 0, "distances", "zero from a place to itself", distances.diagonal())
    detours = (distances[:, :, None] + distances).amin(1)
    require(distances <= detours * (1 + 1e-5), "distances", "no longer than a detour", distances)


def _require_solved(solved: OptimizeResult) -> None:
    """The linear programme has a solution for every argument that was let in; only the solver may fail to find it."""
    if solved.status != 0:
        raise ValueError(f"`distances` must make a linear programme with an optimum, got {solved.message}")


@jaxtyped(typechecker=beartype)
def earth_movers_distance(p: Float[Tensor, "places"], q: Float[Tensor, "places"]) -> Float[Tensor, ""]:
    r"""Least work that turns one row of heaps into another, neighbours being one apart.

    $$W = \sum_k \Big| \sum_{i \le k} (p_i - q_i) \Big|$$

    Args:
        p: heap at every place.
        q: wanted heap at every place; of the same total.

    Returns:
        The work, mass times distance.

    Raises:
        ValueError: if a heap is negative, or the totals differ.

    Example:
        ```python
        import torch
        from notes.generative.transport import earth_movers_distance

        print(earth_movers_distance(torch.tensor([3.0, 2.0, 1.0, 4.0]), torch.tensor([1.0, 2.0, 4.0, 3.0])).item())
        #> 5.0
        ```

    Reference: S. S. Vallender, Calculation of the Wasserstein Distance between Probability Distributions on the
    Line, 1974.
    """
    _require_equal_mass(p, q)
    return (p - q).cumsum(0)[:-1].abs().sum()


@jaxtyped(typechecker=beartype)
def optimal_transport(
    p: Float[Tensor, "places"], q: Float[Tensor, "targets"], distances: Float[Tensor, "places targets"]
) -> TransportPlan:
    r"""Cheapest plan that moves one set of heaps onto another, by linear programming.

    $$\min_{\gamma \ge 0} \sum_{ij} \gamma_{ij} d_{ij} \quad \text{with} \quad
    \sum_j \gamma_{ij} = p_i, \; \sum_i \gamma_{ij} = q_j$$

    Args:
        p: mass at every place.
        q: mass wanted at every target; of the same total.
        distances: $d_{ij}$, cost of moving a unit of mass.

    Returns:
        The least cost and a plan that has it.

    Raises:
        ValueError: if a mass is negative, the totals are zero or differ, or anything is not finite, or an argument asks
            for a gradient.

    Example:
        ```python
        import torch
        from notes.generative.transport import optimal_transport

        halves, distances = torch.tensor([0.5, 0.5]), torch.tensor([[2.0, 1.0], [1.0, 2.0]])
        print(round(optimal_transport(halves, halves, distances).cost, 4))
        #> 1.0
        ```

    Reference: L. V. Kantorovich, On the Translocation of Masses, 1942.
    """
    require_no_gradient(p=p, q=q, distances=distances)
    _require_equal_mass(p, q)
    require_finite(distances=distances)
    rows, columns = distances.shape
    supply, demand = p.double(), q.double()
    demand = demand * (supply.sum() / demand.sum())  # equal up to the rounding of `q`, and now to that of the solver
    leaves = np.kron(np.eye(rows), np.ones((1, columns)))
    arrives = np.kron(np.ones((1, rows)), np.eye(columns))
    solved = linprog(
        distances.double().numpy().ravel(),
        A_eq=np.vstack([leaves, arrives]),
        b_eq=torch.cat([supply, demand]).numpy(),
    )
    _require_solved(solved)
    return TransportPlan(float(solved.fun), torch.from_numpy(solved.x.reshape(rows, columns)))


@jaxtyped(typechecker=beartype)
def kantorovich_potential(
    p: Float[Tensor, "places"], q: Float[Tensor, "places"], distances: Float[Tensor, "places places"]
) -> Potential:
    r"""Potential with slope one at most that gains most from the difference of two heaps.

    $$\max_f \sum_i f_i (p_i - q_i) \quad \text{with} \quad f_i - f_j \le d_{ij}$$

    Args:
        p: mass at every place.
        q: wanted mass at every place; of the same total.
        distances: a metric on the places.

    Returns:
        The largest gain and a potential that has it, zero at the last place.

    Raises:
        ValueError: if a mass is negative, the totals differ, or `distances` are negative, or not zero on the diagonal,
            or an argument asks for a gradient.

    Example:
        ```python
        import torch
        from notes.generative.transport import kantorovich_potential

        places = torch.arange(4.0)
        distances = (places[:, None] - places).abs()
        p, q = torch.tensor([3.0, 2.0, 1.0, 4.0]), torch.tensor([1.0, 2.0, 4.0, 3.0])
        print(round(kantorovich_potential(p, q, distances).gain, 4))
        #> 5.0
        ```

    Reference: L. V. Kantorovich and G. S. Rubinstein, On a Space of Completely Additive Functions, 1958.
    """
    require_no_gradient(p=p, q=q, distances=distances)
    _require_equal_mass(p, q)
    _require_metric(distances)
    n = len(p)
    steps = (np.eye(n)[:, None, :] - np.eye(n)[None, :, :]).reshape(n * n, n)
    bounds = [(None, None)] * (n - 1) + [(0, 0)]
    gains = (q.double() - p.double()).numpy()
    solved = linprog(gains, A_ub=steps, b_ub=distances.double().numpy().ravel(), bounds=bounds)
    _require_solved(solved)
    return Potential(float(-solved.fun), torch.from_numpy(solved.x))

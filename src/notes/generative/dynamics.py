r"""The smallest game, $u v$: one player owns $u$ and descends, the other owns $v$ and ascends."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_not_negative, require_positive, require_sizes


@jaxtyped(typechecker=beartype)
def simultaneous_play(rate: float, steps: int, penalty: float = 0.0) -> Float[Tensor, "iterates 2"]:
    r"""Both players step at once, each against where the other was.

    $$u' = u - \eta v, \qquad v' = v + \eta (u - \gamma v)$$

    Args:
        rate: $\eta$; positive.
        steps: number of steps.
        penalty: $\gamma$ of the term $-\frac\gamma2 v^2$ that the second player's aim may have; not negative.

    Returns:
        The pairs $(u, v)$, from $(1, 0)$ on.

    Raises:
        ValueError: if `rate` is not positive, or `steps` or `penalty` negative.

    Example:
        ```python
        from notes.generative.dynamics import simultaneous_play

        print(simultaneous_play(0.5, 2).tolist())
        #> [[1.0, 0.0], [1.0, 0.5], [0.75, 1.0]]
        ```

    Reference: L. Mescheder, A. Geiger and S. Nowozin, Which Training Methods for GANs Do Actually Converge?, 2018.
    """
    require_positive(rate=rate)
    require_sizes(0, steps=steps)
    require_not_negative(penalty=penalty)
    places = [(1.0, 0.0)]
    for _ in range(steps):
        u, v = places[-1]
        places.append((u - rate * v, v + rate * (u - penalty * v)))
    return torch.tensor(places)


@jaxtyped(typechecker=beartype)
def alternating_play(rate: float, steps: int) -> Float[Tensor, "iterates 2"]:
    r"""The players step in turn, the second against where the first has gone.

    $$u' = u - \eta v, \qquad v' = v + \eta u'$$

    Args:
        rate: $\eta$; positive.
        steps: number of pairs of steps.

    Returns:
        The pairs $(u, v)$, from $(1, 0)$ on.

    Raises:
        ValueError: if `rate` is not positive, or `steps` negative.

    Example:
        ```python
        from notes.generative.dynamics import alternating_play

        print(alternating_play(0.5, 2).tolist())
        #> [[1.0, 0.0], [1.0, 0.5], [0.75, 0.875]]
        ```

    Reference: L. Mescheder, A. Geiger and S. Nowozin, Which Training Methods for GANs Do Actually Converge?, 2018.
    """
    require_positive(rate=rate)
    require_sizes(0, steps=steps)
    places = [(1.0, 0.0)]
    for _ in range(steps):
        u, v = places[-1]
        u = u - rate * v
        places.append((u, v + rate * u))
    return torch.tensor(places)

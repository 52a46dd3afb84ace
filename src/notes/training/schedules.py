"""Learning rates that change with time: one rate a step, as a tensor, so that schedules can be joined and drawn."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_not_negative, require_sizes


def _refuse_bad_lengths(rate: float, steps: int) -> None:
    if not (math.isfinite(rate) and rate > 0):
        raise ValueError(f"`rate` must be positive and finite, got {rate}")
    if steps < 1:
        raise ValueError(f"`steps` must be at least 1, got {steps}")


@jaxtyped(typechecker=beartype)
def constant_rate(rate: float, steps: int) -> Float[Tensor, " steps"]:
    r"""The same learning rate at every step, $\alpha_t = \alpha$.

    Args:
        rate: the learning rate, positive.
        steps: how many steps, at least 1.

    Returns:
        One rate a step, in double precision.

    Raises:
        ValueError: if `rate` or `steps` is out of its range.
    """
    _refuse_bad_lengths(rate, steps)
    return torch.full((steps,), rate, dtype=torch.float64)


@jaxtyped(typechecker=beartype)
def step_decay(rate: float, steps: int, every: int, factor: float) -> Float[Tensor, " steps"]:
    r"""A learning rate multiplied by a factor at regular intervals.

    $$\alpha_t = \alpha\, \kappa^{\lfloor t / s \rfloor}$$

    Args:
        rate: the first learning rate, positive.
        steps: how many steps, at least 1.
        every: steps between two drops, $s$, at least 1.
        factor: what a drop multiplies by, $\kappa$, in (0, 1].

    Returns:
        One rate a step, in double precision.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        from notes.training.schedules import step_decay

        print(step_decay(1.0, steps=6, every=2, factor=0.1).tolist())
        #> [1.0, 1.0, 0.1, 0.1, 0.01, 0.01]
        ```
    """
    _refuse_bad_lengths(rate, steps)
    if every < 1:
        raise ValueError(f"`every` must be at least 1, got {every}")
    if not 0 < factor <= 1:
        raise ValueError(f"`factor` must lie in (0, 1], got {factor}")
    return rate * factor ** torch.arange(steps, dtype=torch.float64).div(every, rounding_mode="floor")


@jaxtyped(typechecker=beartype)
def exponential_decay(rate: float, steps: int, factor: float) -> Float[Tensor, " steps"]:
    r"""A learning rate multiplied by a factor at every step: step decay with an interval of one.

    $$\alpha_t = \alpha\, \kappa^t$$

    Args:
        rate: the first learning rate, positive.
        steps: how many steps, at least 1.
        factor: the ratio of successive rates, $\kappa$, in (0, 1].

    Returns:
        One rate a step, in double precision.

    Raises:
        ValueError: if an argument is out of its range.
    """
    return step_decay(rate, steps, every=1, factor=factor)


@jaxtyped(typechecker=beartype)
def cosine_annealing(rate: float, steps: int, final: float = 0.0) -> Float[Tensor, " steps"]:
    r"""Half a period of a cosine from the first learning rate down to the final one.

    $$\alpha_t = \alpha_T + \tfrac12 (\alpha_0 - \alpha_T) \left(1 + \cos \frac{\pi t}{T}\right)$$

    The last of the $T$ steps has $t = T - 1$: the final rate is where the curve ends, after the last step.

    Args:
        rate: the first learning rate, $\alpha_0$, positive.
        steps: how many steps, $T$, at least 1.
        final: the rate the curve ends at, $\alpha_T$, between 0 and `rate`.

    Returns:
        One rate a step, in double precision.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        from notes.training.schedules import cosine_annealing

        print([round(alpha, 3) for alpha in cosine_annealing(1.0, steps=4).tolist()])
        #> [1.0, 0.854, 0.5, 0.146]
        ```

    Reference: I. Loshchilov and F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017, equation 5.
    """
    _refuse_bad_lengths(rate, steps)
    if not 0 <= final <= rate:
        raise ValueError(f"`final` must lie between 0 and `rate`, got {final}")
    phase = torch.pi * torch.arange(steps, dtype=torch.float64) / steps
    return final + (rate - final) * (1 + phase.cos()) / 2


@jaxtyped(typechecker=beartype)
def warmed_up(rates: Float[Tensor, " steps"], warmup: int) -> Float[Tensor, " steps"]:
    r"""A schedule whose first steps are scaled up linearly from nearly nothing.

    $$\alpha'_t = \min\left(1, \frac{t + 1}{T_0}\right) \alpha_t$$

    Args:
        rates: the schedule to warm up, one rate a step.
        warmup: how many steps the ramp takes, $w$, at least 1 and at most the number of steps.

    Returns:
        One rate a step; from step $w - 1$ on, the rates given.

    Raises:
        ValueError: if `warmup` is out of its range, or a rate is negative, NaN or infinite.

    Example:
        ```python
        from notes.training.schedules import constant_rate, warmed_up

        print(warmed_up(constant_rate(1.0, steps=6), warmup=4).tolist())
        #> [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]
        ```

    Reference: P. Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, 2017.
    """
    require_not_negative(rates=rates)
    if not 1 <= warmup <= len(rates):
        raise ValueError(f"`warmup` must lie in [1, {len(rates)}], got {warmup}")
    ramp = torch.arange(1, len(rates) + 1, dtype=rates.dtype, device=rates.device) / warmup
    return rates * ramp.clamp(max=1)


@jaxtyped(typechecker=beartype)
def warmup_stable_decay(rate: float, steps: int, warmup: int, decay: int) -> Float[Tensor, " steps"]:
    r"""A learning rate that is warmed up, stays where it is, and is brought down to nothing at the end.

    $$\alpha_t = \alpha \min\left(1, \frac{t + 1}{T_0}, \frac{T - t}{T_1}\right)$$

    Args:
        rate: the learning rate of the stable phase, $\alpha$, positive.
        steps: how many steps, $T$, at least 1.
        warmup: how many steps the ramp up takes, $w$, at least 1.
        decay: how many steps the ramp down takes, $z$, at least 1; the two ramps have room beside each other.

    Returns:
        One rate a step, in double precision.

    Raises:
        ValueError: if an argument is out of its range, or the ramps are longer than `steps` together.

    Example:
        ```python
        from notes.training.schedules import warmup_stable_decay

        print(warmup_stable_decay(1.0, steps=8, warmup=2, decay=4).tolist())
        #> [0.5, 1.0, 1.0, 1.0, 1.0, 0.75, 0.5, 0.25]
        ```

    Reference: S. Hu et al., MiniCPM: Unveiling the Potential of Small Language Models with Scalable Training
        Strategies, 2024, section 4.
    """
    _refuse_bad_lengths(rate, steps)
    require_sizes(warmup=warmup, decay=decay)
    if warmup + decay > steps:
        raise ValueError(f"`decay` must leave room for `warmup` in {steps}, got {decay}")
    t = torch.arange(steps, dtype=torch.float64)
    ramps = torch.minimum((t + 1) / warmup, (steps - t) / decay)
    return rate * ramps.clamp(max=1)

"""The Gabor model: two parameters, a loss with many valleys, and an exact gradient."""

from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_some

FREQUENCY_UNIT = 0.06  # makes one unit of phi_1 matter about as much as one of phi_0 for x up to 15
ENVELOPE = 32.0
TRUE_PARAMETERS = (0.0, 16.6)


class GaborData(NamedTuple):
    """Inputs between -15 and 15, and noisy values of the Gabor function with `TRUE_PARAMETERS` there."""

    inputs: Tensor
    targets: Tensor


def _phase(parameters: Tensor, inputs: Tensor) -> Tensor:
    return parameters[..., :1] + FREQUENCY_UNIT * parameters[..., 1:] * inputs


@jaxtyped(typechecker=beartype)
def gabor(
    parameters: Float[Tensor, "*#runs 2"], inputs: Float[Tensor, "*#runs samples"]
) -> Float[Tensor, "*runs samples"]:
    r"""The Gabor model: a sine under a bell.

    $$f(x, \phi) = \sin(u) \exp\left(-\frac{u^2}{32}\right), \qquad u = \phi_0 + 0.06\, \phi_1 x$$

    Args:
        parameters: $\phi_0$, which shifts the wave, and $\phi_1$, which squeezes it; any number of runs side by side.
        inputs: where to evaluate it, for all runs or run by run.

    Returns:
        The value at each input, of each run.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.training.gabor import gabor

        print([round(value, 4) for value in gabor(torch.tensor([0.0, 10.0]), torch.tensor([0.0, 1.0, 2.0])).tolist()])
        #> [0.0, 0.5583, 0.8911]
        ```

    Reference: D. Gabor, Theory of Communication, 1946.
    """
    require_finite(parameters=parameters, inputs=inputs)
    phase = _phase(parameters, inputs)
    return phase.sin() * (-phase.square() / ENVELOPE).exp()


@jaxtyped(typechecker=beartype)
def gabor_data(samples: int, noise: float, generator: torch.Generator) -> GaborData:
    r"""A data set drawn from the Gabor model with parameters (0, 16.6) and Gaussian noise.

    Args:
        samples: how many points to draw, at least 1; the inputs are uniform on [-15, 15).
        noise: standard deviation of the noise on the targets, non-negative.
        generator: source of the randomness.

    Returns:
        Inputs and targets, in double precision.

    Raises:
        ValueError: if `samples` or `noise` is out of its range.
    """
    if samples < 1:
        raise ValueError(f"`samples` must be at least 1, got {samples}")
    if not 0 <= noise < float("inf"):
        raise ValueError(f"`noise` must be non-negative and finite, got {noise}")
    inputs = 30 * torch.rand(samples, generator=generator, dtype=torch.float64) - 15
    clean = gabor(torch.tensor(TRUE_PARAMETERS, dtype=torch.float64), inputs)
    return GaborData(inputs, clean + noise * torch.randn(samples, generator=generator, dtype=torch.float64))


@jaxtyped(typechecker=beartype)
def gabor_loss(
    parameters: Float[Tensor, "*#runs 2"],
    inputs: Float[Tensor, "*#runs samples"],
    targets: Float[Tensor, "*#runs samples"],
) -> Float[Tensor, "*runs"]:
    r"""Mean squared error of the Gabor model.

    $$L(\phi) = \frac1n \sum_{i=1}^n (f(x_i, \phi) - y_i)^2$$

    Args:
        parameters: $\phi$ of each run.
        inputs: $x_i$, for all runs or run by run.
        targets: $y_i$, likewise.

    Returns:
        One loss a run, in squared units of the targets.

    Raises:
        ValueError: if anything is NaN or infinite.
    """
    require_some(inputs=inputs)
    require_finite(parameters=parameters, inputs=inputs, targets=targets)
    return (gabor(parameters, inputs) - targets).square().mean(-1)


@jaxtyped(typechecker=beartype)
def gabor_gradient(
    parameters: Float[Tensor, "*#runs 2"],
    inputs: Float[Tensor, "*#runs samples"],
    targets: Float[Tensor, "*#runs samples"],
) -> Float[Tensor, "*runs 2"]:
    r"""Exact gradient of `gabor_loss`.

    $$\frac{\partial L}{\partial \phi_k} = \frac2n \sum_{i=1}^n (f(x_i, \phi) - y_i)
    \left(\cos u_i - \frac{u_i}{16} \sin u_i\right) e^{-u_i^2 / 32} \frac{\partial u_i}{\partial \phi_k},
    \qquad \frac{\partial u_i}{\partial \phi} = (1, 0.06\, x_i)$$

    Args:
        parameters: $\phi$ of each run.
        inputs: $x_i$, for all runs or run by run.
        targets: $y_i$, likewise.

    Returns:
        The gradient of each run.

    Raises:
        ValueError: if an argument is NaN or infinite, or there is no sample.
    """
    require_some(inputs=inputs)
    require_finite(parameters=parameters, inputs=inputs, targets=targets)
    phase = _phase(parameters, inputs)
    slope = (phase.cos() - 2 * phase / ENVELOPE * phase.sin()) * (-phase.square() / ENVELOPE).exp()
    pull = 2 * (gabor(parameters, inputs) - targets) * slope
    return torch.stack([pull.mean(-1), (FREQUENCY_UNIT * inputs * pull).mean(-1)], -1)

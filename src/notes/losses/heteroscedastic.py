"""Regression on data whose noise grows: two small networks that differ only in whose variance they predict.

Both give a mean and a log variance for every input, and both minimise the same negative log likelihood. In the
homoscedastic one the log variance is a single parameter; in the other it is an output like the mean.
"""

import math
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn.utils import skip_init

from notes.domain import beartype, require, require_sizes
from notes.losses.recipe import HETEROSCEDASTIC_GAUSSIAN
from notes.losses.training import trained


class Sample(NamedTuple):
    """Inputs with one number each, and their targets."""

    inputs: Float[Tensor, "examples 1"]
    targets: Float[Tensor, "examples"]


@jaxtyped(typechecker=beartype)
def true_mean(inputs: Float[Tensor, "examples 1"]) -> Float[Tensor, "examples"]:
    r"""Mean of the targets of `noisy_sine`: $\sin 2\pi x$.

    Args:
        inputs: places $x$, from zero to one.

    Returns:
        The mean at each place.

    Raises:
        ValueError: if a place is outside the unit interval.
    """
    require((inputs >= 0) & (inputs <= 1), "inputs", "from 0 to 1", inputs)
    return (2 * math.pi * inputs).sin().squeeze(-1)


@jaxtyped(typechecker=beartype)
def true_standard_deviation(inputs: Float[Tensor, "examples 1"]) -> Float[Tensor, "examples"]:
    r"""Standard deviation of the targets of `noisy_sine`: $0.05 + 0.45 x$, ten times as large at one as at zero.

    Args:
        inputs: places $x$, from zero to one.

    Returns:
        The standard deviation at each place, in the unit of the targets.

    Raises:
        ValueError: if a place is outside the unit interval.
    """
    require((inputs >= 0) & (inputs <= 1), "inputs", "from 0 to 1", inputs)
    return (0.05 + 0.45 * inputs).squeeze(-1)


@jaxtyped(typechecker=beartype)
def noisy_sine(examples: int, generator: torch.Generator) -> Sample:
    r"""A sine whose Gaussian noise grows with the input, which is uniform between zero and one.

    $$y = \sin 2\pi x + (0.05 + 0.45 x) \, \varepsilon, \qquad \varepsilon \sim \mathcal{N}(0, 1)$$

    Args:
        examples: number of examples; positive.
        generator: source of inputs and noise.

    Returns:
        Inputs and targets.

    Raises:
        ValueError: if `examples` is not positive.

    Example:
        ```python
        import torch
        from notes.losses.heteroscedastic import noisy_sine

        sample = noisy_sine(200, torch.Generator().manual_seed(0))
        print(tuple(sample.inputs.shape), tuple(sample.targets.shape))
        #> (200, 1) (200,)
        ```
    """
    if examples <= 0:
        raise ValueError(f"`examples` must be positive, got {examples}")
    inputs = torch.rand(examples, 1, generator=generator)
    noise = torch.randn(examples, generator=generator)
    return Sample(inputs, true_mean(inputs) + true_standard_deviation(inputs) * noise)


def _linear(inputs: int, outputs: int, generator: torch.Generator) -> nn.Linear:
    """A linear layer with PyTorch's usual start, uniform within one over the root of the inputs, from a generator."""
    layer = skip_init(nn.Linear, inputs, outputs)
    bound = 1 / math.sqrt(inputs)
    for parameter in layer.parameters():
        nn.init.uniform_(parameter, -bound, bound, generator=generator)
    return layer


def _hidden(generator: torch.Generator, width: int) -> nn.Sequential:
    """Two hidden layers on a single input."""
    return nn.Sequential(_linear(1, width, generator), nn.Tanh(), _linear(width, width, generator), nn.Tanh())


class HomoscedasticNetwork(nn.Module):
    """A mean for every input and one log variance for all.

    Args:
        generator: source of the first parameters.
        width: number of units in each of the two hidden layers.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, generator: torch.Generator, width: int = 32):
        require_sizes(width=width)
        super().__init__()
        self.hidden = _hidden(generator, width)
        self.mean = _linear(width, 1, generator)
        self.log_variance = nn.Parameter(torch.zeros(1))

    @jaxtyped(typechecker=beartype)
    def forward(self, inputs: Float[Tensor, "examples 1"]) -> Float[Tensor, "examples 2"]:
        """Mean and log variance of every input."""
        mean = self.mean(self.hidden(inputs))
        return torch.cat([mean, self.log_variance.expand_as(mean)], dim=-1)


class HeteroscedasticNetwork(nn.Module):
    """A mean and a log variance for every input, from the same hidden layers.

    Args:
        generator: source of the first parameters.
        width: number of units in each of the two hidden layers.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, generator: torch.Generator, width: int = 32):
        require_sizes(width=width)
        super().__init__()
        self.hidden = _hidden(generator, width)
        self.heads = _linear(width, 2, generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, inputs: Float[Tensor, "examples 1"]) -> Float[Tensor, "examples 2"]:
        """Mean and log variance of every input."""
        return self.heads(self.hidden(inputs))


@jaxtyped(typechecker=beartype)
def fitted(network: nn.Module, sample: Sample, *, steps: int = 300) -> nn.Module:
    """A copy of a network, trained on a sample by the Gaussian negative log likelihood.

    Args:
        network: gives a mean and a log variance for every input.
        sample: what to fit.
        steps: number of updates.

    Returns:
        The trained copy; `HETEROSCEDASTIC_GAUSSIAN.predictive` reads its outputs as distributions.

    Example:
        ```python
        import torch
        from notes.losses.heteroscedastic import HeteroscedasticNetwork, fitted, noisy_sine
        from notes.losses.recipe import HETEROSCEDASTIC_GAUSSIAN

        generator = torch.Generator().manual_seed(0)
        network = fitted(HeteroscedasticNetwork(generator), noisy_sine(400, generator))
        quiet, noisy = HETEROSCEDASTIC_GAUSSIAN.predictive(network, torch.tensor([[0.1], [0.9]])).stddev
        print(bool(noisy > quiet))
        #> True
        ```

    Reference: D. A. Nix and A. S. Weigend, Estimating the Mean and Variance of the Target Probability Distribution,
    1994.
    """

    def mean_nll(network: nn.Module) -> Tensor:
        return HETEROSCEDASTIC_GAUSSIAN.loss(network, sample.inputs, sample.targets) / len(sample.targets)

    return trained(network, mean_nll, steps=steps, learning_rate=0.03)

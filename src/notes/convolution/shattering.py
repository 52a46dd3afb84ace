"""Shattered gradients: how the slope of a deep network by its input changes from one input to the next."""

from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.convolution.batch_normalization import batch_statistics, normalized
from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require, require_finite, require_sizes, require_some, require_squares

Step = Callable[[nn.Module, Tensor], Tensor]


class DenseStack(nn.Module):
    """A network of one input and one output with hidden layers of one width.

    Args:
        step: `plain_step` or `residual_step`, what a layer makes of its input.
        depth: number of hidden layers after the first.
        generator: source of the first weights; biases of the first layer spread the kinks over the inputs.
        width: units in each hidden layer.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, step: Step, depth: int, generator: torch.Generator, *, width: int = 100):
        require_sizes(width=width)
        super().__init__()
        self.first, self.readout = nn.Linear(1, width), nn.Linear(width, 1)
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))
        self.step = step
        he_initialized(self, generator)
        nn.init.uniform_(self.first.bias, -2, 2, generator=generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch 1"]) -> Float[Tensor, "batch 1"]:
        """The output for each input."""
        hidden = self.first(x).relu()
        for layer in self.layers:
            hidden = self.step(layer, hidden)
        return self.readout(hidden)


def _require_batch(hidden: Tensor) -> None:
    if len(hidden) < 2:
        raise ValueError(f"`hidden` must hold at least two examples, got {len(hidden)}")
    require_squares(hidden=hidden)


@jaxtyped(typechecker=beartype)
def plain_step(layer: nn.Module, hidden: Float[Tensor, "batch units"]) -> Float[Tensor, "batch units"]:
    r"""A layer, normalised over the batch and rectified: $h_\ell = a(\operatorname{BN}(W_\ell h_{\ell-1}))$.

    Args:
        layer: a dense layer.
        hidden: its input.

    Returns:
        Its output.
    """
    _require_batch(hidden)
    return normalized(layer(hidden), *batch_statistics(layer(hidden))).relu()


@jaxtyped(typechecker=beartype)
def residual_step(layer: nn.Module, hidden: Float[Tensor, "batch units"]) -> Float[Tensor, "batch units"]:
    r"""The input plus a tenth of a layer of its normalised rectification.

    $$h_\ell = h_{\ell-1} + \tfrac1{10} W_\ell \, a(\operatorname{BN}(h_{\ell-1}))$$

    Args:
        layer: a dense layer.
        hidden: its input.

    Returns:
        Its output.

    Raises:
        ValueError: if `hidden` holds fewer than two examples, or is NaN, infinite, or so large that squares become so.
    """
    _require_batch(hidden)
    return hidden + 0.1 * layer(normalized(hidden, *batch_statistics(hidden)).relu())


@jaxtyped(typechecker=beartype)
def input_gradients(network: nn.Module, inputs: Float[Tensor, "points"]) -> Float[Tensor, "points"]:
    r"""Slope $\partial \sum_j y_j / \partial x_i$ of the outputs of a network of one input, by each of several inputs.

    Without normalisation over the batch only $y_i$ depends on $x_i$, and it is the slope of the network there.

    Args:
        network: from one number to one number.
        inputs: where to take the slope.

    Returns:
        One slope per input.

    Raises:
        ValueError: if `inputs` is empty, or `inputs` is NaN or infinite.
    """
    require_some(inputs=inputs)
    require_finite(inputs=inputs)
    x = inputs.unsqueeze(-1).clone().requires_grad_()
    (gradient,) = torch.autograd.grad(network(x).sum(), x)
    return gradient.squeeze(-1)


@jaxtyped(typechecker=beartype)
def autocorrelation(series: Float[Tensor, "points"], lags: int) -> Float[Tensor, "lags"]:
    r"""Correlation of a series with itself, moved by 0, 1, 2, ... places.

    $$\rho_k = \frac{\sum_i (s_i - \bar s)(s_{i+k} - \bar s)}{\sum_i (s_i - \bar s)^2}$$

    Args:
        series: numbers in order, not all equal.
        lags: how many, from lag 0 on; at least 1 and at most the length of the series.

    Returns:
        The correlations; the first is 1.

    Raises:
        ValueError: if `lags` is out of range or the series is constant.

    Example:
        ```python
        import torch
        from notes.convolution.shattering import autocorrelation

        print(autocorrelation(torch.tensor([1.0, -1.0, 1.0, -1.0]), 3).tolist())
        #> [1.0, -0.75, 0.5]
        ```

    Reference: D. Balduzzi et al., The Shattered Gradients Problem: If Resnets Are the Answer, Then What Is the
        Question?, 2017.
    """
    if not 1 <= lags <= len(series):
        raise ValueError(f"`lags` must be between 1 and the length of the series, {len(series)}, got {lags}")
    require_squares(series=series)
    centred = series - series.mean()
    power = centred.square().sum()
    require(power > 0, "series", "other than constant", series[0])
    return torch.stack([torch.dot(centred[: len(series) - k], centred[k:]) for k in range(lags)]) / power

"""Batch normalisation: the statistics of the batch while training, running averages of them afterwards."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_finite, require_not_negative, require_sizes


@jaxtyped(typechecker=beartype)
def normalized(
    x: Float[Tensor, "batch channels *space"],
    mean: Float[Tensor, "channels"],
    variance: Float[Tensor, "channels"],
    epsilon: float = 1e-5,
) -> Float[Tensor, "batch channels *space"]:
    r"""Activations minus a mean, over a standard deviation, channel by channel.

    $$\hat h = \frac{h - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

    Args:
        x: activations $h$.
        mean: $\mu$, one number per channel.
        variance: $\sigma^2$, one number per channel; not negative.
        epsilon: keeps the division defined where a channel is constant; not negative.

    Returns:
        Normalised activations.

    Raises:
        ValueError: if `epsilon` is negative, or a variance is negative, or nothing but 0 with `epsilon`, or a number is
            NaN or infinite.
    """
    require_finite(x=x, mean=mean)
    require_not_negative(epsilon=epsilon, variance=variance)
    require(variance + epsilon > 0, "variance", "positive where `epsilon` is 0", variance)
    return (x - _along_channels(mean, x)) / (_along_channels(variance, x) + epsilon).sqrt()


@jaxtyped(typechecker=beartype)
def batch_statistics(
    x: Float[Tensor, "batch channels *space"],
) -> tuple[Float[Tensor, "channels"], Float[Tensor, "channels"]]:
    r"""Mean and variance of every channel over the batch and, for images, over all places.

    $$\mu = \frac1k \sum_{i=1}^{k} h_i, \qquad \sigma^2 = \frac1k \sum_{i=1}^{k} (h_i - \mu)^2$$

    Args:
        x: activations, at least two values per channel.

    Returns:
        Means and variances, with the divisor $k$.

    Raises:
        ValueError: if a channel has fewer than two values, whose variance would be zero whatever they are, or one is
            NaN or infinite.

    Example:
        ```python
        import torch
        from notes.convolution.batch_normalization import batch_statistics

        mean, variance = batch_statistics(torch.tensor([[1.0, 5.0], [3.0, 5.0]]))
        print(mean.tolist(), variance.tolist())
        #> [2.0, 5.0] [1.0, 0.0]
        ```
    """
    values = x.transpose(0, 1).flatten(1)
    if values.shape[1] < 2:
        raise ValueError(f"`x` must hold two values per channel, got {tuple(x.shape)}")
    require_finite(x=x)
    mean = values.mean(1)
    return mean, (values - mean[:, None]).square().mean(1)


class BatchNormalization(nn.Module):
    r"""Normalise every channel, then let training choose its mean $\beta$ and standard deviation $\gamma$.

    While training, the statistics are those of the batch, and running averages are kept; in evaluation mode the running
    averages take their place, so that an example's output no longer depends on its neighbours.

    Args:
        channels: number of channels.
        momentum: weight of the newest batch in the running averages, above 0 and at most 1.
        epsilon: added to the variance.

    Raises:
        ValueError: if `momentum` is out of range.

    Reference: S. Ioffe and C. Szegedy, Batch Normalization: Accelerating Deep Network Training by Reducing Internal
        Covariate Shift, 2015, algorithms 1 and 2.
    """

    running_mean: Tensor
    running_variance: Tensor

    @jaxtyped(typechecker=beartype)
    def __init__(self, channels: int, *, momentum: float = 0.1, epsilon: float = 1e-5):
        require_sizes(0, channels=channels)
        super().__init__()
        if not 0 < momentum <= 1:
            raise ValueError(f"`momentum` must be above 0 and at most 1, got {momentum}")
        self.momentum, self.epsilon = momentum, epsilon
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_variance", torch.ones(channels))

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch channels *space"]) -> Float[Tensor, "batch channels *space"]:
        """Scaled and shifted normalised activations; while training, the running averages move too."""
        mean, variance = self.running_mean, self.running_variance
        if self.training:
            mean, variance = batch_statistics(x)
            self._follow(mean.detach(), variance.detach(), x.numel() // x.shape[1])
        scale, shift = _along_channels(self.gamma, x), _along_channels(self.beta, x)
        return scale * normalized(x, mean, variance, self.epsilon) + shift

    def _follow(self, mean: Tensor, variance: Tensor, values: int) -> None:
        """Move the running averages; for the variance with the divisor k - 1, which makes it unbiased."""
        self.running_mean.lerp_(mean, self.momentum)
        self.running_variance.lerp_(variance * values / (values - 1), self.momentum)


def _along_channels(numbers: Tensor, x: Tensor) -> Tensor:
    """One number per channel, in a shape that meets activations channel by channel."""
    return numbers.reshape(-1, *[1] * (x.dim() - 2))
